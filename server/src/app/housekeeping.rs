//! Forgetting what ran out. The worker does this from time to time.

use crate::app::{App, AppError, equity, intake, token};
use crate::store::{
    contacts, drafts, erasures, gadget_tokens, idempotency_keys, leases, outbox, popup_codes, sessions, writing,
};

/// Forgets sessions, tokens, codes and drafts that ran out, old idempotency keys and finished jobs, and
/// publishes the figures of a month that has ended, if no other process is at it or has been within the hour.
///
/// # Errors
/// As the database says.
pub async fn tidy(app: &App) -> Result<(), AppError> {
    if !leases::take(&app.store, "housekeeping", &token::short(app)?, 3600).await? {
        return Ok(());
    }
    sessions::forget_old(&app.store).await?;
    gadget_tokens::forget_old(&app.store).await?;
    popup_codes::forget_old(&app.store).await?;
    drafts::forget_old(&app.store).await?;
    idempotency_keys::forget_old(&app.store).await?;
    intake::retention::forget_old_raw(app).await?;
    writing::forget_old(&app.store).await?;
    erasures::titles_of_emptied_pages(&app.store).await?;
    outbox::forget_finished(&app.store).await?;
    forget_contacts(app).await?;
    equity::publish_month(app).await.map(drop)
}

/// Forgets how requesters are reached, as long after the end of their requests as the policy says.
///
/// # Errors
/// As the database says.
pub async fn forget_contacts(app: &App) -> Result<(), AppError> {
    let Some(retention) = app.policy().await?.policy.retention else { return Ok(()) };
    let Some(before) = app.clock.now().minus_months(retention.contact_months) else { return Ok(()) };
    let forgotten = contacts::forget_old(&app.store, before).await?;
    if forgotten > 0 {
        tracing::info!(
            contacts = forgotten,
            "how requesters are reached was forgotten after the policy's term"
        );
    }
    Ok(())
}
