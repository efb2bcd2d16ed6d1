//! Mail from a mailbox: the only place that names the IMAP client. A message is moved or flagged when
//! it is on record, not before; one that a crash left where it was is known again, and moved then.

mod connection;

use crate::app::App;
use crate::app::intake::{self, MailboxUid, take_in, take_unread};
use crate::config::ImapConfig;
use crate::faults::point;
use anyhow::{Context, Result, bail};
use connection::{Connection, connect};
use std::future::Future;
use std::time::Duration;

/// Bytes of a message that is fetched whole. Of a larger one only the headers are.
const SIZE_MAX: u32 = 48 << 20;
/// How long a server that tells of new mail is listened to before it is asked again (RFC 2177: below
/// half an hour), and how long one that does not is left alone.
const LISTEN: Duration = Duration::from_secs(9 * 60);
const LEAVE_ALONE: Duration = Duration::from_secs(60);
/// How long after a failure it is tried again at first, and at most.
const AGAIN: Duration = Duration::from_millis(if cfg!(feature = "faults") { 50 } else { 10_000 });
const AGAIN_MAX: Duration = Duration::from_millis(if cfg!(feature = "faults") { 200 } else { 300_000 });

/// What a look into a mailbox came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Messages that were taken in.
    pub taken: u32,
    /// Messages that had been taken in before and were only put in their place.
    pub known: u32,
    /// Messages that could not be taken in for now.
    pub left: u32,
}

/// Takes in what is in the mailbox, and closes the connection.
///
/// # Errors
/// In words, if the mailbox cannot be reached or the connection breaks; what was taken in is then
/// taken in.
pub async fn poll(app: &App, config: &ImapConfig) -> Result<Polled> {
    let mut connection = connect(config).await?;
    let polled = pass(app, config, &mut connection).await?;
    connection.log_out().await;
    if polled.left > 0 {
        bail!("{} messages could not be taken in; try again", polled.left);
    }
    Ok(polled)
}

/// Takes in what comes, until it is told to stop.
pub async fn run(app: &App, config: &ImapConfig, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let mut wait = AGAIN;
    loop {
        let failed = tokio::select! {
            () = &mut stop => return,
            failed = listen(app, config, &mut wait) => failed,
        };
        tracing::warn!(
            error = format!("{failed:#}"),
            seconds = wait.as_secs(),
            "the mailbox is left alone for a while"
        );
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(AGAIN_MAX);
    }
}

/// Takes in what comes over one connection, until it breaks.
async fn listen(app: &App, config: &ImapConfig, wait: &mut Duration) -> anyhow::Error {
    let mut connection = match connect(config).await {
        Ok(connection) => connection,
        Err(error) => return error,
    };
    loop {
        // The server may have told of mail that came during a look as part of its answers: only after
        // a look that found nothing does it tell again.
        match pass(app, config, &mut connection).await {
            Ok(polled) if polled.taken + polled.known > 0 => continue,
            Ok(_) => {}
            Err(error) => return error,
        }
        *wait = AGAIN;
        connection = match connection.wait_for_mail(LISTEN, LEAVE_ALONE).await {
            Ok(connection) => connection,
            Err(error) => return error,
        };
    }
}

async fn pass(app: &App, config: &ImapConfig, connection: &mut Connection) -> Result<Polled> {
    let uid_validity = connection.open(&config.folder).await?;
    let mailbox: String =
        format!("{}@{}/{}", config.user, config.host, config.folder).chars().take(200).collect();
    let mut polled = Polled::default();
    for uid in connection.not_handled(config.done_folder.is_some()).await? {
        let place = MailboxUid { mailbox: mailbox.clone(), uid_validity, uid };
        if intake::is_taken_in(app, &place).await.context("the database does not answer")? {
            polled.known += 1;
        } else {
            match take(app, connection, &place).await? {
                None => continue,
                Some(false) => {
                    polled.left += 1;
                    continue;
                }
                Some(true) => polled.taken += 1,
            }
        }
        point("poll.committed");
        connection.put_away(uid, config.done_folder.as_deref()).await?;
        point("poll.put-away");
    }
    Ok(polled)
}

/// Whether a message is on record now; `None` if it is no longer in the mailbox. One that cannot be
/// taken in for now stays, and keeps no other waiting.
async fn take(app: &App, connection: &mut Connection, place: &MailboxUid) -> Result<Option<bool>> {
    let Some(size) = connection.size(place.uid).await? else { return Ok(None) };
    let whole = size <= SIZE_MAX;
    let Some(raw) = connection.fetch(place.uid, whole).await? else { return Ok(None) };
    let taken = if whole {
        take_in(app, raw, Some(place)).await
    } else {
        take_unread(app, raw, Some(place), "it is too large: only its headers were fetched").await
    };
    match taken {
        Ok(taken) => {
            tracing::info!(mail.r#ref = %taken.mail, mail.uid = place.uid, "a message of the mailbox is on record");
            Ok(Some(true))
        }
        Err(error) => {
            tracing::warn!(mail.uid = place.uid, %error, "a message could not be taken in for now");
            Ok(Some(false))
        }
    }
}
