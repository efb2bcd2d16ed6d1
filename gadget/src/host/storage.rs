//! What this browser keeps for this wiki. Storage that is full, forbidden or broken counts as empty.

use super::dom::window;

/// Each key begins with this.
const PREFIX: &str = "helpdesk.";

fn store() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}

/// What is kept under a key, such as `token`.
pub fn get(key: &str) -> Option<String> {
    store()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Keeps a text. False if the browser would not.
pub fn set(key: &str, value: &str) -> bool {
    store().is_some_and(|store| store.set_item(&format!("{PREFIX}{key}"), value).is_ok())
}

/// Forgets what is kept under a key.
pub fn remove(key: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// The keys that begin with `start`, without the prefix that all of them have.
pub fn keys(start: &str) -> Vec<String> {
    let Some(store) = store() else { return Vec::new() };
    let count = store.length().unwrap_or(0);
    (0..count)
        .filter_map(|i| store.key(i).ok()?)
        .filter_map(|key| key.strip_prefix(PREFIX).map(str::to_owned))
        .filter(|key| key.starts_with(start))
        .collect()
}
