//! Forms filled in before signing in, encrypted: table `draft`.

use crate::app::crypt::Sealed;
use crate::store::{Store, StoreError, sql};
use mysql_async::prelude::Queryable;

/// Keeps one for two hours.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(store: &Store, hash: &[u8; 32], body: &Sealed) -> Result<(), StoreError> {
    let row = (hash.as_slice(), &body.key_id, &body.bytes);
    Ok(store.conn().await?.exec_drop(sql!("draft/insert"), row).await?)
}

/// The one of that word, if it holds.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, hash: &[u8; 32]) -> Result<Option<Sealed>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("draft/find"), (hash.as_slice(),)).await?;
    Ok(row.map(|(key_id, bytes)| Sealed { key_id, bytes }))
}

/// Forgets one.
///
/// # Errors
/// As the database says.
pub(crate) async fn delete(store: &Store, hash: &[u8; 32]) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("draft/delete"), (hash.as_slice(),)).await?)
}

/// Forgets those that ran out.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("draft/forget_old")).await?)
}
