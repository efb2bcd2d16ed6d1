//! The panel "Request helpdesk support": the form, and the reader's own requests.

use helpdesk_domain::Reference;
use helpdesk_domain::form::submission_fields;

use crate::desk::refusal;
use crate::draft::{self, Draft};
use crate::effect::{Effect, Effects, Failure, Kept, Listed, Request, Target};
use crate::form::Form;
use crate::reader::Reader;

/// The request form, and the reader's own requests.
pub struct Ask {
    /// The title of the page that the panel is on.
    pub context: String,
    /// The reader's own requests, when they are there.
    pub mine: Option<Vec<Listed>>,
    /// The form, when the rules are there.
    pub form: Option<Form>,
    /// Whether a draft was found.
    pub is_restored: bool,
    /// How far the form is.
    pub step: Step,
    /// Why it was not sent, or could not be begun.
    pub trouble: Option<Trouble>,
    /// How often there was trouble, or something was sent: what is said about it takes the focus.
    pub notices: u32,
    draft: Option<Draft>,
    key: Option<String>,
    sends_when_signed_in: bool,
}

/// How far the form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is filled in.
    Filling,
    /// It is looked at once more.
    Looking,
    /// It is on its way.
    Sending,
    /// It has arrived.
    Sent(Reference),
}

/// What does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The tool is not reached; nothing was shown yet.
    NoStart,
    /// The tool gave no answer; sending again is safe.
    NoAnswer,
    /// An answer of another version of the tool.
    Unreadable,
    /// Refused, in these words.
    Refused(String),
}

impl Ask {
    /// The panel on the page `context`, with the draft that this browser kept.
    pub fn new(context: String, draft: Option<Draft>) -> Self {
        Self {
            context,
            mine: None,
            form: None,
            is_restored: false,
            step: Step::Filling,
            trouble: None,
            notices: 0,
            draft,
            key: None,
            sends_when_signed_in: false,
        }
    }

    /// Whether there is enough to show.
    pub fn is_ready(&self, reader: &Reader) -> bool {
        let is_form_there = self.form.is_some() || matches!(self.step, Step::Sent(_));
        is_form_there && (!reader.is_in() || self.mine.is_some())
    }

    /// Asks for all that is needed.
    pub fn start(&mut self, reader: &Reader, fx: &mut Effects) {
        self.trouble = None;
        reader.ask_rules(fx);
        self.ask_who(reader, fx);
    }

    fn ask_who(&self, reader: &Reader, fx: &mut Effects) {
        if reader.is_in() {
            reader.call(Request::Me, fx);
            reader.call(Request::MyRequests, fx);
        }
    }

    /// Makes the form, or fits it to what the reader may fill in.
    pub fn make_form(&mut self, reader: &Reader) {
        let Some(policy) = &reader.policy else { return };
        let mut fields = submission_fields(policy, reader.roles());
        for field in &mut fields {
            match &*field.name {
                "context_page" => field.value.clone_from(&self.context),
                "shown_name" => field.value = reader.settings.wiki_user.clone().unwrap_or_default(),
                _ => {}
            }
        }
        if let Some(form) = &mut self.form {
            form.moved_to(fields);
            return;
        }
        let mut form = Form::new(fields);
        if let Some(draft) = self.draft.take().filter(|draft| draft.is_fresh(reader.now)) {
            form.restore(&draft.values);
            self.is_restored = true;
        }
        self.form = Some(form);
    }

    /// Takes what was typed, and keeps what may be kept.
    pub fn change(&mut self, name: &str, value: &str, reader: &Reader, fx: &mut Effects) {
        let Some(form) = self.form.as_mut().filter(|_| self.step == Step::Filling) else { return };
        form.change(name, value);
        self.key = None;
        let key = draft::key(reader.settings.wiki_user.as_deref());
        fx.push(match Draft::of(form.filled(), reader.now) {
            Some(draft) => Effect::Keep(key, Kept::Draft(draft)),
            None => Effect::Forget(key),
        });
    }

    /// Goes on: to a last look, then to sending.
    pub fn send(&mut self, reader: &mut Reader, fx: &mut Effects) {
        let Some(form) = &mut self.form else { return };
        self.trouble = None;
        match self.step {
            Step::Filling if form.is_complete() => self.step = Step::Looking,
            Step::Looking if !reader.is_in() => {
                self.sends_when_signed_in = true;
                reader.ask_to_sign_in(fx);
            }
            Step::Looking => {
                self.step = Step::Sending;
                match self.key.take() {
                    Some(key) => self.call_submit(Some(key), reader, fx),
                    None => fx.push(Effect::MakeKey(Target::Submission)),
                }
            }
            Step::Filling | Step::Sending | Step::Sent(_) => {}
        }
    }

    /// Goes back to the form.
    pub fn back(&mut self) {
        if self.step == Step::Looking {
            self.step = Step::Filling;
        }
    }

    /// Takes the key that the form is sent under. The same form sent again goes under the same key, and counts once.
    pub fn call_submit(&mut self, key: Option<String>, reader: &Reader, fx: &mut Effects) {
        let Some(form) = self.form.as_ref().filter(|_| self.step == Step::Sending) else { return };
        self.key.clone_from(&key);
        match key {
            Some(key) => reader.call(Request::Submit(form.filled(), key), fx),
            None => self.stays(Trouble::Unreadable),
        }
    }

    fn stays(&mut self, trouble: Trouble) {
        self.step = Step::Looking;
        self.trouble = Some(trouble);
        self.notices += 1;
    }

    /// Somebody signed in, or did not.
    pub fn signed_in(&mut self, is_in: bool, reader: &mut Reader, fx: &mut Effects) {
        let sends = std::mem::take(&mut self.sends_when_signed_in);
        if is_in {
            self.ask_who(reader, fx);
            if sends {
                self.send(reader, fx);
            }
        }
    }

    /// Nobody is signed in any more.
    pub fn signed_out(&mut self, reader: &Reader) {
        self.mine = None;
        match self.step {
            Step::Sending => self.step = Step::Looking,
            Step::Sent(_) => self.step = Step::Filling,
            Step::Filling | Step::Looking => {}
        }
        self.make_form(reader);
    }

    /// The request has arrived.
    pub fn sent(&mut self, reference: Reference, reader: &Reader, fx: &mut Effects) {
        self.step = Step::Sent(reference);
        self.form = None;
        self.key = None;
        self.is_restored = false;
        self.notices += 1;
        fx.push(Effect::Forget(draft::key(reader.settings.wiki_user.as_deref())));
        reader.call(Request::MyRequests, fx);
    }

    /// The request was not taken.
    pub fn refused(&mut self, failure: Failure, reader: &Reader) {
        let trouble = match failure {
            Failure::Unreachable => Trouble::NoAnswer,
            Failure::Unreadable => Trouble::Unreadable,
            // That is said already.
            Failure::Refused(401, _) => return,
            Failure::Refused(_, answer) => {
                self.key = None;
                if let Some(form) = self.form.as_mut().filter(|_| !answer.fields.is_empty()) {
                    form.take_errors(answer.fields);
                    self.step = Step::Filling;
                    return;
                }
                Trouble::Refused(refusal(&reader.settings, &answer))
            }
        };
        self.stays(trouble);
    }

    /// An empty form; the draft is forgotten.
    pub fn empty(&mut self, reader: &Reader, fx: &mut Effects) {
        self.form = None;
        self.key = None;
        self.draft = None;
        self.is_restored = false;
        self.step = Step::Filling;
        self.trouble = None;
        self.make_form(reader);
        fx.push(Effect::Forget(draft::key(reader.settings.wiki_user.as_deref())));
    }
}
