//! Who wants which mail: the page on which somebody chooses, and the pages that links in mail lead to.

use super::form::{self, Filling};
use super::frame::Frame;
use super::text::apart;
use super::words::{say, say_with};
use super::{Page, notice};
use helpdesk_domain::form::{Field, FieldKind, Label};
use helpdesk_domain::people::Role;
use maud::{Markup, html};

/// The codes of how often somebody can get mail, in the order they are listed.
const PACES: [&str; 4] = ["at-once", "daily", "weekly", "needed"];

/// What somebody chose.
#[derive(Clone, Debug)]
pub struct MailChoice {
    /// The code of the way: `none`, `address` or `wiki`.
    pub way: &'static str,
    /// The address.
    pub mail: String,
    /// Whether it is confirmed.
    pub confirmed: bool,
    /// The code of how often.
    pub pace: &'static str,
    /// Whether a ballot comes by mail.
    pub ballot: bool,
    /// The language's tag.
    pub language: String,
}

/// The page on which somebody chooses.
pub struct MailChoicePage {
    /// What they chose so far.
    pub choice: MailChoice,
    /// What was typed, and what is wrong with it.
    pub filling: Filling,
    /// The languages that mail is written in.
    pub languages: Vec<&'static str>,
    /// Whether ballots by mail can be answered.
    pub ballots: bool,
}

fn field(name: &str, kind: FieldKind, required: bool, value: &str) -> Field {
    Field {
        name: name.to_owned(),
        kind,
        label: Label::Message(format!("helpdesk-site-mail-{name}")),
        help: Some(Label::Message(format!("helpdesk-site-mail-{name}-help"))),
        required,
        value: value.to_owned(),
    }
}

fn choices<'a>(group: &str, codes: impl IntoIterator<Item = &'a str>) -> FieldKind {
    let one = |code: &str| (code.to_owned(), Label::Message(format!("helpdesk-site-mail-{group}-{code}")));
    FieldKind::Choice(codes.into_iter().map(one).collect())
}

/// How often somebody gets mail.
#[must_use]
pub fn pace(chosen: &str) -> Field {
    field("pace", choices("pace", PACES), true, chosen)
}

impl MailChoicePage {
    fn fields(&self, frame: &Frame) -> Vec<Field> {
        let choice = &self.choice;
        let mut fields = vec![
            field("way", choices("way", ["none", "address", "wiki"]), true, choice.way),
            field("mail", FieldKind::Mail, false, &choice.mail),
            pace(choice.pace),
        ];
        if self.ballots && frame.has(Role::Committee) {
            fields.push(field("ballot", FieldKind::Flag, false, if choice.ballot { "on" } else { "" }));
        }
        fields.push(field(
            "language",
            choices("language", self.languages.iter().copied()),
            false,
            &choice.language,
        ));
        fields
    }
}

impl Page for MailChoicePage {
    fn title(&self) -> String {
        say("helpdesk-site-mail-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let fields = self.fields(frame);
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-mail-lead")) }
            @if self.choice.way == "address" && !self.choice.confirmed {
                (notice::warning(&html! {
                    p { (say("helpdesk-site-mail-unconfirmed")) " " (apart(&self.choice.mail)) }
                }))
            }
            form method="post" action="/mail" novalidate {
                (form::summary(&fields, &self.filling))
                @for one in &fields { (form::field(one, &self.filling)) }
                button.primary type="submit" { (say("helpdesk-site-mail-save")) }
            }
        }
    }
}

/// What a link in a mail asks to be done; a button does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The address is to be confirmed.
    Confirm,
    /// It is confirmed.
    Confirmed,
    /// The address was changed since.
    Outdated,
    /// Gathered mail is to end.
    Unsubscribe,
    /// It ended.
    Unsubscribed,
}

/// The page that a link in a mail leads to.
pub struct LinkPage {
    /// What it is about.
    pub asked: Asked,
    /// Where its form is sent to.
    pub action: String,
}

impl LinkPage {
    fn code(&self) -> &'static str {
        match self.asked {
            Asked::Confirm => "confirm",
            Asked::Confirmed => "confirmed",
            Asked::Outdated => "outdated",
            Asked::Unsubscribe => "unsubscribe",
            Asked::Unsubscribed => "unsubscribed",
        }
    }
}

impl Page for LinkPage {
    fn title(&self) -> String {
        say(&format!("helpdesk-site-mail-{}-title", self.code()))
    }

    fn body(&self, frame: &Frame) -> Markup {
        let code = self.code();
        html! {
            h1 { (self.title()) }
            p.lead dir="auto" { (say_with(&format!("helpdesk-site-mail-{code}-lead"), std::slice::from_ref(&frame.site.helpdesk))) }
            @if matches!(self.asked, Asked::Confirm | Asked::Unsubscribe) {
                form method="post" action=(self.action) {
                    button.primary type="submit" { (say(&format!("helpdesk-site-mail-{code}-do"))) }
                }
            }
        }
    }
}
