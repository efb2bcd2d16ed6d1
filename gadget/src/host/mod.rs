//! The only module that touches the browser: everything else of the gadget runs in plain tests.

pub mod browser;
pub mod decode;
pub mod dom;
pub mod render;
pub mod run;

pub use web_sys::Element;

use wasm_bindgen::JsValue;

/// What a property of a JavaScript object holds.
fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of a JavaScript object.
fn set_property(of: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(of, &JsValue::from_str(name), value);
}
