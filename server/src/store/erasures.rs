//! What was erased: table `erasure`. And the statements that erase.

use crate::app::erasure::{Erasure, Subject};
use crate::store::{StoreError, Tx, person, sql};
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

/// Erases a person's account, with all that signs them in or acts as them. Their roles end; who
/// had which stays on record by the person's id.
///
/// # Errors
/// As the database says.
pub(crate) async fn account(
    tx: &mut Tx<'_>,
    who: PersonId,
    by: Option<PersonId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let revoked_by = by.map(|by| by.as_str().to_owned());
    tx.exec_drop(sql!("role_grant/revoke_all"), (revoked_by, at.0, who.as_str())).await?;
    for statement in [
        sql!("session/end_all"),
        sql!("gadget_token/end_all"),
        sql!("popup_code/end_all"),
        sql!("oauth_token/delete"),
        sql!("idempotency_key/forget_person"),
        sql!("mail_preference/erase"),
        sql!("person/erase"),
    ] {
        tx.exec_drop(statement, (who.as_str(),)).await?;
    }
    Ok(())
}

/// Erases what somebody wrote by mail or was written to, of one request or of all, with their
/// addresses. That there was a mail, and when, stays.
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
        sql!("sent_mail/erase"),
    ] {
        tx.exec_drop(statement, params! { "person" => who.as_str(), "request_id" => request_id }).await?;
    }
    Ok(())
}
