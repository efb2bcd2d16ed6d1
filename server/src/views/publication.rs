//! What would be published, and what in it looks as if it should not be.

use super::fragments::pair;
use super::notice;
use super::support_request::choice;
use super::text::{apart, contact_like, prose, words_of};
use super::when::day;
use super::words::say;
use helpdesk_domain::facts::Facts;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::text::Body;
use maud::{Markup, html};

/// What looks like a mail address or a telephone number in a text that is to be published.
#[must_use]
pub fn warnings(facts: &Facts, shown_name: &str) -> Markup {
    let found = contact_like(&published(facts, shown_name));
    html! {
        @if !found.is_empty() {
            (notice::warning(&html! {
                p { strong { (say("helpdesk-site-preview-contact")) } }
                ul { @for one in found { li { (apart(&one)) } } }
                p { (say("helpdesk-site-preview-contact-help")) }
            }))
        }
    }
}

/// All text that would be published, to look for contact data in it.
fn published(facts: &Facts, shown_name: &str) -> String {
    let mut texts = vec![facts.title.as_str(), facts.what.as_str(), shown_name];
    texts.extend(facts.answers.values().map(Body::as_str));
    let lines = [&facts.partner, &facts.affiliate, &facts.country, &facts.context_page];
    texts.extend(lines.into_iter().flatten().map(Body::as_str));
    texts.join("\n")
}

/// What a request says, as its readers will see it.
#[must_use]
pub fn facts(facts: &Facts, policy: &Policy) -> Markup {
    let language = facts.language.as_deref();
    html! {
        (prose(&facts.what, language))
        @if !facts.kinds.is_empty() {
            ul.tags { @for kind in &facts.kinds { li.tag dir="auto" { (choice(&policy.kinds, kind)) } } }
        }
        @for question in &policy.questions {
            @if let Some(answer) = facts.answers.get(&question.id) {
                h3 dir="auto" { (question.label) }
                (prose(answer, language))
            }
        }
        dl.pairs {
            @for (name, body) in [
                ("partner", &facts.partner),
                ("affiliate", &facts.affiliate),
                ("country", &facts.country),
                ("context-page", &facts.context_page),
            ] {
                @if let Some(body) = body { (pair(&format!("helpdesk-field-submit-{name}"), &words_of(body))) }
            }
            @if let Some(size) = &facts.affiliate_size {
                (pair("helpdesk-field-submit-affiliate-size", &apart(&choice(&policy.affiliate_sizes, size))))
            }
            @if let Some(region) = &facts.region {
                (pair("helpdesk-field-submit-region", &apart(&choice(&policy.regions, region))))
            }
            @if let Some(needed_by) = facts.needed_by { (pair("helpdesk-field-submit-needed-by", &day(needed_by))) }
        }
    }
}
