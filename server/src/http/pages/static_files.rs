//! The few files that pages load, and what robots are told.

use super::Shown;
use crate::http::page_error::PageError;
use crate::views::asset;
use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Path, Query};
use std::collections::BTreeMap;

/// Requests and lists are private, or on the wiki where robots find them.
const ROBOTS: &str = "User-agent: *\n\
    Disallow: /sign-in\nDisallow: /support-requests/\nDisallow: /queue\nDisallow: /outbox\nDisallow: /roles\nDisallow: /seats\nDisallow: /ranking\nDisallow: /api/\n\
    Allow: /support-requests/new$\n";

/// `GET /static/{name}`
pub async fn show(path: Path<String>, query: Query<BTreeMap<String, String>>) -> Shown {
    let asset =
        asset::all().into_iter().find(|asset| asset.name == path.as_str()).ok_or_else(PageError::not_found)?;
    let this_one = query.get("v").is_some_and(|digest| digest == asset.digest());
    let keep = if this_one { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, keep)).content_type(asset.media_type).body(asset.text))
}

/// `GET /robots.txt`
pub async fn robots() -> Shown {
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(ROBOTS))
}
