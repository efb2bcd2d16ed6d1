//! Log lines: JSON on stderr, without addresses, tokens or what people wrote.

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

/// Begins to log what the filter lets through.
///
/// # Errors
/// If the filter cannot be read.
pub(crate) fn begin(filter: &str) -> Result<()> {
    // The driver's own lines could quote statements with their values.
    let filter = EnvFilter::try_new(format!("{filter},mysql_async=warn")).context("HELPDESK_LOG")?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .try_init()
        .map_err(|error| anyhow::anyhow!("log lines cannot be written: {error}"))
}
