//! What pages of meetings on the wiki still tell of what was erased.

use crate::app::{App, AppError, token};
use crate::store::{Tx, events, shared_pages};
use crate::wiki::minutes::without;
use helpdesk_domain::{Event, Reference, SupportRequest};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an erasure touches, as it was before.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Requests of which everything is erased that the one who asked wrote.
    pub(super) whole: Vec<Arc<SupportRequest>>,
    /// Others.
    pub(super) partly: Vec<Arc<SupportRequest>>,
}

/// Has these requests taken out of the pages of meetings; those that are erased in part only where a title
/// or a decision was.
///
/// # Errors
/// As the database says.
pub(super) async fn take_out(
    tx: &mut Tx<'_>,
    app: &App,
    before: &Before,
    pages: &BTreeMap<Reference, String>,
) -> Result<(), AppError> {
    let mut gone: Vec<_> = before.whole.iter().collect();
    for request in &before.partly {
        let Some(now) = events::find(tx, request.reference).await? else { continue };
        let now = now.request;
        if now.facts.title != request.facts.title || now.decisions != request.decisions {
            gone.push(request);
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    for (name, block, found) in shared_pages::of_meetings(tx).await? {
        let (new_block, new_found) =
            gone.iter().fold((block.clone(), found.clone()), |(block, found), request| {
                let page = pages.get(&request.reference).map(String::as_str);
                let titles = titles(request);
                let less = |text: String| without(&text, page, &titles).unwrap_or(text);
                (less(block), found.map(less))
            });
        if (&new_block, &new_found) != (&block, &found) {
            let word = token::short(app)?;
            shared_pages::change(tx, &name, &new_block, new_found.as_deref(), &word).await?;
        }
    }
    Ok(())
}

/// The titles that a request had.
fn titles(request: &SupportRequest) -> Vec<&str> {
    let mut titles = Vec::new();
    for recorded in &request.history {
        if let Event::Submitted { facts, .. } | Event::Edited { facts } = &recorded.event {
            titles.push(facts.title.as_str());
        }
    }
    titles.retain(|title| !title.is_empty());
    titles
}
