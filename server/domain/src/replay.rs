//! Past acts decided again, under other rules: what would have been refused, and what would have been
//! promised instead. Each act is decided on the request as it was then, so that one difference does not
//! hide the next.

use crate::apply::{apply, fold};
use crate::command::{Command, LinkText, LongText, Recording, ShortText};
use crate::committee::explain::{Answer, Given, Round};
use crate::decide::decide;
use crate::event::{Besides, Event, Recorded};
use crate::ids::Reference;
use crate::people::{Actor, Capacity, Role, Roles};
use crate::policy::Policy;
use crate::process::{Feedback, Gate, Outcome, Stage, StageName};
use crate::promise::{self, Expectation, Promise};
use crate::rejection::Rejection;
use crate::request::SupportRequest;
use crate::text::Body;
use crate::time::Timestamp;

/// What would have become of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// It would have been refused.
    Refused(Rejection),
    /// Something else would have been promised; `None` for nothing.
    Promised {
        /// What was.
        was: Option<Promise>,
        /// What would have been.
        now: Option<Promise>,
    },
}

/// An act that would have gone another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place of its event in the history, the first one 0.
    pub n: usize,
    /// Its event.
    pub recorded: Recorded,
    /// What would have become of it.
    pub otherwise: Otherwise,
}

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many acts were decided again.
    pub acts: u32,
    /// Acts that cannot be: a text of them was erased, or nobody who is known here did them.
    pub left_out: u32,
    /// What would have gone another way, oldest first.
    pub differences: Vec<Difference>,
    /// The rounds on which decisions were recorded, oldest first: a rule refuses nothing, so it is asked
    /// beside the acts.
    pub decided: Vec<Decided>,
}

/// A round as it stood when its decision was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The place of the decision's event in the history, the first one 0.
    pub n: usize,
    /// At which gate.
    pub gate: Gate,
    /// When it was recorded.
    pub at: Timestamp,
    /// The round.
    pub round: Round,
}

/// A past decision of which two rules say different things; `None` is what no rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Of which request.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// At which gate.
    pub gate: Gate,
    /// When it was recorded.
    pub at: Timestamp,
    /// What the rule that holds says of its round.
    pub was: Option<Answer>,
    /// What the proposed one says.
    pub now: Option<Answer>,
}

/// The round under way when an event decides; `None` for other events.
fn decided(before: &SupportRequest, n: usize, recorded: &Recorded) -> Option<Decided> {
    if !matches!(recorded.event, Event::InitialDecided { .. } | Event::GoDecided { .. }) {
        return None;
    }
    let given = |feedback: &Feedback| Given {
        person: feedback.by,
        on: feedback.at.date(),
        position: feedback.position,
    };
    let round = Round {
        on: recorded.at.date(),
        requester_affiliates: before.facts.affiliate.iter().map(|name| name.as_str().to_owned()).collect(),
        positions: before.feedback.iter().map(given).collect(),
        recused: before.aside.iter().copied().collect(),
    };
    Some(Decided { n, gate: before.stage.gate()?, at: recorded.at, round })
}

/// Decides all acts of a request again.
#[must_use]
pub fn replay(policy: &Policy, request: &SupportRequest) -> Replay {
    replay_among(policy, request, &vec![true; request.history.len()])
}

/// Decides all acts again and tells of those whose events somebody sees, see [`crate::project::seen`].
#[must_use]
pub fn replay_among(policy: &Policy, request: &SupportRequest, seen: &[bool]) -> Replay {
    let mut replay = Replay::default();
    let history = &request.history;
    let mut before: Option<SupportRequest> = None;
    for (n, recorded) in history.iter().enumerate() {
        if !follows(history, n) && seen.get(n) == Some(&true) {
            replay.decided.extend(before.as_ref().and_then(|before| decided(before, n, recorded)));
            let next = history.get(n + 1).filter(|_| follows(history, n + 1));
            let was = next.and_then(|next| promised(&next.event));
            let otherwise = match &before {
                None => Some(begun(policy, recorded, was)),
                Some(before) => again(policy, before, recorded, was),
            };
            match otherwise {
                None => replay.left_out += 1,
                Some(otherwise) => {
                    replay.acts += 1;
                    let difference = |otherwise| Difference { n, recorded: recorded.clone(), otherwise };
                    replay.differences.extend(otherwise.map(difference));
                }
            }
        }
        before = match before {
            None => fold(request.reference, vec![recorded.clone()]),
            Some(before) => Some(apply(before, recorded.clone())),
        };
    }
    replay
}

