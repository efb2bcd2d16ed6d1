//! Random words that are handed out once and kept as their SHA-256.

use crate::app::ids::bytes;
use crate::app::{App, AppError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// A new word of 256 random bits, and its hash.
pub(crate) fn new(app: &App) -> Result<(SecretString, [u8; 32]), AppError> {
    let random: [u8; 32] = bytes(&*app.ids).map_err(AppError::Internal)?;
    let word = URL_SAFE_NO_PAD.encode(random);
    let hash = hash(&word);
    Ok((SecretString::from(word), hash))
}

/// What is kept of a word.
pub(crate) fn hash(word: &str) -> [u8; 32] {
    Sha256::digest(word).into()
}

/// A short random word of 16 characters, for leases.
pub(crate) fn short(app: &App) -> Result<String, AppError> {
    let random: [u8; 12] = bytes(&*app.ids).map_err(AppError::Internal)?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}
