//! Mail as jobs: the mail lane of table `outbox`, and what is known of each try in `sent_mail`.

use crate::store::outbox::Job;
use crate::store::sent_mail::{MailKind, MailState, broken, kind, reference};
use crate::store::{Store, StoreError, Tx, begin, commit, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::params;
use mysql_async::prelude::{FromRow, Queryable};

/// A mail that this worker holds until its lease runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailJob {
    /// Its number in the outbox.
    pub id: u64,
    /// The lease, which the answers to it name.
    pub lease: String,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// The request, if it is about one.
    pub reference: Option<Reference>,
    /// The meeting, if it is about one.
    pub meeting: Option<Reference>,
    /// The mail's number.
    pub mail: u64,
    /// Its Message-ID, without brackets.
    pub message_id: String,
    /// To whom.
    pub addressee: PersonId,
    /// What about.
    pub kind: MailKind,
    /// The number of the event that it speaks of.
    pub seq: Option<u32>,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// The Message-ID that it answers, without brackets.
    pub in_reply_to: Option<String>,
    /// How many tries were not answered: each of them may have arrived.
    pub in_doubt: u8,
    /// When it was made.
    pub made_at: Timestamp,
    /// What a person wrote.
    pub body: Option<String>,
}

#[derive(FromRow)]
struct JobRaw {
    id: u64,
    lease: String,
    attempts: u32,
    reference: Option<String>,
    mail_id: u64,
    message_id: String,
    addressee: String,
    kind: String,
    seq: Option<u32>,
    by_person: Option<String>,
    in_reply_to: Option<String>,
    in_doubt: u8,
    made_at: i64,
    meeting: Option<String>,
    body: Option<String>,
}

/// A mail that waits, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct WaitingMailRow {
    /// Its number in the outbox.
    pub id: u64,
    /// The request, if it is about one.
    pub reference: Option<String>,
    /// The request's title.
    pub title: Option<String>,
    /// To whom.
    pub addressee: String,
    /// The code of what it is about.
    pub kind: String,
    /// Who wrote it.
    pub by_person: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// `waiting` or `parked`.
    pub state: String,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: i64,
    /// When it is tried next.
    pub due_at: i64,
    /// Whether it waits for a page of its request.
    pub behind_page: bool,
}

/// Queues a mail that is kept, to be sent after so many seconds. `token` is 16 random characters.
///
/// # Errors
/// As the database says.
pub(crate) async fn enqueue(
    tx: &mut Tx<'_>,
    request_id: Option<u64>,
    kind: MailKind,
    mail: u64,
    token: &str,
    seconds: u32,
) -> Result<(), StoreError> {
    let parameters = (request_id, kind.code(), token, mail, seconds);
    Ok(tx.exec_drop(sql!("outbox/enqueue_mail"), parameters).await?)
}

/// Takes one mail out of the outbox again. `false` if a worker has it or it is done.
///
/// # Errors
/// As the database says.
pub(crate) async fn withdraw(tx: &mut Tx<'_>, mail: u64) -> Result<bool, StoreError> {
    tx.exec_drop(sql!("outbox/forget_mail"), (mail,)).await?;
    Ok(tx.affected_rows() == 1)
}

/// The same mail to others, as long as it waits.
///
/// # Errors
/// As the database says.
pub(crate) async fn copies(tx: &mut Tx<'_>, mail: u64) -> Result<Vec<u64>, StoreError> {
    Ok(tx.exec(sql!("sent_mail/copies"), (mail,)).await?)
}

/// Whether a mail can be sent now.
///
/// # Errors
/// As the database says.
pub async fn is_due(store: &Store) -> Result<bool, StoreError> {
    let found: Option<u64> = store.conn().await?.query_first(sql!("outbox/mail_candidate")).await?;
    Ok(found.is_some())
}

/// Takes the next mail that is due and holds it for so many seconds.
///
/// # Errors
/// As the database says.
pub async fn lease(store: &Store, lease: &str, seconds: u32) -> Result<Option<MailJob>, StoreError> {
    let mut conn = store.conn().await?;
    let Some(id) = conn.query_first::<u64, _>(sql!("outbox/mail_candidate")).await? else { return Ok(None) };
    conn.exec_drop(sql!("outbox/take_lease"), (lease, seconds, id)).await?;
    if conn.affected_rows() != 1 {
        return Ok(None);
    }
    let raw: Option<JobRaw> = conn.exec_first(sql!("outbox/load_leased_mail"), (lease,)).await?;
    raw.map(read).transpose()
}

