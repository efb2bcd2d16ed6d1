//! What only one process may do at a time: table `lease`.

use crate::store::{Store, StoreError, Tx, sql};
use mysql_async::params;
use mysql_async::prelude::Queryable;

/// Takes or renews a lease for so many seconds. `false` if somebody else holds it.
///
/// # Errors
/// As the database says.
pub async fn take(store: &Store, name: &str, holder: &str, seconds: u32) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    let row = params! { "name" => name, "holder" => holder, "seconds" => seconds };
    conn.exec_drop(sql!("lease/take"), row).await?;
    let holds: Option<String> = conn.exec_first(sql!("lease/holder"), (name,)).await?;
    Ok(holds.as_deref() == Some(holder))
}

/// Who holds a lease.
///
/// # Errors
/// As the database says.
pub async fn holder(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    Ok(store.conn().await?.exec_first(sql!("lease/holder"), (name,)).await?)
}

/// Takes a lease that holds until [`unmark`].
///
/// # Errors
/// [`StoreError::Duplicate`] if there is such a lease.
pub(crate) async fn mark(tx: &mut Tx<'_>, name: &str, holder: &str) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("lease/mark"), (name, holder)).await?)
}

/// Ends a lease, whoever holds it.
///
/// # Errors
/// As the database says.
pub(crate) async fn unmark(store: &Store, name: &str) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("lease/unmark"), (name,)).await?)
}

/// Makes transactions under that name follow one another, on all nodes of a cluster too, where a lock holds on its own
/// node alone. `word` is a new random word of 16 characters.
///
/// # Errors
/// As the database says.
pub(crate) async fn in_turn(tx: &mut Tx<'_>, name: &str, word: &str) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("lease/in_turn"), (name, word)).await?)
}

/// Gives a lease back.
///
/// # Errors
/// As the database says.
pub async fn release(store: &Store, name: &str, holder: &str) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("lease/release"), (name, holder)).await?)
}
