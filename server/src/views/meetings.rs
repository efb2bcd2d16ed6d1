//! When the committee meets.

use super::form::hidden;
use super::frame::Frame;
use super::text::link;
use super::when::on_the_clock;
use super::words::{say, say_with};
use super::{Page, notice};
use chrono_tz::Tz;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::Role;
use helpdesk_domain::text::Body;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// A meeting in the list of all.
#[derive(Clone, Debug)]
pub struct MeetingLine {
    /// Its name in addresses.
    pub reference: Reference,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it is, in minutes.
    pub minutes: u16,
    /// How to take part, towards those whom it concerns.
    pub place: Option<String>,
    /// Whether it does not take place.
    pub cancelled: bool,
}

/// The page of all meetings.
pub struct MeetingsPage {
    /// The meetings, in the order of time.
    pub lines: Vec<MeetingLine>,
    /// The zone in which they are shown.
    pub zone: Tz,
    /// The names of all zones.
    pub zones: Vec<&'static str>,
    /// The zone that was asked for and is none.
    pub unknown: Option<String>,
}

impl Page for MeetingsPage {
    fn title(&self) -> String {
        say("helpdesk-site-meetings-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, frame: &Frame) -> Markup {
        let over = |line: &&MeetingLine| line.starts_at.0 + i64::from(line.minutes) * 60 < frame.now.0;
        let (past, coming): (Vec<_>, Vec<_>) = self.lines.iter().partition(over);
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-meetings-lead")) }
            @if frame.has(Role::Secretary) {
                div.buttons {
                    a.button.primary href="/meetings/new" { (say("helpdesk-site-meeting-add")) }
                    a.button href="/meetings/brief" { (say("helpdesk-site-brief-title")) }
                }
            }
            (self.zone_form())
            section aria-labelledby="coming" {
                h2 #coming { (say("helpdesk-site-meetings-coming")) }
                @if coming.is_empty() { p.none { (say("helpdesk-site-meetings-none")) } }
                @else { ul.meetings { @for line in &coming { li { (self.line(line, frame)) } } } }
            }
            p { a href="/meetings.ics" { (say("helpdesk-site-meetings-ics")) } " " span.hint { (say("helpdesk-site-meetings-ics-help")) } }
            @if !past.is_empty() {
                section aria-labelledby="past" {
                    h2 #past { (say("helpdesk-site-meetings-past")) }
                    ul.meetings { @for line in past.iter().rev() { li { (self.line(line, frame)) } } }
                }
            }
        }
    }
}

impl MeetingsPage {
    fn zone_form(&self) -> Markup {
        html! {
            form.filters.card method="get" action="/meetings" {
                div.filter.wide {
                    label for="zone" { (say("helpdesk-site-meetings-zone")) }
                    @if let Some(unknown) = &self.unknown {
                        p.problem { (say("helpdesk-site-meeting-wrong-zone")) " " bdi { (unknown) } }
                    }
                    input #zone name="tz" list="zones" value=(self.zone.name()) autocomplete="off" dir="ltr";
                    (zone_list(&self.zones))
                }
                div.buttons { button type="submit" { (say("helpdesk-site-meetings-show")) } }
            }
        }
    }

    fn line(&self, line: &MeetingLine, frame: &Frame) -> Markup {
        html! {
            p.meeting-when {
                @if frame.deliberates() { a href={ "/meetings/" (line.reference) } { (on_the_clock(line.starts_at, self.zone)) } }
                @else { (on_the_clock(line.starts_at, self.zone)) }
                @if line.cancelled { " " strong.late { (say("helpdesk-site-meeting-cancelled")) } }
            }
            p.hint {
                (say_with("helpdesk-site-meeting-minutes-long", &[line.minutes.to_string()]))
                @if let Some(place) = &line.place { " · " (link(&Body::Text(place.clone()))) }
            }
        }
    }
}

fn zone_list(zones: &[&'static str]) -> Markup {
    html! { datalist #zones { @for zone in zones { option value=(zone) {} } } }
}

/// The form of a meeting.
pub struct MeetingFormPage {
    /// The meeting that is changed, with how often it was; `None` for a new one.
    pub changed: Option<(Reference, u32)>,
    /// What stands in the fields: day, time, zone, minutes, place.
    pub typed: [String; 5],
    /// Whether it does not take place.
    pub cancelled: bool,
    /// What is wrong: the field's name and a message key.
    pub wrong: Vec<(&'static str, &'static str)>,
    /// The names of all zones.
    pub zones: Vec<&'static str>,
}

const FIELDS: [(&str, &str, &str); 5] = [
    ("day", "date", "short"),
    ("time", "time", "short"),
    ("zone", "text", "medium"),
    ("minutes", "text", "short"),
    ("place", "text", "wide"),
];

impl Page for MeetingFormPage {
    fn title(&self) -> String {
        say(if self.changed.is_some() { "helpdesk-site-meeting-change" } else { "helpdesk-site-meeting-add" })
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let action = match &self.changed {
            Some((reference, _)) => format!("/meetings/{reference}/change"),
            None => "/meetings/new".to_owned(),
        };
        html! {
            p.breadcrumb { a href="/meetings" { (say("helpdesk-site-meetings-title")) } }
            h1 { (self.title()) }
            @if !self.wrong.is_empty() { (notice::error(&html! { p { strong { (say("helpdesk-site-form-errors")) } } })) }
            form.card method="post" action=(action) novalidate {
                @if let Some((_, changes)) = &self.changed { (hidden("changes", &changes.to_string())) }
                @for ((name, kind, class), value) in FIELDS.iter().zip(&self.typed) { (self.field(name, kind, class, value)) }
                (zone_list(&self.zones))
                @if self.changed.is_some() {
                    div.field { label.choice {
                        input type="checkbox" name="cancelled" value="on" checked[self.cancelled];
                        span { (say("helpdesk-site-meeting-cancel")) }
                    } }
                }
                div.buttons {
                    button.primary type="submit" { (say("helpdesk-site-meeting-save")) }
                    a href="/meetings" { (say("helpdesk-site-cancel")) }
                }
            }
        }
    }
}

impl MeetingFormPage {
    fn field(&self, name: &str, kind: &str, class: &str, value: &str) -> Markup {
        let wrong: Vec<_> = self.wrong.iter().filter(|(field, _)| *field == name).collect();
        let id = format!("meeting-{name}");
        html! {
            div class=(if wrong.is_empty() { "field" } else { "field invalid" }) {
                label for=(id) { (say(&format!("helpdesk-site-meeting-{name}"))) }
                p.hint id={ (id) "-help" } { (say(&format!("helpdesk-site-meeting-{name}-help"))) }
                @for (_, key) in &wrong { p.problem { (say(key)) } }
                input id=(id) name=(name) type=(kind) class=(class) value=(value) dir="auto"
                    list=[(name == "zone").then_some("zones")] autocomplete="off" aria-describedby={ (id) "-help" }
                    aria-invalid=[(!wrong.is_empty()).then_some("true")];
            }
        }
    }
}
