//! Whether the service runs, and whether it can do its work.

use super::Shown;
use crate::app::health::health;
use crate::http::Site;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

/// `GET /healthz`: the process answers.
pub async fn process() -> Shown {
    Ok(HttpResponse::Ok().json(json!({ "process": "ok" })))
}

/// `GET /readyz`: the database answers, and how long the outbox waits, in seconds.
pub async fn ready(site: Data<Site>) -> Shown {
    match health(&site.app).await {
        Ok(health) => Ok(HttpResponse::Ok().json(json!({ "database": "ok", "outbox_age": health.outbox_age }))),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Ok(HttpResponse::ServiceUnavailable().json(json!({ "database": "no answer" })))
        }
    }
}
