//! The form that makes a request, and the look at it before it is sent.

use super::act::{Again, consent_words};
use super::form::{Filling, checkboxes, field, hidden, summary};
use super::fragments::pair;
use super::frame::{Frame, sign_in_href};
use super::text::{apart, words_of};
use super::words::{rejection_under, say};
use super::{Page, notice, publication};
use helpdesk_domain::form::{Field, FilledSubmission, Reach, Values, submission_fields};
use helpdesk_domain::people::Roles;
use helpdesk_domain::policy::Policy;
use maud::{Markup, html};
use std::sync::Arc;

/// Where the form is.
pub const PATH: &str = "/support-requests/new";

/// The page with the form.
pub struct RequestFormPage {
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// The roles of the visitor.
    pub roles: Roles,
    /// What stands in the form.
    pub filling: Filling,
    /// Whether it was filled in before sign-in.
    pub kept: bool,
    /// Why it is shown again, if it is.
    pub again: Option<Again>,
    /// The idempotency key.
    pub key: String,
}

impl Page for RequestFormPage {
    fn title(&self) -> String {
        say("helpdesk-site-ask-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, frame: &Frame) -> Markup {
        let mut fields = submission_fields(&self.policy, self.roles);
        if let Some(visitor) = &frame.visitor
            && let Some(name) = fields.iter_mut().find(|field| field.name == "shown_name")
        {
            name.value.clone_from(&visitor.name);
        }
        let parts = Parts::of(&fields);
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-ask-lead")) }
            @if self.kept { (notice::info(&html! { p { (say("helpdesk-site-ask-kept")) } })) }
            @match &self.again {
                Some(Again::Rejected(reason)) => (notice::error(&html! { p { (rejection_under(&self.policy, reason)) } })),
                Some(Again::Said(key)) => (notice::error(&html! { p { (say(key)) } })),
                Some(Again::Moved(_)) | None => {}
            }
            (summary(&fields, &self.filling))
            form.request-form method="post" action=(PATH) novalidate {
                (hidden("idempotency_key", &self.key))
                section.card {
                    @for one in &parts.first { (field(one, &self.filling)) }
                }
                details.card.more open[self.filling.touches(&parts.all_more())] {
                    summary { h2 { (say("helpdesk-site-ask-more")) } p { (say("helpdesk-site-ask-more-help")) } }
                    (checkboxes(&say("helpdesk-site-ask-kinds"), &parts.kinds, &self.filling))
                    h3 { (say("helpdesk-site-ask-answers")) }
                    p.hint { (say("helpdesk-site-ask-answers-help")) }
                    @for one in &parts.answers { (field(one, &self.filling)) }
                    h3 { (say("helpdesk-site-ask-facts")) }
                    @for one in &parts.facts { (field(one, &self.filling)) }
                }
                section.card {
                    @for one in &parts.reach { (field(one, &self.filling)) }
                }
                section.card {
                    h2 { (say("helpdesk-site-ask-publish")) }
                    (consent_words(&self.policy))
                    @for one in &parts.publish { (field(one, &self.filling)) }
                }
                div.buttons {
                    button.primary type="submit" name="step" value="preview" { (say("helpdesk-site-ask-preview")) }
                    span.hint {
                        (say(if frame.visitor.is_some() { "helpdesk-site-ask-next" } else { "helpdesk-site-ask-next-sign-in" }))
                    }
                }
            }
        }
    }
}

/// The form's fields as they are grouped on the page.
#[derive(Default)]
struct Parts<'a> {
    first: Vec<&'a Field>,
    kinds: Vec<&'a Field>,
    answers: Vec<&'a Field>,
    facts: Vec<&'a Field>,
    reach: Vec<&'a Field>,
    publish: Vec<&'a Field>,
}

impl<'a> Parts<'a> {
    fn of(fields: &'a [Field]) -> Self {
        let mut parts = Self::default();
        for field in fields {
            match field.name.as_str() {
                "what" | "title" => parts.first.push(field),
                "reach" | "mail" | "on_behalf_of" => parts.reach.push(field),
                "publish" | "shown_name" | "talk_page_notes" => parts.publish.push(field),
                name if name.starts_with("kinds.") => parts.kinds.push(field),
                name if name.starts_with("answers.") => parts.answers.push(field),
                _ => parts.facts.push(field),
            }
        }
        parts
    }

    fn all_more(&self) -> Vec<&'a Field> {
        [&self.kinds, &self.answers, &self.facts].into_iter().flatten().copied().collect()
    }
}

/// The look at a request before it is sent.
pub struct RequestPreviewPage {
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// What was typed.
    pub values: Values,
    /// The same, as it was read.
    pub filled: FilledSubmission,
    /// The idempotency key.
    pub key: String,
}

impl Page for RequestPreviewPage {
    fn title(&self) -> String {
        say("helpdesk-site-preview-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let submission = &self.filled.submission;
        html! {
            h1 { (self.title()) }
            p.lead {
                (say(if submission.consent.is_some() { "helpdesk-site-preview-public" } else { "helpdesk-site-preview-private" }))
            }
            @if let Some((name, _)) = &submission.consent { (publication::warnings(&submission.facts, name.as_str())) }
            article.card.preview {
                h2 dir="auto" { (words_of(&submission.facts.title)) }
                (publication::facts(&submission.facts, &self.policy))
            }
            (self.beside())
            form method="post" action=(PATH) novalidate {
                (hidden("idempotency_key", &self.key))
                @for (name, value) in &self.values { (hidden(name, value)) }
                @if frame.visitor.is_none() {
                    (notice::info(&html! { p { (say("helpdesk-site-preview-sign-in")) } }))
                }
                div.buttons {
                    @if frame.visitor.is_some() {
                        button.primary type="submit" name="step" value="send" { (say("helpdesk-site-send")) }
                    } @else {
                        a.button.primary href=(sign_in_href("/support-requests/new?step=preview")) {
                            (say("helpdesk-site-sign-in-to-send"))
                        }
                    }
                    button type="submit" name="step" value="edit" { (say("helpdesk-site-change")) }
                }
            }
        }
    }
}

impl RequestPreviewPage {
    /// What goes beside the request and who sees it.
    fn beside(&self) -> Markup {
        let submission = &self.filled.submission;
        html! {
            dl.pairs.card {
                (pair("helpdesk-field-submit-reach", &html! {
                    @match &self.filled.reach {
                        Reach::TalkPage => (say("helpdesk-reach-talk-page")),
                        Reach::WikiMail => (say("helpdesk-reach-wiki-mail")),
                        Reach::Mail(address) => (apart(address.as_str())),
                    }
                    br; span.hint { (say("helpdesk-site-preview-reach")) }
                }))
                @if let Some(name) = &submission.on_behalf_of {
                    (pair("helpdesk-field-submit-on-behalf-of", &apart(name.as_str())))
                }
                @match &submission.consent {
                    Some((name, notes)) => {
                        (pair("helpdesk-field-submit-shown-name", &apart(name.as_str())))
                        (pair("helpdesk-site-licence", &apart(&self.policy.wiki.licence)))
                        (pair("helpdesk-field-submit-talk-page-notes", &html! {
                            (say(if *notes { "helpdesk-first-time-yes" } else { "helpdesk-first-time-no" }))
                        }))
                    }
                    None => (pair("helpdesk-site-visibility", &html! { (say("helpdesk-site-visibility-private")) })),
                }
            }
        }
    }
}
