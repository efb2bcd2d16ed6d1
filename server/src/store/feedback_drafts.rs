//! Feedback that a member has begun to write, encrypted: table `feedback_draft`.

use crate::app::crypt::Sealed;
use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::Queryable;

/// Keeps it in the place of the one before.
///
/// # Errors
/// As the database says.
pub(crate) async fn save(
    store: &Store,
    request: Reference,
    whose: PersonId,
    body: &Sealed,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = (request.as_str(), whose.as_str(), &body.key_id, &body.bytes, now.0);
    Ok(store.conn().await?.exec_drop(sql!("feedback_draft/save"), row).await?)
}

/// The one of this member, and when it was kept.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(
    store: &Store,
    request: Reference,
    whose: PersonId,
) -> Result<Option<(Sealed, Timestamp)>, StoreError> {
    let key = (request.as_str(), whose.as_str());
    let row: Option<(String, Vec<u8>, i64)> =
        store.conn().await?.exec_first(sql!("feedback_draft/find"), key).await?;
    Ok(row.map(|(key_id, bytes, at)| (Sealed { key_id, bytes }, Timestamp(at))))
}

/// Forgets it.
///
/// # Errors
/// As the database says.
pub(crate) async fn delete(store: &Store, request: Reference, whose: PersonId) -> Result<(), StoreError> {
    let key = (request.as_str(), whose.as_str());
    Ok(store.conn().await?.exec_drop(sql!("feedback_draft/delete"), key).await?)
}

/// Forgets all of somebody.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_person(tx: &mut Tx<'_>, whose: PersonId) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("feedback_draft/forget_person"), (whose.as_str(),)).await?)
}
