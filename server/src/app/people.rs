//! People, known by who issued their account and its id there, never by name.

use crate::app::ids::new_person;
use crate::app::sessions::SignedIn;
use crate::app::{App, AppError, insist, wiki_tokens};
use crate::store::{self, StoreError, Tx, begin, commit, role_grants, search_words, support_requests};
use helpdesk_domain::{PersonId, Role, Timestamp};
use secrecy::SecretString;
use std::collections::BTreeSet;

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
    if identity.temporary {
        return Err(AppError::TemporaryAccount);
    }
    let signed_in = insist(|| once(app, identity, tokens)).await?;
    app.names.forget(signed_in.person).await;
    if identity.blocked {
        store::sessions::end_all(&app.store, signed_in.person).await?;
        store::gadget_tokens::end_all(&app.store, signed_in.person).await?;
        return Err(AppError::Blocked);
    }
    Ok(signed_in)
}

async fn once(app: &App, identity: &Identity, tokens: Option<&OauthTokens>) -> Result<SignedIn, AppError> {
    let now = app.clock.now();
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let person = match store::people::find_by_account(&mut tx, identity).await? {
        Some(person) => {
            let before = store::people::lock_name(&mut tx, person).await?;
            store::people::signed_in(&mut tx, person, identity, now).await?;
            if before.as_ref() != Some(&identity.name) {
                renamed(&mut tx, person).await?;
            }
            person
        }
        None => {
            let person = new_person(&*app.ids).map_err(AppError::Internal)?;
            store::people::insert(&mut tx, person, identity, now).await?;
            person
        }
    };
    let first = app.config.first_steward.as_ref() == Some(&identity.sub) && !identity.blocked;
    if first && role_grants::lock_stewards(&mut tx).await?.is_empty() {
        role_grants::insert(&mut tx, person, Role::Steward, None, now).await?;
    }
    if let Some(tokens) = tokens.filter(|_| !identity.blocked) {
        wiki_tokens::keep(&mut tx, app, person, tokens).await?;
    }
    let roles = role_grants::of_person(&mut tx, person).await?;
    commit(tx).await?;
    Ok(SignedIn { person, name: identity.name.clone(), roles })
}

/// Their requests are found by the new name.
async fn renamed(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for (request, _) in support_requests::lock_of_requester(tx, person).await? {
        search_words::replace(tx, request).await?;
    }
    Ok(())
}

/// A token to act on the wiki as somebody, refreshed if it has to be; `None` if they gave none or
/// it can no longer be refreshed. No connection of the database is held while the wiki is asked.
///
/// # Errors
/// [`AppError::Busy`] while somebody else refreshes it, or the wiki does not answer.
pub async fn access_token(app: &App, person: PersonId) -> Result<Option<SecretString>, AppError> {
    wiki_tokens::access(app, person).await
}

/// Another token in place of one that the wiki refused before its time, refreshed once however many
/// met the refusal; `None` if the grant has ended, or cannot be refreshed.
///
/// # Errors
/// As [`access_token`].
pub async fn renewed_token(
    app: &App,
    person: PersonId,
    refused: &SecretString,
) -> Result<Option<SecretString>, AppError> {
    wiki_tokens::renewed(app, person, refused).await
}

/// The wiki account's name of a person.
///
/// # Errors
/// As the database says.
pub async fn name(app: &App, person: PersonId) -> Result<Option<String>, AppError> {
    let names = app.names.of(&app.store, &BTreeSet::from([person])).await?;
    Ok(names.into_values().next())
}

/// Somebody by the name of their wiki account, or by their id in the record.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, who: &str) -> Result<Option<PersonId>, AppError> {
    let name = who.trim().replace('_', " ");
    if let Some(person) = store::people::find_by_name(&app.store, &name).await? {
        return Ok(Some(person));
    }
    let Some(person) = PersonId::parse(who.trim()) else { return Ok(None) };
    let known = store::people::find(&app.store, person).await?.is_some();
    let asked = !support_requests::of_requester(&app.store, person).await?.is_empty();
    Ok((known || asked).then_some(person))
}
