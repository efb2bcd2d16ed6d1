//! Jobs for the wiki that are stuck.

use super::Shown;
use super::support_request::page_href;
use crate::app::mail_out::MailKind;
use crate::app::outbox::{JobKind, StuckJobRow, WaitingMailRow, give_up, mail_stopped, mails, retry, stuck};
use crate::app::shared;
use crate::http::body::Sent;
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::frame::framed;
use crate::views::outbox::{OutboxPage, StuckFigures, StuckJob, WaitingMail};
use actix_web::http::StatusCode;
use helpdesk_domain::{Line, Reference, Timestamp};

type Visiting = Visit<WithRole<Staff>>;

/// `GET /outbox`
pub async fn show(visit: Visiting) -> Shown {
    page(&visit, StatusCode::OK, None).await
}

/// `POST /outbox/retry`
pub async fn again(visit: Visiting, mut sent: Sent) -> Shown {
    retry(&visit.site.app, &visit.who.actor(), job(&mut sent)?).await?;
    visit.cookie().say("helpdesk-site-notice-job");
    Ok(see_other("/outbox"))
}

/// `POST /outbox/give-up`
pub async fn never(visit: Visiting, mut sent: Sent) -> Shown {
    let job = job(&mut sent)?;
    let Ok(reason) = Line::<250>::parse(&sent.take("reason").unwrap_or_default()) else {
        let wrong = (job, "helpdesk-site-outbox-reason-needed");
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(wrong)).await;
    };
    give_up(&visit.site.app, &visit.who.actor(), job, reason.as_str()).await?;
    visit.cookie().say("helpdesk-site-notice-job");
    Ok(see_other("/outbox"))
}

/// `POST /outbox/figures`
pub async fn settle_figures(visit: Visiting, mut sent: Sent) -> Shown {
    let revision =
        sent.take("revision").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)?;
    let keep = sent.take("keep").as_deref() == Some("yes");
    if shared::answer_figures(&visit.site.app, &visit.who.actor(), revision, keep).await? {
        visit.cookie().say("helpdesk-site-notice-job");
    }
    Ok(see_other("/outbox"))
}

async fn page(visit: &Visiting, status: StatusCode, wrong: Option<(u64, &'static str)>) -> Shown {
    let jobs = stuck(&visit.site.app, &visit.who.actor()).await?;
    let figures = shared::stuck_figures(&visit.site.app, &visit.who.actor()).await?;
    let figures = figures.map(|page| StuckFigures {
        place: (page.title.clone(), page_href(&visit.site.app.config.wiki_api, &page.title)),
        changed: page.found.is_some(),
        revision: page.revision.unwrap_or(0),
        error: page.error,
    });
    let mails = mails(&visit.site.app, &visit.who.actor()).await?;
    let page = OutboxPage {
        jobs: jobs.into_iter().map(shown).collect(),
        figures,
        mails: mails.into_iter().map(mail).collect(),
        stopped: mail_stopped(&visit.site.app).await?,
        wrong,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn job(sent: &mut Sent) -> Result<u64, PageError> {
    sent.take("job").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)
}

fn shown(row: StuckJobRow) -> StuckJob {
    StuckJob {
        id: row.id,
        reference: row.reference,
        title: row.title,
        kind: format!("helpdesk-site-job-{}", row.kind.map_or("unknown", JobKind::code)),
        attempts: row.attempts,
        parked: row.parked,
        error: row.error,
        created_at: Timestamp(row.created_at),
        due_at: Timestamp(row.due_at),
    }
}

/// A mail as it is shown: what goes to the committee tells nothing of who had a say.
fn mail(row: WaitingMailRow) -> WaitingMail {
    let kind = match MailKind::parse(&row.kind) {
        Some(kind) if kind.is_of_the_committee() => "to-committee",
        Some(kind) => kind.code(),
        None => "unknown",
    };
    WaitingMail {
        id: row.id,
        about: row.reference.as_deref().and_then(Reference::parse).zip(row.title),
        kind: format!("helpdesk-site-mail-kind-{kind}"),
        attempts: row.attempts,
        parked: row.state == "parked",
        behind_page: row.behind_page,
        error: row.error,
        created_at: Timestamp(row.created_at),
        due_at: Timestamp(row.due_at),
    }
}
