//! The form.

use super::{Ballot, Problem};
use crate::mail::form_line::unbracketed;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::process::{Position, Priority};

/// The form's words in a language. Codes and the first and last line are the same in all of them.
#[derive(Clone, Debug)]
pub struct BallotWords {
    /// How to fill it in.
    pub how: String,
    /// Above the positions.
    pub position: String,
    /// A position in words.
    pub positions: fn(Position) -> &'static str,
    /// Above the priorities.
    pub priority: String,
    /// A priority in words.
    pub priorities: fn(Priority) -> &'static str,
    /// Above the feedback.
    pub feedback: String,
    /// Why a line is not clear.
    pub problems: fn(Problem) -> &'static str,
}

impl Default for BallotWords {
    fn default() -> Self {
        Self {
            how: "Put an x between the brackets of one line for each question.".to_owned(),
            position: "Your position".to_owned(),
            positions: |one| match one {
                Position::Support => "it should be supported",
                Position::Concerns => "there are concerns",
                Position::NeedMore => "more has to be known",
                Position::Abstain => "no position",
            },
            priority: "Your priority".to_owned(),
            priorities: |one| match one {
                Priority::High => "before others",
                Priority::Medium => "in its turn",
                Priority::Low => "when there is room",
            },
            feedback: "Your feedback, below the next line".to_owned(),
            problems: |one| match one {
                Problem::Several => "more than one answer was marked",
                Problem::UnclearMark => "the mark could mean yes or no",
                Problem::NotAChoice => "this is not one of the answers",
                Problem::Missing => "please choose one",
                Problem::EndMissing => "please check that nothing else got into your feedback",
            },
        }
    }
}

/// The form, empty or with what was understood of an answer; what was not is marked with `??`.
#[must_use]
pub fn render(words: &BallotWords, request: Reference, title: &str, filled: Option<&Ballot>) -> String {
    let mut out = vec![
        format!("--- Ballot {request} ---"),
        title.to_owned(),
        String::new(),
        words.how.clone(),
        String::new(),
    ];
    let marks = |question: &str| -> Vec<String> {
        let problems = filled.map(|ballot| ballot.problems.as_slice()).unwrap_or_default();
        let of = problems.iter().filter(|one| one.question == question);
        of.map(|one| {
            let why = (words.problems)(one.problem);
            if one.line.is_empty() {
                format!("?? {why}")
            } else {
                format!("?? {why}: {}", unbracketed(&one.line))
            }
        })
        .collect()
    };
    let mark = |chosen: bool| if chosen { 'x' } else { ' ' };
    out.push(words.position.clone());
    out.extend(marks("position"));
    for one in Position::ALL.iter().copied() {
        let chosen = filled.is_some_and(|ballot| ballot.position == Some(one));
        out.push(format!("[{}] {}: {}", mark(chosen), one.code(), (words.positions)(one)));
    }
    out.extend([String::new(), words.priority.clone()]);
    out.extend(marks("priority"));
    for one in Priority::ALL.iter().copied() {
        let chosen = filled.is_some_and(|ballot| ballot.priority == Some(one));
        out.push(format!("[{}] {}: {}", mark(chosen), one.code(), (words.priorities)(one)));
    }
    out.extend([String::new(), words.feedback.clone()]);
    out.extend(marks("feedback"));
    out.push("feedback:".to_owned());
    out.push(filled.and_then(|ballot| ballot.text.clone()).unwrap_or_default());
    out.extend([String::new(), format!("--- End of ballot {request} ---")]);
    out.join("\n")
}
