//! Calls to the tool.

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

use super::decode::decode;
use super::dom::window;

/// After this the tool counts as silent.
const PATIENCE_MS: u32 = 20_000;

/// What the browser's `JSON.parse` made: for [`decode`] alone to look into.
pub type Json = JsValue;

/// A call to the tool.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// The gadget's token; without one the tool answers with what is public.
    pub token: Option<String>,
    /// Same key, same act: the tool carries it out once.
    pub idempotency_key: Option<String>,
    /// What is sent, as JSON.
    pub body: Option<String>,
}

/// Calls the tool. Gives the status of HTTP and the answer, `undefined` if that is no JSON.
///
/// # Errors
/// If the tool was not reached, or gave no answer in time.
pub async fn exchange(call: Call) -> Result<(u16, JsValue), JsValue> {
    let response: Response = JsFuture::from(fetch(call)?).await?.unchecked_into();
    let words = JsFuture::from(response.text()?).await?;
    let answer = js_sys::JSON::parse(&words.as_string().unwrap_or_default()).unwrap_or_default();
    Ok((response.status(), answer))
}

fn fetch(call: Call) -> Result<js_sys::Promise, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    if let Some(token) = call.token {
        headers.set("Authorization", &["Bearer ", &token].concat())?;
    }
    if let Some(key) = call.idempotency_key {
        headers.set("Idempotency-Key", &key)?;
    }
    let init = RequestInit::new();
    init.set_method(call.method);
    // The token is the only thing that says who calls.
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if let Some(body) = call.body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(&body));
    }
    init.set_headers_headers(&headers);
    Ok(window().fetch_with_str_and_init(&call.url, &init).unchecked_into())
}

/// Reads JSON.
///
/// # Errors
/// With the path to what could not be read.
pub fn from_json<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    decode(&js_sys::JSON::parse(words).map_err(|_| "not JSON".to_owned())?)
}
