//! Agenda, minutes and brief as wikitext, before and after they are on the wiki.

use super::form::hidden;
use super::frame::Frame;
use super::text::plain;
use super::words::{say, say_with};
use super::{Page, notice};
use helpdesk_domain::ids::Reference;
use maud::{Markup, html};

/// How far the page on the wiki is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// It was not published yet.
    Not,
    /// It is being written.
    Waiting,
    /// It is there.
    Done,
    /// Writing it needs a person.
    Stuck,
    /// Somebody changed our part of it.
    Changed,
}

/// The page with agenda or minutes.
pub struct MinutesPage {
    /// The meeting.
    pub meeting: Reference,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
    /// The text as it would be published now.
    pub text: String,
    /// What the text is known by.
    pub seen: String,
    /// The title of its page and where that is; `None` where the policy names no place for it.
    pub place: Option<(String, String)>,
    /// How far that is.
    pub published: Published,
    /// Whether what stands there is what is shown here.
    pub same: bool,
    /// What went wrong last.
    pub error: Option<String>,
    /// What a person made of our part, with its revision.
    pub found: Option<(String, u64)>,
    /// What was ours before that.
    pub ours: String,
    /// The revision that was looked at last.
    pub revision: u64,
    /// Whether the text changed while somebody looked at it.
    pub moved: bool,
}

impl Page for MinutesPage {
    fn title(&self) -> String {
        say(if self.kind == "agenda" { "helpdesk-site-minutes-agenda" } else { "helpdesk-site-minutes-title" })
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            p.breadcrumb { a href={ "/meetings/" (self.meeting) } { (say("helpdesk-site-meeting-title")) } }
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-minutes-lead")) }
            @if self.moved { (notice::warning(&html! { p { (say("helpdesk-site-minutes-moved")) } })) }
            (self.question())
            (self.state())
            section.card aria-labelledby="text" {
                h2 #text { (say("helpdesk-site-minutes-preview")) }
                pre.wikitext tabindex="0" dir="auto" { (self.text) }
                @if self.place.is_some() && self.published != Published::Changed {
                    form method="post" action={ "/meetings/" (self.meeting) "/" (self.kind) } {
                        (hidden("seen", &self.seen))
                        button.primary type="submit" { (say("helpdesk-site-minutes-publish")) }
                    }
                }
            }
        }
    }
}

impl MinutesPage {
    fn state(&self) -> Markup {
        let Some((title, href)) = &self.place else {
            return notice::info(&html! { p { (say("helpdesk-site-minutes-no-place")) } });
        };
        let key = match (self.published, self.same) {
            (Published::Not, _) => "helpdesk-site-minutes-not",
            (Published::Waiting, _) => "helpdesk-site-minutes-waiting",
            (Published::Done, true) => "helpdesk-site-minutes-same",
            (Published::Done, false) => "helpdesk-site-minutes-older",
            (Published::Stuck | Published::Changed, _) => "helpdesk-site-minutes-stuck",
        };
        html! {
            p {
                a href=(href) dir="auto" { (plain(title)) } ": " (say(key))
                @if let Some(error) = &self.error { " " bdi { (error) } }
            }
            @if self.published == Published::Stuck { (self.answer(self.revision, false, "helpdesk-site-minutes-again")) }
        }
    }

    fn question(&self) -> Markup {
        let Some((found, revision)) = &self.found else { return html! {} };
        html! {
            section.card aria-labelledby="question" {
                h2 #question { (say("helpdesk-site-minutes-question")) }
                p { (say("helpdesk-site-minutes-question-about")) }
                (difference(&self.ours, found))
                div.buttons {
                    (self.answer(*revision, true, "helpdesk-site-minutes-keep"))
                    (self.answer(*revision, false, "helpdesk-site-minutes-restore"))
                }
            }
        }
    }

    fn answer(&self, revision: u64, keep: bool, key: &str) -> Markup {
        html! {
            form method="post" action={ "/meetings/" (self.meeting) "/answer" } {
                (hidden("revision", &revision.to_string()))
                (hidden("keep", if keep { "yes" } else { "no" }))
                (hidden("kind", self.kind))
                button type="submit" { (say(key)) }
            }
        }
    }
}

/// Lines that one text has and the other has not.
fn difference(ours: &str, found: &str) -> Markup {
    let only = |one: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.lines().collect();
        let lines = one.lines().filter(|line| !line.trim().is_empty() && !others.contains(line));
        lines.map(str::to_owned).collect()
    };
    html! {
        dl.difference {
            @for (key, lines) in [("gone", only(ours, found)), ("come", only(found, ours))] {
                @if !lines.is_empty() {
                    dt { (say(&format!("helpdesk-site-minutes-{key}"))) }
                    @for line in lines { dd dir="auto" { code { (line) } } }
                }
            }
        }
    }
}

/// The page with a quarter's brief.
pub struct BriefPage {
    /// The quarter, as `2026-Q4`.
    pub quarter: String,
    /// Quarters to choose from, the newest first.
    pub quarters: Vec<String>,
    /// The text.
    pub text: String,
}

impl Page for BriefPage {
    fn title(&self) -> String {
        say("helpdesk-site-brief-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            p.breadcrumb { a href="/meetings" { (say("helpdesk-site-meetings-title")) } }
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-brief-lead")) }
            nav aria-label=(say("helpdesk-site-brief-quarter")) {
                ul.tabs { @for one in &self.quarters {
                    li { a href={ "/meetings/brief?quarter=" (one) } aria-current=[(*one == self.quarter).then_some("page")] { (one) } }
                } }
            }
            @if self.text.is_empty() { p.none { (say_with("helpdesk-site-brief-none", std::slice::from_ref(&self.quarter))) } }
            @else {
                div.field {
                    label for="brief" { (say("helpdesk-site-brief-text")) }
                    textarea.code #brief rows="24" readonly dir="auto" { "\n" (self.text) }
                }
            }
        }
    }
}
