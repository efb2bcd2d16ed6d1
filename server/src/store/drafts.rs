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

/// Up to fifty that hold and are under another key than this one, in the order of their hashes, after that one.
///
/// # Errors
/// As the database says.
pub(crate) async fn under_other_keys(
    store: &Store,
    key_id: &str,
    after: &[u8],
) -> Result<Vec<(Vec<u8>, Sealed)>, StoreError> {
    let rows: Vec<(Vec<u8>, String, Vec<u8>)> =
        store.conn().await?.exec(sql!("draft/other_keys"), (key_id, after)).await?;
    Ok(rows.into_iter().map(|(hash, key_id, bytes)| (hash, Sealed { key_id, bytes })).collect())
}

/// Replaces one by the same under another key, unless it was changed meanwhile: `false`.
///
/// # Errors
/// As the database says.
pub(crate) async fn rotate(store: &Store, hash: &[u8], old: &Sealed, new: &Sealed) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    let row = (&new.key_id, &new.bytes, hash, &old.key_id, &old.bytes);
    conn.exec_drop(sql!("draft/rotate"), row).await?;
    Ok(conn.affected_rows() == 1)
}
