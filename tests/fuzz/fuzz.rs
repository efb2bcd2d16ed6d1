//! The fuzzer: libFuzzer around one of the targets, which `HELPDESK_FUZZ_TARGET` names. `cargo xtask fuzz` builds and
//! starts it.

#![no_main]

#[path = "targets.rs"]
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("HELPDESK_FUZZ_TARGET").unwrap_or_default();
    let known = targets::ALL.into_iter().find(|(known, _)| *known == name);
    known.unwrap_or_else(|| panic!("HELPDESK_FUZZ_TARGET is none of {:?}", targets::ALL.map(|(name, _)| name)))
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET.1(data));
