//! What follows when somebody acts on a request.

use crate::apply::next_stage;
use crate::command::{Command, Recording};
use crate::committee::staleness::stale;
use crate::event::{Besides, Event, Recorded};
use crate::people::{Actor, Capacity, Party, Role, Viewer};
use crate::permit::examine;
use crate::policy::Policy;
use crate::process::Outcome;
use crate::project::{Standing, project, standing};
use crate::promise::{self, Expectation, Promise};
use crate::rejection::Rejection;
use crate::request::SupportRequest;
use crate::text::Body;
use crate::time::Timestamp;

/// Decides a command from what the actor may see of the request, and says what happened.
///
/// # Errors
/// The [`Rejection`] that the command meets; it depends on nothing that the actor may not see.
pub fn decide(
    policy: &Policy,
    request: &SupportRequest,
    actor: &Actor,
    command: &Command,
    now: Timestamp,
) -> Result<Vec<Recorded>, Rejection> {
    let viewer = Viewer::Person(*actor);
    let view = project(policy, request, viewer).ok_or(Rejection::NotFound)?;
    examine(policy, &view, command, now)?;
    let capacity = capacity(standing(request, viewer), command);
    let event = effect(policy, request, command, now);
    let promise = next_promise(policy, request, &event, now);
    let follow = promise.map(|promise| Event::PromiseMade { promise });
    let record = |event| Recorded { at: now, by: Some(actor.person), capacity, event };
    Ok(std::iter::once(event).chain(follow).map(record).collect())
}

fn capacity(standing: Standing, command: &Command) -> Capacity {
    match command {
        Command::GiveFeedback { .. } | Command::StandAside | Command::Object { .. } => Capacity::Committee,
        Command::Discuss { .. } if standing.roles.has(Role::Committee) => Capacity::Committee,
        Command::Discuss { .. } => Capacity::Secretary,
        Command::RecordInitialDecision { .. } | Command::RecordGoDecision { .. } => Capacity::Secretary,
        Command::Withdraw { .. } | Command::GiveConsent { .. } | Command::TakeConsentBack => {
            Capacity::Requester
        }
        Command::Edit { .. } | Command::AnswerQuestion { .. } if standing.requester => Capacity::Requester,
        Command::SetChecklistItem { .. } if !standing.roles.has(Role::Staff) => {
            if standing.roles.has(Role::Committee) { Capacity::Committee } else { Capacity::WorkingGroup }
        }
        Command::Edit { .. }
        | Command::AnswerQuestion { .. }
        | Command::SetChecklistItem { .. }
        | Command::Acknowledge { .. }
        | Command::AnswerSmallQuestion { .. }
        | Command::AskRequester { .. }
        | Command::AddPrivateNote { .. }
        | Command::MarkReadyForCommittee { .. }
        | Command::MarkReadyForGo { .. }
        | Command::EstimateEffort { .. }
        | Command::LogEffort { .. }
        | Command::RecordDelivery { .. }
        | Command::FinishSupport { .. }
        | Command::RecordLessons { .. }
        | Command::Close { .. }
        | Command::ReferOrDecline { .. }
        | Command::Reopen { .. }
        | Command::HandOver { .. }
        | Command::SetWaiting { .. }
        | Command::SetPromise { .. }
        | Command::LinkRequest { .. } => Capacity::Staff,
    }
}

