//! The order to stop: SIGTERM, as Kubernetes sends it, or SIGINT.

use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};

/// Begins to listen, and gives what is done when the order comes.
///
/// # Errors
/// If signals cannot be listened to.
pub(crate) fn ordered() -> Result<impl Future<Output = ()>> {
    let mut term = signal(SignalKind::terminate()).context("SIGTERM cannot be listened to")?;
    let mut int = signal(SignalKind::interrupt()).context("SIGINT cannot be listened to")?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping");
    })
}
