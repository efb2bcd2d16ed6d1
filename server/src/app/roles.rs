//! Who has which role. Stewards grant and revoke them.

use crate::app::resolve::wrong;
use crate::app::{App, AppError, insist, token};
use crate::store::{begin, commit, leases, people, role_grants};
use helpdesk_domain::form::Problem;
use helpdesk_domain::{Actor, PersonId, Rejection, Role, Roles};

/// Under which roles are changed one after the other.
const TURN: &str = "roles";

/// Somebody with their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHolder {
    /// Who.
    pub person: PersonId,
    /// The name of their wiki account.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
}

/// All who have a role, by name.
///
/// # Errors
/// [`helpdesk_domain::Rejection::RoleNeeded`] unless the actor is a steward.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<RoleHolder>, AppError> {
    steward(actor)?;
    let mut holders: Vec<RoleHolder> = Vec::new();
    for (person, name, role) in role_grants::list(&app.store).await? {
        match holders.last_mut().filter(|last| last.person == person) {
            Some(last) => last.roles = last.roles.with(role),
            None => holders.push(RoleHolder { person, name, roles: Roles::NONE.with(role) }),
        }
    }
    Ok(holders)
}

/// Gives a role to somebody who has signed in before, by the name of their wiki account.
///
/// # Errors
/// [`AppError::Form`] if nobody has that name; as [`list`] for others than stewards.
pub async fn grant(app: &App, actor: &Actor, name: &str, role: Role) -> Result<(), AppError> {
    steward(actor)?;
    let name = name.trim().replace('_', " ");
    let person = people::find_by_name(&app.store, &name).await?;
    let person = person.ok_or_else(|| wrong("name", Problem::NotAPerson))?;
    let granted = || async {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        leases::in_turn(&mut tx, TURN, &token::short(app)?).await?;
        role_grants::insert(&mut tx, person, role, Some(actor.person), app.clock.now()).await?;
        Ok(commit(tx).await?)
    };
    insist(granted).await?;
    tracing::info!(actor.id = %actor.person, person.id = %person, role = role.code(), "a role was granted");
    Ok(())
}

/// Takes a role away. The last steward stays one.
///
/// # Errors
/// [`AppError::Form`] with field `role` for the last steward; as [`list`] for others than stewards.
pub async fn revoke(app: &App, actor: &Actor, person: PersonId, role: Role) -> Result<(), AppError> {
    steward(actor)?;
    let revoked = || async {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        // Two stewards who take the role from each other on two nodes would else both be right.
        leases::in_turn(&mut tx, TURN, &token::short(app)?).await?;
        if role == Role::Steward && role_grants::lock_stewards(&mut tx).await? == [person] {
            return Err(wrong("role", Problem::NotAChoice));
        }
        role_grants::revoke(&mut tx, person, role, actor.person, app.clock.now()).await?;
        Ok(commit(tx).await?)
    };
    insist(revoked).await?;
    tracing::info!(actor.id = %actor.person, person.id = %person, role = role.code(), "a role was revoked");
    Ok(())
}

fn steward(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Steward) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Steward).into()) }
}
