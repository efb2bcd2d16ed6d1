//! A generated history, decided by the domain alone: what the service has to come to, whatever is killed.

use helpdesk_domain::form::{FieldKind, Values, fields, read, read_submission};
use helpdesk_domain::{
    Actor, CommandName, Policy, Recorded, Reference, SupportRequest, Timestamp, Viewer, allowed, apply, decide,
    decide_submission, fold, project,
};

/// Numbers from a seed: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Clone, Debug)]
pub struct Chance(pub u64);

impl Chance {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A command of the history.
#[derive(Clone, Debug)]
pub struct Step {
    /// Who of the cast.
    pub who: usize,
    /// Which command.
    pub name: CommandName,
    /// The version that they saw.
    pub version: u32,
    /// The form.
    pub values: Values,
}

/// A whole history.
#[derive(Clone, Debug)]
pub struct Story {
    /// The form of the submission, by the first of the cast.
    pub submission: Values,
    /// The commands after it.
    pub steps: Vec<Step>,
    /// The request in the end.
    pub request: SupportRequest,
}

/// What leads a request on.
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
/// What names another request or person.
const NOT_HERE: [CommandName; 2] = [CommandName::LinkRequest, CommandName::HandOver];
const TEXTS: [&str; 4] = ["We have maps.", "গ্রন্থাগারের ছবি", "}} | [[x]] ~~~~ <nowiki>", "A\nB\n\nC"];

/// Makes a history of so many commands for the cast, whose first is the requester; with an address they are at times
/// reached there.
pub fn tell(
    chance: &mut Chance,
    policy: &Policy,
    cast: &[Actor],
    now: Timestamp,
    length: usize,
    address: Option<&str>,
) -> Story {
    let mut submission: Values = [
        ("what", "Please help us."),
        ("reach", "talk-page"),
        ("title", *chance.one(&["Photos of maps", "Maps", "A book of photos"])),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    if let Some(address) = address
        && chance.below(3) > 0
    {
        for (name, value) in [("reach", "mail"), ("mail", address)] {
            submission.insert(name.to_owned(), value.to_owned());
        }
    }
    if chance.below(8) > 0 {
        for (name, value) in [("publish", "on"), ("shown_name", "Amina"), ("talk_page_notes", "on")] {
            submission.insert(name.to_owned(), value.to_owned());
        }
    }
    let filled = read_submission(&submission).expect("a form that can be read");
    let events =
        decide_submission(policy, &cast[0], &filled.submission, now).expect("a submission that is taken");
    let reference = Reference::from_random([1, 2, 3, 4, 5]);
    let mut request = fold(reference, events).expect("a request");
    let mut steps = Vec::new();
    for _ in 0..40 {
        if steps.len() == length {
            break;
        }
        let Some((step, events)) = step(chance, policy, cast, &request, now) else { continue };
        request = events.into_iter().fold(request, apply);
        steps.push(step);
    }
    Story { submission, steps, request }
}

fn step(
    chance: &mut Chance,
    policy: &Policy,
    cast: &[Actor],
    request: &SupportRequest,
    now: Timestamp,
) -> Option<(Step, Vec<Recorded>)> {
    let who = chance.below(cast.len());
    let actor = &cast[who];
    let view = project(policy, request, Viewer::Person(*actor))?;
    let open: Vec<_> = allowed(policy, &view, now)
        .into_iter()
        .filter(|offer| offer.off.is_none() && !NOT_HERE.contains(&offer.name))
        .map(|offer| offer.name)
        .collect();
    let further: Vec<_> = open.iter().copied().filter(|name| FURTHER.contains(name)).collect();
    let name = match (further.is_empty(), open.is_empty()) {
        (false, _) if chance.below(3) > 0 => *chance.one(&further),
        (_, false) => *chance.one(&open),
        (_, true) => return None,
    };
    if matches!(name, CommandName::Withdraw | CommandName::ReferOrDecline) && chance.below(4) > 0 {
        return None;
    }
    let mut values = Values::new();
    for field in fields(policy, &view, name) {
        let value = match field.name.as_str() {
            "link" => Some("https://example.org/x".to_owned()),
            "language" => None,
            _ if name == CommandName::Edit && !field.value.is_empty() => Some(field.value.clone()),
            _ => fill(chance, &field.kind, field.required, now),
        };
        values.extend(value.map(|value| (field.name.clone(), value)));
    }
    let command = read(name, &values).ok()?;
    let events = decide(policy, request, actor, &command, now).ok()?;
    Some((Step { who, name, version: view.version, values }, events))
}

fn fill(chance: &mut Chance, kind: &FieldKind, required: bool, now: Timestamp) -> Option<String> {
    if !required && chance.below(2) == 0 {
        return None;
    }
    match kind {
        FieldKind::Line(_) => Some("We have maps.".to_owned()),
        FieldKind::Text(_) => Some((*chance.one(&TEXTS)).to_owned()),
        FieldKind::Choice(options) if options.is_empty() => None,
        FieldKind::Choice(options) => Some(chance.one(options).0.clone()),
        FieldKind::Flag => Some("on".to_owned()),
        FieldKind::Date => Some(now.plus_days(20).date().to_string()),
        FieldKind::Hours => Some("1.5".to_owned()),
        FieldKind::Person(_) => None,
        FieldKind::Mail => Some("amina@example.org".to_owned()),
    }
}

/// What happened, without its moments: the service's clock went on while the story was told.
pub fn timeless(history: &[Recorded]) -> Vec<String> {
    let line = |recorded: &Recorded| {
        let event = serde_json::to_value(&recorded.event).expect("an event is JSON");
        format!("{:?} {} {}", recorded.by, recorded.capacity.code(), without_moments(event))
    };
    history.iter().map(line).collect()
}

/// Moments are numbers of seconds; no other number of an event is as large.
fn without_moments(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) if number.as_i64().is_some_and(|number| number > 1_000_000_000) => {
            "a moment".into()
        }
        Value::Array(items) => items.into_iter().map(without_moments).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, without_moments(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}
