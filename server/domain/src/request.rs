//! A support request as it stands after its events.

use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::Party;
use crate::process::{Decision, Feedback, ItemState, LinkKind, Priority, Stage};
use crate::promise::Promise;
use crate::text::Body;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::event::Recorded;

/// A request for support with its whole record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRequest {
    /// Its name towards people.
    pub reference: Reference,
    /// What it says.
    pub facts: Facts,
    /// Whose it is; `None` if it was entered for somebody without an account.
    pub requester: Option<PersonId>,
    /// The name of somebody without an account.
    pub requester_name: Option<Body>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Where it is.
    pub stage: Stage,
    /// Who of the Helpdesk looks after it.
    pub owner: Option<PersonId>,
    /// Who it waits for, if for somebody in particular.
    pub waiting: Option<Waiting>,
    /// What happens next; `Some` exactly while it is open.
    pub promise: Option<Promise>,
    /// The committee's priority.
    pub priority: Option<Priority>,
    /// Questions to the requester.
    pub questions: Vec<Asked>,
    /// Feedback in the round under way, one a member.
    pub feedback: Vec<Feedback>,
    /// Positions on which the last decision was recorded: they hold again if somebody objects.
    pub decided_on: Vec<Feedback>,
    /// Members who were named in the committee's talk and have not spoken since.
    pub mentioned: BTreeSet<PersonId>,
    /// Members who stand aside: those who said so, and those who do by the committee's rules.
    pub aside: BTreeSet<PersonId>,
    /// Those who said so.
    pub aside_declared: BTreeSet<PersonId>,
    /// Those who do by the rules.
    pub aside_by_rule: BTreeSet<PersonId>,
    /// The committee's decisions.
    pub decisions: Vec<Decision>,
    /// The checklist, by item.
    pub checklist: BTreeMap<String, Ticked>,
    /// How much work it may take, in minutes.
    pub estimate_minutes: Option<u32>,
    /// Work done, in minutes.
    pub effort_minutes: u32,
    /// What was delivered.
    pub deliveries: Vec<Delivery>,
    /// What was learned.
    pub lessons: Option<Lessons>,
    /// Relations to other requests.
    pub links: Vec<Link>,
    /// The requester's consent to publication, while it holds.
    pub consent: Option<Consent>,
    /// All that happened, oldest first. Its length is the version.
    pub history: Vec<Recorded>,
}

impl SupportRequest {
    /// The version of the record: how many events it has.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.history.len()).unwrap_or(u32::MAX)
    }
}

/// Who a request waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// For whom.
    pub whom: Party,
    /// Since when.
    pub since: Timestamp,
    /// Until which day.
    pub until: Option<Date>,
    /// Why.
    pub reason: Option<Body>,
}

/// A question to the requester.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// When it was asked.
    pub at: Timestamp,
    /// The question.
    pub question: Body,
    /// The answer and when it came.
    pub answer: Option<(Timestamp, Body)>,
}

/// An item of the checklist as it was set last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    /// How far it is.
    pub state: ItemState,
    /// When it was set.
    pub at: Timestamp,
    /// A remark.
    pub note: Option<Body>,
    /// Evidence.
    pub link: Option<Body>,
}

/// Something that was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Body,
    /// Where it is.
    pub link: Option<Body>,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lessons {
    /// The situation.
    pub context: Body,
    /// What was done.
    pub done: Body,
    /// What worked, and what did not.
    pub worked: Body,
    /// What others can use again.
    pub reuse: Option<Body>,
}

/// A relation to another request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// To which.
    pub to: Reference,
}

/// Consent to publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// When it was given.
    pub at: Timestamp,
    /// The name to be shown.
    pub shown_name: Body,
    /// Whether a note may be left on the talk page when something waits.
    pub talk_page_notes: bool,
}
