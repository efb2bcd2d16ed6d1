//! What is promised to requesters.

use super::Shown;
use crate::app::promises::{Promised, promises};
use crate::http::guard::{Deliberates, Visit, WithRole};
use crate::http::page_error::ok;
use crate::views::promises::{PromiseLine, PromisesPage};

/// `GET /promises`
pub async fn show(visit: Visit<WithRole<Deliberates>>) -> Shown {
    let found = promises(&visit.site.app, &visit.who.actor()).await?;
    let page = PromisesPage { lines: found.open.into_iter().map(line).collect(), months: found.months };
    Ok(ok(&visit.frame, &page))
}

fn line(one: Promised) -> PromiseLine {
    PromiseLine {
        reference: one.reference,
        title: one.title,
        promise: one.promise,
        waiting: one.waiting,
        owner: one.owner,
        last_sign: one.last_sign,
        watch: one.watch,
    }
}
