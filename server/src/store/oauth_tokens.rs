//! Tokens to act on the wiki as a person, encrypted: table `oauth_token`.

use crate::app::crypt::Sealed;
use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::PersonId;
use mysql_async::params;
use mysql_async::prelude::Queryable;

/// The tokens of a person, both under the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OauthTokenRow {
    /// Which key they are encrypted with.
    pub(crate) key_id: String,
    /// The access token.
    pub(crate) access: Vec<u8>,
    /// The refresh token.
    pub(crate) refresh: Option<Vec<u8>>,
    /// Whether the access token holds for another minute.
    pub(crate) holds: bool,
}

/// Tokens that are to be kept.
#[derive(Clone, Debug)]
pub(crate) struct NewTokens {
    /// The access token.
    pub(crate) access: Sealed,
    /// The refresh token, under the same key.
    pub(crate) refresh: Option<Vec<u8>>,
    /// Seconds that the access token holds.
    pub(crate) seconds: u32,
}

/// Keeps tokens in place of what was there.
///
/// # Errors
/// As the database says.
pub(crate) async fn save(tx: &mut Tx<'_>, who: PersonId, tokens: &NewTokens) -> Result<(), StoreError> {
    let row = params! {
        "person" => who.as_str(),
        "key_id" => &tokens.access.key_id,
        "access" => &tokens.access.bytes,
        "refresh" => &tokens.refresh,
        "seconds" => tokens.seconds,
    };
    Ok(tx.exec_drop(sql!("oauth_token/save"), row).await?)
}

/// The tokens of a person.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(store: &Store, who: PersonId) -> Result<Option<OauthTokenRow>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("oauth_token/find"), (who.as_str(),)).await?;
    Ok(row.map(|(key_id, access, refresh, holds)| OauthTokenRow { key_id, access, refresh, holds }))
}

/// Becomes the one who refreshes, for half a minute. `false` if somebody else is, or has.
///
/// # Errors
/// As the database says.
pub(crate) async fn take_lease(store: &Store, who: PersonId, lease: &str) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("oauth_token/take_lease"), (lease, who.as_str())).await?;
    Ok(conn.affected_rows() == 1)
}

/// Keeps refreshed tokens, unless the lease went to somebody else.
///
/// # Errors
/// As the database says.
pub(crate) async fn save_refreshed(
    store: &Store,
    who: PersonId,
    lease: &str,
    tokens: &NewTokens,
) -> Result<(), StoreError> {
    let row =
        (&tokens.access.key_id, &tokens.access.bytes, &tokens.refresh, tokens.seconds, who.as_str(), lease);
    Ok(store.conn().await?.exec_drop(sql!("oauth_token/save_refreshed"), row).await?)
}

/// The wiki refused this access token before its time; another one is left alone, and `false`.
///
/// # Errors
/// As the database says.
pub(crate) async fn expire(store: &Store, who: PersonId, access: &[u8]) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("oauth_token/expire"), (who.as_str(), access)).await?;
    Ok(conn.affected_rows() == 1)
}

/// Gives the lease back without new tokens.
///
/// # Errors
/// As the database says.
pub(crate) async fn release(store: &Store, who: PersonId, lease: &str) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("oauth_token/release"), (who.as_str(), lease)).await?)
}

/// Forgets tokens that could not be refreshed, unless the lease went to somebody else.
///
/// # Errors
/// As the database says.
pub(crate) async fn end(store: &Store, who: PersonId, lease: &str) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("oauth_token/end"), (who.as_str(), lease)).await?)
}

/// Up to fifty tokens that are under another key than this one, in the order of people, after that
/// one.
///
/// # Errors
/// As the database says.
pub(crate) async fn under_other_keys(
    store: &Store,
    key_id: &str,
    after: Option<PersonId>,
) -> Result<Vec<(PersonId, OauthTokenRow)>, StoreError> {
    type Row = (String, String, Vec<u8>, Option<Vec<u8>>);
    let after = after.map_or_else(String::new, |person| person.to_string());
    let rows: Vec<Row> = store.conn().await?.exec(sql!("oauth_token/other_keys"), (key_id, after)).await?;
    let read = |(id, key_id, access, refresh): Row| {
        Ok((person(&id, "oauth_token.person")?, OauthTokenRow { key_id, access, refresh, holds: false }))
    };
    rows.into_iter().map(read).collect()
}

/// Replaces tokens by the same ones under another key, unless they were changed meanwhile: `false`.
///
/// # Errors
/// As the database says.
pub(crate) async fn rotate(
    store: &Store,
    who: PersonId,
    old: &OauthTokenRow,
    new: &OauthTokenRow,
) -> Result<bool, StoreError> {
    let row = (&new.key_id, &new.access, &new.refresh, who.as_str(), &old.key_id, &old.access);
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("oauth_token/rotate"), row).await?;
    Ok(conn.affected_rows() == 1)
}
