//! The caller's own requests.

use super::{Answered, Item};
use crate::app;
use crate::http::Site;
use crate::http::guard::Bearer;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

/// `GET /api/v1/my-requests`
pub async fn list(site: Data<Site>, who: Bearer) -> Answered {
    let found = app::my_requests(&site.app, who.0.person).await?;
    let items: Vec<Item> = found.into_iter().map(Item::from).collect();
    Ok(HttpResponse::Ok().json(json!({ "items": items })))
}
