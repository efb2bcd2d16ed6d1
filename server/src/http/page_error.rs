//! Errors as pages.

use super::answer::{answer, note, retry_after, words};
use super::guard::frame_of;
use super::typed;
use crate::app::AppError;
use crate::views::Page;
use crate::views::error::ErrorPage;
use crate::views::frame::{Frame, framed};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError};
use helpdesk_domain::Rejection;
use std::fmt;
use tracing_actix_web::RequestId;

/// Why there is no page, as it will be shown.
#[derive(Clone, Debug)]
pub struct PageError {
    status: StatusCode,
    page: ErrorPage,
}

impl PageError {
    /// An error that the catalogue has words for.
    pub fn refused(status: StatusCode, code: &str) -> Self {
        let sign_in = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND);
        Self { status, page: ErrorPage { sign_in, ..ErrorPage::new(code) } }
    }

    /// There is no such page.
    pub fn not_found() -> Self {
        Self::refused(StatusCode::NOT_FOUND, "not-found")
    }

    /// What was sent cannot be read.
    pub fn bad_request() -> Self {
        Self::refused(StatusCode::BAD_REQUEST, "bad-request")
    }

    /// Somebody may want to try to sign in again.
    pub fn at_sign_in(status: StatusCode, code: &str) -> Self {
        Self { status, page: ErrorPage { sign_in: true, ..ErrorPage::new(code) } }
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        note(&error);
        let (status, code) = answer(&error);
        let mut this = Self::refused(status, code);
        if let AppError::Rejected(refused) = &error
            && !matches!(refused, Rejection::NotFound | Rejection::SignInNeeded)
        {
            this.page.words = Some(words(&error));
        }
        this
    }
}

impl From<Rejection> for PageError {
    fn from(rejection: Rejection) -> Self {
        AppError::from(rejection).into()
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.status.as_u16(), self.page.code)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self.page.clone());
        response
    }
}

/// Shows errors as pages, whoever found them.
pub async fn shown(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let typed = typed::texts(&mut request).await;
    let response = match typed {
        Ok(_) => next.call(request).await?.map_into_boxed_body(),
        Err(ref refused) => request.error_response(refused.clone()),
    };
    let status = response.status();
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == ContentType::html().to_string().as_str());
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return Ok(response);
    }
    let page = response.response().extensions().get::<ErrorPage>().cloned();
    let mut page = page.unwrap_or_else(|| PageError::refused(status, code_of(status)).page);
    if page.code != "foreign-origin" {
        page.typed = typed.unwrap_or_default();
    }
    let (request, _) = response.into_parts();
    if status.is_server_error() {
        page.incident = request.extensions().get::<RequestId>().map(|id| id.to_string());
    }
    // Who looks is not asked of a database that is busy.
    let frame =
        if status == StatusCode::SERVICE_UNAVAILABLE { Frame::bare() } else { frame_of(&request).await };
    let mut answer = html(status, framed(&frame, &page));
    if let Some(seconds) = retry_after(status) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    Ok(ServiceResponse::new(request, answer))
}

fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::TOO_MANY_REQUESTS => "too-many",
        status if status.is_client_error() => "bad-request",
        _ => "internal",
    }
}

/// A page as an answer.
pub fn html(status: StatusCode, markup: maud::Markup) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(markup.into_string())
}

/// What is asked for is at that address.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// A page in its frame, all being well.
pub fn ok(frame: &Frame, page: &dyn Page) -> HttpResponse {
    html(StatusCode::OK, framed(frame, page))
}
