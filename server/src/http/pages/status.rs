//! The private page of somebody without an account. Who has the link may see and answer; no cookie
//! counts here.

use super::{Shown, new_key};
use crate::app::AppError;
use crate::app::mail_out::Pace;
use crate::app::mail_out::status::{self, Holder, answer, holder, seen};
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::form::Filling;
use crate::views::frame::framed;
use crate::views::status::StatusPage;
use actix_web::http::StatusCode;
use actix_web::web::Path;

type Visiting = Visit<MaybeSignedIn>;

/// `GET /status/{token}`
pub async fn show(visit: Visiting, path: Path<String>) -> Shown {
    let holder = holder(&visit.site.app, &path).await?;
    page(visit, holder, &path, StatusCode::OK, Filling::default(), None).await
}

/// `POST /status/{token}`
pub async fn send(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let app = visit.site.app.clone();
    let holder = holder(&app, &path).await?;
    let back = format!("/status/{}", path.as_str());
    if let Some(pace) = sent.take("pace") {
        let pace = Pace::parse(&pace).ok_or_else(PageError::bad_request)?;
        status::set_pace(&app, holder, pace).await?;
        visit.cookie().say("helpdesk-site-notice-mail-chosen");
        return Ok(see_other(&back));
    }
    let (key, version) = (sent.key()?, sent.version()?);
    let typed = sent.values.clone();
    match answer(&app, holder, version, sent.values, &key).await {
        Ok(_) => {
            visit.cookie().say("helpdesk-site-notice-acted");
            Ok(see_other(&back))
        }
        Err(AppError::Form(errors)) => {
            let filling = Filling { values: Some(typed), errors };
            page(visit, holder, &path, StatusCode::UNPROCESSABLE_ENTITY, filling, None).await
        }
        Err(AppError::Conflict(_) | AppError::Rejected(_)) => {
            let said = Some("helpdesk-site-status-moved");
            page(visit, holder, &path, StatusCode::CONFLICT, Filling::of(typed), said).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    visit: Visiting,
    holder: Holder,
    token: &str,
    status: StatusCode,
    filling: Filling,
    said: Option<&'static str>,
) -> Shown {
    let app = &visit.site.app;
    let page = StatusPage {
        view: seen(app, holder).await?,
        policy: visit.policy.policy.clone(),
        token: token.to_owned(),
        key: new_key(app)?,
        filling,
        said,
        pace: status::pace(app, holder).await?.code(),
    };
    Ok(html(status, framed(&visit.frame.private(), &page)))
}
