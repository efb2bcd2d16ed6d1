//! What runs in a wiki page.
//!
//! `gadget/loader/core.js` calls what is exported here, `start` first. [`host`] alone touches the browser.

pub mod app;
pub mod app_view;
pub mod ask;
pub mod ask_view;
pub mod client;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod contact_like;
pub mod desk;
pub mod desk_view;
pub mod draft;
pub mod effect;
pub mod form;
pub mod form_view;
pub mod host;
pub mod html;
pub mod json;
pub mod lookups;
pub mod message;
pub mod offers;
pub mod reader;
pub mod rows;
#[cfg(test)]
mod samples;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod token;
pub mod typed;
pub mod view;
pub mod wire;
pub mod words;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use app::App;
use ask::Ask;
use host::run::Running;
use host::{Element, browser, decode::decode, dom};
use lookups::is_same;
use message::Message;
use rows::place;
use settings::{Config, Settings};
use words::Words;

/// Far smaller to download than the one that comes with Rust.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    static SETTINGS: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
}

/// Gets the module ready.
///
/// # Errors
/// If the configuration cannot be read.
#[wasm_bindgen]
pub fn start(config: &JsValue) -> Result<(), JsValue> {
    let config: Config = decode(config)?;
    let words = Words::new(browser::find, browser::date);
    SETTINGS.set(Some(Rc::new(Settings { config, words, wiki_user: browser::config("wgUserName") })));
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
    show(element, Vec::new(), Message::Start, |settings| {
        let draft = client::draft(settings.wiki_user.as_deref());
        App::ask(client::reader(settings), Ask::new(context.title(), draft))
    });
}

/// Puts a request, and what the reader may do with it, into an element.
#[wasm_bindgen(js_name = openRequest)]
pub fn open_request(element: &Element, title: &str) {
    show(element, Vec::new(), Message::Start, |settings| App::page(client::reader(settings), title.to_owned()));
}

/// Fills the empty `.helpdesk-row[data-title]` in a list of changes.
#[wasm_bindgen]
pub fn decorate(container: &Element) {
    let mut titles: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for row in dom::find_all(container, ".helpdesk-row") {
        let title = row.get_attribute("data-title").unwrap_or_default();
        let number = titles.iter().filter(|seen| is_same(seen, &title)).count();
        places.push((place(number, &title), row));
        titles.push(title);
    }
    let message = Message::Titles(Rc::new(titles));
    show(container, places, message, |settings| App::rows(client::reader(settings)));
}

/// Signs in through the window that the loader opened, then fills the rows of the page.
#[wasm_bindgen(js_name = signIn)]
pub fn sign_in() {
    if let Some(list) = dom::document().get_elements_by_class_name("mw-changeslist").item(0) {
        decorate(&list);
        if let Some(running) = Running::<App>::find(&list) {
            running.send(Message::SignIn);
        }
    }
}

/// Starts a panel in an element with a message; without places of its own, it is its only place. One that runs there
/// already takes new places only, and only a list has any.
fn show(
    element: &Element,
    mut places: Vec<(String, Element)>,
    message: Message,
    make: impl FnOnce(Rc<Settings>) -> App,
) {
    let is_list = !places.is_empty();
    if !is_list {
        places.push((String::new(), element.clone()));
    }
    if let Some(running) = Running::<App>::find(element) {
        running.set_places(places);
        if is_list {
            running.send(message);
        }
        return;
    }
    let Some(settings) = SETTINGS.with_borrow(Clone::clone) else { return };
    let running = Running::start(element, places, make(Rc::clone(&settings)), |effect, running| {
        if let Some(settings) = SETTINGS.with_borrow(Clone::clone) {
            client::perform(effect, running, &settings);
        }
    });
    running.send(message);
}
