//! The rows of the watchlist and of recent changes.

use std::rc::Rc;

use helpdesk_domain::CommandName;
use helpdesk_domain::wire::MAX_LOOKUPS;

use crate::ask_view::duty_chip;
use crate::desk::Desk;
use crate::desk_view::{narrow, stage_chip};
use crate::effect::{Effects, Request};
use crate::html::{Html, group, link, opener};
use crate::lookups::{PageLookups, PageLookupsAnswer, Pages, is_same};
use crate::message::Message;
use crate::reader::{Reader, SignIn};

/// All rows of a list of changes.
#[derive(Default)]
pub struct Rows {
    titles: Vec<String>,
    pages: Pages,
    digest: Option<String>,
    is_asking: bool,
    /// Rows came while the tool was asked for others.
    is_behind: bool,
    has_failed: bool,
    /// The place of the row whose form is open.
    pub open: Rc<str>,
}

/// A row's place: which row of its title it is, and the title.
pub fn place(number: usize, title: &str) -> String {
    [&number.to_string(), ":", title].concat()
}

fn has(titles: &[String], title: &str) -> bool {
    titles.iter().any(|one| is_same(one, title))
}

fn title_of(place: &str) -> &str {
    place.split_once(':').map_or("", |(_, title)| title)
}

impl Rows {
    /// Takes the titles of a list; only those of requests are kept, and only these are ever sent.
    pub fn take(&mut self, titles: &[String], reader: &Reader, fx: &mut Effects) {
        let mut ours: Vec<String> = Vec::new();
        for title in titles {
            if reader.settings.is_request(title) && !has(&ours, title) && ours.len() < MAX_LOOKUPS {
                ours.push(title.clone());
            }
        }
        if ours.len() != self.titles.len() || !ours.iter().all(|title| has(&self.titles, title)) {
            self.titles = ours;
            self.digest = None;
        }
        self.ask(reader, fx);
    }

    /// Asks for the state of all rows, once at a time.
    pub fn ask(&mut self, reader: &Reader, fx: &mut Effects) {
        if self.titles.is_empty() || !reader.is_in() {
            return;
        }
        self.is_behind = self.is_asking;
        if !self.is_asking {
            self.is_asking = true;
            let lookups = PageLookups { titles: self.titles.clone(), known: self.digest.clone() };
            reader.call(Request::Lookups(lookups), fx);
            if reader.memory.watch && reader.me.is_none() {
                reader.call(Request::Me, fx);
            }
        }
    }

    /// Takes the answer.
    pub fn looked_up(
        &mut self,
        asked: &PageLookups,
        answer: Option<PageLookupsAnswer>,
        reader: &Reader,
        fx: &mut Effects,
    ) {
        self.is_asking = false;
        self.has_failed = answer.is_none();
        if let Some(PageLookupsAnswer::Pages { digest, pages }) = answer {
            self.pages = pages;
            self.digest = (asked.titles == self.titles).then_some(digest);
        }
        if self.is_behind {
            self.ask(reader, fx);
        }
    }

    /// Opens a command's form in a row, or closes it.
    pub fn toggle(
        &mut self,
        desk: &mut Option<Desk>,
        place: Rc<str>,
        name: CommandName,
        reader: &Reader,
        fx: &mut Effects,
    ) {
        let is_open = |desk: &Desk| desk.open.as_ref().map(|open| open.name).or(desk.wanted) == Some(name);
        let is_same = self.open == place && desk.as_ref().is_some_and(is_open);
        *desk = None;
        if let Some(page) = self.pages.find(title_of(&place)).filter(|_| !is_same) {
            let mut new = Desk::new(page.reference);
            new.wanted = Some(name);
            new.fetch(reader, fx);
            *desk = Some(new);
        }
        self.open = place;
    }

    /// What stands in a row.
    pub fn view(&self, desk: Option<&Desk>, place: &str, reader: &Reader, out: &mut Vec<Html>) {
        let words = reader.words();
        if !reader.is_in() {
            let key = match reader.sign_in {
                SignIn::Asking => "helpdesk-gadget-sign-in-open",
                SignIn::Failed(_) => "helpdesk-gadget-sign-in-failed",
                SignIn::OtherAccount(_) | SignIn::Quiet | SignIn::Ended | SignIn::Out => {
                    "helpdesk-gadget-sign-in"
                }
            };
            out.push(link(words.say(key), reader.settings.tool("/")).clicked(Message::SignIn).done());
            return;
        }
        let Some(page) = self.pages.find(title_of(place)) else {
            if self.has_failed {
                out.push(words.leaf("span.helpdesk-about", "helpdesk-gadget-no-state"));
            }
            return;
        };
        let desk = desk.filter(|_| &*self.open == place);
        let mut line = vec![stage_chip(words, page.stage)];
        if let Some(duty) = page.duty {
            line.push(duty_chip(words, duty));
            line.push(match duty {
                // What was said stands on the tool's page alone.
                CommandName::Discuss => {
                    let path = ["/support-requests/", page.reference.as_str(), "#discussion"].concat();
                    link(words.command(duty), reader.settings.tool(&path)).done()
                }
                _ => row_opener(duty, place, desk, reader),
            });
            if duty == CommandName::GiveFeedback {
                line.push(row_opener(CommandName::StandAside, place, desk, reader));
            }
        }
        if page.ranks {
            line.push(link(words.say("helpdesk-gadget-rank"), reader.settings.tool("/ranking")).done());
        }
        out.push(group("span.helpdesk-badge~badge", line));
        if let Some(desk) = desk {
            let mut inner = Vec::new();
            narrow(desk, reader, &mut inner);
            out.push(group("div.helpdesk-box.helpdesk-desk~desk", inner));
        }
    }
}

fn row_opener(name: CommandName, place: &str, desk: Option<&Desk>, reader: &Reader) -> Html {
    let is_open = desk.and_then(|desk| desk.open.as_ref()).is_some_and(|open| open.name == name);
    let message = Message::Open(name, place.into());
    opener(reader.words().command(name), false, is_open, message).named(name.code().to_owned()).done()
}
