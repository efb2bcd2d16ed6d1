//! Erasing what is kept about somebody: whom, what exactly, and what came of it.

use super::form::hidden;
use super::frame::Frame;
use super::text::{apart, title};
use super::words::{say, say_around};
use super::{Page, notice};
use helpdesk_domain::ids::Reference;
use maud::{Markup, html};

/// The page of erasures.
pub struct ErasurePage {
    /// The name or address that was typed.
    pub typed: String,
    /// How far it is.
    pub step: Step,
}

/// How far an erasure is.
pub enum Step {
    /// It is asked whom.
    Ask {
        /// The message that says why not.
        wrong: Option<&'static str>,
    },
    /// It is asked whether really.
    Confirm(Meant),
    /// It is done.
    Done(Done),
}

/// What would be erased.
#[derive(Clone, Debug, Default)]
pub struct Meant {
    /// The account, if one was named.
    pub account: Option<String>,
    /// Accounts that use the address that was named.
    pub accounts: Vec<String>,
    /// Requests that the reader works on: name, title, whether it is open.
    pub requests: Vec<(Reference, String, bool)>,
    /// The message that says why not.
    pub wrong: Option<&'static str>,
}

/// What is left to do for people.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Requests that are still open.
    pub open: Vec<Reference>,
    /// Pages on the wiki by title.
    pub pages: Vec<(Reference, String)>,
}

impl Page for ErasurePage {
    fn title(&self) -> String {
        say("helpdesk-site-erasure-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            @match &self.step {
                Step::Ask { wrong } => (self.ask(*wrong)),
                Step::Confirm(meant) => (self.confirm(meant)),
                Step::Done(done) => (told(done)),
            }
        }
    }
}

impl ErasurePage {
    fn ask(&self, wrong: Option<&'static str>) -> Markup {
        html! {
            p.lead { (say("helpdesk-site-erasure-lead")) }
            @if let Some(wrong) = wrong { (notice::error(&html! { p { (say(wrong)) } })) }
            form.card method="post" action="/erasure" novalidate {
                div.field {
                    label for="erasure-who" { (say("helpdesk-site-erasure-who")) }
                    p.hint id="erasure-who-help" { (say("helpdesk-site-erasure-who-help")) }
                    input.medium #erasure-who name="who" value=(self.typed) dir="auto" autocomplete="off"
                        aria-describedby="erasure-who-help";
                }
                button.primary type="submit" { (say("helpdesk-site-erasure-look")) }
            }
        }
    }

    fn confirm(&self, meant: &Meant) -> Markup {
        let goes: &[&str] = match meant.account {
            Some(_) => &["account", "reached", "asked", "mail", "unfinished", "roles"],
            None => &["reached", "asked", "mail"],
        };
        html! {
            @if let Some(wrong) = meant.wrong { (notice::error(&html! { p { (say(wrong)) } })) }
            p.lead { (say_around("helpdesk-site-erasure-of", &html! { strong { (apart(&self.typed)) } })) }
            @for account in &meant.accounts {
                (notice::warning(&html! { p {
                    (say_around("helpdesk-site-erasure-account-too", &html! { strong { (apart(account)) } }))
                } }))
            }
            section.card aria-labelledby="erasure-goes" {
                h2 #erasure-goes { (say("helpdesk-site-erasure-goes")) }
                ul { @for what in goes { li { (say(&format!("helpdesk-site-erasure-goes-{what}"))) } } }
                @if !meant.requests.is_empty() {
                    p { (say("helpdesk-site-erasure-requests")) }
                    ul { @for (reference, name, open) in &meant.requests { li {
                        a href={ "/support-requests/" (reference) } dir="auto" { (title(name)) }
                        @if *open { " – " (say("helpdesk-site-erasure-open")) }
                    } } }
                }
                p { (say("helpdesk-site-erasure-others")) }
            }
            section.card aria-labelledby="erasure-stays" {
                h2 #erasure-stays { (say("helpdesk-site-erasure-stays")) }
                ul { @for what in ["decided", "office", "wiki", "backups"] {
                    li { (say(&format!("helpdesk-site-erasure-stays-{what}"))) }
                } }
            }
            form.card method="post" action="/erasure" novalidate {
                (hidden("who", &self.typed))
                div.field {
                    label for="erasure-again" { (say("helpdesk-site-erasure-again")) }
                    p.hint id="erasure-again-help" { (say("helpdesk-site-erasure-again-help")) }
                    input.medium #erasure-again name="again" dir="auto" autocomplete="off"
                        aria-describedby="erasure-again-help";
                }
                button.primary type="submit" { (say("helpdesk-site-erasure-erase")) }
                " "
                a href="/erasure" { (say("helpdesk-site-erasure-leave")) }
            }
        }
    }
}

fn told(done: &Done) -> Markup {
    html! {
        (notice::success(&say("helpdesk-site-erasure-done")))
        @if !done.open.is_empty() {
            p { (say("helpdesk-site-erasure-close")) }
            ul { @for reference in &done.open {
                li { a href={ "/support-requests/" (reference) } { (reference) } }
            } }
        }
        @if !done.pages.is_empty() {
            p { (say("helpdesk-site-erasure-pages")) }
            ul { @for (reference, page) in &done.pages { li { (reference) ": " (apart(page)) } } }
        }
        p { (say("helpdesk-site-erasure-minutes")) }
        p { a href="/erasure" { (say("helpdesk-site-erasure-next")) } }
    }
}
