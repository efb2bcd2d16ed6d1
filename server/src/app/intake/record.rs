//! A message on record, in one transaction with what follows from it.

use super::ballot::Cast;
use super::identity::Identity;
use super::{Taken, Understood, files, request, word};
use crate::app::addressee::without_account;
use crate::app::execute::index;
use crate::app::ids::{new_person, new_reference};
use crate::app::{App, AppError, CurrentPolicy, addressee, execute, jobs, mail_out};
use crate::faults::point;
use crate::mail::join::{Outcome, Writer};
use crate::mail::read::Mailbox;
use crate::store::correspondents::{self, Correspondent, Part};
use crate::store::incoming_mail::{self, NewMail};
use crate::store::mailbox_uids::{self, MailboxUid};
use crate::store::{
    StoreError, Tx, begin, commit, contacts, events, mail_attachments, mail_blobs, support_requests,
};
use helpdesk_domain::form::{MailAddress, Reach};
use helpdesk_domain::mail::{Arrival, decide_arrival, decide_mailed};
use helpdesk_domain::{Capacity, PersonId, Reference, fold};

/// People of a message who are proposed as correspondents; more are a list.
const PROPOSED_MAX: usize = 50;

/// Puts a message and what follows from it on record.
pub(super) async fn once(
    app: &App,
    understood: &Understood,
    cast: Cast,
    uid: Option<&MailboxUid>,
) -> Result<Taken, AppError> {
    let policy = app.policy().await?;
    let mail = new_reference(&*app.ids).map_err(AppError::Internal)?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    point("intake.begun");
    let placing = Placing { app, policy: &policy, understood, mail };
    let placed = placing.place(&mut tx, cast).await?;
    point("intake.placed");
    let row = row(app, understood, cast, mail, &placed);
    let id = match incoming_mail::insert(&mut tx, &row).await {
        Err(StoreError::Duplicate) => return taken_by_another(),
        other => other?,
    };
    if row.raw_kept {
        mail_blobs::insert_raw(&mut tx, id, &understood.raw).await?;
    }
    if !row.sealed {
        keep_files(&mut tx, id, understood).await?;
    }
    if let Some(uid) = uid {
        mailbox_uids::insert(&mut tx, uid, id).await?;
    }
    point("intake.recorded");
    commit(tx).await?;
    point("intake.committed");
    let Placed { outcome, reason, request, .. } = placed;
    tracing::info!(mail.r#ref = %mail, mail.outcome = ?outcome, "a mail came in");
    Ok(Taken { mail, outcome: Some(outcome), reason, request: request.map(|(_, reference)| reference) })
}

/// Two took the same message in at once: the other one's counts, and the next look finds it.
fn taken_by_another() -> Result<Taken, AppError> {
    tracing::info!("another process took the message in");
    Err(AppError::Busy)
}

/// What became of a message.
pub(super) struct Placed {
    outcome: Outcome,
    reason: String,
    state: &'static str,
    pub(super) request: Option<(u64, Reference)>,
}

pub(super) struct Placing<'a> {
    pub(super) app: &'a App,
    pub(super) policy: &'a CurrentPolicy,
    pub(super) understood: &'a Understood,
    pub(super) mail: Reference,
}

