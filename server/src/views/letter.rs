//! One message that came in, with what staff can do with it.

use super::Page;
use super::form::hidden;
use super::frame::Frame;
use super::notice;
use super::text::{apart, plain, prose};
use super::when::moment;
use super::words::{say, say_with};
use helpdesk_domain::ids::{PersonId, Reference};
use helpdesk_domain::text::Body;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// What a stretch of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// What its writer wrote.
    Text,
    /// What they quoted.
    Quote,
    /// A signature.
    Signature,
}

/// A file, as it is shown.
#[derive(Clone, Debug)]
pub struct LetterFile {
    /// Its place among the files.
    pub n: u16,
    /// Its name.
    pub name: Option<String>,
    /// The last part of the message key `helpdesk-site-file-…` for what kind of thing it is.
    pub kind: &'static str,
    /// Its size.
    pub bytes: u32,
    /// Whether it can be had; else the last part of the key `helpdesk-site-file-not-kept-…`.
    pub not_kept: Option<&'static str>,
    /// The first rows of its tables, each with its name if it has one.
    pub sheets: Vec<(Option<String>, Vec<Vec<String>>)>,
    /// Why its tables are not shown: the last part of the key `helpdesk-site-file-unshown-…`.
    pub unshown: Option<&'static str>,
}

