//! Elements and listeners.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, Window};

/// The window. A gadget has no life without one.
pub fn window() -> Window {
    match web_sys::window() {
        Some(window) => window,
        None => wasm_bindgen::throw_str("no window"),
    }
}

/// The page.
pub fn document() -> Document {
    match window().document() {
        Some(document) => document,
        None => wasm_bindgen::throw_str("no document"),
    }
}

/// All elements in `inside` that match a selector.
pub fn find_all(inside: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = inside.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)).filter_map(|node| node.dyn_into().ok()).collect()
}

/// Listens until it is dropped.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `act` for each event of that kind on or in `target`.
    pub fn new(target: &EventTarget, kind: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::new(act);
        // Fails for no kind of event and no target.
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ =
            self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}
