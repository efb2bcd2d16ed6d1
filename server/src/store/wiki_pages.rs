//! The wiki pages that were made for requests: table `wiki_page`.

use crate::store::{Store, StoreError, sql};
use helpdesk_domain::Reference;
use mysql_async::prelude::{FromRow, Queryable};

/// A page of the wiki that belongs to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WikiPageRow {
    /// The prefixed title, with spaces.
    pub title: String,
    /// The request.
    pub reference: Reference,
    /// SHA-256 of the block that was written last; `None` before the first edit.
    pub digest: Option<Vec<u8>>,
    /// The revision that this made.
    pub revision: Option<u64>,
    /// The wiki's id of the page, which stays when it is moved.
    pub page_id: Option<u64>,
}

#[derive(FromRow)]
struct Raw {
    title: Vec<u8>,
    reference: String,
    digest: Option<Vec<u8>>,
    revision: Option<u64>,
    page_id: Option<u64>,
}

fn read(raw: Raw) -> Result<WikiPageRow, StoreError> {
    let broken = |what: &str| StoreError::Broken(format!("wiki_page.{what}"));
    Ok(WikiPageRow {
        title: String::from_utf8(raw.title).map_err(|_| broken("title"))?,
        reference: Reference::parse(&raw.reference).ok_or_else(|| broken("reference"))?,
        digest: raw.digest,
        revision: raw.revision,
        page_id: raw.page_id,
    })
}

/// The page of a request, if it has one.
///
/// # Errors
/// As the database says.
pub async fn find(store: &Store, reference: Reference) -> Result<Option<WikiPageRow>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("wiki_page/find"), (reference.as_str(),)).await?;
    row.map(read).transpose()
}

/// The page of that prefixed title.
///
/// # Errors
/// As the database says.
pub async fn find_by_title(store: &Store, title: &str) -> Result<Option<WikiPageRow>, StoreError> {
    let row = store.conn().await?.exec_first(sql!("wiki_page/find_by_title"), (title.as_bytes(),)).await?;
    row.map(read).transpose()
}

/// Keeps a title for a request, before the page is made.
///
/// # Errors
/// [`StoreError::Duplicate`] if the request has a page already, or another has that title.
pub async fn reserve(store: &Store, reference: Reference, title: &str) -> Result<(), StoreError> {
    let parameters = (title.as_bytes(), reference.as_str());
    Ok(store.conn().await?.exec_drop(sql!("wiki_page/reserve"), parameters).await?)
}

/// Gives up a title that was reserved and could not be used.
///
/// # Errors
/// As the database says.
pub async fn forget(store: &Store, reference: Reference) -> Result<(), StoreError> {
    Ok(store.conn().await?.exec_drop(sql!("wiki_page/forget"), (reference.as_str(),)).await?)
}

/// Remembers what was written last.
///
/// # Errors
/// As the database says.
pub async fn written(
    store: &Store,
    reference: Reference,
    digest: &[u8; 32],
    revision: u64,
    page_id: u64,
) -> Result<(), StoreError> {
    let parameters = (digest.as_slice(), revision, page_id, reference.as_str());
    Ok(store.conn().await?.exec_drop(sql!("wiki_page/written"), parameters).await?)
}

/// Remembers that the page was moved on the wiki.
///
/// # Errors
/// [`StoreError::Duplicate`] if another request has that title.
pub async fn moved(store: &Store, reference: Reference, title: &str) -> Result<(), StoreError> {
    let parameters = (title.as_bytes(), reference.as_str());
    Ok(store.conn().await?.exec_drop(sql!("wiki_page/moved"), parameters).await?)
}
