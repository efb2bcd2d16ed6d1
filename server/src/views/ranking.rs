//! What comes first under scarce hours.

use super::fragments;
use super::frame::Frame;
use super::support_request::choice;
use super::text::{apart, plain, prose};
use super::when::{hours, moment};
use super::words::{problem, say, say_with};
use super::{Page, notice};
use helpdesk_domain::committee::board::Ranked;
use helpdesk_domain::committee::room::{Moved, Room, Want, moved, room};
use helpdesk_domain::form::{FieldError, Values};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::Role;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::StageName;
use helpdesk_domain::text::Body;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A request before the committee.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub reference: Reference,
    /// What it says in a few words.
    pub title: String,
    /// At which gate.
    pub stage: StageName,
    /// Since when it waits.
    pub received_at: Timestamp,
    /// What it still takes, in minutes.
    pub minutes: u32,
    /// Whether that was estimated.
    pub estimated: bool,
    /// Minutes of work so far.
    pub spent: u32,
    /// The region, by the policy's id.
    pub region: Option<String>,
    /// The language of the request.
    pub language: Option<String>,
    /// Whether the requester asks for the first time.
    pub first_time: Option<bool>,
    /// The affiliate that asks.
    pub affiliate: Option<String>,
}

/// The committee's own order.
#[derive(Clone, Debug)]
pub struct OwnOrder {
    /// The candidates in that order.
    pub order: Vec<Reference>,
    /// Why it is another one than the ballots give.
    pub reason: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What somebody wants to know: what if.
#[derive(Clone, Debug, Default)]
pub struct WhatIf {
    /// Other hours, as typed.
    pub hours: String,
    /// A request.
    pub request: Option<Reference>,
    /// Other hours for that request, as typed; nothing leaves it out.
    pub estimate: String,
    /// The hours in minutes, if they can be read.
    pub minutes: Option<u32>,
    /// The request's in minutes.
    pub request_minutes: Option<u32>,
}

/// Which form is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The ballot.
    Ballot(Values),
    /// The committee's own order.
    Order(Values),
    /// The hours.
    Hours(String),
}

/// The page.
pub struct RankingPage {
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// The requests, who waits longest first.
    pub candidates: Vec<Candidate>,
    /// The order that the ballots give, if it is shown.
    pub order: Option<Vec<Ranked>>,
    /// How many ballots that are.
    pub ballots: usize,
    /// From how many on it is shown.
    pub enough: usize,
    /// The viewer's own places.
    pub own: BTreeMap<Reference, u32>,
    /// Minutes until the next meeting.
    pub minutes: Option<u32>,
    /// The committee's own order.
    pub chosen: Option<OwnOrder>,
    /// What somebody wants to know.
    pub what_if: Option<WhatIf>,
    /// What was typed and is wrong.
    pub typed: Option<(Typed, Vec<FieldError>)>,
}

impl Page for RankingPage {
    fn title(&self) -> String {
        say("helpdesk-site-ranking-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-ranking-lead")) }
            @if self.candidates.is_empty() {
                p.none { (say("helpdesk-site-ranking-nothing")) }
            } @else {
                (self.result())
                (self.question())
                @if frame.has(Role::Committee) { (self.ballot()) }
                @if frame.has(Role::Secretary) { (self.own_order()) }
            }
            @if frame.has(Role::Secretary) { (self.hours_form()) }
            p.hint { (say("helpdesk-site-ranking-left-out")) }
        }
    }

    fn script(&self) -> Option<String> {
        Some(super::asset::RANKING.href())
    }
}

impl RankingPage {
    fn find(&self, reference: Reference) -> Option<&Candidate> {
        self.candidates.iter().find(|one| one.reference == reference)
    }

    /// The order that is shown: the committee's own, else the ballots', else that of waiting.
    fn shown(&self) -> (&'static str, Vec<Reference>) {
        match (&self.chosen, &self.order) {
            (Some(chosen), _) => ("helpdesk-site-ranking-by-committee", chosen.order.clone()),
            (None, Some(order)) => {
                ("helpdesk-site-ranking-by-ballots", order.iter().map(|one| one.reference).collect())
            }
            (None, None) => {
                ("helpdesk-site-ranking-by-waiting", self.candidates.iter().map(|one| one.reference).collect())
            }
        }
    }

