//! The queue.

use super::{Shown, line};
use crate::app::{QueueFilter, queue};
use crate::http::guard::{Visit, WithRole, Works};
use crate::http::page_error::ok;
use crate::views::queue::{QueuePage, Search};
use actix_web::web::Query;
use helpdesk_domain::{Outcome, Party, Priority, StageName, Viewer};
use std::collections::BTreeMap;

/// `GET /queue`
pub async fn show(visit: Visit<WithRole<Works>>, query: Query<BTreeMap<String, String>>) -> Shown {
    let search = search(&query);
    let cursor = query.get("from").map(String::as_str);
    let viewer = Viewer::Person(visit.who.actor());
    let found = queue(&visit.site.app, viewer, &filter(&search), cursor).await?;
    let lines = found.items.into_iter().map(line).collect();
    let aside = found.aside.into_iter().map(line).collect();
    let page = QueuePage { search, lines, aside, next: found.next, continued: cursor.is_some() };
    Ok(ok(&visit.frame, &page))
}

/// What an address asks for; what is no filter is none.
pub fn search(query: &BTreeMap<String, String>) -> Search {
    let text = |name: &str| query.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    Search {
        text: text("text").map(|text| text.chars().take(200).collect()).unwrap_or_default(),
        stage: text("stage").and_then(StageName::parse),
        priority: text("priority").and_then(Priority::parse),
        turn: text("turn").and_then(Party::parse),
        outcome: text("outcome").and_then(Outcome::parse),
        year: text("year").and_then(|year| year.parse().ok()).filter(|year| (1..=9999).contains(year)),
        late: text("late").is_some(),
        closed: text("closed").is_some(),
        small: text("small").is_some(),
    }
}

/// A search as the record is asked for it.
pub fn filter(search: &Search) -> QueueFilter {
    QueueFilter {
        stage: search.stage,
        priority: search.priority,
        turn: search.turn,
        late: search.late,
        text: Some(search.text.clone()).filter(|text| !text.is_empty()),
        year: search.year,
        outcome: search.outcome,
        small: search.small.then_some(true),
        closed: search.closed,
    }
}
