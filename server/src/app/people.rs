//! People, known by who issued their account and its id there, never by name.

use crate::app::sessions::SignedIn;
use crate::app::{App, AppError};
use helpdesk_domain::{PersonId, Timestamp};
use secrecy::SecretString;

/// What the wiki says about somebody who signs in.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who says so: the address of the wiki's OAuth.
    pub issuer: String,
    /// The account's central id there.
    pub sub: String,
    /// The account's name today.
    pub name: String,
    /// Whether it is blocked.
    pub blocked: bool,
    /// Whether it is a temporary account.
    pub temporary: bool,
    /// When it was registered, if the wiki says.
    pub registered: Option<Timestamp>,
}

/// Tokens to act on the wiki as somebody.
#[derive(Clone, Debug)]
pub struct OauthTokens {
    /// The access token.
    pub access: SecretString,
    /// The refresh token.
    pub refresh: Option<SecretString>,
    /// Seconds that the access token holds.
    pub expires_in: u32,
}

/// Knows or gets to know somebody, keeps their tokens encrypted, and makes the configured account
/// the first steward. A renamed account keeps its person.
///
/// # Errors
/// [`AppError::Blocked`] and [`AppError::TemporaryAccount`] for those who cannot sign in.
pub async fn sign_in(
    app: &App,
    identity: &Identity,
    tokens: Option<&OauthTokens>,
) -> Result<SignedIn, AppError> {
    let _ = (app, identity, tokens);
    Err(AppError::Busy)
}

/// A token to act on the wiki as somebody, refreshed if it has to be; `None` if they gave none or
/// it can no longer be refreshed. No connection of the database is held while the wiki is asked.
///
/// # Errors
/// [`AppError::Busy`] while somebody else refreshes it.
pub async fn access_token(app: &App, person: PersonId) -> Result<Option<SecretString>, AppError> {
    let _ = (app, person);
    Err(AppError::Busy)
}

/// The wiki account's name of a person.
///
/// # Errors
/// As the database says.
pub async fn name(app: &App, person: PersonId) -> Result<Option<String>, AppError> {
    let _ = (app, person);
    Err(AppError::Busy)
}
