//! What somebody can do to a request. Making one is [`crate::Submission`].

use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::Party;
use crate::process::{GoOutcome, InitialOutcome, ItemState, LinkKind, Outcome, Position, Priority, coded};
use crate::text::{LINE_MAX, Line, PROSE_MAX, Prose};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One line, as commands carry it.
pub type ShortText = Line<LINE_MAX>;
/// Several lines, as commands carry them.
pub type LongText = Prose<PROSE_MAX>;
/// A link that begins with `https://` or `http://`.
pub type LinkText = Line<2000>;

coded! {
    /// The name of a command, as in URLs and forms.
    CommandName {
        /// Change what the request says.
        Edit = "edit",
        /// Take it up, and ownership with it.
        Acknowledge = "acknowledge",
        /// Answer a small question and close it.
        AnswerSmallQuestion = "answer-small-question",
        /// Ask the requester.
        AskRequester = "ask-requester",
        /// Answer what was asked.
        AnswerQuestion = "answer-question",
        /// Leave a note for the staff alone.
        AddPrivateNote = "add-private-note",
        /// Ask the committee for initial feedback.
        MarkReadyForCommittee = "mark-ready-for-committee",
        /// Give feedback as a member of the committee.
        GiveFeedback = "give-feedback",
        /// Stand aside as a member of the committee.
        StandAside = "stand-aside",
        /// Talk about it within the committee.
        Discuss = "discuss",
        /// Record the committee's initial decision.
        RecordInitialDecision = "record-initial-decision",
        /// Object to a recorded decision as a member of the committee.
        Object = "object",
        /// Set an item of the checklist.
        SetChecklistItem = "set-checklist-item",
        /// Ask the committee for the final go.
        MarkReadyForGo = "mark-ready-for-go",
        /// Record the committee's go decision.
        RecordGoDecision = "record-go-decision",
        /// Say how many hours of work it may take.
        EstimateEffort = "estimate-effort",
        /// Log hours of work.
        LogEffort = "log-effort",
        /// Record what was delivered.
        RecordDelivery = "record-delivery",
        /// Say that support is finished.
        FinishSupport = "finish-support",
        /// Record what was learned.
        RecordLessons = "record-lessons",
        /// Close it.
        Close = "close",
        /// Refer or decline what is out of scope, before the committee sees it.
        ReferOrDecline = "refer-or-decline",
        /// Take one's own request back.
        Withdraw = "withdraw",
        /// Take a closed request up again.
        Reopen = "reopen",
        /// Hand it over to somebody else of the Helpdesk.
        HandOver = "hand-over",
        /// Say who it waits for.
        SetWaiting = "set-waiting",
        /// Promise something.
        SetPromise = "set-promise",
        /// Relate it to another request.
        LinkRequest = "link-request",
        /// Agree to publication.
        GiveConsent = "give-consent",
        /// Take that back.
        TakeConsentBack = "take-consent-back",
    }
}

