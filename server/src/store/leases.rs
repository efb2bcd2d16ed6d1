//! What only one process may do at a time: table `lease`.

use crate::store::{Store, StoreError, sql};
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

/// Gives a lease back.
///
/// # Errors
/// As the database says.
pub async fn release(store: &Store, name: &str, holder: &str) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("lease/release"), (name, holder)).await?)
}
