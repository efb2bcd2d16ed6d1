//! What an act causes outside. Only what may be seen by everybody causes an edit: feedback,
//! recusals, notes, effort, promises and waiting never do. A request that is not published changes
//! at most the number of such requests.

use crate::app::mail_out::enqueue::Wish;
use crate::app::{App, AppError, addressee, token};
use crate::store::mail_preferences::Way;
use crate::store::outbox::{self, JobKind, NewJob, NoteKind};
use crate::store::sent_mail::MailKind;
use crate::store::{Tx, begin, contacts, mail_preferences, support_requests};
use helpdesk_domain::form::Reach;
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

/// By which way a requester gets word that something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// By a note on their talk page, if they agreed to notes.
    TalkPage,
    /// Through the wiki's e-mail; their talk page is only for where the wiki refuses.
    WikiMail,
}

/// The jobs that follow from new events. `before` is `None` for a submission.
#[must_use]
pub fn jobs_for(
    before: Option<&SupportRequest>,
    after: &SupportRequest,
    new: &[Recorded],
    actor: PersonId,
    word: Word,
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
            jobs.extend(note(recorded, after, word));
            continue;
        }
        let as_person = match edit(&recorded.event, before, was_public) {
            Edit::ByActor => Some(actor),
            Edit::ByTool => None,
            Edit::None => {
                jobs.extend(note(recorded, after, word));
                continue;
            }
        };
        jobs.push(NewJob { kind: JobKind::RequestPage, cause, as_person });
        jobs.push(NewJob { kind: JobKind::StatusRow, cause, as_person: None });
        jobs.extend(note(recorded, after, word));
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

/// A note to a requester who agreed to notes, or is reached through the wiki's e-mail. What they did
/// themselves needs none.
fn note(recorded: &Recorded, after: &SupportRequest, word: Word) -> Option<NewJob> {
    let agreed = match word {
        Word::TalkPage => after.consent.as_ref().is_some_and(|consent| consent.talk_page_notes),
        Word::WikiMail => true,
    };
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
    let kind = match word {
        Word::TalkPage => JobKind::TalkPageNote(about),
        Word::WikiMail => JobKind::WikiMail(about),
    };
    Some(NewJob { kind, cause: recorded.event.code(), as_person: None })
}

/// Queues the jobs that follow from new events, within their transaction.
pub(crate) async fn enqueue(
    tx: &mut Tx<'_>,
    app: &App,
    request_id: u64,
    before: Option<&SupportRequest>,
    after: &SupportRequest,
    new: &[Recorded],
    actor: PersonId,
) -> Result<(), AppError> {
    let word = word(tx, request_id, after).await?;
    for job in jobs_for(before, after, new, actor, word) {
        let mail = match job.kind {
            JobKind::WikiMail(_) => {
                let about = Some((request_id, after.reference));
                let to = addressee::requester(after);
                Wish { about, ..Wish::at_once(to, MailKind::WikiNote) }.insert(tx, app).await?
            }
            JobKind::RequestPage
            | JobKind::StatusRow
            | JobKind::TalkPageNote(_)
            | JobKind::EmptyPage
            | JobKind::UnpublishedNumber => None,
        };
        outbox::enqueue(tx, request_id, &job, &token::short(app)?, mail).await?;
    }
    Ok(())
}

/// By which way the requester gets word now.
///
/// # Errors
/// As the database says.
pub(crate) async fn word(tx: &mut Tx<'_>, request_id: u64, request: &SupportRequest) -> Result<Word, AppError> {
    let by_wiki = match contacts::of(tx, request_id).await? {
        Some(Reach::WikiMail) => true,
        Some(Reach::TalkPage) => {
            let chosen = mail_preferences::find(tx, addressee::requester(request)).await?;
            chosen.is_some_and(|chosen| chosen.way == Way::Wiki)
        }
        Some(Reach::Mail(_)) | None => false,
    };
    Ok(if by_wiki { Word::WikiMail } else { Word::TalkPage })
}

/// Whether the requester is reached through the wiki's e-mail now.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_reached_by_wiki(app: &App, request: &SupportRequest) -> Result<bool, AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = support_requests::lock(&mut tx, request.reference).await?.ok_or(AppError::NotFound)?;
    Ok(word(&mut tx, id, request).await? == Word::WikiMail)
}
