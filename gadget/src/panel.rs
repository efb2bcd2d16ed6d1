//! The panel "Request helpdesk support": the form, and the reader's own requests.

use std::rc::Rc;

use helpdesk_domain::form::{FilledSubmission, Values, read_submission, submission_fields};
use helpdesk_domain::people::Roles;
use helpdesk_domain::wire::Me;
use helpdesk_domain::{Policy, Reference, Timestamp};

use crate::desk::{self, Desk, refusal};
use crate::draft::{self, Draft};
use crate::effect::{Answer, Effect, Failure, Heard, Kept, Listed, Request, Target, What};
use crate::form::{Change, Form};
use crate::preferences::{Preferences, Turned};
use crate::session::{Session, Turn};
use crate::settings::Settings;
use crate::view::{Node, Panel};

/// The panel.
pub struct RequestPanel {
    /// What all panels know.
    pub settings: Rc<Settings>,
    /// Whether the reader is signed in.
    pub session: Session,
    /// What the reader switched on.
    pub preferences: Preferences,
    /// When something was heard last.
    pub now: Timestamp,
    /// The title of the page that the panel is on.
    pub context: String,
    /// The rules, when they are there.
    pub policy: Option<Rc<Policy>>,
    /// Who the reader is, when the tool has said it.
    pub me: Option<Me>,
    /// The reader's own requests, when they are there.
    pub mine: Option<Vec<Listed>>,
    /// The one of them that is open.
    pub desk: Option<Desk>,
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
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It is filled in.
    Filling,
    /// It is looked at once more.
    Looking(Box<FilledSubmission>),
    /// It is on its way.
    Sending(Box<FilledSubmission>),
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

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Something was heard.
    Heard(Heard),
    /// Asks for all that is needed, at first and when it failed.
    Start,
    /// Types.
    Change(Change),
    /// Looks at it once more before sending.
    Look,
    /// Goes back to the form.
    Back,
    /// Sends it, after signing in if needed.
    Send,
    /// A new, empty form.
    Another,
    /// Empties the form and forgets the draft.
    Empty,
    /// Opens one of the reader's own requests, or closes it.
    Open(Reference),
    /// Something on the open request.
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

impl RequestPanel {
    /// The panel on the page `context`, with what this browser kept.
    pub fn new(session: Session, settings: Rc<Settings>, context: String, now: Timestamp) -> Self {
        Self {
            settings,
            session,
            preferences: Preferences::default(),
            now,
            context,
            policy: None,
            me: None,
            mine: None,
            desk: None,
            form: None,
            is_restored: false,
            step: Step::Filling,
            trouble: None,
            notices: 0,
            draft: None,
            key: None,
            sends_when_signed_in: false,
        }
    }

    /// With a draft that was kept.
    pub fn with_draft(mut self, draft: Option<Draft>) -> Self {
        self.draft = draft.filter(|draft| draft.is_fresh(self.now));
        self
    }

    /// With switches that were kept.
    pub fn with_preferences(mut self, preferences: Preferences) -> Self {
        self.preferences = preferences;
        self
    }

    /// Whether there is enough to show.
    pub fn is_ready(&self) -> bool {
        self.form.is_some() && (!self.session.is_in() || self.mine.is_some())
    }

    fn start(&mut self) -> Vec<Effect> {
        self.trouble = None;
        let policy = self.policy.is_none().then(|| self.session.call(Request::Policy));
        policy.into_iter().chain(self.ask_who()).collect()
    }

    fn ask_who(&self) -> Vec<Effect> {
        if self.session.is_in() {
            vec![self.session.call(Request::Me), self.session.call(Request::MyRequests)]
        } else {
            Vec::new()
        }
    }

    fn roles(&self) -> Roles {
        self.me.as_ref().map_or(Roles::NONE, |me| me.roles)
    }

    /// Makes the form, or fits it to what the reader may fill in.
    fn make_form(&mut self) {
        let Some(policy) = &self.policy else { return };
        let mut fields = submission_fields(policy, self.roles());
        for field in &mut fields {
            match field.name.as_str() {
                "context_page" => field.value.clone_from(&self.context),
                "shown_name" => field.value = self.settings.wiki_user.clone().unwrap_or_default(),
                _ => {}
            }
        }
        if let Some(form) = &mut self.form {
            form.moved_to(fields);
            return;
        }
        let mut form = Form::new(fields);
        if let Some(draft) = self.draft.take() {
            form.restore(&draft.values);
            self.is_restored = true;
        }
        self.form = Some(form);
    }

