//! Erasing what is kept about somebody.

use super::Shown;
use crate::app::erasure::{self, Refused};
use crate::http::body::Sent;
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::html;
use crate::views::erasure::{Done, ErasurePage, Meant, Step};
use crate::views::frame::framed;
use actix_web::http::StatusCode;

type Visiting = Visit<WithRole<Staff>>;

/// `GET /erasure`
pub async fn show(visit: Visiting) -> Shown {
    Ok(page(&visit, StatusCode::OK, String::new(), Step::Ask { wrong: None }))
}

/// `POST /erasure`: says what would be erased; with the name typed once more in `again`, erases it.
pub async fn erase(visit: Visiting, mut sent: Sent) -> Shown {
    let who = sent.take("who").unwrap_or_default();
    let (app, actor) = (&visit.site.app, visit.who.actor());
    if let Some(again) = sent.take("again") {
        return match erasure::carry_out_asked(app, &actor, &who, &again).await? {
            Ok(erased) => {
                let done = Done { open: erased.open, pages: erased.pages };
                Ok(page(&visit, StatusCode::OK, String::new(), Step::Done(done)))
            }
            Err(Refused::NotConfirmed) => asked(&visit, who, Some(Refused::NotConfirmed)).await,
            Err(refused) => Ok(refused_page(&visit, who, refused)),
        };
    }
    asked(&visit, who, None).await
}

async fn asked(visit: &Visiting, who: String, wrong: Option<Refused>) -> Shown {
    match erasure::asked(&visit.site.app, &visit.who.actor(), &who).await? {
        Ok(asked) => {
            let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let meant = Meant {
                account: asked.account,
                accounts: asked.accounts,
                requests: asked.requests,
                wrong: wrong.map(message),
            };
            Ok(page(visit, status, who, Step::Confirm(meant)))
        }
        Err(refused) => Ok(refused_page(visit, who, refused)),
    }
}

fn refused_page(visit: &Visiting, who: String, refused: Refused) -> actix_web::HttpResponse {
    page(visit, StatusCode::UNPROCESSABLE_ENTITY, who, Step::Ask { wrong: Some(message(refused)) })
}

fn message(refused: Refused) -> &'static str {
    match refused {
        Refused::Nobody => "helpdesk-site-erasure-nobody",
        Refused::HasRoles => "helpdesk-site-erasure-has-roles",
        Refused::NotConfirmed => "helpdesk-site-erasure-not-confirmed",
    }
}

fn page(visit: &Visiting, status: StatusCode, typed: String, step: Step) -> actix_web::HttpResponse {
    html(status, framed(&visit.frame, &ErasurePage { typed, step }))
}