/// Something that somebody wants to do, with all that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are those of the event that follows, see event.rs")]
pub enum Command {
    Edit {
        facts: Box<Facts>,
    },
    Acknowledge {
        message: Option<LongText>,
    },
    AnswerSmallQuestion {
        answer: LongText,
    },
    AskRequester {
        question: LongText,
    },
    AnswerQuestion {
        answer: LongText,
    },
    AddPrivateNote {
        note: LongText,
    },
    MarkReadyForCommittee {
        summary: Option<LongText>,
    },
    GiveFeedback {
        position: Position,
        priority: Option<Priority>,
        text: Option<LongText>,
        notes: BTreeMap<String, LongText>,
    },
    StandAside,
    Discuss {
        text: LongText,
        mentions: BTreeSet<PersonId>,
    },
    RecordInitialDecision {
        outcome: InitialOutcome,
        priority: Option<Priority>,
        recorded: Box<Recording>,
    },
    Object {
        reason: LongText,
    },
    SetChecklistItem {
        item: String,
        state: ItemState,
        note: Option<LongText>,
        link: Option<LinkText>,
    },
    MarkReadyForGo {
        summary: Option<LongText>,
    },
    RecordGoDecision {
        outcome: GoOutcome,
        missing: Option<LongText>,
        recorded: Box<Recording>,
    },
    EstimateEffort {
        minutes: u32,
    },
    LogEffort {
        minutes: u32,
        on: Option<ShortText>,
    },
    RecordDelivery {
        what: LongText,
        link: Option<LinkText>,
    },
    FinishSupport {
        summary: LongText,
    },
    RecordLessons {
        context: LongText,
        done: LongText,
        worked: LongText,
        reuse: Option<LongText>,
    },
    Close {
        outcome: Outcome,
        reason: Option<LongText>,
    },
    ReferOrDecline {
        outcome: Outcome,
        reason: LongText,
    },
    Withdraw {
        reason: Option<LongText>,
    },
    Reopen {
        reason: LongText,
    },
    HandOver {
        to: PersonId,
    },
    SetWaiting {
        whom: Party,
        until: Date,
        reason: Option<LongText>,
    },
    SetPromise {
        who: Party,
        words: ShortText,
        by: Date,
    },
    LinkRequest {
        kind: LinkKind,
        to: Reference,
    },
    GiveConsent {
        shown_name: ShortText,
        talk_page_notes: bool,
    },
    TakeConsentBack,
}

/// What is recorded with a decision of either gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Why.
    pub rationale: LongText,
    /// On which conditions.
    pub conditions: Option<LongText>,
    /// What is said to the requester beside that.
    pub reply: Option<LongText>,
    /// Whether it is known that positions were given on an earlier text.
    pub stale_known: bool,
}

impl Command {
    /// The command's name.
    #[must_use]
    pub fn name(&self) -> CommandName {
        match self {
            Self::Edit { .. } => CommandName::Edit,
            Self::Acknowledge { .. } => CommandName::Acknowledge,
            Self::AnswerSmallQuestion { .. } => CommandName::AnswerSmallQuestion,
            Self::AskRequester { .. } => CommandName::AskRequester,
            Self::AnswerQuestion { .. } => CommandName::AnswerQuestion,
            Self::AddPrivateNote { .. } => CommandName::AddPrivateNote,
            Self::MarkReadyForCommittee { .. } => CommandName::MarkReadyForCommittee,
            Self::GiveFeedback { .. } => CommandName::GiveFeedback,
            Self::StandAside => CommandName::StandAside,
            Self::Discuss { .. } => CommandName::Discuss,
            Self::RecordInitialDecision { .. } => CommandName::RecordInitialDecision,
            Self::Object { .. } => CommandName::Object,
            Self::SetChecklistItem { .. } => CommandName::SetChecklistItem,
            Self::MarkReadyForGo { .. } => CommandName::MarkReadyForGo,
            Self::RecordGoDecision { .. } => CommandName::RecordGoDecision,
            Self::EstimateEffort { .. } => CommandName::EstimateEffort,
            Self::LogEffort { .. } => CommandName::LogEffort,
            Self::RecordDelivery { .. } => CommandName::RecordDelivery,
            Self::FinishSupport { .. } => CommandName::FinishSupport,
            Self::RecordLessons { .. } => CommandName::RecordLessons,
            Self::Close { .. } => CommandName::Close,
            Self::ReferOrDecline { .. } => CommandName::ReferOrDecline,
            Self::Withdraw { .. } => CommandName::Withdraw,
            Self::Reopen { .. } => CommandName::Reopen,
            Self::HandOver { .. } => CommandName::HandOver,
            Self::SetWaiting { .. } => CommandName::SetWaiting,
            Self::SetPromise { .. } => CommandName::SetPromise,
            Self::LinkRequest { .. } => CommandName::LinkRequest,
            Self::GiveConsent { .. } => CommandName::GiveConsent,
            Self::TakeConsentBack => CommandName::TakeConsentBack,
        }
    }
}
