//! What was erased: table `erasure`. And the statements that erase.

use crate::app::erasure::{Erasure, Subject};
use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::params;
use mysql_async::prelude::Queryable;

/// Adds one; one that is on record already stays as it is.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let by = erasure.by.map(|by| by.as_str().to_owned());
    let (kind, subject, seq) = match erasure.subject {
        Subject::Person { person } => ("person", person.to_string(), None),
        Subject::Request { reference } => ("request", reference.to_string(), None),
        Subject::Text { reference, event } => ("text", reference.to_string(), Some(event)),
        Subject::Mail { mail } => ("mail", mail.to_string(), None),
    };
    let row = (&erasure.id, erasure.at.0, by, kind, subject, seq);
    Ok(tx.exec_drop(sql!("erasure/insert"), row).await?)
}

/// All of them, oldest first.
///
/// # Errors
/// As the database says, or [`StoreError::Broken`].
pub(crate) async fn list(conn: &mut impl Queryable) -> Result<Vec<Erasure>, StoreError> {
    type Raw = (String, i64, Option<String>, String, String, Option<u32>);
    let rows: Vec<Raw> = conn.query(sql!("erasure/list")).await?;
    let read = |(id, at, by, kind, subject, seq): Raw| {
        let broken = || StoreError::Broken(format!("erasure {id}"));
        let reference = || Reference::parse(&subject).ok_or_else(broken);
        let subject = match (kind.as_str(), seq) {
            ("person", None) => Subject::Person { person: person(&subject, "erasure.subject")? },
            ("request", None) => Subject::Request { reference: reference()? },
            ("text", Some(event)) => Subject::Text { reference: reference()?, event },
            ("mail", None) => Subject::Mail { mail: reference()? },
            _ => return Err(broken()),
        };
        let by = by.as_deref().map(|by| person(by, "erasure.by_person")).transpose()?;
        Ok(Erasure { at: Timestamp(at), by, subject, id })
    };
    rows.into_iter().map(read).collect()
}

/// Erases the texts of an event, and gives how many there were.
///
/// # Errors
/// As the database says.
pub(crate) async fn texts(tx: &mut Tx<'_>, request_id: u64, event: u32) -> Result<u64, StoreError> {
    tx.exec_drop(sql!("prose/erase"), (request_id, event)).await?;
    Ok(tx.affected_rows())
}

/// Erases a person's account, with all that signs them in or acts as them and what they had not given yet. Their
/// roles and seats end, and it is said whether a seat did; who had which stays on record by the person's id.
///
/// # Errors
/// As the database says.
pub(crate) async fn account(
    tx: &mut Tx<'_>,
    who: PersonId,
    by: Option<PersonId>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let revoked_by = by.map(|by| by.as_str().to_owned());
    tx.exec_drop(sql!("role_grant/revoke_all"), (revoked_by, at.0, who.as_str())).await?;
    for statement in [
        sql!("session/end_all"),
        sql!("gadget_token/end_all"),
        sql!("popup_code/end_all"),
        sql!("oauth_token/delete"),
        sql!("idempotency_key/forget_person"),
        sql!("mail_preference/erase"),
        sql!("writing/forget_person"),
        sql!("feedback_draft/forget_person"),
        sql!("ballot/delete"),
        sql!("person/erase"),
    ] {
        tx.exec_drop(statement, (who.as_str(),)).await?;
    }
    // The earliest day with which a term may end: they are no member any more from now on.
    let yesterday = Timestamp(at.0 - 86_400).date();
    let seats = params! {
        "person" => who.as_str(),
        "last_day" => yesterday.to_string(),
        "ended_by" => by.map(|by| by.as_str().to_owned()),
        "ended_at" => at.0,
    };
    tx.exec_drop(sql!("seat/end_all"), seats).await?;
    Ok(tx.affected_rows() > 0)
}

/// Erases what somebody wrote by mail or was written to, of one request or of all, with their
/// addresses, and ends the private links that they were sent. That there was a mail, and when, stays.
///
/// # Errors
/// As the database says.
pub(crate) async fn mail(tx: &mut Tx<'_>, who: PersonId, request_id: Option<u64>) -> Result<(), StoreError> {
    for statement in [
        sql!("mail_blob/erase"),
        sql!("mail_attachment/erase"),
        sql!("incoming_mail/erase"),
        sql!("correspondent/erase"),
        sql!("mail_text/erase"),
        sql!("mail_generation/end_all"),
        sql!("sent_mail/erase"),
    ] {
        tx.exec_drop(statement, params! { "person" => who.as_str(), "request_id" => request_id }).await?;
    }
    Ok(())
}

/// Erases a message that came in. That it came stays.
///
/// # Errors
/// As the database says.
pub(crate) async fn one_mail(tx: &mut Tx<'_>, mail: Reference) -> Result<(), StoreError> {
    for statement in
        [sql!("mail_blob/erase_one"), sql!("mail_attachment/erase_one"), sql!("incoming_mail/erase_one")]
    {
        tx.exec_drop(statement, (mail.as_str(),)).await?;
    }
    Ok(())
}

/// Erases what is left beside the texts of a request: why jobs failed, and its page's title where nothing is to be
/// written there any more.
///
/// # Errors
/// As the database says.
pub(crate) async fn traces(tx: &mut Tx<'_>, request_id: u64) -> Result<(), StoreError> {
    tx.exec_drop(sql!("outbox/erase_errors"), (request_id,)).await?;
    Ok(tx.exec_drop(sql!("wiki_page/erase"), (request_id,)).await?)
}

/// Forgets titles of pages that were to be emptied first, and are by now.
///
/// # Errors
/// As the database says.
pub(crate) async fn titles_of_emptied_pages(store: &Store) -> Result<(), StoreError> {
    let mut conn = store.conn().await?;
    let ids: Vec<u64> = conn.query(sql!("wiki_page/of_erased")).await?;
    for id in ids {
        conn.exec_drop(sql!("wiki_page/erase"), (id,)).await?;
    }
    Ok(())
}

/// The prefixed title of a request's page on the wiki, which keeps it whatever is erased here.
///
/// # Errors
/// As the database says, or [`StoreError::Broken`].
pub(crate) async fn page(tx: &mut Tx<'_>, request_id: u64) -> Result<Option<String>, StoreError> {
    let title: Option<Vec<u8>> = tx.exec_first(sql!("wiki_page/title_of"), (request_id,)).await?;
    let broken = |_| StoreError::Broken("wiki_page.title".to_owned());
    title.map(|title| String::from_utf8(title).map_err(broken)).transpose()
}

/// Whether somebody without an account writes about a request, or wrote.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_known_by_mail(store: &Store, who: PersonId) -> Result<bool, StoreError> {
    let known: Option<bool> = store
        .conn()
        .await?
        .exec_first(sql!("erasure/is_known_by_mail"), params! { "person" => who.as_str() })
        .await?;
    Ok(known == Some(true))
}
