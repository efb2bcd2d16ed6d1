//! Lists of requests.

use crate::app::crypt::Sealed;
use crate::app::listing::{QueueItem, item, works};
use crate::app::{App, AppError};
use crate::store::lists::{self, ListRow, Narrowed};
use crate::store::search_words;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_domain::{Actor, Outcome, Party, PersonId, Priority, Reference, Roles, StageName, Viewer};

/// Requests on a page of a list.
const PAGE: usize = 50;
/// What a cursor is bound to when it is encrypted: it names a place in an order that the viewer may
/// not see all of.
const CURSOR: &str = "queue-cursor";

/// What a list is narrowed to. Nothing set: all open ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only this stage; with [`StageName::Closed`] also without `closed`.
    pub stage: Option<StageName>,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only what waits for this party.
    pub turn: Option<Party>,
    /// Only what is late.
    pub late: bool,
    /// Only what has this in its title or its requester's name, words from their beginnings on, or
    /// as its reference.
    pub text: Option<String>,
    /// Only what came in in this year (UTC).
    pub year: Option<i32>,
    /// Only what ended so; closed ones are then listed also without `closed`.
    pub outcome: Option<Outcome>,
    /// `Some(true)` only small questions, `Some(false)` all but these.
    pub small: Option<bool>,
    /// Closed ones too.
    pub closed: bool,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    /// The requests, 50 at most.
    pub items: Vec<QueueItem>,
    /// With the first page: those that the viewer stood aside from and that are not published.
    pub aside: Vec<QueueItem>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// Requests that the viewer may see: what is due first comes first, what is closed comes last. For
/// those who do not work on requests these are the published ones. What somebody stood aside from is
/// apart, as they may not see when it is due.
///
/// # Errors
/// [`AppError::NotFound`] if `cursor` is not one of [`QueuePage::next`].
pub async fn queue(
    app: &App,
    viewer: Viewer,
    filter: &QueueFilter,
    cursor: Option<&str>,
) -> Result<QueuePage, AppError> {
    let after = cursor.map(|cursor| open(app, cursor).ok_or(AppError::NotFound)).transpose()?;
    let mut narrowed = narrowed(app, filter, after);
    if let Some(text) = &narrowed.text {
        narrowed.rarest = search_words::rarest(&app.store, text).await?;
    }
    let works = works(viewer.roles());
    let mut rows = if works {
        lists::all(&app.store, viewer.person(), &narrowed).await?
    } else {
        lists::public(&app.store, viewer.person(), &narrowed).await?
    };
    let aside = if works && cursor.is_none() {
        lists::aside(&app.store, viewer.person(), &narrowed).await?
    } else {
        Vec::new()
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| seal(app, last)).transpose()?;
    Ok(QueuePage { items: items(app, &rows, viewer)?, aside: items(app, &aside, viewer)?, next })
}

/// Requests of somebody, the newest first.
///
/// # Errors
/// As the database says.
pub async fn my_requests(app: &App, person: PersonId) -> Result<Vec<QueueItem>, AppError> {
    let rows = lists::own(&app.store, person).await?;
    // On their own requests nobody's roles count.
    items(app, &rows, Viewer::Person(Actor { person, roles: Roles::NONE }))
}

fn items(app: &App, rows: &[ListRow], viewer: Viewer) -> Result<Vec<QueueItem>, AppError> {
    let now = app.clock.now();
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.extend(item(row, viewer, now)?);
    }
    Ok(items)
}

fn narrowed(app: &App, filter: &QueueFilter, after: Option<(i64, Reference)>) -> Narrowed {
    let closed = filter.closed || filter.stage == Some(StageName::Closed) || filter.outcome.is_some();
    Narrowed {
        open_only: !closed && filter.small != Some(true),
        after,
        stage: filter.stage.map(StageName::code),
        outcome: filter.outcome.map(Outcome::code),
        priority: filter.priority.map(Priority::code),
        turn: filter.turn.map(Party::code),
        small: filter.small,
        year: filter.year,
        late_before: filter.late.then(|| app.clock.now()),
        text: filter.text.clone().filter(|text| !text.trim().is_empty()),
        rarest: None,
        limit: u32::try_from(PAGE + 1).unwrap_or(u32::MAX),
    }
}

fn seal(app: &App, last: &ListRow) -> Result<String, AppError> {
    let place = format!("{} {}", last.due_order, last.reference);
    let sealed = app.config.token_keys.seal(&*app.ids, CURSOR, place.as_bytes()).map_err(AppError::Internal)?;
    Ok(format!("{}.{}", sealed.key_id, URL_SAFE_NO_PAD.encode(sealed.bytes)))
}

fn open(app: &App, cursor: &str) -> Option<(i64, Reference)> {
    let (key_id, bytes) = cursor.split_once('.')?;
    let bytes = URL_SAFE_NO_PAD.decode(bytes).ok()?;
    let place = app.config.token_keys.open(CURSOR, &Sealed { key_id: key_id.to_owned(), bytes }).ok()?;
    let (order, reference) = std::str::from_utf8(&place).ok()?.split_once(' ')?;
    Some((order.parse().ok()?, Reference::parse(reference)?))
}
