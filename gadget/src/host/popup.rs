//! The sign-in window: opened by a click, closed when it has answered.

use std::cell::RefCell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

use super::clock;
use super::decode::decode;
use super::dom::{Listener, window};

/// The loader opens a window of this name while the browser still counts the click.
const NAME: &str = "helpdesk-sign-in";

/// How often to see whether the window was closed by hand: no event says so across origins.
const LOOK_MS: i32 = 300;

/// An open window.
pub struct Popup(Window);

/// Why a pop-up gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// It was closed.
    Closed,
    /// It sent something else than expected.
    Unreadable,
}

impl Popup {
    /// Opens an empty window, or takes the one that the loader opened. None if the browser blocks pop-ups; so call it
    /// before anything is waited for.
    pub fn open() -> Option<Self> {
        window()
            .open_with_url_and_target_and_features("", NAME, "popup,width=500,height=700")
            .ok()
            .flatten()
            .map(Self)
    }

    /// Sends the window on its way.
    pub fn go(&self, address: &str) {
        let _ = self.0.location().set_href(address);
    }

    /// Waits for the message that the window sends from exactly `origin`, then closes it.
    ///
    /// # Errors
    /// If the window was closed first, or its message is no `T`.
    pub async fn answer<T: DeserializeOwned>(self, origin: &str) -> Result<T, NoAnswer> {
        let heard = Rc::new(RefCell::new(None));
        let _listener = Listener::new(&window(), "message", {
            let (heard, origin, popup) = (Rc::clone(&heard), origin.to_owned(), JsValue::from(self.0.clone()));
            move |event| {
                let event: MessageEvent = event.unchecked_into();
                if event.origin() == origin
                    && event.source().is_some_and(|source| JsValue::from(source) == popup)
                {
                    *heard.borrow_mut() = Some(event.data());
                }
            }
        });
        loop {
            if let Some(message) = heard.borrow_mut().take() {
                let _ = self.0.close();
                return decode(&message).map_err(|_| NoAnswer::Unreadable);
            }
            if self.0.closed().unwrap_or(true) {
                return Err(NoAnswer::Closed);
            }
            clock::wait(LOOK_MS).await;
        }
    }
}
