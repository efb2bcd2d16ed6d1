//! Who was given which role: table `role_grant`.

use crate::app::export::HeldRole;
use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Role, Roles, Timestamp};
use mysql_async::params;
use mysql_async::prelude::Queryable;

/// Gives a role; nothing changes if they have it. `by` is nobody when configuration gives it.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    to: PersonId,
    role: Role,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = params! {
        "person" => to.as_str(),
        "role" => role.code(),
        "granted_by" => by.map(|by| by.as_str().to_owned()),
        "now" => now.0,
    };
    Ok(tx.exec_drop(sql!("role_grant/insert"), row).await?)
}

/// Takes a role away.
///
/// # Errors
/// As the database says.
pub(crate) async fn revoke(
    tx: &mut Tx<'_>,
    from: PersonId,
    role: Role,
    by: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = (by.as_str(), now.0, from.as_str(), role.code());
    Ok(tx.exec_drop(sql!("role_grant/revoke"), row).await?)
}

/// The stewards, locked until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock_stewards(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<String> = tx.query(sql!("role_grant/lock_stewards")).await?;
    ids.iter().map(|id| person(id, "role_grant.person")).collect()
}

/// The roles of a person.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_person(conn: &mut impl Queryable, who: PersonId) -> Result<Roles, StoreError> {
    let codes: Vec<String> = conn.exec(sql!("role_grant/of_person"), (who.as_str(),)).await?;
    Ok(codes.iter().filter_map(|code| Role::parse(code)).collect())
}

/// All that hold, with names, in the order of names.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(store: &Store) -> Result<Vec<(PersonId, String, Role)>, StoreError> {
    let rows: Vec<(String, String, String)> = store.conn().await?.query(sql!("role_grant/list")).await?;
    let broken = || StoreError::Broken("role_grant.role".to_owned());
    rows.into_iter()
        .map(|(id, name, role)| Ok((person(&id, "person.id")?, name, Role::parse(&role).ok_or_else(broken)?)))
        .collect()
}

/// Roles that a person has and had, in the order in which they were given.
///
/// # Errors
/// As the database says.
pub(crate) async fn history(store: &Store, who: PersonId) -> Result<Vec<HeldRole>, StoreError> {
    let rows: Vec<(String, i64, Option<i64>)> =
        store.conn().await?.exec(sql!("role_grant/history"), (who.as_str(),)).await?;
    let broken = || StoreError::Broken("role_grant.role".to_owned());
    let read = |(role, granted_at, revoked_at): (String, i64, Option<i64>)| {
        let (granted_at, revoked_at) = (Timestamp(granted_at), revoked_at.map(Timestamp));
        Ok(HeldRole { role: Role::parse(&role).ok_or_else(broken)?, granted_at, revoked_at })
    };
    rows.into_iter().map(read).collect()
}
