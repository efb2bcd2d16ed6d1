//! The words of the process: stages, outcomes, positions, priorities.

use crate::ids::PersonId;
use crate::text::Body;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// All of them, in the order they are listed to people.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name, as in URLs, forms, message keys and the record.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The one of that name.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Where a request is on its way.
    StageName {
        /// It came in and nobody of the Helpdesk has answered yet.
        Received = "received",
        /// The Helpdesk gathers what the committee needs to know.
        Gathering = "gathering",
        /// The committee gives initial feedback and priority.
        WithCommittee = "with-committee",
        /// It is developed by the requester with the Helpdesk.
        InDevelopment = "in-development",
        /// The committee is asked for the final go.
        AwaitingGo = "awaiting-go",
        /// Support is given.
        InSupport = "in-support",
        /// Support was given; what came of it is looked at.
        FollowUp = "follow-up",
        /// It ended.
        Closed = "closed",
    }
}

coded! {
    /// How a request ended.
    Outcome {
        /// A small question was answered.
        Answered = "answered",
        /// The support was given.
        Delivered = "delivered",
        /// A part of the support was given.
        Partly = "partly",
        /// Somebody else is the right one to ask.
        Referred = "referred",
        /// The committee or the Helpdesk said no, with a reason.
        Declined = "declined",
        /// The requester took it back.
        Withdrawn = "withdrawn",
        /// The requester no longer answered.
        NoAnswer = "no-answer",
    }
}

coded! {
    /// What a member of the committee thinks of a request.
    Position {
        /// It should be supported.
        Support = "support",
        /// There are concerns.
        Concerns = "concerns",
        /// More has to be known.
        NeedMore = "need-more",
        /// No position.
        Abstain = "abstain",
    }
}

coded! {
    /// What comes first.
    Priority {
        /// Before others.
        High = "high",
        /// In its turn.
        Medium = "medium",
        /// When there is room.
        Low = "low",
    }
}

coded! {
    /// What the committee says first.
    InitialOutcome {
        /// To be developed.
        Positive = "positive",
        /// More has to be known.
        NeedsMore = "needs-more",
        /// Somebody else is the right one.
        Refer = "refer",
        /// No.
        Decline = "decline",
    }
}

coded! {
    /// What the committee says in the end.
    GoOutcome {
        /// Support may be given.
        Go = "go",
        /// Something is missing.
        NotYet = "not-yet",
        /// No.
        Decline = "decline",
    }
}

coded! {
    /// How far an item of the checklist is.
    ItemState {
        /// Not looked at, or not done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Does not apply to this request.
        NotApplicable = "not-applicable",
    }
}

coded! {
    /// How a request is related to another.
    LinkKind {
        /// It asks for the same.
        Duplicate = "duplicate",
        /// It is a part of the other, wider one.
        PartOf = "part-of",
        /// The other came of it.
        LedTo = "led-to",
    }
}

/// Which of the committee's two gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Initial feedback and priority.
    Initial,
    /// The final go.
    Go,
}

/// The stage of a request with the facts that only this stage has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// See [`StageName::Received`].
    Received,
    /// See [`StageName::Gathering`].
    Gathering,
    /// See [`StageName::WithCommittee`].
    WithCommittee {
        /// When the round began.
        since: Timestamp,
    },
    /// See [`StageName::InDevelopment`].
    InDevelopment,
    /// See [`StageName::AwaitingGo`].
    AwaitingGo {
        /// When the round began.
        since: Timestamp,
    },
    /// See [`StageName::InSupport`].
    InSupport {
        /// When the committee gave its go.
        since: Timestamp,
    },
    /// See [`StageName::FollowUp`].
    FollowUp {
        /// When support was finished.
        since: Timestamp,
    },
    /// See [`StageName::Closed`].
    Closed {
        /// How it ended.
        outcome: Outcome,
        /// Why, in words.
        reason: Option<Body>,
        /// When.
        at: Timestamp,
        /// The stage that it left and that a reopening goes back to.
        left: Box<Stage>,
    },
}

impl Stage {
    /// The stage without its facts.
    #[must_use]
    pub fn name(&self) -> StageName {
        match self {
            Self::Received => StageName::Received,
            Self::Gathering => StageName::Gathering,
            Self::WithCommittee { .. } => StageName::WithCommittee,
            Self::InDevelopment => StageName::InDevelopment,
            Self::AwaitingGo { .. } => StageName::AwaitingGo,
            Self::InSupport { .. } => StageName::InSupport,
            Self::FollowUp { .. } => StageName::FollowUp,
            Self::Closed { .. } => StageName::Closed,
        }
    }

    /// Whether the request is still on its way.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.name() != StageName::Closed
    }

    /// The committee's gate that this stage stands at.
    #[must_use]
    pub fn gate(&self) -> Option<Gate> {
        match self.name() {
            StageName::WithCommittee => Some(Gate::Initial),
            StageName::AwaitingGo => Some(Gate::Go),
            StageName::Received
            | StageName::Gathering
            | StageName::InDevelopment
            | StageName::InSupport
            | StageName::FollowUp
            | StageName::Closed => None,
        }
    }
}

/// A member's feedback in the round that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Whose.
    pub by: PersonId,
    /// When it was given last.
    pub at: Timestamp,
    /// The position.
    pub position: Position,
    /// The priority that the member suggests.
    pub priority: Option<Priority>,
    /// The words.
    pub text: Option<Body>,
    /// Notes on the policy's questions, by the question's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, Body>,
}

/// A recorded decision of the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// When it was recorded.
    pub at: Timestamp,
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub rationale: Body,
    /// On which conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Body>,
    /// How many members gave a position.
    pub took_part: u32,
    /// How many members stood aside.
    pub stood_aside: u32,
    /// Whether a member objected to it: the committee talks about it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub objected: bool,
}

/// What was decided, by gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// At the first gate.
    Initial {
        /// What.
        outcome: InitialOutcome,
        /// The priority, with a positive decision.
        priority: Option<Priority>,
    },
    /// At the second gate.
    Go {
        /// What.
        outcome: GoOutcome,
        /// What is missing, with *not yet*.
        missing: Option<Body>,
    },
}

impl Verdict {
    /// At which gate it was decided.
    #[must_use]
    pub fn gate(&self) -> Gate {
        match self {
            Self::Initial { .. } => Gate::Initial,
            Self::Go { .. } => Gate::Go,
        }
    }
}
