//! Generated histories, for the comparison with the service.

use wasm_bindgen::prelude::wasm_bindgen;

/// See [`helpdesk_domain::histories::digest`].
#[wasm_bindgen]
#[must_use]
pub fn histories(seed: u32, count: u32) -> String {
    helpdesk_domain::histories::digest(u64::from(seed), count)
}
