//! Mail that will be due: table `due_mail`.

use crate::store::sent_mail::{MailKind, broken, kind};
use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{Reference, Timestamp};
use mysql_async::prelude::Queryable;

/// A mail that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRow {
    /// The request's number in the record.
    pub request_id: u64,
    /// The request.
    pub reference: Reference,
    /// What about.
    pub kind: MailKind,
    /// The number of the event that it follows from.
    pub seq: u32,
}

/// Remembers a mail to come.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    request_id: u64,
    kind: MailKind,
    seq: u32,
    at: Timestamp,
) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("due_mail/insert"), (request_id, kind.code(), seq, at.0)).await?)
}

/// Some of what is due by now, oldest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn due(store: &Store, now: Timestamp) -> Result<Vec<DueRow>, StoreError> {
    let rows: Vec<(u64, String, String, u32)> =
        store.conn().await?.exec(sql!("due_mail/due"), (now.0,)).await?;
    let read = |(request_id, about, code, seq): (u64, String, String, u32)| {
        let reference = Reference::parse(&about).ok_or_else(|| broken("request"))?;
        Ok(DueRow { request_id, reference, kind: kind(&code)?, seq })
    };
    rows.into_iter().map(read).collect()
}

/// Takes one: `false` if somebody else did.
///
/// # Errors
/// As the database says.
pub(crate) async fn take(tx: &mut Tx<'_>, row: &DueRow) -> Result<bool, StoreError> {
    tx.exec_drop(sql!("due_mail/take"), (row.request_id, row.kind.code(), row.seq)).await?;
    Ok(tx.affected_rows() == 1)
}
