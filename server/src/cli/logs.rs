//! Log lines: JSON on stderr, without addresses, tokens or what people wrote.

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Begins to log what the filter lets through.
///
/// # Errors
/// If the filter cannot be read, or lines are written already.
pub fn begin<W>(filter: &str, to: W) -> Result<()>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // The driver's own lines could quote statements with their values.
    let filter = EnvFilter::try_new(format!("{filter},mysql_async=warn")).context("HELPDESK_LOG")?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(to)
        .with_env_filter(filter)
        .try_init()
        .map_err(|error| anyhow::anyhow!("log lines cannot be written: {error}"))
}
