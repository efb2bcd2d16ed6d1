//! Who may do what in which stage, decided from what the actor may see and from nothing else.

use crate::command::{Command, CommandName};
use crate::facts::Facts;
use crate::people::{Party, Role};
use crate::policy::{Choice, Policy};
use crate::process::{GoOutcome, InitialOutcome, ItemState, Outcome, Stage, StageName};
use crate::project::SupportRequestView;
use crate::rejection::Rejection;
use crate::time::Timestamp;

type Verdict = Result<(), Rejection>;

/// Whether this viewer could give the command at all, before anything is filled in.
///
/// # Errors
/// The [`Rejection`] that the command would meet whatever is filled in.
pub fn permit(policy: &Policy, view: &SupportRequestView, name: CommandName, now: Timestamp) -> Verdict {
    whose(policy, view, name)?;
    when(policy, view, name, now)
}

/// Whose command it is.
fn whose(policy: &Policy, view: &SupportRequestView, name: CommandName) -> Verdict {
    let standing = view.standing;
    if !standing.signed_in {
        return Err(Rejection::SignInNeeded);
    }
    if standing.aside && !standing.requester {
        return Err(Rejection::StoodAside);
    }
    match name {
        CommandName::Edit => {
            let may = standing.requester || standing.roles.has(Role::Staff);
            may.then_some(()).ok_or(Rejection::RequesterOnly)
        }
        CommandName::AnswerQuestion => {
            // Staff may write down an answer that came by another way.
            let may = standing.requester || standing.roles.has(Role::Staff);
            may.then_some(()).ok_or(Rejection::RequesterOnly)
        }
        CommandName::Withdraw | CommandName::GiveConsent | CommandName::TakeConsentBack => {
            standing.requester.then_some(()).ok_or(Rejection::RequesterOnly)
        }
        CommandName::GiveFeedback | CommandName::StandAside | CommandName::Object => {
            need(view, Role::Committee)
        }
        CommandName::Discuss => {
            if standing.roles.has(Role::Secretary) {
                Ok(())
            } else {
                need(view, Role::Committee)
            }
        }
        CommandName::RecordInitialDecision | CommandName::RecordGoDecision => need(view, Role::Secretary),
        CommandName::SetChecklistItem => {
            let may = policy.checklist.iter().flat_map(|item| &item.who).any(|role| standing.roles.has(*role));
            if may { Ok(()) } else { need(view, Role::Staff) }
        }
        CommandName::FinishSupport => {
            need(view, Role::Staff)?;
            standing.owner.then_some(()).ok_or(Rejection::OwnerOnly)
        }
        CommandName::Acknowledge
        | CommandName::AnswerSmallQuestion
        | CommandName::AskRequester
        | CommandName::AddPrivateNote
        | CommandName::MarkReadyForCommittee
        | CommandName::MarkReadyForGo
        | CommandName::EstimateEffort
        | CommandName::LogEffort
        | CommandName::RecordDelivery
        | CommandName::RecordLessons
        | CommandName::Close
        | CommandName::ReferOrDecline
        | CommandName::Reopen
        | CommandName::HandOver
        | CommandName::SetWaiting
        | CommandName::SetPromise
        | CommandName::LinkRequest => need(view, Role::Staff),
    }
}

fn need(view: &SupportRequestView, role: Role) -> Verdict {
    if view.standing.roles.has(role) {
        Ok(())
    } else if view.standing.own_request {
        Err(Rejection::OwnRequest)
    } else {
        Err(Rejection::RoleNeeded(role))
    }
}