impl Placing<'_> {
    async fn place(&self, tx: &mut Tx<'_>, cast: Cast) -> Result<Placed, AppError> {
        let explained = &self.understood.explained;
        let reason = explained.reason.clone();
        let waiting =
            |reason, request| Placed { outcome: explained.outcome, reason, state: "waiting", request };
        if explained.ranking.is_some() && explained.outcome == Outcome::Join {
            return Ok(match cast {
                Cast::Counted => {
                    let reason = "a member's ranking, which is on record".to_owned();
                    Placed { outcome: Outcome::Join, reason, state: "ballot", request: None }
                }
                Cast::None | Cast::Refused => {
                    let reason = "a ranking that does not count".to_owned();
                    Placed { outcome: Outcome::Tray, reason, state: "waiting", request: None }
                }
            });
        }
        match explained.outcome {
            Outcome::DropRobot => Ok(Placed { state: "dropped", ..waiting(reason, None) }),
            Outcome::Join => self.join(tx, cast).await,
            Outcome::New => self.make(tx).await,
            Outcome::Suggestion | Outcome::Tray => {
                let proposed = match explained.request {
                    Some(reference) => support_requests::lock(tx, reference).await?.map(|id| (id, reference)),
                    None => None,
                };
                Ok(waiting(reason, proposed))
            }
        }
    }

    async fn join(&self, tx: &mut Tx<'_>, cast: Cast) -> Result<Placed, AppError> {
        let explained = &self.understood.explained;
        let reference = explained.request.ok_or(AppError::NotFound)?;
        let id = support_requests::lock(tx, reference).await?.ok_or(AppError::NotFound)?;
        let before = events::find(tx, reference).await?.ok_or(AppError::NotFound)?;
        let request = Some((id, reference));
        if cast == Cast::Counted {
            let reason = "a member's feedback, which is on record".to_owned();
            return Ok(Placed { outcome: Outcome::Join, reason, state: "ballot", request });
        }
        if let Some(ballot) = explained.ballot.as_ref().filter(|ballot| ballot.of_member) {
            let why = ballot.why_not.unwrap_or("the request takes no feedback of this member now");
            let reason = format!("a ballot that does not count: {why}");
            return Ok(Placed { outcome: Outcome::Tray, reason, state: "waiting", request });
        }
        if !before.request.stage.is_open() {
            let reason = "the request that it belongs to is closed".to_owned();
            return Ok(Placed { outcome: Outcome::Suggestion, reason, state: "waiting", request });
        }
        let arrival = Arrival {
            mail: self.mail,
            by: self.understood.account.filter(|account| explained.person == Some(*account)),
            capacity: capacity(explained.writer),
            answers: matches!(explained.writer, Writer::Requester | Writer::Correspondent),
            text: request::text_of(explained, &self.understood.text),
        };
        let now = before
            .request
            .history
            .last()
            .map_or(self.app.clock.now(), |last| last.at.max(self.app.clock.now()));
        let new = decide_arrival(&self.policy.policy, &before.request, &arrival, now);
        let actor = explained.person.unwrap_or_else(|| without_account(reference));
        execute::record(tx, self.app, self.policy, &before, &new, actor).await?;
        let reason = explained.reason.clone();
        Ok(Placed { outcome: Outcome::Join, reason, state: "joined", request })
    }

    /// Makes a request of it.
    pub(super) async fn make(&self, tx: &mut Tx<'_>) -> Result<Placed, AppError> {
        let explained = &self.understood.explained;
        let proven =
            self.understood.account.filter(|_| explained.aligned && explained.proposed_requester.is_none());
        let mailed = request::mailed(self.mail, explained, &self.understood.text, proven);
        let reference = new_reference(&*self.app.ids).map_err(AppError::Internal)?;
        let now = self.app.clock.now();
        let new = decide_mailed(&self.policy.policy, &mailed, now)?;
        let request = fold(reference, new.clone());
        let request = request.ok_or_else(|| StoreError::Broken("a submission without its event".to_owned()))?;
        let id = support_requests::insert(tx, &request).await?;
        events::append(tx, &*self.app.ids, id, 0, self.policy.version, &new).await?;
        index(tx, id, None, &request).await?;
        self.people(tx, id, now).await?;
        let actor = addressee::requester(&request);
        jobs::enqueue(tx, self.app, id, None, &request, &new, actor).await?;
        mail_out::enqueue(tx, self.app, &self.policy.mail, id, None, &request, &new).await?;
        if let Some(theirs) = &explained.message_id {
            mail_out::answers(tx, id, addressee::requester(&request), theirs).await?;
        }
        let reason = explained.reason.clone();
        Ok(Placed { outcome: Outcome::New, reason, state: "new", request: Some((id, reference)) })
    }

    /// Keeps how the writer is reached, and proposes those who were written to with us. Nobody is
    /// reached who must not get an answer.
    async fn people(&self, tx: &mut Tx<'_>, id: u64, now: helpdesk_domain::Timestamp) -> Result<(), AppError> {
        let explained = &self.understood.explained;
        let writer = explained.from.as_ref().and_then(address);
        match (&explained.proposed_requester, writer) {
            (Some(original), _) => self.propose(tx, id, original, now).await?,
            (None, Some(address)) if explained.may_answer => {
                contacts::insert(tx, id, &Reach::Mail(address)).await?;
            }
            (None, _) => {}
        }
        for other in explained.others.iter().take(PROPOSED_MAX) {
            self.propose(tx, id, other, now).await?;
        }
        Ok(())
    }

    async fn propose(
        &self,
        tx: &mut Tx<'_>,
        id: u64,
        who: &Mailbox,
        now: helpdesk_domain::Timestamp,
    ) -> Result<(), AppError> {
        let Some(mail) = address(who) else { return Ok(()) };
        let one = Correspondent {
            person: new_person(&*self.app.ids).map_err(AppError::Internal)?,
            mail: mail.as_str().to_owned(),
            name: who.name.as_deref().map(|name| name.chars().take(250).collect()),
            part: Part::Proposed,
        };
        Ok(correspondents::insert(tx, id, &one, now).await?)
    }
}

