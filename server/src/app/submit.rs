//! Making a request.

use crate::app::{App, AppError, IdempotencyKey};
use helpdesk_domain::{Actor, SupportRequestView, Values};

/// Makes a request, once, and gives it as the actor sees it.
///
/// # Errors
/// [`AppError::Form`], [`AppError::Rejected`], [`AppError::KeyReused`].
pub async fn submit(
    app: &App,
    actor: &Actor,
    values: &Values,
    key: &IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    let _ = (app, actor, values, key);
    Err(AppError::Busy)
}
