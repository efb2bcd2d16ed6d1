//! The pages, one noun a file.

pub mod act;
pub mod address;
mod calendar;
pub mod counts;
pub mod equity;
pub mod erasure;
pub mod health;
pub mod letter;
pub mod mail_choice;
pub mod meeting;
pub mod meetings;
pub mod minutes;
pub mod my_data;
pub mod outbox;
pub mod policy;
pub mod popup;
pub mod privacy;
pub mod promises;
pub mod queue;
pub mod ranking;
pub mod request_form;
pub mod roles;
pub mod seats;
pub mod sign_in;
pub mod start;
pub mod static_files;
pub mod status;
pub mod support_request;
pub mod tray;
pub mod written;

use super::page_error::PageError;
use crate::app::{App, AppError, QueueItem};
use crate::views::list::RequestLine;
use actix_web::HttpResponse;
use helpdesk_domain::Reference;

/// What a page's handler gives.
pub type Shown = Result<HttpResponse, PageError>;

/// The reference in an address; what is none is not found.
fn reference(text: &str) -> Result<Reference, PageError> {
    Reference::parse(text).ok_or_else(PageError::not_found)
}

/// A new idempotency key for a form.
fn new_key(app: &App) -> Result<String, PageError> {
    let bits: [u8; 15] = crate::app::ids::bytes(&*app.ids).map_err(AppError::Internal)?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A request of a list as it is shown.
fn line(item: QueueItem) -> RequestLine {
    RequestLine {
        reference: item.reference,
        title: item.title,
        requester: item.requester_name,
        stage: item.stage,
        outcome: item.outcome,
        priority: item.priority,
        turn: item.turn,
        by: item.by,
        received_at: item.received_at,
    }
}
