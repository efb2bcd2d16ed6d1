//! Another key in place of an older one, while the service goes on.

use crate::app::wiki_tokens::{bound, open, seal_text};
use crate::app::{App, AppError, insist};
use crate::store::oauth_tokens::{self, OauthTokenRow};
use helpdesk_domain::PersonId;
use secrecy::ExposeSecret;
use std::collections::BTreeMap;

/// How often all tokens are gone through: one that was changed meanwhile is met the next time.
const ROUNDS: u32 = 10;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that everything is under now.
    pub key_id: String,
    /// How many tokens were encrypted anew.
    pub anew: u64,
    /// How many could not be read, by the id of their key: it is not configured, or is another one
    /// of the same id.
    pub left: BTreeMap<String, u64>,
}

/// Encrypts tokens that are under older keys anew with the current one, a few at a time. May be run
/// by several at once.
///
/// # Errors
/// As the database says.
pub async fn rotate_keys(app: &App) -> Result<Rotated, AppError> {
    let key_id = seal_text(app, "", "")?.key_id;
    let mut rotated = Rotated { key_id, anew: 0, left: BTreeMap::new() };
    for _ in 0..ROUNDS {
        rotated.left.clear();
        if round(app, &mut rotated).await? == 0 {
            break;
        }
    }
    Ok(rotated)
}

/// Goes through all tokens once, and gives how many may be under an older key still.
async fn round(app: &App, rotated: &mut Rotated) -> Result<u64, AppError> {
    let (mut after, mut met) = (None, 0);
    loop {
        let rows =
            insist(async || Ok(oauth_tokens::under_other_keys(&app.store, &rotated.key_id, after).await?));
        let rows = rows.await?;
        let Some((last, _)) = rows.last() else { return Ok(met) };
        after = Some(*last);
        for (person, old) in rows {
            match again(app, person, &old) {
                Ok(new) => {
                    met += 1;
                    let turned =
                        insist(async || Ok(oauth_tokens::rotate(&app.store, person, &old, &new).await?));
                    rotated.anew += u64::from(turned.await?);
                }
                Err(error) => {
                    tracing::warn!(person.id = %person, key.id = old.key_id, %error, "a token cannot be read");
                    *rotated.left.entry(old.key_id).or_default() += 1;
                }
            }
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
