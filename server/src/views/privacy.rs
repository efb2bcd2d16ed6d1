//! What is kept about people, who sees it and how long.

use super::Page;
use super::frame::Frame;
use super::text::apart;
use super::words::{say, say_around, say_with};
use helpdesk_domain::people::Role;
use maud::{Markup, html};

/// The page on privacy.
pub struct PrivacyPage {
    /// How many months after the end of a request it is forgotten how its requester is reached.
    pub contact_months: Option<u32>,
}

const SECTIONS: [&str; 6] = ["kept", "seen", "public", "cookies", "wiki", "rights"];

impl Page for PrivacyPage {
    fn title(&self) -> String {
        say("helpdesk-site-privacy-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, frame: &Frame) -> Markup {
        let mail = html! { a href={ "mailto:" (frame.site.email) } { (apart(&frame.site.email)) } };
        html! {
            h1 { (self.title()) }
            @for section in SECTIONS {
                h2 { (say(&format!("helpdesk-site-privacy-{section}"))) }
                p { (say_around(&format!("helpdesk-site-privacy-{section}-text"), &html! {
                    @if section == "rights" { (mail) }
                })) }
                @if let Some(months) = self.contact_months.filter(|_| section == "kept") {
                    p { (say_with("helpdesk-site-privacy-term", &[months.to_string()])) }
                }
                @if section == "rights" {
                    p { a href="/my-data" { (say("helpdesk-site-privacy-my-data")) } }
                    @if frame.has(Role::Staff) { p { a href="/erasure" { (say("helpdesk-site-erasure-title")) } } }
                }
            }
        }
    }
}
