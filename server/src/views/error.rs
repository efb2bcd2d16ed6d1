//! Pages that say why there is no other page.

use super::Page;
use super::frame::Frame;
use super::text::plain;
use super::words::{say, say_with};
use maud::{Markup, html};

/// A page that says what went wrong and how to go on.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// The last part of the message keys `helpdesk-error-…` and `helpdesk-error-…-title`.
    pub code: String,
    /// What it says instead of the catalogue's message, such as the words of a rejection.
    pub words: Option<String>,
    /// The id of the HTTP request, to be quoted when asking for help.
    pub incident: Option<String>,
    /// Whether signing in may help.
    pub sign_in: bool,
    /// Texts that were sent, so that nobody has to write them again.
    pub typed: Vec<String>,
}

impl ErrorPage {
    /// All codes that have words.
    pub const CODES: [&str; 22] = [
        "not-found",
        "unauthorized",
        "forbidden",
        "conflict",
        "form",
        "key-reused",
        "blocked",
        "temporary-account",
        "consent-refused",
        "sign-in-expired",
        "sign-in-failed",
        "busy",
        "internal",
        "too-large",
        "too-slow",
        "bad-request",
        "duplicate-field",
        "foreign-origin",
        "too-many",
        "method",
        "unknown-origin",
        "rejected",
    ];

    /// A page of the catalogue's words.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), words: None, incident: None, sign_in: false, typed: Vec::new() }
    }
}

impl Page for ErrorPage {
    fn title(&self) -> String {
        say(&format!("helpdesk-error-{}-title", self.code))
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div.hero.error-page {
                h1 { (self.title()) }
                p.lead {
                    @match &self.words {
                        Some(words) => (words),
                        None => (say(&format!("helpdesk-error-{}", self.code))),
                    }
                }
                @if let Some(incident) = &self.incident {
                    p.hint { (say_with("helpdesk-site-incident", &[plain(&frame.site.email), incident.clone()])) }
                }
                div.buttons {
                    @if self.sign_in && frame.visitor.is_none() {
                        a.button.primary href=(frame.sign_in_href()) { (say("helpdesk-site-sign-in")) }
                    }
                    a.button href="/" { (say("helpdesk-site-to-start")) }
                }
            }
            @if !self.typed.is_empty() {
                section.card aria-labelledby="typed" {
                    h2 #typed { (say("helpdesk-site-typed")) }
                    p.hint { (say("helpdesk-site-typed-help")) }
                    @for text in &self.typed {
                        p { textarea readonly rows="6" dir="auto" aria-labelledby="typed" { "\n" (text) } }
                    }
                }
            }
        }
    }
}
