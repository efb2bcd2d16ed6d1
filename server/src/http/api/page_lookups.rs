//! The state of many wiki pages at once.

use super::Answered;
use crate::app;
use crate::http::Site;
use crate::http::guard::MaybeBearer;
use crate::http::json::Json;
use actix_web::HttpResponse;
use actix_web::web::Data;
use helpdesk_domain::wire::PageLookups;

/// `POST /api/v1/page-lookups`
pub async fn find(site: Data<Site>, who: MaybeBearer, asked: Json<PageLookups>) -> Answered {
    Ok(HttpResponse::Ok().json(app::page_lookups(&site.app, who.viewer(), &asked.0).await?))
}
