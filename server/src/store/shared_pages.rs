//! Wiki pages that are of no single request: table `shared_page`. A row is at once what is wished for
//! and the job that brings it about.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::PersonId;
use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Value, params};

/// How far a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// It is to be written.
    Waiting,
    /// It is as it should be.
    Done,
    /// Writing it needs a person.
    Parked,
    /// A person changed our part, and somebody has to say what holds.
    Question,
}

impl PageState {
    fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Parked => "parked",
            Self::Question => "question",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Done, Self::Parked, Self::Question].into_iter().find(|one| one.code() == code)
    }
}

/// A page and what is to stand on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPage {
    /// Its name here and in the markers.
    pub name: String,
    /// Its prefixed title.
    pub title: String,
    /// What is to stand between the markers.
    pub block: String,
    /// As whom it is written where their grant allows it.
    pub as_person: Option<PersonId>,
    /// How far it is.
    pub state: PageState,
    /// How often writing it was tried.
    pub attempts: u32,
    /// Goes into the edit's summary.
    pub token: String,
    /// What went wrong last.
    pub error: Option<String>,
    /// SHA-256 of what was written last.
    pub digest: Option<Vec<u8>>,
    /// The revision that was written or looked at last.
    pub revision: Option<u64>,
    /// The page's number on the wiki.
    pub page_id: Option<u64>,
    /// What a person made of our part.
    pub found: Option<String>,
}

#[derive(FromRow)]
struct Raw {
    name: String,
    title: Vec<u8>,
    block: String,
    as_person: Option<String>,
    state: String,
    attempts: u32,
    token: String,
    error: Option<String>,
    digest: Option<Vec<u8>>,
    revision: Option<u64>,
    page_id: Option<u64>,
    found: Option<String>,
}

fn read(raw: Raw) -> Result<SharedPage, StoreError> {
    let state =
        PageState::parse(&raw.state).ok_or_else(|| StoreError::Broken("shared_page.state".to_owned()))?;
    Ok(SharedPage {
        title: String::from_utf8_lossy(&raw.title).into_owned(),
        as_person: raw.as_person.map(|id| person(&id, "shared_page.as_person")).transpose()?,
        state,
        name: raw.name,
        block: raw.block,
        attempts: raw.attempts,
        token: raw.token,
        error: raw.error,
        digest: raw.digest,
        revision: raw.revision,
        page_id: raw.page_id,
        found: raw.found,
    })
}

/// Wishes for a page. The title of one that is there stays. `token` is 16 random characters.
///
/// # Errors
/// [`StoreError::Duplicate`] if another page has that title.
pub(crate) async fn wish(
    store: &Store,
    name: &str,
    title: &str,
    block: &str,
    by: Option<PersonId>,
    token: &str,
) -> Result<(), StoreError> {
    let by = by.map(|by| by.as_str().to_owned());
    let mut conn = store.conn().await?;
    let wish = params! { "name" => name, "block" => block, "as_person" => &by, "token" => token };
    conn.exec_drop(sql!("shared_page/wish"), wish).await?;
    if conn.affected_rows() == 1 {
        return Ok(());
    }
    let new = params! {
        "name" => name,
        "title" => title.as_bytes(),
        "block" => block,
        "as_person" => &by,
        "token" => token,
    };
    Ok(conn.exec_drop(sql!("shared_page/insert"), new).await?)
}

/// The page of that name.
///
/// # Errors
/// As the database says.
pub async fn find(store: &Store, name: &str) -> Result<Option<SharedPage>, StoreError> {
    let raw: Option<Raw> = store.conn().await?.exec_first(sql!("shared_page/find"), (name,)).await?;
    raw.map(read).transpose()
}

/// What is to stand on the pages of meetings, and what people made of it: name, block, found.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_meetings(tx: &mut Tx<'_>) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    Ok(tx.query(sql!("shared_page/of_meetings")).await?)
}

/// Wishes for another text on a page that is there.
///
/// # Errors
/// As the database says.
pub(crate) async fn change(
    tx: &mut Tx<'_>,
    name: &str,
    block: &str,
    found: Option<&str>,
    token: &str,
) -> Result<(), StoreError> {
    let wish = params! { "name" => name, "block" => block, "found" => found, "token" => token };
    Ok(tx.exec_drop(sql!("shared_page/change"), wish).await?)
}

/// Takes a page that is to be written, for so many seconds. `lease` is a new random word.
///
/// # Errors
/// As the database says.
pub(crate) async fn lease(store: &Store, lease: &str, seconds: u32) -> Result<Option<SharedPage>, StoreError> {
    let mut conn = store.conn().await?;
    let name: Option<String> = conn.query_first(sql!("shared_page/lease_candidate")).await?;
    let Some(name) = name else { return Ok(None) };
    conn.exec_drop(sql!("shared_page/take_lease"), (lease, seconds, &name)).await?;
    if conn.affected_rows() != 1 {
        return Ok(None);
    }
    drop(conn);
    find(store, &name).await
}

/// It was written. What was wished for meanwhile still waits.
///
/// # Errors
/// As the database says.
pub(crate) async fn written(
    store: &Store,
    page: &SharedPage,
    lease: &str,
    digest: &[u8],
    revision: Option<u64>,
    page_id: Option<u64>,
) -> Result<(), StoreError> {
    let parameters = params! {
        "digest" => digest,
        "revision" => revision,
        "page_id" => page_id,
        "token" => &page.token,
        "name" => &page.name,
        "lease" => lease,
    };
    Ok(store.conn().await?.exec_drop(sql!("shared_page/written"), parameters).await?)
}

/// It was not written; it is tried again in so many seconds where the state says that it waits.
///
/// # Errors
/// As the database says.
pub(crate) async fn not_written(
    store: &Store,
    page: &SharedPage,
    lease: &str,
    state: PageState,
    error: &str,
    seconds: u32,
    found: Option<(&str, u64)>,
) -> Result<(), StoreError> {
    let error: String = error.chars().take(500).collect();
    let parameters = params! {
        "state" => state.code(),
        "error" => error,
        "found" => found.map(|(text, _)| text),
        "revision" => found.map(|(_, revision)| revision),
        "seconds" => seconds,
        "name" => &page.name,
        "lease" => lease,
    };
    Ok(store.conn().await?.exec_drop(sql!("shared_page/not_written"), parameters).await?)
}

/// Says what holds: `block`, over what was found, whose digest is given. `false` if there is nothing to
/// be said, or something else was found meanwhile.
///
/// # Errors
/// As the database says.
pub(crate) async fn answer(
    store: &Store,
    page: &SharedPage,
    block: &str,
    digest: Option<&[u8]>,
    state: PageState,
    by: PersonId,
    token: &str,
) -> Result<bool, StoreError> {
    let parameters = params! {
        "block" => block,
        "digest" => digest.map_or(Value::NULL, |digest| Value::Bytes(digest.to_vec())),
        "state" => state.code(),
        "as_person" => by.as_str(),
        "token" => token,
        "name" => &page.name,
        "revision" => page.revision,
    };
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("shared_page/answer"), parameters).await?;
    Ok(conn.affected_rows() == 1)
}
