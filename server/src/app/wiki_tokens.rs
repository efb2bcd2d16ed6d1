//! People's tokens for the wiki: encrypted at rest, refreshed by one process at a time.

use crate::app::crypt::Sealed;
use crate::app::people::OauthTokens;
use crate::app::{App, AppError, token};
use crate::faults::point;
use crate::oauth::{Client, OauthError};
use crate::store::Tx;
use crate::store::oauth_tokens::{self, NewTokens, OauthTokenRow};
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
    let Some(row) = oauth_tokens::find(&app.store, person).await? else {
        return Ok(None);
    };
    let kept = open(app, person, "access", &row.key_id, &row.access)?;
    if kept.expose_secret() == refused.expose_secret() {
        if row.refresh.is_none() {
            return Ok(None);
        }
        oauth_tokens::expire(&app.store, person, &row.access).await?;
    }
    access(app, person).await
}

async fn refresh(app: &App, person: PersonId, lease: &str) -> Result<Option<SecretString>, AppError> {
    let Some(row) = oauth_tokens::find(&app.store, person).await? else {
        return Ok(None);
    };
    let Some(old) = row.refresh else { return Ok(None) };
    let old = open(app, person, "refresh", &row.key_id, &old)?;
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
            oauth_tokens::delete(&app.store, person).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(person.id = %person, %error, "a wiki token could not be refreshed");
            oauth_tokens::release(&app.store, person, lease).await?;
            Err(AppError::Busy)
        }
    }
}

/// Encrypts tokens that are under older keys anew with the current one, and gives how many.
///
/// # Errors
/// As the database says, or if an older key is not configured.
pub async fn rotate_keys(app: &App) -> Result<u32, AppError> {
    let current = seal_text(app, "", "")?.key_id;
    let mut rotated = 0;
    loop {
        let rows = oauth_tokens::under_other_keys(&app.store, &current).await?;
        if rows.is_empty() {
            return Ok(rotated);
        }
        for (person, old) in rows {
            let new = again(app, person, &old)?;
            oauth_tokens::rotate(&app.store, person, &old, &new).await?;
            rotated += 1;
        }
    }
}

fn again(app: &App, person: PersonId, old: &OauthTokenRow) -> Result<OauthTokenRow, AppError> {
    let turn = |what: &str, bytes: &[u8]| {
        let plain = open(app, person, what, &old.key_id, bytes)?;
        seal_text(app, &bound(person, what), plain.expose_secret())
    };
    let access = turn("access", &old.access)?;
    let refresh = old.refresh.as_ref().map(|bytes| turn("refresh", bytes)).transpose()?;
    Ok(OauthTokenRow {
        key_id: access.key_id,
        access: access.bytes,
        refresh: refresh.map(|sealed| sealed.bytes),
        holds: false,
    })
}

fn seal(app: &App, person: PersonId, tokens: &OauthTokens) -> Result<NewTokens, AppError> {
    let access = seal_text(app, &bound(person, "access"), tokens.access.expose_secret())?;
    let refresh = tokens.refresh.as_ref();
    let refresh = refresh.map(|token| seal_text(app, &bound(person, "refresh"), token.expose_secret()));
    let refresh = refresh.transpose()?.map(|sealed| sealed.bytes);
    Ok(NewTokens { access, refresh, seconds: tokens.expires_in })
}

fn seal_text(app: &App, bound: &str, text: &str) -> Result<Sealed, AppError> {
    app.config.token_keys.seal(&*app.ids, bound, text.as_bytes()).map_err(AppError::Internal)
}

fn open(app: &App, person: PersonId, what: &str, key_id: &str, bytes: &[u8]) -> Result<SecretString, AppError> {
    let sealed = Sealed { key_id: key_id.to_owned(), bytes: bytes.to_vec() };
    let plain = app.config.token_keys.open(&bound(person, what), &sealed).map_err(AppError::Internal)?;
    let text = String::from_utf8(plain).map_err(|error| AppError::Internal(error.into()))?;
    Ok(SecretString::from(text))
}

fn bound(person: PersonId, what: &str) -> String {
    format!("oauth|{person}|{what}")
}
