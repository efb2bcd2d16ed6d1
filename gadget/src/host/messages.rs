//! The words of the reader's language, by key, as the loader gave them.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

thread_local! {
    static ALL: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Keeps them. They stay with JavaScript: of some hundred a panel says a few.
pub fn keep(all: JsValue) {
    ALL.set(all);
}

/// The words of a key.
pub fn find(key: &str) -> Option<String> {
    ALL.with_borrow(|all| super::property(all, key)).as_string()
}
