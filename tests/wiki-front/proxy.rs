//! Passing requests on to the wiki behind.

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use helpdesk_tests::front::{CID_HEADER, GRANTS_HEADER, KEY_HEADER, USER_HEADER};
use reqwest::header::{HeaderName, HeaderValue};

use crate::asked::Asked;
use crate::backend::percent_encoded;
use crate::oauth::grants::Acting;
use crate::state::Front;

/// Headers that concern one connection only, and those that are made anew.
const NOT_PASSED_ON: [&str; 14] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "expect",
    "host",
    "content-length",
    "x-forwarded-host",
    "x-forwarded-proto",
];

/// A request to the wiki behind.
pub struct Outgoing<'a> {
    pub path_and_query: String,
    pub body: Bytes,
    /// As whom, by an access token: then without the browser's cookies.
    pub acting: Option<&'a Acting>,
}

impl Outgoing<'_> {
    /// The request as it came.
    pub fn of(asked: &Asked) -> Self {
        Self {
            path_and_query: asked
                .http
                .uri()
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            body: asked.body.clone(),
            acting: None,
        }
    }
}

/// Passes a request on as it came.
pub async fn pass(front: &Front, asked: &Asked) -> HttpResponse {
    send(front, asked, Outgoing::of(asked)).await
}

/// Passes a request on; 502 when the wiki behind does not answer.
pub async fn send(front: &Front, asked: &Asked, outgoing: Outgoing<'_>) -> HttpResponse {
    let request = match build(front, &asked.http, outgoing) {
        Ok(request) => request,
        Err(error) => return bad_gateway(&error),
    };
    match front.backend.http.execute(request).await {
        Ok(answer) => stream_back(answer, asked.http.method() == "HEAD"),
        Err(error) => bad_gateway(&error.into()),
    }
}

fn build(front: &Front, http: &HttpRequest, outgoing: Outgoing<'_>) -> anyhow::Result<reqwest::Request> {
    let url = front.backend.base.join(&outgoing.path_and_query)?;
    let method = reqwest::Method::from_bytes(http.method().as_str().as_bytes())?;
    let mut request = reqwest::Request::new(method, url);
    let headers = request.headers_mut();
    for (name, value) in http.headers() {
        if passes(name.as_str(), value.as_bytes(), outgoing.acting.is_some()) {
            headers.append(
                HeaderName::from_bytes(name.as_str().as_bytes())?,
                HeaderValue::from_bytes(value.as_bytes())?,
            );
        }
    }
    let mut set = |name: &str, value: &[u8]| -> anyhow::Result<()> {
        headers.insert(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_bytes(value)?);
        Ok(())
    };
    let host = front.backend.host();
    set("Host", host.as_bytes())?;
    set("X-Forwarded-Host", host.as_bytes())?;
    let scheme = front.config.public.split(':').next().unwrap_or("http");
    set("X-Forwarded-Proto", scheme.as_bytes())?;
    if let Some(acting) = outgoing.acting {
        set(KEY_HEADER, front.config.key.as_bytes())?;
        set(USER_HEADER, percent_encoded(&acting.name).as_bytes())?;
        set(CID_HEADER, front.state().clients.number(&acting.client_id).to_string().as_bytes())?;
        set(GRANTS_HEADER, acting.grants.join("|").as_bytes())?;
    }
    if !outgoing.body.is_empty() || http.headers().contains_key("content-length") {
        *request.body_mut() = Some(outgoing.body.into());
    }
    Ok(request)
}

fn passes(name: &str, value: &[u8], acting: bool) -> bool {
    let is_token = || value.to_ascii_lowercase().starts_with(b"bearer ");
    match name {
        "cookie" => !acting,
        "authorization" => !is_token(),
        _ => !NOT_PASSED_ON.contains(&name) && !name.starts_with("x-wiki-front-"),
    }
}

fn stream_back(answer: reqwest::Response, to_head: bool) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut back = HttpResponse::build(status);
    for (name, value) in answer.headers() {
        if !NOT_PASSED_ON.contains(&name.as_str()) {
            back.append_header((name.as_str(), value.as_bytes()));
        }
    }
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        return back.finish();
    }
    let length = answer
        .headers()
        .get(reqwest::header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    if let Some(length) = length {
        back.no_chunking(length);
    }
    if to_head {
        return back.streaming(futures_util::stream::empty::<Result<Bytes, reqwest::Error>>());
    }
    back.streaming(answer.bytes_stream().map(|part| part.map_err(log_break)))
}

fn log_break(error: reqwest::Error) -> reqwest::Error {
    tracing::warn!(%error, "the answer of the wiki behind broke off");
    error
}

/// The wiki behind is not there.
pub fn bad_gateway(error: &anyhow::Error) -> HttpResponse {
    tracing::error!(error = format!("{error:#}"), "the wiki behind gave no answer");
    HttpResponse::BadGateway()
        .content_type("text/plain; charset=utf-8")
        .body(format!("wiki-front: the wiki behind gave no answer: {error:#}\n"))
}

/// Whether a header map has a bearer token in any spelling; used to refuse one where it does not belong.
pub fn has_token(headers: &HeaderMap) -> bool {
    headers
        .get(AUTHORIZATION)
        .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"bearer "))
}
