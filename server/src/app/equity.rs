//! Who asks, who gets, who waits: live for those who see the requests, by month for everybody.

use crate::app::many::{loaded, views};
use crate::app::promises::deliberates;
use crate::app::shared::FIGURES;
use crate::app::{App, AppError, token};
use crate::store::{StoreError, equity_snapshots, shared_pages};
use crate::wiki::figures;
use helpdesk_domain::equity::Snapshot;
use helpdesk_domain::equity::case::Case;
use helpdesk_domain::equity::snapshot::{month, snapshot};
use helpdesk_domain::kept::promises;
use helpdesk_domain::{Actor, Date, SupportRequest, Timestamp, Viewer, fold};

/// All requests that the actor sees, as they are counted.
///
/// # Errors
/// [`helpdesk_domain::Rejection::RoleNeeded`] unless the actor is of the staff or the committee.
pub async fn cases(app: &App, actor: &Actor) -> Result<Vec<Case>, AppError> {
    deliberates(actor)?;
    let all = views(app, Viewer::Person(*actor)).await?;
    Ok(all.iter().filter_map(Case::of_view).collect())
}

/// The figures that were published, the oldest first.
///
/// # Errors
/// As the database says.
pub async fn published(app: &App) -> Result<Vec<Snapshot>, AppError> {
    Ok(equity_snapshots::list(&app.store).await?)
}

/// Publishes the figures of the month that ended last, if they are not yet and if there was any
/// request. They are those of the moment when it ended, whenever this runs.
///
/// # Errors
/// As the database says.
pub async fn publish_month(app: &App) -> Result<Option<Snapshot>, AppError> {
    let now = app.clock.now();
    let Some(end) = end_of_last_month(now) else { return Ok(None) };
    let ended = month(end);
    if equity_snapshots::is_there(&app.store, &ended).await? {
        return Ok(None);
    }
    let policy = app.policy().await?.policy;
    let then: Vec<SupportRequest> =
        loaded(app).await?.into_iter().filter_map(|loaded| as_of(&loaded.request, end)).collect();
    if then.is_empty() {
        return Ok(None);
    }
    let cases: Vec<Case> = then.iter().map(Case::of).collect();
    let told: Vec<_> = then.iter().flat_map(|request| promises(&request.history, end)).collect();
    let earlier = equity_snapshots::list(&app.store).await?;
    let new = snapshot(&earlier, &policy, &cases, &told, &ended);
    match equity_snapshots::insert(&app.store, &new, now).await {
        Ok(()) => {
            if let Some(title) = &policy.wiki.figures_page {
                let block = figures::of_snapshot(&policy, &new);
                shared_pages::wish(&app.store, FIGURES, title, &block, None, &token::short(app)?).await?;
            }
            Ok(Some(new))
        }
        // Another process was faster.
        Err(StoreError::Duplicate) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The last second of the month before.
fn end_of_last_month(now: Timestamp) -> Option<Timestamp> {
    let first = Date::parse(&format!("{}-01", month(now)))?;
    Some(Timestamp(first.end().0 - 86_400))
}

/// The request as it was then.
fn as_of(request: &SupportRequest, then: Timestamp) -> Option<SupportRequest> {
    let history = request.history.iter().filter(|recorded| recorded.at <= then).cloned().collect();
    fold(request.reference, history)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_with_its_last_second() {
        let end = |text: &str| {
            let now = Date::parse(text).expect("a day").end();
            end_of_last_month(now).expect("a month").date().to_string()
        };
        assert_eq!((end("2026-03-01"), end("2026-03-31")), ("2026-02-28".to_owned(), "2026-02-28".to_owned()));
        assert_eq!(end("2026-01-15"), "2025-12-31");
        let end = end_of_last_month(Date::parse("2026-03-01").expect("a day").end()).expect("a month");
        assert_eq!(Timestamp(end.0 + 1).date().to_string(), "2026-03-01");
    }
}
