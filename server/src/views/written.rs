//! A letter that a person writes or looks through before it goes out.

use super::frame::Frame;
use super::text::{apart, title};
use super::words::{say, say_with};
use super::{Page, mail, notice};
use crate::mail::letter::Letter;
use helpdesk_domain::ids::Reference;
use maud::{Markup, html};

/// The page on which a letter is written.
pub struct LetterPage {
    /// The mail's number.
    pub id: u64,
    /// Which request it is about.
    pub reference: Reference,
    /// The request's title.
    pub title: String,
    /// Message key of what sort of mail it is.
    pub kind: String,
    /// What is written so far.
    pub text: String,
    /// As it would go out.
    pub letter: Option<Letter>,
    /// Who else is writing to these people just now.
    pub others: Vec<String>,
    /// Whether the decision that it tells of was opened again, so that it cannot be sent.
    pub void: bool,
    /// Minutes in which it can be taken back.
    pub undo_minutes: u32,
    /// What is wrong with the text, in words.
    pub wrong: Option<String>,
}

impl Page for LetterPage {
    fn title(&self) -> String {
        say(&self.kind)
    }

    fn body(&self, _: &Frame) -> Markup {
        let action = format!("/letters/{}", self.id);
        html! {
            h1 { (self.title()) }
            p { a href={ "/support-requests/" (self.reference) } dir="auto" { (title(&self.title)) } }
            (others(&self.others))
            @if self.void { (notice::error(&html! { p { (say("helpdesk-site-letter-void")) } })) }
            form method="post" action=(action) novalidate {
                div class=(if self.wrong.is_some() { "field invalid" } else { "field" }) {
                    label for="text" { (say("helpdesk-site-letter-text")) }
                    p.hint #text-help { (say("helpdesk-site-letter-help")) }
                    @if let Some(wrong) = &self.wrong { p.problem #text-wrong dir="auto" { (wrong) } }
                    textarea id="text" name="text" rows="14" dir="auto" aria-describedby="text-help"
                        aria-invalid=[self.wrong.as_ref().map(|_| "true")] { "\n" (self.text) }
                }
                p.hint {
                    @if self.undo_minutes == 0 { (say("helpdesk-site-letter-at-once")) }
                    @else { (say_with("helpdesk-site-letter-undo", &[self.undo_minutes.to_string()])) }
                }
                div.buttons {
                    @if !self.void {
                        button.primary type="submit" name="step" value="send" { (say("helpdesk-site-letter-send")) }
                    }
                    button type="submit" name="step" value="preview" { (say("helpdesk-site-letter-preview")) }
                    button.destructive type="submit" name="step" value="discard" { (say("helpdesk-site-letter-discard")) }
                }
            }
            section.card aria-labelledby="preview" {
                h2 #preview { (say("helpdesk-site-letter-as-sent")) }
                @match &self.letter {
                    Some(letter) => {
                        p dir="auto" { strong { (letter.subject) } }
                        div.letter lang=(letter.language) dir="auto" { (mail::body(letter)) }
                    }
                    None => p.none { (say("helpdesk-site-letter-nothing")) },
                }
            }
        }
    }
}

/// A warning that somebody else is writing; it keeps nobody from writing.
#[must_use]
pub fn others(names: &[String]) -> Markup {
    html! {
        @if !names.is_empty() {
            (notice::warning(&html! {
                p {
                    (say("helpdesk-site-letter-others")) " "
                    @for (n, name) in names.iter().enumerate() { @if n > 0 { ", " } (apart(name)) }
                }
            }))
        }
    }
}
