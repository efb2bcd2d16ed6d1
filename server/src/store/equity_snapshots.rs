//! Published figures by month: table `equity_snapshot`.

use crate::store::{Store, StoreError, sql};
use helpdesk_domain::Timestamp;
use helpdesk_domain::equity::Snapshot;
use mysql_async::prelude::Queryable;

/// All that were published, the oldest first.
///
/// # Errors
/// As the database says, or [`StoreError::Broken`].
pub(crate) async fn list(store: &Store) -> Result<Vec<Snapshot>, StoreError> {
    let rows: Vec<String> = store.conn().await?.query(sql!("equity_snapshot/list")).await?;
    let broken = |error| StoreError::Broken(format!("equity_snapshot.body: {error}"));
    rows.iter().map(|body| serde_json::from_str(body).map_err(broken)).collect()
}

/// Whether the figures of that month were published.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_there(store: &Store, month: &str) -> Result<bool, StoreError> {
    let found: Option<u8> = store.conn().await?.exec_first(sql!("equity_snapshot/is_there"), (month,)).await?;
    Ok(found.is_some())
}

/// Publishes a month's figures.
///
/// # Errors
/// [`StoreError::Duplicate`] if those of the month are there.
pub(crate) async fn insert(store: &Store, snapshot: &Snapshot, now: Timestamp) -> Result<(), StoreError> {
    let broken = |error| StoreError::Broken(format!("a snapshot: {error}"));
    let body = serde_json::to_string(snapshot).map_err(broken)?;
    let parameters = (snapshot.month.as_str(), body, now.0);
    Ok(store.conn().await?.exec_drop(sql!("equity_snapshot/insert"), parameters).await?)
}
