//! How requesters are reached: table `contact`.

use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::Reference;
use helpdesk_domain::form::{MailAddress, Reach};
use mysql_async::prelude::Queryable;

/// Keeps the contact of a new request.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, request_id: u64, reach: &Reach) -> Result<(), StoreError> {
    let (reach, mail) = match reach {
        Reach::TalkPage => ("talk-page", None),
        Reach::Mail(address) => ("mail", Some(address.as_str().to_owned())),
    };
    Ok(tx.exec_drop(sql!("contact/insert"), (request_id, reach, mail)).await?)
}

/// The contact of a request; `None` if it was erased.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, reference: Reference) -> Result<Option<Reach>, StoreError> {
    let row: Option<(String, Option<String>)> =
        store.conn().await?.exec_first(sql!("contact/find"), (reference.as_str(),)).await?;
    let broken = || StoreError::Broken("contact".to_owned());
    row.map(|(reach, mail)| match (reach.as_str(), mail) {
        ("talk-page", _) => Ok(Reach::TalkPage),
        ("mail", Some(mail)) => MailAddress::parse(&mail).map(Reach::Mail).map_err(|_| broken()),
        _ => Err(broken()),
    })
    .transpose()
}