fn read(raw: JobRaw) -> Result<MailJob, StoreError> {
    Ok(MailJob {
        id: raw.id,
        lease: raw.lease,
        attempts: raw.attempts,
        reference: reference(raw.reference.as_deref())?,
        meeting: reference(raw.meeting.as_deref())?,
        mail: raw.mail_id,
        message_id: raw.message_id,
        addressee: person(&raw.addressee, "sent_mail.addressee")?,
        kind: kind(&raw.kind)?,
        seq: raw.seq,
        by: raw.by_person.as_deref().map(|id| person(id, "sent_mail.by_person")).transpose()?,
        in_reply_to: raw.in_reply_to,
        in_doubt: raw.in_doubt,
        made_at: Timestamp(raw.made_at),
        body: raw.body,
    })
}

/// The mail's text is about to be given to the relay: until [`answered`] or [`finish`] it may have
/// arrived. Counts against the budgets of the hour.
///
/// # Errors
/// As the database says.
pub async fn tried(store: &Store, mail: u64, sender: &str) -> Result<(), StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("sent_mail/tried"), (sender, mail)).await?;
    if conn.affected_rows() == 1 { Ok(()) } else { Err(broken("id")) }
}

/// The relay answered that it did not take the mail.
///
/// # Errors
/// As the database says.
pub async fn answered(store: &Store, mail: u64) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("sent_mail/answered"), (mail,)).await?)
}

/// The mail has come to its end: job and mail together. `false` if the lease had run out.
///
/// # Errors
/// As the database says.
pub async fn finish(
    store: &Store,
    job: &MailJob,
    state: MailState,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    if job.kind.is_of_the_committee() {
        // Who said what is the record's, where the projection guards it.
        tx.exec_drop(sql!("mail_text/forget"), (job.mail,)).await?;
    }
    end(tx, (job.id, &job.lease), job.mail, state, reason, now).await
}

/// A note that went through the wiki's e-mail has come to its end; as [`finish`].
///
/// # Errors
/// As the database says.
pub async fn finish_note(
    store: &Store,
    job: &Job,
    state: MailState,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mail = job.mail.ok_or_else(|| broken("id"))?;
    let mut conn = store.conn().await?;
    let tx = begin(&mut conn).await?;
    end(tx, (job.id, &job.lease), mail, state, reason, now).await
}

async fn end(
    mut tx: Tx<'_>,
    (job, lease): (u64, &str),
    mail: u64,
    state: MailState,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let reason: Option<String> = reason.map(|reason| reason.chars().take(500).collect());
    let sent_at = (state == MailState::Sent).then_some(now.0);
    tx.exec_drop(sql!("sent_mail/finish"), (state.code(), reason.as_deref(), sent_at, mail)).await?;
    let outcome = if state == MailState::Sent { "done" } else { "given-up" };
    tx.exec_drop(sql!("outbox/finish_mail"), (outcome, reason, job, lease)).await?;
    let held = tx.affected_rows() == 1;
    commit(tx).await?;
    Ok(held)
}

/// As whom a try through the wiki's e-mail counts.
pub const WIKI: &str = "wiki";

/// What went through the wiki's e-mail within a day, by the database's clock, and in how many seconds the
/// oldest of it no longer counts.
///
/// # Errors
/// As the database says.
pub async fn wiki_day(store: &Store) -> Result<(u64, u32), StoreError> {
    let row: Option<(u64, i64)> = store.conn().await?.query_first(sql!("sent_mail/wiki_day")).await?;
    let (sent, eases_in) = row.unwrap_or_default();
    Ok((sent, u32::try_from(eases_in).unwrap_or(0)))
}

/// How much was sent within the hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// By all senders.
    pub all: u64,
    /// By this sender.
    pub own: u64,
    /// Seconds until the oldest of these is an hour ago.
    pub eases_in: u32,
}

/// What was sent within the hour, by the database's clock.
///
/// # Errors
/// As the database says.
pub async fn hour(store: &Store, sender: &str) -> Result<Hour, StoreError> {
    let row: Option<(u64, u64, i64)> =
        store.conn().await?.exec_first(sql!("sent_mail/budget"), (sender,)).await?;
    let (all, own, eases_in) = row.unwrap_or_default();
    Ok(Hour { all, own, eases_in: u32::try_from(eases_in).unwrap_or(0) })
}

/// Mail that waits or needs a person, without that of requests on which the viewer's role does not
/// count.
///
/// # Errors
/// As the database says.
pub async fn waiting(store: &Store, viewer: PersonId) -> Result<Vec<WaitingMailRow>, StoreError> {
    let viewer = params! { "viewer" => viewer.as_str() };
    Ok(store.conn().await?.exec(sql!("outbox/mails"), viewer).await?)
}

/// A person looked at a mail that may have arrived, and wants it sent again. Nothing happens to
/// other jobs.
///
/// # Errors
/// As the database says.
pub(crate) async fn settle_doubt(store: &Store, job: u64) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("sent_mail/settle_doubt"), (job,)).await?)
}

/// A mail whose job was given up is not sent.
///
/// # Errors
/// As the database says.
pub(crate) async fn given_up(store: &Store, job: u64) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("sent_mail/given_up"), (job,)).await?)
}
