//! Feedback that a member has begun to write, encrypted: table `feedback_draft`.

use crate::app::crypt::Sealed;
use crate::store::{Store, StoreError, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::params;
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

/// Whose draft, about which request.
pub(crate) type Key = (Reference, PersonId);

/// Up to fifty that are under another key than this one, in order, after that one.
///
/// # Errors
/// As the database says.
pub(crate) async fn under_other_keys(
    store: &Store,
    key_id: &str,
    after: Option<Key>,
) -> Result<Vec<(Key, Sealed)>, StoreError> {
    let (request, whose) =
        after.map_or_else(Default::default, |(request, whose)| (request.to_string(), whose.to_string()));
    let from = params! { "key_id" => key_id, "request" => request, "person" => whose };
    let rows: Vec<(String, String, String, Vec<u8>)> =
        store.conn().await?.exec(sql!("feedback_draft/other_keys"), from).await?;
    let broken = || StoreError::Broken("feedback_draft.request".to_owned());
    let read = |(request, whose, key_id, bytes): (String, String, String, Vec<u8>)| {
        let key = (Reference::parse(&request).ok_or_else(broken)?, person(&whose, "feedback_draft.person")?);
        Ok((key, Sealed { key_id, bytes }))
    };
    rows.into_iter().map(read).collect()
}

/// Replaces one by the same under another key, unless it was changed meanwhile: `false`.
///
/// # Errors
/// As the database says.
pub(crate) async fn rotate(
    store: &Store,
    (request, whose): Key,
    old: &Sealed,
    new: &Sealed,
) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    let row = (&new.key_id, &new.bytes, request.as_str(), whose.as_str(), &old.key_id, &old.bytes);
    conn.exec_drop(sql!("feedback_draft/rotate"), row).await?;
    Ok(conn.affected_rows() == 1)
}
