//! Another key in place of an older one, while the service goes on.

use crate::app::crypt::Sealed;
use crate::app::wiki_tokens::{bound, open, seal_text};
use crate::app::{App, AppError, drafts, feedback_drafts, insist};
use crate::store;
use crate::store::oauth_tokens::{self, OauthTokenRow};
use helpdesk_domain::PersonId;
use secrecy::ExposeSecret;
use std::collections::BTreeMap;

/// The tables in which something is under a key; a test holds them against the schema.
pub const SEALED: [&str; 3] = ["draft", "feedback_draft", "oauth_token"];

/// How often all is gone through: what was changed meanwhile is met the next time.
const ROUNDS: u32 = 10;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that everything is under now.
    pub key_id: String,
    /// How many tokens and drafts were encrypted anew.
    pub anew: u64,
    /// How many could not be read, by the id of their key: it is not configured, or is another one
    /// of the same id.
    pub left: BTreeMap<String, u64>,
}

impl Rotated {
    /// One that could be read, and whether it was replaced.
    fn turned(&mut self, replaced: bool) -> u64 {
        self.anew += u64::from(replaced);
        1
    }

    /// One that could not be read.
    fn left(&mut self, key_id: &str, error: &dyn std::fmt::Display) -> u64 {
        tracing::warn!(key.id = key_id, %error, "something encrypted cannot be read");
        *self.left.entry(key_id.to_owned()).or_default() += 1;
        0
    }
}

/// Encrypts what is under older keys anew with the current one, a few rows at a time. May be run
/// by several at once.
///
/// # Errors
/// As the database says.
pub async fn rotate_keys(app: &App) -> Result<Rotated, AppError> {
    let key_id = seal_text(app, "", "")?.key_id;
    let mut rotated = Rotated { key_id, anew: 0, left: BTreeMap::new() };
    for _ in 0..ROUNDS {
        rotated.left.clear();
        let met = tokens(app, &mut rotated).await?
            + of_feedback(app, &mut rotated).await?
            + of_forms(app, &mut rotated).await?;
        if met == 0 {
            break;
        }
    }
    Ok(rotated)
}

/// Goes through all tokens once, and gives how many may be under an older key still.
async fn tokens(app: &App, rotated: &mut Rotated) -> Result<u64, AppError> {
    let (mut after, mut met) = (None, 0);
    loop {
        let rows =
            insist(async || Ok(oauth_tokens::under_other_keys(&app.store, &rotated.key_id, after).await?));
        let rows = rows.await?;
        let Some((last, _)) = rows.last() else { return Ok(met) };
        after = Some(*last);
        for (person, old) in rows {
            met += match again(app, person, &old) {
                Ok(new) => {
                    let turned =
                        insist(async || Ok(oauth_tokens::rotate(&app.store, person, &old, &new).await?));
                    rotated.turned(turned.await?)
                }
                Err(error) => rotated.left(&old.key_id, &error),
            };
        }
    }
}

/// The same for feedback that was not given yet.
async fn of_feedback(app: &App, rotated: &mut Rotated) -> Result<u64, AppError> {
    use store::feedback_drafts::{rotate, under_other_keys};
    let (mut after, mut met) = (None, 0);
    loop {
        let rows = insist(async || Ok(under_other_keys(&app.store, &rotated.key_id, after).await?)).await?;
        let Some((last, _)) = rows.last() else { return Ok(met) };
        after = Some(*last);
        for (key, old) in rows {
            met += match anew(app, &feedback_drafts::bound(key.0, key.1), &old) {
                Ok(new) => {
                    let turned = insist(async || Ok(rotate(&app.store, key, &old, &new).await?)).await?;
                    rotated.turned(turned)
                }
                Err(error) => rotated.left(&old.key_id, &error),
            };
        }
    }
}

/// The same for forms of people who are signing in.
async fn of_forms(app: &App, rotated: &mut Rotated) -> Result<u64, AppError> {
    use store::drafts::{rotate, under_other_keys};
    let (mut after, mut met) = (Vec::new(), 0);
    loop {
        let rows = insist(async || Ok(under_other_keys(&app.store, &rotated.key_id, &after).await?)).await?;
        let Some((last, _)) = rows.last() else { return Ok(met) };
        after.clone_from(last);
        for (hash, old) in rows {
            met += match anew(app, drafts::BOUND, &old) {
                Ok(new) => {
                    let turned = insist(async || Ok(rotate(&app.store, &hash, &old, &new).await?)).await?;
                    rotated.turned(turned)
                }
                Err(error) => rotated.left(&old.key_id, &error),
            };
        }
    }
}

fn anew(app: &App, bound: &str, old: &Sealed) -> anyhow::Result<Sealed> {
    let keys = &app.config.token_keys;
    keys.seal(&*app.ids, bound, &keys.open(bound, old)?)
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
