//! What has to be done outside, in order per request: table `outbox`.

use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::params;
use mysql_async::prelude::{FromRow, Queryable};

/// What a note to the requester is about, on their talk page or through the wiki's e-mail. It says that something waits, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A question to the requester.
    Question,
    /// A recorded decision.
    Decision,
    /// The request was closed.
    Closing,
    /// The committee looks at its decision again.
    Objection,
}

/// What has to be done. It names no text and no contact: the worker takes those from a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Make the request's page or bring its block up to date.
    RequestPage,
    /// Bring the request's row in the data page up to date, or take it out.
    StatusRow,
    /// Leave a note on the requester's talk page.
    TalkPageNote(NoteKind),
    /// Send the requester such a note through the wiki's e-mail.
    WikiMail(NoteKind),
    /// Empty the block of the request's page: consent was taken back.
    EmptyPage,
    /// Bring the number of open requests without a page up to date.
    UnpublishedNumber,
}

impl NoteKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Decision => "decision",
            Self::Closing => "closing",
            Self::Objection => "objection",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Question, Self::Decision, Self::Closing, Self::Objection]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

impl JobKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RequestPage => "request-page",
            Self::StatusRow => "status-row",
            Self::TalkPageNote(_) => "talk-page-note",
            Self::WikiMail(_) => "wiki-mail",
            Self::EmptyPage => "empty-page",
            Self::UnpublishedNumber => "unpublished-number",
        }
    }

    fn note(self) -> Option<&'static str> {
        match self {
            Self::TalkPageNote(note) | Self::WikiMail(note) => Some(note.code()),
            Self::RequestPage | Self::StatusRow | Self::EmptyPage | Self::UnpublishedNumber => None,
        }
    }

    fn parse(code: &str, note: Option<&str>) -> Option<Self> {
        match code {
            "request-page" => Some(Self::RequestPage),
            "status-row" => Some(Self::StatusRow),
            "talk-page-note" => note.and_then(NoteKind::parse).map(Self::TalkPageNote),
            "wiki-mail" => note.and_then(NoteKind::parse).map(Self::WikiMail),
            "empty-page" => Some(Self::EmptyPage),
            "unpublished-number" => Some(Self::UnpublishedNumber),
            _ => None,
        }
    }
}

/// A job that is to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// What.
    pub kind: JobKind,
    /// The code of the event that caused it, for the edit's summary.
    pub cause: &'static str,
    /// As whom the edit is made where their grant allows it; else, and for `None`, as the tool.
    pub as_person: Option<PersonId>,
}

/// A job that this worker holds until its lease runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number in the outbox.
    pub id: u64,
    /// The lease, which the answers to it name.
    pub lease: String,
    /// Which request it is about.
    pub reference: Reference,
    /// What.
    pub kind: JobKind,
    /// The code of the event that caused it.
    pub cause: String,
    /// See [`NewJob::as_person`].
    pub as_person: Option<PersonId>,
    /// Goes into the edit's summary, so that an edit whose answer was lost is found again.
    pub token: String,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// The mail that it sends.
    pub mail: Option<u64>,
    /// How many tries to send it were not answered.
    pub in_doubt: u8,
}

/// A job that needs a person's eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StuckJobRow {
    /// Its number in the outbox.
    pub id: u64,
    /// Which request it is about.
    pub reference: Reference,
    /// The request's title.
    pub title: String,
    /// What; `None` if this version does not know it.
    pub kind: Option<JobKind>,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether it waits for a person; else it is tried again at `due_at`.
    pub parked: bool,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was queued, in seconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When it is tried again.
    pub due_at: i64,
}

#[derive(FromRow)]
struct JobRaw {
    id: u64,
    lease: String,
    reference: String,
    kind: String,
    note: Option<String>,
    cause: String,
    as_person: Option<String>,
    token: String,
    attempts: u32,
    mail_id: Option<u64>,
    in_doubt: Option<u8>,
}

#[derive(FromRow)]
struct StuckRaw {
    id: u64,
    reference: String,
    title: String,
    kind: String,
    note: Option<String>,
    attempts: u32,
    state: String,
    error: Option<String>,
    created_at: i64,
    due_at: i64,
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(format!("outbox.{what}"))
}

fn read(raw: JobRaw) -> Result<Job, StoreError> {
    let person = |id: String| PersonId::parse(&id).ok_or_else(|| broken("as_person"));
    Ok(Job {
        id: raw.id,
        lease: raw.lease,
        reference: Reference::parse(&raw.reference).ok_or_else(|| broken("reference"))?,
        kind: JobKind::parse(&raw.kind, raw.note.as_deref()).ok_or_else(|| broken("kind"))?,
        cause: raw.cause,
        as_person: raw.as_person.map(person).transpose()?,
        token: raw.token,
        attempts: raw.attempts,
        mail: raw.mail_id,
        in_doubt: raw.in_doubt.unwrap_or(0),
    })
}

/// Why a job waits that another version queued.
const UNREADABLE: &str = "This version of the Helpdesk does not know this kind of job. After an update, try it again; \
     if no update is due, give it up.";

/// Queues a job within the transaction that causes it, with the mail that it sends, if any. `token` is 16
/// random characters.
///
/// # Errors
/// As the database says.
pub(crate) async fn enqueue(
    tx: &mut Tx<'_>,
    request_id: u64,
    job: &NewJob,
    token: &str,
    mail: Option<u64>,
) -> Result<(), StoreError> {
    let person = job.as_person.map(|person| person.as_str().to_owned());
    let parameters = (request_id, job.kind.code(), job.kind.note(), job.cause, person, token, mail);
    Ok(tx.exec_drop(sql!("outbox/enqueue"), parameters).await?)
}

