//! The message catalogue has words for all that the process can say, and no others.

use helpdesk_domain::event::Event;
use helpdesk_domain::form::{Label, Problem, fields, submission_fields};
use helpdesk_domain::histories::{STEPS, cast, play, policy};
use helpdesk_domain::narrative::{choices, passages};
use helpdesk_domain::policy::Heading;
use helpdesk_domain::process::{GoOutcome, InitialOutcome, ItemState, LinkKind};
use helpdesk_domain::promise::Expectation;
use helpdesk_domain::rejection::Argument;
use helpdesk_domain::text::TextError;
use helpdesk_domain::words::fill;
use helpdesk_domain::{
    Capacity, CommandName, Date, Field, FieldKind, Outcome, Party, Position, Priority, Rejection, Role,
    StageName, Viewer, project,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ENGLISH: &str = include_str!("../../../gadget/i18n/en.json");
const ABOUT: &str = include_str!("../../../gadget/i18n/qqq.json");

/// Groups whose keys are made from codes of this crate. A key of such a group that nothing can ask
/// for is a leftover.
const GROUPS: [&str; 23] = [
    "command",
    "rejection",
    "problem",
    "field",
    "stage",
    "outcome",
    "position",
    "priority",
    "initial",
    "go",
    "item-state",
    "link",
    "party",
    "role",
    "capacity",
    "heading",
    "reach",
    "first-time",
    "event",
    "passage",
    "promise",
    "age",
    "remark",
];

/// Words about whole things of the process, asked for by the pages and the panel.
const COMPOSED: [&str; 2] = ["helpdesk-promise-line", "helpdesk-age-days"];

type Catalogue = BTreeMap<String, String>;

fn catalogue(json: &str) -> Catalogue {
    let all: Map<String, Value> = serde_json::from_str(json).expect("a JSON object");
    all.into_iter()
        .filter(|(key, _)| key != "@metadata")
        .map(|(key, value)| {
            let text = value.as_str().unwrap_or_else(|| panic!("{key} is no text")).to_owned();
            (key, text)
        })
        .collect()
}

/// Keys that must have words, and keys of help texts, which may be left out.
#[derive(Default)]
struct Asked {
    needed: BTreeSet<String>,
    help: BTreeSet<String>,
}

impl Asked {
    fn group<'a>(&mut self, group: &str, codes: impl IntoIterator<Item = &'a str>) {
        self.needed.extend(codes.into_iter().map(|code| format!("helpdesk-{group}-{code}")));
    }

    fn form(&mut self, fields: &[Field]) {
        for field in fields {
            self.label(&field.label);
            if let Some(Label::Message(key)) = &field.help {
                self.help.insert(key.clone());
            }
            if let FieldKind::Choice(options) = &field.kind {
                options.iter().for_each(|(_, label)| self.label(label));
            }
        }
    }

    fn label(&mut self, label: &Label) {
        match label {
            Label::Message(key) => {
                self.needed.insert(key.clone());
            }
            Label::Text(_) => {}
        }
    }
}

