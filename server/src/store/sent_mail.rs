//! Mail that goes out or went out: tables `sent_mail` and `mail_text`. How it is carried out is in
//! [`crate::store::mail_jobs`].

pub use crate::store::mail_kinds::{MailKind, MailState};

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::{FromRow, Queryable};

/// A mail that is to be kept.
#[derive(Clone, Debug)]
pub struct NewMail<'a> {
    /// Its Message-ID, without brackets.
    pub message_id: &'a str,
    /// The request's number in the record.
    pub request_id: Option<u64>,
    /// The meeting, if it is about one.
    pub meeting: Option<Reference>,
    /// To whom.
    pub addressee: PersonId,
    /// What about.
    pub kind: MailKind,
    /// The number of the event that it speaks of.
    pub seq: Option<u32>,
    /// A word that no two mails have.
    pub once: Option<&'a str>,
    /// How far it is.
    pub state: MailState,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// The Message-ID that it answers, without brackets.
    pub in_reply_to: Option<&'a str>,
    /// When it was made, by the clock that people see.
    pub made_at: Timestamp,
}

/// A mail as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Its number.
    pub id: u64,
    /// Its Message-ID, without brackets.
    pub message_id: String,
    /// The request, if it is about one.
    pub reference: Option<Reference>,
    /// To whom.
    pub addressee: PersonId,
    /// What about.
    pub kind: MailKind,
    /// The number of the event that it speaks of.
    pub seq: Option<u32>,
    /// How far it is.
    pub state: MailState,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// The Message-ID that it answers, without brackets.
    pub in_reply_to: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// What a person wrote.
    pub body: Option<String>,
}

/// A mail in a request's conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLine {
    /// Its number.
    pub id: u64,
    /// To whom.
    pub addressee: PersonId,
    /// What about.
    pub kind: MailKind,
    /// How far it is.
    pub state: MailState,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// Why it did not arrive.
    pub reason: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// What a person wrote.
    pub body: Option<String>,
    /// Seconds until it is sent, while it waits.
    pub due_in: Option<i64>,
}

#[derive(FromRow)]
struct MailRaw {
    id: u64,
    message_id: String,
    reference: Option<String>,
    addressee: String,
    kind: String,
    seq: Option<u32>,
    state: String,
    by_person: Option<String>,
    in_reply_to: Option<String>,
    made_at: i64,
    body: Option<String>,
}

#[derive(FromRow)]
struct LineRaw {
    id: u64,
    addressee: String,
    kind: String,
    state: String,
    by_person: Option<String>,
    reason: Option<String>,
    made_at: i64,
    sent_at: Option<i64>,
    body: Option<String>,
    due_in: Option<i64>,
}

pub(crate) fn broken(what: &str) -> StoreError {
    StoreError::Broken(format!("sent_mail.{what}"))
}

pub(crate) fn reference(text: Option<&str>) -> Result<Option<Reference>, StoreError> {
    text.map(|text| Reference::parse(text).ok_or_else(|| broken("request"))).transpose()
}

pub(crate) fn kind(code: &str) -> Result<MailKind, StoreError> {
    MailKind::parse(code).ok_or_else(|| broken("kind"))
}

fn somebody(id: Option<&str>) -> Result<Option<PersonId>, StoreError> {
    id.map(|id| person(id, "sent_mail.by_person")).transpose()
}

