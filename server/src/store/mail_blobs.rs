//! Bytes of messages in pieces: table `mail_blob`. The message as it came is item 0, each piece of it
//! deflated by itself (RFC 1951); attachments are items from 1.

use crate::store::{StoreError, Tx, sql};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use mysql_async::prelude::Queryable;
use std::io::Read;

/// The item that a message itself is.
const RAW: u16 = 0;
/// Bytes of a piece before it is deflated: below the packet that every server takes.
const PIECE: usize = 1 << 20;

/// Keeps a message as it came.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert_raw(tx: &mut Tx<'_>, mail_id: u64, raw: &[u8]) -> Result<(), StoreError> {
    // Nothing at all is a message too.
    let nothing = raw.is_empty().then_some(raw);
    for (n, piece) in (0u32..).zip(nothing.into_iter().chain(raw.chunks(PIECE))) {
        let mut deflated = Vec::new();
        let read = DeflateEncoder::new(piece, Compression::fast()).read_to_end(&mut deflated);
        read.map_err(|error| StoreError::Broken(format!("a piece that cannot be deflated: {error}")))?;
        tx.exec_drop(sql!("mail_blob/insert"), (mail_id, RAW, n, deflated)).await?;
    }
    Ok(())
}

/// A message as it came; `None` if it is no longer kept.
///
/// # Errors
/// As the database says.
pub(crate) async fn raw(conn: &mut impl Queryable, mail_id: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut raw = Vec::new();
    let mut n = 0u32;
    while let Some(piece) = piece(conn, mail_id, RAW, n).await? {
        let read = DeflateDecoder::new(piece.as_slice()).read_to_end(&mut raw);
        read.map_err(|error| StoreError::Broken(format!("mail_blob {mail_id}: {error}")))?;
        n += 1;
    }
    Ok((n > 0).then_some(raw))
}

/// Forgets a message as it came.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_raw(tx: &mut Tx<'_>, mail_id: u64) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("mail_blob/delete"), (mail_id, RAW)).await?)
}

/// Keeps an attachment. One without bytes has no pieces.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, mail_id: u64, item: u16, content: &[u8]) -> Result<(), StoreError> {
    for (n, piece) in (0u32..).zip(content.chunks(PIECE)) {
        tx.exec_drop(sql!("mail_blob/insert"), (mail_id, item, n, piece)).await?;
    }
    Ok(())
}

/// An attachment's bytes.
///
/// # Errors
/// As the database says.
pub(crate) async fn content(conn: &mut impl Queryable, mail_id: u64, item: u16) -> Result<Vec<u8>, StoreError> {
    let mut content = Vec::new();
    let mut n = 0u32;
    while let Some(piece) = piece(conn, mail_id, item, n).await? {
        content.extend_from_slice(&piece);
        n += 1;
    }
    Ok(content)
}

async fn piece(
    conn: &mut impl Queryable,
    mail_id: u64,
    item: u16,
    n: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(conn.exec_first(sql!("mail_blob/piece"), (mail_id, item, n)).await?)
}
