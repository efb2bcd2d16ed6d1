//! The rows of the watchlist and of recent changes.

use std::collections::BTreeMap;
use std::rc::Rc;

use helpdesk_domain::wire::{MAX_LOOKUPS, Me, PageLookups, PageLookupsAnswer, PageState};
use helpdesk_domain::{CommandName, Policy, Timestamp};

use crate::desk::{self, Desk};
use crate::desk_view::{narrow, stage_chip};
use crate::effect::{Answer, Effect, Heard, Request, What};
use crate::form_view::button;
use crate::panel_view::duty_chip;
use crate::preferences::{Preferences, Turned};
use crate::session::{Session, State, Turn};
use crate::settings::Settings;
use crate::view::{Node, Panel, el, link};

/// All rows of a list of changes.
pub struct Rows {
    settings: Rc<Settings>,
    session: Session,
    preferences: Preferences,
    now: Timestamp,
    titles: Vec<String>,
    pages: BTreeMap<String, PageState>,
    digest: Option<String>,
    is_asking: bool,
    /// Rows came while the tool was asked for others.
    is_behind: bool,
    has_failed: bool,
    me: Option<Me>,
    policy: Option<Rc<Policy>>,
    /// The row whose form is open, by its place.
    open: Option<(String, Desk)>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Something was heard.
    Heard(Heard),
    /// The list has rows of these titles now.
    Titles(Vec<String>),
    /// Opens a command's form in a row, or closes it.
    Open(String, CommandName),
    /// Something on the request whose form is open.
    Desk(desk::Message),
    /// Signs in.
    SignIn,
}

impl From<Heard> for Message {
    fn from(heard: Heard) -> Self {
        Self::Heard(heard)
    }
}

/// A row's place: which row of its title it is, and the title.
pub fn place(number: &str, title: &str) -> String {
    [number, ":", title].concat()
}

fn title_of(place: &str) -> &str {
    place.split_once(':').map_or("", |(_, title)| title)
}

impl Rows {
    /// No rows yet.
    pub fn new(session: Session, settings: Rc<Settings>, preferences: Preferences, now: Timestamp) -> Self {
        Self {
            settings,
            session,
            preferences,
            now,
            titles: Vec::new(),
            pages: BTreeMap::new(),
            digest: None,
            is_asking: false,
            is_behind: false,
            has_failed: false,
            me: None,
            policy: None,
            open: None,
        }
    }

    /// Takes the titles of a list; only those of requests are kept, and only these are ever sent.
    fn take(&mut self, titles: Vec<String>) -> Vec<Effect> {
        let mut titles: Vec<String> = titles.into_iter().filter(|title| self.settings.is_request(title)).collect();
        titles.sort();
        titles.dedup();
        titles.truncate(MAX_LOOKUPS);
        if titles != self.titles {
            self.titles = titles;
            self.digest = None;
        }
        self.ask()
    }

    fn ask(&mut self) -> Vec<Effect> {
        if self.titles.is_empty() || !self.session.is_in() {
            return Vec::new();
        }
        if self.is_asking {
            self.is_behind = true;
            return Vec::new();
        }
        self.is_asking = true;
        let lookups = PageLookups { titles: self.titles.clone(), known: self.digest.clone() };
        let wants_me = self.preferences.watch && self.me.is_none();
        let me = wants_me.then(|| self.session.call(Request::Me));
        std::iter::once(self.session.call(Request::Lookups(lookups))).chain(me).collect()
    }

    fn hear(&mut self, heard: &Heard) -> Vec<Effect> {
        self.now = heard.at;
        let (turn, mut effects) = self.session.hear(&heard.what);
        effects.extend(self.preferences.hear(&heard.what, &self.settings));
        match turn {
            Turn::In => {
                // Who signs in here wants to see it here from now on.
                if !self.preferences.watchlist {
                    effects.extend(self.preferences.update(Turned::Watchlist(true), &self.session, None));
                }
                effects.extend(self.ask());
            }
            Turn::Out => self.open = None,
            Turn::Nothing => {}
        }
        if let What::Answered(request, result) = &heard.what {
            match (&**request, result) {
                (Request::Lookups(asked), result) => effects.extend(self.looked_up(asked, result.as_ref().ok())),
                (Request::Me, Ok(Answer::Me(me))) => {
                    self.me = Some(me.clone());
                    effects.extend(self.preferences.look(&self.session, self.me.as_ref()));
                }
                (Request::Policy, Ok(Answer::Policy(policy))) => self.policy = Some(Rc::new((**policy).clone())),
                (Request::Act(..), Ok(_)) => effects.extend(self.ask()),
                _ => {}
            }
        }
        if let Some((_, desk)) = &mut self.open {
            effects.extend(desk.hear(heard, &self.session));
        }
        effects
    }

