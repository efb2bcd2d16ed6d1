//! What acts cause outside, and what to do about jobs that are stuck.

pub use crate::app::jobs::jobs_for;

use crate::app::{App, AppError, insist, token};
use crate::store;
pub use crate::store::mail_jobs::WaitingMailRow;
pub use crate::store::outbox::{JobKind, StuckJobRow};

use crate::store::outbox::Job;
use helpdesk_domain::{Actor, Rejection, Role, SupportRequestView};

/// Takes up to `n` jobs for so many seconds.
///
/// # Errors
/// As the database says.
pub async fn lease(app: &App, n: u32, seconds: u32) -> Result<Vec<Job>, AppError> {
    let lease = token::short(app)?;
    insist(|| async { Ok(store::outbox::lease(&app.store, &lease, n, seconds).await?) }).await
}

/// Jobs that were tried in vain or wait for a person, without those of requests that the actor stood
/// aside from: what is to be done tells what happened.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the staff.
pub async fn stuck(app: &App, actor: &Actor) -> Result<Vec<StuckJobRow>, AppError> {
    staff(actor)?;
    Ok(store::outbox::stuck(&app.store, Some(actor.person), app.clock.now()).await?)
}

/// What somebody is asked to settle about the request's place on the wiki, such as an edit of our part of its page that
/// means a proposal. For those who can: the Helpdesk's staff, the secretary and the requester.
///
/// # Errors
/// As the database says.
pub async fn asks(app: &App, view: &SupportRequestView) -> Result<Option<String>, AppError> {
    let standing = &view.standing;
    let asked = standing.requester || standing.roles.has(Role::Staff) || standing.roles.has(Role::Secretary);
    if asked { Ok(store::outbox::asks(&app.store, view.reference).await?) } else { Ok(None) }
}

/// Mail that waits or needs a person, without that of requests on which the actor's role does not
/// count.
///
/// # Errors
/// As [`stuck`].
pub async fn mails(app: &App, actor: &Actor) -> Result<Vec<WaitingMailRow>, AppError> {
    staff(actor)?;
    Ok(store::mail_jobs::waiting(&app.store, actor.person).await?)
}

/// Whether mail can go out now: `None` if it can, else the message key of why not.
///
/// # Errors
/// As the database says.
pub async fn mail_stopped(app: &App) -> Result<Option<&'static str>, AppError> {
    let mail = &app.config.mail;
    if mail.smtp.is_none() {
        return Ok(Some("helpdesk-site-mail-no-relay"));
    }
    let hour = store::mail_jobs::hour(&app.store, &mail.from).await?;
    let full = hour.own >= mail.per_sender || hour.all >= mail.per_host;
    Ok(full.then_some("helpdesk-site-mail-budget"))
}

/// Tries a job again now.
///
/// # Errors
/// [`AppError::NotFound`] if it is not among [`stuck`], or a worker is at it; as [`stuck`] for others.
pub async fn retry(app: &App, actor: &Actor, job: u64) -> Result<(), AppError> {
    staff(actor)?;
    let found = store::outbox::retry(&app.store, actor.person, job).await?;
    if found {
        store::mail_jobs::settle_doubt(&app.store, job).await?;
    }
    found.then_some(()).ok_or(AppError::NotFound)
}

/// Gives a job up, with the reason why.
///
/// # Errors
/// As [`retry`].
pub async fn give_up(app: &App, actor: &Actor, job: u64, reason: &str) -> Result<(), AppError> {
    staff(actor)?;
    let found = store::outbox::give_up(&app.store, actor.person, job, reason).await?;
    if found {
        store::mail_jobs::given_up(&app.store, job).await?;
    }
    found.then_some(()).ok_or(AppError::NotFound)
}

fn staff(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Staff) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Staff).into()) }
}
