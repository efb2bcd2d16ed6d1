//! Errors as JSON.

use super::answer::{answer, note, retry_after, words};
use crate::app::{AppError, is_for_gadget};
use crate::views::history::change;
use crate::views::words::say;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError};
use helpdesk_domain::wire::{Change, ErrorAnswer};
use serde::Serialize;
use std::fmt;
use tracing_actix_web::RequestId;

/// Why a program did not get what it asked for.
#[derive(Clone, Debug)]
pub struct ApiError {
    status: StatusCode,
    answer: Box<Said>,
}

/// The body of an error.
#[derive(Clone, Debug, Serialize)]
struct Said {
    #[serde(flatten)]
    error: ErrorAnswer,
    /// With the code `conflict`: what happened meanwhile, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<Change>>,
}

impl ApiError {
    /// An error that the catalogue has words for.
    pub fn refused(status: StatusCode, code: &str) -> Self {
        let message = say(&format!("helpdesk-error-{code}"));
        let error =
            ErrorAnswer { code: code.to_owned(), message, fields: Vec::new(), rejection: None, incident: None };
        Self { status, answer: Box::new(Said { error, changed: None }) }
    }

    /// There is no such thing.
    pub fn not_found() -> Self {
        Self::refused(StatusCode::NOT_FOUND, "not-found")
    }

    /// The body is no JSON of that shape; it says where.
    pub fn unreadable(error: &serde_json::Error) -> Self {
        let mut this = Self::refused(StatusCode::BAD_REQUEST, "bad-request");
        this.answer.error.message = format!("{} ({error})", this.answer.error.message);
        this
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        note(&error);
        let (status, code) = answer(&error);
        let mut this = Self::refused(status, code);
        this.answer.error.message = words(&error);
        match error {
            AppError::Rejected(rejection) => {
                this.answer.error.code = rejection.code().to_owned();
                this.answer.error.rejection = Some(rejection);
            }
            AppError::Form(fields) => this.answer.error.fields = fields,
            AppError::Conflict(conflict) => {
                let shown = conflict.since.iter().filter(|recorded| is_for_gadget(recorded));
                this.answer.changed = Some(shown.map(|recorded| change(&conflict.now, recorded)).collect());
            }
            AppError::KeyReused
            | AppError::NotFound
            | AppError::Blocked
            | AppError::TemporaryAccount
            | AppError::Busy
            | AppError::Passing(_)
            | AppError::Internal(_) => {}
        }
        this
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.status.as_u16(), self.answer.error.code)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(Said::clone(&self.answer));
        response
    }
}

/// Answers every error as JSON, whoever found it, with the call's id if it is our fault.
pub async fn shown(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return Ok(response);
    }
    let answer = response.response().extensions().get::<Said>().cloned();
    let mut answer = answer.unwrap_or_else(|| *ApiError::refused(status, code_of(status)).answer);
    let (request, old) = response.into_parts();
    if status.is_server_error() {
        answer.error.incident = request.extensions().get::<RequestId>().map(|id| id.to_string());
    }
    let mut new = HttpResponse::build(status).json(answer);
    for (name, value) in old.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            new.headers_mut().insert(name.clone(), value.clone());
        }
    }
    if let Some(seconds) = retry_after(status) {
        new.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        new.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Ok(ServiceResponse::new(request, new))
}

fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        status if status.is_client_error() => "bad-request",
        _ => "internal",
    }
}
