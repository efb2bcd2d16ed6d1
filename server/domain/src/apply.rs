//! What an event does to a request.

use crate::event::{Event, Recorded};
use crate::ids::{PersonId, Reference};
use crate::mail::received;
use crate::people::Party;
use crate::process::{Decision, Feedback, Gate, GoOutcome, InitialOutcome, Outcome, Stage, Verdict};
use crate::request::{Asked, Consent, Delivery, Lessons, Link, SupportRequest, Ticked, Waiting};
use crate::text::Body;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Builds a request from its record; `None` unless the first event, and no other, is a submission.
#[must_use]
pub fn fold(reference: Reference, history: Vec<Recorded>) -> Option<SupportRequest> {
    let mut events = history.into_iter();
    let first = events.next()?;
    let Event::Submitted { facts, requester, requester_name } = first.event.clone() else {
        return None;
    };
    let request = SupportRequest {
        reference,
        facts,
        requester,
        requester_name,
        received_at: first.at,
        stage: Stage::Received,
        owner: None,
        waiting: None,
        promise: None,
        priority: None,
        questions: Vec::new(),
        feedback: Vec::new(),
        decided_on: Vec::new(),
        mentioned: BTreeSet::new(),
        aside: BTreeSet::new(),
        aside_declared: BTreeSet::new(),
        aside_by_rule: BTreeSet::new(),
        decisions: Vec::new(),
        checklist: BTreeMap::new(),
        estimate_minutes: None,
        effort_minutes: 0,
        deliveries: Vec::new(),
        lessons: None,
        links: Vec::new(),
        consent: None,
        history: vec![first],
    };
    events.try_fold(request, |request, recorded| {
        let again = matches!(recorded.event, Event::Submitted { .. });
        (!again).then(|| apply(request, recorded))
    })
}

/// The stage that an event leads to; `None` where the request stays in its own.
pub(crate) fn next_stage(request: &SupportRequest, event: &Event, at: Timestamp) -> Option<Stage> {
    let closed = |outcome, reason: Option<&Body>| {
        Some(Stage::Closed { outcome, reason: reason.cloned(), at, left: Box::new(request.stage.clone()) })
    };
    match event {
        Event::Acknowledged { .. } => Some(Stage::Gathering),
        Event::SmallQuestionAnswered { .. } => closed(Outcome::Answered, None),
        Event::ReadyForCommittee { .. } => Some(Stage::WithCommittee { since: at }),
        Event::InitialDecided { outcome, rationale, .. } => match outcome {
            InitialOutcome::Positive => Some(Stage::InDevelopment),
            InitialOutcome::NeedsMore => Some(Stage::Gathering),
            InitialOutcome::Refer => closed(Outcome::Referred, Some(rationale)),
            InitialOutcome::Decline => closed(Outcome::Declined, Some(rationale)),
        },
        Event::ReadyForGo { .. } => Some(Stage::AwaitingGo { since: at }),
        Event::GoDecided { outcome, rationale, .. } => match outcome {
            GoOutcome::Go => Some(Stage::InSupport { since: at }),
            GoOutcome::NotYet => Some(Stage::InDevelopment),
            GoOutcome::Decline => closed(Outcome::Declined, Some(rationale)),
        },
        Event::Objected { .. } => request.decisions.last().map(|decision| match decision.verdict.gate() {
            Gate::Initial => Stage::WithCommittee { since: at },
            Gate::Go => Stage::AwaitingGo { since: at },
        }),
        Event::SupportFinished { .. } => Some(Stage::FollowUp { since: at }),
        Event::Closed { outcome, reason } => closed(*outcome, reason.as_ref()),
        Event::Reopened { .. } => {
            if let Stage::Closed { left, .. } = &request.stage {
                Some((**left).clone())
            } else {
                None
            }
        }
        Event::Submitted { .. }
        | Event::Edited { .. }
        | Event::QuestionAsked { .. }
        | Event::QuestionAnswered { .. }
        | Event::MailReceived { .. }
        | Event::MailTakenOut { .. }
        | Event::NoteAdded { .. }
        | Event::FeedbackGiven { .. }
        | Event::Discussed { .. }
        | Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::ChecklistItemSet { .. }
        | Event::EffortEstimated { .. }
        | Event::EffortLogged { .. }
        | Event::DeliveryRecorded { .. }
        | Event::LessonsRecorded { .. }
        | Event::HandedOver { .. }
        | Event::WaitingSet { .. }
        | Event::PromiseMade { .. }
        | Event::Linked { .. }
        | Event::ConsentGiven { .. }
        | Event::ConsentTakenBack {} => None,
    }
}

