//! Who gets and who waits, for everybody: what had become of requests half a year after they were settled.
//!
//! A fate of that day is one once and for all, so that a request comes into the table once and never
//! leaves its place in it, as in [`super::release`]. All columns have the same rows, and every column is
//! held against the earlier ones as a table of its own; the sums of the columns are held against the
//! tables of who asks, which tell the same requests. With other rows for each column one could be worked
//! out from the others and the sum.

use super::case::Case;
use super::release::{Cell, Release, SMALL, Wrong, first_wrong, together};
use crate::facts::Facts;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Half a year, in days.
pub const HALF_YEAR: u32 = 182;

/// What had become of somebody's asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Support was given, or the committee had said go.
    Got,
    /// It was on its way.
    Waited,
    /// It had ended without.
    Not,
}

/// Requests by what had become of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Counts {
    /// [`Fate::Got`].
    pub got: u32,
    /// [`Fate::Waited`].
    pub waited: u32,
    /// [`Fate::Not`].
    pub not: u32,
}

impl Counts {
    /// One more.
    pub fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Got => self.got += 1,
            Fate::Waited => self.waited += 1,
            Fate::Not => self.not += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.columns().iter().sum()
    }

    fn columns(&self) -> [u32; 3] {
        [self.got, self.waited, self.not]
    }

    fn plus(self, other: Self) -> Self {
        Self { got: self.got + other.got, waited: self.waited + other.waited, not: self.not + other.not }
    }
}

/// A group of categories.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// The categories, by the policy's ids.
    pub of: BTreeSet<String>,
    /// How many.
    pub counts: Counts,
}

/// A published table: each category is in one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fates {
    /// The rows, by their first category.
    pub rows: Vec<Row>,
}

impl Fates {
    /// All requests in it.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.rows.iter().fold(Counts::default(), |sum, row| sum.plus(row.counts))
    }

    /// It as a table of who asked.
    #[must_use]
    pub fn asked(&self) -> Release {
        Release { cells: cells(&self.rows, Counts::sum) }
    }

    fn column(&self, n: usize) -> Release {
        Release { cells: cells(&self.rows, |counts| counts.columns()[n]) }
    }
}

fn cells(rows: &[Row], count: impl Fn(&Counts) -> u32) -> Vec<Cell> {
    rows.iter().map(|row| Cell { of: row.of.clone(), count: count(&row.counts) }).collect()
}

/// What had become of a case half a year after it was settled, with what was known of it then; `None` if
/// that day is not over at `now`.
#[must_use]
pub fn fate(case: &Case, now: Timestamp) -> Option<(&Facts, Fate)> {
    let (settled, facts) = case.settled.as_ref()?;
    let day = settled.plus_days(HALF_YEAR);
    let by_then = |at: Timestamp| at <= day;
    let fate = if case.first_got.is_some_and(by_then) {
        Fate::Got
    } else if case.first_end.is_some_and(|(at, _)| by_then(at)) {
        Fate::Not
    } else {
        Fate::Waited
    };
    (day <= now).then_some((facts, fate))
}

/// The table that may follow the earlier ones, of counts since the beginning; `None` if nothing new may be
/// told yet. `asked` are all tables of who asks that were told of the same categories, this month's too.
/// `ended` is how many requests ended without support so far: those are told too, and all but `not` of
/// this table are requests that were still on their way half a year on, or are newer.
#[must_use]
pub fn fates(
    earlier: &[Fates],
    asked: &[Release],
    counts: &BTreeMap<String, Counts>,
    ended: u32,
) -> Option<Fates> {
    let known = earlier.iter().flat_map(|one| &one.rows).flat_map(|row| &row.of);
    let known = known.chain(asked.iter().flat_map(|one| &one.cells).flat_map(|cell| &cell.of));
    let all: BTreeSet<&String> = counts.keys().chain(known).collect();
    let mut rows: Vec<Row> = all
        .into_iter()
        .map(|id| Row { of: BTreeSet::from([id.clone()]), counts: counts.get(id).copied().unwrap_or_default() })
        .collect();
    let told: Vec<[Release; 3]> = earlier.iter().map(|one| [0, 1, 2].map(|n| one.column(n))).collect();
    let sums: Vec<Release> = asked.iter().cloned().chain(earlier.iter().map(Fates::asked)).collect();
    while let Some(wrong) = wrong(&told, &sums, &rows) {
        let together = together(rows.len(), wrong)?;
        merge(&mut rows, &together);
    }
    let new = Fates { rows };
    let apart = ended.saturating_sub(new.total().not) >= SMALL;
    (!new.rows.is_empty() && apart).then_some(new)
}

fn wrong(told: &[[Release; 3]], sums: &[Release], rows: &[Row]) -> Option<Wrong> {
    let in_columns = (0..3).find_map(|n| {
        let earlier: Vec<Release> = told.iter().map(|one| one[n].clone()).collect();
        first_wrong(&earlier, &cells(rows, |counts| counts.columns()[n]))
    });
    in_columns.or_else(|| first_wrong(sums, &cells(rows, Counts::sum)))
}

fn merge(rows: &mut Vec<Row>, together: &[usize]) {
    let one = Row {
        of: together.iter().flat_map(|n| rows[*n].of.clone()).collect(),
        counts: together.iter().fold(Counts::default(), |sum, n| sum.plus(rows[*n].counts)),
    };
    let mut n = 0;
    rows.retain(|_| {
        n += 1;
        !together.contains(&(n - 1))
    });
    rows.push(one);
    rows.sort();
}
