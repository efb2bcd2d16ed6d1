//! What an act causes outside. Only what may be seen by everybody causes an edit: feedback,
//! recusals, notes, effort, promises and waiting never do. A request that is not published changes
//! at most the number of such requests.

use crate::app::{App, AppError, token};
use crate::store::Tx;
use crate::store::outbox::{self, JobKind, NewJob, NoteKind};
use helpdesk_domain::{Event, PersonId, Recorded, SupportRequest};

/// What one event asks for on the request's page, if the request is public.
enum Edit {
    /// An edit by the one who acted: a public act.
    ByActor,
    /// An edit by the tool.
    ByTool,
    /// None.
    None,
}

/// The jobs that follow from new events. `before` is `None` for a submission.
#[must_use]
pub fn jobs_for(
    before: Option<&SupportRequest>,
    after: &SupportRequest,
    new: &[Recorded],
    actor: PersonId,
) -> Vec<NewJob> {
    let was_public = before.is_some_and(|before| before.consent.is_some());
    let mut jobs = Vec::new();
    for recorded in new {
        let cause = recorded.event.code();
        if let Event::ConsentTakenBack {} = recorded.event {
            jobs.push(NewJob { kind: JobKind::EmptyPage, cause, as_person: None });
            jobs.push(NewJob { kind: JobKind::StatusRow, cause, as_person: None });
        }
        if after.consent.is_none() {
            continue;
        }
        let as_person = match edit(&recorded.event, before, was_public) {
            Edit::ByActor => Some(actor),
            Edit::ByTool => None,
            Edit::None => {
                jobs.extend(note(recorded, after));
                continue;
            }
        };
        jobs.push(NewJob { kind: JobKind::RequestPage, cause, as_person });
        jobs.push(NewJob { kind: JobKind::StatusRow, cause, as_person: None });
        jobs.extend(note(recorded, after));
    }
    let counted = |request: &SupportRequest| request.stage.is_open() && request.consent.is_none();
    let changed = before.is_some_and(counted) != counted(after);
    if changed && jobs.iter().all(|job| job.kind != JobKind::StatusRow) {
        let cause = new.last().map_or("submitted", |recorded| recorded.event.code());
        jobs.push(NewJob { kind: JobKind::UnpublishedNumber, cause, as_person: None });
    }
    jobs
}

fn edit(event: &Event, before: Option<&SupportRequest>, was_public: bool) -> Edit {
    match event {
        Event::ConsentGiven { .. } => Edit::ByActor,
        _ if !was_public => Edit::None,
        Event::Acknowledged { .. }
        | Event::SmallQuestionAnswered { .. }
        | Event::ReadyForCommittee { .. }
        | Event::InitialDecided { .. }
        | Event::ReadyForGo { .. }
        | Event::GoDecided { .. }
        | Event::SupportFinished { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. } => Edit::ByActor,
        Event::Edited { facts } if before.is_none_or(|before| before.facts == *facts) => Edit::None,
        // Who objected is the committee's own.
        Event::Objected { .. }
        | Event::Edited { .. }
        | Event::DeliveryRecorded { .. }
        | Event::LessonsRecorded { .. } => Edit::ByTool,
        Event::Submitted { .. }
        | Event::QuestionAsked { .. }
        | Event::QuestionAnswered { .. }
        | Event::NoteAdded { .. }
        | Event::FeedbackGiven { .. }
        | Event::StoodAside {}
        | Event::AsideByRule { .. }
        | Event::Discussed { .. }
        | Event::EffortEstimated { .. }
        | Event::ChecklistItemSet { .. }
        | Event::EffortLogged { .. }
        | Event::HandedOver { .. }
        | Event::WaitingSet { .. }
        | Event::PromiseMade { .. }
        | Event::Linked { .. }
        | Event::ConsentTakenBack {}
        | Event::MailReceived { .. }
        | Event::MailTakenOut { .. } => Edit::None,
    }
}

/// A note to a requester who agreed to notes. What they did themselves needs none.
fn note(recorded: &Recorded, after: &SupportRequest) -> Option<NewJob> {
    let agreed = after.consent.as_ref().is_some_and(|consent| consent.talk_page_notes);
    if !agreed || after.requester.is_none() || after.requester == recorded.by {
        return None;
    }
    let closed = !after.stage.is_open();
    let about = match &recorded.event {
        Event::QuestionAsked { .. } => NoteKind::Question,
        Event::Objected { .. } => NoteKind::Objection,
        Event::InitialDecided { .. } | Event::GoDecided { .. } if !closed => NoteKind::Decision,
        Event::InitialDecided { .. }
        | Event::GoDecided { .. }
        | Event::SmallQuestionAnswered { .. }
        | Event::Closed { .. } => NoteKind::Closing,
        _ => return None,
    };
    Some(NewJob { kind: JobKind::TalkPageNote(about), cause: recorded.event.code(), as_person: None })
}

/// Queues jobs within the transaction that causes them.
pub(crate) async fn enqueue(
    tx: &mut Tx<'_>,
    app: &App,
    request_id: u64,
    jobs: &[NewJob],
) -> Result<(), AppError> {
    for job in jobs {
        outbox::enqueue(tx, request_id, job, &token::short(app)?).await?;
    }
    Ok(())
}
