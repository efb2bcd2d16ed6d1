//! What runs in a wiki page.
//!
//! `gadget/loader/core.js` calls what is exported here, `start` first. [`host`] alone touches the browser.

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod client;
pub mod contact_like;
pub mod desk;
pub mod desk_view;
pub mod draft;
pub mod effect;
pub mod form;
pub mod form_view;
pub mod host;
pub mod json;
pub mod offers;
pub mod panel;
pub mod panel_view;
pub mod preferences;
pub mod rows;
#[cfg(test)]
mod samples;
pub mod session;
pub mod settings;
pub mod text_view;
pub mod token;
pub mod triage;
pub mod view;
pub mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use effect::{Effect, Heard};
use host::run::Running;
use host::{Element, clock, decode::decode, dom, mw};
use panel::RequestPanel;
use rows::{Rows, place};
use settings::{Config, Messages, Settings};
use triage::TriagePanel;
use view::Panel;
use words::Words;

thread_local! {
    static SETTINGS: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
}

/// Gets the module ready.
///
/// # Errors
/// If the configuration or the words cannot be read.
#[wasm_bindgen]
pub fn start(config: JsValue, messages: JsValue) -> Result<(), JsValue> {
    let config: Config = decode(config)?;
    let messages: Messages = decode(messages)?;
    let language = mw::config("wgUserLanguage").unwrap_or_default();
    let words = Words::new(messages, &language, clock::date);
    SETTINGS.set(Some(Rc::new(Settings { config, words, wiki_user: mw::config("wgUserName") })));
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
    show(element, panel::Message::Start, |settings| {
        RequestPanel::new(client::session(settings), Rc::clone(settings), context.title(), client::now())
            .with_draft(client::draft(settings))
            .with_preferences(client::preferences())
    });
}

/// Puts a request, and what the reader may do with it, into an element.
#[wasm_bindgen(js_name = openRequest)]
pub fn open_request(element: &Element, title: &str) {
    show(element, triage::Message::Start, |settings| {
        let session = client::session(settings);
        TriagePanel::new(session, Rc::clone(settings), client::preferences(), title.to_owned(), client::now())
    });
}

/// Fills the empty `.helpdesk-row[data-title]` in a list of changes.
#[wasm_bindgen]
pub fn decorate(container: &Element) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut places = Vec::new();
    for row in dom::find_all(container, ".helpdesk-row") {
        let title = row.get_attribute("data-title").unwrap_or_default();
        let number = seen.entry(title).or_default();
        places.push((number.to_string(), row));
        *number += 1;
    }
    let titles: Vec<String> = seen.into_keys().collect();
    let places = places.into_iter().map(|(number, row)| {
        (place(&number, &row.get_attribute("data-title").unwrap_or_default()), row)
    });
    let places = places.collect();
    let running = match Running::<Rows>::find(container) {
        Some(running) => {
            running.set_places(places);
            running
        }
        None => {
            let Some(settings) = settings() else { return };
            let session = client::session(&settings);
            let rows = Rows::new(session, Rc::clone(&settings), client::preferences(), client::now());
            Running::start(container, places, rows, carry_out)
        }
    };
    running.send(rows::Message::Titles(titles));
}

/// Signs in through the pop-up that the loader opened, then fills the rows of the page.
#[wasm_bindgen(js_name = signIn)]
pub fn sign_in() {
    let lists = dom::document().get_elements_by_class_name("mw-changeslist");
    if let Some(list) = lists.item(0) {
        decorate(&list);
        if let Some(running) = Running::<Rows>::find(&list) {
            running.send(rows::Message::SignIn);
        }
    }
}

/// Starts a panel in an element, once.
fn show<P>(element: &Element, first: P::Message, make: impl FnOnce(&Rc<Settings>) -> P)
where
    P: Panel<Effect = Effect>,
    P::Message: From<Heard>,
{
    let Some(settings) = settings() else { return };
    if Running::<P>::find(element).is_none() {
        let places = vec![(String::new(), element.clone())];
        Running::start(element, places, make(&settings), carry_out).send(first);
    }
}

fn settings() -> Option<Rc<Settings>> {
    SETTINGS.with_borrow(Clone::clone)
}

fn carry_out<P>(effect: Effect, running: &Running<P>)
where
    P: Panel,
    P::Message: From<Heard>,
{
    if let Some(settings) = settings() {
        client::perform(effect, running, &settings);
    }
}
