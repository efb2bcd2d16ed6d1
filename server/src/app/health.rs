//! Whether the service can do its work.

use crate::app::{App, AppError};
use crate::store;

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// Seconds that the oldest waiting job of the outbox has waited.
    pub outbox_age: Option<u64>,
}

/// Asks the database.
///
/// # Errors
/// [`AppError::Busy`] if it does not answer.
pub async fn health(app: &App) -> Result<Health, AppError> {
    let outbox_age = store::outbox::oldest_age(&app.store).await?;
    Ok(Health { outbox_age })
}
