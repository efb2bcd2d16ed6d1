//! What went wrong, for the browser's console.
//!
//! A panic is not met here: it stops the module with a `RuntimeError`, and `gadget/loader/core.js` shows that to the
//! reader. So no words about panics are compiled in.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log_error(words: &str);
}

/// Writes to the browser's console.
pub fn report(words: &str) {
    log_error(&["helpdesk: ", words].concat());
}
