//! The committee's seats.

use super::Shown;
use crate::app::AppError;
use crate::app::seats::{self, NotSeated};
use crate::http::body::Sent;
use crate::http::guard::{Gate, Seated, Steward, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::frame::framed;
use crate::views::seats::{About, SeatsPage, Wrong};
use actix_web::http::StatusCode;
use helpdesk_domain::{Actor, Reference, Values};

type Visiting = Visit<WithRole<Steward>>;

/// `GET /seats`
pub async fn show(visit: Visit<WithRole<Seated>>) -> Shown {
    page(&visit, &visit.who.actor(), StatusCode::OK, None).await
}

/// `POST /seats/add`
pub async fn add(visit: Visiting, sent: Sent) -> Shown {
    let added = seats::add(&visit.site.app, &visit.who.actor(), &sent.values, None).await;
    answered(&visit, added, About::Term, sent.values).await
}

/// `POST /seats/stand-in`
pub async fn stand_in(visit: Visiting, mut sent: Sent) -> Shown {
    let term = of(&mut sent, "term")?;
    let added = seats::add(&visit.site.app, &visit.who.actor(), &sent.values, Some(term)).await;
    answered(&visit, added, About::StandIn(term), sent.values).await
}

/// `POST /seats/end`
pub async fn end(visit: Visiting, mut sent: Sent) -> Shown {
    let seat = of(&mut sent, "seat")?;
    let last_day = sent.values.get("last_day").cloned().unwrap_or_default();
    let ended = seats::end(&visit.site.app, &visit.who.actor(), seat, &last_day).await;
    answered(&visit, ended, About::End(seat), sent.values).await
}

fn of(sent: &mut Sent, name: &str) -> Result<Reference, PageError> {
    sent.take(name).as_deref().and_then(Reference::parse).ok_or_else(PageError::bad_request)
}

async fn answered(visit: &Visiting, done: Result<(), NotSeated>, about: About, typed: Values) -> Shown {
    let (errors, said) = match done {
        Ok(()) => {
            visit.cookie().say("helpdesk-site-notice-seats");
            return Ok(see_other("/seats"));
        }
        Err(NotSeated::Problem(problem)) => (Vec::new(), Some(problem.code())),
        Err(NotSeated::TooLate) => (Vec::new(), Some("too-late")),
        Err(NotSeated::Other(AppError::Form(errors))) => (errors, None),
        Err(NotSeated::Other(other)) => return Err(other.into()),
    };
    let wrong = Wrong { about, typed, errors, said };
    page(visit, &visit.who.actor(), StatusCode::UNPROCESSABLE_ENTITY, Some(wrong)).await
}

async fn page<G: Gate>(visit: &Visit<G>, actor: &Actor, status: StatusCode, wrong: Option<Wrong>) -> Shown {
    let committee = seats::committee(&visit.site.app, actor).await?;
    let seats::Committee { seats, names, members, stand_ins } = committee;
    let page = SeatsPage { seats, names, members, stand_ins, policy: visit.policy.policy.clone(), wrong };
    Ok(html(status, framed(&visit.frame, &page)))
}
