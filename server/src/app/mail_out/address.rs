//! A requester's mail address that does not work or is another's: staff put another in its place.

use crate::app::error::insist;
use crate::app::mail_out::preferences::is_address;
use crate::app::mail_out::written::staff;
use crate::app::{App, AppError, addressee, execute};
use crate::store::{begin, commit, contacts, events, mail_preferences, support_requests};
use crate::views::words::say;
use helpdesk_domain::command::{Command, LongText};
use helpdesk_domain::form::{MailAddress, Problem, Reach};
use helpdesk_domain::{Actor, FieldError, Reference, decide};

/// The address at which a requester is reached; `None` if they are reached otherwise.
///
/// # Errors
/// [`AppError::Rejected`] for others than staff.
pub async fn of(app: &App, actor: &Actor, about: Reference) -> Result<Option<MailAddress>, AppError> {
    staff(app, actor, about).await?;
    Ok(match contacts::find(&app.store, about).await? {
        Some(Reach::Mail(address)) => Some(address),
        Some(Reach::TalkPage | Reach::WikiMail) | None => None,
    })
}

/// Puts another address in the place of the one at which a requester is reached, and ends the links and
/// reply addresses that went to that one. A note to the staff says who did, without the address. `false`
/// if it was that address already.
///
/// # Errors
/// [`AppError::Form`] for what is no address, [`AppError::Rejected`] for others than staff,
/// [`AppError::NotFound`] if the requester is not reached by mail.
pub async fn correct(app: &App, actor: &Actor, about: Reference, typed: &str) -> Result<bool, AppError> {
    staff(app, actor, about).await?;
    let address = read(typed)?;
    let note = LongText::parse(&say("helpdesk-site-address-note"))
        .map_err(|error| AppError::Internal(anyhow::anyhow!("{error:?}")))?;
    let note = Command::AddPrivateNote { note };
    let corrected = insist(|| once(app, actor, about, &address, &note)).await?;
    if corrected {
        tracing::info!(support_request.r#ref = %about, "a mail address was corrected");
    }
    Ok(corrected)
}

async fn once(
    app: &App,
    actor: &Actor,
    about: Reference,
    address: &MailAddress,
    note: &Command,
) -> Result<bool, AppError> {
    let policy = app.policy().await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
    let before = events::find(&mut tx, about).await?.ok_or(AppError::NotFound)?;
    match contacts::of(&mut tx, id).await? {
        Some(Reach::Mail(now)) if now == *address => return Ok(false),
        Some(Reach::Mail(_)) => {}
        Some(Reach::TalkPage | Reach::WikiMail) | None => return Err(AppError::NotFound),
    }
    let now = before.request.history.last().map_or(app.clock.now(), |last| last.at.max(app.clock.now()));
    let new = decide(&policy.policy, &before.request, actor, note, now)?;
    contacts::replace(&mut tx, id, address).await?;
    mail_preferences::raise_generation(&mut tx, about, addressee::requester(&before.request)).await?;
    execute::record(&mut tx, app, &policy, &before, &new, actor.person).await?;
    commit(tx).await?;
    Ok(true)
}

fn read(typed: &str) -> Result<MailAddress, AppError> {
    let problem = match MailAddress::parse(typed.trim()) {
        Ok(address) if is_address(address.as_str()) => return Ok(address),
        Ok(_) => Problem::NotAMailAddress,
        Err(error) => Problem::Text(error),
    };
    Err(AppError::Form(vec![FieldError { field: "mail".to_owned(), problem }]))
}
