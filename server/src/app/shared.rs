//! Wiki pages that are of no single request, as the worker takes them.

use crate::app::{App, AppError, token};
pub use crate::store::shared_pages::SharedPage;
use crate::store::shared_pages::{self, PageState};
use crate::wiki::splice;
use helpdesk_domain::{Actor, PersonId, Rejection, Role};

/// The name of the page of monthly figures.
pub(crate) const FIGURES: &str = "figures";

/// Takes a page that is to be written for so many seconds, with the word it is held by.
///
/// # Errors
/// As the database says.
pub(crate) async fn lease(app: &App, seconds: u32) -> Result<Option<(String, SharedPage)>, AppError> {
    let word = token::short(app)?;
    Ok(shared_pages::lease(&app.store, &word, seconds).await?.map(|page| (word, page)))
}

/// What was wished for stands there.
///
/// # Errors
/// As the database says.
pub(crate) async fn written(
    app: &App,
    page: &SharedPage,
    lease: &str,
    revision: Option<u64>,
    id: Option<u64>,
) -> Result<(), AppError> {
    let digest = splice::digest(&page.block);
    Ok(shared_pages::written(&app.store, page, lease, &digest, revision, id).await?)
}

/// It does not; `found` is what a person made of our part, and its revision.
///
/// # Errors
/// As the database says.
pub(crate) async fn not_written(
    app: &App,
    page: &SharedPage,
    lease: &str,
    state: PageState,
    error: &str,
    seconds: u32,
    found: Option<(&str, u64)>,
) -> Result<(), AppError> {
    Ok(shared_pages::not_written(&app.store, page, lease, state, error, seconds, found).await?)
}

/// The page of figures, if it is stuck.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the staff.
pub async fn stuck_figures(app: &App, actor: &Actor) -> Result<Option<SharedPage>, AppError> {
    staff(actor)?;
    let page = shared_pages::find(&app.store, FIGURES).await?;
    Ok(page.filter(|page| matches!(page.state, PageState::Question | PageState::Parked)))
}

/// Says what holds on the page of figures: see [`answer`].
///
/// # Errors
/// As [`stuck_figures`].
pub async fn answer_figures(app: &App, actor: &Actor, revision: u64, keep: bool) -> Result<bool, AppError> {
    staff(actor)?;
    answer(app, actor.person, FIGURES, revision, keep).await
}

/// Says what holds where a person changed our part of a page, or that why it could not be written was seen
/// to: `keep` takes their text for ours, else ours is written again. `false` if there is no such question.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) async fn answer(
    app: &App,
    by: PersonId,
    name: &str,
    revision: u64,
    keep: bool,
) -> Result<bool, AppError> {
    let page = shared_pages::find(&app.store, name).await?.ok_or(AppError::NotFound)?;
    if page.revision.unwrap_or(0) != revision || !matches!(page.state, PageState::Question | PageState::Parked)
    {
        return Ok(false);
    }
    let found = page.found.clone();
    let digest = found.as_ref().map(|found| splice::digest(found).to_vec()).or_else(|| page.digest.clone());
    let (block, state) = match &found {
        Some(found) if keep => (found.clone(), PageState::Done),
        Some(_) | None => (page.block.clone(), PageState::Waiting),
    };
    let word = token::short(app)?;
    Ok(shared_pages::answer(&app.store, &page, &block, digest.as_deref(), state, by, &word).await?)
}

fn staff(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Staff) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Staff).into()) }
}
