//! What runs in a wiki page.
//!
//! `gadget/loader/core.js` calls what is exported here, `start` first. [`host`] alone touches the browser.

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod host;
pub mod json;
pub mod plain;
pub mod settings;
pub mod view;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use host::run::Running;
use host::{Element, decode::decode, dom};
use plain::Plain;
use settings::{Config, Messages};

thread_local! {
    static SETTINGS: RefCell<Option<(Config, Messages)>> = const { RefCell::new(None) };
}

/// Gets the module ready.
///
/// # Errors
/// If the configuration or the words cannot be read.
#[wasm_bindgen]
pub fn start(config: JsValue, messages: JsValue) -> Result<(), JsValue> {
    let config: Config = decode(config)?;
    let messages: Messages = decode(messages)?;
    SETTINGS.set(Some((config, messages)));
    Ok(())
}

/// The page that the panel was opened on.
#[wasm_bindgen]
extern "C" {
    /// What the loader says about it.
    pub type Context;
    #[wasm_bindgen(method, getter)]
    fn title(this: &Context) -> String;
}

/// Puts the panel "Request helpdesk support" into an element.
#[wasm_bindgen(js_name = openPanel)]
pub fn open_panel(element: &Element, context: &Context) {
    let path = format!("/support-requests/new?page={}", js_sys::encode_uri_component(&context.title()));
    plain(element, vec![(String::new(), element.clone())], &path);
}

/// Puts a request, and what the reader may do with it, into an element.
#[wasm_bindgen(js_name = openRequest)]
pub fn open_request(element: &Element, title: &str) {
    let path = format!("/support-requests?title={}", js_sys::encode_uri_component(title));
    plain(element, vec![(String::new(), element.clone())], &path);
}

/// Fills the empty `.helpdesk-row[data-title]` in a list of changes.
#[wasm_bindgen]
pub fn decorate(container: &Element) {
    let rows = dom::find_all(container, ".helpdesk-row");
    let places = rows.into_iter().map(|row| (row.get_attribute("data-title").unwrap_or_default(), row)).collect();
    match Running::<Plain>::find(container) {
        Some(running) => running.set_places(places),
        None => plain(container, places, "/"),
    }
}

/// Signs in through the pop-up.
#[wasm_bindgen(js_name = signIn)]
pub async fn sign_in() {
    let Some((config, _)) = SETTINGS.with_borrow(Clone::clone) else { return };
    if let Some(popup) = host::popup::Popup::open() {
        popup.go(&config.tool_url);
    }
}

fn plain(around: &Element, places: Vec<(String, Element)>, path: &str) {
    let Some((config, messages)) = SETTINGS.with_borrow(Clone::clone) else { return };
    let panel = Plain { label: messages.get("helpdesk-broken-tool", &[]), address: format!("{}{path}", config.tool_url) };
    Running::start(around, places, panel, |(), _| {});
}
