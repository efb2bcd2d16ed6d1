//! The gadget's tokens, by their SHA-256: table `gadget_token`.

use crate::app::sessions::SignedIn;
use crate::store::sessions::signed_in;
use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::PersonId;
use mysql_async::prelude::Queryable;

/// Adds one that holds for 12 hours, from one origin.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    who: PersonId,
    origin: &str,
) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("gadget_token/insert"), (hash.as_slice(), who.as_str(), origin)).await?)
}

/// Whose it is, if it holds, is used from its origin, and they are not blocked.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, hash: &[u8; 32], origin: &str) -> Result<Option<SignedIn>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("gadget_token/find"), (hash.as_slice(), origin)).await?;
    row.map(signed_in).transpose()
}

/// Whether one was added, even if it no longer holds.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_there(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let one: Option<u8> = tx.exec_first(sql!("gadget_token/is_there"), (hash.as_slice(),)).await?;
    Ok(one.is_some())
}

/// Ends all of a person.
///
/// # Errors
/// As the database says.
pub(crate) async fn end_all(store: &Store, who: PersonId) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("gadget_token/end_all"), (who.as_str(),)).await?)
}

/// Forgets those that ran out.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("gadget_token/forget_old")).await?)
}
