//! Lists of requests.

use crate::app::listing::QueueItem;
use crate::app::{App, AppError};
use helpdesk_domain::{Outcome, Party, PersonId, Priority, StageName, Viewer};

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
    /// Only what has this in its title, requester's name or reference.
    pub text: Option<String>,
    /// Only what came in in this year (UTC).
    pub year: Option<i32>,
    /// Only what ended so.
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
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// Requests that the viewer may see: what is due first comes first, what is closed comes last.
///
/// # Errors
/// [`AppError::NotFound`] if `cursor` is not one of [`QueuePage::next`].
pub async fn queue(
    app: &App,
    viewer: Viewer,
    filter: &QueueFilter,
    cursor: Option<&str>,
) -> Result<QueuePage, AppError> {
    let _ = (app, viewer, filter, cursor);
    Err(AppError::Busy)
}

/// Requests of somebody, the newest first.
///
/// # Errors
/// As the database says.
pub async fn my_requests(app: &App, person: PersonId) -> Result<Vec<QueueItem>, AppError> {
    let _ = (app, person);
    Err(AppError::Busy)
}
