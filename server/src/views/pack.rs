//! What a meeting has before it, to be read on a screen or on paper: one request a page.

use super::Page;
use super::fragments::{party, priority, stage};
use super::frame::Frame;
use super::publication;
use super::standing::{name_of, promised_words};
use super::support_request::one_decision;
use super::text::{apart, link, prose};
use super::when::{deadline, hours, on_the_clock};
use super::words::{say, say_with};
use chrono_tz::Tz;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::meeting::{Item, Pack};
use helpdesk_domain::people::Role;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::Decision;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::text::Body;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was typed about a request, or about the meeting itself.
#[derive(Clone, Debug, Default)]
pub struct NoteLines {
    /// How often it was saved.
    pub version: u32,
    /// For the minutes.
    pub public: String,
    /// For nobody outside.
    pub internal: String,
}

/// The page of one meeting.
pub struct PackPage {
    /// Its name in addresses.
    pub reference: Reference,
    /// When it begins.
    pub starts_at: Timestamp,
    /// The zone in which it is shown.
    pub zone: Tz,
    /// How to take part.
    pub place: Option<String>,
    /// Whether it does not take place.
    pub cancelled: bool,
    /// When the last one began.
    pub last: Option<Timestamp>,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// The agenda.
    pub pack: Pack,
    /// What was decided in it or since the one before.
    pub decided: Vec<(Reference, Vec<Decision>)>,
    /// The requests of these.
    pub views: BTreeMap<Reference, SupportRequestView>,
    /// Notes about requests.
    pub notes: BTreeMap<Reference, NoteLines>,
    /// The note about the meeting itself.
    pub general: NoteLines,
    /// What there is of working time.
    pub room: Room,
    /// Whether the pack can be sent by mail.
    pub can_mail: bool,
}

/// Working time, in minutes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Room {
    /// Until the next meeting, if that is known.
    pub capacity: Option<u32>,
    /// Spent so far on the requests of the agenda.
    pub spent: u32,
    /// What they still take.
    pub asked: u32,
    /// How many they are.
    pub requests: u32,
}

impl Page for PackPage {
    fn title(&self) -> String {
        say("helpdesk-site-meeting-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let secretary = frame.has(Role::Secretary);
        html! {
            p.breadcrumb { a href="/meetings" { (say("helpdesk-site-meetings-title")) } }
            h1 { (self.title()) }
            p.lead {
                (on_the_clock(self.starts_at, self.zone))
                @if self.cancelled { " " strong.late { (say("helpdesk-site-meeting-cancelled")) } }
            }
            @if let Some(place) = &self.place { p { (say("helpdesk-site-meeting-place")) ": " (link(&Body::Text(place.clone()))) } }
            @if secretary { (self.tools()) }
            (self.agenda(frame.now))
            @if !self.general.public.is_empty() || !self.general.internal.is_empty() {
                section.card aria-labelledby="noted" {
                    h2 #noted { (say("helpdesk-site-meeting-noted")) }
                    (self.note(&self.general))
                }
            }
            (self.decided())
            @for item in self.pack.new.iter().chain(&self.pack.returning) { (self.sheet(item, secretary)) }
        }
    }
}

impl PackPage {
    fn tools(&self) -> Markup {
        let to = |what: &str| format!("/meetings/{}/{what}", self.reference);
        html! {
            div.buttons {
                a.button href=(to("notes")) { (say("helpdesk-site-meeting-notes")) }
                a.button href=(to("agenda")) { (say("helpdesk-site-minutes-agenda")) }
                a.button href=(to("minutes")) { (say("helpdesk-site-minutes-title")) }
                a.button href=(to("change")) { (say("helpdesk-site-meeting-change")) }
                @if self.can_mail {
                    form.inline method="post" action=(to("mail")) {
                        button type="submit" { (say("helpdesk-site-meeting-mail")) }
                    }
                }
            }
        }
    }

    fn view(&self, reference: &Reference) -> Option<&SupportRequestView> {
        self.views.get(reference)
    }

    fn agenda(&self, now: Timestamp) -> Markup {
        html! {
            section.card aria-labelledby="agenda" {
                h2 #agenda { (say("helpdesk-site-meeting-agenda")) }
                (self.room())
                (self.items("new", &self.pack.new))
                (self.items("returning", &self.pack.returning))
                (self.references("small", &self.pack.small, now))
                (self.references("late", &self.pack.late, now))
            }
        }
    }

    /// What there is, what is asked for, and the page that brings both together.
    fn room(&self) -> Markup {
        let Room { capacity, spent, asked, requests } = self.room;
        html! {
            p.room {
                @match capacity {
                    Some(minutes) => strong { (say_with("helpdesk-site-meeting-room", &[hours(minutes)])) },
                    None => span.none { (say("helpdesk-site-ranking-no-hours")) },
                }
                " " (say_with("helpdesk-site-meeting-asked", &[hours(asked), requests.to_string()]))
                @if spent > 0 { " " (say_with("helpdesk-site-meeting-spent", &[hours(spent)])) }
                " " a href="/ranking" { (say("helpdesk-site-meeting-to-ranking")) }
            }
        }
    }

