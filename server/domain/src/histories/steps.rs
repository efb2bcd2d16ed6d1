//! One history: who tries what, and what comes of it.

use super::people::{cast, policy, seats};
use super::random::Random;
use crate::apply::{apply, fold};
use crate::command::{Command, CommandName, LinkText};
use crate::committee::{Seats, decide_aside, may_change_aside};
use crate::decide::decide;
use crate::event::{Event, Recorded};
use crate::form::{FieldKind, Values, fields, read, read_submission, submission_fields};
use crate::ids::Reference;
use crate::mail::{Arrival, decide_arrival, decide_taking_out};
use crate::people::{Actor, Capacity, Viewer};
use crate::permit::permit;
use crate::policy::Policy;
use crate::process::{Outcome, StageName};
use crate::project::{SupportRequestView, project};
use crate::rejection::Rejection;
use crate::request::SupportRequest;
use crate::submission::decide_submission;
use crate::time::{Date, Timestamp};
use std::collections::BTreeSet;

const TEXTS: [&str; 8] = [
    "We have maps.",
    "গ্রন্থাগারের ছবি",
    "صور من الأرشيف",
    "}} | [[x]] ~~~~ <nowiki> <script>",
    "A\nB\n\nC",
    "émigré naïve Ångström",
    "{\"body\": \"x\"}",
    "0",
];

const FURTHER: [CommandName; 9] = [
    CommandName::Acknowledge,
    CommandName::MarkReadyForCommittee,
    CommandName::RecordInitialDecision,
    CommandName::SetChecklistItem,
    CommandName::MarkReadyForGo,
    CommandName::RecordGoDecision,
    CommandName::FinishSupport,
    CommandName::RecordLessons,
    CommandName::Close,
];

/// These are open in many stages and take a request no further.
const SELDOM: [CommandName; 3] = [CommandName::Discuss, CommandName::Object, CommandName::EstimateEffort];

/// Which commands were accepted and which rejections met.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Names of accepted commands.
    pub commands: BTreeSet<CommandName>,
    /// Codes of rejections.
    pub rejections: BTreeSet<&'static str>,
}

/// A history that was played.
pub struct Play {
    /// All that was decided and shown, a JSON value a line.
    pub transcript: String,
    /// The request in the end.
    pub request: SupportRequest,
    /// What was met on the way.
    pub coverage: Coverage,
    /// Who submitted it.
    pub requester: Actor,
    /// The request before each accepted step and what the step added.
    pub steps: Vec<(SupportRequest, Vec<Recorded>)>,
}

struct Scene {
    random: Random,
    policy: Policy,
    cast: Vec<Actor>,
    seats: Seats,
    now: Timestamp,
    transcript: String,
    coverage: Coverage,
    steps: Vec<(SupportRequest, Vec<Recorded>)>,
}

/// Plays one history.
///
/// # Panics
/// If a form that was filled in as it is described cannot be read: a defect of this crate.
#[must_use]
pub fn play(seed: u64, steps: u32) -> Play {
    let mut scene = Scene {
        random: Random::new(seed),
        policy: policy(),
        cast: cast(),
        seats: seats(),
        now: Timestamp(1_700_000_000),
        transcript: String::new(),
        coverage: Coverage::default(),
        steps: Vec::new(),
    };
    let (requester, mut request) = scene.submit();
    for _ in 0..steps {
        request = scene.step(request);
    }
    let Scene { transcript, coverage, steps, .. } = scene;
    Play { transcript, request, coverage, requester, steps }
}

impl Scene {
    fn say(&mut self, value: &impl serde::Serialize) {
        self.transcript.push_str(&serde_json::to_string(value).unwrap_or_default());
        self.transcript.push('\n');
    }

    fn submit(&mut self) -> (Actor, SupportRequest) {
        let submitter = *self.random.one(&[self.cast[0], self.cast[0], self.cast[1], self.cast[7]]);
        let described = submission_fields(&self.policy, submitter.roles);
        let mut values: Values = described
            .iter()
            .filter_map(|field| Some((field.name.clone(), self.fill(&field.kind, field.required)?)))
            .collect();
        values.insert("reach".to_owned(), "talk-page".to_owned());
        values.remove("language");
        if submitter.person == self.cast[7].person {
            values.insert("on_behalf_of".to_owned(), "Somebody".to_owned());
            values.remove("publish");
        } else {
            values.remove("on_behalf_of");
            values.insert("shown_name".to_owned(), "Amina".to_owned());
        }
        let filled = read_submission(&values).expect("a form filled in as described is read");
        let reference = Reference::from_random([1, 2, 3, 4, 5]);
        let events = decide_submission(&self.policy, &submitter, &filled.submission, self.now)
            .expect("a submission by the form is accepted");
        let request = fold(reference, events.clone()).expect("a submission begins a request");
        let (events, request) = self.aside(events, request);
        self.say(&events);
        (submitter, request)
    }