/// The codes of all events, as serde lists them when it meets one that it does not know.
fn event_codes() -> Vec<String> {
    let error =
        serde_json::from_value::<Event>(json!({"no-such-event": {}})).expect_err("there is no such event");
    let text = error.to_string();
    let (_, expected) = text.split_once("expected one of ").expect("serde lists the variants");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn problems() -> Vec<Problem> {
    let text = [
        TextError::Empty,
        TextError::TooLong { max: 1, length: 2 },
        TextError::ControlCharacter,
        TextError::DirectionOverride,
        TextError::LineBreak,
    ];
    let others = [
        Problem::NotAChoice,
        Problem::NotADay,
        Problem::NotHours,
        Problem::NotAMailAddress,
        Problem::NotAPerson,
        Problem::NotAReference,
        Problem::NotALink,
        Problem::NotALanguage,
        Problem::NoSuchField,
    ];
    text.into_iter().map(Problem::Text).chain(others).collect()
}

/// The rejections that have arguments, each with as few as it can have.
fn rejections_with_arguments() -> Vec<Rejection> {
    let day = Date::parse("2026-11-23").expect("a day");
    vec![
        Rejection::RoleNeeded(Role::Staff),
        Rejection::ItemOfOthers(vec![Role::Staff]),
        Rejection::WrongStage(StageName::Gathering),
        Rejection::ChecklistIncomplete(vec!["technical-clear".to_owned()]),
        Rejection::NotInPolicy("upload".to_owned()),
        Rejection::TooEarly(day),
    ]
}

fn asked() -> Asked {
    let mut asked = Asked::default();
    let commands = CommandName::ALL.iter().map(|name| name.code());
    asked.group("command", commands.clone());
    asked.needed.extend(commands.map(|code| format!("helpdesk-command-{code}-about")));
    asked.group("rejection", Rejection::CODES);
    asked.needed.extend(problems().iter().map(|problem| problem.message().0.to_owned()));
    asked.group("stage", StageName::ALL.iter().map(|stage| stage.code()));
    asked.needed.extend(StageName::ALL.iter().map(|stage| format!("helpdesk-stage-{}-about", stage.code())));
    asked.group("outcome", Outcome::ALL.iter().map(|one| one.code()));
    asked.group("position", Position::ALL.iter().map(|one| one.code()));
    asked.group("priority", Priority::ALL.iter().map(|one| one.code()));
    asked.group("initial", InitialOutcome::ALL.iter().map(|one| one.code()));
    asked.group("go", GoOutcome::ALL.iter().map(|one| one.code()));
    asked.group("item-state", ItemState::ALL.iter().map(|one| one.code()));
    asked.group("link", LinkKind::ALL.iter().map(|one| one.code()));
    asked.group("promise", Expectation::ALL.iter().map(|one| one.code()));
    asked.group("party", Party::ALL.map(Party::code));
    asked.group("role", Role::ALL.map(Role::code));
    asked.group("heading", Heading::ALL.map(Heading::code));
    let capacities = [
        Capacity::Requester,
        Capacity::Staff,
        Capacity::Committee,
        Capacity::Secretary,
        Capacity::WorkingGroup,
    ];
    asked.group("capacity", capacities.map(Capacity::code));
    asked.group("event", event_codes().iter().map(String::as_str));
    asked_by_histories(&mut asked);
    asked
}

/// What forms and events ask for, everybody looking at every step of some histories.
fn asked_by_histories(asked: &mut Asked) {
    let policy = policy();
    let mut codes = BTreeSet::new();
    for actor in cast() {
        asked.form(&submission_fields(&policy, actor.roles));
    }
    for seed in 0..200 {
        let play = play(seed, STEPS);
        for recorded in &play.request.history {
            codes.insert(recorded.event.code().to_owned());
            asked.needed.extend(choices(&recorded.event));
            asked.needed.extend(passages(&recorded.event).iter().map(|passage| passage.heading.to_owned()));
        }
        for (before, _) in play.steps.iter().filter(|_| seed < 10) {
            for actor in cast() {
                let Some(view) = project(&policy, before, Viewer::Person(actor)) else { continue };
                for name in CommandName::ALL {
                    asked.form(&fields(&policy, &view, *name));
                }
            }
        }
    }
    let all: BTreeSet<_> = event_codes().into_iter().collect();
    assert_eq!(codes, all, "the histories have every event, and so every passage");
}

#[test]
fn all_that_the_process_can_say_has_words() {
    let english = catalogue(ENGLISH);
    let missing: Vec<_> = asked().needed.into_iter().filter(|key| !english.contains_key(key)).collect();
    assert!(missing.is_empty(), "messages that are not in en.json: {missing:#?}");
}

#[test]
fn no_words_are_left_over() {
    let asked = asked();
    let of_group = |key: &str| {
        let rest = key.strip_prefix("helpdesk-").unwrap_or(key);
        GROUPS.iter().any(|group| rest.strip_prefix(group).is_some_and(|rest| rest.starts_with('-')))
    };
    let left: Vec<_> = catalogue(ENGLISH)
        .into_keys()
        .filter(|key| of_group(key))
        .filter(|key| !asked.needed.contains(key) && !asked.help.contains(key))
        .filter(|key| !COMPOSED.contains(&key.as_str()))
        .collect();
    assert!(left.is_empty(), "messages of the process that nothing asks for: {left:#?}");
}

#[test]
fn every_message_is_explained_to_translators() {
    let (english, about) = (catalogue(ENGLISH), catalogue(ABOUT));
    let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&english), keys(&about), "en.json and qqq.json have the same keys");
    let mut wrong = Vec::new();
    for (key, text) in &english {
        if !key.starts_with("helpdesk-") {
            wrong.push(format!("{key}: keys begin with helpdesk-"));
        }
        if text.trim().is_empty() {
            wrong.push(format!("{key} says nothing"));
        }
        if about[key].chars().count() < 8 {
            wrong.push(format!("{key} is not explained in qqq.json"));
        }
        let unnamed = places(text).into_iter().filter(|place| !about[key].contains(&format!("${place}")));
        wrong.extend(unnamed.map(|place| format!("{key}: qqq.json does not say what ${place} is")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn messages_named_to_translators_are_there() {
    let english = catalogue(ENGLISH);
    for (key, text) in catalogue(ABOUT) {
        for named in text.split("{{msg-helpdesk|").skip(1) {
            let named = named.split("}}").next().unwrap_or_default();
            assert!(english.contains_key(named), "qqq.json, {key}: there is no message {named}");
        }
    }
}

#[test]
fn every_message_is_written_in_the_forms_that_are_understood() {
    for (key, text) in catalogue(ENGLISH) {
        let places = places(&text);
        let most = places.last().copied().unwrap_or(0);
        assert!(places.iter().copied().eq(1..=most), "{key}: {places:?} has a gap");
        let arguments: Vec<_> = (1..=most).map(|n| n.to_string()).collect();
        let filled = fill(&text, &arguments);
        for odd in ["{", "}", "$", "[[", "<", "&#", "&nbsp;", "  "] {
            assert!(!filled.contains(odd), "{key}: “{odd}” is left in “{filled}”");
        }
    }
}

#[test]
fn words_about_refusals_and_wrong_fields_ask_for_no_more_than_they_get() {
    let english = catalogue(ENGLISH);
    let given: BTreeMap<_, _> = rejections_with_arguments()
        .iter()
        .map(|rejection| (rejection.code(), rejection.arguments().len()))
        .collect();
    for code in Rejection::CODES {
        let text = &english[&format!("helpdesk-rejection-{code}")];
        let most = places(text).last().copied().unwrap_or(0);
        assert_eq!(most, given.get(code).copied().unwrap_or(0), "{code}: “{text}”");
    }
    for rejection in rejections_with_arguments() {
        for argument in rejection.arguments() {
            let Argument::Message(key) = argument else { continue };
            assert!(english.contains_key(&key), "{}: there is no message {key}", rejection.code());
        }
    }
    for problem in problems() {
        let (key, arguments) = problem.message();
        assert_eq!(places(&english[key]).last().copied().unwrap_or(0), arguments.len(), "{key}");
    }
    for key in asked().needed.iter().filter(|key| key.starts_with("helpdesk-event-")) {
        assert_eq!(places(&english[key]), [1], "{key} says who");
    }
}

/// The numbers of the parameters in a message, in order.
fn places(text: &str) -> Vec<usize> {
    let digits = text.split('$').skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10));
    let found: BTreeSet<_> = digits.filter_map(|digit| usize::try_from(digit).ok()).collect();
    found.into_iter().collect()
}
