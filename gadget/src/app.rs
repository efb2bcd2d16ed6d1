//! A panel of the gadget: takes what happens, one message after the other, and says what is to be done.

use std::rc::Rc;

use crate::ask::{Ask, Trouble};
use crate::desk::Desk;
use crate::effect::{Answer, Effect, Effects, Failure, Heard, NoSignIn, Request, Target, What};
use crate::html::Html;
use crate::lookups::{PageLookups, PageLookupsAnswer};
use crate::message::{Message, Switch};
use crate::reader::Reader;
use crate::rows::Rows;
use crate::token::Token;
use crate::view::Panel;

/// A panel.
pub struct App {
    /// Who reads.
    pub reader: Reader,
    /// The request that is open in it.
    pub desk: Option<Desk>,
    /// What kind of panel it is.
    pub kind: AppKind,
}

/// What a panel is for.
pub enum AppKind {
    /// Asking for support.
    Ask(Box<Ask>),
    /// A request on its own page.
    Page(Page),
    /// Rows of a list.
    Rows(Rows),
}

/// The page of a request.
pub struct Page {
    /// Its prefixed title.
    pub title: String,
    /// What is known of it, as long as it is not known which request it is.
    pub state: PageState,
}

/// What is known of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// The tool was asked.
    Asking,
    /// The tool was not reached, or its answer not understood.
    Failed,
    /// It is no request, or none that this reader may see.
    Nothing,
}

impl App {
    /// The panel for asking.
    pub fn ask(reader: Reader, ask: Ask) -> Self {
        Self { reader, desk: None, kind: AppKind::Ask(Box::new(ask)) }
    }

    /// The panel on the page of that title.
    pub fn page(reader: Reader, title: String) -> Self {
        Self { reader, desk: None, kind: AppKind::Page(Page { title, state: PageState::Asking }) }
    }

    /// The rows of a list.
    pub fn rows(reader: Reader) -> Self {
        Self { reader, desk: None, kind: AppKind::Rows(Rows::default()) }
    }

    fn start(&mut self, fx: &mut Effects) {
        match &mut self.kind {
            AppKind::Ask(ask) => ask.start(&self.reader, fx),
            AppKind::Page(page) => {
                if !self.reader.settings.is_request(&page.title) {
                    page.state = PageState::Nothing;
                    return;
                }
                page.state = PageState::Asking;
                if self.reader.is_in() {
                    self.reader.call(Request::Me, fx);
                }
                let lookups = PageLookups { titles: vec![page.title.clone()], known: None };
                self.reader.call(Request::Lookups(lookups), fx);
            }
            AppKind::Rows(rows) => rows.ask(&self.reader, fx),
        }
    }

    fn hear(&mut self, heard: Heard, fx: &mut Effects) {
        self.reader.now = heard.at;
        match heard.what {
            What::Answered(request, Ok(answer)) => self.answered(*request, answer, fx),
            What::Answered(request, Err(failure)) => self.failed(*request, failure, fx),
            What::Key(Target::Submission, key) => {
                if let AppKind::Ask(ask) = &mut self.kind {
                    ask.call_submit(key, &self.reader, fx);
                }
            }
            What::Key(Target::Act(reference), key) => {
                if let Some(desk) = self.desk.as_mut().filter(|desk| desk.reference == reference) {
                    desk.call_act(key, &self.reader, fx);
                }
            }
            What::SignedIn(result) => self.signed_in(result, fx),
            What::Watched(titles, is_done) => self.reader.watched(titles, is_done, fx),
        }
    }

