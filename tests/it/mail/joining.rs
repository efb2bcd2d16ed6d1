//! The decision table of joining: every combination stands in `tests/data/mail/joining.tsv` once,
//! and is decided as it says there.

use helpdesk_server::mail::join::{Content, Evidence, Outcome, Writer, decide};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

type Row = (Evidence, Writer, bool, Content);

const EVIDENCE: [Evidence; 6] = [
    Evidence::OwnToken,
    Evidence::OthersToken,
    Evidence::BadToken,
    Evidence::Thread,
    Evidence::SubjectCode,
    Evidence::Nothing,
];
const WRITERS: [Writer; 6] =
    [Writer::Requester, Writer::Correspondent, Writer::Member, Writer::Staff, Writer::Stranger, Writer::Robot];

fn named<T: DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(word.into()).unwrap_or_else(|_| panic!("{word} is not a word of the table"))
}

fn table() -> BTreeMap<Row, Outcome> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mail/joining.tsv");
    let text = std::fs::read_to_string(file).expect("the table");
    let mut table = BTreeMap::new();
    for line in text.lines().skip(1) {
        let words: Vec<&str> = line.split('\t').collect();
        let [evidence, writer, aligned, content, outcome] = words.as_slice() else { panic!("{line}") };
        let row = (named(evidence), named(writer), *aligned == "proven", named(content));
        let before = table.insert(row, named(outcome));
        assert!(before.is_none(), "twice: {line}");
    }
    table
}

fn combinations() -> Vec<Row> {
    let mut all = Vec::new();
    for evidence in EVIDENCE {
        for writer in WRITERS {
            for aligned in [true, false] {
                for content in [Content::Words, Content::Ballot] {
                    all.push((evidence, writer, aligned, content));
                }
            }
        }
    }
    all
}

#[test]
fn every_combination_is_decided_as_the_table_says() {
    let table = table();
    let mut wrong = Vec::new();
    for row in combinations() {
        let expected = table.get(&row).unwrap_or_else(|| panic!("{row:?} is not in the table"));
        let verdict = decide(row.0, row.1, row.2, row.3);
        assert!(!verdict.reason.is_empty());
        if verdict.outcome != *expected {
            wrong.push(format!("{row:?}: {:?}, the table says {expected:?}", verdict.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(table.len(), combinations().len());
}

#[test]
fn the_table_itself_keeps_the_rules() {
    for ((evidence, writer, aligned, content), outcome) in table() {
        let row = format!("{evidence:?} {writer:?} {aligned} {content:?}: {outcome:?}");
        if writer == Writer::Robot {
            assert_eq!(outcome, Outcome::DropRobot, "{row}");
            continue;
        }
        assert_ne!(outcome, Outcome::DropRobot, "a person's mail is not dropped: {row}");
        if outcome == Outcome::Join {
            assert_ne!(writer, Writer::Stranger, "a stranger never joins: {row}");
            assert_ne!(evidence, Evidence::SubjectCode, "a subject alone never joins: {row}");
            assert_ne!(evidence, Evidence::Nothing, "{row}");
            assert_ne!(evidence, Evidence::BadToken, "{row}");
            assert!(evidence != Evidence::Thread || aligned, "From is forgeable: {row}");
            assert!(content == Content::Words || evidence == Evidence::OwnToken || aligned, "{row}");
        }
    }
}