/// In which stage, and under which circumstances.
fn when(policy: &Policy, view: &SupportRequestView, name: CommandName, now: Timestamp) -> Verdict {
    let stage = view.stage.name();
    match name {
        CommandName::Edit => {
            open(stage)?;
            let may = view.standing.roles.has(Role::Staff) || stage <= policy.editing.requester_until;
            may.then_some(()).ok_or(Rejection::EditingOver)
        }
        CommandName::Acknowledge | CommandName::AnswerSmallQuestion => at(stage, StageName::Received),
        CommandName::AskRequester => {
            open(stage)?;
            if open_question(view) { Err(Rejection::QuestionOpen) } else { Ok(()) }
        }
        CommandName::AnswerQuestion => {
            open(stage)?;
            if open_question(view) { Ok(()) } else { Err(Rejection::NoOpenQuestion) }
        }
        CommandName::AddPrivateNote | CommandName::LinkRequest => Ok(()),
        CommandName::MarkReadyForCommittee => at(stage, StageName::Gathering),
        CommandName::GiveFeedback => match view.stage.gate() {
            Some(_) => Ok(()),
            None => Err(wrong(stage, StageName::WithCommittee)),
        },
        CommandName::Object => objection(policy, view, now),
        CommandName::StandAside
        | CommandName::Discuss
        | CommandName::EstimateEffort
        | CommandName::LogEffort
        | CommandName::HandOver
        | CommandName::SetWaiting
        | CommandName::SetPromise
        | CommandName::Withdraw => open(stage),
        CommandName::RecordInitialDecision => at(stage, StageName::WithCommittee),
        CommandName::SetChecklistItem => match stage {
            StageName::Gathering
            | StageName::WithCommittee
            | StageName::InDevelopment
            | StageName::AwaitingGo => Ok(()),
            StageName::Received | StageName::InSupport | StageName::FollowUp | StageName::Closed => {
                Err(wrong(stage, StageName::InDevelopment))
            }
        },
        CommandName::MarkReadyForGo => {
            at(stage, StageName::InDevelopment)?;
            let missing = missing_items(policy, view);
            if missing.is_empty() { Ok(()) } else { Err(Rejection::ChecklistIncomplete(missing)) }
        }
        CommandName::RecordGoDecision => at(stage, StageName::AwaitingGo),
        CommandName::RecordDelivery => match stage {
            StageName::InSupport | StageName::FollowUp => Ok(()),
            StageName::Received
            | StageName::Gathering
            | StageName::WithCommittee
            | StageName::InDevelopment
            | StageName::AwaitingGo
            | StageName::Closed => Err(wrong(stage, StageName::InSupport)),
        },
        CommandName::FinishSupport => at(stage, StageName::InSupport),
        CommandName::RecordLessons => match stage {
            StageName::InSupport | StageName::FollowUp | StageName::Closed => Ok(()),
            StageName::Received
            | StageName::Gathering
            | StageName::WithCommittee
            | StageName::InDevelopment
            | StageName::AwaitingGo => Err(wrong(stage, StageName::FollowUp)),
        },
        CommandName::Close => {
            open(stage)?;
            if stage == StageName::FollowUp { closing(view) } else { unanswered(policy, view, now) }
        }
        CommandName::ReferOrDecline => match stage {
            StageName::Received | StageName::Gathering => Ok(()),
            StageName::WithCommittee
            | StageName::InDevelopment
            | StageName::AwaitingGo
            | StageName::InSupport
            | StageName::FollowUp
            | StageName::Closed => Err(wrong(stage, StageName::Gathering)),
        },
        CommandName::Reopen => {
            if stage == StageName::Closed {
                Ok(())
            } else {
                Err(Rejection::NotClosed)
            }
        }
        CommandName::GiveConsent => {
            if view.consent.is_some() {
                Err(Rejection::AlreadyPublic)
            } else {
                Ok(())
            }
        }
        CommandName::TakeConsentBack => {
            if view.consent.is_some() {
                Ok(())
            } else {
                Err(Rejection::NotPublic)
            }
        }
    }
}

fn at(stage: StageName, needed: StageName) -> Verdict {
    if stage == needed { Ok(()) } else { Err(wrong(stage, needed)) }
}

fn open(stage: StageName) -> Verdict {
    if stage == StageName::Closed { Err(Rejection::AlreadyClosed) } else { Ok(()) }
}

fn wrong(stage: StageName, needed: StageName) -> Rejection {
    if stage == StageName::Closed { Rejection::AlreadyClosed } else { Rejection::WrongStage(needed) }
}

fn open_question(view: &SupportRequestView) -> bool {
    view.questions.iter().any(|asked| asked.answer.is_none())
}

fn closing(view: &SupportRequestView) -> Verdict {
    if !view.standing.owner {
        return Err(Rejection::OwnerOnly);
    }
    if view.lessons.is_some() { Ok(()) } else { Err(Rejection::LessonsNeeded) }
}

