//! Mail that came in: the list, by where the messages are.

use super::Page;
use super::frame::Frame;
use super::notice;
use super::text::{apart, plain};
use super::when::moment;
use super::words::{say, say_with};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// The states of messages, in the order in which they are listed.
pub const STATES: [&str; 5] = ["waiting", "joined", "new", "ballot", "dropped"];

/// A message of the list.
#[derive(Clone, Debug)]
pub struct TrayLine {
    /// Its name.
    pub mail: Reference,
    /// The subject.
    pub subject: String,
    /// Who it is from: name and address.
    pub from: Option<String>,
    /// When it came.
    pub at: Timestamp,
    /// Why it is where it is, in English.
    pub reason: String,
    /// The request that it belongs to, or is proposed for, and its title.
    pub request: Option<(Reference, String)>,
}

/// The list.
pub struct TrayPage {
    /// Which state is listed.
    pub state: &'static str,
    /// How many wait.
    pub waiting: u64,
    /// The messages, newest first.
    pub lines: Vec<TrayLine>,
    /// Where the next page begins.
    pub next: Option<u64>,
}

impl Page for TrayPage {
    fn title(&self) -> String {
        say("helpdesk-site-tray-title")
    }

    fn body(&self, _: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say_with("helpdesk-site-tray-lead", &[self.waiting.to_string()])) }
            nav aria-label=(say("helpdesk-site-tray-states")) {
                ul.tags {
                    @for state in STATES {
                        li { a.tag href={ "/tray?state=" (state) } aria-current=[(state == self.state).then_some("page")] {
                            (say(&format!("helpdesk-site-tray-state-{state}")))
                        } }
                    }
                }
            }
            @if self.lines.is_empty() { (notice::info(&html! { p { (say("helpdesk-site-tray-none")) } })) }
            @for line in &self.lines { (one(line)) }
            @if let Some(next) = self.next {
                p { a.button href={ "/tray?state=" (self.state) "&below=" (next) } { (say("helpdesk-site-tray-older")) } }
            }
        }
    }
}

fn one(line: &TrayLine) -> Markup {
    html! {
        article.card {
            h2 { a href={ "/tray/" (line.mail) } dir="auto" {
                @if line.subject.is_empty() { (say("helpdesk-site-tray-no-subject")) } @else { (plain(&line.subject)) }
            } }
            p.when { @if let Some(from) = &line.from { (apart(from)) " · " } (moment(line.at)) }
            p lang="en" dir="ltr" { (line.reason) }
            @if let Some((reference, title)) = &line.request {
                p { a href={ "/support-requests/" (reference) } { bdi { (plain(title)) } } }
            }
        }
    }
}
