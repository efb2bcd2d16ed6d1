//! What staff did with messages: table `mail_move`.

use crate::store::{StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Timestamp};
use mysql_async::prelude::{FromRow, Queryable};

/// A message was placed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "the columns are those of the table, see its migration")]
pub struct MailMoveRow {
    pub at: i64,
    pub by_person: String,
    pub from_state: String,
    pub from_request: Option<String>,
    pub to_state: String,
    pub to_request: Option<String>,
    pub reason: Option<String>,
}

/// From where to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    /// The state and the request before.
    pub from: (String, Option<String>),
    /// The state and the request since.
    pub to: (&'static str, Option<String>),
    /// Why, in staff's words.
    pub reason: Option<String>,
}

/// Records a move.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    mail_id: u64,
    by: PersonId,
    now: Timestamp,
    one: &Move,
) -> Result<(), StoreError> {
    let (from, to) = (&one.from, &one.to);
    let row = (mail_id, now.0, by.as_str(), &from.0, &from.1, to.0, &to.1, &one.reason);
    Ok(tx.exec_drop(sql!("mail_move/insert"), row).await?)
}

/// The moves of a message, oldest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_mail(conn: &mut impl Queryable, mail_id: u64) -> Result<Vec<MailMoveRow>, StoreError> {
    Ok(conn.exec(sql!("mail_move/of_mail"), (mail_id,)).await?)
}
