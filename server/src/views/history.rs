//! What happened to a request, as a timeline of its events.

use super::fragments::{party, reference};
use super::standing::name_of;
use super::support_request::choice;
use super::text::{apart, link, plain, prose};
use super::when::{day, hours, moment};
use super::words::{say, say_around, say_with};
use helpdesk_domain::PersonId;
use helpdesk_domain::event::{Audience, Event, Recorded};
use helpdesk_domain::narrative::{choices, passages};
use helpdesk_domain::people::Role;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::project::{Depth, SupportRequestView};
use helpdesk_domain::promise::Promise;
use helpdesk_domain::wire::Change;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The events that the viewer may know of, newest first.
#[must_use]
pub fn timeline(view: &SupportRequestView, policy: &Policy) -> Markup {
    html! {
        section.card aria-labelledby="history" {
            h2 #history { (say("helpdesk-site-history")) }
            (events(view, policy, &view.history))
        }
    }
}

/// Some of the events that the viewer may know of, newest first.
#[must_use]
pub fn events(view: &SupportRequestView, policy: &Policy, events: &[Recorded]) -> Markup {
    html! {
        ol.timeline reversed {
            @for recorded in events.iter().rev() { (entry(view, policy, recorded)) }
        }
    }
}

/// An event in words, for a program that shows it to this viewer.
#[must_use]
pub fn change(view: &SupportRequestView, recorded: &Recorded) -> Change {
    let event = &recorded.event;
    let name = recorded.by.map(|person| view.names.get(&person).map(|name| plain(name)));
    let who = if let Event::AsideByRule { who } = event {
        let names: Vec<_> =
            who.iter().filter_map(|person| view.names.get(person)).map(|name| plain(name)).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    } else {
        match name {
            Some(name) => name.unwrap_or_else(|| say("helpdesk-site-somebody")),
            None => say(&format!("helpdesk-capacity-{}", recorded.capacity.code())),
        }
    };
    let what = say_with(&format!("helpdesk-event-{}", event.code()), std::slice::from_ref(&who));
    let chosen: Vec<_> = choices(event).iter().map(|key| say(key)).collect();
    let words = if chosen.is_empty() { what } else { format!("{what}: {}", chosen.join(", ")) };
    let texts = passages(event).iter().map(|passage| plain(passage.text.as_str())).collect();
    Change { kind: event.code().to_owned(), who, at: recorded.at, words, texts }
}

fn entry(view: &SupportRequestView, policy: &Policy, recorded: &Recorded) -> Markup {
    let code = recorded.event.code();
    if let Event::PromiseMade { promise } = &recorded.event
        && promise.words.is_none()
    {
        return promised(promise);
    }
    html! {
        li class={ "event event-" (code) } {
            p.event-head {
                strong { (say_around(&format!("helpdesk-event-{code}"), &who(view, recorded))) }
                @for key in choices(&recorded.event) { " " span.tag { (say(&key)) } }
                (particulars(view, policy, &recorded.event))
            }
            p.when {
                (moment(recorded.at))
                @if recorded.by.is_some() { " · " (say(&format!("helpdesk-capacity-{}", recorded.capacity.code()))) }
                @if let Some(readers) = readers(view, &recorded.event) { " · " (say(readers)) }
            }
            (texts(&recorded.event))
        }
    }
}

/// What the process itself promises goes along with what was done, in one line.
fn promised(promise: &Promise) -> Markup {
    html! {
        li.event.event-promise-made {
            p.when {
                (party(promise.who)) ": " (say(&format!("helpdesk-promise-{}", promise.what.code()))) ", "
                (say("helpdesk-site-by")) " " (moment(promise.by))
            }
        }
    }
}

/// Who did it; towards the public in which quality.
fn who(view: &SupportRequestView, recorded: &Recorded) -> Markup {
    if let Event::AsideByRule { who } = &recorded.event {
        return named(view, who);
    }
    match recorded.by {
        Some(person) => name_of(view, person),
        None => html! { (say(&format!("helpdesk-capacity-{}", recorded.capacity.code()))) },
    }
}

/// Several people; a dash for none.
fn named(view: &SupportRequestView, people: &BTreeSet<PersonId>) -> Markup {
    html! {
        @if people.is_empty() { "–" }
        @for (n, person) in people.iter().enumerate() { @if n > 0 { ", " } (name_of(view, *person)) }
    }
}

/// Who can read an event besides this viewer; towards the public nobody is told.
fn readers(view: &SupportRequestView, event: &Event) -> Option<&'static str> {
    (view.depth == Depth::Party).then(|| match event.audience() {
        Audience::Public if view.is_public() => "helpdesk-site-read-by-everybody",
        Audience::Public | Audience::Parties => "helpdesk-site-read-by-parties",
        Audience::Deliberation => "helpdesk-site-only-committee",
        Audience::Committee => "helpdesk-site-read-by-committee",
        Audience::Position => "helpdesk-site-read-by-position",
        Audience::Writer => "helpdesk-site-read-by-writer",
        Audience::Staff => "helpdesk-site-only-staff",
    })
}

/// What is neither a choice nor a text.
fn particulars(view: &SupportRequestView, policy: &Policy, event: &Event) -> Markup {
    html! {
        @match event {
            Event::HandedOver { to } => { " → " (name_of(view, *to)) }
            Event::Linked { to, .. } => { " " a href={ "/support-requests/" (to) } { (reference(to.as_str())) } }
            Event::EffortEstimated { minutes } | Event::EffortLogged { minutes, .. } => { " " span.tag { (say_with("helpdesk-site-hours", &[hours(*minutes)])) } }
            Event::PromiseMade { promise } => { " " (say("helpdesk-site-by")) " " (moment(promise.by)) }
            Event::WaitingSet { until, .. } => { " " (say("helpdesk-site-waiting-until")) " " (day(*until)) }
            Event::QuestionAsked { until, .. } => { " " (say("helpdesk-site-by")) " " (moment(*until)) }
            Event::ChecklistItemSet { item, .. } => {
                ": " (apart(policy.item(item).map_or(item.as_str(), |item| item.label.as_str())))
            }
            Event::MailReceived { mail, .. } if view.standing.roles.has(Role::Staff) => {
                " " a href={ "/tray/" (mail) } { (say("helpdesk-site-tray-see")) }
            }
            Event::ConsentGiven { shown_name, .. } => { ": " (super::text::words_of(shown_name)) }
            Event::Submitted { facts, .. } => {
                @for kind in &facts.kinds { " " span.tag dir="auto" { (choice(&policy.kinds, kind)) } }
            }
            _ => {}
        }
    }
}

/// The texts of an event. What a request said at some time is folded: the page shows what it says now.
fn texts(event: &Event) -> Markup {
    let passages = passages(event);
    let folded =
        matches!(event, Event::Submitted { .. } | Event::Edited { .. } | Event::LessonsRecorded { .. });
    let shown = html! {
        @for passage in &passages {
            @if passages.len() > 1 || folded { p.passage-name { (say(passage.heading)) } }
            @if passage.heading == "helpdesk-passage-link" { p { (link(passage.text)) } } @else { (prose(passage.text, None)) }
        }
    };
    html! {
        @if passages.is_empty() {}
        @else if folded { details { summary { (say("helpdesk-site-show-text")) } (shown) } }
        @else { div.passages { (shown) } }
    }
}
