//! In which order the reader is offered what can be done.

use helpdesk_domain::people::Role;
use helpdesk_domain::{CommandName, Offer, Rejection, StageName, SupportRequestView};

/// What can be done: first what moves the request on now, then the rest, then what cannot be done and why.
pub struct Ordered {
    /// What is due.
    pub due: Vec<CommandName>,
    /// What else is open.
    pub other: Vec<CommandName>,
    /// What is off.
    pub off: Vec<(CommandName, Rejection)>,
}

/// Puts offers in order.
pub fn ordered(view: &SupportRequestView, offers: Vec<Offer>) -> Ordered {
    let mut all = Ordered { due: Vec::new(), other: Vec::new(), off: Vec::new() };
    for Offer { name, off } in offers {
        match off {
            Some(reason) => all.off.push((name, reason)),
            None if is_due(view, name) => all.due.push(name),
            None => all.other.push(name),
        }
    }
    all
}

fn is_due(view: &SupportRequestView, name: CommandName) -> bool {
    let stage = view.stage.name();
    match name {
        CommandName::AnswerQuestion => view.standing.requester,
        CommandName::GiveFeedback => view.own_feedback.is_none() || view.own_stale,
        CommandName::RecordLessons => stage == StageName::FollowUp && view.lessons.is_none(),
        CommandName::RecordDelivery => stage == StageName::InSupport && view.standing.roles.has(Role::Staff),
        CommandName::Close => stage == StageName::FollowUp,
        CommandName::SetChecklistItem => stage == StageName::InDevelopment,
        CommandName::Acknowledge
        | CommandName::AnswerSmallQuestion
        | CommandName::MarkReadyForCommittee
        | CommandName::RecordInitialDecision
        | CommandName::MarkReadyForGo
        | CommandName::RecordGoDecision
        | CommandName::FinishSupport => true,
        CommandName::Edit
        | CommandName::AskRequester
        | CommandName::AddPrivateNote
        | CommandName::StandAside
        | CommandName::Discuss
        | CommandName::Object
        | CommandName::EstimateEffort
        | CommandName::LogEffort
        | CommandName::ReferOrDecline
        | CommandName::Withdraw
        | CommandName::Reopen
        | CommandName::HandOver
        | CommandName::SetWaiting
        | CommandName::SetPromise
        | CommandName::LinkRequest
        | CommandName::GiveConsent
        | CommandName::TakeConsentBack => false,
    }
}
