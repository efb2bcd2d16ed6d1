//! One request, as a viewer sees it.

use crate::app::{App, AppError, Conflict, addressee};
use crate::store::contacts;
use crate::store::events::Loaded;
use helpdesk_domain::event::Audience;
use helpdesk_domain::form::Reach;
use helpdesk_domain::project::Depth;
use helpdesk_domain::{
    Actor, Policy, Recorded, Reference, Rejection, Role, SupportRequestView, Viewer, project, since,
};

/// How a requester is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// By which way.
    pub reach: Reach,
}

/// The request with names and its page filled in.
///
/// # Errors
/// [`AppError::NotFound`] if for the viewer it is not there.
pub async fn view(app: &App, viewer: Viewer, reference: Reference) -> Result<SupportRequestView, AppError> {
    let policy = app.policy().await?.policy;
    let loaded = load(app, reference).await?;
    let view = projected(&policy, &loaded, viewer)?;
    with_names(app, view).await
}

/// The request with all that is on record, for what is not shown: the worker, exports.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) async fn load(app: &App, reference: Reference) -> Result<Loaded, AppError> {
    let mut conn = app.store.conn().await?;
    app.records.find(&mut conn, reference).await?.ok_or(AppError::NotFound)
}

/// The request as the viewer sees it, with its page.
pub(crate) fn projected(
    policy: &Policy,
    loaded: &Loaded,
    viewer: Viewer,
) -> Result<SupportRequestView, AppError> {
    let person = viewer.person().filter(|person| addressee::needs_acting(&loaded.request, *person));
    let view = match person {
        Some(person) => project(policy, &addressee::acting(&loaded.request, person), viewer),
        None => project(policy, &loaded.request, viewer),
    };
    let mut view = view.ok_or(AppError::NotFound)?;
    view.page = loaded.head.page.clone().filter(|_| view.depth != Depth::Aside);
    Ok(view)
}

/// What happened since the actor saw the request at that version.
///
/// # Errors
/// As [`view`].
pub(crate) async fn conflict(
    app: &App,
    actor: &Actor,
    reference: Reference,
    version: u32,
) -> Result<Conflict, AppError> {
    let viewer = Viewer::Person(*actor);
    let policy = app.policy().await?.policy;
    let loaded = load(app, reference).await?;
    let now = with_names(app, projected(&policy, &loaded, viewer)?).await?;
    Ok(Conflict { since: since(&policy, &loaded.request, viewer, version), now })
}

/// Fills in the names of those whom the view shows.
pub(crate) async fn with_names(
    app: &App,
    mut view: SupportRequestView,
) -> Result<SupportRequestView, AppError> {
    view.names = app.names.of(&app.store, &view.people()).await?;
    Ok(view)
}

/// How the requester is reached, towards staff that work on the request; for the tool's pages
/// alone, never for the bearer of a gadget's token. `None` if it was erased.
///
/// # Errors
/// [`AppError::Rejected`] for others, [`AppError::NotFound`] for those for whom it is not there.
pub async fn contact(app: &App, actor: &Actor, reference: Reference) -> Result<Option<Contact>, AppError> {
    let policy = app.policy().await?.policy;
    let loaded = load(app, reference).await?;
    let standing = projected(&policy, &loaded, Viewer::Person(*actor))?.standing;
    if !standing.roles.has(Role::Staff) {
        let own = Rejection::OwnRequest;
        let other = if standing.aside { Rejection::StoodAside } else { Rejection::RoleNeeded(Role::Staff) };
        return Err(if standing.own_request { own } else { other }.into());
    }
    Ok(contacts::find(&app.store, reference).await?.map(|reach| Contact { reach }))
}

/// A view for the bearer of a gadget's token: private notes and mail stay on the tool's pages. The version
/// stays, as it is what a command names.
#[must_use]
pub fn for_gadget(mut view: SupportRequestView) -> SupportRequestView {
    view.history.retain(is_for_gadget);
    view
}

/// Whether the bearer of a gadget's token may know of an event that the person may see.
#[must_use]
pub fn is_for_gadget(recorded: &Recorded) -> bool {
    !matches!(recorded.event.audience(), Audience::Staff | Audience::Writer | Audience::Deliberation)
}
