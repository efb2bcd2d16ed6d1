//! Mail that comes in. Each message is handled once, and put on record in one transaction with what
//! follows from it; what cannot be placed waits for staff with its raw form.

mod ballot;
mod files;
mod identity;
mod known;
mod merge;
mod place;
mod ranking;
mod record;
mod request;
pub(crate) mod retention;
mod tray;

pub use crate::store::correspondents::{Correspondent, Part};
pub use crate::store::mail_moves::MailMoveRow;
pub use crate::store::mailbox_uids::MailboxUid;
pub use files::{FileKind, kind_of};
pub use merge::{merge, unmerge};
pub use place::{Placement, Target, accept, place};
pub use tray::{File, Letter, Mail, State, file, letter, list, of_request, raw, sheets, waiting};

use crate::app::error::insist;
use crate::app::{App, AppError, mail_out};
use crate::mail::ballot::{parse, parse_typed};
use crate::mail::explain::{Explained, explain_message};
use crate::mail::fold::{Kind, fold};
use crate::mail::join::Outcome;
use crate::mail::read::{Incoming, read};
use crate::store::incoming_mail;
use crate::store::mailbox_uids;
use helpdesk_domain::Reference;
use identity::identity;
use std::sync::Arc;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The message's own name.
    pub mail: Reference,
    /// What became of it; `None` if it had been taken in before.
    pub outcome: Option<Outcome>,
    /// Why, in words for staff.
    pub reason: String,
    /// The request that it belongs to, or is proposed for.
    pub request: Option<Reference>,
}

/// A message that was understood, as far as it can be.
struct Understood {
    raw: Arc<Vec<u8>>,
    identity: identity::Identity,
    explained: Explained,
    /// The text, quotes included.
    text: String,
    /// The account of who wrote, if their address is one's.
    account: Option<helpdesk_domain::PersonId>,
}

/// Takes a message in, once. `uid` is its place in a mailbox, if it comes from one.
///
/// # Errors
/// [`AppError::Busy`] and what else may pass: the message is then still to be taken in. What is
/// wrong with the message itself is no error; it waits for staff.
pub async fn take_in(app: &App, raw: Vec<u8>, uid: Option<&MailboxUid>) -> Result<Taken, AppError> {
    let raw = Arc::new(raw);
    let (message, identity) = taken_apart(raw.clone()).await;
    if let Some(before) = before(app, &identity, uid).await? {
        return Ok(before);
    }
    let Some(message) = message else {
        let reason = "it could not be read: see its raw form";
        return record::unreadable(app, &raw, &identity, uid, reason).await;
    };
    let text = message.text.clone();
    let understood = understand(app, raw.clone(), message, text, identity).await?;
    let cast = match ranking::cast(app, &understood).await? {
        ballot::Cast::None => ballot::cast(app, &understood).await?,
        cast => cast,
    };
    let taken = insist(|| record::once(app, &understood, cast, uid)).await;
    if taken.is_ok() {
        bounced(app, &understood).await;
    }
    match taken {
        Err(AppError::Internal(error)) => {
            tracing::error!(error = ?error, "a message could not be put on record as it is");
            let reason = "it could not be put on record: see its raw form";
            record::unreadable(app, &raw, &understood.identity, uid, reason).await
        }
        other => other,
    }
}

/// Says of mail that came back that its address does not work. It is on record whatever becomes of
/// this, so a failure is only logged.
async fn bounced(app: &App, understood: &Understood) {
    let explained = &understood.explained;
    let Some(status) = explained.failed.first().map(|failed| failed.status.clone().unwrap_or_default()) else {
        return;
    };
    for returned in &explained.returned {
        if let Err(error) = mail_out::bounced(app, returned, &status).await {
            tracing::warn!(%error, "a mail that came back could not be marked");
        }
    }
}

/// Puts a message on record, once, of which only this part was read; it waits for staff.
///
/// # Errors
/// As [`take_in`].
pub async fn take_unread(
    app: &App,
    part: Vec<u8>,
    uid: Option<&MailboxUid>,
    reason: &str,
) -> Result<Taken, AppError> {
    let part = Arc::new(part);
    let (_, identity) = taken_apart(part.clone()).await;
    if let Some(before) = before(app, &identity, uid).await? {
        return Ok(before);
    }
    record::unreadable(app, &part, &identity, uid, reason).await
}

/// The message, unless taking it apart failed, and which one it is.
async fn taken_apart(raw: Arc<Vec<u8>>) -> (Option<Incoming>, identity::Identity) {
    let bytes = raw.clone();
    let read = tokio::task::spawn_blocking(move || {
        let message = read(&bytes);
        let identity = identity(&bytes, message.message_id.as_deref());
        (message, identity)
    });
    match read.await {
        Ok((message, identity)) => (Some(message), identity),
        Err(error) => {
            tracing::error!(%error, "a message could not be taken apart");
            (None, identity(&raw, None))
        }
    }
}

/// What became of it, if it was taken in before.
async fn before(
    app: &App,
    identity: &identity::Identity,
    uid: Option<&MailboxUid>,
) -> Result<Option<Taken>, AppError> {
    let mut conn = app.store.conn().await?;
    let Some((id, mail)) = incoming_mail::by_identity(&mut conn, &identity.whole).await? else {
        return Ok(None);
    };
    if let Some(uid) = uid {
        mailbox_uids::insert(&mut conn, uid, id).await?;
    }
    let reason = "it was taken in before".to_owned();
    Ok(Some(Taken { mail, outcome: None, reason, request: None }))
}

async fn understand(
    app: &App,
    raw: Arc<Vec<u8>>,
    message: Incoming,
    text: String,
    identity: identity::Identity,
) -> Result<Understood, AppError> {
    let folded = fold(&message.text, &message.subject, message.is_answer());
    let written = folded.all(Kind::Text).unwrap_or_default();
    let ballot = parse(&message.text).or_else(|| parse_typed(&written));
    let known = known::known(app, &message, ballot.as_ref()).await?;
    let mut conn = app.store.conn().await?;
    let mut tx = crate::store::begin(&mut conn).await?;
    let account = known::account(&mut tx, &known).await?;
    let mut explained = explain_message(message, &known);
    let again = identity.message_id.as_ref();
    if let (Some(hash), Outcome::New | Outcome::Join) = (again, explained.outcome)
        && incoming_mail::same_message_id(&mut tx, hash).await? > 0
    {
        explained.outcome = Outcome::Tray;
        explained.reason = "another message of the same Message-ID came before, with another text".to_owned();
    }
    Ok(Understood { raw, identity, explained, text, account })
}

/// Whether a message of a mailbox was taken in.
///
/// # Errors
/// As the database says.
pub async fn is_taken_in(app: &App, uid: &MailboxUid) -> Result<bool, AppError> {
    Ok(mailbox_uids::is_handled(&mut app.store.conn().await?, uid).await?)
}

/// The word by which a value is known outside, as in `mail explain`.
#[must_use]
pub fn word(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}
