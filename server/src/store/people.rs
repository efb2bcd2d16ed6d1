//! People and their wiki accounts: table `person`.

use crate::app::people::Identity;
use crate::store::{Store, StoreError, Tx, person, sql, with_list};
use helpdesk_domain::{PersonId, Timestamp};
use mysql_async::params;
use mysql_async::prelude::{FromRow, Queryable};
use std::collections::BTreeMap;

/// A person with their wiki account.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct PersonRow {
    /// Who.
    pub(crate) id: String,
    /// Who issued the account.
    pub(crate) issuer: String,
    /// Its id there.
    pub(crate) sub: String,
    /// Its name.
    pub(crate) name: String,
    /// Whether it was blocked at the last sign-in.
    pub(crate) blocked: bool,
    /// When it was registered, in seconds.
    pub(crate) registered_at: Option<i64>,
    /// When they signed in first, in seconds.
    pub(crate) first_seen_at: i64,
    /// When they signed in last, in seconds.
    pub(crate) signed_in_at: i64,
}

/// A person's row; `None` if they are not known, or were erased.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, who: PersonId) -> Result<Option<PersonRow>, StoreError> {
    Ok(store.conn().await?.exec_first(sql!("person/find"), (who.as_str(),)).await?)
}

/// The person of an account.
///
/// # Errors
/// As the database says.
pub(crate) async fn find_by_account(
    tx: &mut Tx<'_>,
    identity: &Identity,
) -> Result<Option<PersonId>, StoreError> {
    let account = (identity.issuer.as_str(), identity.sub.as_str());
    let id: Option<String> = tx.exec_first(sql!("person/find_by_account"), account).await?;
    id.map(|id| person(&id, "person.id")).transpose()
}

/// Adds a person.
///
/// # Errors
/// [`StoreError::Duplicate`] if the account, or the id, is there already.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: PersonId,
    identity: &Identity,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = params! {
        "id" => id.as_str(),
        "issuer" => &identity.issuer,
        "sub" => &identity.sub,
        "name" => &identity.name,
        "blocked" => identity.blocked,
        "registered_at" => identity.registered.map(|at| at.0),
        "now" => now.0,
    };
    Ok(tx.exec_drop(sql!("person/insert"), row).await?)
}

/// Remembers what the account is today.
///
/// # Errors
/// As the database says.
pub(crate) async fn signed_in(
    tx: &mut Tx<'_>,
    id: PersonId,
    identity: &Identity,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = params! {
        "id" => id.as_str(),
        "name" => &identity.name,
        "blocked" => identity.blocked,
        "now" => now.0,
    };
    Ok(tx.exec_drop(sql!("person/signed_in"), row).await?)
}

/// Names of people. Those who are not known are not in it.
///
/// # Errors
/// As the database says.
pub(crate) async fn names(
    store: &Store,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, String>, StoreError> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<_> = people.iter().map(|person| person.to_string()).collect();
    let statement = with_list(sql!("person/names"), ids.len());
    let rows: Vec<(String, String)> = store.conn().await?.exec(statement, ids).await?;
    rows.into_iter().map(|(id, name)| Ok((person(&id, "person.id")?, name))).collect()
}

/// The person whose account has that name, byte for byte.
///
/// # Errors
/// As the database says.
pub(crate) async fn find_by_name(store: &Store, name: &str) -> Result<Option<PersonId>, StoreError> {
    let id: Option<String> = store.conn().await?.exec_first(sql!("person/find_by_name"), (name, name)).await?;
    id.map(|id| person(&id, "person.id")).transpose()
}

/// The name that is on record, locked until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock_name(tx: &mut Tx<'_>, who: PersonId) -> Result<Option<String>, StoreError> {
    Ok(tx.exec_first(sql!("person/lock_name"), (who.as_str(),)).await?)
}

/// Whether the person has an account.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_account(conn: &mut impl Queryable, id: PersonId) -> Result<bool, StoreError> {
    let found: Option<u8> = conn.exec_first(sql!("person/is_account"), (id.as_str(),)).await?;
    Ok(found.is_some())
}