/// Keeps a mail and gives its number; `None` if there is one with the same `once` already.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewMail<'_>) -> Result<Option<u64>, StoreError> {
    let row = (
        new.message_id,
        new.request_id,
        new.addressee.as_str(),
        new.kind.code(),
        new.seq,
        new.once,
        new.state.code(),
        new.by.map(|by| by.as_str().to_owned()),
        new.in_reply_to,
        new.made_at.0,
        new.meeting.map(|meeting| meeting.as_str().to_owned()),
    );
    match tx.exec_drop(sql!("sent_mail/insert"), row).await.map_err(StoreError::from) {
        Ok(()) => tx.last_insert_id().map(Some).ok_or_else(|| broken("id")),
        Err(StoreError::Duplicate) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps what a person wrote in it.
///
/// # Errors
/// As the database says.
pub(crate) async fn save_text(tx: &mut Tx<'_>, mail: u64, body: &str) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("mail_text/save"), (mail, body)).await?)
}

/// One mail.
///
/// # Errors
/// As the database says.
pub async fn find(store: &Store, mail: u64) -> Result<Option<MailRow>, StoreError> {
    let raw: Option<MailRaw> = store.conn().await?.exec_first(sql!("sent_mail/find"), (mail,)).await?;
    raw.map(|raw| {
        Ok(MailRow {
            id: raw.id,
            message_id: raw.message_id,
            reference: reference(raw.reference.as_deref())?,
            addressee: person(&raw.addressee, "sent_mail.addressee")?,
            kind: kind(&raw.kind)?,
            seq: raw.seq,
            state: MailState::parse(&raw.state).ok_or_else(|| broken("state"))?,
            by: somebody(raw.by_person.as_deref())?,
            in_reply_to: raw.in_reply_to,
            made_at: Timestamp(raw.made_at),
            body: raw.body,
        })
    })
    .transpose()
}

/// Moves a mail from one state to another; `false` if it is not in the first one. `by` is who wrote
/// or sent it.
///
/// # Errors
/// As the database says.
pub(crate) async fn set_state(
    tx: &mut Tx<'_>,
    mail: u64,
    from: MailState,
    to: MailState,
    by: Option<PersonId>,
) -> Result<bool, StoreError> {
    let by = by.map(|by| by.as_str().to_owned());
    tx.exec_drop(sql!("sent_mail/set_state"), (to.code(), by, mail, from.code())).await?;
    Ok(tx.affected_rows() == 1)
}

/// What went out about a request or waits to, newest first.
///
/// # Errors
/// As the database says.
pub async fn of_request(store: &Store, about: Reference) -> Result<Vec<MailLine>, StoreError> {
    let rows: Vec<LineRaw> = store.conn().await?.exec(sql!("sent_mail/of_request"), (about.as_str(),)).await?;
    let read = |raw: LineRaw| {
        Ok(MailLine {
            id: raw.id,
            addressee: person(&raw.addressee, "sent_mail.addressee")?,
            kind: kind(&raw.kind)?,
            state: MailState::parse(&raw.state).ok_or_else(|| broken("state"))?,
            by: somebody(raw.by_person.as_deref())?,
            reason: raw.reason,
            made_at: Timestamp(raw.made_at),
            sent_at: raw.sent_at.map(Timestamp),
            body: raw.body,
            due_in: raw.due_in,
        })
    };
    rows.into_iter().map(read).collect()
}

/// The Message-IDs of what went to somebody about a request before this mail, newest first.
///
/// # Errors
/// As the database says.
pub async fn thread(
    store: &Store,
    about: Reference,
    to: PersonId,
    before: u64,
) -> Result<Vec<String>, StoreError> {
    let parameters = (about.as_str(), to.as_str(), before);
    Ok(store.conn().await?.exec(sql!("sent_mail/thread"), parameters).await?)
}

/// Says which message the mail that waits for somebody answers.
///
/// # Errors
/// As the database says.
pub(crate) async fn reply_to(
    tx: &mut Tx<'_>,
    request_id: u64,
    to: PersonId,
    message_id: &str,
) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("sent_mail/reply_to"), (message_id, request_id, to.as_str())).await?)
}

/// A mail came back. `false` if there is none of that Message-ID.
///
/// # Errors
/// As the database says.
pub(crate) async fn bounced(
    store: &Store,
    message_id: &str,
    state: MailState,
    reason: &str,
) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    let reason: String = reason.chars().take(500).collect();
    conn.exec_drop(sql!("sent_mail/bounced"), (state.code(), reason, message_id)).await?;
    Ok(conn.affected_rows() == 1)
}

/// How much is kept for somebody's next digest.
///
/// # Errors
/// As the database says.
pub(crate) async fn count_gathered(store: &Store, to: PersonId) -> Result<u64, StoreError> {
    let count = store.conn().await?.exec_first(sql!("sent_mail/count_gathered"), (to.as_str(),)).await?;
    Ok(count.unwrap_or(0))
}

/// Puts what is kept for somebody into this digest.
///
/// # Errors
/// As the database says.
pub(crate) async fn take_gathered(tx: &mut Tx<'_>, to: PersonId, digest: u64) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("sent_mail/take_gathered"), (digest, to.as_str())).await?)
}

/// What is in a digest: requests, and what happened to them.
///
/// # Errors
/// As the database says.
pub async fn gathered(
    store: &Store,
    to: PersonId,
    digest: u64,
) -> Result<Vec<(Reference, MailKind)>, StoreError> {
    let rows: Vec<(String, String)> =
        store.conn().await?.exec(sql!("sent_mail/gathered"), (to.as_str(), digest)).await?;
    let read = |(about, code): (String, String)| {
        Ok((Reference::parse(&about).ok_or_else(|| broken("request"))?, kind(&code)?))
    };
    rows.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_states_are_read_back_and_fit_their_columns() {
        for kind in MailKind::ALL {
            assert_eq!(MailKind::parse(kind.code()), Some(kind));
            assert!(kind.code().len() <= 24);
        }
        for state in MailState::ALL {
            assert_eq!(MailState::parse(state.code()), Some(state));
            assert!(state.code().len() <= 10);
        }
    }
}