/// Closing as `no-answer` needs a question that was open for the policy's days.
fn unanswered(policy: &Policy, view: &SupportRequestView, now: Timestamp) -> Verdict {
    let asked = view.questions.iter().find(|asked| asked.answer.is_none()).ok_or(Rejection::NoOpenQuestion)?;
    let from = asked.at.plus_days(policy.deadlines.no_answer_days);
    if now >= from { Ok(()) } else { Err(Rejection::TooEarly(from.date())) }
}

/// The required items of the checklist that are still open.
#[must_use]
pub fn missing_items(policy: &Policy, view: &SupportRequestView) -> Vec<String> {
    policy
        .checklist
        .iter()
        .filter(|item| item.required)
        .filter(|item| view.checklist.get(&item.id).is_none_or(|ticked| ticked.state == ItemState::Open))
        .map(|item| item.id.clone())
        .collect()
}

/// Whether the command, as it was filled in, can be carried out.
///
/// # Errors
/// The [`Rejection`] that it meets.
pub fn examine(policy: &Policy, view: &SupportRequestView, command: &Command, now: Timestamp) -> Verdict {
    permit(policy, view, command.name(), now)?;
    match command {
        Command::Edit { facts } => {
            known_facts(policy, facts)?;
            if **facts == view.facts { Err(Rejection::NothingChanged) } else { Ok(()) }
        }
        Command::GiveFeedback { notes, .. } => {
            let unknown = notes.keys().find(|id| policy.question(id).is_none());
            unknown.map_or(Ok(()), |id| Err(Rejection::NotInPolicy(id.clone())))
        }
        Command::RecordInitialDecision { outcome, priority, recorded } => match (outcome, priority) {
            (InitialOutcome::Positive, None) => Err(Rejection::PriorityNeeded),
            (
                InitialOutcome::Positive
                | InitialOutcome::NeedsMore
                | InitialOutcome::Refer
                | InitialOutcome::Decline,
                _,
            ) => not_unknowingly(view, recorded.stale_known),
        },
        Command::RecordGoDecision { outcome, missing, recorded } => match (outcome, missing) {
            (GoOutcome::NotYet, None) => Err(Rejection::MissingNeeded),
            (GoOutcome::Go | GoOutcome::NotYet | GoOutcome::Decline, _) => {
                not_unknowingly(view, recorded.stale_known)
            }
        },
        Command::EstimateEffort { minutes } => {
            if (1..1000 * 60).contains(minutes) {
                Ok(())
            } else {
                Err(Rejection::EffortOutOfRange)
            }
        }
        Command::SetChecklistItem { item, link, .. } => {
            let found = policy.item(item).ok_or_else(|| Rejection::NotInPolicy(item.clone()))?;
            if !found.who.iter().any(|role| view.standing.roles.has(*role)) {
                return Err(Rejection::ItemOfOthers(found.who.clone()));
            }
            is_link(link.as_ref().map(crate::text::Line::as_str))
        }
        Command::RecordDelivery { link, .. } => is_link(link.as_ref().map(crate::text::Line::as_str)),
        Command::LogEffort { minutes, .. } => {
            if (1..=24 * 60).contains(minutes) {
                Ok(())
            } else {
                Err(Rejection::EffortOutOfRange)
            }
        }
        Command::Close { outcome, .. } => closing_outcome(view, *outcome),
        Command::ReferOrDecline { outcome, .. } => {
            let fits = matches!(outcome, Outcome::Referred | Outcome::Declined);
            if fits { Ok(()) } else { Err(Rejection::OutcomeNotHere) }
        }
        Command::HandOver { to } => {
            if view.owner == Some(*to) {
                Err(Rejection::AlreadyOwner)
            } else {
                Ok(())
            }
        }
        Command::SetWaiting { until, .. } | Command::SetPromise { by: until, .. } => {
            if until.end() < now {
                Err(Rejection::DayPast)
            } else {
                Ok(())
            }
        }
        Command::LinkRequest { kind, to } => {
            if *to == view.reference {
                return Err(Rejection::LinkToItself);
            }
            let twice = view.links.iter().any(|link| link.kind == *kind && link.to == *to);
            if twice { Err(Rejection::AlreadyLinked) } else { Ok(()) }
        }
        Command::Acknowledge { .. }
        | Command::AnswerSmallQuestion { .. }
        | Command::AskRequester { .. }
        | Command::AnswerQuestion { .. }
        | Command::AddPrivateNote { .. }
        | Command::MarkReadyForCommittee { .. }
        | Command::StandAside
        | Command::Discuss { .. }
        | Command::Object { .. }
        | Command::MarkReadyForGo { .. }
        | Command::FinishSupport { .. }
        | Command::RecordLessons { .. }
        | Command::Withdraw { .. }
        | Command::Reopen { .. }
        | Command::GiveConsent { .. }
        | Command::TakeConsentBack => Ok(()),
    }
}

