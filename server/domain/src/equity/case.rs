//! What figures are made of: of each request what is counted, and nothing of what it says.

use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::ids::Reference;
use crate::people::Capacity;
use crate::policy::Policy;
use crate::process::{GoOutcome, InitialOutcome, Outcome, Stage, coded};
use crate::project::{Depth, SupportRequestView};
use crate::request::SupportRequest;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

coded! {
    /// By what requests are told apart.
    Dimension {
        /// The region of the world.
        Region = "region",
        /// The language that the request is written in.
        Language = "language",
        /// Whether the requester asks for the first time.
        FirstTime = "first-time",
        /// Whether an affiliate asks, and how large it is.
        Affiliate = "affiliate",
        /// The kind of support.
        Kind = "kind",
    }
}

/// Where nothing is known.
pub const UNKNOWN: &str = "unknown";
/// Where several kinds of support are asked for.
pub const SEVERAL: &str = "several";
/// A language that is not among [`LANGUAGES`].
pub const OTHER: &str = "other";
/// The languages that are told apart where the list has to be the same whoever asks: the official
/// languages of the United Nations, <https://www.un.org/en/our-work/official-languages>.
pub const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

impl Dimension {
    /// The category that a request with these facts falls in.
    #[must_use]
    pub fn category(self, facts: &Facts) -> String {
        let known = |id: Option<&str>| id.unwrap_or(UNKNOWN).to_owned();
        match self {
            Self::Region => known(facts.region.as_deref()),
            Self::Language => {
                let first = facts.language.as_deref().and_then(|tag| tag.split('-').next());
                let listed = |tag: &str| LANGUAGES.iter().any(|one| one.eq_ignore_ascii_case(tag));
                match first {
                    Some(tag) if listed(tag) => tag.to_ascii_lowercase(),
                    Some(_) => OTHER.to_owned(),
                    None => UNKNOWN.to_owned(),
                }
            }
            Self::FirstTime => known(facts.first_time.map(|first| if first { "yes" } else { "no" })),
            Self::Affiliate => match (&facts.affiliate, &facts.affiliate_size) {
                (None, _) => "no".to_owned(),
                (Some(_), Some(size)) => size.clone(),
                (Some(_), None) => "yes".to_owned(),
            },
            Self::Kind => match facts.kinds.as_slice() {
                [] => UNKNOWN.to_owned(),
                [one] => one.clone(),
                [_, _, ..] => SEVERAL.to_owned(),
            },
        }
    }

    /// All categories that there are under a policy, whether anybody is in them or not: a list that
    /// tells nothing of who asked.
    #[must_use]
    pub fn categories(self, policy: &Policy) -> BTreeSet<String> {
        let ids = |choices: &[crate::policy::Choice], more: &[&str]| {
            let ids = choices.iter().map(|choice| choice.id.clone());
            ids.chain(more.iter().map(|one| (*one).to_owned())).collect()
        };
        match self {
            Self::Region => ids(&policy.regions, &[UNKNOWN]),
            Self::Kind => ids(&policy.kinds, &[SEVERAL, UNKNOWN]),
            Self::Language => LANGUAGES.iter().chain(&[OTHER, UNKNOWN]).map(|one| (*one).to_owned()).collect(),
            Self::FirstTime => ids(&[], &["yes", "no", UNKNOWN]),
            Self::Affiliate => ids(&policy.affiliate_sizes, &["yes", "no"]),
        }
    }
}

/// What became of somebody's asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Support was given or is.
    Got,
    /// It is on its way.
    Waits,
    /// It ended without.
    Not(Outcome),
}

/// How long somebody waited for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// So many whole days.
    Days(u32),
    /// It did not come yet.
    Still,
    /// It was no longer wanted, or never needed; not counted.
    Never,
}

impl Wait {
    /// As [`super::Spread::of`] takes it; `None` if it is not counted.
    #[must_use]
    pub fn counted(self) -> Option<Option<u32>> {
        match self {
            Self::Days(days) => Some(Some(days)),
            Self::Still => Some(None),
            Self::Never => None,
        }
    }
}

/// A request as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub reference: Reference,
    /// What it says about itself now.
    pub facts: Facts,
    /// When it came in.
    pub received_at: Timestamp,
    /// A small question that was answered at once.
    pub small: bool,
    /// What became of it.
    pub came: Came,
    /// Until the Helpdesk first said something.
    pub first_answer: Wait,
    /// Until it was first decided whether support is given: by the committee, or before it.
    pub decision: Wait,
    /// Work done, in minutes; 0 where it may not be seen.
    pub minutes: u32,
    /// Since when what is known of it counts in published figures, and what was known then. From
    /// then on it stays in its place in them, whatever is corrected: see [`super::snapshot`].
    pub settled: Option<(Timestamp, Facts)>,
    /// How it ended for the first time, and when.
    pub first_end: Option<(Timestamp, Outcome)>,
    /// When it was first said that support is given, or it ended with it.
    pub first_got: Option<Timestamp>,
}

