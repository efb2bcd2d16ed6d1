//! Who has which role. Stewards grant and revoke them.

use crate::app::{App, AppError};
use helpdesk_domain::{Actor, PersonId, Role, Roles};

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
    let _ = (app, actor);
    Err(AppError::Busy)
}

/// Gives a role to somebody who has signed in before, by the name of their wiki account.
///
/// # Errors
/// [`AppError::Form`] if nobody has that name; as [`list`] for others than stewards.
pub async fn grant(app: &App, actor: &Actor, name: &str, role: Role) -> Result<(), AppError> {
    let _ = (app, actor, name, role);
    Err(AppError::Busy)
}

/// Takes a role away. The last steward stays one.
///
/// # Errors
/// [`AppError::Form`] with field `role` for the last steward; as [`list`] for others than stewards.
pub async fn revoke(app: &App, actor: &Actor, person: PersonId, role: Role) -> Result<(), AppError> {
    let _ = (app, actor, person, role);
    Err(AppError::Busy)
}
