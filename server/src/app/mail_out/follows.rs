//! Which mail follows from what happened, at once and later.

use crate::app::mail_out::rules::MailRules;
use crate::store::sent_mail::MailKind;
use helpdesk_domain::process::GoOutcome;
use helpdesk_domain::{Capacity, Event, Party, PersonId, Recorded, SupportRequest, Timestamp};

/// Days after support at which the requester is asked what became of it.
const FOLLOW_UPS: [(MailKind, u32); 3] =
    [(MailKind::FollowUp1, 30), (MailKind::FollowUp3, 91), (MailKind::FollowUp6, 182)];

/// Days after the final go at which support is said to have begun: the decision's own letter, which a
/// person sends, comes first.
const SETTLED: u32 = 2;

/// To whom a mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Who asked.
    Requester,
    /// The members of the committee who are reached by mail.
    Committee,
}

/// A mail that follows from an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follow {
    /// To whom.
    pub to: To,
    /// What about.
    pub kind: MailKind,
    /// The event's number in the record.
    pub seq: u32,
    /// Who acted.
    pub by: Option<PersonId>,
    /// Whether somebody typed what it says, and may want it back.
    pub typed: bool,
}

/// A mail that will be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    /// What about.
    pub kind: MailKind,
    /// The event's number in the record.
    pub seq: u32,
    /// When it is due.
    pub at: Timestamp,
}

fn numbered<'a>(
    before: Option<&SupportRequest>,
    new: &'a [Recorded],
) -> impl Iterator<Item = (u32, &'a Recorded)> {
    (before.map_or(0, SupportRequest::version) + 1..).zip(new)
}

/// The mail that follows at once.
#[must_use]
pub fn follows(before: Option<&SupportRequest>, new: &[Recorded]) -> Vec<Follow> {
    let mut found = Vec::new();
    for (seq, recorded) in numbered(before, new) {
        let typed = matches!(recorded.capacity, Capacity::Staff | Capacity::Secretary);
        for kind in kinds(&recorded.event) {
            let to = if *kind == MailKind::CommitteeWaits { To::Committee } else { To::Requester };
            found.push(Follow { to, kind: *kind, seq, by: recorded.by, typed });
        }
    }
    found
}

fn kinds(event: &Event) -> &'static [MailKind] {
    match event {
        Event::Submitted { .. } => &[MailKind::Received],
        Event::Acknowledged { .. } => &[MailKind::Acknowledged],
        Event::QuestionAsked { .. } => &[MailKind::Question],
        Event::SmallQuestionAnswered { .. } => &[MailKind::Answer],
        Event::ReadyForCommittee { .. } | Event::ReadyForGo { .. } => &[MailKind::CommitteeWaits],
        Event::InitialDecided { .. } => &[MailKind::InitialDecision],
        Event::GoDecided { .. } => &[MailKind::GoDecision],
        Event::Objected { .. } => &[MailKind::Objection],
        Event::DeliveryRecorded { .. } => &[MailKind::Delivery],
        Event::SupportFinished { .. } => &[MailKind::SupportFinished],
        Event::Closed { .. } => &[MailKind::Closing],
        Event::Edited { .. }
        | Event::QuestionAnswered { .. }
        | Event::MailReceived { .. }
        | Event::MailTakenOut { .. }
        | Event::NoteAdded { .. }
        | Event::FeedbackGiven { .. }
        | Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::Discussed { .. }
        | Event::EffortEstimated { .. }
        | Event::ChecklistItemSet { .. }
        | Event::EffortLogged { .. }
        | Event::LessonsRecorded { .. }
        | Event::Reopened { .. }
        | Event::HandedOver { .. }
        | Event::WaitingSet { .. }
        | Event::PromiseMade { .. }
        | Event::Linked { .. }
        | Event::ConsentGiven { .. }
        | Event::ConsentTakenBack {} => &[],
    }
}

/// The mail that will be due.
#[must_use]
pub fn later(before: Option<&SupportRequest>, new: &[Recorded], rules: &MailRules) -> Vec<Later> {
    let mut found = Vec::new();
    for (seq, recorded) in numbered(before, new) {
        if let Event::SupportFinished { .. } = &recorded.event
            && rules.follow_up
        {
            found.extend(FOLLOW_UPS.map(|(kind, days)| Later { kind, seq, at: recorded.at.plus_days(days) }));
        }
        if let Event::GoDecided { outcome: GoOutcome::Go, .. } = &recorded.event {
            let at = recorded.at.plus_days(SETTLED);
            found.push(Later { kind: MailKind::SupportStarted, seq, at });
        }
        if let Event::PromiseMade { promise } = &recorded.event
            && promise.who == Party::Requester
        {
            let earlier = Timestamp(promise.by.0 - i64::from(rules.remind_days_before) * 86_400);
            // A reminder on the day of the question itself reminds of nothing.
            if rules.remind_days_before > 0 && earlier > recorded.at.plus_days(1) {
                found.push(Later { kind: MailKind::ReminderBefore, seq, at: earlier });
            }
            if rules.remind_days_after > 0 {
                let at = promise.by.plus_days(rules.remind_days_after);
                found.push(Later { kind: MailKind::ReminderAfter, seq, at });
            }
        }
    }
    found
}
