//! Carries out what the outbox holds: one job at a time, as the wiki asks of automatic editors, and
//! beside them mail.
//!
//! A job may be carried out twice, by a worker that died or lost an answer: each one looks first
//! whether it was done. No connection of the database is held while the wiki is asked.

mod accounts;
mod end;
mod page;
pub mod post;
mod shared;
mod status;
mod talk;
mod wiki_mail;

pub use end::pause;

use crate::app::{self, App, AppError, housekeeping, mail_out, token};
use crate::faults::point;
use crate::store;
use crate::store::outbox::{Job, JobKind};
use crate::wiki::client::Wiki;
use end::{End, Failure};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tracing::Instrument;

/// How long a job is held, in seconds: longer than the looks and edits of one try can take.
const LEASE: u32 = if cfg!(feature = "faults") { 10 } else { 360 };
/// How often the outbox is looked into.
const POLL: Duration = Duration::from_millis(if cfg!(feature = "faults") { 20 } else { 2000 });
/// How often old rows are looked for.
const TIDY: Duration = Duration::from_secs(600);
/// How often it is looked what mail is due.
const DUE: Duration = Duration::from_secs(60);
/// How long a job under way may go on after the order to stop.
const GRACE: Duration = Duration::from_secs(8);

/// Works until `stop` is done. What is under way then has a few seconds to end; cut off, it is
/// looked at again when its lease runs out.
///
/// # Errors
/// If no connection to the wiki can be set up at all.
pub async fn run(app: App, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let (stopped, stopping) = tokio::sync::watch::channel(false);
    let order = async {
        stop.await;
        let _ = stopped.send(true);
    };
    let (worked, (), ()) =
        tokio::join!(pages(&app, stopping_of(stopping.clone())), mails(&app, stopping_of(stopping)), order);
    worked
}

async fn stopping_of(mut stopping: tokio::sync::watch::Receiver<bool>) {
    // The sender lives until the order has come.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// The wiki's jobs.
async fn pages(app: &App, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let wiki = Wiki::new(&app.config)?;
    tokio::pin!(stop);
    let mut tidied: Option<Instant> = None;
    loop {
        if tidied.is_none_or(|at| at.elapsed() >= TIDY) {
            tidied = Some(Instant::now());
            if let Err(error) = housekeeping::tidy(app).await {
                tracing::warn!(%error, "old rows were not forgotten");
            }
        }
        let step = step(app, &wiki);
        tokio::pin!(step);
        let (worked, stopping) = tokio::select! {
            worked = &mut step => (worked, false),
            () = &mut stop => (tokio::time::timeout(GRACE, &mut step).await.unwrap_or(false), true),
        };
        if stopping {
            return Ok(());
        }
        if !worked {
            tokio::select! {
                () = sleep(POLL) => {}
                () = &mut stop => return Ok(()),
            }
        }
    }
}

/// Mail.
async fn mails(app: &App, stop: impl Future<Output = ()>) {
    let holder = token::short(app).unwrap_or_else(|_| "a-mail-worker---".to_owned());
    let mut looked: Option<Instant> = None;
    tokio::pin!(stop);
    loop {
        let look = looked.is_none_or(|at| at.elapsed() >= DUE);
        if look {
            looked = Some(Instant::now());
        }
        let step = mail(app, &holder, look);
        tokio::pin!(step);
        let (worked, stopping) = tokio::select! {
            worked = &mut step => (worked, false),
            () = &mut stop => (tokio::time::timeout(GRACE, &mut step).await.unwrap_or(false), true),
        };
        if stopping {
            return;
        }
        if !worked {
            tokio::select! {
                () = sleep(POLL) => {}
                () = &mut stop => return,
            }
        }
    }
}

async fn mail(app: &App, holder: &str, look: bool) -> bool {
    let worked = async {
        if look {
            mail_out::due::make_due(app).await?;
            mail_out::digest::make_due(app).await?;
        }
        post::step(app, holder).await
    };
    worked.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "mail cannot be worked on");
        false
    })
}

/// Works until no job can be taken, and says how many were tried. For tests and the demo.
///
/// # Errors
/// As the database says, or as [`run`].
pub async fn drain(app: &App) -> anyhow::Result<u32> {
    drain_with(app, &Wiki::new(&app.config)?).await
}

