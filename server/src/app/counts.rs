//! How many requests there are.

use crate::app::{App, AppError};
use helpdesk_domain::{Outcome, StageName, Viewer};
use std::collections::BTreeMap;

/// How many requests the viewer may see, and how they ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By the year (UTC) in which they came in, the newest first.
    pub years: Vec<YearCount>,
}

/// The requests of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearCount {
    /// The year.
    pub year: i32,
    /// Requests that are still open.
    pub open: u32,
    /// Requests by outcome, without small questions.
    pub closed: BTreeMap<Outcome, u32>,
    /// Small questions that were answered at once.
    pub small: u32,
}

/// How many requests are open, for everybody: nothing but numbers by stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenNumbers {
    /// Open requests by stage; a stage without any is not in it.
    pub by_stage: BTreeMap<StageName, u32>,
}

/// Counts what the viewer may see.
///
/// # Errors
/// As the database says.
pub async fn counts(app: &App, viewer: Viewer) -> Result<Counts, AppError> {
    let _ = (app, viewer);
    Err(AppError::Busy)
}

/// Counts all open requests.
///
/// # Errors
/// As the database says.
pub async fn open_numbers(app: &App) -> Result<OpenNumbers, AppError> {
    let _ = app;
    Err(AppError::Busy)
}