/// Takes up to `n` jobs that are due and holds them for so many seconds. `lease` is a new random
/// word of 16 characters. Two workers never hold the same job. What this version cannot read, as a
/// newer one may have queued it, waits for a person and holds up no other request.
///
/// # Errors
/// As the database says.
pub async fn lease(store: &Store, lease: &str, n: u32, seconds: u32) -> Result<Vec<Job>, StoreError> {
    loop {
        let rows = take(store, lease, n, seconds).await?;
        let none = rows.is_empty();
        let mut jobs = Vec::with_capacity(rows.len());
        for raw in rows {
            let id = raw.id;
            match read(raw) {
                Ok(job) => jobs.push(job),
                Err(error) => {
                    tracing::error!(job.id = id, %error, "a job cannot be read");
                    park(store, id, lease, UNREADABLE).await?;
                }
            }
        }
        if none || !jobs.is_empty() {
            return Ok(jobs);
        }
    }
}

async fn take(store: &Store, lease: &str, n: u32, seconds: u32) -> Result<Vec<JobRaw>, StoreError> {
    let mut conn = store.conn().await?;
    let ids: Vec<u64> = conn.exec(sql!("outbox/lease_candidates"), (n,)).await?;
    let mut taken = false;
    for id in ids {
        conn.exec_drop(sql!("outbox/take_lease"), (lease, seconds, id)).await?;
        taken |= conn.affected_rows() == 1;
    }
    if !taken {
        return Ok(Vec::new());
    }
    Ok(conn.exec(sql!("outbox/load_leased"), (lease,)).await?)
}

/// The job is done. `false` if the lease had run out and somebody else has it.
///
/// # Errors
/// As the database says.
pub async fn done(store: &Store, job: u64, lease: &str) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("outbox/done"), (job, lease)).await?;
    Ok(conn.affected_rows() == 1)
}

/// The job is to be tried again in so many seconds; `error` says why, without addresses or tokens.
///
/// # Errors
/// As the database says.
pub async fn retry_at(
    store: &Store,
    job: u64,
    lease: &str,
    error: &str,
    seconds: u32,
) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("outbox/retry_at"), (cut(error), seconds, job, lease)).await?;
    Ok(conn.affected_rows() == 1)
}

/// The job needs a person; `reason` says why. It holds up later jobs of its request, and no others.
///
/// # Errors
/// As the database says.
pub async fn park(store: &Store, job: u64, lease: &str, reason: &str) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("outbox/park"), (cut(reason), job, lease)).await?;
    Ok(conn.affected_rows() == 1)
}

/// Jobs that were tried in vain or wait for a person, oldest first; without those of requests that
/// the viewer stood aside from.
///
/// # Errors
/// As the database says.
pub(crate) async fn stuck(
    store: &Store,
    viewer: Option<PersonId>,
    now: Timestamp,
) -> Result<Vec<StuckJobRow>, StoreError> {
    let of = params! { "viewer" => viewer.map(|person| person.to_string()), "now" => now.0 };
    let rows: Vec<StuckRaw> = store.conn().await?.exec(sql!("outbox/stuck"), of).await?;
    let read = |raw: StuckRaw| {
        Ok(StuckJobRow {
            id: raw.id,
            reference: Reference::parse(&raw.reference).ok_or_else(|| broken("reference"))?,
            title: raw.title,
            kind: JobKind::parse(&raw.kind, raw.note.as_deref()),
            attempts: raw.attempts,
            parked: raw.state == "parked",
            error: raw.error,
            created_at: raw.created_at,
            due_at: raw.due_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// What a person is asked to settle about this request's place on the wiki, in words.
///
/// # Errors
/// As the database says.
pub(crate) async fn asks(store: &Store, reference: Reference) -> Result<Option<String>, StoreError> {
    let mut conn = store.conn().await?;
    let words: Option<Option<String>> = conn.exec_first(sql!("outbox/asks"), (reference.as_str(),)).await?;
    Ok(words.flatten())
}

/// Tries a job again now. `false` if there is no such job among [`stuck`], or a worker has it.
///
/// # Errors
/// As the database says.
pub(crate) async fn retry(store: &Store, viewer: PersonId, job: u64) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("outbox/retry"), (job, viewer.as_str())).await?;
    Ok(conn.affected_rows() == 1)
}

/// Gives a job up, so that later ones of its request go on. `false` as for [`retry`].
///
/// # Errors
/// As the database says.
pub(crate) async fn give_up(
    store: &Store,
    viewer: PersonId,
    job: u64,
    reason: &str,
) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("outbox/give_up"), (cut(reason), job, viewer.as_str())).await?;
    Ok(conn.affected_rows() == 1)
}

/// Seconds that the oldest waiting job has waited; `None` if none waits.
///
/// # Errors
/// As the database says.
pub(crate) async fn oldest_age(store: &Store) -> Result<Option<u64>, StoreError> {
    let age: Option<Option<i64>> = store.conn().await?.query_first(sql!("outbox/oldest_age")).await?;
    Ok(age.flatten().map(|seconds| u64::try_from(seconds).unwrap_or(0)))
}

fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}

/// Forgets jobs that were finished a month ago.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_finished(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("outbox/forget_finished")).await?)
}
