//! The window in which somebody lets the gadget of a wiki act for them.

use super::Page;
use super::form::hidden;
use super::frame::Frame;
use super::text::apart;
use super::words::{say, say_around};
use maud::{Markup, html};

/// Asks for the click.
pub struct AskPage {
    /// The wiki's origin.
    pub origin: String,
    /// The gadget's challenge (PKCE, S256).
    pub challenge: String,
    /// What the gadget gets back beside the code.
    pub state: String,
    /// The name of who is signed in.
    pub name: String,
}

impl Page for AskPage {
    fn title(&self) -> String {
        say("helpdesk-site-popup-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p { (say_around("helpdesk-site-popup-ask", &html! { strong { (apart(&self.origin)) } })) }
            p { (say_around("helpdesk-site-signed-in-as", &html! { strong { (apart(&self.name)) } })) }
            p.hint { (say("helpdesk-site-popup-help")) }
            form method="post" action="/sign-in/gadget" {
                (hidden("origin", &self.origin))
                (hidden("challenge", &self.challenge))
                (hidden("state", &self.state))
                div.buttons { button.primary type="submit" { (say("helpdesk-site-popup-allow")) } }
            }
            p.hint { (say("helpdesk-site-popup-close")) }
        }
    }
}

/// Hands the one-time code to the wiki page.
pub struct HandOverPage {
    /// The wiki's origin, the only one that gets the code.
    pub origin: String,
    /// The one-time code.
    pub code: String,
    /// What the gadget sent along.
    pub state: String,
}

impl Page for HandOverPage {
    fn title(&self) -> String {
        say("helpdesk-site-popup-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p #hand-over data-origin=(self.origin) data-code=(self.code) data-state=(self.state) role="status" {
                (say_around("helpdesk-site-popup-done", &apart(&self.origin)))
            }
        }
    }
}