    fn answered(&mut self, request: Request, answer: Answer, fx: &mut Effects) {
        match (request, answer) {
            (_, Answer::Policy(policy)) => {
                self.reader.policy = Some(*policy);
                if let AppKind::Ask(ask) = &mut self.kind {
                    ask.make_form(&self.reader);
                }
                if let Some(desk) = &mut self.desk {
                    desk.ready(&self.reader);
                }
            }
            (_, Answer::Me(me)) => {
                self.reader.me = Some(me);
                self.reader.look_what_to_watch(fx);
                if let AppKind::Ask(ask) = &mut self.kind {
                    ask.make_form(&self.reader);
                }
            }
            (Request::ForCommittee, Answer::List(list)) => self.reader.watch(list, fx),
            (_, Answer::List(list)) => {
                if let AppKind::Ask(ask) = &mut self.kind {
                    ask.mine = Some(list);
                }
            }
            (Request::Submit(..), Answer::View(view)) => {
                if let AppKind::Ask(ask) = &mut self.kind {
                    ask.sent(view.reference, &self.reader, fx);
                    let mut desk = Desk::new(view.reference);
                    desk.view = Some(view);
                    self.desk = Some(desk);
                }
            }
            (request, Answer::View(view)) => {
                let Some(desk) = self.desk.as_mut().filter(|desk| desk.reference == view.reference) else {
                    return;
                };
                if let Request::Act(_, name, ..) = request {
                    desk.acted(name, view);
                    match &mut self.kind {
                        AppKind::Ask(_) => self.reader.call(Request::MyRequests, fx),
                        AppKind::Rows(rows) => rows.ask(&self.reader, fx),
                        AppKind::Page(_) => {}
                    }
                } else {
                    desk.take_view(view, &self.reader);
                }
            }
            (Request::Lookups(asked), Answer::Lookups(answer)) => self.looked_up(&asked, Some(answer), fx),
            (_, Answer::Lookups(_) | Answer::SignedOut) => {}
        }
    }

    fn looked_up(&mut self, asked: &PageLookups, answer: Option<PageLookupsAnswer>, fx: &mut Effects) {
        match &mut self.kind {
            AppKind::Rows(rows) => rows.looked_up(asked, answer, &self.reader, fx),
            AppKind::Page(page) => {
                page.state = if answer.is_some() { PageState::Nothing } else { PageState::Failed };
                if let Some(PageLookupsAnswer::Pages { pages, .. }) = answer
                    && let Some(found) = pages.find(&page.title)
                {
                    let desk = self.desk.get_or_insert_with(|| Desk::new(found.reference));
                    desk.fetch(&self.reader, fx);
                }
            }
            AppKind::Ask(_) => {}
        }
    }

    fn failed(&mut self, request: Request, failure: Failure, fx: &mut Effects) {
        if matches!(failure, Failure::Refused(401, _)) && self.reader.is_in() {
            self.reader.ended(fx);
            self.signed_out();
        }
        match (request, &mut self.kind) {
            (Request::Policy, AppKind::Ask(ask)) => ask.trouble = Some(Trouble::NoStart),
            (Request::Submit(..), AppKind::Ask(ask)) => ask.refused(failure, &self.reader),
            (Request::MyRequests, AppKind::Ask(ask)) => ask.mine = Some(Vec::new()),
            (Request::Lookups(asked), _) => self.looked_up(&asked, None, fx),
            (Request::View(reference) | Request::Act(reference, ..), _) => {
                if let Some(desk) = self.desk.as_mut().filter(|desk| desk.reference == reference) {
                    desk.failed(failure, &self.reader, fx);
                }
            }
            (Request::Policy, _) => {
                if let Some(desk) = &mut self.desk {
                    desk.failed(failure, &self.reader, fx);
                }
            }
            (
                Request::Me
                | Request::MyRequests
                | Request::ForCommittee
                | Request::Submit(..)
                | Request::SignOut,
                _,
            ) => {}
        }
    }

