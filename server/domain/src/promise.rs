//! The next promise of an open request: who, what, by when. There is always exactly one.

use crate::people::Party;
use crate::policy::Deadlines;
use crate::process::{Stage, coded};
use crate::text::Body;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

coded! {
    /// What is promised, where the process itself promises it.
    Expectation {
        /// A first answer.
        FirstAnswer = "first-answer",
        /// Gathering what the committee needs.
        Gather = "gather",
        /// The requester's answer to a question.
        Answer = "answer",
        /// The committee's initial feedback and priority.
        InitialFeedback = "initial-feedback",
        /// Development towards the final go.
        Develop = "develop",
        /// The committee's final go.
        FinalGo = "final-go",
        /// Support.
        Support = "support",
        /// Follow-up and lessons.
        FollowUp = "follow-up",
        /// What somebody said in words of their own.
        InWords = "in-words",
        /// To go on after the day that was waited for.
        GoOn = "go-on",
    }
}

/// Who does what by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Who.
    pub who: Party,
    /// What.
    pub what: Expectation,
    /// In words, with [`Expectation::InWords`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Body>,
    /// By when.
    pub by: Timestamp,
}

impl Promise {
    /// Whether it was not kept in time.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        now > self.by
    }
}

/// What the process promises at the beginning of a stage; `None` for a closed one.
#[must_use]
pub fn at_stage(stage: &Stage, days: &Deadlines, now: Timestamp) -> Option<Promise> {
    let (who, what, days) = match stage {
        Stage::Received => (Party::Helpdesk, Expectation::FirstAnswer, days.acknowledge_days),
        Stage::Gathering => (Party::Helpdesk, Expectation::Gather, days.gather_days),
        Stage::WithCommittee { .. } => (Party::Committee, Expectation::InitialFeedback, days.initial_days),
        Stage::InDevelopment => (Party::Helpdesk, Expectation::Develop, days.develop_days),
        Stage::AwaitingGo { .. } => (Party::Committee, Expectation::FinalGo, days.go_days),
        Stage::InSupport { .. } => (Party::Helpdesk, Expectation::Support, days.support_days),
        Stage::FollowUp { .. } => (Party::Helpdesk, Expectation::FollowUp, days.follow_up_days),
        Stage::Closed { .. } => return None,
    };
    Some(Promise { who, what, words: None, by: now.plus_days(days) })
}