fn effect(policy: &Policy, request: &SupportRequest, command: &Command, now: Timestamp) -> Event {
    let took_part = u32::try_from(request.feedback.len()).unwrap_or(u32::MAX);
    let stood_aside = u32::try_from(request.aside.len()).unwrap_or(u32::MAX);
    match command {
        Command::Edit { facts } => Event::Edited { facts: (**facts).clone() },
        Command::Acknowledge { message } => Event::Acknowledged { message: body(message.as_ref()) },
        Command::AnswerSmallQuestion { answer } => Event::SmallQuestionAnswered { answer: answer.into() },
        Command::AskRequester { question } => Event::QuestionAsked {
            question: question.into(),
            until: now.plus_days(policy.deadlines.answer_days),
        },
        Command::AnswerQuestion { answer } => Event::QuestionAnswered { answer: answer.into() },
        Command::AddPrivateNote { note } => Event::NoteAdded { note: note.into() },
        Command::MarkReadyForCommittee { summary } => {
            Event::ReadyForCommittee { summary: body(summary.as_ref()) }
        }
        Command::GiveFeedback { position, priority, text, notes } => Event::FeedbackGiven {
            position: *position,
            priority: *priority,
            text: body(text.as_ref()),
            notes: notes.iter().map(|(id, note)| (id.clone(), note.into())).collect(),
        },
        Command::Discuss { text, mentions } => {
            Event::Discussed { text: text.into(), mentions: mentions.iter().copied().collect() }
        }
        Command::Object { reason } => Event::Objected { reason: Some(reason.into()) },
        Command::EstimateEffort { minutes } => Event::EffortEstimated { minutes: *minutes },
        Command::StandAside => Event::StoodAside {},
        Command::RecordInitialDecision { outcome, priority, recorded } => Event::InitialDecided {
            outcome: *outcome,
            priority: *priority,
            rationale: (&recorded.rationale).into(),
            took_part,
            stood_aside,
            more: besides(request, recorded),
        },
        Command::SetChecklistItem { item, state, note, link } => Event::ChecklistItemSet {
            item: item.clone(),
            state: *state,
            note: body(note.as_ref()),
            link: body(link.as_ref()),
        },
        Command::MarkReadyForGo { summary } => Event::ReadyForGo { summary: body(summary.as_ref()) },
        Command::RecordGoDecision { outcome, missing, recorded } => Event::GoDecided {
            outcome: *outcome,
            rationale: (&recorded.rationale).into(),
            missing: body(missing.as_ref()),
            took_part,
            stood_aside,
            more: besides(request, recorded),
        },
        Command::LogEffort { minutes, on } => Event::EffortLogged { minutes: *minutes, on: body(on.as_ref()) },
        Command::RecordDelivery { what, link } => {
            Event::DeliveryRecorded { what: what.into(), link: body(link.as_ref()) }
        }
        Command::FinishSupport { summary } => Event::SupportFinished { summary: summary.into() },
        Command::RecordLessons { context, done, worked, reuse } => Event::LessonsRecorded {
            context: context.into(),
            done: done.into(),
            worked: worked.into(),
            reuse: body(reuse.as_ref()),
        },
        Command::Close { outcome, reason } => {
            Event::Closed { outcome: *outcome, reason: body(reason.as_ref()) }
        }
        Command::ReferOrDecline { outcome, reason } => {
            Event::Closed { outcome: *outcome, reason: Some(reason.into()) }
        }
        Command::Withdraw { reason } => {
            Event::Closed { outcome: Outcome::Withdrawn, reason: body(reason.as_ref()) }
        }
        Command::Reopen { reason } => Event::Reopened { reason: reason.into() },
        Command::HandOver { to } => Event::HandedOver { to: *to },
        Command::SetWaiting { whom, until, reason } => {
            Event::WaitingSet { whom: *whom, until: *until, reason: body(reason.as_ref()) }
        }
        Command::SetPromise { who, words, by } => Event::PromiseMade {
            promise: Promise { who: *who, what: Expectation::InWords, words: Some(words.into()), by: by.end() },
        },
        Command::LinkRequest { kind, to } => Event::Linked { kind: *kind, to: *to },
        Command::GiveConsent { shown_name, talk_page_notes } => {
            Event::ConsentGiven { shown_name: shown_name.into(), talk_page_notes: *talk_page_notes }
        }
        Command::TakeConsentBack => Event::ConsentTakenBack {},
    }
}

fn besides(request: &SupportRequest, recorded: &Recording) -> Besides {
    Besides {
        conditions: body(recorded.conditions.as_ref()),
        reply: body(recorded.reply.as_ref()),
        on_stale_positions: !stale(&request.history, &request.feedback).is_empty(),
    }
}

fn body<'a, T>(text: Option<&'a T>) -> Option<Body>
where
    Body: From<&'a T>,
{
    text.map(Body::from)
}

/// The promise that replaces the one before, where the event makes that one empty.
fn next_promise(policy: &Policy, request: &SupportRequest, event: &Event, now: Timestamp) -> Option<Promise> {
    let entered = next_stage(request, event, now);
    let stage = entered.as_ref().unwrap_or(&request.stage);
    if !stage.is_open() {
        return None;
    }
    if let Event::QuestionAsked { until, .. } = event {
        return Some(Promise { who: Party::Requester, what: Expectation::Answer, words: None, by: *until });
    }
    if let Event::WaitingSet { whom, until, .. } = event {
        return Some(Promise { who: *whom, what: Expectation::GoOn, words: None, by: until.end() });
    }
    let answered = matches!(event, Event::QuestionAnswered { .. });
    let moved = stage.name() != request.stage.name();
    (answered || moved).then(|| promise::at_stage(stage, &policy.deadlines, now)).flatten()
}
