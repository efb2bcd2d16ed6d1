//! Forms: what each command asks to be filled in, and how it is read. One description serves the
//! tool's pages, the panel in wiki pages and the API.

mod describe;
mod read;

pub use describe::{fields, submission_fields};
pub use read::{read, read_submission};

use crate::people::Role;
use crate::submission::Submission;
use crate::text::{Line, TextError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was filled in, by field name. A flag that is not set is absent.
pub type Values = BTreeMap<String, String>;

/// A mail address, with one `@` and something on both sides of it.
pub type MailAddress = Line<254>;

/// Words of a form: from the message catalogue, or of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A message, by key.
    Message(String),
    /// Text as the policy has it.
    Text(String),
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in [`Values`].
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What it is called.
    pub label: Label,
    /// A hint below it.
    pub help: Option<Label>,
    /// Whether it has to be filled in.
    pub required: bool,
    /// What stands in it at first.
    pub value: String,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of at most so many code points.
    Line(usize),
    /// Several lines of at most so many code points.
    Text(usize),
    /// One of these. If it is not required, nothing can be chosen too.
    Choice(Vec<(String, Label)>),
    /// Yes or no; yes is the value `on`.
    Flag,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// Hours, as `1.5` or `1:30`.
    Hours,
    /// Somebody with that role, by user name.
    Person(Role),
    /// A mail address.
    Mail,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: String,
    /// What.
    pub problem: Problem,
}

/// What is wrong with what was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// See [`TextError`].
    Text(TextError),
    /// Not one of the choices.
    NotAChoice,
    /// Not a day.
    NotADay,
    /// Not a number of hours.
    NotHours,
    /// Not a mail address.
    NotAMailAddress,
    /// Nobody of that name has the role.
    NotAPerson,
    /// Not a reference.
    NotAReference,
    /// Not a link.
    NotALink,
    /// Not a language tag.
    NotALanguage,
    /// The form has no such field.
    NoSuchField,
}

impl Problem {
    /// The message key and its arguments.
    #[must_use]
    pub fn message(&self) -> (&'static str, Vec<String>) {
        match self {
            Self::Text(TextError::Empty) => ("helpdesk-problem-empty", vec![]),
            Self::Text(TextError::TooLong { max, length }) => {
                ("helpdesk-problem-too-long", vec![max.to_string(), length.to_string()])
            }
            Self::Text(TextError::ControlCharacter) => ("helpdesk-problem-control-character", vec![]),
            Self::Text(TextError::DirectionOverride) => ("helpdesk-problem-direction-override", vec![]),
            Self::Text(TextError::LineBreak) => ("helpdesk-problem-line-break", vec![]),
            Self::NotAChoice => ("helpdesk-problem-not-a-choice", vec![]),
            Self::NotADay => ("helpdesk-problem-not-a-day", vec![]),
            Self::NotHours => ("helpdesk-problem-not-hours", vec![]),
            Self::NotAMailAddress => ("helpdesk-problem-not-a-mail-address", vec![]),
            Self::NotAPerson => ("helpdesk-problem-not-a-person", vec![]),
            Self::NotAReference => ("helpdesk-problem-not-a-reference", vec![]),
            Self::NotALink => ("helpdesk-problem-not-a-link", vec![]),
            Self::NotALanguage => ("helpdesk-problem-not-a-language", vec![]),
            Self::NoSuchField => ("helpdesk-problem-no-such-field", vec![]),
        }
    }
}

/// How the requester is reached. Kept apart from the record, seen by staff alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// On their talk page on the wiki.
    TalkPage,
    /// Through MediaWiki's "Email this user": the wiki knows their address, we do not.
    WikiMail,
    /// By mail.
    Mail(MailAddress),
}

/// A submission with the contact that goes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledSubmission {
    /// The request.
    pub submission: Submission,
    /// How the requester is reached.
    pub reach: Reach,
}
