//! Writes that were carried out, by their keys: table `idempotency_key`.

use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Reference};
use mysql_async::prelude::Queryable;

/// Whether a key is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It was claimed by this transaction.
    New,
    /// The same was carried out before, on this request.
    Done(Reference),
    /// The key was used for something else.
    Reused,
}

/// Claims a key for a write on a request. One that another transaction holds is waited for.
///
/// # Errors
/// As the database says.
pub(crate) async fn claim(
    tx: &mut Tx<'_>,
    by: PersonId,
    word: &str,
    digest: &[u8; 32],
    reference: Reference,
) -> Result<Claim, StoreError> {
    let row = (by.as_str(), word, digest.as_slice(), reference.as_str());
    tx.exec_drop(sql!("idempotency_key/claim"), row).await?;
    if tx.affected_rows() == 1 {
        return Ok(Claim::New);
    }
    let found: Option<(Vec<u8>, String)> =
        tx.exec_first(sql!("idempotency_key/load"), (by.as_str(), word)).await?;
    let broken = || StoreError::Broken("idempotency_key".to_owned());
    let (kept, reference) = found.ok_or_else(broken)?;
    if kept != digest {
        return Ok(Claim::Reused);
    }
    Ok(Claim::Done(Reference::parse(&reference).ok_or_else(broken)?))
}

/// Forgets keys of a week ago.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old(store: &Store) -> Result<(), StoreError> {
    Ok(store.conn().await?.query_drop(sql!("idempotency_key/forget_old")).await?)
}
