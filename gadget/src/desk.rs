//! One request and what the reader may do with it.

use std::rc::Rc;

use helpdesk_domain::form::{fields, read};
use helpdesk_domain::wire::{Act, ErrorAnswer};
use helpdesk_domain::{
    CommandName, Offer, Policy, RULES_VERSION, Recorded, Reference, SupportRequestView, Timestamp, allowed,
};

use crate::effect::{Answer, Effect, Failure, Heard, Request, Target, What};
use crate::form::{Change, Form};
use crate::session::Session;
use crate::settings::Settings;

/// One request.
#[derive(Clone, Debug)]
pub struct Desk {
    /// What all panels know.
    pub settings: Rc<Settings>,
    /// Which request.
    pub reference: Reference,
    /// When something was heard last.
    pub now: Timestamp,
    /// The rules, when they are there.
    pub policy: Option<Rc<Policy>>,
    /// The request, when it is there.
    pub view: Option<Box<SupportRequestView>>,
    /// The form that is open.
    pub open: Option<OpenForm>,
    /// What is said to the reader.
    pub notice: Option<Notice>,
    /// How many notices there were: a new one takes the focus.
    pub notices: u32,
    /// The command whose form opens when all is there.
    wanted: Option<CommandName>,
    /// The request moved on while a form was open: what happened is said when it is known.
    is_catching_up: bool,
}

/// A command's form.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenForm {
    /// Which command.
    pub name: CommandName,
    /// What was filled in.
    pub form: Form,
    /// Whether it is on its way.
    pub is_sending: bool,
    /// The key that it was sent with, as long as nothing in it changes.
    key: Option<String>,
}

/// Something to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The act was recorded.
    Saved(CommandName),
    /// It was refused, in these words.
    Refused(String),
    /// The tool gave no answer; sending again is safe.
    NoAnswer,
    /// The request is not there for this reader.
    NotFound,
    /// An answer of another version of the tool.
    Unreadable,
    /// The reader has to sign in again.
    SignIn,
    /// These things happened meanwhile.
    Moved(Vec<Recorded>),
}

/// What the reader does.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Opens a command's form, or closes it.
    Open(CommandName),
    /// Closes the form.
    Shut,
    /// Types.
    Change(Change),
    /// Sends the form.
    Send,
    /// Asks the tool again.
    Again,
}

impl Desk {
    /// A desk for a request that still has to be fetched.
    pub fn new(settings: Rc<Settings>, reference: Reference, policy: Option<Rc<Policy>>, now: Timestamp) -> Self {
        Self {
            settings,
            reference,
            now,
            policy,
            view: None,
            open: None,
            notice: None,
            notices: 0,
            wanted: None,
            is_catching_up: false,
        }
    }

    /// The same, with a form that opens by itself.
    pub fn wanting(mut self, name: CommandName) -> Self {
        self.wanted = Some(name);
        self
    }

    /// Fetches what is not there yet, and the request anew.
    pub fn fetch(&self, session: &Session) -> Vec<Effect> {
        let policy = self.policy.is_none().then(|| session.call(Request::Policy));
        policy.into_iter().chain([session.call(Request::View(self.reference))]).collect()
    }

    /// Whether the rules of this gadget are those of the service. If not, it shows the state only.
    pub fn speaks_the_same(&self) -> bool {
        self.view.as_ref().is_none_or(|view| view.rules_version == RULES_VERSION)
    }

    /// What the reader may do, and what not and why.
    pub fn offers(&self) -> Vec<Offer> {
        match (&self.policy, &self.view) {
            (Some(policy), Some(view)) if self.speaks_the_same() => allowed(policy, view, self.now),
            _ => Vec::new(),
        }
    }

    /// Takes what the reader did.
    pub fn update(&mut self, message: Message, session: &Session) -> Vec<Effect> {
        match message {
            Message::Open(name) => {
                let is_open = self.open.as_ref().is_some_and(|open| open.name == name);
                self.open = None;
                self.notice = None;
                if !is_open {
                    self.open_form(name);
                }
            }
            Message::Shut => {
                self.open = None;
                self.notice = None;
            }
            Message::Change(change) => {
                if let Some(open) = self.open.as_mut().filter(|open| !open.is_sending) {
                    open.form.update(change);
                    open.key = None;
                }
            }
            Message::Send => return self.send(session),
            Message::Again => {
                self.notice = None;
                return self.fetch(session);
            }
        }
        Vec::new()
    }

    fn open_form(&mut self, name: CommandName) {
        if let (Some(policy), Some(view)) = (&self.policy, &self.view) {
            let form = Form::new(fields(policy, view, name));
            self.open = Some(OpenForm { name, form, is_sending: false, key: None });
        }
    }

    fn send(&mut self, session: &Session) -> Vec<Effect> {
        let Some(open) = self.open.as_mut().filter(|open| !open.is_sending) else { return Vec::new() };
        self.notice = None;
        let errors = read(open.name, &open.form.filled()).err().unwrap_or_default();
        let errors = open.form.sure(errors);
        if open.form.fails(errors) {
            return Vec::new();
        }
        open.is_sending = true;
        match open.key.clone() {
            Some(key) => self.call_act(key, session),
            None => vec![Effect::MakeKey(Target::Act(self.reference))],
        }
    }

