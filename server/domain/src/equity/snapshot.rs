//! What everybody may see: figures as they stood at the end of a month, made once and kept.
//!
//! Nothing is published of what a request is now, but of what happened to it once and for all: that
//! what is known of it was settled ([`Case::settled`]), and how it ended first ([`Case::first_end`]). A
//! request thus comes into a table once, and never leaves its place in it, and [`release`] holds each
//! month against all earlier ones. Waiting times are those of all requests together, and are made
//! anew only when [`SMALL`] more were settled since they were last told.

use super::case::{Case, Dimension, gives};
use super::fates::{Counts, Fates, fate, fates};
use super::release::{Release, SMALL, release};
use super::spread::Spread;
use crate::kept::{Fate, Told};
use crate::policy::Policy;
use crate::process::Outcome;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The month at whose end they were made, as `YYYY-MM`.
    pub month: String,
    /// Requests by category since the beginning. A table that could not be told is that of an
    /// earlier month, or missing.
    pub tables: BTreeMap<Dimension, Release>,
    /// Who had got support half a year after, and who had not, by category. As with `tables`.
    #[serde(default)]
    pub fates: BTreeMap<Dimension, Fates>,
    /// How requests ended, by outcome.
    pub ends: Option<Release>,
    /// Waiting times; none until enough was settled.
    pub waits: Option<Waits>,
    /// How promises were kept, by the months in which they were due.
    pub kept: Vec<Kept>,
}

/// Waiting times of all settled requests together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// How many requests were settled.
    pub of: u32,
    /// Until the Helpdesk first said something.
    pub first_answer: Quartiles,
    /// Until it was decided whether support is given.
    pub decision: Quartiles,
    /// Hours of work, in whole tens.
    pub hours: u32,
}

/// Days within which a share of all had got it, see [`Spread`]; without how many still wait, which may be
/// few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quartiles {
    /// A quarter of them.
    pub quarter: Option<u32>,
    /// Half of them.
    pub half: Option<u32>,
    /// Three quarters of them.
    pub three_quarters: Option<u32>,
}

/// Promises that were due in some months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The first month, as `YYYY-MM`.
    pub from: String,
    /// The last one; later than `from` where single months had too few.
    pub to: String,
    /// How many were kept or late, at least [`SMALL`].
    pub due: u32,
    /// How many of them were kept, in a hundred, rounded down.
    pub share: u32,
}

/// The month of a moment, as `YYYY-MM`, in UTC.
#[must_use]
pub fn month(at: Timestamp) -> String {
    at.date().to_string().chars().take(7).collect()
}

/// The last second of a month that is written as `YYYY-MM`, in UTC; of any other text the beginning of
/// time.
fn end_of(month: &str) -> Timestamp {
    // Every month ends within 31 days of its first one, and the next one does not.
    let first = Date::parse(&format!("{month}-01"));
    let ends = |first: Date| {
        (27..31).map(|days| first.end().plus_days(days)).take_while(|end| self::month(*end) == month).last()
    };
    first.and_then(ends).unwrap_or_default()
}

