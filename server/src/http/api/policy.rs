//! The rules as they stand.

use super::Answered;
use crate::http::Site;
use actix_web::HttpResponse;
use actix_web::http::header::{ETag, EntityTag};
use actix_web::web::Data;

/// `GET /api/v1/policy`; the entity tag is its number in the record.
pub async fn show(site: Data<Site>) -> Answered {
    let current = site.app.policy().await?;
    let version = ETag(EntityTag::new_strong(current.version.to_string()));
    Ok(HttpResponse::Ok().insert_header(version).json(&*current.policy))
}
