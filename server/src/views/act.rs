//! The form of one command.

use super::form::{self, Filling, hidden, introduction, summary};
use super::frame::Frame;
use super::standing::{expected, href};
use super::text::title;
use super::when::moment;
use super::words::{find, rejection_under, say, say_around, say_with};
use super::{Page, deliberation, history, notice, publication};
use helpdesk_domain::command::CommandName;
use helpdesk_domain::committee::Explanation;
use helpdesk_domain::event::Recorded;
use helpdesk_domain::form::fields;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::rejection::Rejection;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};
use std::sync::Arc;

/// Why the form is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// The process does not allow it as it was filled in, or not now.
    Rejected(Rejection),
    /// The request has moved on since the form was opened: what happened, oldest first.
    Moved(Vec<Recorded>),
    /// A message key.
    Said(&'static str),
}

/// A page with the form of one command.
pub struct ActPage {
    /// The request as the viewer sees it now.
    pub view: SupportRequestView,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// Which command.
    pub name: CommandName,
    /// Why it is off now; `None` if it is open.
    pub off: Option<Rejection>,
    /// What stands in the form.
    pub filling: Filling,
    /// Why the form is shown again, if it is.
    pub again: Option<Again>,
    /// The idempotency key.
    pub key: String,
    /// What the committee's rule says, for those who see positions.
    pub explanation: Option<Explanation>,
    /// When the draft in the form was kept, if there is one.
    pub draft_of: Option<Timestamp>,
}

impl Page for ActPage {
    fn title(&self) -> String {
        say(&format!("helpdesk-command-{}", self.name.code()))
    }

    fn body(&self, frame: &Frame) -> Markup {
        let back = format!("/support-requests/{}", self.view.reference);
        let fields = fields(&self.policy, &self.view, self.name);
        let typed = self.filling.values.is_some();
        html! {
            p.breadcrumb { a href=(back) dir="auto" { (title(self.view.facts.title.as_str())) } }
            h1 { (self.title()) }
            (introduction(&format!("helpdesk-command-{}-about", self.name.code())))
            (self.why_again())
            @match &self.off {
                Some(reason) if !typed => {
                    (notice::warning(&html! { p { (rejection_under(&self.policy, reason)) } }))
                    p { a.button href=(back) { (say("helpdesk-site-back")) } }
                }
                _ => {
                    (self.before())
                    (summary(&fields, &self.filling))
                    form.card method="post" action=(href(&self.view, self.name)) novalidate {
                        (hidden_fields(self.view.version, &self.key))
                        (form::fields(&fields, &self.filling))
                        (self.consequence())
                        div.buttons {
                            button.primary type="submit" { (self.title()) }
                            (self.aside_buttons())
                            a href=(back) { (say("helpdesk-site-cancel")) }
                        }
                    }
                }
            }
            (expected(&self.view, frame.now))
        }
    }
}

impl ActPage {
    fn why_again(&self) -> Markup {
        match &self.again {
            None => html! {},
            Some(Again::Rejected(reason)) => {
                notice::error(&html! { p { (rejection_under(&self.policy, reason)) } })
            }
            Some(Again::Said(key)) => notice::error(&html! { p { (say(key)) } }),
            Some(Again::Moved(since)) => self.meanwhile(since),
        }
    }

    fn meanwhile(&self, since: &[Recorded]) -> Markup {
        notice::warning(&html! {
            p { strong { (say("helpdesk-error-conflict")) } }
            @if !since.is_empty() { (history::events(&self.view, &self.policy, since)) }
        })
    }

    /// What somebody should know before they fill the form in.
    fn before(&self) -> Markup {
        let view = &self.view;
        html! {
            @if self.is_decision() {
                @if let Some(found) = &self.explanation { div.card { (deliberation::rule(view, found)) } }
                (deliberation::stale_positions(view, &self.policy))
            }
            @if self.name == CommandName::GiveFeedback {
                @if let Some(at) = self.draft_of {
                    (notice::info(&html! { p { (say_around("helpdesk-site-draft-hint", &moment(at))) } }))
                }
                (deliberation::own_stale(view, &self.policy, &self.key))
            }
        }
    }

    /// What else can be done with what was filled in.
    fn aside_buttons(&self) -> Markup {
        let action = |what: &str| format!("{}/{what}", href(&self.view, self.name));
        html! {
            @if self.name == CommandName::GiveFeedback {
                button type="submit" formaction=(action("draft")) { (say("helpdesk-site-draft-keep")) }
            }
            @if self.is_decision() {
                button type="submit" formaction=(action("reply")) { (say("helpdesk-site-reply-draft")) }
            }
        }
    }

    fn is_decision(&self) -> bool {
        matches!(self.name, CommandName::RecordInitialDecision | CommandName::RecordGoDecision)
    }

    fn consequence(&self) -> Markup {
        html! {
            @if self.name == CommandName::GiveConsent {
                (consent_words(&self.policy))
                (publication::warnings(&self.view.facts, ""))
                details {
                    summary { (say("helpdesk-site-consent-preview")) }
                    div.preview { (publication::facts(&self.view.facts, &self.policy)) }
                }
            }
            @if self.name == CommandName::Edit && self.view.is_public() {
                (notice::warning(&html! { p { (say("helpdesk-site-edit-public")) } }))
                (publication::warnings(&self.view.facts, ""))
            }
            @if let Some(text) = find(&format!("helpdesk-command-{}-consequence", self.name.code())) { p.hint { (text) } }
        }
    }
}

/// The licence and what publication means.
#[must_use]
pub fn consent_words(policy: &Policy) -> Markup {
    notice::info(&html! {
        p dir="auto" { (say_with("helpdesk-consent-notice", std::slice::from_ref(&policy.wiki.licence))) }
    })
}

/// The version that the form was opened at, and the key that makes a second click harmless.
#[must_use]
pub fn hidden_fields(version: u32, key: &str) -> Markup {
    html! { (hidden("expected_version", &version.to_string())) (hidden("idempotency_key", key)) }
}
