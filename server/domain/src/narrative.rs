//! What happened, as the texts that are shown for it. The words are the catalogue's.

use crate::event::{Besides, Event};
use crate::promise::Expectation;
use crate::text::Body;

/// A text of an event with the key of what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Message key of its heading, such as `helpdesk-passage-rationale`.
    pub heading: &'static str,
    /// The text.
    pub text: &'a Body,
}

/// The texts that belong to an event, in their order.
#[must_use]
pub fn passages(event: &Event) -> Vec<Passage<'_>> {
    let passage = |heading, text| Passage { heading, text };
    let some = some_passage;
    match event {
        Event::Submitted { facts, .. } | Event::Edited { facts } => {
            vec![passage("helpdesk-passage-what", &facts.what)]
        }
        Event::Acknowledged { message } => some("helpdesk-passage-message", message).into_iter().collect(),
        Event::SmallQuestionAnswered { answer } | Event::QuestionAnswered { answer } => {
            vec![passage("helpdesk-passage-answer", answer)]
        }
        Event::QuestionAsked { question, .. } => vec![passage("helpdesk-passage-question", question)],
        Event::MailReceived { text, .. } => vec![passage("helpdesk-passage-mail", text)],
        Event::NoteAdded { note } => vec![passage("helpdesk-passage-note", note)],
        Event::ReadyForCommittee { summary } | Event::ReadyForGo { summary } => {
            some("helpdesk-passage-summary", summary).into_iter().collect()
        }
        Event::FeedbackGiven { text, notes, .. } => some("helpdesk-passage-feedback", text)
            .into_iter()
            .chain(notes.values().map(|note| passage("helpdesk-passage-note-on-question", note)))
            .collect(),
        Event::Discussed { text, .. } => vec![passage("helpdesk-passage-said", text)],
        Event::InitialDecided { rationale, more, .. } => {
            std::iter::once(passage("helpdesk-passage-rationale", rationale)).chain(besides(more)).collect()
        }
        Event::GoDecided { rationale, missing, more, .. } => {
            std::iter::once(passage("helpdesk-passage-rationale", rationale))
                .chain(some("helpdesk-passage-missing", missing))
                .chain(besides(more))
                .collect()
        }
        Event::Objected { reason } => some("helpdesk-passage-reason", reason).into_iter().collect(),
        Event::ChecklistItemSet { note, link, .. } => {
            some("helpdesk-passage-note", note).into_iter().chain(some("helpdesk-passage-link", link)).collect()
        }
        Event::EffortLogged { on, .. } => some("helpdesk-passage-on", on).into_iter().collect(),
        Event::DeliveryRecorded { what, link } => std::iter::once(passage("helpdesk-passage-delivery", what))
            .chain(some("helpdesk-passage-link", link))
            .collect(),
        Event::SupportFinished { summary } => vec![passage("helpdesk-passage-summary", summary)],
        Event::LessonsRecorded { context, done, worked, reuse } => [
            passage("helpdesk-passage-context", context),
            passage("helpdesk-passage-done", done),
            passage("helpdesk-passage-worked", worked),
        ]
        .into_iter()
        .chain(some("helpdesk-passage-reuse", reuse))
        .collect(),
        Event::Closed { reason, .. } | Event::WaitingSet { reason, .. } => {
            some("helpdesk-passage-reason", reason).into_iter().collect()
        }
        Event::Reopened { reason } => vec![passage("helpdesk-passage-reason", reason)],
        Event::PromiseMade { promise } => match (&promise.what, &promise.words) {
            (Expectation::InWords, Some(words)) => vec![passage("helpdesk-passage-promise", words)],
            _ => Vec::new(),
        },
        Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::EffortEstimated { .. }
        | Event::HandedOver { .. }
        | Event::Linked { .. }
        | Event::ConsentGiven { .. }
        | Event::ConsentTakenBack {}
        | Event::MailTakenOut { .. } => Vec::new(),
    }
}

/// What was chosen in an event, as message keys: an outcome, a position, a priority.
#[must_use]
pub fn choices(event: &Event) -> Vec<String> {
    let key = |group: &str, code: &str| format!("helpdesk-{group}-{code}");
    match event {
        Event::FeedbackGiven { position, priority, .. } => std::iter::once(key("position", position.code()))
            .chain(priority.map(|priority| key("priority", priority.code())))
            .collect(),
        Event::InitialDecided { outcome, priority, .. } => std::iter::once(key("initial", outcome.code()))
            .chain(priority.map(|priority| key("priority", priority.code())))
            .collect(),
        Event::GoDecided { outcome, .. } => vec![key("go", outcome.code())],
        Event::ChecklistItemSet { state, .. } => vec![key("item-state", state.code())],
        Event::Closed { outcome, .. } => vec![key("outcome", outcome.code())],
        Event::WaitingSet { whom, .. } => vec![key("party", whom.code())],
        Event::Linked { kind, .. } => vec![key("link", kind.code())],
        Event::PromiseMade { promise } => {
            vec![key("party", promise.who.code()), key("promise", promise.what.code())]
        }
        Event::Submitted { .. }
        | Event::Edited { .. }
        | Event::Acknowledged { .. }
        | Event::SmallQuestionAnswered { .. }
        | Event::QuestionAsked { .. }
        | Event::QuestionAnswered { .. }
        | Event::NoteAdded { .. }
        | Event::ReadyForCommittee { .. }
        | Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::Discussed { .. }
        | Event::Objected { .. }
        | Event::ReadyForGo { .. }
        | Event::EffortEstimated { .. }
        | Event::EffortLogged { .. }
        | Event::DeliveryRecorded { .. }
        | Event::SupportFinished { .. }
        | Event::LessonsRecorded { .. }
        | Event::Reopened { .. }
        | Event::HandedOver { .. }
        | Event::ConsentGiven { .. }
        | Event::ConsentTakenBack {}
        | Event::MailReceived { .. }
        | Event::MailTakenOut { .. } => Vec::new(),
    }
}

fn besides(more: &Besides) -> impl Iterator<Item = Passage<'_>> {
    some_passage("helpdesk-passage-conditions", &more.conditions)
        .into_iter()
        .chain(some_passage("helpdesk-passage-reply", &more.reply))
}

fn some_passage<'a>(heading: &'static str, text: &'a Option<Body>) -> Option<Passage<'a>> {
    text.as_ref().map(|text| Passage { heading, text })
}
