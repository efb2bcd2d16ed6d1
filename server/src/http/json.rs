//! What a program sends.

use super::api_error::ApiError;
use super::body::{code_of, whole};
use crate::app::IdempotencyKey;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::future::{LocalBoxFuture, Ready, ready};
use serde::de::DeserializeOwned;

/// A JSON body of the type, no field unknown or missing.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        let body = whole(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError::refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad-request"));
            }
            let body = body.await.map_err(|status| ApiError::refused(status, code_of(status)))?;
            serde_json::from_slice(&body).map(Self).map_err(|error| ApiError::unreadable(&error))
        })
    }
}

/// The header `Idempotency-Key`, which every write has.
pub struct Key(pub IdempotencyKey);

impl FromRequest for Key {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = text.and_then(IdempotencyKey::parse);
        ready(key.map(Self).ok_or_else(|| ApiError::refused(StatusCode::BAD_REQUEST, "no-key")))
    }
}
