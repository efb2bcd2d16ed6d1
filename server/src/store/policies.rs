//! Policies that were adopted: table `policy`.

use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Timestamp};
use mysql_async::prelude::Queryable;

/// A policy in the list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRow {
    /// Its number.
    pub version: u32,
    /// When it was adopted.
    pub adopted_at: Timestamp,
    /// By whom; nobody if from the command line.
    pub adopted_by: Option<String>,
}

/// The number of the one that holds.
///
/// # Errors
/// As the database says.
pub(crate) async fn latest_version(store: &Store) -> Result<Option<u32>, StoreError> {
    let version: Option<Option<u32>> =
        store.conn().await?.exec_first(sql!("policy/latest_version"), ()).await?;
    Ok(version.flatten())
}

/// The text of one.
///
/// # Errors
/// [`StoreError::Broken`] if it is not there.
pub(crate) async fn load(store: &Store, version: u32) -> Result<String, StoreError> {
    let text: Option<String> = store.conn().await?.exec_first(sql!("policy/load"), (version,)).await?;
    text.ok_or_else(|| StoreError::Broken(format!("policy {version} is missing")))
}

/// The one that holds, locked until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock_latest(tx: &mut Tx<'_>) -> Result<Option<(u32, String)>, StoreError> {
    Ok(tx.query_first(sql!("policy/lock_latest")).await?)
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if that version is there.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    version: u32,
    toml: &str,
    now: Timestamp,
    by: Option<PersonId>,
) -> Result<(), StoreError> {
    let by = by.map(|by| by.as_str().to_owned());
    Ok(tx.exec_drop(sql!("policy/insert"), (version, toml, now.0, by)).await?)
}

/// All of them, the newest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(store: &Store) -> Result<Vec<PolicyRow>, StoreError> {
    let rows: Vec<(u32, i64, Option<String>)> = store.conn().await?.query(sql!("policy/list")).await?;
    let read = |(version, at, adopted_by)| PolicyRow { version, adopted_at: Timestamp(at), adopted_by };
    Ok(rows.into_iter().map(read).collect())
}

/// Removes all of them, before those of a backup are put in.
///
/// # Errors
/// As the database says, if anything names one.
pub(crate) async fn delete_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    Ok(tx.query_drop(sql!("policy/delete_all")).await?)
}