/// The same with a given client of the wiki.
///
/// # Errors
/// As the database says.
pub async fn drain_with(app: &App, wiki: &Wiki) -> anyhow::Result<u32> {
    let mut tried = 0;
    while let Some(job) = app::outbox::lease(app, 1, LEASE).await?.pop() {
        work(app, wiki, &job).await?;
        tried += 1;
    }
    while shared::step(app, wiki, LEASE).await? {
        tried += 1;
    }
    Ok(tried)
}

/// Takes one job and carries it out; `false` if there was none, or no database.
async fn step(app: &App, wiki: &Wiki) -> bool {
    let worked = match app::outbox::lease(app, 1, LEASE).await.map(|mut jobs| jobs.pop()) {
        Ok(Some(job)) => work(app, wiki, &job).await.map(|()| true),
        Ok(None) => shared::step(app, wiki, LEASE).await,
        Err(error) => Err(error),
    };
    worked.unwrap_or_else(|error| {
        tracing::warn!(%error, "the outbox cannot be worked on");
        false
    })
}

async fn work(app: &App, wiki: &Wiki, job: &Job) -> Result<(), AppError> {
    let span = tracing::info_span!(
        "job",
        job.id = job.id,
        job.kind = job.kind.code(),
        job.attempts = job.attempts,
        support_request.r#ref = %job.reference,
    );
    point("work.leased");
    let end = carry_out(app, wiki, job).instrument(span.clone()).await;
    point("work.tried");
    let held = span.in_scope(|| {
        match &end {
            End::Done => tracing::info!("done"),
            End::Mail(state, _) => tracing::info!(state = state.code(), "done"),
            End::Again { words, seconds } => tracing::info!(error = words, seconds, "tried again later"),
            End::Park { why, .. } => tracing::warn!(error = why, "waits for a person"),
        }
        keep(app, job, &end)
    });
    let held = held.await?;
    point("work.kept");
    if !held {
        tracing::warn!(job.id = job.id, "the lease had run out");
    }
    Ok(())
}

async fn keep(app: &App, job: &Job, end: &End) -> Result<bool, AppError> {
    let (store, id, lease) = (&app.store, job.id, job.lease.as_str());
    app::insist(|| async {
        Ok(match end {
            End::Done => store::outbox::done(store, id, lease).await?,
            End::Again { words, seconds } => store::outbox::retry_at(store, id, lease, words, *seconds).await?,
            End::Park { words, .. } => store::outbox::park(store, id, lease, words).await?,
            End::Mail(state, reason) => {
                store::mail_jobs::finish_note(store, job, *state, reason.as_deref(), app.clock.now()).await?
            }
        })
    })
    .await
}

/// Carries a job out in a task of its own: one that panics is tried again later, like any other.
async fn carry_out(app: &App, wiki: &Wiki, job: &Job) -> End {
    let (attempts, app, wiki, job) = (job.attempts, app.clone(), wiki.clone(), job.clone());
    settled(attempts, async move { attempt(&app, &wiki, &job).await }.in_current_span()).await
}

async fn settled(attempts: u32, attempt: impl Future<Output = Result<End, Failure>> + Send + 'static) -> End {
    match tokio::spawn(attempt).await {
        Ok(Ok(end)) => end,
        Ok(Err(failure)) => failure.end(attempts),
        Err(panic) => Failure::Own(AppError::Internal(panic.into())).end(attempts),
    }
}

async fn attempt(app: &App, wiki: &Wiki, job: &Job) -> Result<End, Failure> {
    match job.kind {
        JobKind::RequestPage | JobKind::EmptyPage => page::write(app, wiki, job).await?,
        JobKind::StatusRow => status::write(app, wiki, job).await?,
        JobKind::UnpublishedNumber => status::write_number(app, wiki, job).await?,
        JobKind::TalkPageNote(note) => talk::leave(app, wiki, job, note).await?,
        JobKind::WikiMail(note) => return wiki_mail::send(app, wiki, job, note).await,
    }
    Ok(End::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_can_run_beside_the_pages() {
        fn spawnable<F: Future + Send + 'static>(_: impl FnOnce(App) -> F) {}
        spawnable(|app| run(app, std::future::pending()));
    }

    #[tokio::test]
    async fn a_job_that_panics_is_tried_again_later() {
        let end = settled(3, async { panic!("a fault of the tool") }).await;
        assert!(matches!(end, End::Again { seconds: 20, .. }), "{end:?}");
    }
}
