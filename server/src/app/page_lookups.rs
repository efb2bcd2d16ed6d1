//! The state of many wiki pages at once, for watchlists.

use crate::app::listing::item;
use crate::app::resolve::wrong;
use crate::app::{App, AppError};
use crate::store::lists;
use anyhow::Context;
use helpdesk_domain::Viewer;
use helpdesk_domain::form::Problem;
use helpdesk_domain::text::TextError;
use helpdesk_domain::wire::{MAX_LOOKUPS, PageLookups, PageLookupsAnswer, PageState};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The requests of these pages that the viewer may see, in one statement.
///
/// # Errors
/// [`AppError::Form`] with field `titles` for more than [`MAX_LOOKUPS`].
pub async fn page_lookups(
    app: &App,
    viewer: Viewer,
    asked: &PageLookups,
) -> Result<PageLookupsAnswer, AppError> {
    if asked.titles.len() > MAX_LOOKUPS {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let too_many = TextError::TooLong { max: count(MAX_LOOKUPS), length: count(asked.titles.len()) };
        return Err(wrong("titles", Problem::Text(too_many)));
    }
    let titles: Vec<String> = asked.titles.iter().map(|title| title.replace('_', " ")).collect();
    let rows = lists::of_pages(&app.store, viewer.person(), &titles).await?;
    let now = app.clock.now();
    let mut states: BTreeMap<String, PageState> = BTreeMap::new();
    for row in rows {
        let Some(item) = item(&row, viewer, now)? else { continue };
        let Some(page) = item.page else { continue };
        let state = PageState {
            reference: item.reference,
            title: item.title,
            stage: item.stage,
            priority: item.priority,
            turn: item.turn,
            by: item.by,
            duty: item.duty,
            ranks: item.ranks,
        };
        states.insert(page, state);
    }
    let pages: BTreeMap<String, PageState> = asked
        .titles
        .iter()
        .zip(&titles)
        .filter_map(|(asked, title)| Some((asked.clone(), states.get(title)?.clone())))
        .collect();
    let digest = digest(&pages)?;
    if asked.known.as_ref() == Some(&digest) {
        return Ok(PageLookupsAnswer::Unchanged);
    }
    Ok(PageLookupsAnswer::Pages { digest, pages })
}

fn digest(pages: &BTreeMap<String, PageState>) -> Result<String, AppError> {
    let json = serde_json::to_vec(pages).context("a look-up's answer").map_err(AppError::Internal)?;
    Ok(Sha256::digest(json)[..16].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
