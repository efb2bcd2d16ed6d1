//! The start page.

use super::Page;
use super::frame::Frame;
use super::list::{RequestLine, cards};
use super::words::{say, say_with};
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::StageName;
use maud::{Markup, html};
use std::sync::Arc;

/// The start page.
pub struct StartPage {
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// How many requests are open, by stage.
    pub open: Vec<(StageName, u64)>,
    /// The visitor's own requests; `None` if nobody is signed in.
    pub mine: Option<Vec<RequestLine>>,
    /// What waits for the visitor in one of their roles.
    pub waiting: Vec<RequestLine>,
}

impl Page for StartPage {
    fn title(&self) -> String {
        say("helpdesk-site-start-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, frame: &Frame) -> Markup {
        let days = self.policy.deadlines.acknowledge_days.to_string();
        html! {
            div.hero {
                h1 { (self.title()) }
                p.lead { (say_with("helpdesk-site-start-lead", &[super::text::plain(&frame.site.helpdesk)])) }
                div.buttons {
                    a.button.primary.large href="/support-requests/new" { (say("helpdesk-site-start-ask")) }
                    a href=(frame.site.about_url) { (say("helpdesk-site-about")) }
                }
                p.hint { (say_with("helpdesk-site-start-promise", &[days])) }
            }
            @if !self.waiting.is_empty() {
                section aria-labelledby="waiting" {
                    h2 #waiting { (say("helpdesk-site-start-waiting")) }
                    (cards(&self.waiting, frame.now))
                }
            }
            (self.mine(frame))
            section aria-labelledby="open" {
                h2 #open { (say("helpdesk-site-start-open")) }
                ol.stages {
                    @for (stage, count) in &self.open {
                        li {
                            span.count { (count) }
                            span { (say(&format!("helpdesk-stage-{}", stage.code()))) }
                        }
                    }
                }
            }
            section aria-labelledby="how" {
                h2 #how { (say("helpdesk-site-start-how")) }
                ol.how {
                    @for step in 1..=4 {
                        li {
                            h3 { (say(&format!("helpdesk-site-start-step-{step}"))) }
                            p { (say(&format!("helpdesk-site-start-step-{step}-text"))) }
                        }
                    }
                }
            }
            section aria-labelledby="kinds" {
                h2 #kinds { (say("helpdesk-site-start-kinds")) }
                ul.kinds { @for kind in &self.policy.kinds { li dir="auto" { (kind.label) } } }
            }
        }
    }
}

impl StartPage {
    fn mine(&self, frame: &Frame) -> Markup {
        html! {
            section aria-labelledby="mine" {
                h2 #mine { (say("helpdesk-site-start-mine")) }
                @match &self.mine {
                    None => p { (super::words::say_around("helpdesk-site-start-mine-sign-in", &html! {
                        a href=(frame.sign_in_href()) { (say("helpdesk-site-sign-in")) }
                    })) },
                    Some(mine) if mine.is_empty() => p.none { (say("helpdesk-site-start-mine-none")) },
                    Some(mine) => (cards(mine, frame.now)),
                }
            }
        }
    }
}

/// The stages of open requests, in their order.
pub fn open_stages() -> impl Iterator<Item = StageName> {
    StageName::ALL.iter().copied().filter(|stage| *stage != StageName::Closed)
}
