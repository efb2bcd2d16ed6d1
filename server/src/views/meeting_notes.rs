//! Typing during a meeting: notes and decisions.

use super::act::Again;
use super::form::{self, Filling, hidden};
use super::frame::Frame;
use super::pack::NoteLines;
use super::words::{rejection_under, say};
use super::{Page, history, notice};
use helpdesk_domain::CommandName;
use helpdesk_domain::form::fields;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::rejection::Rejection;
use maud::{Markup, html};
use std::sync::Arc;

/// The decision that can be recorded about a request.
pub struct DecisionForm {
    /// Which command records it.
    pub name: CommandName,
    /// Why it cannot be now; `None` if it can.
    pub off: Option<Rejection>,
    /// What stands in the form.
    pub filling: Filling,
    /// Why the form is shown again, if it is.
    pub again: Option<Again>,
    /// The idempotency key.
    pub key: String,
}

/// The page on which one item is written down.
pub struct NotesPage {
    /// The meeting.
    pub meeting: Reference,
    /// Items of the agenda with their titles, to go from one to the next.
    pub items: Vec<(Reference, String)>,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// The request; `None` for the meeting itself.
    pub view: Option<SupportRequestView>,
    /// What stands in the notes.
    pub note: NoteLines,
    /// What is wrong with the notes, as a message key.
    pub wrong: Option<&'static str>,
    /// The decision that the request waits for.
    pub decision: Option<DecisionForm>,
}

impl Page for NotesPage {
    fn title(&self) -> String {
        say("helpdesk-site-meeting-notes")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let action = format!("/meetings/{}/notes", self.meeting);
        let about = self.view.as_ref().map(|view| view.reference);
        html! {
            p.breadcrumb { a href={ "/meetings/" (self.meeting) } { (say("helpdesk-site-meeting-title")) } }
            h1 { (self.title()) }
            (self.steps(about))
            @match &self.view {
                Some(view) => h2 { a href={ "/support-requests/" (view.reference) } dir="auto" { (super::text::title(view.facts.title.as_str())) } },
                None => h2 { (say("helpdesk-site-note-general")) },
            }
            @if let Some(wrong) = self.wrong { (notice::error(&html! { p { (say(wrong)) } })) }
            @if let Some(decision) = &self.decision { (self.why_again(decision)) }
            form.card method="post" action=(action) novalidate {
                @if let Some(about) = about { (hidden("item", about.as_str())) }
                (hidden("note_version", &self.note.version.to_string()))
                (text("public", &self.note.public))
                (text("internal", &self.note.internal))
                @if let (Some(decision), Some(view)) = (&self.decision, &self.view) { (self.decision(decision, view)) }
                div.buttons {
                    button.primary type="submit" { (say("helpdesk-site-note-save")) }
                    a href={ "/meetings/" (self.meeting) } { (say("helpdesk-site-meeting-back")) }
                }
            }
        }
    }
}

impl NotesPage {
    fn steps(&self, about: Option<Reference>) -> Markup {
        let to = |reference: &Reference| format!("/meetings/{}/notes?item={reference}", self.meeting);
        html! {
            nav aria-label=(say("helpdesk-site-meeting-agenda")) {
                ul.tabs {
                    li { a href={ "/meetings/" (self.meeting) "/notes" } aria-current=[about.is_none().then_some("page")] { (say("helpdesk-site-note-general")) } }
                    @for (reference, title) in &self.items {
                        li { a href=(to(reference)) dir="auto" aria-current=[(about == Some(*reference)).then_some("page")] { (super::text::title(title)) } }
                    }
                }
            }
        }
    }

    fn decision(&self, decision: &DecisionForm, view: &SupportRequestView) -> Markup {
        let fields = fields(&self.policy, view, decision.name);
        html! {
            fieldset.field {
                legend { (say(&format!("helpdesk-command-{}", decision.name.code()))) }
                @match &decision.off {
                    Some(reason) if decision.filling.values.is_none() => p { (rejection_under(&self.policy, reason)) },
                    _ => {
                        p.hint { (say("helpdesk-site-note-decision-help")) }
                        (hidden("expected_version", &view.version.to_string()))
                        (hidden("idempotency_key", &decision.key))
                        (form::summary(&fields, &decision.filling))
                        (form::fields(&fields, &decision.filling))
                    }
                }
            }
        }
    }

    fn why_again(&self, decision: &DecisionForm) -> Markup {
        match (&decision.again, &self.view) {
            (Some(Again::Rejected(reason)), _) => {
                notice::error(&html! { p { (rejection_under(&self.policy, reason)) } })
            }
            (Some(Again::Moved(events)), Some(view)) => notice::warning(&html! {
                p { strong { (say("helpdesk-site-note-moved")) } }
                (history::events(view, &self.policy, events))
            }),
            (Some(Again::Said(key)), _) => notice::error(&html! { p { (say(key)) } }),
            (Some(Again::Moved(_)) | None, _) => html! {},
        }
    }
}

fn text(name: &str, value: &str) -> Markup {
    let id = format!("note-{name}");
    html! {
        div.field {
            label for=(id) { (say(&format!("helpdesk-site-note-{name}"))) }
            p.hint id={ (id) "-help" } { (say(&format!("helpdesk-site-note-{name}-help"))) }
            textarea id=(id) name={ (name) "_note" } rows="6" dir="auto" aria-describedby={ (id) "-help" } { "\n" (value) }
        }
    }
}