    fn wants(&self, order: &[Reference]) -> Vec<Want<Reference>> {
        let minutes = |reference: Reference| self.find(reference).map_or(0, |one| one.minutes);
        order.iter().map(|id| Want { id: *id, minutes: minutes(*id) }).collect()
    }

    fn result(&self) -> Markup {
        let (key, order) = self.shown();
        let found = self.minutes.map(|minutes| room(&self.wants(&order), minutes));
        html! {
            section aria-labelledby="order" {
                h2 #order { (say(key)) }
                @if let Some(chosen) = &self.chosen {
                    p.when { (moment(chosen.at)) }
                    @if let Some(reason) = &chosen.reason { (prose(&Body::Text(reason.clone()), None)) }
                }
                @if self.order.is_some() {
                    p.when { (say_with("helpdesk-site-ranking-ballots", &[self.ballots.to_string()])) }
                } @else {
                    p.when { (say_with("helpdesk-site-ranking-few", &[self.enough.to_string()])) }
                }
                @match (&found, self.minutes) {
                    (Some(found), Some(minutes)) => p {
                        (say_with("helpdesk-site-ranking-room", &[
                            found.above.len().to_string(), order.len().to_string(), hours(minutes),
                        ]))
                    },
                    _ => p.none { (say("helpdesk-site-ranking-no-hours")) },
                }
                ol.ranking {
                    @for (n, reference) in order.iter().enumerate() {
                        @if let Some(found) = found.as_ref().filter(|found| n == found.above.len()) { (line(found)) }
                        @if let Some(one) = self.find(*reference) { (self.row(one, n + 1, found.as_ref())) }
                    }
                    @if let Some(found) = found.as_ref().filter(|found| found.below.is_empty()) { (line(found)) }
                }
                @if self.chosen.is_some() { @if let Some(order) = &self.order { (self.by_ballots(order)) } }
            }
        }
    }

    /// What the ballots say, beside the committee's own order.
    fn by_ballots(&self, order: &[Ranked]) -> Markup {
        html! {
            details.more {
                summary { (say("helpdesk-site-ranking-by-ballots")) }
                ol {
                    @for one in order {
                        li { (self.name(one.reference)) (self.tie(one)) }
                    }
                }
            }
        }
    }

    fn name(&self, reference: Reference) -> Markup {
        match self.find(reference) {
            Some(one) => apart(&one.title),
            None => fragments::reference(reference.as_str()),
        }
    }

    fn tie(&self, one: &Ranked) -> Markup {
        html! {
            @if !one.equals.is_empty() {
                p.hint {
                    (say("helpdesk-site-ranking-tie")) " "
                    @for (n, equal) in one.equals.iter().enumerate() {
                        @if n > 0 { "; " }
                        (self.name(*equal))
                    }
                }
            }
        }
    }

    fn row(&self, one: &Candidate, place: usize, found: Option<&Room<Reference>>) -> Markup {
        let below = found.is_some_and(|found| found.below.contains(&one.reference));
        let fits = found.is_some_and(|found| found.would_fit.contains(&one.reference));
        let tie = self.order.as_ref().and_then(|order| order.iter().find(|two| two.reference == one.reference));
        let cap = self.policy.effort.cap_hours * 60;
        html! {
            li.card.below[below] value=(place) {
                h3 { a href={ "/support-requests/" (one.reference) } { (apart(&one.title)) } }
                p {
                    (fragments::stage(one.stage, None)) " "
                    span.tag { (say_with("helpdesk-site-hours", &[hours(one.minutes)])) }
                    @if !one.estimated { " " span.when { (say("helpdesk-site-ranking-no-estimate")) } }
                    @if one.estimated && one.minutes + one.spent > cap {
                        " " span.tag.late { (say_with("helpdesk-site-ranking-over-cap", &[self.policy.effort.cap_hours.to_string()])) }
                    }
                    @if fits { " " span.tag { (say("helpdesk-site-ranking-would-fit")) } }
                }
                @if let Some(tie) = tie.filter(|_| self.chosen.is_none()) { (self.tie(tie)) }
                p.when {
                    (say("helpdesk-site-ranking-waits-since")) " " (moment(one.received_at))
                    @if let Some(region) = &one.region { " · " (apart(&choice(&self.policy.regions, region))) }
                    @if one.first_time == Some(true) { " · " strong { (say("helpdesk-site-ranking-first-time")) } }
                    @if let Some(affiliate) = &one.affiliate { " · " (apart(affiliate)) }
                    @if let Some(language) = &one.language { " · " (apart(language)) }
                }
            }
        }
    }

