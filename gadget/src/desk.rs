//! One request and what the reader may do with it.

use helpdesk_domain::form::fields;
use helpdesk_domain::{CommandName, Offer, RULES_VERSION, Reference, SupportRequestView, allowed};

use crate::effect::{Act, Effect, Effects, Failure, Request, Target};
use crate::form::Form;
use crate::reader::Reader;
use crate::settings::Settings;
use crate::wire::{Change, Refusal};

/// One request.
pub struct Desk {
    /// Which request.
    pub reference: Reference,
    /// The request, when it is there.
    pub view: Option<Box<SupportRequestView>>,
    /// The form that is open.
    pub open: Option<OpenForm>,
    /// What is said to the reader.
    pub notice: Option<Notice>,
    /// How many notices there were: a new one takes the focus.
    pub notices: u32,
    /// The command whose form opens when all is there.
    pub wanted: Option<CommandName>,
    /// What happened while a form was open: it is said when the request is there as it is now.
    news: Option<Vec<Change>>,
}

/// A command's form.
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
    /// The request moved on: this happened meanwhile.
    Moved(Vec<Change>),
}

impl Desk {
    /// A desk for a request that still has to be fetched.
    pub fn new(reference: Reference) -> Self {
        Self { reference, view: None, open: None, notice: None, notices: 0, wanted: None, news: None }
    }

    /// Fetches the request, and the rules if they are not there.
    pub fn fetch(&self, reader: &Reader, fx: &mut Effects) {
        reader.ask_rules(fx);
        reader.call(Request::View(self.reference), fx);
    }

    /// Whether the rules of this gadget are those of the service. If not, it shows the state only.
    pub fn speaks_the_same(&self) -> bool {
        self.view.as_ref().is_none_or(|view| view.rules_version == RULES_VERSION)
    }

    /// What the reader may do, and what not and why.
    pub fn offers(&self, reader: &Reader) -> Vec<Offer> {
        match (&reader.policy, &self.view) {
            (Some(policy), Some(view)) if self.speaks_the_same() => allowed(policy, view, reader.now),
            _ => Vec::new(),
        }
    }

    /// Opens a command's form, or closes it.
    pub fn toggle(&mut self, name: CommandName, reader: &Reader) {
        let is_open = self.open.as_ref().is_some_and(|open| open.name == name);
        self.shut();
        if !is_open {
            self.open_form(name, reader);
        }
    }

    /// Closes the form.
    pub fn shut(&mut self) {
        self.open = None;
        self.notice = None;
    }

    fn open_form(&mut self, name: CommandName, reader: &Reader) {
        if let (Some(policy), Some(view)) = (&reader.policy, &self.view) {
            let form = Form::new(fields(policy, view, name));
            self.open = Some(OpenForm { name, form, is_sending: false, key: None });
        }
    }

    /// Takes what was typed.
    pub fn change(&mut self, name: &str, value: &str) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.is_sending) {
            open.form.change(name, value);
            open.key = None;
        }
    }

    /// Sends the form. The same form sent again goes under the same key, so that it counts once.
    pub fn send(&mut self, reader: &Reader, fx: &mut Effects) {
        let Some(open) = self.open.as_mut().filter(|open| !open.is_sending) else { return };
        self.notice = None;
        if !open.form.is_complete() {
            return;
        }
        open.is_sending = true;
        match open.key.clone() {
            Some(key) => self.call_act(Some(key), reader, fx),
            None => fx.push(Effect::MakeKey(Target::Act(self.reference))),
        }
    }

    /// Takes the key that the form is sent under.
    pub fn call_act(&mut self, key: Option<String>, reader: &Reader, fx: &mut Effects) {
        let (Some(open), Some(view)) = (&mut self.open, &self.view) else { return };
        open.key.clone_from(&key);
        match key {
            Some(key) => {
                let act = Act { expected_version: view.version, fields: open.form.filled() };
                reader.call(Request::Act(self.reference, open.name, act, key), fx);
            }
            None => self.stays(Notice::Unreadable),
        }
    }

    /// Takes the request as it is now.
    pub fn take_view(&mut self, view: Box<SupportRequestView>, reader: &Reader) {
        self.view = Some(view);
        if let Some(news) = self.news.take() {
            self.say(Notice::Moved(news));
        }
        self.ready(reader);
    }

    /// Takes what came of an act.
    pub fn acted(&mut self, name: CommandName, view: Box<SupportRequestView>) {
        self.view = Some(view);
        self.open = None;
        self.say(Notice::Saved(name));
    }

    /// The request could not be fetched, or the act was not carried out.
    pub fn failed(&mut self, failure: Failure, reader: &Reader, fx: &mut Effects) {
        let notice = match failure {
            Failure::Unreachable => Notice::NoAnswer,
            Failure::Unreadable => Notice::Unreadable,
            Failure::Refused(status, answer) => {
                if let Some(open) = &mut self.open {
                    open.key = None;
                    open.is_sending = false;
                    if !answer.fields.is_empty() {
                        open.form.take_errors(answer.fields);
                        return;
                    }
                }
                match status {
                    401 => Notice::SignIn,
                    404 => Notice::NotFound,
                    409 => {
                        self.news = Some(answer.changed);
                        reader.call(Request::View(self.reference), fx);
                        return;
                    }
                    _ => Notice::Refused(refusal(&reader.settings, &answer)),
                }
            }
        };
        self.stays(notice);
    }

    /// All may be there now: a form that was open goes on with the newer view, one that was asked for opens.
    pub fn ready(&mut self, reader: &Reader) {
        let (Some(policy), Some(view)) = (&reader.policy, &self.view) else { return };
        if let Some(open) = &mut self.open {
            open.form.moved_to(fields(policy, view, open.name));
            open.key = None;
        } else if let Some(name) = self.wanted.take() {
            match self.offers(reader).into_iter().find(|offer| offer.name == name) {
                Some(Offer { off: None, .. }) => self.open_form(name, reader),
                Some(Offer { off: Some(reason), .. }) => {
                    self.say(Notice::Refused(reader.words().rejection(&reason)));
                }
                None => self.say(Notice::NotFound),
            }
        }
    }

    fn stays(&mut self, notice: Notice) {
        if let Some(open) = &mut self.open {
            open.is_sending = false;
        }
        self.say(notice);
    }

    fn say(&mut self, notice: Notice) {
        self.notice = Some(notice);
        self.notices += 1;
    }
}

/// A refusal in words: of the same rules in the reader's language, else as the tool said it.
pub fn refusal(settings: &Settings, answer: &Refusal) -> String {
    match &answer.rejection {
        Some(rejection) => settings.words.rejection(rejection),
        None => answer.message.clone(),
    }
}
