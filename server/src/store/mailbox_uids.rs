//! Which messages of a mailbox were handled: table `mailbox_uid`.

use crate::store::{StoreError, sql};
use mysql_async::prelude::Queryable;

/// A message's place in a mailbox (RFC 9051, 2.3.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxUid {
    /// The mailbox: host, user and folder.
    pub mailbox: String,
    /// The UIDVALIDITY under which the UID counts.
    pub uid_validity: u32,
    /// The UID.
    pub uid: u32,
}

/// Whether it was handled.
///
/// # Errors
/// As the database says.
pub(crate) async fn is_handled(conn: &mut impl Queryable, uid: &MailboxUid) -> Result<bool, StoreError> {
    let row = (&uid.mailbox, uid.uid_validity, uid.uid);
    let found: Option<u64> = conn.exec_first(sql!("mailbox_uid/find"), row).await?;
    Ok(found.is_some())
}

/// Says that it was handled, as this message.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    conn: &mut impl Queryable,
    uid: &MailboxUid,
    mail_id: u64,
) -> Result<(), StoreError> {
    let row = (&uid.mailbox, uid.uid_validity, uid.uid, mail_id);
    Ok(conn.exec_drop(sql!("mailbox_uid/insert"), row).await?)
}
