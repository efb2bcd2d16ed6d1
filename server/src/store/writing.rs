//! Who is writing just now: table `writing`.

use crate::store::{Store, StoreError, person, sql};
use helpdesk_domain::{PersonId, Reference};
use mysql_async::prelude::Queryable;

/// Somebody writes, for so many seconds from now.
///
/// # Errors
/// As the database says.
pub(crate) async fn begin(
    store: &Store,
    about: Reference,
    who: PersonId,
    seconds: u32,
) -> Result<(), StoreError> {
    let parameters = (who.as_str(), seconds, about.as_str());
    Ok(store.conn().await?.exec_drop(sql!("writing/begin"), parameters).await?)
}

/// Who else writes.
///
/// # Errors
/// As the database says.
pub(crate) async fn others(
    store: &Store,
    about: Reference,
    who: PersonId,
) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<String> =
        store.conn().await?.exec(sql!("writing/others"), (about.as_str(), who.as_str())).await?;
    ids.iter().map(|id| person(id, "writing.person")).collect()
}

/// Somebody is done.
///
/// # Errors
/// As the database says.
pub(crate) async fn end(store: &Store, about: Reference, who: PersonId) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("writing/end"), (who.as_str(), about.as_str())).await?)
}

/// Forgets who wrote long ago.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("writing/forget_old")).await?)
}