    fn items(&self, key: &str, items: &[Item]) -> Markup {
        html! {
            h3 { (say(&format!("helpdesk-site-meeting-{key}"))) " (" (items.len()) ")" }
            @if !items.is_empty() {
                ol {
                    @for item in items {
                        @if let Some(view) = self.view(&item.reference) {
                            li { a href={ "#sheet-" (item.reference) } dir="auto" { (super::text::title(view.facts.title.as_str())) } " " (stage(view.stage.name(), None)) }
                        }
                    }
                }
            }
        }
    }

    fn references(&self, key: &str, list: &[Reference], now: Timestamp) -> Markup {
        html! {
            h3 { (say(&format!("helpdesk-site-meeting-{key}"))) " (" (list.len()) ")" }
            @if !list.is_empty() {
                ul {
                    @for view in list.iter().filter_map(|reference| self.view(reference)) {
                        li {
                            a href={ "/support-requests/" (view.reference) } dir="auto" { (super::text::title(view.facts.title.as_str())) }
                            @if let (Some(promise), "late") = (&view.promise, key) {
                                ": " (party(promise.who)) ", " (promised_words(promise)) ", " span.late { (deadline(promise.by, now)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn decided(&self) -> Markup {
        html! {
            @if !self.decided.is_empty() {
                section.card aria-labelledby="decided" {
                    h2 #decided { (say("helpdesk-site-meeting-decided")) }
                    @for (reference, decisions) in &self.decided {
                        @if let Some(view) = self.view(reference) {
                            h3 { a href={ "/support-requests/" (reference) } dir="auto" { (super::text::title(view.facts.title.as_str())) } }
                            @for decision in decisions { (one_decision(decision)) }
                            @if let Some(note) = self.notes.get(reference) { (self.note(note)) }
                        }
                    }
                }
            }
        }
    }

    fn note(&self, note: &NoteLines) -> Markup {
        let part = |key: &str, text: &str| {
            html! {
                @if !text.is_empty() {
                    h3 { (say(&format!("helpdesk-site-note-{key}"))) }
                    (prose(&Body::Text(text.to_owned()), None))
                }
            }
        };
        html! { (part("public", &note.public)) (part("internal", &note.internal)) }
    }

    fn sheet(&self, item: &Item, secretary: bool) -> Markup {
        let Some(view) = self.view(&item.reference) else { return html! {} };
        let id = format!("sheet-{}", item.reference);
        html! {
            article.card.sheet id=(id) aria-labelledby={ (id) "-title" } {
                h2 id={ (id) "-title" } { a href={ "/support-requests/" (item.reference) } dir="auto" { (super::text::title(view.facts.title.as_str())) } }
                p { (stage(view.stage.name(), None)) @if let Some(one) = view.priority { " " (priority(one)) } }
                @if secretary { p { a.button href={ "/meetings/" (self.reference) "/notes?item=" (item.reference) } { (say("helpdesk-site-meeting-notes")) } } }
                (publication::facts(&view.facts, &self.policy))
                (self.questions(view))
                (self.checklist(view))
                (self.effort(view))
                @if !item.decided.is_empty() {
                    h3 { (say("helpdesk-site-decisions")) }
                    @for decision in &item.decided { (one_decision(decision)) }
                }
                @if !item.said.is_empty() {
                    h3 { (say("helpdesk-site-meeting-said")) }
                    ul { @for one in &item.said {
                        li {
                            strong { (name_of(view, one.by)) } ": " (say(&format!("helpdesk-position-{}", one.position.code())))
                            @if let Some(text) = &one.text { (prose(text, None)) }
                        }
                    } }
                }
                @if let Some(note) = self.notes.get(&item.reference) { (self.note(note)) }
            }
        }
    }

    fn effort(&self, view: &SupportRequestView) -> Markup {
        let cap = self.policy.effort.cap_hours.to_string();
        html! {
            p {
                @match view.estimate_minutes {
                    Some(minutes) => (say_with("helpdesk-site-meeting-estimate", &[hours(minutes)])),
                    None => (say("helpdesk-site-ranking-no-estimate")),
                }
                @if let Some(minutes) = view.effort_minutes {
                    " · " (say_with("helpdesk-site-meeting-effort", &[hours(minutes), cap]))
                }
            }
        }
    }

    fn questions(&self, view: &SupportRequestView) -> Markup {
        html! {
            @if !view.questions.is_empty() {
                h3 { (say("helpdesk-site-questions")) }
                dl { @for asked in &view.questions {
                    dt { (prose(&asked.question, None)) }
                    dd {
                        @match &asked.answer {
                            Some((_, answer)) => (prose(answer, None)),
                            None => span.none { (say("helpdesk-site-meeting-no-answer")) },
                        }
                    }
                } }
            }
        }
    }

    fn checklist(&self, view: &SupportRequestView) -> Markup {
        html! {
            @if !view.checklist.is_empty() {
                h3 { (say("helpdesk-site-checklist")) }
                ul { @for item in &self.policy.checklist {
                    @if let Some(ticked) = view.checklist.get(&item.id) {
                        li { (apart(&item.label)) ": " (say(&format!("helpdesk-item-state-{}", ticked.state.code()))) }
                    }
                } }
            }
        }
    }
}
