//! The rules give the same bytes in the browser as in the service.

use helpdesk_domain::histories::digest;
use std::path::Path;
use std::process::Command;

const SEED: u32 = 20_261_123;
const HISTORIES: u32 = 10_000;

#[test]
fn ten_thousand_histories_give_the_same_bytes_natively_and_in_wasm() {
    let folder = std::env::var("HELPDESK_TEST_CONFORMANCE").expect(
        "HELPDESK_TEST_CONFORMANCE names the wasm of the feature `conformance`; run `cargo xtask check`",
    );
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/histories.mjs");
    let output = Command::new("node")
        .arg(script)
        .args([folder, SEED.to_string(), HISTORIES.to_string()])
        .output()
        .expect("node starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let native = digest(u64::from(SEED), HISTORIES);
    println!("seed {SEED}: {native}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), native);
}
