//! How requesters are reached: table `contact`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::form::{MailAddress, Reach};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::Queryable;

/// Keeps the contact of a new request.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, request_id: u64, reach: &Reach) -> Result<(), StoreError> {
    let (reach, mail) = match reach {
        Reach::TalkPage => ("talk-page", None),
        Reach::WikiMail => ("wiki-mail", None),
        Reach::Mail(address) => ("mail", Some(address.as_str().to_owned())),
    };
    Ok(tx.exec_drop(sql!("contact/insert"), (request_id, reach, mail)).await?)
}

/// Sets the contact of a request.
///
/// # Errors
/// As the database says.
pub(crate) async fn replace(tx: &mut Tx<'_>, request_id: u64, address: &MailAddress) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("contact/replace"), (request_id, "mail", address.as_str())).await?)
}

/// Requests whose requester is reached at this address, newest first, and their account.
///
/// # Errors
/// As the database says.
pub(crate) async fn by_mail(
    conn: &mut impl Queryable,
    mail: &str,
) -> Result<Vec<(Reference, Option<PersonId>)>, StoreError> {
    let rows: Vec<(String, Option<String>)> = conn.exec(sql!("contact/by_mail"), (mail,)).await?;
    let broken = || StoreError::Broken("support_request.reference".to_owned());
    let one = |(reference, requester): (String, Option<String>)| {
        let requester = requester.map(|id| person(&id, "support_request.requester")).transpose()?;
        Ok((Reference::parse(&reference).ok_or_else(broken)?, requester))
    };
    rows.into_iter().map(one).collect()
}

/// The contact of a request; `None` if it was erased.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, reference: Reference) -> Result<Option<Reach>, StoreError> {
    let row: Option<Row> = store.conn().await?.exec_first(sql!("contact/find"), (reference.as_str(),)).await?;
    row.map(read).transpose()
}

/// The same by the request's number in the record.
///
/// # Errors
/// As the database says.
pub(crate) async fn of(tx: &mut Tx<'_>, request_id: u64) -> Result<Option<Reach>, StoreError> {
    let row: Option<Row> = tx.exec_first(sql!("contact/of"), (request_id,)).await?;
    row.map(read).transpose()
}

/// How, and at which address.
type Row = (String, Option<String>);

fn read((reach, mail): Row) -> Result<Reach, StoreError> {
    let broken = || StoreError::Broken("contact".to_owned());
    match (reach.as_str(), mail) {
        ("talk-page", _) => Ok(Reach::TalkPage),
        ("wiki-mail", _) => Ok(Reach::WikiMail),
        ("mail", Some(mail)) => MailAddress::parse(&mail).map(Reach::Mail).map_err(|_| broken()),
        _ => Err(broken()),
    }
}

/// Erases the contact of a request, and gives how many there were: one or none.
///
/// # Errors
/// As the database says.
pub(crate) async fn erase(tx: &mut Tx<'_>, request_id: u64) -> Result<u64, StoreError> {
    tx.exec_drop(sql!("contact/erase"), (request_id,)).await?;
    Ok(tx.affected_rows())
}

/// Forgets contacts of requests that were closed before that moment, up to a thousand of them, and
/// gives how many.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store, closed_before: Timestamp) -> Result<u64, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("contact/forget_old"), (closed_before.0,)).await?;
    Ok(conn.affected_rows())
}