/// No decision stands on positions about another text without somebody saying so.
fn not_unknowingly(view: &SupportRequestView, is_known: bool) -> Verdict {
    if view.stale && !is_known { Err(Rejection::StalePositions) } else { Ok(()) }
}

/// For the policy's days after the last decision, wherever the request went from there; unless it
/// is before the same gate again, or ended in another way.
fn objection(policy: &Policy, view: &SupportRequestView, now: Timestamp) -> Verdict {
    let over = Err(Rejection::ObjectionOver);
    let days = policy.committee.objection_days;
    let Some(last) = view.decisions.last().filter(|last| !last.objected && days > 0) else { return over };
    let gate = last.verdict.gate();
    let elsewhere = match &view.stage {
        Stage::Closed { at, left, .. } => *at == last.at && left.gate() == Some(gate),
        Stage::Received
        | Stage::Gathering
        | Stage::WithCommittee { .. }
        | Stage::InDevelopment
        | Stage::AwaitingGo { .. }
        | Stage::InSupport { .. }
        | Stage::FollowUp { .. } => view.stage.gate() != Some(gate),
    };
    if elsewhere && now <= last.at.plus_days(days) { Ok(()) } else { over }
}

fn closing_outcome(view: &SupportRequestView, outcome: Outcome) -> Verdict {
    let fits = match &view.stage {
        Stage::FollowUp { .. } => matches!(outcome, Outcome::Delivered | Outcome::Partly),
        Stage::Received
        | Stage::Gathering
        | Stage::WithCommittee { .. }
        | Stage::InDevelopment
        | Stage::AwaitingGo { .. }
        | Stage::InSupport { .. }
        | Stage::Closed { .. } => outcome == Outcome::NoAnswer,
    };
    if !fits {
        return Err(Rejection::OutcomeNotHere);
    }
    if outcome == Outcome::Delivered && view.deliveries.is_empty() {
        return Err(Rejection::DeliveryNeeded);
    }
    Ok(())
}

fn is_link(link: Option<&str>) -> Verdict {
    match link {
        Some(link) if !link.starts_with("https://") && !link.starts_with("http://") => Err(Rejection::NotALink),
        Some(_) | None => Ok(()),
    }
}

/// Whether the facts name only what the policy has.
///
/// # Errors
/// [`Rejection::NotInPolicy`] with the first id that it does not have.
pub fn known_facts(policy: &Policy, facts: &Facts) -> Verdict {
    let unknown_question = facts.answers.keys().find(|id| policy.question(id).is_none());
    let missing = |choices: &[Choice], id: &&String| !choices.iter().any(|choice| choice.id == **id);
    let unknown_kind = facts.kinds.iter().find(|id| missing(&policy.kinds, id));
    let unknown_region = facts.region.iter().find(|id| missing(&policy.regions, id));
    let unknown_size = facts.affiliate_size.iter().find(|id| missing(&policy.affiliate_sizes, id));
    match unknown_question.or(unknown_kind).or(unknown_region).or(unknown_size) {
        Some(id) => Err(Rejection::NotInPolicy(id.clone())),
        None => Ok(()),
    }
}

/// Who has to do something next: the one that is waited for, else the one who promised.
#[must_use]
pub fn turn_of(view: &SupportRequestView) -> Option<Party> {
    view.waiting.as_ref().map(|waiting| waiting.whom).or(view.promise.as_ref().map(|promise| promise.who))
}
