//! A panic is shown where the reader looks, not only in the console.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::dom::document;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log_error(words: &str);
}

thread_local! {
    static PLACES: RefCell<Vec<Element>> = RefCell::default();
    static WORDS: RefCell<(String, String, String)> = RefCell::default();
    static IS_BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic shows `sorry` and a link called `label` to `address` in every watched element.
pub fn set_up(sorry: String, label: String, address: String) {
    WORDS.set((sorry, label, address));
    std::panic::set_hook(Box::new(show));
}

/// Shows a panic here too.
pub fn watch(element: &Element) {
    PLACES.with_borrow_mut(|places| {
        places.retain(|place| place.is_connected());
        if !places.contains(element) {
            places.push(element.clone());
        }
    });
}

/// Writes to the browser's console.
pub fn report(words: &str) {
    log_error(&format!("helpdesk: {words}"));
}

fn show(info: &PanicHookInfo<'_>) {
    report(&info.to_string());
    // Nothing runs after the first panic: what follows would only fail again.
    if IS_BROKEN.replace(true) {
        return;
    }
    let _ = PLACES.try_with(|places| {
        let Ok(places) = places.try_borrow() else { return };
        WORDS.with_borrow(|(sorry, label, address)| {
            for place in places.iter() {
                let _ = show_in(place, sorry, label, address);
            }
        });
    });
}

fn show_in(place: &Element, sorry: &str, label: &str, address: &str) -> Result<(), JsValue> {
    let message = document().create_element("div")?;
    message.set_class_name("helpdesk-broken");
    message.set_attribute("role", "alert")?;
    message.set_text_content(Some(&format!("{sorry} ")));
    let link = document().create_element("a")?;
    link.set_attribute("href", address)?;
    link.set_text_content(Some(label));
    message.append_child(&link)?;
    place.insert_before(&message, place.first_child().as_ref())?;
    Ok(())
}
