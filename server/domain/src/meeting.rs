//! What a meeting of the committee has before it, and what a year had: lists, in words of the record.

use crate::event::{Event, Recorded};
use crate::ids::Reference;
use crate::kept::{Fate, promises};
use crate::process::{Decision, Feedback, Gate, Outcome, Stage};
use crate::project::SupportRequestView;
use crate::promise::Promise;
use crate::request::SupportRequest;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A request before the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which.
    pub reference: Reference,
    /// At which gate.
    pub gate: Gate,
    /// What the committee decided about it before.
    pub decided: Vec<Decision>,
    /// Positions of the round under way that were given before the last meeting: what was said then.
    pub said: Vec<Feedback>,
}

/// The pack of a meeting. Lists are in the order in which things came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Requests that were before no meeting yet.
    pub new: Vec<Item>,
    /// Requests that were, with what was said and decided.
    pub returning: Vec<Item>,
    /// Small questions answered since the last meeting: reported, not discussed.
    pub small: Vec<Reference>,
    /// Open requests with a late promise.
    pub late: Vec<Reference>,
}

/// What of a request a pack looks at: all of it, or what somebody sees.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// Which.
    reference: Reference,
    stage: &'a Stage,
    promise: Option<&'a Promise>,
    history: &'a [Recorded],
    feedback: &'a [Feedback],
    decisions: &'a [Decision],
}

impl<'a> From<&'a SupportRequest> for Brought<'a> {
    fn from(request: &'a SupportRequest) -> Self {
        Self {
            reference: request.reference,
            stage: &request.stage,
            promise: request.promise.as_ref(),
            history: &request.history,
            feedback: &request.feedback,
            decisions: &request.decisions,
        }
    }
}

impl<'a> From<&'a SupportRequestView> for Brought<'a> {
    fn from(view: &'a SupportRequestView) -> Self {
        Self {
            reference: view.reference,
            stage: &view.stage,
            promise: view.promise.as_ref(),
            history: &view.history,
            feedback: view.feedback.as_deref().unwrap_or_default(),
            decisions: &view.decisions,
        }
    }
}

/// The pack for a meeting at `now`, where the last one was at `last`. Of what a viewer sees it makes that
/// viewer's pack.
#[must_use]
pub fn pack<'a, R: Into<Brought<'a>>>(
    requests: impl IntoIterator<Item = R>,
    last: Option<Timestamp>,
    now: Timestamp,
) -> Pack {
    let mut pack = Pack::default();
    let before = |at: Timestamp| last.is_some_and(|last| at <= last);
    for request in requests.into_iter().map(Into::into) {
        if request.promise.is_some_and(|promise| promise.is_late(now)) {
            pack.late.push(request.reference);
        }
        let answered = |recorded: &&Recorded| {
            matches!(recorded.event, Event::SmallQuestionAnswered { .. })
                && !before(recorded.at)
                && recorded.at <= now
        };
        if request.history.iter().any(|recorded| answered(&recorded)) {
            pack.small.push(request.reference);
        }
        let Some(gate) = request.stage.gate() else { continue };
        let asked = |recorded: &&Recorded| {
            matches!(recorded.event, Event::ReadyForCommittee { .. } | Event::ReadyForGo { .. })
        };
        let known = request.history.iter().filter(asked).any(|recorded| before(recorded.at));
        let said = request.feedback.iter().filter(|feedback| before(feedback.at)).cloned().collect();
        let item = Item { reference: request.reference, gate, decided: request.decisions.to_vec(), said };
        if known { &mut pack.returning } else { &mut pack.new }.push(item);
    }
    pack
}

/// What was decided about a request between two moments, the later one included.
#[must_use]
pub fn decided<'a>(
    request: impl Into<Brought<'a>>,
    after: Option<Timestamp>,
    until: Timestamp,
) -> Vec<Decision> {
    let within = |decision: &&Decision| after.is_none_or(|after| decision.at > after) && decision.at <= until;
    request.into().decisions.iter().filter(within).cloned().collect()
}

/// Requests received in a year, by their kind and end, with the list behind each number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// Requests that are no small questions.
    pub requests: Vec<Reference>,
    /// Small questions, counted apart.
    pub small: Vec<Reference>,
    /// How those of both that ended did.
    pub outcomes: BTreeMap<Outcome, Vec<Reference>>,
    /// Promises that were late among them.
    pub late_promises: u32,
}

/// What was received in a calendar year (UTC), as it stands at `now`.
#[must_use]
pub fn year(requests: &[SupportRequest], of: i32, now: Timestamp) -> Year {
    let mut year = Year::default();
    for request in requests.iter().filter(|request| request.received_at.date().year() == of) {
        let outcome = match &request.stage {
            crate::Stage::Closed { outcome, .. } => Some(*outcome),
            crate::Stage::Received
            | crate::Stage::Gathering
            | crate::Stage::WithCommittee { .. }
            | crate::Stage::InDevelopment
            | crate::Stage::AwaitingGo { .. }
            | crate::Stage::InSupport { .. }
            | crate::Stage::FollowUp { .. } => None,
        };
        let list = if outcome == Some(Outcome::Answered) { &mut year.small } else { &mut year.requests };
        list.push(request.reference);
        if let Some(outcome) = outcome {
            year.outcomes.entry(outcome).or_default().push(request.reference);
        }
        let late = promises(&request.history, now).iter().filter(|told| told.fate == Fate::Late).count();
        year.late_promises += u32::try_from(late).unwrap_or(u32::MAX);
    }
    year
}
