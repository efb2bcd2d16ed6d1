//! Many requests at once, each as a viewer sees it.

use crate::app::view::projected;
use crate::app::{App, AppError};
use crate::store::events::{self, Loaded};
use helpdesk_domain::project::Depth;
use helpdesk_domain::{SupportRequestView, Viewer};

/// The requests with all that is on record, in the order in which they came in: for what is not
/// shown as it is.
///
/// # Errors
/// As the database says.
pub(crate) async fn loaded(app: &App) -> Result<Vec<Loaded>, AppError> {
    let mut conn = app.store.conn().await?;
    Ok(events::all(&mut conn).await?)
}

/// The requests that the viewer sees, without those that they stood aside from; names are not
/// filled in.
///
/// # Errors
/// As the database says.
pub(crate) async fn views(app: &App, viewer: Viewer) -> Result<Vec<SupportRequestView>, AppError> {
    let policy = app.policy().await?.policy;
    let mut views = Vec::new();
    for loaded in loaded(app).await? {
        match projected(&policy, &loaded, viewer) {
            Ok(view) if view.depth != Depth::Aside => views.push(view),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(views)
}
