//! The page on which staff put another mail address in the place of a requester's.

use super::form::{self, Filling};
use super::frame::Frame;
use super::text::title;
use super::words::say;
use super::{Page, notice};
use helpdesk_domain::form::{Field, FieldKind, Label};
use helpdesk_domain::ids::Reference;
use maud::{Markup, html};

/// The page.
pub struct AddressPage {
    /// Which request it is about.
    pub reference: Reference,
    /// The request's title.
    pub title: String,
    /// The address as it is.
    pub address: String,
    /// What was typed, and what is wrong with it.
    pub filling: Filling,
}

impl Page for AddressPage {
    fn title(&self) -> String {
        say("helpdesk-site-address-title")
    }

    fn body(&self, _: &Frame) -> Markup {
        let fields = [Field {
            name: "mail".to_owned(),
            kind: FieldKind::Mail,
            label: Label::Message("helpdesk-site-address-mail".to_owned()),
            help: Some(Label::Message("helpdesk-site-address-mail-help".to_owned())),
            required: true,
            value: self.address.clone(),
        }];
        html! {
            h1 { (self.title()) }
            p { a href={ "/support-requests/" (self.reference) } dir="auto" { (title(&self.title)) } }
            (notice::warning(&html! { p { (say("helpdesk-site-address-ends-links")) } }))
            form method="post" action={ "/support-requests/" (self.reference) "/address" } novalidate {
                (form::summary(&fields, &self.filling))
                @for one in &fields { (form::field(one, &self.filling)) }
                button.primary type="submit" { (say("helpdesk-site-address-save")) }
            }
        }
    }
}
