//! The interface for programs, one noun a file. What the bearer of a gadget's token reads leaves
//! here by [`seen`] alone.

pub mod gadget_tokens;
pub mod me;
pub mod my_requests;
pub mod openapi;
pub mod page_lookups;
pub mod policy;
pub mod support_requests;

use super::api_error::ApiError;
use crate::app::{QueueItem, for_gadget};
use actix_web::HttpResponse;
use helpdesk_domain::people::Party;
use helpdesk_domain::process::{Outcome, Priority, StageName};
use helpdesk_domain::{CommandName, Reference, SupportRequestView, Timestamp};
use serde::Serialize;

/// What a handler of the API gives.
pub type Answered = Result<HttpResponse, ApiError>;

/// A view as it leaves the API: without private notes, whatever the roles. Contact data is in no
/// view.
fn seen(view: SupportRequestView) -> SupportRequestView {
    for_gadget(view)
}

/// The reference in an address; what is none is not found.
fn reference(text: &str) -> Result<Reference, ApiError> {
    Reference::parse(text).ok_or_else(ApiError::not_found)
}

/// A request of a list: [`helpdesk_domain::wire::PageState`] and more.
#[derive(Serialize)]
struct Item {
    reference: Reference,
    title: String,
    requester_name: Option<String>,
    stage: StageName,
    outcome: Option<Outcome>,
    priority: Option<Priority>,
    turn: Option<Party>,
    by: Option<Timestamp>,
    duty: Option<CommandName>,
    received_at: Timestamp,
    closed_at: Option<Timestamp>,
    public: bool,
    page: Option<String>,
}

impl From<QueueItem> for Item {
    fn from(item: QueueItem) -> Self {
        Self {
            reference: item.reference,
            title: item.title,
            requester_name: item.requester_name,
            stage: item.stage,
            outcome: item.outcome,
            priority: item.priority,
            turn: item.turn,
            by: item.by,
            duty: item.duty,
            received_at: item.received_at,
            closed_at: item.closed_at,
            public: item.public,
            page: item.page,
        }
    }
}
