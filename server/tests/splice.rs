//! `helpdesk-server wiki splice` from outside, as somebody who checks it runs it: without a database or a configuration.

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn run(question: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpdesk-server"));
    command.args(["wiki", "splice"]).env_clear();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses early closes its input, which is no fault of this test.
    child.stdin.take().expect("an input").write_all(question.as_bytes()).ok();
    child.wait_with_output().expect("it ends")
}

fn answer(page: &str, block: &str) -> Value {
    let question = json!({ "page": page, "reference": "7h2kq0vw", "block": block });
    let output = run(&question.to_string());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

const BEGIN: &str = "<!-- helpdesk:7h2kq0vw:begin -->";
const END: &str = "<!-- helpdesk:7h2kq0vw:end -->";

#[test]
fn a_block_is_put_between_its_markers_and_all_else_stays_as_it_was() {
    let around = |block: &str| {
        format!("\u{feff}== Été ==\r\n{{{{A|{{{{{{1|}}}}}}}}}}{BEGIN}\n{block}\n{END}\r\n<nowiki>x")
    };
    let said = answer(&around("{{Old}}"), "{{New\n|a=b\n}}");
    assert_eq!(said, json!({ "outcome": "new", "page": around("{{New\n|a=b\n}}") }));
    assert_eq!(answer(&around("{{Same}}"), "{{Same}}"), json!({ "outcome": "unchanged" }));
}

#[test]
fn markers_that_are_not_one_pair_are_told_apart_and_nothing_is_written() {
    let outcome = |page: &str, block: &str| answer(page, block)["outcome"].as_str().map(str::to_owned);
    assert_eq!(outcome("nothing", "x").as_deref(), Some("missing"));
    assert_eq!(outcome(&format!("{BEGIN}x"), "x").as_deref(), Some("cut"));
    assert_eq!(outcome(&format!("{END}{BEGIN}"), "x").as_deref(), Some("cut"));
    assert_eq!(outcome(&format!("<nowiki>{BEGIN}</nowiki>{BEGIN}a{END}"), "x").as_deref(), Some("doubled"));
    assert_eq!(outcome(&format!("{BEGIN}a{END}"), BEGIN).as_deref(), Some("markers-in-block"));
}

#[test]
fn what_is_no_question_is_refused_in_words() {
    for wrong in ["", "{}", "[1]", r#"{"page":"a","reference":"b","block":"c","more":1}"#] {
        let output = run(wrong);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && words.contains("standard input is not"), "{wrong}: {words}");
    }
}