    fn step(&mut self, request: SupportRequest) -> SupportRequest {
        let days = *self.random.one(&[0, 0, 0, 1, 3, 10, 40]);
        self.now = Timestamp(self.now.plus_days(days).0 + i64::from(self.random.below(5000)));
        let actor = self.somebody(&request);
        let view = project(&self.policy, &request, Viewer::Person(actor));
        self.look(&request);
        let name = self.choose(view.as_ref());
        let Some(command) = self.command(view.as_ref(), name) else {
            return request;
        };
        match decide(&self.policy, &request, &actor, &command, self.now) {
            Ok(events) => {
                self.coverage.commands.insert(name);
                let after = events.iter().cloned().fold(request.clone(), apply);
                let (events, after) = self.aside(events, after);
                self.say(&events);
                self.steps.push((request, events));
                after
            }
            Err(rejection) => {
                self.coverage.rejections.insert(rejection.code());
                self.say(&rejection);
                if self.random.percent(10) { self.mail(request) } else { request }
            }
        }
    }

    /// A mail comes in, or staff find that one belongs elsewhere.
    fn mail(&mut self, request: SupportRequest) -> SupportRequest {
        let mail_of =
            |event: &Event| if let Event::MailReceived { mail, .. } = event { Some(*mail) } else { None };
        let there = request.history.iter().rev().find_map(|recorded| mail_of(&recorded.event));
        let events = if let (Some(mail), true) = (there, self.random.percent(40)) {
            let actor = *self.random.one(&self.cast.clone());
            match decide_taking_out(&self.policy, &request, &actor, mail, self.now) {
                Ok(events) => events,
                Err(rejection) => {
                    self.coverage.rejections.insert(rejection.code());
                    self.say(&rejection);
                    return request;
                }
            }
        } else {
            let bits = self.random.below(u32::MAX).to_be_bytes();
            let arrival = Arrival {
                mail: Reference::from_random([0, bits[0], bits[1], bits[2], bits[3]]),
                by: request.requester.filter(|_| self.random.percent(50)),
                capacity: *self.random.one(&[Capacity::Requester, Capacity::Requester, Capacity::Staff]),
                answers: self.random.percent(70),
                text: self.random.one(&TEXTS).to_string(),
            };
            decide_arrival(&self.policy, &request, &arrival, self.now)
        };
        self.say(&events);
        self.steps.push((request.clone(), events.clone()));
        events.into_iter().fold(request, apply)
    }

    /// What follows for those who hold seats.
    fn aside(&self, mut events: Vec<Recorded>, after: SupportRequest) -> (Vec<Recorded>, SupportRequest) {
        if !events.iter().any(|recorded| may_change_aside(&recorded.event)) {
            return (events, after);
        }
        let Some(aside) = decide_aside(&self.policy, &after, &self.seats, self.now) else {
            return (events, after);
        };
        events.push(aside.clone());
        (events, apply(after, aside))
    }

    /// Anybody, but more often one of those who take a request further.
    fn somebody(&mut self, request: &SupportRequest) -> Actor {
        let owner = self.cast.iter().find(|actor| Some(actor.person) == request.owner).copied();
        match self.random.below(4) {
            0 => self.cast[6],
            1 => owner.unwrap_or(self.cast[7]),
            _ => *self.random.one(&self.cast.clone()),
        }
    }

    /// Somebody looks at the request, who may not be signed in.
    fn look(&mut self, request: &SupportRequest) {
        let viewer = match self.random.below(4) {
            0 => Viewer::Anonymous,
            _ => Viewer::Person(*self.random.one(&self.cast.clone())),
        };
        let Some(view) = project(&self.policy, request, viewer) else {
            return self.say(&Rejection::NotFound);
        };
        self.say(&view);
        if let Err(rejection) = permit(&self.policy, &view, CommandName::Edit, self.now) {
            self.coverage.rejections.insert(rejection.code());
        }
    }

