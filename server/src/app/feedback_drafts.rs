//! Feedback that a member has begun to write. Kept encrypted, for nobody but them, until they give it.

use crate::app::view::{load, projected};
use crate::app::{App, AppError};
use crate::store::feedback_drafts;
use anyhow::Context;
use helpdesk_domain::permit::permit;
use helpdesk_domain::{Actor, CommandName, PersonId, Reference, Timestamp, Values, Viewer};

/// What a draft is bound to when it is encrypted.
pub(crate) fn bound(reference: Reference, whose: PersonId) -> String {
    format!("feedback-draft {reference} {whose}")
}

/// Keeps what was filled in, whatever it is, in the place of the draft before.
///
/// # Errors
/// [`AppError::Rejected`] for those who cannot give feedback here.
pub async fn save(app: &App, actor: &Actor, reference: Reference, values: &Values) -> Result<(), AppError> {
    let policy = app.policy().await?.policy;
    let view = projected(&policy, &load(app, reference).await?, Viewer::Person(*actor))?;
    permit(&policy, &view, CommandName::GiveFeedback, app.clock.now())?;
    let plain = serde_json::to_vec(values).context("a draft").map_err(AppError::Internal)?;
    let sealed = app.config.token_keys.seal(&*app.ids, &bound(reference, actor.person), &plain);
    let sealed = sealed.map_err(AppError::Internal)?;
    Ok(feedback_drafts::save(&app.store, reference, actor.person, &sealed, app.clock.now()).await?)
}

/// The actor's own draft, and when it was kept. One that can no longer be read is none.
///
/// # Errors
/// As the database says.
pub async fn find(
    app: &App,
    actor: &Actor,
    reference: Reference,
) -> Result<Option<(Values, Timestamp)>, AppError> {
    let Some((sealed, at)) = feedback_drafts::find(&app.store, reference, actor.person).await? else {
        return Ok(None);
    };
    let plain = app.config.token_keys.open(&bound(reference, actor.person), &sealed).ok();
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()).map(|values| (values, at)))
}

/// Forgets it, as after the feedback was given.
///
/// # Errors
/// As the database says.
pub async fn forget(app: &App, actor: &Actor, reference: Reference) -> Result<(), AppError> {
    Ok(feedback_drafts::delete(&app.store, reference, actor.person).await?)
}