/// Something that staff did with the message.
#[derive(Clone, Debug)]
pub struct LetterMove {
    /// When.
    pub at: Timestamp,
    /// Who, if their account still has a name.
    pub who: Option<String>,
    /// From which state, and which request.
    pub from: (&'static str, Option<Reference>),
    /// To which state, and which request.
    pub to: (&'static str, Option<Reference>),
    /// Why.
    pub reason: Option<String>,
}

/// Somebody who writes about the request.
#[derive(Clone, Debug)]
pub struct LetterPerson {
    /// Who.
    pub person: PersonId,
    /// Their name and address.
    pub shown: String,
    /// Whether staff have yet to say that they are to be written to.
    pub proposed: bool,
}

/// The message's page.
pub struct LetterPage {
    /// Its name.
    pub mail: Reference,
    /// The subject.
    pub subject: String,
    /// Who it is from: name and address.
    pub from: Option<String>,
    /// To whom, names and addresses.
    pub to: Vec<String>,
    /// When it came.
    pub at: Timestamp,
    /// Its size.
    pub bytes: u32,
    /// Where it is.
    pub state: &'static str,
    /// Why, in English.
    pub reason: String,
    /// What was wrong with its form, in English.
    pub defects: Vec<&'static str>,
    /// The request that it belongs to, or is proposed for, and its title.
    pub request: Option<(Reference, String)>,
    /// The text; `None` if it is not shown.
    pub text: Option<Vec<(Stretch, Body)>>,
    /// Whether it is a ballot, which nobody reads here.
    pub sealed: bool,
    /// Whether its raw form can be had.
    pub raw: bool,
    /// The files.
    pub files: Vec<LetterFile>,
    /// What staff did with it.
    pub moves: Vec<LetterMove>,
    /// Who writes about its request.
    pub people: Vec<LetterPerson>,
    /// The request that was taken up in this one, with this message.
    pub merged_from: Option<Reference>,
    /// What was typed, and the message key of what is wrong.
    pub again: Option<(String, String, String)>,
}

impl Page for LetterPage {
    fn title(&self) -> String {
        if self.subject.is_empty() { say("helpdesk-site-tray-no-subject") } else { plain(&self.subject) }
    }

    fn body(&self, _: &Frame) -> Markup {
        html! {
            p { a href={ "/tray?state=" (self.state) } { (say("helpdesk-site-tray-title")) } }
            h1 dir="auto" { (self.title()) }
            p.byline { @if let Some(from) = &self.from { (apart(from)) ", " } (moment(self.at)) }
            @if let Some((_, _, wrong)) = &self.again { (notice::error(&html! { p { (say(wrong)) } })) }
            div.request-columns {
                div.request-side { (self.state()) (self.place()) (self.people()) (self.moves()) }
                div.request-main { (self.text()) (self.files()) }
            }
        }
    }
}

impl LetterPage {
    fn state(&self) -> Markup {
        html! {
            section.card aria-labelledby="state" {
                h2 #state { (say(&format!("helpdesk-site-tray-state-{}", self.state))) }
                p lang="en" dir="ltr" { (self.reason) }
                @if let Some((reference, title)) = &self.request {
                    p { a href={ "/support-requests/" (reference) } { bdi { (plain(title)) } } }
                }
                @if !self.defects.is_empty() {
                    details { summary { (say("helpdesk-site-tray-defects")) }
                        ul lang="en" dir="ltr" { @for defect in &self.defects { li { (defect) } } } }
                }
                @if self.raw {
                    p { a href={ "/tray/" (self.mail) "/raw" } { (say_with("helpdesk-site-tray-raw", &[size(self.bytes)])) } }
                } @else { p.none { (say("helpdesk-site-tray-raw-gone")) } }
            }
        }
    }

    fn place(&self) -> Markup {
        let (reference, reason) = match &self.again {
            Some((reference, reason, _)) => (reference.as_str(), reason.as_str()),
            None => (
                self.request.as_ref().filter(|_| self.state == "waiting").map_or("", |(one, _)| one.as_str()),
                "",
            ),
        };
        html! {
            @if self.state != "ballot" {
                section.card aria-labelledby="place" {
                    h2 #place { (say("helpdesk-site-tray-place")) }
                    form method="post" action={ "/tray/" (self.mail) } novalidate {
                        @if !self.sealed {
                            label for="reference" { (say("helpdesk-site-tray-reference")) }
                            input.short #reference name="reference" value=(reference) dir="ltr" autocomplete="off" maxlength="200";
                            label.choice { input type="checkbox" name="answers" value="on"; " " (say("helpdesk-site-tray-answers")) }
                        }
                        label for="reason" { (say("helpdesk-site-tray-reason")) }
                        input.medium #reason name="reason" value=(reason) dir="auto" maxlength="250";
                        div.buttons {
                            @if !self.sealed {
                                button type="submit" name="to" value="request" { (say("helpdesk-site-tray-to-request")) }
                                @if self.state != "new" {
                                    button.quiet type="submit" name="to" value="new" { (say("helpdesk-site-tray-to-new")) }
                                }
                            }
                            @if !matches!(self.state, "waiting" | "new") {
                                button.quiet type="submit" name="to" value="waiting" { (say("helpdesk-site-tray-to-waiting")) }
                            }
                            @if !matches!(self.state, "dropped" | "new") {
                                button.destructive type="submit" name="to" value="dropped" { (say("helpdesk-site-tray-to-dropped")) }
                            }
                            @if self.merged_from.is_some() {
                                button.quiet type="submit" name="to" value="apart" { (say("helpdesk-site-tray-to-apart")) }
                            }
                        }
                        @if self.state == "new" { p.help { (say("helpdesk-site-tray-merge-help")) } }
                    }
                }
            }
        }
    }

    fn people(&self) -> Markup {
        html! {
            @if !self.people.is_empty() {
                section.card aria-labelledby="people" {
                    h2 #people { (say("helpdesk-site-tray-people")) }
                    ul {
                        @for one in &self.people {
                            li {
                                (apart(&one.shown))
                                @if one.proposed {
                                    form method="post" action={ "/tray/" (self.mail) "/people" } {
                                        (hidden("person", one.person.as_str()))
                                        button.quiet type="submit" { (say("helpdesk-site-tray-accept")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn moves(&self) -> Markup {
        let place = |(state, request): &(&str, Option<Reference>)| {
            html! {
                (say(&format!("helpdesk-site-tray-state-{state}")))
                @if let Some(request) = request { " " a href={ "/support-requests/" (request) } { (super::fragments::reference(request.as_str())) } }
            }
        };
        html! {
            @if !self.moves.is_empty() {
                section.card aria-labelledby="moves" {
                    h2 #moves { (say("helpdesk-site-tray-moves")) }
                    ol {
                        @for one in &self.moves {
                            li {
                                (place(&one.from)) " → " (place(&one.to))
                                p.when { (moment(one.at)) @if let Some(who) = &one.who { " · " (apart(who)) } }
                                @if let Some(reason) = &one.reason { p dir="auto" { (plain(reason)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn text(&self) -> Markup {
        html! {
            section.card aria-labelledby="text" {
                h2 #text { (say("helpdesk-site-tray-text")) }
                @if !self.to.is_empty() { p.when { (say("helpdesk-site-tray-to")) " " @for (n, one) in self.to.iter().enumerate() { @if n > 0 { ", " } (apart(one)) } } }
                @match &self.text {
                    _ if self.sealed => p.none { (say("helpdesk-site-tray-is-sealed")) },
                    None => p.none { (say("helpdesk-site-tray-no-text")) },
                    Some(stretches) => {
                        @for (kind, body) in stretches {
                            @match kind {
                                Stretch::Text => (prose(body, None)),
                                Stretch::Quote => details { summary { (say("helpdesk-site-tray-quote")) } (prose(body, None)) },
                                Stretch::Signature => details { summary { (say("helpdesk-site-tray-signature")) } (prose(body, None)) },
                            }
                        }
                    }
                }
            }
        }
    }

    fn files(&self) -> Markup {
        html! {
            @if !self.files.is_empty() {
                section.card aria-labelledby="files" {
                    h2 #files { (say("helpdesk-site-tray-files")) }
                    ul.files { @for file in &self.files { li { (self.file(file)) } } }
                }
            }
        }
    }

    fn file(&self, file: &LetterFile) -> Markup {
        let name = file.name.as_deref().map_or_else(|| say("helpdesk-site-file-no-name"), plain);
        let href = format!("/tray/{}/files/{}", self.mail, file.n);
        html! {
            p {
                @if file.not_kept.is_none() { a href=(href) download { bdi { (name) } } } @else { bdi { (name) } }
                " " span.tag { (say(&format!("helpdesk-site-file-{}", file.kind))) } " " (size(file.bytes))
            }
            @if let Some(why) = file.not_kept { p.none { (say(&format!("helpdesk-site-file-not-kept-{why}"))) } }
            @else if file.kind == "picture" { img.file-picture src=(href) alt=(name) loading="lazy"; }
            @if let Some(why) = file.unshown { p.none { (say(&format!("helpdesk-site-file-unshown-{why}"))) } }
            @for (sheet, rows) in file.sheets.iter().filter(|(_, rows)| !rows.is_empty()) {
                @if let Some(sheet) = sheet { h3 dir="auto" { (plain(sheet)) } }
                div.scroll tabindex="0" role="region" aria-label=(sheet.as_deref().map_or_else(|| name.clone(), plain)) {
                    table { tbody { @for row in rows { tr { @for cell in row { td dir="auto" { (plain(cell)) } } } } } }
                }
            }
        }
    }
}

/// A size in words that are the same in every language.
#[must_use]
pub fn size(bytes: u32) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_rounded_so_that_nothing_looks_like_nothing() {
        for (bytes, shown) in [(0, "0 B"), (999, "999 B"), (1_001, "2 kB"), (2_550_000, "2.5 MB")] {
            assert_eq!(size(bytes), shown);
        }
    }
}
