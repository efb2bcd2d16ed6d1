//! Refused commands: a stable code, and what the words about it need.

use crate::people::Role;
use crate::process::StageName;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Why a command was refused. The words stand in the message `helpdesk-rejection-CODE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rejection {
    /// There is no such request for this person.
    NotFound,
    /// Nobody is signed in.
    SignInNeeded,
    /// It takes a role that this person does not have here.
    RoleNeeded(Role),
    /// Only the requester can do this.
    RequesterOnly,
    /// Only the one who looks after the request can do this.
    OwnerOnly,
    /// One does not act for the Helpdesk or the committee on one's own request.
    OwnRequest,
    /// This person stood aside.
    StoodAside,
    /// It cannot be done in this stage.
    WrongStage(StageName),
    /// The request is closed.
    AlreadyClosed,
    /// The request is not closed.
    NotClosed,
    /// The requester may no longer change it.
    EditingOver,
    /// Nothing was changed.
    NothingChanged,
    /// There is no open question.
    NoOpenQuestion,
    /// A question is still open.
    QuestionOpen,
    /// A positive decision names a priority.
    PriorityNeeded,
    /// *Not yet* says what is missing.
    MissingNeeded,
    /// Required items of the checklist are open; their ids.
    ChecklistIncomplete(Vec<String>),
    /// There is no such item, question, kind or region in the policy.
    NotInPolicy(String),
    /// The item belongs to others.
    ItemOfOthers(Vec<Role>),
    /// Lessons come before closing.
    LessonsNeeded,
    /// Something has to be delivered, or a part of it.
    DeliveryNeeded,
    /// This outcome is not reached that way.
    OutcomeNotHere,
    /// Waiting for the requester goes on until that day.
    TooEarly(Date),
    /// The day is over.
    DayPast,
    /// Work takes between a minute and 24 hours an entry.
    EffortOutOfRange,
    /// It looks after the request already.
    AlreadyOwner,
    /// A request is not related to itself.
    LinkToItself,
    /// They are related already.
    AlreadyLinked,
    /// Consent was given already.
    AlreadyPublic,
    /// There is no consent to take back.
    NotPublic,
    /// A link begins with `https://` or `http://`.
    NotALink,
    /// Positions were given on an earlier text, and whoever decides has to say that they know.
    StalePositions,
    /// There is no decision that can still be objected to.
    ObjectionOver,
}

impl Rejection {
    /// The code of every rejection, for tests and for the message catalogue's check.
    pub const CODES: [&str; 33] = [
        "not-found",
        "sign-in-needed",
        "role-needed",
        "requester-only",
        "owner-only",
        "own-request",
        "stood-aside",
        "wrong-stage",
        "already-closed",
        "not-closed",
        "editing-over",
        "nothing-changed",
        "no-open-question",
        "question-open",
        "priority-needed",
        "missing-needed",
        "checklist-incomplete",
        "not-in-policy",
        "item-of-others",
        "lessons-needed",
        "delivery-needed",
        "outcome-not-here",
        "too-early",
        "day-past",
        "effort-out-of-range",
        "already-owner",
        "link-to-itself",
        "already-linked",
        "already-public",
        "not-public",
        "not-a-link",
        "stale-positions",
        "objection-over",
    ];

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignInNeeded => "sign-in-needed",
            Self::RoleNeeded(_) => "role-needed",
            Self::RequesterOnly => "requester-only",
            Self::OwnerOnly => "owner-only",
            Self::OwnRequest => "own-request",
            Self::StoodAside => "stood-aside",
            Self::WrongStage(_) => "wrong-stage",
            Self::AlreadyClosed => "already-closed",
            Self::NotClosed => "not-closed",
            Self::EditingOver => "editing-over",
            Self::NothingChanged => "nothing-changed",
            Self::NoOpenQuestion => "no-open-question",
            Self::QuestionOpen => "question-open",
            Self::PriorityNeeded => "priority-needed",
            Self::MissingNeeded => "missing-needed",
            Self::ChecklistIncomplete(_) => "checklist-incomplete",
            Self::NotInPolicy(_) => "not-in-policy",
            Self::ItemOfOthers(_) => "item-of-others",
            Self::LessonsNeeded => "lessons-needed",
            Self::DeliveryNeeded => "delivery-needed",
            Self::OutcomeNotHere => "outcome-not-here",
            Self::TooEarly(_) => "too-early",
            Self::DayPast => "day-past",
            Self::EffortOutOfRange => "effort-out-of-range",
            Self::AlreadyOwner => "already-owner",
            Self::LinkToItself => "link-to-itself",
            Self::AlreadyLinked => "already-linked",
            Self::AlreadyPublic => "already-public",
            Self::NotPublic => "not-public",
            Self::NotALink => "not-a-link",
            Self::StalePositions => "stale-positions",
            Self::ObjectionOver => "objection-over",
        }
    }

    /// What the message's `$1` stands for: message keys of roles and stages, ids, days.
    #[must_use]
    pub fn arguments(&self) -> Vec<Argument> {
        match self {
            Self::RoleNeeded(role) => vec![Argument::Message(format!("helpdesk-role-{}", role.code()))],
            Self::ItemOfOthers(roles) => {
                roles.iter().map(|role| Argument::Message(format!("helpdesk-role-{}", role.code()))).collect()
            }
            Self::WrongStage(stage) => vec![Argument::Message(format!("helpdesk-stage-{}", stage.code()))],
            Self::ChecklistIncomplete(items) => vec![Argument::Text(items.join(", "))],
            Self::NotInPolicy(id) => vec![Argument::Text(id.clone())],
            Self::TooEarly(day) => vec![Argument::Text(day.to_string())],
            Self::NotFound
            | Self::SignInNeeded
            | Self::RequesterOnly
            | Self::OwnerOnly
            | Self::OwnRequest
            | Self::StoodAside
            | Self::AlreadyClosed
            | Self::NotClosed
            | Self::EditingOver
            | Self::NothingChanged
            | Self::NoOpenQuestion
            | Self::QuestionOpen
            | Self::PriorityNeeded
            | Self::MissingNeeded
            | Self::LessonsNeeded
            | Self::DeliveryNeeded
            | Self::OutcomeNotHere
            | Self::DayPast
            | Self::EffortOutOfRange
            | Self::AlreadyOwner
            | Self::LinkToItself
            | Self::AlreadyLinked
            | Self::AlreadyPublic
            | Self::NotPublic
            | Self::NotALink
            | Self::StalePositions
            | Self::ObjectionOver => Vec::new(),
        }
    }

    /// Whether this person never has this command here: such a control is not shown at all.
    #[must_use]
    pub fn is_of_others(&self) -> bool {
        matches!(
            self,
            Self::NotFound
                | Self::SignInNeeded
                | Self::RoleNeeded(_)
                | Self::RequesterOnly
                | Self::OwnRequest
                | Self::StoodAside
        )
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Text as it is.
    Text(String),
    /// Another message, by key.
    Message(String),
}
