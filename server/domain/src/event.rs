//! What happened: the append-only record from which everything else follows.

use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::{Capacity, Party};
use crate::process::{GoOutcome, InitialOutcome, ItemState, LinkKind, Outcome, Position, Priority};
use crate::promise::Promise;
use crate::text::Body;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An event with its circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// When.
    pub at: Timestamp,
    /// Who; hidden from the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// In which quality.
    pub capacity: Capacity,
    /// What.
    pub event: Event,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A request came in.
    Submitted {
        /// What it says.
        facts: Facts,
        /// Whose it is; `None` if it was entered for somebody without an account.
        requester: Option<PersonId>,
        /// The name of somebody without an account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requester_name: Option<Body>,
    },
    /// What it says was changed; all of it as it is now.
    Edited {
        /// What it says now.
        facts: Facts,
    },
    /// The Helpdesk took it up.
    Acknowledged {
        /// What was said to the requester.
        message: Option<Body>,
    },
    /// A small question was answered.
    SmallQuestionAnswered {
        /// The answer.
        answer: Body,
    },
    /// The requester was asked something.
    QuestionAsked {
        /// The question.
        question: Body,
        /// Until when an answer is hoped for.
        until: Timestamp,
    },
    /// The requester answered what was asked last.
    QuestionAnswered {
        /// The answer.
        answer: Body,
    },
    /// A note for the Helpdesk's staff alone.
    NoteAdded {
        /// The note.
        note: Body,
    },
    /// The committee was asked for initial feedback.
    ReadyForCommittee {
        /// What the committee should look at.
        summary: Option<Body>,
    },
    /// A member gave feedback, or changed it.
    FeedbackGiven {
        /// The position.
        position: Position,
        /// The priority that they suggest.
        priority: Option<Priority>,
        /// The words.
        text: Option<Body>,
        /// Notes on the policy's questions, by the question's id.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        notes: BTreeMap<String, Body>,
    },
    /// A member stood aside.
    StoodAside {},
    /// Who stands aside by the committee's rules; all of them as it is now.
    AsideByRule {
        /// Who.
        who: BTreeSet<PersonId>,
    },
    /// Somebody said something within the committee.
    Discussed {
        /// The words.
        text: Body,
        /// Members who were named in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<PersonId>,
    },
    /// The committee's initial decision was recorded.
    InitialDecided {
        /// What was decided.
        outcome: InitialOutcome,
        /// With which priority.
        priority: Option<Priority>,
        /// Why.
        rationale: Body,
        /// How many members gave a position.
        took_part: u32,
        /// How many stood aside.
        stood_aside: u32,
        /// What goes with it besides.
        #[serde(default, flatten)]
        more: Besides,
    },
    /// A member objected to the decision before: the round is open again.
    Objected {
        /// Why, towards the committee alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Body>,
    },
    /// An item of the checklist was set.
    ChecklistItemSet {
        /// The item's id in the policy.
        item: String,
        /// How far it is.
        state: ItemState,
        /// A remark.
        note: Option<Body>,
        /// Evidence.
        link: Option<Body>,
    },
    /// The committee was asked for the final go.
    ReadyForGo {
        /// What the committee should look at.
        summary: Option<Body>,
    },
    /// The committee's go decision was recorded.
    GoDecided {
        /// What was decided.
        outcome: GoOutcome,
        /// Why.
        rationale: Body,
        /// What is missing, with *not yet*.
        missing: Option<Body>,
        /// How many members gave a position.
        took_part: u32,
        /// How many stood aside.
        stood_aside: u32,
        /// What goes with it besides.
        #[serde(default, flatten)]
        more: Besides,
    },
    /// It was said how much work it may take.
    EffortEstimated {
        /// How much, in minutes.
        minutes: u32,
    },
    /// Work was done.
    EffortLogged {
        /// How long, in minutes.
        minutes: u32,
        /// On what.
        on: Option<Body>,
    },
    /// Something was delivered.
    DeliveryRecorded {
        /// What.
        what: Body,
        /// Where it is.
        link: Option<Body>,
    },
    /// Support came to its end.
    SupportFinished {
        /// What was given.
        summary: Body,
    },
    /// What was learned.
    LessonsRecorded {
        /// The situation.
        context: Body,
        /// What was done.
        done: Body,
        /// What worked, and what did not.
        worked: Body,
        /// What others can use again.
        reuse: Option<Body>,
    },
    /// It ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// Why.
        reason: Option<Body>,
    },
    /// It was taken up again.
    Reopened {
        /// Why.
        reason: Body,
    },
    /// Somebody else of the Helpdesk took it over.
    HandedOver {
        /// Who.
        to: PersonId,
    },
    /// It waits for somebody.
    WaitingSet {
        /// For whom.
        whom: Party,
        /// Until which day.
        until: Date,
        /// Why.
        reason: Option<Body>,
    },
    /// Somebody promised something.
    PromiseMade {
        /// What, and by when.
        promise: Promise,
    },
    /// It was related to another request.
    Linked {
        /// How.
        kind: LinkKind,
        /// To which.
        to: Reference,
    },
    /// The requester agreed to publication.
    ConsentGiven {
        /// The name to be shown.
        shown_name: Body,
        /// Whether a note may be left on their talk page when something waits.
        talk_page_notes: bool,
    },
    /// The requester took that back.
    ConsentTakenBack {},
    /// A mail came in about it.
    MailReceived {
        /// The mail's own name.
        mail: Reference,
        /// Whether it answers what was asked last.
        answers: bool,
        /// What it says, without quotes.
        text: Body,
    },
    /// A mail was found to belong elsewhere.
    MailTakenOut {
        /// The mail's own name.
        mail: Reference,
        /// Whether it was taken for an answer, so that the question is open again.
        answered: bool,
    },
}