/// What a submission would have begun with.
fn begun(policy: &Policy, recorded: &Recorded, was: Option<Promise>) -> Option<Otherwise> {
    let now = promise::at_stage(&Stage::Received, &policy.deadlines, recorded.at);
    (now != was).then_some(Otherwise::Promised { was, now })
}

/// Whether the event is of no act of its own: the promise that followed from the act before it, as one
/// that somebody made by hand is in words; a consent in the same breath as the submission; who stands
/// aside by rule.
fn follows(history: &[Recorded], n: usize) -> bool {
    let recorded = &history[n];
    let made =
        matches!(&recorded.event, Event::PromiseMade { promise } if promise.what != Expectation::InWords);
    let agreed = matches!(recorded.event, Event::ConsentGiven { .. });
    let first = &history[0];
    let by_rule = matches!(recorded.event, Event::AsideByRule { .. });
    made || by_rule || (agreed && n == 2 && recorded.at == first.at && recorded.by == first.by)
}

fn promised(event: &Event) -> Option<Promise> {
    if let Event::PromiseMade { promise } = event { Some(promise.clone()) } else { None }
}

/// What would become of an act; the outer `None` if it cannot be decided again.
fn again(
    policy: &Policy,
    before: &SupportRequest,
    recorded: &Recorded,
    was: Option<Promise>,
) -> Option<Option<Otherwise>> {
    let command = command(&recorded.event, recorded.capacity, before)?;
    let actor = Actor { person: recorded.by?, roles: roles(recorded.capacity) };
    Some(match decide(policy, before, &actor, &command, recorded.at) {
        Err(rejection) => Some(Otherwise::Refused(rejection)),
        Ok(events) => {
            let now = events.get(1).and_then(|next| promised(&next.event));
            (now != was).then_some(Otherwise::Promised { was, now })
        }
    })
}

/// The one role that an act in this quality needed.
fn roles(capacity: Capacity) -> Roles {
    let role = match capacity {
        Capacity::Requester => return Roles::NONE,
        Capacity::Staff => Role::Staff,
        Capacity::Committee => Role::Committee,
        Capacity::Secretary => Role::Secretary,
        Capacity::WorkingGroup => Role::WorkingGroup,
    };
    Roles::NONE.with(role)
}

