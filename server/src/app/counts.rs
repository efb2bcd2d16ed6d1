//! How many requests there are.

use crate::app::listing::works;
use crate::app::{App, AppError};
use crate::store::{StoreError, lists};
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

/// Counts what the viewer may see: all of them for those who work on requests, else what is published.
///
/// # Errors
/// As the database says.
pub async fn counts(app: &App, viewer: Viewer) -> Result<Counts, AppError> {
    let mut years: BTreeMap<i32, YearCount> = BTreeMap::new();
    for (year, outcome, count) in lists::counts(&app.store, works(viewer.roles())).await? {
        let of_year = years.entry(year).or_insert_with(|| YearCount { year, ..YearCount::default() });
        match outcome.as_deref().map(Outcome::parse) {
            None => of_year.open = count,
            Some(Some(Outcome::Answered)) => of_year.small = count,
            Some(Some(outcome)) => drop(of_year.closed.insert(outcome, count)),
            Some(None) => return Err(StoreError::Broken("support_request.outcome".to_owned()).into()),
        }
    }
    Ok(Counts { years: years.into_values().rev().collect() })
}

/// Counts all open requests.
///
/// # Errors
/// As the database says.
pub async fn open_numbers(app: &App) -> Result<OpenNumbers, AppError> {
    let mut by_stage = BTreeMap::new();
    for (stage, count) in lists::open_numbers(&app.store).await? {
        let stage = StageName::parse(&stage);
        let stage = stage.ok_or_else(|| StoreError::Broken("support_request.stage".to_owned()))?;
        by_stage.insert(stage, count);
    }
    Ok(OpenNumbers { by_stage })
}