/// What a recorded decision has beside its outcome and rationale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besides {
    /// On which conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Body>,
    /// What was said to the requester, towards the request's own people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Body>,
    /// Whether it was recorded though positions were given on an earlier text, towards the committee.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_stale_positions: bool,
}

/// Who may see an event, beside whom the projection hides it from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, once the request is published.
    Public,
    /// The requester, the Helpdesk, the committee and the working group.
    Parties,
    /// The committee and the Helpdesk.
    Committee,
    /// The members of the committee and its secretary, not the Helpdesk.
    Deliberation,
    /// A single member's words and the Helpdesk's view of them: see the projection.
    Position,
    /// The Helpdesk's staff and who wrote it.
    Writer,
    /// The Helpdesk's staff.
    Staff,
}

impl Event {
    /// Who may see it.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::Submitted { .. }
            | Self::Acknowledged { .. }
            | Self::ReadyForCommittee { .. }
            | Self::InitialDecided { .. }
            | Self::ReadyForGo { .. }
            | Self::GoDecided { .. }
            | Self::Objected { .. }
            | Self::DeliveryRecorded { .. }
            | Self::SupportFinished { .. }
            | Self::LessonsRecorded { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::ConsentGiven { .. } => Audience::Public,
            Self::Edited { .. }
            | Self::SmallQuestionAnswered { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::ChecklistItemSet { .. }
            | Self::HandedOver { .. }
            | Self::WaitingSet { .. }
            | Self::PromiseMade { .. }
            | Self::Linked { .. }
            | Self::ConsentTakenBack {}
            | Self::MailReceived { answers: true, .. }
            | Self::MailTakenOut { answered: true, .. } => Audience::Parties,
            Self::EffortEstimated { .. } | Self::EffortLogged { .. } => Audience::Committee,
            Self::Discussed { .. } => Audience::Deliberation,
            Self::FeedbackGiven { .. } | Self::StoodAside {} | Self::AsideByRule { .. } => Audience::Position,
            Self::MailReceived { answers: false, .. } => Audience::Writer,
            Self::NoteAdded { .. } | Self::MailTakenOut { answered: false, .. } => Audience::Staff,
        }
    }

    /// The stable name, the last part of the message key `helpdesk-event-…`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Edited { .. } => "edited",
            Self::Acknowledged { .. } => "acknowledged",
            Self::SmallQuestionAnswered { .. } => "small-question-answered",
            Self::QuestionAsked { .. } => "question-asked",
            Self::QuestionAnswered { .. } => "question-answered",
            Self::NoteAdded { .. } => "note-added",
            Self::ReadyForCommittee { .. } => "ready-for-committee",
            Self::FeedbackGiven { .. } => "feedback-given",
            Self::StoodAside {} => "stood-aside",
            Self::AsideByRule { .. } => "aside-by-rule",
            Self::Discussed { .. } => "discussed",
            Self::InitialDecided { .. } => "initial-decided",
            Self::Objected { .. } => "objected",
            Self::ChecklistItemSet { .. } => "checklist-item-set",
            Self::ReadyForGo { .. } => "ready-for-go",
            Self::GoDecided { .. } => "go-decided",
            Self::EffortEstimated { .. } => "effort-estimated",
            Self::EffortLogged { .. } => "effort-logged",
            Self::DeliveryRecorded { .. } => "delivery-recorded",
            Self::SupportFinished { .. } => "support-finished",
            Self::LessonsRecorded { .. } => "lessons-recorded",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::HandedOver { .. } => "handed-over",
            Self::WaitingSet { .. } => "waiting-set",
            Self::PromiseMade { .. } => "promise-made",
            Self::Linked { .. } => "linked",
            Self::ConsentGiven { .. } => "consent-given",
            Self::ConsentTakenBack {} => "consent-taken-back",
            Self::MailReceived { .. } => "mail-received",
            Self::MailTakenOut { .. } => "mail-taken-out",
        }
    }
}
