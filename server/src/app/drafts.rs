//! A form that was filled in before signing in. It is kept encrypted for two hours.

use crate::app::{App, AppError, token};
use crate::store::drafts;
use anyhow::Context;
use helpdesk_domain::Values;
use secrecy::SecretString;

/// What a draft is bound to when it is encrypted.
pub(crate) const BOUND: &str = "draft";

/// Keeps what was filled in and gives the word that it is got back with.
///
/// # Errors
/// As the database says.
pub async fn save(app: &App, values: &Values) -> Result<SecretString, AppError> {
    let (word, hash) = token::new(app)?;
    let plain = serde_json::to_vec(values).context("a draft").map_err(AppError::Internal)?;
    let sealed = app.config.token_keys.seal(&*app.ids, BOUND, &plain).map_err(AppError::Internal)?;
    drafts::insert(&app.store, &hash, &sealed).await?;
    Ok(word)
}

/// What was filled in, if it is still there.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, word: &str) -> Result<Option<Values>, AppError> {
    let Some(sealed) = drafts::find(&app.store, &token::hash(word)).await? else {
        return Ok(None);
    };
    let plain = app.config.token_keys.open(BOUND, &sealed).map_err(AppError::Internal)?;
    let values = serde_json::from_slice(&plain).context("a draft").map_err(AppError::Internal)?;
    Ok(Some(values))
}

/// Forgets it, as after it was sent.
///
/// # Errors
/// As the database says.
pub async fn forget(app: &App, word: &str) -> Result<(), AppError> {
    Ok(drafts::delete(&app.store, &token::hash(word)).await?)
}
