//! A request on its own page.

use std::rc::Rc;

use helpdesk_domain::Timestamp;
use helpdesk_domain::wire::{Me, PageLookups, PageLookupsAnswer};

use crate::desk::{self, Desk};
use crate::desk_view::{folded, waiting, whole};
use crate::effect::{Answer, Effect, Failure, Heard, Request, What};
use crate::form_view::{button, message, words_message};
use crate::panel_view::session_notice;
use crate::preferences::{Preferences, Turned};
use crate::session::{Session, Turn};
use crate::settings::Settings;
use crate::view::{Node, Panel, el, link};

/// The panel on a request's page.
pub struct TriagePanel {
    settings: Rc<Settings>,
    session: Session,
    preferences: Preferences,
    title: String,
    now: Timestamp,
    me: Option<Me>,
    state: State,
}

/// What is known of the page.
enum State {
    /// The tool was asked.
    Asking,
    /// The tool was not reached, or its answer not understood.
    Failed,
    /// It is no request, or none that this reader may see.
    Nothing,
    /// It is a request.
    There(Box<Desk>),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Something was heard.
    Heard(Heard),
    /// Asks which request this is.
    Start,
    /// Something on the request.
    Desk(desk::Message),
    /// Signs in.
    SignIn,
    /// Signs out.
    SignOut,
    /// Turns a switch.
    Turn(Turned),
}

impl From<Heard> for Message {
    fn from(heard: Heard) -> Self {
        Self::Heard(heard)
    }
}

impl TriagePanel {
    /// The panel on the page of that title.
    pub fn new(session: Session, settings: Rc<Settings>, preferences: Preferences, title: String, now: Timestamp) -> Self {
        Self { settings, session, preferences, title, now, me: None, state: State::Asking }
    }

    fn start(&mut self) -> Vec<Effect> {
        if !self.settings.is_request(&self.title) {
            self.state = State::Nothing;
            return Vec::new();
        }
        if !matches!(self.state, State::There(_)) {
            self.state = State::Asking;
        }
        let lookups = PageLookups { titles: vec![self.title.clone()], known: None };
        let me = self.session.is_in().then(|| self.session.call(Request::Me));
        me.into_iter().chain([self.session.call(Request::Lookups(lookups))]).collect()
    }

    fn hear(&mut self, heard: &Heard) -> Vec<Effect> {
        self.now = heard.at;
        let (turn, mut effects) = self.session.hear(&heard.what);
        effects.extend(self.preferences.hear(&heard.what, &self.settings));
        match turn {
            Turn::In => effects.extend(self.start()),
            Turn::Out => self.me = None,
            Turn::Nothing => {}
        }
        if let What::Answered(request, result) = &heard.what {
            effects.extend(self.answered(request, result));
        }
        if let State::There(desk) = &mut self.state {
            effects.extend(desk.hear(heard, &self.session));
        }
        effects
    }

    fn answered(&mut self, request: &Request, result: &Result<Answer, Failure>) -> Vec<Effect> {
        match (request, result) {
            (Request::Me, Ok(Answer::Me(me))) => {
                self.me = Some(me.clone());
                self.preferences.look(&self.session, self.me.as_ref()).into_iter().collect()
            }
            (Request::Lookups(_), Ok(Answer::Lookups(PageLookupsAnswer::Pages { pages, .. }))) => {
                let Some(page) = pages.get(&self.title) else {
                    self.state = State::Nothing;
                    return Vec::new();
                };
                if let State::There(desk) = &self.state {
                    return desk.fetch(&self.session);
                }
                let desk = Desk::new(Rc::clone(&self.settings), page.reference, None, self.now);
                let effects = desk.fetch(&self.session);
                self.state = State::There(Box::new(desk));
                effects
            }
            (Request::Lookups(_), _) if !matches!(self.state, State::There(_)) => {
                self.state = State::Failed;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

impl Panel for TriagePanel {
    type Message = Message;
    type Effect = Effect;

    fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Heard(heard) => self.hear(&heard),
            Message::Start => self.start(),
            Message::Desk(message) => match &mut self.state {
                State::There(desk) => desk.update(message, &self.session),
                State::Asking | State::Failed | State::Nothing => Vec::new(),
            },
            Message::SignIn => self.session.sign_in(),
            Message::SignOut => {
                let mut effects = self.session.sign_out();
                self.me = None;
                // What only this reader might see goes; what everybody may see comes back.
                self.state = State::Asking;
                effects.extend(self.start());
                effects
            }
            Message::Turn(turned) => self.preferences.update(turned, &self.session, self.me.as_ref()),
        }
    }

    fn view(&self, _place: &str) -> Vec<Node<Message>> {
        let words = &self.settings.words;
        let mut nodes: Vec<Node<Message>> = session_notice(words, &self.session).into_iter().collect();
        match &self.state {
            State::Asking => nodes.push(waiting(words)),
            State::Failed => {
                let again = button(words.say("helpdesk-gadget-again"), false).on_click(Message::Start);
                let body = el("div").class("cdx-message__content").text(words.say("helpdesk-gadget-unreachable"));
                nodes.push(message("error", body.text(" ").child(again)).into());
            }
            State::Nothing => {
                nodes.push(words_message("notice", words.say("helpdesk-rejection-not-found")).key("nothing").into());
            }
            State::There(desk) => nodes.extend(whole(desk).into_iter().map(|node| node.map(Message::Desk))),
        }
        nodes.push(self.foot());
        nodes
    }
}

impl TriagePanel {
    fn foot(&self) -> Node<Message> {
        let words = &self.settings.words;
        let mut foot = el("div").class("helpdesk-foot").key("foot");
        if self.session.is_in() {
            let switches = self.preferences.view(words, self.me.as_ref());
            let mut inner: Vec<Node<Message>> =
                switches.into_iter().map(|switch| Node::from(switch).map(Message::Turn)).collect();
            let out = button(words.say("helpdesk-gadget-sign-out"), false).on_click(Message::SignOut);
            inner.push(el("div").class("helpdesk-buttons").child(out).into());
            foot = foot.child(folded(words, "helpdesk-gadget-settings", inner));
        } else {
            let sign_in = button(words.say("helpdesk-gadget-sign-in"), true).on_click(Message::SignIn);
            foot = foot.child(el("div").class("helpdesk-buttons").key("sign-in").child(sign_in));
        }
        let tool = match &self.state {
            State::There(desk) => ["/support-requests/", desk.reference.as_str()].concat(),
            State::Asking | State::Failed | State::Nothing => "/".to_owned(),
        };
        foot.child(el("p").key("tool").child(link(words.say("helpdesk-gadget-tool"), &self.settings.tool(&tool)))).into()
    }
}
