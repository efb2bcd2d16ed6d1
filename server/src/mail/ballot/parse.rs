//! A ballot read back from the text of a mail, quotes included.

use super::{Ballot, Problem, Unclear};
use crate::mail::fold::unquoted;
use crate::mail::form_line::{Bracketed, Mark, bracketed, clean, mark, rule};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::process::{Position, Priority};

/// The ballot in a mail, if there is one and anything is filled in. Of several copies of the form the
/// least quoted one counts, of those the first.
#[must_use]
pub fn parse(text: &str) -> Option<Ballot> {
    let lines: Vec<(usize, &str)> = text.lines().map(unquoted).collect();
    let begins = lines
        .iter()
        .enumerate()
        .filter_map(|(at, (depth, line))| Some((*depth, at, boundary(line, "ballot ")?)));
    let (_, start, request) = begins.min_by_key(|(depth, at, _)| (*depth, *at))?;
    let inside = &lines[start + 1..];
    let end = inside.iter().position(|(_, line)| boundary(line, "end of ballot ") == Some(request));
    let mut read = Read::default();
    for (_, line) in lines[..start].iter().filter(|(depth, _)| *depth == 0) {
        read.typed(line);
    }
    read.form(&inside[..end.unwrap_or(inside.len())]);
    let mut ballot = read.finish(Some(request))?;
    if end.is_none() && ballot.text.is_some() {
        ballot.problems.push(Unclear {
            question: "feedback",
            line: String::new(),
            problem: Problem::EndMissing,
        });
    }
    Some(ballot)
}

/// A ballot typed without the form: lines such as `position: support`, of which the position has to
/// be there.
#[must_use]
pub fn parse_typed(text: &str) -> Option<Ballot> {
    let mut read = Read::default();
    for (depth, line) in text.lines().map(unquoted) {
        if depth > 0 {
            continue;
        }
        if read.typed(line) {
            continue;
        }
        if let Some(value) = after_key(line, "feedback") {
            read.feedback = Some(vec![value.to_owned()]);
        } else if let Some(feedback) = &mut read.feedback {
            feedback.push(line.to_owned());
        }
    }
    if read.positions.is_empty() { None } else { read.finish(None) }
}

#[derive(Default)]
struct Read {
    /// Answers with their lines.
    positions: Vec<(Position, String)>,
    priorities: Vec<(Priority, String)>,
    problems: Vec<Unclear>,
    feedback: Option<Vec<String>>,
}

impl Read {
    fn form(&mut self, lines: &[(usize, &str)]) {
        let mut typed_into: Option<&'static str> = None;
        for (_, line) in lines {
            let line = &clean(line);
            if let Some(feedback) = &mut self.feedback {
                feedback.push(line.clone());
            } else if let Some(value) = after_key(line, "feedback") {
                self.feedback = Some(vec![value.to_owned()]);
            } else if let Some((mark, code)) = ticked(line) {
                self.answer(mark, &code, line);
            } else if let Some(key) =
                ["position", "priority"].into_iter().find(|key| after_key(line, key) == Some(""))
            {
                typed_into = Some(key);
            } else if self.typed(line) {
                typed_into = None;
            } else if let (Some(key), false) = (typed_into, line.trim().is_empty()) {
                self.typed(&format!("{key}: {line}"));
                typed_into = None;
            }
        }
    }

    /// Takes a line `position: CODE` or `priority: CODE`.
    fn typed(&mut self, line: &str) -> bool {
        for key in ["position", "priority"] {
            let Some(value) = after_key(line, key).filter(|value| !value.is_empty()) else { continue };
            let value = value.to_lowercase().replace(' ', "-");
            let value = value.trim_matches(['.', '-', '!', '*', '_', '"', '“', '”']);
            match (key, Position::parse(value), Priority::parse(value)) {
                ("position", Some(one), _) => self.positions.push((one, line.trim().to_owned())),
                ("priority", _, Some(one)) => self.priorities.push((one, line.trim().to_owned())),
                _ => self.unclear(key, line, Problem::NotAChoice),
            }
            return true;
        }
        false
    }

    fn answer(&mut self, mark: Mark, code: &str, line: &str) {
        let (position, priority) = (Position::parse(code), Priority::parse(code));
        let question = if position.is_some() { "position" } else { "priority" };
        match mark {
            Mark::Empty => {}
            Mark::Unclear => self.unclear(question, line, Problem::UnclearMark),
            Mark::Yes => {
                self.positions.extend(position.map(|one| (one, line.trim().to_owned())));
                self.priorities.extend(priority.map(|one| (one, line.trim().to_owned())));
            }
        }
    }

    fn unclear(&mut self, question: &'static str, line: &str, problem: Problem) {
        self.problems.push(Unclear { question, line: line.trim().to_owned(), problem });
    }

    fn finish(mut self, request: Option<Reference>) -> Option<Ballot> {
        let positions = std::mem::take(&mut self.positions);
        let priorities = std::mem::take(&mut self.priorities);
        let position = self.one("position", positions);
        let priority = self.one("priority", priorities);
        let text = self
            .feedback
            .take()
            .map(|lines| lines.join("\n").trim().to_owned())
            .filter(|text| !text.is_empty());
        if position.is_none() && priority.is_none() && text.is_none() && self.problems.is_empty() {
            return None;
        }
        if position.is_none() && !self.problems.iter().any(|one| one.question == "position") {
            self.unclear("position", "", Problem::Missing);
        }
        Some(Ballot { request, position, priority, text, problems: self.problems })
    }

    /// The one answer; several different ones, or one beside an unclear line, are none.
    fn one<T: Copy + PartialEq>(&mut self, question: &'static str, answers: Vec<(T, String)>) -> Option<T> {
        let (first, _) = answers.first()?;
        let first = *first;
        if answers.iter().any(|(one, _)| *one != first) {
            for (_, line) in answers {
                self.unclear(question, &line, Problem::Several);
            }
            return None;
        }
        (!self.problems.iter().any(|one| one.question == question)).then_some(first)
    }
}

/// The request of a form's first or last line.
fn boundary(line: &str, word: &str) -> Option<Reference> {
    Reference::parse(rule(line).strip_prefix(word)?.trim())
}

/// What follows `key:` at the start of a line.
fn after_key<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (before, after) = line.split_once([':', '：'])?;
    let before = before.trim().trim_matches('*').trim();
    before.eq_ignore_ascii_case(key).then(|| after.trim().trim_matches('*').trim())
}

/// The mark and the code of a line `[x] code: words`. A mark may also stand before the brackets.
fn ticked(line: &str) -> Option<(Mark, String)> {
    let Bracketed { before, inside, after } = bracketed(line)?;
    let code = after.trim_start().split([':', ' ', '\t', '*']).next().unwrap_or_default().to_lowercase();
    let known = Position::parse(&code).is_some() || Priority::parse(&code).is_some();
    if !known || before.chars().count() > 4 {
        return None;
    }
    let mark = match (mark(inside), mark(before)) {
        (Mark::Empty, outside) => outside,
        (inside, Mark::Empty) => inside,
        (Mark::Yes, Mark::Yes) => Mark::Yes,
        _ => Mark::Unclear,
    };
    let last = after.split_whitespace().last().unwrap_or_default().to_lowercase();
    let trailing = mark == Mark::Empty && matches!(last.as_str(), "x" | "✓" | "✔" | "yes" | "<-" | "<--" | "←");
    Some((if trailing { Mark::Unclear } else { mark }, code))
}
