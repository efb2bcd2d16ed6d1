//! The rounds of both gates, as a history has them: what was said in each, and how it ended.

use crate::event::{Event, Recorded};
use crate::ids::PersonId;
use crate::process::{Decision, Feedback, Gate, Position};
use crate::time::Timestamp;

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// At which gate.
    pub gate: Gate,
    /// Which one at this gate, from 1.
    pub number: u32,
    /// When it was opened.
    pub opened: Timestamp,
    /// When a member's objection opened it again.
    pub reopened: Vec<Timestamp>,
    /// The positions, in the order in which they were given last.
    pub positions: Vec<Given>,
    /// Who stood aside while it was open.
    pub aside: Vec<PersonId>,
    /// The decision that stands, or stood until somebody objected.
    pub decision: Option<Decision>,
    /// Whether it goes on.
    pub is_open: bool,
}

/// A member's position with what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// As it was given last.
    pub now: Feedback,
    /// What it was before, the oldest first.
    pub earlier: Vec<(Timestamp, Position)>,
}

/// The rounds, the oldest first. Of a projected history they have what the viewer may see; the
/// decisions are the view's or the request's, in their order.
#[must_use]
pub fn rounds(history: &[Recorded], decisions: &[Decision]) -> Vec<Round> {
    let mut rounds = Vec::new();
    let mut decisions = decisions.iter();
    let mut left = None;
    for recorded in history {
        let (at, by) = (recorded.at, recorded.by);
        if let Event::ReadyForCommittee { .. } = recorded.event {
            open(&mut rounds, Gate::Initial, at);
        } else if let Event::ReadyForGo { .. } = recorded.event {
            open(&mut rounds, Gate::Go, at);
        } else if let Event::InitialDecided { .. } | Event::GoDecided { .. } = recorded.event {
            left = end(&mut rounds, decisions.next().cloned());
        } else if let Event::Closed { .. } = recorded.event {
            left = end(&mut rounds, None);
        } else if let Event::Objected { .. } = recorded.event {
            if let Some(round) = rounds.last_mut() {
                round.is_open = true;
                round.reopened.push(at);
            }
        } else if let Event::Reopened { .. } = recorded.event {
            // A closing decision leaves its gate, and a request that is taken up again is there again.
            let closed = rounds.last().and_then(|round| round.decision.as_ref()).is_none_or(is_closing);
            if let Some(gate) = left.take().filter(|_| closed) {
                open(&mut rounds, gate, at);
            }
        } else if let (Event::FeedbackGiven { position, priority, text, notes }, Some(by)) =
            (&recorded.event, by)
        {
            let (priority, text, notes) = (*priority, text.clone(), notes.clone());
            give(&mut rounds, Feedback { by, at, position: *position, priority, text, notes });
        } else if let (Event::AsideByRule { who }, Some(round)) = (&recorded.event, rounds.last_mut())
            && round.is_open
        {
            round.positions.retain(|given| !who.contains(&given.now.by));
        } else if let (Event::StoodAside {}, Some(by), Some(round)) = (&recorded.event, by, rounds.last_mut())
            && round.is_open
        {
            round.positions.retain(|given| given.now.by != by);
            round.aside.push(by);
        }
    }
    rounds
}

fn open(rounds: &mut Vec<Round>, gate: Gate, opened: Timestamp) {
    let before = rounds.iter().filter(|round| round.gate == gate).count();
    rounds.push(Round {
        gate,
        number: u32::try_from(before + 1).unwrap_or(u32::MAX),
        opened,
        reopened: Vec::new(),
        positions: Vec::new(),
        aside: Vec::new(),
        decision: None,
        is_open: true,
    });
}

/// Ends the open round, and gives its gate.
fn end(rounds: &mut [Round], decision: Option<Decision>) -> Option<Gate> {
    let round = rounds.last_mut().filter(|round| round.is_open)?;
    round.is_open = false;
    round.decision = decision.or(round.decision.take());
    Some(round.gate)
}

fn give(rounds: &mut [Round], feedback: Feedback) {
    let Some(round) = rounds.last_mut().filter(|round| round.is_open) else { return };
    let before = round.positions.iter().position(|given| given.now.by == feedback.by);
    let mut earlier = Vec::new();
    if let Some(place) = before {
        let given = round.positions.remove(place);
        earlier = given.earlier;
        earlier.push((given.now.at, given.now.position));
    }
    round.positions.push(Given { now: feedback, earlier });
}

fn is_closing(decision: &Decision) -> bool {
    use crate::process::{GoOutcome, InitialOutcome, Verdict};
    match decision.verdict {
        Verdict::Initial { outcome, .. } => {
            matches!(outcome, InitialOutcome::Refer | InitialOutcome::Decline)
        }
        Verdict::Go { outcome, .. } => matches!(outcome, GoOutcome::Decline),
    }
}
