//! People's tokens for the wiki: encrypted at rest, refreshed by one process at a time.

use crate::app::crypt::Sealed;
use crate::app::people::OauthTokens;
use crate::app::{App, AppError, token};
use crate::faults::point;
use crate::oauth::{Client, OauthError};
use crate::store::Tx;
use crate::store::oauth_tokens::{self, NewTokens};
use helpdesk_domain::PersonId;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// How often, and how long apart, it is looked whether another process has refreshed a token.
const LOOKS: u32 = 20;
const APART: Duration = Duration::from_millis(250);

/// Keeps tokens within a transaction.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    app: &App,
    person: PersonId,
    tokens: &OauthTokens,
) -> Result<(), AppError> {
    let sealed = seal(app, person, tokens)?;
    Ok(oauth_tokens::save(tx, person, &sealed).await?)
}

/// See [`crate::app::people::access_token`].
pub(crate) async fn access(app: &App, person: PersonId) -> Result<Option<SecretString>, AppError> {
    for _ in 0..LOOKS {
        let Some(row) = oauth_tokens::find(&app.store, person).await? else {
            return Ok(None);
        };
        if row.holds {
            return open(app, person, "access", &row.key_id, &row.access).map(Some);
        }
        if row.refresh.is_none() {
            return Ok(None);
        }
        let lease = token::short(app)?;
        if oauth_tokens::take_lease(&app.store, person, &lease).await? {
            return refresh(app, person, &lease).await;
        }
        tokio::time::sleep(APART).await;
    }
    Err(AppError::Busy)
}

/// See [`crate::app::people::renewed_token`].
pub(crate) async fn renewed(
    app: &App,
    person: PersonId,
    refused: &SecretString,
) -> Result<Option<SecretString>, AppError> {
    for _ in 0..LOOKS {
        let Some(row) = oauth_tokens::find(&app.store, person).await? else {
            return Ok(None);
        };
        let kept = open(app, person, "access", &row.key_id, &row.access)?;
        if kept.expose_secret() != refused.expose_secret() {
            break;
        }
        if row.refresh.is_none() {
            return Ok(None);
        }
        if oauth_tokens::expire(&app.store, person, &row.access).await? {
            break;
        }
        // The same token was encrypted anew meanwhile.
    }
    access(app, person).await
}

async fn refresh(app: &App, person: PersonId, lease: &str) -> Result<Option<SecretString>, AppError> {
    let Some(row) = oauth_tokens::find(&app.store, person).await? else {
        return Ok(None);
    };
    let Some(old) = row.refresh else { return Ok(None) };
    let old = match open(app, person, "refresh", &row.key_id, &old) {
        Ok(old) => old,
        Err(error) => {
            oauth_tokens::release(&app.store, person, lease).await?;
            return Err(error);
        }
    };
    let config = &app.config;
    let client = Client::new(&config.oauth, &config.callback(), &config.user_agent());
    let client = client.map_err(|error| AppError::Internal(error.into()))?;
    match client.refresh(&old).await {
        Ok(tokens) => {
            point("token.refreshed");
            let sealed = seal(app, person, &tokens)?;
            oauth_tokens::save_refreshed(&app.store, person, lease, &sealed).await?;
            Ok(Some(tokens.access))
        }
        Err(OauthError::SignInAgain(words)) => {
            tracing::info!(person.id = %person, error = words, "a wiki grant ended");
            // Unless they have signed in again meanwhile.
            oauth_tokens::end(&app.store, person, lease).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(person.id = %person, %error, "a wiki token could not be refreshed");
            oauth_tokens::release(&app.store, person, lease).await?;
            Err(AppError::Busy)
        }
    }
}

fn seal(app: &App, person: PersonId, tokens: &OauthTokens) -> Result<NewTokens, AppError> {
    let access = seal_text(app, &bound(person, "access"), tokens.access.expose_secret())?;
    let refresh = tokens.refresh.as_ref();
    let refresh = refresh.map(|token| seal_text(app, &bound(person, "refresh"), token.expose_secret()));
    let refresh = refresh.transpose()?.map(|sealed| sealed.bytes);
    Ok(NewTokens { access, refresh, seconds: tokens.expires_in })
}

pub(super) fn seal_text(app: &App, bound: &str, text: &str) -> Result<Sealed, AppError> {
    app.config.token_keys.seal(&*app.ids, bound, text.as_bytes()).map_err(AppError::Internal)
}

pub(super) fn open(
    app: &App,
    person: PersonId,
    what: &str,
    key_id: &str,
    bytes: &[u8],
) -> Result<SecretString, AppError> {
    let sealed = Sealed { key_id: key_id.to_owned(), bytes: bytes.to_vec() };
    let plain = app.config.token_keys.open(&bound(person, what), &sealed).map_err(AppError::Internal)?;
    let text = String::from_utf8(plain).map_err(|error| AppError::Internal(error.into()))?;
    Ok(SecretString::from(text))
}

pub(super) fn bound(person: PersonId, what: &str) -> String {
    format!("oauth|{person}|{what}")
}
