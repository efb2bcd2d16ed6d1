//! What comes first, as each member ranks it: tables `ballot` and `ranking`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::Queryable;
use std::collections::BTreeMap;

/// The places that one member gave, by request.
pub(crate) type Places = BTreeMap<Reference, u32>;

/// The ballots of those who are members now, by member.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(store: &Store) -> Result<BTreeMap<PersonId, Places>, StoreError> {
    let rows: Vec<(String, String, u32)> = store.conn().await?.query(sql!("ballot/list")).await?;
    let mut ballots: BTreeMap<PersonId, Places> = BTreeMap::new();
    for (who, request, place) in rows {
        let request =
            Reference::parse(&request).ok_or_else(|| StoreError::Broken("ballot.request".to_owned()))?;
        ballots.entry(person(&who, "ballot.person")?).or_default().insert(request, place);
    }
    Ok(ballots)
}

/// Puts a member's ballot in the place of the one before.
///
/// # Errors
/// As the database says.
pub(crate) async fn replace(
    tx: &mut Tx<'_>,
    whose: PersonId,
    places: &Places,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_drop(sql!("ballot/delete"), (whose.as_str(),)).await?;
    for (request, place) in places {
        tx.exec_drop(sql!("ballot/insert"), (whose.as_str(), request.as_str(), place, now.0)).await?;
    }
    Ok(())
}

/// Minutes until the next meeting, as they were recorded last.
///
/// # Errors
/// As the database says.
pub(crate) async fn minutes(store: &Store) -> Result<Option<u32>, StoreError> {
    Ok(store.conn().await?.query_first(sql!("ranking/minutes")).await?)
}

/// The committee's own order as it was recorded last, with the reason and when.
///
/// # Errors
/// As the database says.
pub(crate) async fn chosen(
    store: &Store,
) -> Result<Option<(Vec<Reference>, Option<String>, Timestamp)>, StoreError> {
    let row: Option<(String, Option<String>, i64)> =
        store.conn().await?.query_first(sql!("ranking/chosen")).await?;
    let Some((order, reason, at)) = row else { return Ok(None) };
    let read = order.split(' ').filter(|text| !text.is_empty()).map(Reference::parse).collect();
    let order: Option<Vec<_>> = read;
    let order = order.ok_or_else(|| StoreError::Broken("ranking.chosen".to_owned()))?;
    Ok(Some((order, reason, Timestamp(at))))
}

/// Records hours, or an order with its reason.
///
/// # Errors
/// As the database says.
pub(crate) async fn record(
    store: &Store,
    minutes: Option<u32>,
    order: Option<&[Reference]>,
    reason: Option<&str>,
    by: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let order = order.map(|order| order.iter().map(Reference::as_str).collect::<Vec<_>>().join(" "));
    let row = (minutes, order, reason, by.as_str(), now.0);
    Ok(store.conn().await?.exec_drop(sql!("ranking/insert"), row).await?)
}

/// What is before the committee, who waits longest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn before_committee(store: &Store, most: u32) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<String> = store.conn().await?.exec(sql!("support_request/before_committee"), (most,)).await?;
    let broken = || StoreError::Broken("support_request.reference".to_owned());
    rows.iter().map(|text| Reference::parse(text).ok_or_else(broken)).collect()
}
