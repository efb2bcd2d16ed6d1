//! What became of promises: kept, late, moved to another day, or no longer needed.
//!
//! Read from the record alone. See [`crate::promise`] for what is promised.

use crate::event::{Event, Recorded};
use crate::process::{GoOutcome, InitialOutcome, Outcome, coded};
use crate::promise::{Expectation, Promise};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// What became of a promise.
    Fate {
        /// It stands, and its day has not passed.
        Open = "open",
        /// What was promised happened in time.
        Kept = "kept",
        /// Its day passed before anything happened, or passed and nothing has yet.
        Late = "late",
        /// Before its day another day was named, or somebody was waited for.
        Moved = "moved",
        /// Before its day the request ended without it: withdrawn, or no answer came.
        Dropped = "dropped",
    }
}

/// A promise with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The promise.
    pub promise: Promise,
    /// When it was made.
    pub made_at: Timestamp,
    /// When another took its place, or the request was closed.
    pub ended_at: Option<Timestamp>,
    /// What became of it.
    pub fate: Fate,
}

/// All promises of a request, in the order in which they were made.
#[must_use]
pub fn promises(history: &[Recorded], now: Timestamp) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for recorded in history {
        let ends = if let Event::PromiseMade { promise } = &recorded.event {
            Some(on_next(told.last(), promise))
        } else if let Event::Closed { outcome: Outcome::Withdrawn | Outcome::NoAnswer, .. } = &recorded.event {
            Some(Fate::Dropped)
        } else {
            closes(&recorded.event).then_some(Fate::Kept)
        };
        if let (Some(fate), Some(last)) = (ends, told.last_mut().filter(|last| last.ended_at.is_none())) {
            last.fate = if last.promise.is_late(recorded.at) { Fate::Late } else { fate };
            last.ended_at = Some(recorded.at);
        }
        if let Event::PromiseMade { promise } = &recorded.event {
            let fate = if promise.is_late(now) { Fate::Late } else { Fate::Open };
            told.push(Told { promise: promise.clone(), made_at: recorded.at, ended_at: None, fate });
        }
    }
    told
}

/// What the next promise makes of the one before, in time.
fn on_next(before: Option<&Told>, next: &Promise) -> Fate {
    let first_answer = before.is_some_and(|told| told.promise.what == Expectation::FirstAnswer);
    match next.what {
        Expectation::InWords | Expectation::GoOn => Fate::Moved,
        // A question is an answer, but not yet the work that was promised.
        Expectation::Answer if !first_answer => Fate::Moved,
        Expectation::Answer
        | Expectation::FirstAnswer
        | Expectation::Gather
        | Expectation::InitialFeedback
        | Expectation::Develop
        | Expectation::FinalGo
        | Expectation::Support
        | Expectation::FollowUp => Fate::Kept,
    }
}

/// Whether an event closes the request. A decision that does not is followed by the next promise.
fn closes(event: &Event) -> bool {
    matches!(
        event,
        Event::SmallQuestionAnswered { .. }
            | Event::Closed { .. }
            | Event::InitialDecided { outcome: InitialOutcome::Refer | InitialOutcome::Decline, .. }
            | Event::GoDecided { outcome: GoOutcome::Decline, .. }
    )
}

/// A month's promises by the day on which they were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Kept.
    pub kept: u32,
    /// Late, whether or not it came since.
    pub late: u32,
    /// Moved before their day; neither kept nor late, and shown so that moving is no way out.
    pub moved: u32,
}

impl Month {
    /// How many in a hundred were kept of those that were kept or late, rounded down; `None` if
    /// there were none.
    #[must_use]
    pub fn share(self) -> Option<u32> {
        (self.kept * 100).checked_div(self.kept + self.late)
    }
}

/// The months, as `YYYY-MM`. Promises that are open or dropped are in none.
#[must_use]
pub fn by_month<'a>(told: impl IntoIterator<Item = &'a Told>) -> BTreeMap<String, Month> {
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    for one in told {
        let mut add = |count: fn(&mut Month) -> &mut u32| {
            let month = one.promise.by.date().to_string().chars().take(7).collect();
            *count(months.entry(month).or_default()) += 1;
        };
        match one.fate {
            Fate::Kept => add(|month| &mut month.kept),
            Fate::Late => add(|month| &mut month.late),
            Fate::Moved => add(|month| &mut month.moved),
            Fate::Open | Fate::Dropped => {}
        }
    }
    months
}