    fn draft_key(&self) -> String {
        draft::key(self.settings.wiki_user.as_deref())
    }

    fn change(&mut self, change: Change) -> Vec<Effect> {
        let key = self.draft_key();
        let Some(form) = self.form.as_mut().filter(|_| self.step == Step::Filling) else { return Vec::new() };
        form.update(change);
        self.key = None;
        match Draft::of(&form.filled(), self.now) {
            Some(draft) => vec![Effect::Keep(Kept::Draft(key, draft))],
            None => vec![Effect::Forget(key)],
        }
    }

    /// What would be sent: nothing of what is not asked.
    fn filled(&self) -> Values {
        let Some(form) = &self.form else { return Values::new() };
        form.filled().into_iter().filter(|(name, _)| is_wanted(form, name)).collect()
    }

    fn look(&mut self) {
        let filled = self.filled();
        let Some(form) = &mut self.form else { return };
        self.trouble = None;
        match read_submission(&filled) {
            Ok(filled) => {
                form.fails(Vec::new());
                self.step = Step::Looking(Box::new(filled));
            }
            Err(errors) => {
                form.fails(errors);
                self.step = Step::Filling;
            }
        }
    }

    fn send(&mut self) -> Vec<Effect> {
        let Step::Looking(filled) = &self.step else { return Vec::new() };
        if !self.session.is_in() {
            self.sends_when_signed_in = true;
            return self.session.sign_in();
        }
        self.trouble = None;
        self.step = Step::Sending(filled.clone());
        match self.key.clone() {
            Some(key) => self.call_submit(key),
            None => vec![Effect::MakeKey(Target::Submission)],
        }
    }

    fn call_submit(&mut self, key: String) -> Vec<Effect> {
        if !matches!(self.step, Step::Sending(_)) {
            return Vec::new();
        }
        self.key = Some(key.clone());
        vec![self.session.call(Request::Submit(self.filled(), key))]
    }

    /// Back to what was looked at, with words about what did not work.
    fn stays(&mut self, trouble: Option<Trouble>) {
        if let Step::Sending(filled) = &self.step {
            self.step = Step::Looking(filled.clone());
        }
        self.trouble = trouble;
        self.notices += 1;
    }

    fn hear(&mut self, heard: Heard) -> Vec<Effect> {
        self.now = heard.at;
        let (turn, mut effects) = self.session.hear(&heard.what);
        effects.extend(self.preferences.hear(&heard.what, &self.settings));
        match turn {
            Turn::In => {
                effects.extend(self.ask_who());
                if std::mem::take(&mut self.sends_when_signed_in) {
                    effects.extend(self.send());
                }
            }
            Turn::Out => {
                self.forget_who();
                self.stays(None);
            }
            Turn::Nothing => {}
        }
        if let What::Key(Target::Submission, key) = &heard.what {
            match key {
                Some(key) => effects.extend(self.call_submit(key.clone())),
                None => self.stays(Some(Trouble::Unreadable)),
            }
        }
        if matches!(heard.what, What::SignedIn(Err(_))) {
            self.sends_when_signed_in = false;
        }
        if let What::Answered(request, result) = &heard.what {
            effects.extend(self.answered(request, result));
        }
        effects.extend(self.pass_to_desk(&heard));
        effects
    }

