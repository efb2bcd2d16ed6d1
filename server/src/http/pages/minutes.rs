//! Agenda and minutes on the wiki, and the quarter's brief.

use super::support_request::page_href;
use super::{Shown, reference};
use crate::app::meetings::list;
use crate::app::minutes::{Draft, Kind, PageState, answer, brief, draft, fingerprint, publish, quarter};
use crate::http::body::Sent;
use crate::http::guard::{Secretary, Visit, WithRole};
use crate::http::page_error::{PageError, html, ok, see_other};
use crate::views::frame::framed;
use crate::views::minutes::{BriefPage, MinutesPage, Published};
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use helpdesk_domain::{Reference, Viewer};
use std::collections::{BTreeMap, BTreeSet};

type Writing = Visit<WithRole<Secretary>>;

/// `GET /meetings/{reference}/agenda`
pub async fn agenda(visit: Writing, path: Path<String>) -> Shown {
    let page = page(&visit, reference(&path)?, Kind::Agenda, false).await?;
    Ok(ok(&visit.frame, &page))
}

/// `GET /meetings/{reference}/minutes`
pub async fn minutes(visit: Writing, path: Path<String>) -> Shown {
    let page = page(&visit, reference(&path)?, Kind::Minutes, false).await?;
    Ok(ok(&visit.frame, &page))
}

/// `POST /meetings/{reference}/agenda`
pub async fn publish_agenda(visit: Writing, path: Path<String>, sent: Sent) -> Shown {
    published(&visit, reference(&path)?, Kind::Agenda, sent).await
}

/// `POST /meetings/{reference}/minutes`
pub async fn publish_minutes(visit: Writing, path: Path<String>, sent: Sent) -> Shown {
    published(&visit, reference(&path)?, Kind::Minutes, sent).await
}

/// `POST /meetings/{reference}/answer`
pub async fn settle(visit: Writing, path: Path<String>, mut sent: Sent) -> Shown {
    let wanted = reference(&path)?;
    let revision =
        sent.take("revision").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)?;
    let keep = sent.take("keep").as_deref() == Some("yes");
    let kind = if sent.take("kind").as_deref() == Some("agenda") { Kind::Agenda } else { Kind::Minutes };
    if answer(&visit.site.app, &visit.who.actor(), wanted, revision, keep).await? {
        visit.cookie().say("helpdesk-site-notice-minutes");
    }
    Ok(see_other(&format!("/meetings/{wanted}/{}", code(kind))))
}

/// `GET /meetings/brief`
pub async fn show_brief(visit: Writing, query: Query<BTreeMap<String, String>>) -> Shown {
    let actor = visit.who.actor();
    let held = list(&visit.site.app, Viewer::Person(actor)).await?;
    let now = quarter(visit.frame.now);
    let mut quarters: BTreeSet<String> = held
        .iter()
        .filter(|meeting| meeting.starts_at <= visit.frame.now)
        .map(|meeting| quarter(meeting.starts_at))
        .collect();
    quarters.insert(now.clone());
    let chosen = query.get("quarter").filter(|one| quarters.contains(*one)).cloned().unwrap_or(now);
    let text = brief(&visit.site.app, &actor, &chosen).await?;
    let page = BriefPage { quarter: chosen, quarters: quarters.into_iter().rev().collect(), text };
    Ok(ok(&visit.frame, &page))
}

async fn published(visit: &Writing, wanted: Reference, kind: Kind, mut sent: Sent) -> Shown {
    let seen = sent.take("seen").ok_or_else(PageError::bad_request)?;
    if publish(&visit.site.app, &visit.who.actor(), wanted, kind, &seen).await? {
        visit.cookie().say("helpdesk-site-notice-minutes");
        return Ok(see_other(&format!("/meetings/{wanted}/{}", code(kind))));
    }
    let page = page(visit, wanted, kind, true).await?;
    Ok(html(StatusCode::CONFLICT, framed(&visit.frame, &page)))
}

fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Agenda => "agenda",
        Kind::Minutes => "minutes",
    }
}

async fn page(visit: &Writing, wanted: Reference, kind: Kind, moved: bool) -> Result<MinutesPage, PageError> {
    let Draft { meeting, title, block, page } =
        draft(&visit.site.app, &visit.who.actor(), wanted, kind).await?;
    let published = page.as_ref().map_or(Published::Not, |page| match page.state {
        PageState::Waiting => Published::Waiting,
        PageState::Done => Published::Done,
        PageState::Parked => Published::Stuck,
        PageState::Question => Published::Changed,
    });
    let found = page
        .as_ref()
        .filter(|_| published == Published::Changed)
        .and_then(|page| Some((page.found.clone()?, page.revision.unwrap_or(0))));
    let title = page.as_ref().map(|page| page.title.clone()).or(title);
    Ok(MinutesPage {
        meeting: meeting.reference,
        kind: code(kind),
        seen: fingerprint(&block),
        place: title.map(|title| (title.clone(), page_href(&visit.site.app.config.wiki_api, &title))),
        published,
        same: page.as_ref().is_some_and(|page| page.block == block),
        error: page.as_ref().and_then(|page| page.error.clone()).filter(|_| published != Published::Done),
        revision: page.as_ref().and_then(|page| page.revision).unwrap_or(0),
        ours: page.map(|page| page.block).unwrap_or_default(),
        found,
        text: block,
        moved,
    })
}
