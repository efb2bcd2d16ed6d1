//! Sessions of the tool's own pages.

use crate::app::{App, AppError, token};
use crate::store;
use helpdesk_domain::{Actor, PersonId, Roles};
use secrecy::SecretString;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The name of their wiki account.
    pub name: String,
    /// Their roles as they are now.
    pub roles: Roles,
}

impl SignedIn {
    /// Them as one who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { person: self.person, roles: self.roles }
    }
}

/// Begins a session of 14 days. The token is given once; the record keeps its SHA-256.
///
/// # Errors
/// As the database says.
pub async fn create(app: &App, person: PersonId) -> Result<SecretString, AppError> {
    let (token, hash) = token::new(app)?;
    store::sessions::insert(&app.store, &hash, person).await?;
    Ok(token)
}

/// Whose session it is, unless it ran out, was ended, or they were blocked.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, token: &str) -> Result<Option<SignedIn>, AppError> {
    Ok(store::sessions::find(&app.store, &token::hash(token)).await?)
}

/// Ends one session, as at sign-out; the person's gadget tokens are ended by
/// [`crate::app::gadget_tokens::end`].
///
/// # Errors
/// As the database says.
pub async fn end(app: &App, token: &str) -> Result<(), AppError> {
    Ok(store::sessions::end(&app.store, &token::hash(token)).await?)
}
