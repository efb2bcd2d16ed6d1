//! Calls to the tool.

use helpdesk_domain::wire::ErrorAnswer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

use super::decode::decode;
use super::dom::window;
use crate::json;

/// After this the tool counts as silent.
const PATIENCE_MS: u32 = 20_000;

/// A call to the tool.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The whole address.
    pub url: &'a str,
    /// The gadget's token; without one the tool answers with what is public.
    pub token: Option<&'a str>,
    /// Same key, same act: the tool carries it out once.
    pub idempotency_key: Option<&'a str>,
}

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The tool was not reached, or gave no answer in time.
    Unreachable,
    /// The tool refused, with this status of HTTP and in these words.
    Refused(u16, Box<ErrorAnswer>),
    /// An answer that this version of the gadget cannot read; the words are for the console.
    Unreadable(String),
}

/// Calls the tool with a body.
pub async fn send<A: DeserializeOwned>(call: &Call<'_>, body: &impl Serialize) -> Result<A, Failure> {
    let body = json::write(body).map_err(|error| Failure::Unreadable(error.to_string()))?;
    answer(call, Some(&body)).await
}

/// Calls the tool without a body.
pub async fn get<A: DeserializeOwned>(call: &Call<'_>) -> Result<A, Failure> {
    answer(call, None).await
}

async fn answer<A: DeserializeOwned>(call: &Call<'_>, body: Option<&str>) -> Result<A, Failure> {
    let (status, words) = exchange(call, body).await.map_err(|_| Failure::Unreachable)?;
    if (200..300).contains(&status) {
        return from_json(&words).map_err(Failure::Unreadable);
    }
    match from_json(&words) {
        Ok(answer) => Err(Failure::Refused(status, Box::new(answer))),
        Err(error) => Err(Failure::Unreadable(format!("status {status}: {error}"))),
    }
}

async fn exchange(call: &Call<'_>, body: Option<&str>) -> Result<(u16, String), JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    if let Some(token) = call.token {
        headers.set("Authorization", &format!("Bearer {token}"))?;
    }
    if let Some(key) = call.idempotency_key {
        headers.set("Idempotency-Key", key)?;
    }
    let init = RequestInit::new();
    init.set_method(call.method);
    // The token is the only thing that says who calls.
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers_headers(&headers);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(call.url, &init)).await?.unchecked_into();
    let words = JsFuture::from(response.text()?).await?;
    Ok((response.status(), words.as_string().unwrap_or_default()))
}

/// Reads JSON.
///
/// # Errors
/// With the path to what could not be read.
pub fn from_json<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    decode(js_sys::JSON::parse(words).map_err(|_| "not JSON".to_owned())?)
}