    /// What moves when the hours, or a request, change.
    fn question(&self) -> Markup {
        let asked = self.what_if.clone().unwrap_or_default();
        html! {
            section.card aria-labelledby="what-if" {
                h2 #what-if { (say("helpdesk-site-ranking-what-if")) }
                form.inline method="get" action="/ranking" {
                    div.field {
                        label for="if-hours" { (say("helpdesk-site-ranking-other-hours")) }
                        input.short #if-hours name="hours" value=(asked.hours) inputmode="decimal";
                    }
                    div.field {
                        label for="if-request" { (say("helpdesk-site-ranking-other-request")) }
                        select #if-request name="request" {
                            option value="" { (say("helpdesk-site-form-none")) }
                            @for one in &self.candidates {
                                option value=(one.reference) selected[asked.request == Some(one.reference)] { (plain(&one.title)) }
                            }
                        }
                    }
                    div.field {
                        label for="if-estimate" { (say("helpdesk-site-ranking-other-estimate")) }
                        p.hint id="if-estimate-help" { (say("helpdesk-site-ranking-other-estimate-help")) }
                        input.short #if-estimate name="estimate" value=(asked.estimate) inputmode="decimal"
                            aria-describedby="if-estimate-help";
                    }
                    button type="submit" { (say("helpdesk-site-ranking-look")) }
                }
                @if self.what_if.is_some() { (self.answer(&asked)) }
            }
        }
    }

    fn answer(&self, asked: &WhatIf) -> Markup {
        let unread = !asked.hours.trim().is_empty() && asked.minutes.is_none()
            || !asked.estimate.trim().is_empty() && asked.request_minutes.is_none();
        if unread {
            return notice::error(&html! { p { (say("helpdesk-problem-not-hours")) } });
        }
        let Some(minutes) = asked.minutes.or(self.minutes) else {
            return html! { p.none { (say("helpdesk-site-ranking-no-hours")) } };
        };
        let (_, order) = self.shown();
        let before = self.wants(&order);
        let mut after = before.clone();
        if let Some(request) = asked.request {
            match asked.request_minutes {
                Some(minutes) => {
                    for want in after.iter_mut().filter(|want| want.id == request) {
                        want.minutes = minutes;
                    }
                }
                None => after.retain(|want| want.id != request),
            }
        }
        let found = room(&after, minutes);
        let Moved { up, down } = match self.minutes {
            Some(now) => moved(&room(&before, now), &found),
            None => Moved { up: Vec::new(), down: Vec::new() },
        };
        html! {
            div.answer role="status" {
                p {
                    (say_with("helpdesk-site-ranking-room", &[
                        found.above.len().to_string(), after.len().to_string(), hours(minutes),
                    ]))
                }
                @for (key, some) in [("helpdesk-site-ranking-up", &up), ("helpdesk-site-ranking-down", &down)] {
                    @if !some.is_empty() {
                        p { (say(key)) }
                        ul { @for reference in some { li { (self.name(*reference)) } } }
                    }
                }
                @if up.is_empty() && down.is_empty() { p { (say("helpdesk-site-ranking-nothing-moves")) } }
            }
        }
    }

    /// What was typed into one of the forms, with what is wrong with it.
    fn typed_in<T>(&self, of: impl Fn(&Typed) -> Option<&T>) -> (Option<&T>, &[FieldError]) {
        let found = self.typed.as_ref().and_then(|(typed, errors)| Some((of(typed)?, errors)));
        found.map_or((None, &[]), |(typed, errors)| (Some(typed), errors))
    }

    fn ballot(&self) -> Markup {
        let (typed, errors) = self.typed_in(|typed| match typed {
            Typed::Ballot(values) => Some(values),
            _ => None,
        });
        let mut sorted: Vec<_> = self.candidates.iter().collect();
        sorted.sort_by_key(|one| self.own.get(&one.reference).copied().unwrap_or(u32::MAX));
        html! {
            section.card aria-labelledby="ballot" {
                h2 #ballot { (say("helpdesk-site-ranking-own")) }
                p { (say("helpdesk-site-ranking-own-about")) }
                (problems(errors))
                form method="post" action="/ranking/ballot" novalidate {
                    (places(&sorted, typed, &self.own, "own"))
                    button.primary type="submit" { (say("helpdesk-site-ranking-save")) }
                }
            }
        }
    }

    fn own_order(&self) -> Markup {
        let (typed, errors) = self.typed_in(|typed| match typed {
            Typed::Order(values) => Some(values),
            _ => None,
        });
        let (_, order) = self.shown();
        let places_now: BTreeMap<_, _> = order.iter().copied().zip(1..).collect();
        let sorted: Vec<_> = order.iter().filter_map(|reference| self.find(*reference)).collect();
        let reason = typed.and_then(|values| values.get("reason")).cloned().unwrap_or_default();
        html! {
            section.card aria-labelledby="chosen" {
                h2 #chosen { (say("helpdesk-site-ranking-choose")) }
                p { (say("helpdesk-site-ranking-choose-about")) }
                (problems(errors))
                form method="post" action="/ranking/order" novalidate {
                    (places(&sorted, typed, &places_now, "chosen"))
                    div.field {
                        label for="reason" { (say("helpdesk-site-ranking-reason")) }
                        p.hint id="reason-help" { (say("helpdesk-site-ranking-reason-help")) }
                        textarea #reason name="reason" rows="3" dir="auto" aria-describedby="reason-help" { "\n" (reason) }
                    }
                    button type="submit" { (say("helpdesk-site-ranking-record")) }
                }
            }
        }
    }

    fn hours_form(&self) -> Markup {
        let (typed, errors) = self.typed_in(|typed| match typed {
            Typed::Hours(hours) => Some(hours),
            _ => None,
        });
        let typed = typed.cloned().or_else(|| self.minutes.map(hours)).unwrap_or_default();
        html! {
            section.card aria-labelledby="capacity" {
                h2 #capacity { (say("helpdesk-site-ranking-capacity")) }
                (problems(errors))
                form.inline method="post" action="/ranking/hours" novalidate {
                    div.field {
                        label for="hours" { (say("helpdesk-site-ranking-hours")) }
                        p.hint id="hours-help" { (say("helpdesk-site-ranking-hours-help")) }
                        input.short #hours name="hours" value=(typed) inputmode="decimal" aria-describedby="hours-help";
                    }
                    button type="submit" { (say("helpdesk-site-ranking-set")) }
                }
            }
        }
    }
}

