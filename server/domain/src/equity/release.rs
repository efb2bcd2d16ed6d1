//! Tables of counts that may be published without showing a small number of requests.
//!
//! Groups of fewer than [`SMALL`] are merged with others. The total is published, so a group is
//! never left out but merged with the next one, even if that is large. Which one is next depends on
//! names alone: a choice by numbers, such as the smallest, would tell something of them. Releases stay
//! published, so each new one is also held against every earlier one: its groups contain earlier
//! groups whole or lie in one, and what came since to a group that both tell is nothing, or no
//! small number. Where that is not so, groups are merged until it is; where not even the total
//! allows it, there is no new release and the last one stands.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A number of requests below this is small.
pub const SMALL: u32 = 5;

/// The least that merged categories have together, or grow by, unless they are all: enough for the
/// largest small number beside the smallest one that is not. With less, a part could be worked out.
const MERGED: u32 = 2 * SMALL - 1;

/// A group of categories with how many requests they have together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The categories, by the policy's ids.
    pub of: BTreeSet<String>,
    /// How many.
    pub count: u32,
}

/// A published table: each category is in one cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Release {
    /// The cells, by their first category.
    pub cells: Vec<Cell>,
}

impl Release {
    /// All requests in it.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.cells.iter().map(|cell| cell.count).sum()
    }
}

/// The release that may follow the earlier ones, of counts since the beginning; `None` if nothing
/// new may be told yet.
#[must_use]
pub fn release(earlier: &[Release], counts: &BTreeMap<String, u32>) -> Option<Release> {
    let known = earlier.iter().flat_map(|release| &release.cells).flat_map(|cell| &cell.of);
    let all: BTreeSet<&String> = counts.keys().chain(known).collect();
    let mut cells: Vec<Cell> = all
        .into_iter()
        .map(|category| Cell {
            of: BTreeSet::from([category.clone()]),
            count: counts.get(category).copied().unwrap_or(0),
        })
        .collect();
    while let Some(wrong) = first_wrong(earlier, &cells) {
        if !merge(&mut cells, wrong) {
            return None;
        }
    }
    (!cells.is_empty()).then_some(Release { cells })
}

/// Cells that have to become one, or that need another one with them.
pub(super) enum Wrong {
    /// They overlap a cell of an earlier release that none of them contains.
    Crossing(Vec<usize>),
    /// Together they tell a small number.
    Small(Vec<usize>),
}

pub(super) fn first_wrong(earlier: &[Release], cells: &[Cell]) -> Option<Wrong> {
    let least = |cell: &Cell| if cell.of.len() > 1 && cells.len() > 1 { MERGED } else { SMALL };
    if let Some(small) = cells.iter().position(|cell| cell.count < least(cell)) {
        return Some(Wrong::Small(vec![small]));
    }
    for before in earlier {
        for (mine, theirs) in blocks(cells, &before.cells) {
            if mine.len() > 1 && theirs.len() > 1 {
                return Some(Wrong::Crossing(mine));
            }
            let now: u32 = mine.iter().map(|n| cells[*n].count).sum();
            let then: u32 = theirs.iter().map(|n| before.cells[*n].count).sum();
            let merges = theirs.len() > 1 && cells.len() > 1;
            if (1..if merges { MERGED } else { SMALL }).contains(&now.abs_diff(then)) {
                return Some(Wrong::Small(mine));
            }
        }
    }
    (0..cells.len()).find_map(|n| told_too_early(earlier, cells, n)).map(Wrong::Crossing)
}

/// The cells that were told as one, if this one of them has not grown since it was last told by
/// itself at least as much as they had together: with less growth, a bound of what it was then
/// could be worked out from what it is now.
fn told_too_early(earlier: &[Release], cells: &[Cell], n: usize) -> Option<Vec<usize>> {
    let part = &cells[n];
    let alone = earlier.iter().rposition(|release| inside(release, &part.of).is_some());
    let since = |of: &BTreeSet<String>| alone.and_then(|last| inside(&earlier[last], of)).unwrap_or(0);
    let grown = part.count.saturating_sub(since(&part.of));
    let later = &earlier[alone.map_or(0, |last| last + 1)..];
    let told = later.iter().flat_map(|release| &release.cells).filter(|cell| !cell.of.is_disjoint(&part.of));
    let mut more = told.filter(|cell| grown < cell.count.saturating_sub(since(&cell.of)));
    let whole = more.next()?;
    Some((0..cells.len()).filter(|one| !cells[*one].of.is_disjoint(&whole.of)).collect())
}

/// What a release tells of these categories: the sum of cells that lie in them, if nothing is
/// missing.
fn inside(release: &Release, of: &BTreeSet<String>) -> Option<u32> {
    let cells = || release.cells.iter().filter(|cell| cell.of.is_subset(of));
    let all = cells().map(|cell| cell.of.len()).sum::<usize>() == of.len();
    all.then(|| cells().map(|cell| cell.count).sum())
}

/// The smallest sets of categories that both tables tell, as cells of the one and of the other.
fn blocks(mine: &[Cell], theirs: &[Cell]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut left: BTreeSet<usize> = (0..mine.len()).collect();
    let mut found = Vec::new();
    while let Some(first) = left.pop_first() {
        let (mut own, mut other) = (vec![first], Vec::new());
        loop {
            let touched = |n: &usize| own.iter().any(|one| !mine[*one].of.is_disjoint(&theirs[*n].of));
            other = (0..theirs.len()).filter(|n| other.contains(n) || touched(n)).collect::<Vec<_>>();
            let more: Vec<_> = left
                .iter()
                .copied()
                .filter(|n| other.iter().any(|one| !theirs[*one].of.is_disjoint(&mine[*n].of)))
                .collect();
            if more.is_empty() {
                break;
            }
            more.iter().for_each(|n| {
                left.remove(n);
            });
            own.extend(more);
        }
        own.sort_unstable();
        found.push((own, other));
    }
    found
}

/// Which of so many cells have to become one; `None` if there is nothing to merge them with.
pub(super) fn together(cells: usize, wrong: Wrong) -> Option<Vec<usize>> {
    match wrong {
        Wrong::Crossing(cells) => Some(cells),
        Wrong::Small(mut small) => {
            let after = small.first().copied().unwrap_or(0) + 1;
            let next = (after..cells).chain(0..after).find(|n| !small.contains(n))?;
            small.push(next);
            Some(small)
        }
    }
}

/// Merges what is wrong; false if there is nothing to merge it with.
fn merge(cells: &mut Vec<Cell>, wrong: Wrong) -> bool {
    let Some(together) = together(cells.len(), wrong) else { return false };
    let one = Cell {
        of: together.iter().flat_map(|n| cells[*n].of.clone()).collect(),
        count: together.iter().map(|n| cells[*n].count).sum(),
    };
    let mut n = 0;
    cells.retain(|_| {
        n += 1;
        !together.contains(&(n - 1))
    });
    cells.push(one);
    cells.sort();
    true
}
