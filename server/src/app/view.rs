//! One request, as a viewer sees it.

use crate::app::{App, AppError};
use helpdesk_domain::event::Audience;
use helpdesk_domain::form::Reach;
use helpdesk_domain::{Actor, Reference, SupportRequestView, Viewer};

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
    let _ = (app, viewer, reference);
    Err(AppError::Busy)
}

/// How the requester is reached, towards staff that work on the request; for the tool's pages
/// alone, never for the bearer of a gadget's token.
///
/// # Errors
/// [`AppError::Rejected`] for others, [`AppError::NotFound`] for those for whom it is not there.
pub async fn contact(app: &App, actor: &Actor, reference: Reference) -> Result<Option<Contact>, AppError> {
    let _ = (app, actor, reference);
    Err(AppError::Busy)
}

/// A view for the bearer of a gadget's token: private notes stay on the tool's pages. The version
/// stays, as it is what a command names.
#[must_use]
pub fn for_gadget(mut view: SupportRequestView) -> SupportRequestView {
    view.history.retain(|recorded| recorded.event.audience() != Audience::Staff);
    view
}
