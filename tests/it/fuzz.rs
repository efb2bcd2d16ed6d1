//! The corpus of the fuzzer, played again: bytes that once broke something, and those that reach furthest.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::Path;

fn files(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn no_bytes_of_the_fuzzer_s_corpus_break_what_reads_them() {
    for (target, run) in targets::ALL {
        let files = files(target);
        assert!(files.len() >= 3, "{target} has a corpus of {}", files.len());
        for (name, bytes) in files {
            let played = std::panic::catch_unwind(|| run(&bytes));
            assert!(played.is_ok(), "{target}: {name}");
        }
    }
}
