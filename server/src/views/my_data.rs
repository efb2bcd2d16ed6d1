//! What is kept about the one who looks.

use super::Page;
use super::frame::Frame;
use super::text::{apart, title};
use super::when::moment;
use super::words::{say, say_around, say_with};
use helpdesk_domain::form::Reach;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::Role;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// A role with its times.
#[derive(Clone, Debug)]
pub struct RoleTerm {
    /// Which.
    pub role: Role,
    /// Since when.
    pub from: Timestamp,
    /// Until when, if it was taken away.
    pub until: Option<Timestamp>,
}

/// A request of theirs.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// Which.
    pub reference: Reference,
    /// Its title; empty if it was erased.
    pub title: String,
    /// How they are reached; `None` if it was forgotten.
    pub reach: Option<Reach>,
}

/// Something that they did in a request of somebody else.
#[derive(Clone, Debug)]
pub struct ActLine {
    /// When.
    pub at: Timestamp,
    /// In which.
    pub reference: Reference,
    /// The event's code.
    pub kind: String,
}

/// The page of what is kept about somebody.
pub struct MyDataPage {
    /// The name of their wiki account.
    pub name: String,
    /// Its central number.
    pub number: String,
    /// When it was registered, if it is known.
    pub registered_at: Option<Timestamp>,
    /// The first and the last sign-in.
    pub signed_in_at: (Timestamp, Timestamp),
    /// Whether the wiki may be edited in their name.
    pub may_edit: bool,
    /// Roles that they have and had.
    pub roles: Vec<RoleTerm>,
    /// Their requests.
    pub requests: Vec<OwnLine>,
    /// What they did elsewhere, oldest first.
    pub acts: Vec<ActLine>,
}

impl Page for MyDataPage {
    fn title(&self) -> String {
        say("helpdesk-site-my-data-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let mail = html! { a href={ "mailto:" (frame.site.email) } { (apart(&frame.site.email)) } };
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-my-data-lead")) }
            p { a.button href="/my-data.json" download { (say("helpdesk-site-my-data-file")) } }
            (self.account())
            @if !self.roles.is_empty() {
                section.card aria-labelledby="my-roles" {
                    h2 #my-roles { (say("helpdesk-site-my-data-roles")) }
                    ul { @for term in &self.roles { li { (role(term)) } } }
                }
            }
            section.card aria-labelledby="my-requests" {
                h2 #my-requests { (say("helpdesk-site-my-data-requests")) }
                @if self.requests.is_empty() { p { (say("helpdesk-site-my-data-no-requests")) } }
                @else { ul { @for line in &self.requests { li { (own(line)) } } } }
            }
            @if !self.acts.is_empty() {
                section.card aria-labelledby="my-acts" {
                    h2 #my-acts { (say("helpdesk-site-my-data-acts")) }
                    ul { @for line in &self.acts { li { (self.act(line)) } } }
                }
            }
            p { (say_around("helpdesk-site-my-data-erase", &mail)) }
        }
    }
}

impl MyDataPage {
    fn account(&self) -> Markup {
        let may_edit =
            if self.may_edit { "helpdesk-site-my-data-edits" } else { "helpdesk-site-my-data-edits-not" };
        html! {
            section.card aria-labelledby="my-account" {
                h2 #my-account { (say("helpdesk-site-my-data-account")) }
                table.plain {
                    tbody {
                        tr { th scope="row" { (say("helpdesk-site-my-data-name")) } td { (apart(&self.name)) } }
                        tr { th scope="row" { (say("helpdesk-site-my-data-number")) } td { (apart(&self.number)) } }
                        @if let Some(at) = self.registered_at {
                            tr { th scope="row" { (say("helpdesk-site-my-data-registered")) } td { (moment(at)) } }
                        }
                        tr { th scope="row" { (say("helpdesk-site-my-data-first")) } td { (moment(self.signed_in_at.0)) } }
                        tr { th scope="row" { (say("helpdesk-site-my-data-last")) } td { (moment(self.signed_in_at.1)) } }
                    }
                }
                p { (say(may_edit)) }
            }
        }
    }

    fn act(&self, line: &ActLine) -> Markup {
        let words = say_with(&format!("helpdesk-event-{}", line.kind), std::slice::from_ref(&self.name));
        html! { (moment(line.at)) ", " a href={ "/support-requests/" (line.reference) } { (line.reference) } ": " (apart(&words)) }
    }
}

fn role(term: &RoleTerm) -> Markup {
    html! {
        (say(&format!("helpdesk-role-{}", term.role.code()))) ": " (moment(term.from)) " – "
        @match term.until { Some(until) => (moment(until)), None => (say("helpdesk-site-my-data-until-now")) }
    }
}

fn own(line: &OwnLine) -> Markup {
    html! {
        a href={ "/support-requests/" (line.reference) } dir="auto" { (title(&line.title)) }
        br;
        @match &line.reach {
            Some(Reach::Mail(address)) => (say_around("helpdesk-site-my-data-mail", &apart(address.as_str()))),
            Some(Reach::TalkPage) => (say("helpdesk-site-my-data-talk-page")),
            Some(Reach::WikiMail) => (say("helpdesk-site-my-data-wiki-mail")),
            None => (say("helpdesk-site-my-data-forgotten")),
        }
    }
}
