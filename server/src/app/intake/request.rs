//! A request made of a mail.

use crate::mail::explain::Explained;
use crate::mail::fold::is_forward;
use crate::mail::masked;
use crate::mail::read::{Incoming, read};
use helpdesk_domain::command::LongText;
use helpdesk_domain::facts::Facts;
use helpdesk_domain::mail::Mailed;
use helpdesk_domain::submission::title_from;
use helpdesk_domain::text::{Body, LINE_MAX, Line, PROSE_MAX, TITLE_MAX};
use helpdesk_domain::{PersonId, Reference};
use std::collections::BTreeMap;

/// What stands where more was written than fits.
const CUT: &str = "\n\n[…]";
/// How the subjects of answers and of what is passed on begin, in lower case.
const BEFORE_SUBJECTS: &[&str] = &[
    "re:",
    "fw:",
    "fwd:",
    "sv:",
    "vs:",
    "aw:",
    "wg:",
    "tr:",
    "rv:",
    "enc:",
    "res:",
    "ynt:",
    "odp:",
    "antw:",
    "رد:",
    "উত্তর:",
    "回复:",
    "答复:",
    "转发:",
];

/// What a mail asks for. `requester` is the account that it is proven to come from.
pub(super) fn mailed(
    mail: Reference,
    explained: &Explained,
    message_text: &str,
    requester: Option<PersonId>,
) -> Mailed {
    let text = text_of(explained, message_text);
    let whole = if text.trim().is_empty() { subject(&explained.subject) } else { text };
    let what = beginning(&whole);
    let writer = explained.proposed_requester.as_ref().or(explained.from.as_ref());
    let name = writer.and_then(|from| from.name.as_deref()).filter(|name| !name.contains('@'));
    Mailed {
        mail,
        requester_name: name.and_then(line).filter(|_| requester.is_none()),
        requester,
        whole_text: (what.len() < whole.trim().len()).then(|| whole.clone()),
        facts: Facts {
            title: Body::Text(title(&explained.subject, &what)),
            what: Body::Text(what),
            answers: BTreeMap::new(),
            kinds: Vec::new(),
            partner: None,
            affiliate: None,
            affiliate_size: None,
            country: None,
            region: None,
            language: explained.language.map(str::to_owned),
            first_time: None,
            needed_by: None,
            context_page: None,
        },
    }
}

/// What was written. Of mail that is passed on all of it, and the message inside; where nothing but
/// quotes is there these; and at least the names of the files.
pub(super) fn text_of(explained: &Explained, message_text: &str) -> String {
    let passed_on = explained.proposed_requester.is_some() || is_forward(&explained.subject, message_text);
    let mut text = if passed_on { message_text.to_owned() } else { explained.text.clone() };
    if passed_on && let Some(inner) = inner(explained) {
        text = [text.trim(), inner.text.trim()].join("\n\n");
    }
    if text.trim().is_empty() {
        message_text.clone_into(&mut text);
    }
    if text.trim().is_empty() {
        let names = explained.attachments.iter().filter_map(|file| file.name.as_deref());
        text = names.collect::<Vec<_>>().join("\n");
    }
    // Others read it, and a client may have put our own mail into it.
    masked::text(text.trim())
}

fn inner(explained: &Explained) -> Option<Incoming> {
    let message = explained.attachments.iter().find(|file| file.media_type.starts_with("message/"))?;
    Some(read(&message.content))
}

/// A text as far as a request takes it, without what its fields refuse.
fn beginning(text: &str) -> String {
    let most = PROSE_MAX - CUT.chars().count();
    let cut: String = if text.chars().count() > PROSE_MAX {
        text.chars().take(most).chain(CUT.chars()).collect()
    } else {
        text.to_owned()
    };
    let clean = || cut.chars().filter(|one| *one == '\n' || *one == '\t' || !one.is_control()).collect();
    LongText::parse(&cut).map_or_else(|_| clean(), String::from)
}

fn line(text: &str) -> Option<Line<LINE_MAX>> {
    Line::parse(&text.chars().take(LINE_MAX).collect::<String>()).ok()
}

/// The subject without marks of answers; without a subject the beginning of the text.
fn title(subject_line: &str, what: &str) -> String {
    let title = subject(subject_line);
    let title = if title.is_empty() { title_from(what) } else { title };
    if title.chars().count() <= TITLE_MAX {
        return if title.is_empty() { "…".to_owned() } else { title };
    }
    title.chars().take(TITLE_MAX - 1).chain(['…']).collect()
}

fn subject(line: &str) -> String {
    let mut rest = line.trim();
    while let Some(before) = BEFORE_SUBJECTS
        .iter()
        .find(|one| rest.get(..one.len()).is_some_and(|start| start.to_lowercase() == **one))
    {
        rest = rest[before.len()..].trim();
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::explain::explain_message;
    use crate::mail::known::Known;

    fn of(raw: &str) -> Mailed {
        let message = read(raw.as_bytes());
        let text = message.text.clone();
        let mail = Reference::parse("7h2kq0vw").expect("a reference");
        mailed(mail, &explain_message(message, &Known::default()), &text, None)
    }

    #[test]
    fn a_mail_gives_a_title_a_text_and_a_name() {
        let mailed = of(
            "From: Ana Silva <ana@museum.example>\nSubject: Re: SV: Our maps\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nWe have maps.\n",
        );
        assert_eq!(mailed.facts.title.as_str(), "Our maps");
        assert_eq!(mailed.facts.what.as_str(), "We have maps.");
        assert_eq!(mailed.requester_name.as_ref().map(Line::as_str), Some("Ana Silva"));
        assert_eq!(mailed.whole_text, None);
    }

    #[test]
    fn an_address_is_no_name() {
        assert_eq!(of("From: \"ana@museum.example\" <ana@museum.example>\n\nHello").requester_name, None);
    }

    #[test]
    fn what_does_not_fit_is_kept_whole_beside_it() {
        let long = "A long story. ".repeat(3_000);
        let mailed = of(&format!("From: a@b.example\nSubject: x\n\n{long}"));
        assert_eq!(mailed.facts.what.as_str().chars().count(), PROSE_MAX);
        assert!(mailed.whole_text.is_some_and(|whole| whole == long.trim()));
    }

    #[test]
    fn a_mail_of_files_alone_says_which() {
        let mailed = of(
            "From: a@b.example\nContent-Type: application/pdf; name=\"plan.pdf\"\nContent-Disposition: attachment; filename=\"plan.pdf\"\n\nx",
        );
        assert_eq!(mailed.facts.what.as_str(), "plan.pdf");
    }
}
