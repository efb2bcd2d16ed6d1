//! The two long-running processes.

use crate::app::App;
use crate::cli::stop;
use crate::{http, worker};
use anyhow::{Context, Result};
use std::net::TcpListener;
use std::time::Duration;

/// How long connections of the database may take to close.
const CLOSING: Duration = Duration::from_secs(1);

/// Answers until it is told to stop; calls under way are then finished.
pub(crate) async fn serve(app: App) -> Result<()> {
    let stop = stop::ordered()?;
    let address = (app.config.bind, app.config.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("port {} cannot be listened on", app.config.port))?;
    let port = listener.local_addr()?.port();
    let store = app.store.clone();
    let server = http::server(app, listener)?;
    let handle = server.handle();
    tracing::info!(port, "answering");
    let stopping = async {
        stop.await;
        handle.stop(true).await;
    };
    let (served, ()) = tokio::join!(server, stopping);
    close(store).await;
    Ok(served?)
}

/// Works until it is told to stop.
pub(crate) async fn work(app: App) -> Result<()> {
    let store = app.store.clone();
    worker::run(app, stop::ordered()?).await?;
    close(store).await;
    Ok(())
}

async fn close(store: crate::store::Store) {
    match tokio::time::timeout(CLOSING, store.close()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the database's connections did not close"),
        Err(_) => tracing::warn!("the database's connections took too long to close"),
    }
}
