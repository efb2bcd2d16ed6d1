//! Ctrl-C and its like: everything that waits asks `came` and unwinds, and what was started is stopped on the way out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static CAME: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on the signals do not end this process, but are seen by `came`.
pub fn listen() -> Result<()> {
    let flag = CAME.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("cannot listen for Ctrl-C")?;
    }
    Ok(())
}

/// Whether somebody asked this process to stop.
pub fn came() -> bool {
    CAME.get().is_some_and(|flag| flag.load(Ordering::SeqCst))
}