/// The request after one more event.
#[must_use]
pub fn apply(mut request: SupportRequest, recorded: Recorded) -> SupportRequest {
    let at = recorded.at;
    let by = recorded.by;
    let ended_round = match next_stage(&request, &recorded.event, at) {
        Some(stage) => enter(&mut request, stage),
        None => Vec::new(),
    };
    match recorded.event.clone() {
        Event::Submitted { facts, requester, requester_name } => {
            request.facts = facts;
            request.requester = requester;
            request.requester_name = requester_name;
        }
        Event::Edited { facts } => request.facts = facts,
        Event::Acknowledged { .. } | Event::SmallQuestionAnswered { .. } => request.owner = by,
        Event::QuestionAsked { question, until } => {
            request.questions.push(Asked { at, question, answer: None });
            request.waiting =
                Some(Waiting { whom: Party::Requester, since: at, until: Some(until.date()), reason: None });
        }
        Event::QuestionAnswered { answer: text } | Event::MailReceived { answers: true, text, .. } => {
            answered(&mut request, at, text);
        }
        Event::NoteAdded { .. }
        | Event::ReadyForCommittee { .. }
        | Event::ReadyForGo { .. }
        | Event::SupportFinished { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. }
        | Event::MailReceived { answers: false, .. }
        | Event::MailTakenOut { answered: false, .. } => {}
        Event::MailTakenOut { mail, answered: true } => reopen_question(&mut request, at, mail),
        Event::FeedbackGiven { position, priority, text, notes } => {
            if let Some(by) = by {
                request.feedback.retain(|feedback| feedback.by != by);
                request.feedback.push(Feedback { by, at, position, priority, text, notes });
                request.mentioned.remove(&by);
            }
        }
        Event::Discussed { mentions, .. } => mention(&mut request, by, mentions),
        Event::StoodAside {} => {
            request.aside_declared.extend(by);
            stand_aside(&mut request);
        }
        Event::AsideByRule { who } => {
            request.aside_by_rule = who;
            stand_aside(&mut request);
        }
        Event::InitialDecided { outcome, priority, rationale, took_part, stood_aside, more } => {
            let verdict = Verdict::Initial { outcome, priority };
            let conditions = more.conditions;
            let decision =
                Decision { at, verdict, rationale, conditions, took_part, stood_aside, objected: false };
            decided(&mut request, ended_round, decision);
            request.priority = priority.or(request.priority);
        }
        Event::ChecklistItemSet { item, state, note, link } => {
            request.checklist.insert(item, Ticked { state, at, note, link });
        }
        Event::GoDecided { outcome, rationale, missing, took_part, stood_aside, more } => {
            let verdict = Verdict::Go { outcome, missing };
            let conditions = more.conditions;
            let decision =
                Decision { at, verdict, rationale, conditions, took_part, stood_aside, objected: false };
            decided(&mut request, ended_round, decision);
        }
        Event::Objected { .. } => objected(&mut request),
        Event::EffortEstimated { minutes } => request.estimate_minutes = Some(minutes),
        Event::EffortLogged { minutes, .. } => {
            request.effort_minutes = request.effort_minutes.saturating_add(minutes);
        }
        Event::DeliveryRecorded { what, link } => request.deliveries.push(Delivery { at, what, link }),
        Event::LessonsRecorded { context, done, worked, reuse } => {
            request.lessons = Some(Lessons { context, done, worked, reuse });
        }
        Event::HandedOver { to } => request.owner = Some(to),
        Event::WaitingSet { whom, until, reason } => {
            request.waiting = Some(Waiting { whom, since: at, until: Some(until), reason });
        }
        Event::PromiseMade { promise } => request.promise = Some(promise),
        Event::Linked { kind, to } => request.links.push(Link { kind, to }),
        Event::ConsentGiven { shown_name, talk_page_notes } => {
            request.consent = Some(Consent { at, shown_name, talk_page_notes });
        }
        Event::ConsentTakenBack {} => request.consent = None,
    }
    request.history.push(recorded);
    request
}

/// A new stage ends the waiting of the one before, and a new round starts from zero; gives what was said in the one
/// that ends.
fn enter(request: &mut SupportRequest, stage: Stage) -> Vec<Feedback> {
    request.waiting = None;
    if !stage.is_open() {
        request.promise = None;
        request.mentioned.clear();
    }
    request.stage = stage;
    std::mem::take(&mut request.feedback)
}

/// Who was named in the talk of a round that ended is not waited for any more.
fn decided(request: &mut SupportRequest, on: Vec<Feedback>, decision: Decision) {
    request.decided_on = on;
    request.mentioned.clear();
    request.decisions.push(decision);
}

/// The round of the last decision goes on with the positions that it stood on.
fn objected(request: &mut SupportRequest) {
    let Some(decision) = request.decisions.last_mut() else { return };
    decision.objected = true;
    let aside = &request.aside;
    let holds = |feedback: &&Feedback| !aside.contains(&feedback.by);
    request.feedback = request.decided_on.iter().filter(holds).cloned().collect();
}

fn mention(request: &mut SupportRequest, by: Option<PersonId>, mentions: Vec<PersonId>) {
    if let Some(by) = by {
        request.mentioned.remove(&by);
    }
    let others = mentions.into_iter().filter(|person| Some(*person) != by && !request.aside.contains(person));
    let others: Vec<_> = others.collect();
    request.mentioned.extend(others);
}

fn answered(request: &mut SupportRequest, at: Timestamp, answer: Body) {
    if let Some(open) = request.questions.iter_mut().rev().find(|asked| asked.answer.is_none()) {
        open.answer = Some((at, answer));
    }
    if request.waiting.as_ref().is_some_and(|waiting| waiting.whom == Party::Requester) {
        request.waiting = None;
    }
}

/// The question that a mail was taken to answer waits again, unless it was answered otherwise.
fn reopen_question(request: &mut SupportRequest, at: Timestamp, mail: Reference) {
    let Some(came) = received(request, mail).map(|(_, recorded)| recorded.at) else { return };
    let by_it = |asked: &&mut Asked| asked.answer.as_ref().is_some_and(|(answered_at, _)| *answered_at == came);
    let Some(question) = request.questions.iter_mut().rev().find(by_it) else { return };
    question.answer = None;
    if request.stage.is_open() {
        request.waiting = Some(Waiting { whom: Party::Requester, since: at, until: None, reason: None });
    }
}

/// Who stands aside has no say in the round under way.
fn stand_aside(request: &mut SupportRequest) {
    request.aside = request.aside_declared.union(&request.aside_by_rule).copied().collect();
    request.feedback.retain(|feedback| !request.aside.contains(&feedback.by));
    let aside = &request.aside;
    request.mentioned.retain(|person| !aside.contains(person));
}
