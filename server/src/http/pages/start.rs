//! The start page.

use super::{Shown, line};
use crate::app::{QueueFilter, my_requests, open_numbers, queue};
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::ok;
use crate::views::start::{StartPage, open_stages};

/// How many of the requests that wait for somebody are shown at once.
const WAITING: usize = 10;

/// `GET /`
pub async fn show(visit: Visit<MaybeSignedIn>) -> Shown {
    let app = &visit.site.app;
    let numbers = open_numbers(app).await?;
    let open = open_stages().map(|stage| {
        let count = numbers.by_stage.get(&stage).copied().unwrap_or(0);
        (stage, u64::from(count))
    });
    let mine = match &visit.who {
        Some(person) => Some(my_requests(app, person.person).await?.into_iter().map(line).collect()),
        None => None,
    };
    let waiting = if visit.frame.works_here() {
        let first = queue(app, visit.viewer(), &QueueFilter::default(), None).await?;
        first
            .items
            .into_iter()
            .filter(|item| item.duty.is_some() && !item.own)
            .take(WAITING)
            .map(line)
            .collect()
    } else {
        Vec::new()
    };
    let page = StartPage { policy: visit.policy.policy.clone(), open: open.collect(), mine, waiting };
    Ok(ok(&visit.frame, &page))
}