    fn signed_in(&mut self, result: Result<Token, NoSignIn>, fx: &mut Effects) {
        let is_in = self.reader.signed_in(result, fx);
        match &mut self.kind {
            AppKind::Ask(ask) => ask.signed_in(is_in, &mut self.reader, fx),
            AppKind::Page(_) if is_in => self.start(fx),
            AppKind::Rows(rows) if is_in => {
                // Who signs in here wants to see it here from now on.
                if !self.reader.is_on(Switch::Watchlist) {
                    self.reader.turn(Switch::Watchlist, true, fx);
                }
                rows.ask(&self.reader, fx);
            }
            AppKind::Page(_) | AppKind::Rows(_) => {}
        }
        if let Some(desk) = self.desk.as_ref().filter(|_| is_in) {
            desk.fetch(&self.reader, fx);
        }
    }

    fn signed_out(&mut self) {
        // An open form stays: what was typed into it can still be sent after signing in again.
        if let AppKind::Ask(ask) = &mut self.kind {
            ask.signed_out(&self.reader);
        }
    }

    fn sign_out(&mut self, fx: &mut Effects) {
        self.reader.sign_out(fx);
        // What only this reader might see goes; what everybody may see comes back.
        self.desk = None;
        self.signed_out();
        match &mut self.kind {
            AppKind::Ask(ask) => ask.empty(&self.reader, fx),
            AppKind::Page(_) | AppKind::Rows(_) => self.start(fx),
        }
    }
}

impl Panel for App {
    type Message = Message;
    type Effect = Effect;

    fn update(&mut self, message: Message) -> Effects {
        let mut effects = Vec::new();
        let fx = &mut effects;
        match (message, &mut self.kind) {
            (Message::Heard(heard), _) => {
                if let Some(heard) = Rc::into_inner(heard) {
                    self.hear(heard, fx);
                }
            }
            (Message::Start, _) => self.start(fx),
            (Message::SignIn, _) => self.reader.ask_to_sign_in(fx),
            (Message::SignOut, _) => self.sign_out(fx),
            (Message::Turn(switch, is_on), _) => self.reader.turn(switch, is_on, fx),
            (Message::Titles(titles), AppKind::Rows(rows)) => rows.take(&titles, &self.reader, fx),
            (Message::Open(name, place), AppKind::Rows(rows)) => {
                rows.toggle(&mut self.desk, place, name, &self.reader, fx);
            }
            (Message::Shut, AppKind::Rows(_)) => self.desk = None,
            (Message::Change(Target::Submission, name, value), AppKind::Ask(ask)) => {
                ask.change(&name, &value, &self.reader, fx);
            }
            (Message::Send(Target::Submission), AppKind::Ask(ask)) => ask.send(&mut self.reader, fx),
            (Message::Back, AppKind::Ask(ask)) => ask.back(),
            (Message::Empty, AppKind::Ask(ask)) => {
                self.desk = None;
                ask.empty(&self.reader, fx);
            }
            (Message::Pick(reference), AppKind::Ask(_)) => {
                let is_open = self.desk.as_ref().is_some_and(|desk| desk.reference == reference);
                self.desk = None;
                if !is_open {
                    let desk = Desk::new(reference);
                    desk.fetch(&self.reader, fx);
                    self.desk = Some(desk);
                }
            }
            (message, _) => {
                if let Some(desk) = &mut self.desk {
                    act(desk, message, &self.reader, fx);
                }
            }
        }
        effects
    }

    fn view(&self, place: &str) -> Vec<Html> {
        let mut nodes = Vec::new();
        crate::app_view::view(self, place, &mut nodes);
        nodes
    }
}

/// What is done on the request that is open.
fn act(desk: &mut Desk, message: Message, reader: &Reader, fx: &mut Effects) {
    match message {
        Message::Open(name, _) => desk.toggle(name, reader),
        Message::Shut => desk.shut(),
        Message::Change(Target::Act(_), name, value) => desk.change(&name, &value),
        Message::Send(Target::Act(_)) => desk.send(reader, fx),
        Message::Again => {
            desk.notice = None;
            desk.fetch(reader, fx);
        }
        _ => {}
    }
}