fn address(of: &Mailbox) -> Option<MailAddress> {
    MailAddress::parse(of.address.as_deref()?).ok()
}

/// In which quality somebody writes.
pub(super) fn capacity(writer: Writer) -> Capacity {
    match writer {
        Writer::Member => Capacity::Committee,
        Writer::Staff => Capacity::Staff,
        Writer::Requester | Writer::Correspondent | Writer::Stranger | Writer::Robot => Capacity::Requester,
    }
}

async fn keep_files(tx: &mut Tx<'_>, mail_id: u64, understood: &Understood) -> Result<(), StoreError> {
    let files = &understood.explained.attachments;
    for (row, file) in files::rows(files).iter().zip(files) {
        mail_attachments::insert(tx, mail_id, row).await?;
        if row.kept == "kept" {
            mail_blobs::insert(tx, mail_id, row.n, &file.content).await?;
        }
    }
    Ok(())
}

fn row(app: &App, understood: &Understood, cast: Cast, mail: Reference, placed: &Placed) -> NewMail {
    let explained = &understood.explained;
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let from = explained.from.as_ref();
    NewMail {
        reference: mail,
        identity: understood.identity.whole,
        message_id_hash: understood.identity.message_id,
        message_id: explained.message_id.clone().filter(|id| id.chars().count() <= 250),
        arrived_at: app.clock.now().0,
        bytes: u32::try_from(understood.raw.len()).unwrap_or(u32::MAX),
        from_mail: from.and_then(address).map(String::from),
        from_name: from.and_then(|from| from.name.as_deref()).map(|name| cut(name, 250)),
        subject: cut(&explained.subject, 500),
        person: explained.person.map(|person: PersonId| person.to_string()),
        writer: word(&explained.writer),
        outcome: word(&placed.outcome),
        reason: cut(&placed.reason, 300),
        state: placed.state,
        request_id: placed.request.map(|(id, _)| id),
        may_answer: explained.may_answer,
        sealed: explained.ballot.as_ref().is_some_and(|ballot| ballot.of_member)
            || explained.ranking.as_ref().is_some_and(|ranking| ranking.of_member),
        raw_kept: cast != Cast::Counted,
    }
}

/// Puts a message on record of which nothing is known but its bytes.
pub(super) async fn unreadable(
    app: &App,
    raw: &[u8],
    identity: &Identity,
    uid: Option<&MailboxUid>,
    reason: &str,
) -> Result<Taken, AppError> {
    let mail = new_reference(&*app.ids).map_err(AppError::Internal)?;
    let row = NewMail {
        reference: mail,
        identity: identity.whole,
        message_id_hash: identity.message_id,
        message_id: None,
        arrived_at: app.clock.now().0,
        bytes: u32::try_from(raw.len()).unwrap_or(u32::MAX),
        from_mail: None,
        from_name: None,
        subject: String::new(),
        person: None,
        writer: word(&Writer::Stranger),
        outcome: word(&Outcome::Tray),
        reason: reason.to_owned(),
        state: "waiting",
        request_id: None,
        may_answer: false,
        sealed: false,
        raw_kept: true,
    };
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = incoming_mail::insert(&mut tx, &row).await?;
    mail_blobs::insert_raw(&mut tx, id, raw).await?;
    if let Some(uid) = uid {
        mailbox_uids::insert(&mut tx, uid, id).await?;
    }
    commit(tx).await?;
    Ok(Taken { mail, outcome: Some(Outcome::Tray), reason: reason.to_owned(), request: None })
}
