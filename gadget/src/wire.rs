//! What the gadget reads of the tool's answers: it leaves out what it neither shows nor decides by.

use std::collections::BTreeMap;

use helpdesk_domain::facts::Facts;
use helpdesk_domain::form::FieldError;
use helpdesk_domain::process::{Decision, Feedback};
use helpdesk_domain::project::{Depth, Standing};
use helpdesk_domain::promise::Promise;
use helpdesk_domain::request::{Asked, Consent, Delivery, Lessons, Link, Ticked, Waiting};
use helpdesk_domain::{
    Body, PersonId, Priority, Recorded, Reference, Rejection, Stage, SupportRequestView, Timestamp,
};
use serde::Deserialize;

/// A request as the tool sends it.
#[derive(Deserialize)]
pub struct Seen(#[serde(with = "Shape")] pub SupportRequestView);

/// The fields of [`SupportRequestView`]. No rule looks at those that are skipped before a command is sent.
#[derive(Deserialize)]
#[serde(remote = "SupportRequestView")]
struct Shape {
    rules_version: u32,
    reference: Reference,
    version: u32,
    standing: Standing,
    depth: Depth,
    facts: Facts,
    requester: Option<PersonId>,
    #[serde(skip)]
    requester_name: Option<Body>,
    received_at: Timestamp,
    stage: Stage,
    owner: Option<PersonId>,
    waiting: Option<Waiting>,
    promise: Option<Promise>,
    priority: Option<Priority>,
    questions: Vec<Asked>,
    feedback: Option<Vec<Feedback>>,
    own_feedback: Option<Feedback>,
    #[serde(default)]
    stale: bool,
    #[serde(default)]
    own_stale: bool,
    #[serde(skip)]
    mentioned: bool,
    decisions: Vec<Decision>,
    checklist: BTreeMap<String, Ticked>,
    #[serde(skip)]
    estimate_minutes: Option<u32>,
    #[serde(skip)]
    effort_minutes: Option<u32>,
    #[serde(skip)]
    deliveries: Vec<Delivery>,
    lessons: Option<Lessons>,
    #[serde(skip)]
    links: Vec<Link>,
    consent: Option<Consent>,
    #[serde(skip)]
    history: Vec<Recorded>,
    #[serde(default)]
    names: BTreeMap<PersonId, String>,
    #[serde(skip)]
    page: Option<String>,
    #[serde(default)]
    remarks: Vec<String>,
}

/// An error in the tool's words. See [`helpdesk_domain::wire::ErrorAnswer`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// What to do, in words.
    pub message: String,
    /// What is wrong with which field.
    #[serde(default)]
    pub fields: Vec<FieldError>,
    /// The rejection, of the same rules.
    #[serde(default)]
    pub rejection: Option<Rejection>,
    /// What happened since the form was opened.
    #[serde(default)]
    pub changed: Vec<Change>,
}

/// Something that happened meanwhile. See [`helpdesk_domain::wire::Change`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// The event's stable name, such as `question-asked`.
    pub kind: String,
    /// Who did it.
    pub who: String,
    /// What was written, if anything was.
    #[serde(default)]
    pub texts: Vec<String>,
}