/// The figures of `month`, which follow the earlier ones. `cases` and `told` are all requests and
/// promises as they stood when the month ended.
#[must_use]
pub fn snapshot(earlier: &[Snapshot], policy: &Policy, cases: &[Case], told: &[Told], month: &str) -> Snapshot {
    let last = earlier.last();
    let end = end_of(month);
    let mut tables = BTreeMap::new();
    let mut all_fates = BTreeMap::new();
    let without = cases.iter().filter(|case| case.first_end.is_some_and(|(_, outcome)| !gives(outcome)));
    let without = u32::try_from(without.count()).unwrap_or(u32::MAX);
    for dimension in Dimension::ALL {
        let mut counts: BTreeMap<String, u32> =
            dimension.categories(policy).into_iter().map(|category| (category, 0)).collect();
        for (_, facts) in cases.iter().filter_map(|case| case.settled.as_ref()) {
            *counts.entry(dimension.category(facts)).or_default() += 1;
        }
        // Both tables tell of the same requests, so each is held against all of either.
        let told = |one: &Snapshot| {
            let fates = one.fates.get(dimension).map(Fates::asked);
            one.tables.get(dimension).cloned().into_iter().chain(fates).collect::<Vec<_>>()
        };
        let mut before: Vec<Release> = earlier.iter().flat_map(told).collect();
        let table =
            release(&before, &counts).or_else(|| last.and_then(|last| last.tables.get(dimension).cloned()));
        before.extend(table.clone());
        tables.extend(table.map(|table| (*dimension, table)));

        let mut counts: BTreeMap<String, Counts> =
            counts.into_keys().map(|category| (category, Counts::default())).collect();
        for (facts, fate) in cases.iter().filter_map(|case| fate(case, end)) {
            counts.entry(dimension.category(facts)).or_default().add(fate);
        }
        let fates_before: Vec<Fates> =
            earlier.iter().filter_map(|one| one.fates.get(dimension).cloned()).collect();
        let new = fates(&fates_before, &before, &counts, without).or_else(|| fates_before.last().cloned());
        all_fates.extend(new.map(|fates| (*dimension, fates)));
    }
    let before: Vec<Release> = earlier.iter().filter_map(|one| one.ends.clone()).collect();
    let mut counts: BTreeMap<String, u32> =
        Outcome::ALL.iter().map(|outcome| (outcome.code().to_owned(), 0)).collect();
    for (_, outcome) in cases.iter().filter_map(|case| case.first_end) {
        *counts.entry(outcome.code().to_owned()).or_default() += 1;
    }
    Snapshot {
        month: month.to_owned(),
        tables,
        fates: all_fates,
        ends: next(&before, &counts),
        waits: waits(last.and_then(|one| one.waits), cases),
        kept: kept(last.map_or(&[], |one| one.kept.as_slice()), told, month),
    }
}

/// The new release, or the last one again where nothing new may be told.
fn next(before: &[Release], counts: &BTreeMap<String, u32>) -> Option<Release> {
    release(before, counts).or_else(|| before.last().cloned())
}

fn waits(before: Option<Waits>, cases: &[Case]) -> Option<Waits> {
    let settled: Vec<&Case> = cases.iter().filter(|case| case.settled.is_some()).collect();
    let of = u32::try_from(settled.len()).unwrap_or(u32::MAX);
    if of < before.map_or(0, |before| before.of) + SMALL {
        return before;
    }
    let spread = |wait: fn(&Case) -> super::case::Wait| {
        let times: Vec<_> = settled.iter().filter_map(|case| wait(case).counted()).collect();
        let Spread { quarter, half, three_quarters, .. } =
            Spread::of(&times).for_everybody().unwrap_or_default();
        Quartiles { quarter, half, three_quarters }
    };
    let minutes: u64 = settled.iter().map(|case| u64::from(case.minutes)).sum();
    Some(Waits {
        of,
        first_answer: spread(|case| case.first_answer),
        decision: spread(|case| case.decision),
        hours: u32::try_from(minutes / 600 * 10).unwrap_or(u32::MAX),
    })
}

/// The months told before, and one more row where enough was due since.
fn kept(before: &[Kept], told: &[Told], month: &str) -> Vec<Kept> {
    let mut rows = before.to_vec();
    let after = rows.last().map(|row| row.to.clone()).unwrap_or_default();
    let due = |one: &&Told| {
        let of = self::month(one.promise.by);
        of > after && of.as_str() <= month && matches!(one.fate, Fate::Kept | Fate::Late)
    };
    let due: Vec<&Told> = told.iter().filter(due).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let Some(from) = due.iter().map(|one| self::month(one.promise.by)).min() else { return rows };
    if count(due.len()) >= SMALL {
        let kept = count(due.iter().filter(|one| one.fate == Fate::Kept).count());
        let of = count(due.len());
        rows.push(Kept { from, to: month.to_owned(), due: of, share: kept * 100 / of });
    }
    rows
}
