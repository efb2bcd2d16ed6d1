//! What a form sends.

use super::page_error::PageError;
use crate::app::IdempotencyKey;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::future::LocalBoxFuture;
use helpdesk_domain::Values;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body may take to arrive: longer than a poor line needs for the longest form.
const PATIENCE: Duration = Duration::from_secs(20);

/// The fields of a form, each one once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The fields, without those that are taken out below.
    pub values: Values,
}

impl Sent {
    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// [`PageError`] for a field that was sent twice, or a name that is none.
    pub fn read(body: &[u8]) -> Result<Self, PageError> {
        let mut values = Values::new();
        for (name, value) in url::form_urlencoded::parse(body) {
            if name.is_empty() || name.len() > 100 {
                return Err(PageError::bad_request());
            }
            if values.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(PageError::refused(StatusCode::BAD_REQUEST, "duplicate-field"));
            }
        }
        Ok(Self { values })
    }

    /// Takes a field out that is not the form's own.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.values.remove(name)
    }

    /// Takes the idempotency key out.
    ///
    /// # Errors
    /// [`PageError`] if it is missing or none.
    pub fn key(&mut self) -> Result<IdempotencyKey, PageError> {
        self.take("idempotency_key")
            .and_then(|key| IdempotencyKey::parse(&key))
            .ok_or_else(PageError::bad_request)
    }

    /// Takes the version out that the form was opened at.
    ///
    /// # Errors
    /// [`PageError`] if it is missing or no number.
    pub fn version(&mut self) -> Result<u32, PageError> {
        self.take("expected_version").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)
    }
}

/// Whether a body says that it is a form's.
pub fn is_form(content_type: &str) -> bool {
    content_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The whole body; if it cannot be had, what to answer.
pub fn whole(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, StatusCode>> + use<> {
    let body = timeout(PATIENCE, Bytes::from_request(request, payload));
    async move {
        match body.await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) => match error.as_response_error().status_code() {
                StatusCode::PAYLOAD_TOO_LARGE => Err(StatusCode::PAYLOAD_TOO_LARGE),
                _ => Err(StatusCode::BAD_REQUEST),
            },
            Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        }
    }
}

/// What [`whole`] gives instead of a body is called so; the last part of `helpdesk-error-…`.
#[must_use]
pub fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::REQUEST_TIMEOUT => "too-slow",
        _ => "bad-request",
    }
}

impl FromRequest for Sent {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = is_form(request.content_type());
        let body = whole(request, payload);
        Box::pin(async move {
            if !is_form {
                return Err(PageError::refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad-request"));
            }
            let body = body.await.map_err(|status| PageError::refused(status, code_of(status)))?;
            Self::read(&body)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_there_once() {
        let mut sent = Sent::read(b"what=a+b%26c&idempotency_key=12345678&expected_version=3").expect("a form");
        assert_eq!(sent.version().expect("a version"), 3);
        assert!(sent.key().is_ok());
        assert_eq!(sent.values, Values::from([("what".to_owned(), "a b&c".to_owned())]));
        assert!(Sent::read(b"a=1&a=2").is_err());
    }

    #[test]
    fn what_is_missing_or_no_number_is_refused() {
        for body in
            ["", "expected_version=-1&idempotency_key=1", "expected_version=x&idempotency_key=\u{e9}aaaaaaaa"]
        {
            let mut sent = Sent::read(body.as_bytes()).expect("a form");
            assert!(sent.version().is_err() && sent.key().is_err(), "{body}");
        }
        assert!(Sent::read(format!("{}=1", "a".repeat(101)).as_bytes()).is_err());
    }
}
