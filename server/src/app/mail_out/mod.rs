//! Mail that goes out: what follows from what happened, in whose words, to whom, and what became of it.

pub mod address;
pub mod compose;
mod copies;
pub mod digest;
pub mod due;
pub mod follows;
pub mod letters;
pub mod links;
pub mod pack;
pub mod preferences;
pub mod ranking;
pub mod rules;
pub mod status;
pub mod written;

pub(crate) mod enqueue;

pub use enqueue::{answers, confirm_ballot};

pub(crate) use enqueue::enqueue;

pub use crate::mail::words;
pub use crate::store::mail_jobs::WaitingMailRow;
pub use crate::store::mail_preferences::{Pace, Preference, Way};
pub use crate::store::sent_mail::{MailKind, MailLine, MailState};

use crate::app::{App, AppError};
use crate::mail::smtp::without_addresses;
use crate::mail::status_code::is_of_the_address;
use crate::store::sent_mail;

/// A mail came back, as a message to us says (RFC 3464): its address does not work, or it was not taken
/// for what it says, and the request's staff see which. `false` if we sent no such mail.
///
/// # Errors
/// As the database says.
pub async fn bounced(app: &App, message_id: &str, words: &str) -> Result<bool, AppError> {
    let id = message_id.trim_matches(['<', '>']);
    let state = if is_of_the_address(words, false) { MailState::Bounced } else { MailState::Declined };
    Ok(sent_mail::bounced(&app.store, id, state, &without_addresses(words)).await?)
}