    fn call_act(&mut self, key: String, session: &Session) -> Vec<Effect> {
        let (Some(open), Some(view)) = (&mut self.open, &self.view) else { return Vec::new() };
        open.key = Some(key.clone());
        let act = Act { expected_version: view.version, fields: open.form.filled() };
        vec![session.call(Request::Act(self.reference, open.name, act, key))]
    }

    /// Takes what was heard, if it is about this request.
    pub fn hear(&mut self, heard: &Heard, session: &Session) -> Vec<Effect> {
        self.now = heard.at;
        match &heard.what {
            What::Key(Target::Act(reference), key) if *reference == self.reference => match key {
                Some(key) => self.call_act(key.clone(), session),
                None => self.fall_back(Notice::Unreadable),
            },
            What::Answered(request, result) => match &**request {
                Request::Policy => {
                    if let Ok(Answer::Policy(policy)) = result {
                        self.policy.get_or_insert_with(|| Rc::new((**policy).clone()));
                        self.ready();
                    }
                    Vec::new()
                }
                Request::View(reference) if *reference == self.reference => self.hear_view(result),
                Request::Act(reference, name, ..) if *reference == self.reference => {
                    self.hear_act(*name, result, session)
                }
                _ => Vec::new(),
            },
            What::Key(..) | What::SignedIn(_) | What::Watched(..) => Vec::new(),
        }
    }

    fn hear_view(&mut self, result: &Result<Answer, Failure>) -> Vec<Effect> {
        match result {
            Ok(Answer::View(view)) => {
                let before = self.view.replace(view.clone());
                if std::mem::take(&mut self.is_catching_up) {
                    let new = |recorded: &&Recorded| before.as_ref().is_none_or(|old| !old.history.contains(recorded));
                    let news = view.history.iter().filter(new).cloned().collect();
                    self.say(Notice::Moved(news));
                }
                self.ready();
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(failure) => {
                let notice = match failure {
                    Failure::Refused(404, _) => Notice::NotFound,
                    Failure::Refused(401, _) => Notice::SignIn,
                    Failure::Refused(_, answer) => Notice::Refused(self.words_of(answer)),
                    Failure::Unreachable => Notice::NoAnswer,
                    Failure::Unreadable => Notice::Unreadable,
                };
                self.fall_back(notice)
            }
        }
    }

    fn hear_act(&mut self, name: CommandName, result: &Result<Answer, Failure>, session: &Session) -> Vec<Effect> {
        match result {
            Ok(Answer::View(view)) => {
                self.view = Some(view.clone());
                self.open = None;
                self.say(Notice::Saved(name));
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(Failure::Unreachable) => self.fall_back(Notice::NoAnswer),
            Err(Failure::Unreadable) => self.fall_back(Notice::Unreadable),
            Err(Failure::Refused(status, answer)) => {
                if let Some(open) = &mut self.open {
                    open.key = None;
                    open.is_sending = false;
                    if !answer.fields.is_empty() {
                        open.form.fails(answer.fields.clone());
                        return Vec::new();
                    }
                }
                match status {
                    401 => self.fall_back(Notice::SignIn),
                    409 => {
                        self.is_catching_up = true;
                        vec![session.call(Request::View(self.reference))]
                    }
                    _ => {
                        let words = self.words_of(answer);
                        self.fall_back(Notice::Refused(words))
                    }
                }
            }
        }
    }

    /// A form that was open goes on with the newer view; one that was asked for opens.
    fn ready(&mut self) {
        let (Some(policy), Some(view)) = (&self.policy, &self.view) else { return };
        if let Some(open) = &mut self.open {
            open.form.moved_to(fields(policy, view, open.name));
            open.key = None;
        } else if let Some(name) = self.wanted.take() {
            let off = allowed(policy, view, self.now).into_iter().find(|offer| offer.name == name);
            match off.map(|offer| offer.off) {
                Some(None) if self.speaks_the_same() => self.open_form(name),
                Some(Some(reason)) => {
                    let words = self.settings.words.rejection(&reason);
                    self.say(Notice::Refused(words));
                }
                Some(None) | None => {}
            }
        }
    }

    fn fall_back(&mut self, notice: Notice) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.is_sending = false;
        }
        self.say(notice);
        Vec::new()
    }

    fn say(&mut self, notice: Notice) {
        self.notice = Some(notice);
        self.notices += 1;
    }

    fn words_of(&self, answer: &ErrorAnswer) -> String {
        refusal(&self.settings, answer)
    }
}

/// A refusal in words: of the same rules in the reader's language, else as the tool said it.
pub fn refusal(settings: &Settings, answer: &ErrorAnswer) -> String {
    match &answer.rejection {
        Some(rejection) => settings.words.rejection(rejection),
        None => answer.message.clone(),
    }
}