/// The line where the hours end.
fn line(found: &Room<Reference>) -> Markup {
    html! {
        li.room-line {
            (say_with("helpdesk-site-ranking-line", &[hours(found.left)]))
            @if let Some(short) = found.short { " " (say_with("helpdesk-site-ranking-short", &[hours(short)])) }
        }
    }
}

fn problems(errors: &[FieldError]) -> Markup {
    html! {
        @if !errors.is_empty() {
            (notice::error(&html! {
                @for error in errors {
                    @if error.field.starts_with("place.") { p { (say("helpdesk-site-ranking-place-wrong")) } }
                    @else if error.field == "reason" { p { (say("helpdesk-site-ranking-reason")) ": " (problem(error)) } }
                    @else { p { (say("helpdesk-site-ranking-hours")) ": " (problem(error)) } }
                }
            }))
        }
    }
}

/// A number for each request; the script lets them be dragged and moved by keys.
fn places(
    sorted: &[&Candidate],
    typed: Option<&Values>,
    own: &BTreeMap<Reference, u32>,
    prefix: &str,
) -> Markup {
    html! {
        ol.places data-up=(say("helpdesk-site-ranking-move-up")) data-down=(say("helpdesk-site-ranking-move-down"))
            data-moved=(say("helpdesk-site-ranking-moved")) {
            @for one in sorted {
                @let name = format!("place.{}", one.reference);
                @let held = own.get(&one.reference).map(ToString::to_string).unwrap_or_default();
                @let value = typed.map_or(held, |values| values.get(&name).cloned().unwrap_or_default());
                li {
                    input.place id={ (prefix) "-" (one.reference) } name=(name) value=(value) inputmode="numeric" size="3" autocomplete="off";
                    " " label for={ (prefix) "-" (one.reference) } { (apart(&one.title)) }
                }
            }
        }
        p.hidden role="status" {}
    }
}
