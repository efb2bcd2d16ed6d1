//! The files of messages: table `mail_attachment`; their bytes are in `mail_blob`.

use crate::store::{StoreError, Tx, sql};
use mysql_async::prelude::{FromRow, Queryable};

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MailAttachmentRow {
    /// Its place among the message's files, from 1.
    pub n: u16,
    /// Its name.
    pub name: Option<String>,
    /// The media type under which it is served.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: u32,
    /// `kept`, or why not: `type`, `size`, `many`.
    pub kept: String,
}

/// Puts a file on record.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, mail_id: u64, file: &MailAttachmentRow) -> Result<(), StoreError> {
    let row = (mail_id, file.n, &file.name, &file.media_type, file.bytes, &file.kept);
    Ok(tx.exec_drop(sql!("mail_attachment/insert"), row).await?)
}

/// The files of a message, in their order.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_mail(
    conn: &mut impl Queryable,
    mail_id: u64,
) -> Result<Vec<MailAttachmentRow>, StoreError> {
    Ok(conn.exec(sql!("mail_attachment/of_mail"), (mail_id,)).await?)
}
