//! What is promised to requesters, and what somebody should look at.

use super::fragments::party;
use super::frame::Frame;
use super::plot::share_bar;
use super::standing::promised_words;
use super::text::apart;
use super::when::{day, deadline, moment, month};
use super::words::{say, say_with};
use super::{Page, notice};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::kept::Month;
use helpdesk_domain::people::Party;
use helpdesk_domain::promise::Promise;
use helpdesk_domain::time::{Date, Timestamp};
use helpdesk_domain::watch::{SILENT_DAYS, Watch};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A promise to somebody who asked.
#[derive(Clone, Debug)]
pub struct PromiseLine {
    /// Of which request.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// What is promised.
    pub promise: Promise,
    /// Who is waited for until a day.
    pub waiting: Option<(Party, Date)>,
    /// Who of the Helpdesk looks after it.
    pub owner: Option<String>,
    /// When something happened last that the viewer sees.
    pub last_sign: Option<Timestamp>,
    /// What is wrong with it.
    pub watch: Watch,
}

/// The page of promises.
pub struct PromisesPage {
    /// The promises, the most pressing first.
    pub lines: Vec<PromiseLine>,
    /// How they were kept, by the month in which they were due, as `YYYY-MM`.
    pub months: BTreeMap<String, Month>,
}

impl Page for PromisesPage {
    fn title(&self) -> String {
        say("helpdesk-site-promises-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let well = self.lines.iter().all(|line| !line.watch.is_needed());
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-promises-lead")) }
            @if well { (notice::info(&html! { p { (say("helpdesk-site-promises-well")) } })) }
            (self.section("late", &say("helpdesk-site-promises-late-about"), |watch| watch.late, frame.now))
            (self.section("silent", &say_with("helpdesk-site-promises-silent-about", &[SILENT_DAYS.to_string()]),
                |watch| watch.silent, frame.now))
            (self.section("ownerless", &say("helpdesk-site-promises-ownerless-about"), |watch| watch.without_owner, frame.now))
            (self.section("on-time", &say("helpdesk-site-promises-kept-so-far"), |watch| !watch.is_needed(), frame.now))
            (self.by_month())
        }
    }
}

impl PromisesPage {
    fn section(&self, name: &str, about: &str, of: fn(Watch) -> bool, now: Timestamp) -> Markup {
        let lines: Vec<_> = self.lines.iter().filter(|line| of(line.watch)).collect();
        html! {
            @if !lines.is_empty() {
                section aria-labelledby=(name) {
                    h2 id=(name) {
                        (say(&format!("helpdesk-site-promises-{name}"))) " " span.tag { (lines.len()) }
                    }
                    p.hint { (about) }
                    (table(&say(&format!("helpdesk-site-promises-{name}")), &lines, now))
                }
            }
        }
    }

    fn by_month(&self) -> Markup {
        html! {
            @if !self.months.is_empty() {
                section aria-labelledby="months" {
                    h2 #months { (say("helpdesk-site-promises-months")) }
                    p.hint { (say("helpdesk-site-promises-months-about")) }
                    div.scroll tabindex="0" role="region" aria-labelledby="months" {
                        table.counts {
                            thead { tr {
                                @for key in ["month", "due-kept", "due-late", "moved", "share"] {
                                    th scope="col" { (say(&format!("helpdesk-site-promises-column-{key}"))) }
                                }
                            } }
                            tbody {
                                @for (name, of) in self.months.iter().rev() {
                                    tr {
                                        th scope="row" { (month(name)) }
                                        td { (of.kept) }
                                        td { (of.late) }
                                        td { (of.moved) }
                                        td { (share(of.share())) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A share of a hundred as a bar and in words.
pub(super) fn share(share: Option<u32>) -> Markup {
    html! {
        @match share {
            Some(share) => { (share_bar(share)) " " (say_with("helpdesk-site-percent", &[share.to_string()])) }
            None => span.none { "–" },
        }
    }
}

fn table(caption: &str, lines: &[&PromiseLine], now: Timestamp) -> Markup {
    let head = |key: &str| say(&format!("helpdesk-site-promises-column-{key}"));
    html! {
        table.requests {
            caption.hidden { (caption) }
            thead { tr {
                @for key in ["request", "promised", "by", "owner", "last"] { th scope="col" { (head(key)) } }
            } }
            tbody {
                @for line in lines {
                    tr {
                        th scope="row" {
                            a.request-title href={ "/support-requests/" (line.reference) } dir="auto" { (super::text::title(&line.title)) }
                        }
                        td data-label=(head("promised")) {
                            strong { (party(line.promise.who)) } ": " (promised_words(&line.promise))
                            @if let Some((whom, until)) = line.waiting {
                                div.hint { (say_with("helpdesk-site-waiting-for", &[party(whom)])) ", "
                                    (say("helpdesk-site-waiting-until")) " " (day(until)) }
                            }
                        }
                        td data-label=(head("by")) {
                            span class=[line.watch.late.then_some("late")] { (deadline(line.promise.by, now)) }
                        }
                        td data-label=(head("owner")) {
                            @if let Some(owner) = &line.owner { (apart(owner)) } @else { span.none { "–" } }
                        }
                        td data-label=(head("last")) {
                            @if let Some(at) = line.last_sign { (moment(at)) } @else { span.none { "–" } }
                        }
                    }
                }
            }
        }
    }
}
