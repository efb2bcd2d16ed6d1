//! Sessions of the tool's pages, by the SHA-256 of their tokens: table `session`.

use crate::app::sessions::SignedIn;
use crate::store::{Store, StoreError, person, sql};
use helpdesk_domain::{PersonId, Role};
use mysql_async::prelude::Queryable;

/// A person with the codes of their roles, commas between.
pub(crate) type SignedInRaw = (String, String, Option<String>);

/// Reads somebody who is signed in.
pub(crate) fn signed_in((id, name, roles): SignedInRaw) -> Result<SignedIn, StoreError> {
    let roles = roles.unwrap_or_default();
    let roles = roles.split(',').filter_map(Role::parse).collect();
    Ok(SignedIn { person: person(&id, "person.id")?, name, roles })
}

/// Adds one that holds for 14 days.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(store: &Store, hash: &[u8; 32], who: PersonId) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("session/insert"), (hash.as_slice(), who.as_str())).await?)
}

/// Whose it is, if it holds and they are not blocked.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("session/find"), (hash.as_slice(),)).await?;
    row.map(signed_in).transpose()
}

/// Ends one.
///
/// # Errors
/// As the database says.
pub(crate) async fn end(store: &Store, hash: &[u8; 32]) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("session/end"), (hash.as_slice(),)).await?)
}

/// Ends all of a person.
///
/// # Errors
/// As the database says.
pub(crate) async fn end_all(store: &Store, who: PersonId) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("session/end_all"), (who.as_str(),)).await?)
}

/// Forgets those that ran out.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("session/forget_old")).await?)
}