    fn choose(&mut self, view: Option<&SupportRequestView>) -> CommandName {
        let open: Vec<_> = view
            .map(|view| crate::allowed(&self.policy, view, self.now))
            .unwrap_or_default()
            .into_iter()
            .filter(|offer| offer.off.is_none() && offer.name != CommandName::Withdraw)
            .map(|offer| offer.name)
            .filter(|name| !SELDOM.contains(name) || self.random.percent(20))
            .collect();
        let ends = view.is_some_and(|view| view.stage.name() == StageName::FollowUp);
        if ends && self.random.percent(10) {
            // Too early more often than not.
            return CommandName::Close;
        }
        let further: Vec<_> = open.iter().copied().filter(|name| FURTHER.contains(name)).collect();
        if !further.is_empty() && self.random.percent(50) {
            return *self.random.one(&further);
        }
        if !open.is_empty() && self.random.percent(80) {
            return *self.random.one(&open);
        }
        *self.random.one(CommandName::ALL)
    }

    fn command(&mut self, view: Option<&SupportRequestView>, name: CommandName) -> Option<Command> {
        let Some(view) = view else {
            return Some(Command::StandAside);
        };
        let described = fields(&self.policy, view, name);
        let values: Values = described
            .iter()
            .filter_map(|field| {
                let value = match (name, field.name.as_str()) {
                    (CommandName::LinkRequest, "to") => Some("zzzzzzz1".to_owned()),
                    (_, "link") => Some("https://example.org/x".to_owned()),
                    (_, "language") => Some("bn".to_owned()),
                    (CommandName::Edit, _) if !field.value.is_empty() && self.random.percent(97) => {
                        Some(field.value.clone())
                    }
                    (CommandName::Edit, _) if !field.required && self.random.percent(90) => None,
                    _ => self.fill(&field.kind, field.required),
                };
                Some((field.name.clone(), value?))
            })
            .collect();
        let choice_is_empty =
            described.iter().any(|field| field.kind == FieldKind::Choice(Vec::new()) && field.required);
        let command = match read(name, &values) {
            Ok(command) => command,
            Err(_) if choice_is_empty => return None,
            Err(errors) => panic!("{name:?} filled in as described is not read: {errors:?}"),
        };
        Some(if self.random.percent(15) { self.spoil(command, view) } else { command })
    }

    fn fill(&mut self, kind: &FieldKind, required: bool) -> Option<String> {
        if !required && self.random.percent(50) {
            return None;
        }
        Some(match kind {
            FieldKind::Line(_) => self.random.one(&TEXTS[..3]).to_string(),
            FieldKind::Text(_) => self.random.one(&TEXTS).to_string(),
            FieldKind::Choice(options) if options.is_empty() => return None,
            FieldKind::Choice(options) => self.random.one(options).0.clone(),
            FieldKind::Flag => "on".to_owned(),
            FieldKind::Date => self.now.plus_days(self.random.below(90)).date().to_string(),
            FieldKind::Hours => "1.5".to_owned(),
            FieldKind::Person(_) => self.cast[8].person.to_string(),
            FieldKind::Mail => "amina@example.org".to_owned(),
        })
    }

    /// What a program could send though no form offers it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only some commands can be spoilt")]
    fn spoil(&mut self, command: Command, view: &SupportRequestView) -> Command {
        let past = Date::parse("2001-01-01").unwrap_or(self.now.date());
        match command {
            Command::SetChecklistItem { state, note, .. } if self.random.percent(50) => {
                Command::SetChecklistItem { item: "risk-legal".to_owned(), state, note, link: None }
            }
            Command::SetChecklistItem { state, note, link, .. } => {
                Command::SetChecklistItem { item: "nothing".to_owned(), state, note, link }
            }
            Command::RecordDelivery { what, .. } => {
                Command::RecordDelivery { what, link: LinkText::parse("ftp://example.org").ok() }
            }
            Command::RecordInitialDecision { outcome, priority, mut recorded } => {
                recorded.stale_known = false;
                Command::RecordInitialDecision { outcome, priority, recorded }
            }
            Command::Discuss { text, .. } => {
                let mentions = self.cast.iter().take(6).map(|actor| actor.person).collect();
                Command::Discuss { text, mentions }
            }
            Command::LogEffort { on, .. } => Command::LogEffort { minutes: 0, on },
            Command::SetWaiting { whom, reason, .. } => Command::SetWaiting { whom, until: past, reason },
            Command::LinkRequest { kind, .. } => Command::LinkRequest { kind, to: view.reference },
            Command::Close { reason, .. } => Command::Close { outcome: *self.random.one(Outcome::ALL), reason },
            Command::ReferOrDecline { reason, .. } => {
                Command::ReferOrDecline { outcome: Outcome::Delivered, reason }
            }
            Command::Edit { .. } => Command::Edit { facts: Box::new(view.facts.clone()) },
            other => other,
        }
    }
}
