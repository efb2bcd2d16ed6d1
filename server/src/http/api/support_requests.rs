//! Requests: make one, see one, see many, act on one.

use super::{Answered, Item, reference, seen};
use crate::app::{AppError, QueueItem, execute, explained, public_view, queue, submit, view};
use crate::http::Site;
use crate::http::api_error::ApiError;
use crate::http::guard::{Bearer, MaybeBearer};
use crate::http::json::{Json, Key};
use crate::http::pages::queue::{filter, search};
use crate::views::deliberation::remarks;
use actix_web::HttpResponse;
use actix_web::http::header::{ContentType, LOCATION};
use actix_web::web::{Data, Path, Query};
use helpdesk_domain::wire::{Act, Submit};
use helpdesk_domain::{CommandName, SupportRequestView, Viewer};
use serde_json::json;
use std::collections::BTreeMap;

/// `GET /api/v1/support-requests`
pub async fn list(site: Data<Site>, who: MaybeBearer, query: Query<BTreeMap<String, String>>) -> Answered {
    let cursor = query.get("from").map(String::as_str);
    let found = queue(&site.app, who.viewer(), &filter(&search(&query)), cursor).await?;
    let items = |found: Vec<QueueItem>| found.into_iter().map(Item::from).collect::<Vec<_>>();
    let (listed, aside) = (items(found.items), items(found.aside));
    Ok(HttpResponse::Ok().json(json!({ "items": listed, "aside": aside, "next": found.next })))
}

/// `POST /api/v1/support-requests`
pub async fn make(site: Data<Site>, who: Bearer, key: Key, sent: Json<Submit>) -> Answered {
    let view = submit(&site.app, &who.actor(), &sent.0.fields, &key.0).await?;
    let place = format!("/api/v1/support-requests/{}", view.reference);
    Ok(HttpResponse::Created().insert_header((LOCATION, place)).json(seen(view)))
}

/// `GET /api/v1/support-requests/{reference}`
pub async fn show(site: Data<Site>, who: MaybeBearer, path: Path<String>) -> Answered {
    let reference = reference(&path)?;
    if who.viewer() == Viewer::Anonymous {
        let body = public_view(&site.app, reference).await?;
        return Ok(HttpResponse::Ok().content_type(ContentType::json()).body(String::from(&*body)));
    }
    let view = view(&site.app, who.viewer(), reference).await?;
    let view = remarked(&site, view).await?;
    Ok(HttpResponse::Ok().json(seen(view)))
}

/// `POST /api/v1/support-requests/{reference}/{command}`
pub async fn act(
    site: Data<Site>,
    who: Bearer,
    path: Path<(String, String)>,
    key: Key,
    sent: Json<Act>,
) -> Answered {
    let reference = reference(&path.0)?;
    let name = CommandName::parse(&path.1).ok_or_else(ApiError::not_found)?;
    tracing::Span::current().record("command.name", name.code());
    let view = execute(&site.app, &who.actor(), reference, name, &sent.0, &key.0).await?;
    let view = remarked(&site, view).await?;
    Ok(HttpResponse::Ok().json(seen(view)))
}

/// The view with what its panel says of the round under way.
async fn remarked(site: &Site, view: SupportRequestView) -> Result<SupportRequestView, AppError> {
    let policy = site.app.policy().await?.policy;
    let (mut view, explanation) = explained(&site.app, &policy, view).await?;
    view.remarks = remarks(&view, explanation.as_ref());
    Ok(view)
}
