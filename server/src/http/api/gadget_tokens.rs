//! The gadget's tokens: got with the pop-up's one-time code, ended at sign-out.

use super::Answered;
use crate::app::{AppError, gadget_tokens};
use crate::http::Site;
use crate::http::api_error::ApiError;
use crate::http::guard::Bearer;
use crate::http::json::Json;
use actix_web::http::StatusCode;
use actix_web::http::header::ORIGIN;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;

/// Seconds that a token holds.
const HOLDS: u32 = 12 * 3600;

/// What the gadget got and what it kept for itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    code: String,
    verifier: String,
}

/// `POST /api/v1/gadget-tokens`
pub async fn exchange(site: Data<Site>, request: HttpRequest, body: Json<Exchange>) -> Answered {
    let unknown = || ApiError::refused(StatusCode::UNAUTHORIZED, "unauthorized");
    if !site.limits.allow(None) {
        return Err(ApiError::refused(StatusCode::TOO_MANY_REQUESTS, "too-many"));
    }
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok()).ok_or_else(unknown)?;
    let Exchange { code, verifier } = body.0;
    let token = match gadget_tokens::redeem(&site.app, &code, &verifier, origin).await {
        Err(AppError::NotFound) => return Err(unknown()),
        other => other?,
    };
    let person = gadget_tokens::find(&site.app, token.expose_secret(), origin).await?.ok_or_else(unknown)?;
    let answer = json!({ "token": token.expose_secret(), "expires_in": HOLDS, "user": person.name });
    Ok(HttpResponse::Created().json(answer))
}

/// `DELETE /api/v1/gadget-tokens`
pub async fn end(site: Data<Site>, who: Bearer) -> Answered {
    gadget_tokens::end(&site.app, who.0.person).await?;
    Ok(HttpResponse::NoContent().finish())
}
