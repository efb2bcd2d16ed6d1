//! The browser's clock, timers, and dates as its reader writes them.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::dom::window;

/// Seconds since 1970 by the browser's clock.
#[expect(clippy::cast_possible_truncation, reason = "seconds fit for some thousand years")]
pub fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Resolves after so many milliseconds.
pub async fn wait(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// A moment in seconds since 1970 as a date, such as «23 November 2026», in the reader's own time zone.
#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
pub fn date(seconds: i64, language: &str) -> String {
    let options = Object::new();
    let _ = Reflect::set(&options, &"dateStyle".into(), &"long".into());
    let moment = js_sys::Date::new(&JsValue::from_f64(seconds as f64 * 1000.0));
    written(&moment, language, &options).unwrap_or_default()
}

/// In the wiki's language where the browser knows it (wikis have codes of their own), else as the browser likes.
fn written(moment: &js_sys::Date, language: &str, options: &Object) -> Option<String> {
    let method: js_sys::Function = Reflect::get(moment, &"toLocaleDateString".into()).ok()?.dyn_into().ok()?;
    let languages = Array::of1(&language.into());
    let text = method
        .call2(moment, &languages, options)
        .or_else(|_| method.call2(moment, &JsValue::UNDEFINED, options));
    text.ok()?.as_string()
}