impl Case {
    /// A request with nothing hidden.
    #[must_use]
    pub fn of(request: &SupportRequest) -> Self {
        Self::new(
            request.reference,
            request.facts.clone(),
            &request.stage,
            &request.history,
            request.effort_minutes,
        )
    }

    /// A request as somebody sees it; `None` for one that they stood aside from.
    #[must_use]
    pub fn of_view(view: &SupportRequestView) -> Option<Self> {
        (view.depth != Depth::Aside).then(|| {
            let minutes = view.effort_minutes.unwrap_or(0);
            Self::new(view.reference, view.facts.clone(), &view.stage, &view.history, minutes)
        })
    }

    fn new(reference: Reference, facts: Facts, stage: &Stage, history: &[Recorded], minutes: u32) -> Self {
        let received_at = history.first().map(|first| first.at).unwrap_or_default();
        let small = matches!(stage, Stage::Closed { outcome: Outcome::Answered, .. });
        let wait = |test: fn(&Recorded) -> bool| {
            let found = history.iter().find(|recorded| test(recorded));
            match found {
                Some(recorded) => Wait::Days(recorded.at.days_since(received_at)),
                None if stage.is_open() => Wait::Still,
                None => Wait::Never,
            }
        };
        Self {
            reference,
            facts,
            received_at,
            small,
            came: came(stage, history),
            first_answer: wait(is_answer),
            decision: if small { Wait::Never } else { wait(is_decision) },
            minutes,
            settled: settled(history),
            first_end: history.iter().find_map(|recorded| Some((recorded.at, end(&recorded.event)?))),
            first_got: history.iter().find(|recorded| is_support(&recorded.event)).map(|one| one.at),
        }
    }
}

fn goes(event: &Event) -> bool {
    matches!(event, Event::GoDecided { outcome: GoOutcome::Go, .. })
}

/// Whether who asked got something.
pub(super) fn gives(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Answered | Outcome::Delivered | Outcome::Partly)
}

fn is_support(event: &Event) -> bool {
    goes(event) || end(event).is_some_and(gives)
}

fn came(stage: &Stage, history: &[Recorded]) -> Came {
    if let Stage::Closed { outcome, .. } = stage {
        return if gives(*outcome) { Came::Got } else { Came::Not(*outcome) };
    }
    if history.iter().any(|recorded| goes(&recorded.event)) { Came::Got } else { Came::Waits }
}

/// Whether the Helpdesk said something to the one who asked.
fn is_answer(recorded: &Recorded) -> bool {
    let event = &recorded.event;
    let says = matches!(
        event,
        Event::Acknowledged { .. }
            | Event::SmallQuestionAnswered { .. }
            | Event::QuestionAsked { .. }
            | Event::InitialDecided { .. }
    );
    says || (matches!(event, Event::Closed { .. }) && recorded.capacity != Capacity::Requester)
}

fn is_decision(recorded: &Recorded) -> bool {
    matches!(
        recorded.event,
        Event::InitialDecided {
            outcome: InitialOutcome::Positive | InitialOutcome::Refer | InitialOutcome::Decline,
            ..
        } | Event::Closed { outcome: Outcome::Referred | Outcome::Declined, .. }
    )
}

/// How an event ends a request, if it does.
fn end(event: &Event) -> Option<Outcome> {
    if let Event::Closed { outcome, .. } = event {
        return Some(*outcome);
    }
    let declines = matches!(
        event,
        Event::InitialDecided { outcome: InitialOutcome::Decline, .. }
            | Event::GoDecided { outcome: GoOutcome::Decline, .. }
    );
    let refers = matches!(event, Event::InitialDecided { outcome: InitialOutcome::Refer, .. });
    let answers = matches!(event, Event::SmallQuestionAnswered { .. });
    let known = [(answers, Outcome::Answered), (refers, Outcome::Referred), (declines, Outcome::Declined)];
    known.into_iter().find_map(|(is, outcome)| is.then_some(outcome))
}

/// When the committee was first asked, or it ended before that, and what it said about itself then.
fn settled(history: &[Recorded]) -> Option<(Timestamp, Facts)> {
    let mut known: Option<&Facts> = None;
    for recorded in history {
        if let Event::Submitted { facts, .. } | Event::Edited { facts } = &recorded.event {
            known = Some(facts);
        }
        if matches!(recorded.event, Event::ReadyForCommittee { .. }) || end(&recorded.event).is_some() {
            return Some((recorded.at, known?.clone()));
        }
    }
    None
}
