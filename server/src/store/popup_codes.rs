//! One-time codes of the sign-in pop-up, by their SHA-256: table `popup_code`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::PersonId;
use mysql_async::prelude::Queryable;

/// What a code was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PopupCodeRow {
    /// For whom.
    pub(crate) person: PersonId,
    /// For which wiki.
    pub(crate) origin: String,
    /// base64url of the SHA-256 of the verifier.
    pub(crate) challenge: String,
    /// Whether it has not run out.
    pub(crate) holds: bool,
}

/// Adds one that holds for 60 seconds.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    store: &Store,
    hash: &[u8; 32],
    who: PersonId,
    origin: &str,
    challenge: &str,
) -> Result<(), StoreError> {
    let row = (hash.as_slice(), who.as_str(), origin, challenge);
    Ok(store.conn().await?.exec_drop(sql!("popup_code/insert"), row).await?)
}

/// Takes one out, so that nobody else can.
///
/// # Errors
/// As the database says.
pub(crate) async fn take(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<PopupCodeRow>, StoreError> {
    let row: Option<(String, String, String, bool)> =
        tx.exec_first(sql!("popup_code/lock"), (hash.as_slice(),)).await?;
    let Some((id, origin, challenge, holds)) = row else {
        return Ok(None);
    };
    tx.exec_drop(sql!("popup_code/delete"), (hash.as_slice(),)).await?;
    Ok(Some(PopupCodeRow { person: person(&id, "popup_code.person")?, origin, challenge, holds }))
}

/// Forgets those that ran out.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("popup_code/forget_old")).await?)
}