    fn answered(&mut self, request: &Request, result: &Result<Answer, Failure>) -> Vec<Effect> {
        match (request, result) {
            (Request::Policy, Ok(Answer::Policy(policy))) => {
                self.policy.get_or_insert_with(|| Rc::new((**policy).clone()));
                self.make_form();
            }
            (Request::Policy, Err(_)) => self.trouble = Some(Trouble::NoStart),
            (Request::Me, Ok(Answer::Me(me))) => {
                self.me = Some(me.clone());
                self.make_form();
                return self.preferences.look(&self.session, self.me.as_ref()).into_iter().collect();
            }
            (Request::MyRequests, Ok(Answer::List(list))) => self.mine = Some(list.clone()),
            (Request::MyRequests, Err(_)) => self.mine = Some(Vec::new()),
            (Request::Submit(..), Ok(Answer::View(view))) => {
                let mut desk = self.new_desk(view.reference);
                desk.view = Some(view.clone());
                self.desk = Some(desk);
                self.step = Step::Sent(view.reference);
                self.notices += 1;
                self.form = None;
                self.key = None;
                self.is_restored = false;
                let forget = Effect::Forget(self.draft_key());
                return vec![forget, self.session.call(Request::MyRequests)];
            }
            (Request::Submit(..), Err(failure)) => self.refused(failure),
            _ => {}
        }
        Vec::new()
    }

    fn refused(&mut self, failure: &Failure) {
        let trouble = match failure {
            Failure::Unreachable => Trouble::NoAnswer,
            Failure::Unreadable => Trouble::Unreadable,
            // The session says that already.
            Failure::Refused(401, _) => return,
            Failure::Refused(_, answer) => {
                self.key = None;
                if let Some(form) = self.form.as_mut().filter(|_| !answer.fields.is_empty()) {
                    form.fails(answer.fields.clone());
                    self.step = Step::Filling;
                    return;
                }
                Trouble::Refused(refusal(&self.settings, answer))
            }
        };
        self.stays(Some(trouble));
    }

    fn pass_to_desk(&mut self, heard: &Heard) -> Vec<Effect> {
        let Some(desk) = &mut self.desk else { return Vec::new() };
        let mut effects = desk.hear(heard, &self.session);
        let is_act = |request: &Request| matches!(request, Request::Act(reference, ..) if *reference == desk.reference);
        if matches!(&heard.what, What::Answered(request, Ok(_)) if is_act(request)) {
            effects.push(self.session.call(Request::MyRequests));
        }
        effects
    }

    fn new_desk(&self, reference: Reference) -> Desk {
        Desk::new(Rc::clone(&self.settings), reference, self.policy.clone(), self.now)
    }

    fn forget_who(&mut self) {
        self.me = None;
        self.mine = None;
        self.desk = None;
        if matches!(self.step, Step::Sent(_)) {
            self.step = Step::Filling;
        }
        self.make_form();
    }

    fn empty(&mut self) -> Vec<Effect> {
        self.form = None;
        self.key = None;
        self.draft = None;
        self.is_restored = false;
        self.step = Step::Filling;
        self.trouble = None;
        self.make_form();
        vec![Effect::Forget(self.draft_key())]
    }
}

/// The address of mail is asked for only when mail is chosen, and the name only with consent.
pub fn is_wanted(form: &Form, name: &str) -> bool {
    match name {
        "mail" => form.value("reach") == "mail",
        "shown_name" | "talk_page_notes" => !form.value("publish").is_empty(),
        _ => true,
    }
}

impl Panel for RequestPanel {
    type Message = Message;
    type Effect = Effect;

    fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Heard(heard) => return self.hear(heard),
            Message::Start => return self.start(),
            Message::Change(change) => return self.change(change),
            Message::Look => self.look(),
            Message::Back => self.step = Step::Filling,
            Message::Send => return self.send(),
            Message::Another => {
                self.desk = None;
                return self.empty();
            }
            Message::Empty => return self.empty(),
            Message::Open(reference) => {
                let is_open = self.desk.as_ref().is_some_and(|desk| desk.reference == reference);
                self.desk = (!is_open).then(|| self.new_desk(reference));
                return self.desk.iter().flat_map(|desk| desk.fetch(&self.session)).collect();
            }
            Message::Desk(message) => {
                return self.desk.as_mut().map_or(Vec::new(), |desk| desk.update(message, &self.session));
            }
            Message::SignIn => return self.session.sign_in(),
            Message::SignOut => {
                let effects = self.session.sign_out();
                self.empty();
                self.forget_who();
                return effects;
            }
            Message::Turn(turned) => return self.preferences.update(turned, &self.session, self.me.as_ref()),
        }
        Vec::new()
    }

    fn view(&self, _place: &str) -> Vec<Node<Message>> {
        crate::panel_view::view(self)
    }
}