    fn looked_up(&mut self, asked: &PageLookups, answer: Option<&Answer>) -> Vec<Effect> {
        self.is_asking = false;
        self.has_failed = answer.is_none();
        if let Some(Answer::Lookups(PageLookupsAnswer::Pages { digest, pages })) = answer {
            self.pages.clone_from(pages);
            self.digest = (asked.titles == self.titles).then(|| digest.clone());
        }
        if std::mem::take(&mut self.is_behind) { self.ask() } else { Vec::new() }
    }

    fn open(&mut self, place: String, name: CommandName) -> Vec<Effect> {
        let Some(page) = self.pages.get(title_of(&place)) else { return Vec::new() };
        let is_same = |(at, desk): &(String, Desk)| {
            *at == place && desk.open.as_ref().is_none_or(|open| open.name == name)
        };
        if self.open.as_ref().is_some_and(is_same) {
            self.open = None;
            return Vec::new();
        }
        let desk = Desk::new(Rc::clone(&self.settings), page.reference, self.policy.clone(), self.now).wanting(name);
        let effects = desk.fetch(&self.session);
        self.open = Some((place, desk));
        effects
    }
}

impl Panel for Rows {
    type Message = Message;
    type Effect = Effect;

    fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Heard(heard) => self.hear(&heard),
            Message::Titles(titles) => self.take(titles),
            Message::Open(place, name) => self.open(place, name),
            Message::Desk(desk::Message::Shut) => {
                self.open = None;
                Vec::new()
            }
            Message::Desk(message) => match &mut self.open {
                Some((_, desk)) => desk.update(message, &self.session),
                None => Vec::new(),
            },
            Message::SignIn => self.session.sign_in(),
        }
    }

    fn view(&self, place: &str) -> Vec<Node<Message>> {
        let words = &self.settings.words;
        if !self.session.is_in() {
            let key = match self.session.state {
                State::Asking => "helpdesk-gadget-sign-in-open",
                State::OtherAccount(_) | State::Failed(_) => "helpdesk-gadget-sign-in-failed",
                State::Quiet | State::Ended | State::Out => "helpdesk-gadget-sign-in",
            };
            return vec![link(words.say(key), &self.settings.tool("/")).on_click(Message::SignIn).into()];
        }
        let title = title_of(place);
        let Some(page) = self.pages.get(title) else {
            let key = if self.has_failed { "helpdesk-gadget-no-state" } else { "helpdesk-gadget-wait" };
            let is_known = !self.has_failed && !self.is_asking;
            return if is_known { Vec::new() } else { vec![el("span").class("helpdesk-about").text(words.say(key)).into()] };
        };
        let mut line = el("span").class("helpdesk-badge").key("badge").child(stage_chip(words, page.stage));
        let open = self.open.as_ref().filter(|(at, _)| at == place).map(|(_, desk)| desk);
        if let Some(duty) = page.duty {
            line = line.child(duty_chip(words, duty)).child(self.opener(place, duty, open));
            if duty == CommandName::GiveFeedback {
                line = line.child(self.opener(place, CommandName::StandAside, open));
            }
        }
        let mut nodes = vec![line.into()];
        if let Some(desk) = open {
            let inside = narrow(desk).into_iter().map(|node| node.map(Message::Desk));
            let class = el("div").class("helpdesk-box helpdesk-desk");
            nodes.push(class.key("desk").children(inside).into());
        }
        nodes
    }
}

impl Rows {
    fn opener(&self, place: &str, name: CommandName, open: Option<&Desk>) -> Node<Message> {
        let is_open = open.and_then(|desk| desk.open.as_ref()).is_some_and(|open| open.name == name);
        let at = place.to_owned();
        button(self.settings.words.command(name), false)
            .key(name.code())
            .attr("aria-expanded", if is_open { "true" } else { "false" })
            .on_click(Message::Open(at, name))
            .into()
    }
}
