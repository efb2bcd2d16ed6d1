//! Messages between the pop-up and the wiki's page, from and to the wrong windows.

use std::path::Path;
use std::process::Command;

#[test]
fn a_message_from_another_origin_or_window_signs_nobody_in_and_the_code_goes_to_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("node").arg(root.join("pop-up/messages.mjs")).output().expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.lines().last(), Some("13 messages, 2 codes handed over"), "{said}");
}
