//! Tokens of the gadget, bound to a person and a wiki's origin, and the one-time codes of the
//! pop-up that they are got with.

use crate::app::sessions::SignedIn;
use crate::app::{App, AppError, insist, token};
use crate::store::{begin, commit, gadget_tokens, popup_codes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_domain::PersonId;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

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
    let fits = challenge.len() == 43
        && challenge.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !fits || !app.config.wiki_origins.iter().any(|known| known == origin) {
        return Err(AppError::NotFound);
    }
    let (code, hash) = token::new(app)?;
    popup_codes::insert(&app.store, &hash, person, origin, challenge).await?;
    Ok(code)
}

/// Exchanges a code for a token of 12 hours. A code is used up by the first try, right or wrong.
///
/// # Errors
/// [`AppError::NotFound`] if the code, the verifier or the origin do not fit.
pub async fn redeem(app: &App, code: &str, verifier: &str, origin: &str) -> Result<SecretString, AppError> {
    let (token, hash) = token::new(app)?;
    insist(|| redeemed(app, code, verifier, origin, &hash)).await?;
    Ok(token)
}

async fn redeemed(
    app: &App,
    code: &str,
    verifier: &str,
    origin: &str,
    hash: &[u8; 32],
) -> Result<(), AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let found = popup_codes::take(&mut tx, &token::hash(code)).await?;
    if found.is_none() && gadget_tokens::is_there(&mut tx, hash).await? {
        // An earlier try was committed, and nobody said so.
        return Ok(());
    }
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let fitting = found.filter(|found| {
        let same = found.challenge.as_bytes().ct_eq(challenge.as_bytes());
        found.holds && found.origin == origin && bool::from(same)
    });
    let made = match fitting {
        Some(found) => Ok(gadget_tokens::insert(&mut tx, hash, found.person, origin).await?),
        None => Err(AppError::NotFound),
    };
    // Also if it did not fit: the code is used up.
    commit(tx).await?;
    made
}

/// Whose token it is, if it is used from its own origin and holds.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, token: &str, origin: &str) -> Result<Option<SignedIn>, AppError> {
    Ok(gadget_tokens::find(&app.store, &token::hash(token), origin).await?)
}

/// Ends all gadget tokens of somebody, as at sign-out.
///
/// # Errors
/// As the database says.
pub async fn end(app: &App, person: PersonId) -> Result<(), AppError> {
    Ok(gadget_tokens::end_all(&app.store, person).await?)
}
