//! What `gadget/loader/host.js` does: calls, the sign-in window, what this browser keeps, words, dates.
//!
//! A panic is not met here: it stops the module with a `RuntimeError`, and `gadget/loader/core.js` shows that to the
//! reader. So no words about panics are compiled in.

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use super::decode::decode;

/// What the browser's `JSON.parse` made: for [`decode`] alone to look into.
pub type Json = JsValue;

mod js {
    use wasm_bindgen::prelude::*;
    use web_sys::{Element, Node};

    // `build.mjs` brings the functions of `host.js` in under this name.
    #[wasm_bindgen(js_namespace = helpdeskHost)]
    extern "C" {
        pub fn find(key: &str) -> Option<String>;
        pub fn report(words: &str);
        pub fn config(key: &str) -> Option<String>;
        pub fn now() -> f64;
        pub fn date(seconds: f64) -> String;
        pub fn keep(key: &str, json: &str);
        pub fn forget(key: &str);
        pub fn kept(key: &str) -> JsValue;
        #[wasm_bindgen(js_name = keptKeys)]
        pub fn kept_keys(start: &str) -> JsValue;
        pub fn random() -> Option<String>;
        pub fn call(method: &str, url: &str, token: &str, key: &str, body: &str, done: &JsValue);
        #[wasm_bindgen(js_name = signIn)]
        pub fn sign_in(tool: &str, done: &JsValue);
        pub fn make(name: &str) -> Element;
        pub fn write(text: &str) -> Node;
        pub fn watch(titles: &str, done: &JsValue);
    }
}

/// Called once, with a status and an answer.
pub type Done = Box<dyn FnOnce(u16, Json)>;

/// The words of a key, in the reader's language.
pub fn find(key: &str) -> Option<String> {
    js::find(key)
}

/// Writes what went wrong to the browser's console.
pub fn report(words: &str) {
    js::report(&["helpdesk: ", words].concat());
}

/// A new element.
pub fn make(name: &str) -> Element {
    js::make(name)
}

/// New text.
pub fn write(text: &str) -> Node {
    js::write(text)
}

/// A value of `mw.config` that is text or nothing, such as `wgUserName`.
pub fn config(key: &str) -> Option<String> {
    js::config(key)
}

/// Seconds since 1970 by the browser's clock.
#[expect(clippy::cast_possible_truncation, reason = "seconds fit for some thousand years")]
pub fn now() -> i64 {
    js::now() as i64
}

/// A moment in seconds since 1970 as a date, such as «23 November 2026», in the reader's own time zone.
#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
pub fn date(seconds: i64) -> String {
    js::date(seconds as f64)
}

/// Keeps JSON in this browser, if it can.
pub fn keep(key: &str, json: &str) {
    js::keep(key, json);
}

/// Forgets what is kept under a key.
pub fn forget(key: &str) {
    js::forget(key);
}

/// What is kept under a key, such as `token`, if it can be read.
pub fn kept<T: DeserializeOwned>(key: &str) -> Option<T> {
    let kept = js::kept(key);
    if kept.is_object() { decode(&kept).ok() } else { None }
}

/// Whether `true` is kept under a key.
pub fn is_on(key: &str) -> bool {
    js::kept(key).is_truthy()
}

/// The keys that begin with `start`.
pub fn keys(start: &str) -> Vec<String> {
    decode(&js::kept_keys(start)).unwrap_or_default()
}

/// 32 random bytes as 43 characters of base64url; `None` if the browser has no source of random bytes.
pub fn random() -> Option<String> {
    js::random()
}

/// A call to the tool. What is empty is not sent.
pub struct Call {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// The gadget's token; without one the tool answers with what is public.
    pub token: String,
    /// Same key, same act: the tool carries it out once.
    pub key: String,
    /// What is sent, as JSON.
    pub body: String,
}

/// Calls the tool. The status is 0 if it was not reached, or gave no answer in time.
pub fn call(call: &Call, done: Done) {
    js::call(call.method, &call.url, &call.token, &call.key, &call.body, &once(done));
}

/// The status of [`sign_in`] if the browser blocks pop-ups.
pub const BLOCKED: u16 = 1;
/// The status of [`sign_in`] if the window was closed before it was done.
pub const CLOSED: u16 = 2;

/// Signs in with the window that a click opens. The answer is that of the tool, with the token.
pub fn sign_in(tool_url: &str, done: Done) {
    js::sign_in(tool_url, &once(done));
}

/// Puts pages, a JSON list of at most 50 titles, on the reader's watchlist. The status is 0 if that failed.
pub fn watch(titles: &str, done: Done) {
    js::watch(titles, &once(done));
}

fn once(done: Done) -> JsValue {
    Closure::once_into_js(done)
}
