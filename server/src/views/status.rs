//! The private page of somebody without an account.

use super::form::{self, Filling, hidden};
use super::frame::Frame;
use super::mail_choice::pace;
use super::standing::{expected, steps};
use super::text::{link, prose, title};
use super::when::moment;
use super::words::say;
use super::{Page, notice};
use helpdesk_domain::command::CommandName;
use helpdesk_domain::form::fields;
use helpdesk_domain::permit::permit;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};
use std::sync::Arc;

/// The page.
pub struct StatusPage {
    /// The request as its requester sees it.
    pub view: SupportRequestView,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// The link's token, where forms are sent to.
    pub token: String,
    /// An idempotency key.
    pub key: String,
    /// What was typed into the answer, and what is wrong with it.
    pub filling: Filling,
    /// A message key of what stands against it.
    pub said: Option<&'static str>,
    /// The code of how often they get mail.
    pub pace: &'static str,
}

impl Page for StatusPage {
    fn title(&self) -> String {
        self.view.facts.title.as_str().to_owned()
    }

    fn body(&self, frame: &Frame) -> Markup {
        let view = &self.view;
        html! {
            div.request-head {
                h1 dir="auto" { (title(view.facts.title.as_str())) }
                p.byline { (say("helpdesk-site-status-lead")) }
                (steps(view))
            }
            div.request-columns {
                div.request-side {
                    (expected(view, frame.now))
                }
                div.request-main {
                    (self.answer(frame.now))
                    (self.questions())
                    (self.decisions())
                    (self.deliveries())
                    section.card aria-labelledby="what" {
                        h2 #what { (say("helpdesk-site-what")) }
                        (prose(&view.facts.what, view.facts.language.as_deref()))
                    }
                    (self.mail())
                }
            }
        }
    }
}

impl StatusPage {
    fn action(&self) -> String {
        format!("/status/{}", self.token)
    }

    fn answer(&self, now: Timestamp) -> Markup {
        let view = &self.view;
        let name = CommandName::AnswerQuestion;
        let fields = fields(&self.policy, view, name);
        let open = view.questions.iter().rev().find(|asked| asked.answer.is_none());
        html! {
            @if let Some(said) = self.said { (notice::warning(&html! { p { (say(said)) } })) }
            @if let (Some(asked), true) = (open, permit(&self.policy, view, name, now).is_ok()) {
                section.card aria-labelledby="answer" {
                    h2 #answer { (say("helpdesk-site-status-question")) }
                    div.question { (prose(&asked.question, None)) }
                    form method="post" action=(self.action()) novalidate {
                        (form::summary(&fields, &self.filling))
                        (hidden("idempotency_key", &self.key))
                        (hidden("expected_version", &view.version.to_string()))
                        (form::fields(&fields, &self.filling))
                        button.primary type="submit" { (say("helpdesk-site-status-send")) }
                    }
                }
            } @else if let Some(typed) = self.typed() {
                section.card {
                    h2 { (say("helpdesk-site-status-typed")) }
                    pre dir="auto" { (typed) }
                }
            }
        }
    }

    /// What was typed into an answer that can no longer be given.
    fn typed(&self) -> Option<&str> {
        let values = self.filling.values.as_ref()?;
        values.get("answer").map(String::as_str).filter(|text| !text.is_empty())
    }

    fn questions(&self) -> Markup {
        let answered = self.view.questions.iter().rev().filter_map(|one| Some((one, one.answer.as_ref()?)));
        let answered: Vec<_> = answered.collect();
        html! {
            @if !answered.is_empty() {
                section.card aria-labelledby="questions" {
                    h2 #questions { (say("helpdesk-site-questions")) }
                    ol.questions {
                        @for (asked, (at, answer)) in answered {
                            li {
                                p.when { (moment(asked.at)) }
                                div.question { (prose(&asked.question, None)) }
                                div.answer { p.when { (moment(*at)) } (prose(answer, None)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn decisions(&self) -> Markup {
        html! {
            @if !self.view.decisions.is_empty() {
                section.card aria-labelledby="decisions" {
                    h2 #decisions { (say("helpdesk-site-decisions")) }
                    @for decision in &self.view.decisions { (super::support_request::one_decision(decision)) }
                }
            }
        }
    }

    fn deliveries(&self) -> Markup {
        html! {
            @if !self.view.deliveries.is_empty() {
                section.card aria-labelledby="deliveries" {
                    h2 #deliveries { (say("helpdesk-site-deliveries")) }
                    ul {
                        @for one in &self.view.deliveries {
                            li {
                                p.when { (moment(one.at)) }
                                (prose(&one.what, None))
                                @if let Some(at) = &one.link { p { (link(at)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn mail(&self) -> Markup {
        html! {
            section.card aria-labelledby="mail" {
                h2 #mail { (say("helpdesk-site-mail-how-often")) }
                form method="post" action=(self.action()) {
                    (form::field(&pace(self.pace), &Filling::default()))
                    button type="submit" { (say("helpdesk-site-mail-save")) }
                }
                p.hint { (say("helpdesk-site-status-link")) }
            }
        }
    }
}
