//! Which events hold what the one who asked wrote.

use helpdesk_domain::people::Capacity;
use helpdesk_domain::{Event, Recorded};

/// Whether the texts of an event are the requester's own: what they wrote, or somebody of the
/// Helpdesk wrote down for them.
#[must_use]
pub fn is_of_requester(recorded: &Recorded) -> bool {
    match &recorded.event {
        Event::Submitted { .. }
        | Event::Edited { .. }
        | Event::QuestionAnswered { .. }
        | Event::ConsentGiven { .. } => true,
        // Why they withdraw, or what they wrote by mail; else it is the Helpdesk's, or somebody else's.
        Event::Closed { .. } | Event::MailReceived { .. } => recorded.capacity == Capacity::Requester,
        Event::Acknowledged { .. }
        | Event::SmallQuestionAnswered { .. }
        | Event::QuestionAsked { .. }
        | Event::NoteAdded { .. }
        | Event::ReadyForCommittee { .. }
        | Event::FeedbackGiven { .. }
        | Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::Discussed { .. }
        | Event::InitialDecided { .. }
        | Event::Objected { .. }
        | Event::ChecklistItemSet { .. }
        | Event::ReadyForGo { .. }
        | Event::GoDecided { .. }
        | Event::EffortEstimated { .. }
        | Event::EffortLogged { .. }
        | Event::DeliveryRecorded { .. }
        | Event::SupportFinished { .. }
        | Event::LessonsRecorded { .. }
        | Event::Reopened { .. }
        | Event::HandedOver { .. }
        | Event::WaitingSet { .. }
        | Event::PromiseMade { .. }
        | Event::Linked { .. }
        | Event::MailTakenOut { .. }
        | Event::ConsentTakenBack {} => false,
    }
}
