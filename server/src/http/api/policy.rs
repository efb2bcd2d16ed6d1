//! The rules as they stand.

use super::Answered;
use crate::http::Site;
use actix_web::HttpResponse;
use actix_web::web::Data;
use helpdesk_domain::RULES_VERSION;
use serde_json::json;

/// `GET /api/v1/policy`
pub async fn show(site: Data<Site>) -> Answered {
    let current = site.app.policy().await?;
    let answer =
        json!({ "version": current.version, "rules_version": RULES_VERSION, "policy": &*current.policy });
    Ok(HttpResponse::Ok().json(answer))
}
