//! Addresses and links that are made for one person, and prove it.

use crate::app::{App, AppError};
use crate::mail::known::KnownKey;
use crate::mail::reply_address::{self, Claim, Purpose, ReplyKeys, Token, read, sign};
use crate::store::mail_preferences::{self, Preference};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helpdesk_domain::{PersonId, Reference};

/// What the keys of addresses and links are derived for.
const DERIVED: &str = "mail addresses and links";

/// The keys of addresses and links.
#[must_use]
pub fn reply_keys(app: &App) -> ReplyKeys {
    let bytes = |key: KnownKey| (key.id, key.key.into_bytes());
    ReplyKeys(known_keys(app).into_iter().map(bytes).collect())
}

/// The same as intake takes them: as text.
#[must_use]
pub fn known_keys(app: &App) -> Vec<KnownKey> {
    let keys = app.config.token_keys.signing(DERIVED).into_iter();
    keys.map(|(id, key)| KnownKey { id, key: STANDARD.encode(key) }).collect()
}

/// A page of the tool.
#[must_use]
pub fn page(app: &App, path: &str) -> String {
    format!("{}{path}", app.config.public_url)
}

/// The address at which somebody answers about a request; `None` if none is configured.
///
/// # Errors
/// As the database says.
pub async fn reply_to(app: &App, about: Reference, who: PersonId) -> Result<Option<String>, AppError> {
    let Some(pattern) = &app.config.mail.reply else { return Ok(None) };
    let generation = mail_preferences::generation(&app.store, about, who).await?;
    let token = Token { request: about, person: who, generation };
    Ok(reply_address::address(&reply_keys(app), pattern, token).ok())
}

/// The address at which a member ranks what is before the committee; `None` if they are sent no form.
#[must_use]
pub fn ranking(app: &App, member: &Preference) -> Option<String> {
    let pattern = app.config.mail.reply.as_ref().filter(|_| member.ballot && member.is_reached())?;
    reply_address::address_to_rank(&reply_keys(app), pattern, member.person, member.generation).ok()
}

/// The private page of somebody without an account for their request.
///
/// # Errors
/// As the database says.
pub async fn status(app: &App, about: Reference, who: PersonId) -> Result<String, AppError> {
    let generation = mail_preferences::generation(&app.store, about, who).await?;
    let token = Token { request: about, person: who, generation };
    Ok(page(app, &format!("status/{}", signed(app, Purpose::Status, token)?)))
}

/// The page at which gathered mail ends for somebody.
///
/// # Errors
/// Without a key.
pub fn unsubscribe(app: &App, who: PersonId) -> Result<String, AppError> {
    Ok(page(app, &format!("unsubscribe/{}", signed(app, Purpose::Unsubscribe, Token::of_person(who, 0))?)))
}

/// The page at which somebody says that an address is theirs.
///
/// # Errors
/// Without a key.
pub fn confirm(app: &App, who: PersonId, generation: u32) -> Result<String, AppError> {
    Ok(page(
        app,
        &format!("mail/confirm/{}", signed(app, Purpose::Confirm, Token::of_person(who, generation))?),
    ))
}

/// What a link's token proves; `None` if nothing.
#[must_use]
pub fn proven(app: &App, purpose: Purpose, token: &str) -> Option<Token> {
    match read(&reply_keys(app), purpose, token)? {
        Claim::Proven(token) => Some(token),
        Claim::Forged(_) => None,
    }
}

fn signed(app: &App, purpose: Purpose, token: Token) -> Result<String, AppError> {
    sign(&reply_keys(app), purpose, token).map_err(|words| AppError::Internal(anyhow::anyhow!(words)))
}