/// The command that an event came of; `None` if a text that it needs was erased, or if it came of none.
fn command(event: &Event, capacity: Capacity, before: &SupportRequest) -> Option<Command> {
    Some(match event.clone() {
        // Mail is taken in as it comes; no rule refuses it.
        Event::Submitted { .. }
        | Event::AsideByRule { .. }
        | Event::MailReceived { .. }
        | Event::MailTakenOut { .. } => return None,
        Event::Edited { facts } => Command::Edit { facts: Box::new(facts) },
        Event::Acknowledged { message } => Command::Acknowledge { message: may(message)? },
        Event::SmallQuestionAnswered { answer } => Command::AnswerSmallQuestion { answer: long(&answer)? },
        Event::QuestionAsked { question, .. } => Command::AskRequester { question: long(&question)? },
        Event::QuestionAnswered { answer } => Command::AnswerQuestion { answer: long(&answer)? },
        Event::NoteAdded { note } => Command::AddPrivateNote { note: long(&note)? },
        Event::ReadyForCommittee { summary } => Command::MarkReadyForCommittee { summary: may(summary)? },
        Event::FeedbackGiven { position, priority, text, notes } => {
            let notes = notes.iter().map(|(id, note)| Some((id.clone(), long(note)?)));
            Command::GiveFeedback { position, priority, text: may(text)?, notes: notes.collect::<Option<_>>()? }
        }
        Event::Discussed { text, mentions } => {
            Command::Discuss { text: long(&text)?, mentions: mentions.into_iter().collect() }
        }
        Event::Objected { reason } => Command::Object { reason: long(&reason?)? },
        Event::EffortEstimated { minutes } => Command::EstimateEffort { minutes },
        Event::StoodAside {} => Command::StandAside,
        Event::InitialDecided { outcome, priority, rationale, more, .. } => {
            Command::RecordInitialDecision { outcome, priority, recorded: recording(&rationale, more)? }
        }
        Event::ChecklistItemSet { item, state, note, link } => {
            Command::SetChecklistItem { item, state, note: may(note)?, link: may_link(link)? }
        }
        Event::ReadyForGo { summary } => Command::MarkReadyForGo { summary: may(summary)? },
        Event::GoDecided { outcome, rationale, missing, more, .. } => Command::RecordGoDecision {
            outcome,
            missing: may(missing)?,
            recorded: recording(&rationale, more)?,
        },
        Event::EffortLogged { minutes, on } => Command::LogEffort {
            minutes,
            on: match on {
                Some(on) => Some(ShortText::parse(on.as_str()).ok()?),
                None => None,
            },
        },
        Event::DeliveryRecorded { what, link } => {
            Command::RecordDelivery { what: long(&what)?, link: may_link(link)? }
        }
        Event::SupportFinished { summary } => Command::FinishSupport { summary: long(&summary)? },
        Event::LessonsRecorded { context, done, worked, reuse } => Command::RecordLessons {
            context: long(&context)?,
            done: long(&done)?,
            worked: long(&worked)?,
            reuse: may(reuse)?,
        },
        Event::Closed { outcome, reason } => closing(outcome, reason, capacity, before)?,
        Event::Reopened { reason } => Command::Reopen { reason: long(&reason)? },
        Event::HandedOver { to } => Command::HandOver { to },
        Event::WaitingSet { whom, until, reason } => Command::SetWaiting { whom, until, reason: may(reason)? },
        Event::PromiseMade { promise } => Command::SetPromise {
            who: promise.who,
            words: ShortText::parse(promise.words?.as_str()).ok()?,
            by: promise.by.date(),
        },
        Event::Linked { kind, to } => Command::LinkRequest { kind, to },
        Event::ConsentGiven { shown_name, talk_page_notes } => {
            Command::GiveConsent { shown_name: ShortText::parse(shown_name.as_str()).ok()?, talk_page_notes }
        }
        Event::ConsentTakenBack {} => Command::TakeConsentBack,
    })
}

/// What was recorded with a decision. Whether positions were stale is no matter of policy.
fn recording(rationale: &Body, more: Besides) -> Option<Box<Recording>> {
    let (conditions, reply) = (may(more.conditions)?, may(more.reply)?);
    Some(Box::new(Recording { rationale: long(rationale)?, conditions, reply, stale_known: true }))
}

/// The command that closed a request: who may close it otherwise differs by stage.
fn closing(
    outcome: Outcome,
    reason: Option<Body>,
    capacity: Capacity,
    before: &SupportRequest,
) -> Option<Command> {
    if outcome == Outcome::Withdrawn && capacity == Capacity::Requester {
        return Some(Command::Withdraw { reason: may(reason)? });
    }
    let early = matches!(before.stage.name(), StageName::Received | StageName::Gathering);
    let others = matches!(outcome, Outcome::Referred | Outcome::Declined);
    match &reason {
        Some(why) if early && others => Some(Command::ReferOrDecline { outcome, reason: long(why)? }),
        Some(_) | None => Some(Command::Close { outcome, reason: may(reason)? }),
    }
}

fn long(body: &Body) -> Option<LongText> {
    if *body == Body::Erased { None } else { LongText::parse(body.as_str()).ok() }
}

/// A text that may be missing; the outer `None` if it was erased.
#[expect(clippy::option_option, reason = "that there was none differs from that it is gone")]
fn may(body: Option<Body>) -> Option<Option<LongText>> {
    match body {
        Some(body) => long(&body).map(Some),
        None => Some(None),
    }
}

#[expect(clippy::option_option, reason = "as above")]
fn may_link(body: Option<Body>) -> Option<Option<LinkText>> {
    match body {
        Some(Body::Erased) => None,
        Some(body) => LinkText::parse(body.as_str()).ok().map(Some),
        None => Some(None),
    }
}
