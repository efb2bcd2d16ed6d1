//! Hands mail to the relay: one at a time in all processes together, so that the hour's budgets hold,
//! and beside the wiki's jobs, so that neither waits for the other's network.
//!
//! What can be said of exactly once: a mail has one Message-ID from the moment it was queued. Until
//! its text goes over the line it may be tried as often as need be. When the text was sent and the
//! answer was lost, it is sent once more with the same Message-ID, which clients and lists show once;
//! if that answer is lost too, a person looks first.

use super::end::pause;
use crate::app::mail_out::compose::{Prepared, prepare};
use crate::app::{App, AppError, mail_out, token};
use crate::config::SmtpConfig;
use crate::faults::point;
use crate::mail::message::Ready;
use crate::mail::smtp::{self, Trouble};
use crate::store::mail_jobs::{self, MailJob};
use crate::store::sent_mail::MailState;
use crate::store::{leases, outbox};
use crate::views::words::{say, say_with};

/// The lease under which one process sends.
const LEASE: &str = "mail";
/// The shortest pause after a relay asked to come back, in seconds.
const DEFERRED: u32 = 60;
/// The pause after an answer was lost, in seconds.
const LOST: u32 = 300;
/// How often a text is sent without an answer before a person has to look.
const IN_DOUBT_MAX: u8 = 2;
/// Tries after which a person has to look: with an hour between them about four days.
const TRIES_MAX: u32 = 100;

/// What became of a mail.
enum End {
    Finished(MailState, Option<String>),
    Again(String, u32),
    Park(String),
}

/// Makes what is due and sends what waits, until nothing more can be sent; says how many were tried.
/// For tests and the demo.
///
/// # Errors
/// As the database says.
pub async fn drain(app: &App) -> anyhow::Result<u32> {
    mail_out::due::make_due(app).await?;
    mail_out::digest::make_due(app).await?;
    let holder = token::short(app)?;
    let mut tried = 0;
    while step(app, &holder).await? {
        tried += 1;
    }
    Ok(tried)
}

/// Sends one mail; `false` if none may be sent now.
///
/// # Errors
/// As the database says.
pub(super) async fn step(app: &App, holder: &str) -> Result<bool, AppError> {
    let Some(relay) = &app.config.mail.smtp else { return Ok(false) };
    // Longer than one mail can take: see the steps of `smtp`.
    let seconds = u32::try_from(relay.patience).unwrap_or(120).saturating_mul(6).saturating_add(10);
    if !mail_jobs::is_due(&app.store).await? || !leases::take(&app.store, LEASE, holder, seconds).await? {
        return Ok(false);
    }
    let tried = one(app, relay, seconds).await;
    leases::release(&app.store, LEASE, holder).await?;
    tried
}

async fn one(app: &App, relay: &SmtpConfig, seconds: u32) -> Result<bool, AppError> {
    if !within_budget(app).await? {
        return Ok(false);
    }
    let Some(job) = mail_jobs::lease(&app.store, &token::short(app)?, seconds).await? else {
        return Ok(false);
    };
    let kind = job.kind.code();
    point("mail.leased");
    let end = carry_out(app, relay, &job).await.unwrap_or_else(|error| {
        tracing::error!(error = ?error, job.id = job.id, "a mail failed");
        End::Again(say("helpdesk-retry-fault"), pause(job.attempts))
    });
    point("mail.tried");
    match &end {
        End::Finished(state, _) => {
            tracing::info!(job.id = job.id, mail.kind = kind, state = state.code(), "done");
        }
        End::Again(words, seconds) => {
            tracing::info!(job.id = job.id, mail.kind = kind, error = words, seconds, "tried again later");
        }
        End::Park(words) => {
            tracing::warn!(job.id = job.id, mail.kind = kind, error = words, "waits for a person");
        }
    }
    let held = match end {
        End::Finished(state, reason) => {
            mail_jobs::finish(&app.store, &job, state, reason.as_deref(), app.clock.now()).await?
        }
        End::Again(words, seconds) => outbox::retry_at(&app.store, job.id, &job.lease, &words, seconds).await?,
        End::Park(words) => outbox::park(&app.store, job.id, &job.lease, &words).await?,
    };
    point("mail.kept");
    if !held {
        tracing::warn!(job.id = job.id, "the lease had run out");
    }
    Ok(true)
}

/// Whether one more may be sent within the hour.
async fn within_budget(app: &App) -> Result<bool, AppError> {
    let hour = mail_jobs::hour(&app.store, &app.config.mail.from).await?;
    Ok(hour.own < app.config.mail.per_sender && hour.all < app.config.mail.per_host)
}

async fn carry_out(app: &App, relay: &SmtpConfig, job: &MailJob) -> Result<End, AppError> {
    if job.in_doubt >= IN_DOUBT_MAX {
        return Ok(End::Park(say("helpdesk-site-mail-in-doubt")));
    }
    if job.attempts > TRIES_MAX {
        return Ok(End::Park(say("helpdesk-site-mail-too-often")));
    }
    let ready = match prepare(app, job).await? {
        Prepared::Send(ready) => ready,
        Prepared::Moot => return Ok(End::Finished(MailState::Dropped, Some(say("helpdesk-site-mail-moot")))),
        Prepared::Nowhere => {
            return Ok(End::Finished(MailState::Dropped, Some(say("helpdesk-site-mail-nowhere"))));
        }
        Prepared::NoAddress => {
            return Ok(End::Finished(MailState::Refused, Some(say("helpdesk-site-mail-no-address"))));
        }
    };
    point("mail.prepared");
    match send(app, relay, job, &ready).await? {
        Ok(()) => Ok(End::Finished(MailState::Sent, None)),
        Err(Trouble::Refused(words)) => Ok(End::Finished(MailState::Refused, Some(words))),
        Err(Trouble::Declined(words)) => Ok(End::Finished(MailState::Declined, Some(words))),
        Err(Trouble::Deferred(words)) => {
            let words = say_with("helpdesk-site-mail-deferred", &[words]);
            Ok(End::Again(words, pause(job.attempts).max(DEFERRED)))
        }
        Err(Trouble::Unreached(words)) => {
            let words = say_with("helpdesk-site-mail-unreached", &[words]);
            Ok(End::Again(words, pause(job.attempts).max(DEFERRED)))
        }
        Err(Trouble::Unknown) if job.in_doubt + 1 >= IN_DOUBT_MAX => {
            Ok(End::Park(say("helpdesk-site-mail-in-doubt")))
        }
        Err(Trouble::Unknown) => Ok(End::Again(say("helpdesk-site-mail-lost"), LOST)),
    }
}

async fn send(
    app: &App,
    relay: &SmtpConfig,
    job: &MailJob,
    ready: &Ready,
) -> Result<Result<(), Trouble>, AppError> {
    let sender = &app.config.mail.from;
    let hello = sender.split('@').nth(1).unwrap_or("localhost");
    let offered = match smtp::offer(relay, hello, ready).await {
        Ok(offered) => offered,
        Err(trouble) => return Ok(Err(trouble)),
    };
    mail_jobs::tried(&app.store, job.mail, sender).await?;
    point("mail.offered");
    let given = offered.give(ready).await;
    point("mail.given");
    if matches!(given, Err(Trouble::Deferred(_) | Trouble::Refused(_) | Trouble::Declined(_))) {
        mail_jobs::answered(&app.store, job.mail).await?;
    }
    Ok(given)
}
