//! The invariants of `server/ARCHITECTURE.md` that a reading of the sources can hold.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the workspace") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root()).expect("inside").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

/// The lines of code, without comments and without what stands under `mod tests`.
fn code(source: &str) -> Vec<&str> {
    source
        .lines()
        .take_while(|line| !line.starts_with("mod tests"))
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect()
}

/// No file in `folder`, outside the folders or files in `but`, names any of `words`.
#[track_caller]
fn only_there(folder: &str, but: &[&str], words: &[&str]) {
    let breaches: Vec<_> = sources(folder)
        .iter()
        .filter(|(name, _)| !but.iter().any(|place| name.starts_with(place)))
        .flat_map(|(name, source)| {
            let named = |line: &&str| words.iter().any(|word| line.contains(word));
            code(source).into_iter().filter(named).map(move |line| format!("{name}: {}", line.trim()))
        })
        .collect();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_domain_has_no_input_or_output_no_clock_and_no_markup() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::time",
        "std::thread",
        "Utc::now",
        "SystemTime",
        "rand::",
        "tokio",
        "actix",
        "mysql",
        "reqwest",
        "maud",
        "tracing",
        "wasm_bindgen",
    ];
    only_there("server/domain/src", &[], &forbidden);
}

#[test]
fn the_store_alone_names_the_database_driver() {
    only_there("server/src", &["server/src/store"], &["mysql_async::"]);
}

#[test]
fn oauth_alone_names_oauth2() {
    only_there("server/src", &["server/src/oauth"], &["oauth2::"]);
}

#[test]
fn mail_and_the_mailbox_alone_name_the_mail_crates() {
    let words = ["mail_parser::", "async_imap::", "html2text::", "lettre::", "whatlang::"];
    only_there("server/src", &["server/src/mail", "server/src/mailbox"], &words);
}

#[test]
fn views_alone_write_markup_and_only_from_the_domain() {
    only_there("server/src", &["server/src/views"], &["maud::html", "html!"]);
    let inner = ["crate::store", "crate::app::", "crate::oauth", "crate::worker", "crate::wiki"];
    let breaches: Vec<_> = sources("server/src/views")
        .into_iter()
        .filter(|(_, source)| code(source).iter().any(|line| inner.iter().any(|word| line.contains(word))))
        .map(|(name, _)| name)
        .collect();
    assert!(breaches.is_empty(), "views that look past the domain: {breaches:?}");
}

#[test]
fn pages_and_api_never_go_round_the_write_path() {
    only_there("server/src/http", &[], &["crate::store"]);
}

#[test]
fn one_clock_tells_the_time() {
    only_there("server/src", &["server/src/clock.rs"], &["Utc::now", "SystemTime::now", "Local::now"]);
}

#[test]
fn the_environment_is_read_at_start_up_alone() {
    only_there(
        "server/src",
        &["server/src/main.rs", "server/src/cli", "server/src/config", "server/src/views/rendered.rs"],
        &["std::env::var", "env::vars"],
    );
}

#[test]
fn only_the_gadgets_host_touches_javascript() {
    only_there("gadget/src", &["gadget/src/host", "gadget/src/lib.rs"], &["web_sys", "js_sys", "JsValue"]);
}

#[test]
fn nobody_believes_a_forwarded_address() {
    let words = ["x-forwarded-for", "X-Forwarded-For", "x-real-ip", "realip_remote_addr", "peer_addr"];
    only_there("server/src", &[], &words);
}

#[test]
fn no_secret_is_compared_letter_by_letter() {
    let words =
        ["expose_secret() ==", "== token", "token ==", "== secret", "secret ==", "proof ==", "verifier =="];
    only_there("server/src", &[], &words);
}

#[test]
fn no_statement_is_written_outside_sql() {
    only_there("server/src", &["server/src/store"], &["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "]);
}

#[test]
fn a_file_is_small_enough_to_hold_in_the_head() {
    let long: Vec<_> = ["server", "gadget", "tests", "toolforge"]
        .iter()
        .flat_map(|folder| sources(folder))
        .filter(|(_, source)| source.lines().count() > 500)
        .map(|(name, source)| format!("{name} has {} lines", source.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
