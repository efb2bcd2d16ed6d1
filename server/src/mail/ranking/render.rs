//! The form.

use super::parse::{ABSTAIN, BEGIN, END};
use super::{Problem, Ranking, Unclear};
use crate::mail::form_line::unbracketed;
use crate::mail::words::Words;
use helpdesk_domain::ids::Reference;

/// Characters of a title: a line that no client breaks.
const TITLE: usize = 48;

/// The form, empty or with what was understood of an answer; what was not is marked with `??`. Its
/// codes and its first and last line are the same in all languages.
#[must_use]
pub fn render(words: &Words, candidates: &[(Reference, &str)], filled: Option<&Ranking>) -> String {
    let say = |key: &str| words.say(&format!("ranking-form-{key}"), &[]);
    let mut out = vec![format!("--- {BEGIN} ---"), say("how"), String::new()];
    let listed = |request: &Reference| candidates.iter().any(|(one, _)| one == request);
    let problems = filled.map(|ranking| ranking.problems.as_slice()).unwrap_or_default();
    let marked = |of: Option<Reference>| -> Vec<String> {
        let of_it = |one: &&Unclear| one.request.filter(|request| listed(request)) == of;
        let these = problems.iter().filter(of_it).map(|one| {
            let why = say(one.problem.code());
            let code = one.request.filter(|_| of.is_none()).map(|request| request.to_string());
            let written = Some(unbracketed(&one.written)).filter(|written| !written.is_empty());
            let said: Vec<_> = code.into_iter().chain(written).collect();
            if said.is_empty() { format!("?? {why}") } else { format!("?? {why} – {}", said.join(" ")) }
        });
        these.collect()
    };
    out.extend(marked(None));
    for (request, title) in candidates {
        out.extend(marked(Some(*request)));
        let place = filled.and_then(|ranking| ranking.places.get(request));
        let place = place.map_or_else(|| " ".to_owned(), u32::to_string);
        out.push(format!("[{place}] {request}: {}", short(title)));
    }
    // A mark that contradicts the places is for the member to set again.
    let contradicted = problems.iter().any(|one| one.problem == Problem::Both);
    let abstains = filled.is_some_and(|ranking| ranking.abstains) && !contradicted;
    let mark = if abstains { 'x' } else { ' ' };
    out.extend([format!("[{mark}] {ABSTAIN}: {}", say("abstain")), String::new(), format!("--- {END} ---")]);
    out.join("\n")
}

/// A title that cannot be taken for a place, on one line.
fn short(title: &str) -> String {
    let title = unbracketed(title);
    if title.chars().count() <= TITLE {
        return title;
    }
    title.chars().take(TITLE - 1).chain(['…']).collect()
}
