//! Mail about a request, for the staff who work on it.

use super::form::hidden;
use super::notice;
use super::text::apart;
use super::when::moment;
use super::words::{say, say_around, say_with};
use super::written::others;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// A mail in the list.
#[derive(Clone, Debug)]
pub struct MailShown {
    /// Its number.
    pub id: u64,
    /// The code of what it is about.
    pub kind: &'static str,
    /// The code of how far it is.
    pub state: &'static str,
    /// Who wrote it, by name.
    pub by: Option<String>,
    /// When it was made, or sent.
    pub at: Timestamp,
    /// Why it did not arrive.
    pub reason: Option<String>,
    /// What a person wrote.
    pub body: Option<String>,
    /// Seconds until it is sent, if it can be taken back.
    pub due_in: Option<i64>,
    /// To whom, if not to the requester.
    pub to: Option<String>,
}

/// The list, and what can be done.
#[derive(Clone, Debug, Default)]
pub struct Mails {
    /// The mail, newest first.
    pub lines: Vec<MailShown>,
    /// Texts to begin a letter with: id and label.
    pub canned: Vec<(String, String)>,
    /// Who else is writing to these people just now.
    pub others: Vec<String>,
    /// Whether the requester is reached by mail.
    pub reached: bool,
    /// Whether the requester has a private page.
    pub private_page: bool,
    /// Whether the request has an address of theirs.
    pub has_address: bool,
}

impl Mails {
    /// Why the requester's address does not work, if the last mail to it did not arrive.
    #[must_use]
    pub fn broken(&self) -> Option<&MailShown> {
        let tried = |line: &&MailShown| matches!(line.state, "sent" | "refused" | "bounced");
        self.lines.iter().filter(|line| line.to.is_none()).find(tried).filter(|line| line.state != "sent")
    }

    /// The section of the request's page.
    #[must_use]
    pub fn section(&self, about: Reference) -> Markup {
        html! {
            section.card.mails aria-labelledby="mails" {
                h2 #mails { (say("helpdesk-site-mails")) }
                @if let Some(line) = self.broken() {
                    (notice::error(&html! {
                        p { strong { (say("helpdesk-site-mails-broken")) } }
                        @if let Some(reason) = &line.reason { p dir="auto" { (reason) } }
                    }))
                }
                (others(&self.others))
                @if self.reached { (self.begin(about)) } @else { p.none { (say("helpdesk-site-mails-unreached")) } }
                @if self.has_address {
                    p { a href={ "/support-requests/" (about) "/address" } { (say("helpdesk-site-mails-address")) } }
                }
                @if self.lines.is_empty() { p.none { (say("helpdesk-site-mails-none")) } }
                ul.mail-list { @for line in &self.lines { li { (one(line, about)) } } }
                @if self.private_page {
                    details.off {
                        summary { (say("helpdesk-site-mails-links")) }
                        p { (say("helpdesk-site-mails-links-help")) }
                        form method="post" action={ "/support-requests/" (about) "/end-links" } {
                            button.destructive type="submit" { (say("helpdesk-site-mails-links-end")) }
                        }
                    }
                }
            }
        }
    }

    fn begin(&self, about: Reference) -> Markup {
        html! {
            form.inline method="post" action={ "/support-requests/" (about) "/letters" } {
                @if !self.canned.is_empty() {
                    label for="canned" { (say("helpdesk-site-mails-canned")) }
                    select id="canned" name="canned" {
                        option value="" { (say("helpdesk-site-mails-canned-none")) }
                        @for (id, label) in &self.canned { option value=(id) { (label) } }
                    }
                }
                button type="submit" { (say("helpdesk-site-mails-write")) }
            }
        }
    }
}

fn one(line: &MailShown, about: Reference) -> Markup {
    html! {
        p {
            strong { (say(&format!("helpdesk-site-mail-kind-{}", line.kind))) } " "
            span class={ "tag mail-" (line.state) } { (say(&format!("helpdesk-site-mail-state-{}", line.state))) }
        }
        @if let Some(to) = &line.to { p { (say_around("helpdesk-site-mails-copy", &apart(to))) } }
        p.when {
            (moment(line.at))
            @if let Some(by) = &line.by { " · " (apart(by)) }
        }
        @if let Some(reason) = line.reason.as_ref().filter(|_| line.state != "sent") {
            p.error-text dir="auto" { (reason) }
        }
        @if let Some(body) = &line.body {
            details { summary { (say("helpdesk-site-mails-text")) } pre.mail-text dir="auto" { (body) } }
        }
        @if line.state == "draft" {
            a.button href={ "/letters/" (line.id) } { (say("helpdesk-site-mails-look")) }
        }
        @if let Some(seconds) = line.due_in.filter(|_| line.state == "waiting" && line.kind != "wiki-note") {
            form.inline method="post" action={ "/letters/" (line.id) "/undo" } {
                (hidden("reference", about.as_str()))
                @if seconds > 0 { (say_with("helpdesk-site-mails-due", &[minutes(seconds)])) " " }
                button type="submit" { (say("helpdesk-site-mails-undo")) }
            }
        }
    }
}

/// Seconds as whole minutes, up.
fn minutes(seconds: i64) -> String {
    ((seconds + 59) / 60).to_string()
}
