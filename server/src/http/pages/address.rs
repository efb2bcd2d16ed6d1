//! Another mail address in the place of a requester's.

use super::{Shown, reference};
use crate::app::mail_out::address;
use crate::app::{AppError, view};
use crate::http::body::Sent;
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::address::AddressPage;
use crate::views::form::Filling;
use crate::views::frame::framed;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use helpdesk_domain::{Reference, Viewer};

type Visiting = Visit<WithRole<Staff>>;

/// `GET /support-requests/{reference}/address`
pub async fn show(visit: Visiting, path: Path<String>) -> Shown {
    page(&visit, reference(&path)?, StatusCode::OK, Filling::default()).await
}

/// `POST /support-requests/{reference}/address`
pub async fn correct(visit: Visiting, path: Path<String>, sent: Sent) -> Shown {
    let about = reference(&path)?;
    let typed = sent.values.get("mail").cloned().unwrap_or_default();
    match address::correct(&visit.site.app, &visit.who.actor(), about, &typed).await {
        Ok(_) => {
            visit.cookie().say("helpdesk-site-notice-address");
            Ok(see_other(&format!("/support-requests/{about}#mails")))
        }
        Err(AppError::Form(errors)) => {
            let filling = Filling { values: Some(sent.values), errors };
            page(&visit, about, StatusCode::UNPROCESSABLE_ENTITY, filling).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(visit: &Visiting, about: Reference, status: StatusCode, filling: Filling) -> Shown {
    let (app, actor) = (&visit.site.app, visit.who.actor());
    let now = address::of(app, &actor, about).await?.ok_or_else(PageError::not_found)?;
    let seen = view(app, Viewer::Person(actor), about).await?;
    let page = AddressPage {
        reference: about,
        title: seen.facts.title.as_str().to_owned(),
        address: now.as_str().to_owned(),
        filling,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}
