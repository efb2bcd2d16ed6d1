//! Requests that were taken up in another: table `merged_request`.

use crate::store::{StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::Queryable;

/// Takes a request up in another.
///
/// # Errors
/// [`StoreError::Duplicate`] if it was taken up already.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    request_id: u64,
    into_id: u64,
    by: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("merged_request/insert"), (request_id, into_id, by.as_str(), now.0)).await?)
}

/// Takes that back.
///
/// # Errors
/// As the database says.
pub(crate) async fn delete(tx: &mut Tx<'_>, request_id: u64) -> Result<bool, StoreError> {
    tx.exec_drop(sql!("merged_request/delete"), (request_id,)).await?;
    Ok(tx.affected_rows() > 0)
}

/// The request that this one was taken up in.
///
/// # Errors
/// As the database says.
pub(crate) async fn target(
    conn: &mut impl Queryable,
    reference: Reference,
) -> Result<Option<Reference>, StoreError> {
    let into: Option<String> = conn.exec_first(sql!("merged_request/target"), (reference.as_str(),)).await?;
    let broken = || StoreError::Broken("merged_request".to_owned());
    into.map(|into| Reference::parse(&into).ok_or_else(broken)).transpose()
}
