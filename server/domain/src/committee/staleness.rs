//! Positions that were given on another text than the one that stands.

use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::ids::PersonId;
use crate::process::{Feedback, coded};
use serde::{Deserialize, Serialize};

coded! {
    /// What of a request can change so that a position has to be looked at again. A title, a
    /// language tag or the page that it came from are not among them.
    Matter {
        /// What is asked for.
        What = "what",
        /// Answers to the policy's questions.
        Answers = "answers",
        /// Kinds of support.
        Kinds = "kinds",
        /// The content partner.
        Partner = "partner",
        /// The affiliate, which says who should stand aside.
        Affiliate = "affiliate",
        /// The country or region.
        Place = "place",
        /// The day by which support is needed.
        NeededBy = "needed-by",
    }
}

/// A position on an earlier text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    /// Whose.
    pub by: PersonId,
    /// What is different now.
    pub changed: Vec<Matter>,
    /// What it said when the position was given.
    pub then: Facts,
}

/// The positions that are stale, in their order. An edit that was taken back leaves none.
///
/// Takes the history with its submission, as the record or a view of somebody who may see positions
/// has it, and the positions of the round under way.
#[must_use]
pub fn stale(history: &[Recorded], positions: &[Feedback]) -> Vec<Stale> {
    let Some(now) = history.iter().rev().find_map(text) else { return Vec::new() };
    let of = |position: &Feedback| {
        let given = |recorded: &Recorded| {
            recorded.by == Some(position.by) && matches!(recorded.event, Event::FeedbackGiven { .. })
        };
        let then = history[..history.iter().rposition(given)?].iter().rev().find_map(text)?;
        let changed = changes(then, now);
        (!changed.is_empty()).then_some(Stale { by: position.by, changed, then: then.clone() })
    };
    positions.iter().filter_map(of).collect()
}

fn text(recorded: &Recorded) -> Option<&Facts> {
    if let Event::Submitted { facts, .. } | Event::Edited { facts } = &recorded.event {
        Some(facts)
    } else {
        None
    }
}

fn changes(then: &Facts, now: &Facts) -> Vec<Matter> {
    let differs = |matter: &Matter| match matter {
        Matter::What => then.what != now.what,
        Matter::Answers => then.answers != now.answers,
        Matter::Kinds => then.kinds != now.kinds,
        Matter::Partner => then.partner != now.partner,
        Matter::Affiliate => then.affiliate != now.affiliate,
        Matter::Place => then.country != now.country || then.region != now.region,
        Matter::NeededBy => then.needed_by != now.needed_by,
    };
    Matter::ALL.iter().copied().filter(differs).collect()
}
