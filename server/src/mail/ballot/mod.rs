//! A ballot that a member fills in with any mail client: a plain form whose lines begin with stable
//! codes, quoted and broken as clients do, and read back. What is not clear is never guessed; it
//! comes back marked.

mod parse;
mod render;

pub use parse::{parse, parse_typed};
pub use render::{BallotWords, render};

use helpdesk_domain::ids::Reference;
use helpdesk_domain::process::{Position, Priority};
use serde::{Serialize, Serializer};

/// What a member's mail says on a ballot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// The request that the form names; `None` if the lines were typed without the form.
    pub request: Option<Reference>,
    /// The position, if it is clear.
    #[serde(serialize_with = "position_code")]
    pub position: Option<Position>,
    /// The priority, if it is clear.
    #[serde(serialize_with = "priority_code")]
    pub priority: Option<Priority>,
    /// The feedback.
    pub text: Option<String>,
    /// Lines that are not clear.
    pub problems: Vec<Unclear>,
}

/// A line of a ballot that is not clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unclear {
    /// Which question: `position`, `priority` or `feedback`.
    pub question: &'static str,
    /// The line as it was written; empty if one is missing.
    pub line: String,
    /// Why.
    pub problem: Problem,
}

/// Why a line of a ballot is not clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// More than one answer to the question.
    Several,
    /// A mark that may mean yes or no.
    UnclearMark,
    /// A word that is no answer to the question.
    NotAChoice,
    /// No answer where one is needed.
    Missing,
    /// The form's last line is gone, so the feedback may have more in it than was meant.
    EndMissing,
}

fn position_code<S: Serializer>(position: &Option<Position>, out: S) -> Result<S::Ok, S::Error> {
    position.map(Position::code).serialize(out)
}

fn priority_code<S: Serializer>(priority: &Option<Priority>, out: S) -> Result<S::Ok, S::Error> {
    priority.map(Priority::code).serialize(out)
}

#[cfg(test)]
mod tests;
