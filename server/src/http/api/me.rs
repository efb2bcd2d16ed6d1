//! Who calls.

use super::Answered;
use crate::http::guard::Bearer;
use actix_web::HttpResponse;
use helpdesk_domain::wire::Me;

/// `GET /api/v1/me`
pub async fn show(who: Bearer) -> Answered {
    Ok(HttpResponse::Ok().json(Me { name: who.0.name, roles: who.0.roles }))
}
