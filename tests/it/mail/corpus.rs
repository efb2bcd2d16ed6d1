//! Messages as they really come, with what is to be made of each: `tests/data/mail/manifest.json`.

use crate::record::{Record, on_a_record};
use helpdesk_domain::{Reference, Role};
use helpdesk_server::app::intake::{raw, take_in};
use helpdesk_server::mail::explain::explain;
use helpdesk_server::mail::known::Known;
use helpdesk_server::mail::masked;
use mysql_async::prelude::Queryable;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A message of the corpus.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Specimen {
    file: String,
    /// What it is there for.
    #[serde(rename = "for")]
    purpose: String,
    /// The family of programs that writes so.
    client: String,
    /// What is to come out, by the names of `mail explain` and some more: see [`differs`].
    expect: Map<String, Value>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mail")
}

fn manifest() -> Vec<Specimen> {
    let text = std::fs::read_to_string(folder().join("manifest.json")).expect("the manifest");
    serde_json::from_str(&text).expect("JSON as it is described")
}

fn bytes(specimen: &Specimen) -> Vec<u8> {
    std::fs::read(folder().join("eml").join(&specimen.file))
        .unwrap_or_else(|error| panic!("{}: {error}", specimen.file))
}

fn known() -> Known {
    let text = std::fs::read_to_string(folder().join("known.json")).expect("what is known");
    serde_json::from_str(&text).expect("JSON as it is described")
}

/// Why an answer is not what is expected under this name, if it is not.
fn differs(name: &str, expected: &Value, answer: &Value) -> Option<String> {
    let has = |field: &str| {
        let (text, part) = (answer[field].as_str().unwrap_or_default(), expected.as_str().unwrap_or("\0"));
        (!text.contains(part)).then(|| format!("{field}: {part:?} is not in {text:?}"))
    };
    let same = |found: Value| (found != *expected).then(|| format!("{name}: {found}, not {expected}"));
    let each = |list: &str, field: &str| {
        Value::Array(answer[list].as_array().into_iter().flatten().map(|one| one[field].clone()).collect())
    };
    match name {
        "text_has" => has("text"),
        "quote_has" => has("quote"),
        "signature_has" => has("signature"),
        "text_has_not" => has("text").is_none().then(|| format!("{expected} is in the text")),
        "from" => same(answer["from"]["address"].clone()),
        "from_name" => same(answer["from"]["name"].clone()),
        "proposed_requester" => same(answer["proposed_requester"]["address"].clone()),
        "attachments" => same(each("attachments", "name")),
        "failed" => same(each("failed", "address")),
        "others" => same(answer["others"].as_array().map_or(0, Vec::len).into()),
        "defect" => {
            let there = answer["defects"].as_array().is_some_and(|all| all.contains(expected));
            (!there).then(|| format!("{expected} is not in {}", answer["defects"]))
        }
        "ballot" | "ranking" => {
            let fields = expected.as_object().into_iter().flatten();
            let wrong: Vec<_> = fields
                .filter(|(field, value)| answer[name].is_null() || answer[name][field.as_str()] != **value)
                .map(|(field, value)| format!("{name}.{field}: {}, not {value}", answer[name][field.as_str()]))
                .collect();
            (!wrong.is_empty()).then(|| wrong.join(", "))
        }
        _ => match answer.get(name) {
            Some(found) => same(found.clone()),
            None => Some(format!("{name} is no name of an answer")),
        },
    }
}

#[test]
fn every_message_is_read_as_the_manifest_says() {
    let known = known();
    let mut wrong = Vec::new();
    for specimen in manifest() {
        let answer = serde_json::to_value(explain(&bytes(&specimen), &known)).expect("JSON");
        assert!(specimen.expect.contains_key("outcome"), "{}", specimen.file);
        for (name, expected) in &specimen.expect {
            wrong.extend(differs(name, expected, &answer).map(|why| format!("{}: {why}", specimen.file)));
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// The lines that make a message's structure, without what differs in every message.
fn structure(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let lines = text.lines().map(str::trim).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let mut parts = value.split(';').map(|part| part.trim().to_lowercase());
        let first = parts.next().unwrap_or_default();
        match name.to_lowercase().as_str() {
            "content-type" => {
                let named = ["charset", "format", "delsp", "report-type", "protocol", "method"];
                let more = parts.filter(|part| named.iter().any(|name| part.starts_with(name)));
                Some(std::iter::once(first).chain(more).collect::<Vec<_>>().join(";").replace('"', ""))
            }
            "content-transfer-encoding" | "content-disposition" => Some(first),
            _ => None,
        }
    });
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_corpus_is_as_wide_as_it_has_to_be_and_the_manifest_names_all_of_it() {
    let manifest = manifest();
    let listed: BTreeSet<_> = manifest.iter().map(|specimen| specimen.file.clone()).collect();
    assert_eq!(listed.len(), manifest.len(), "a file is listed twice");
    let there: BTreeSet<_> = std::fs::read_dir(folder().join("eml"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, there);
    let structures: BTreeSet<_> = manifest.iter().map(|specimen| structure(&bytes(specimen))).collect();
    let clients: BTreeSet<_> = manifest.iter().map(|specimen| specimen.client.as_str()).collect();
    println!("{} messages, {} structures, {} clients", manifest.len(), structures.len(), clients.len());
    assert!(manifest.len() >= 120 && structures.len() >= 60 && clients.len() >= 20);
    assert!(manifest.iter().all(|specimen| specimen.purpose.len() > 3));
}

#[test]
fn all_of_it_goes_on_record_once_and_nothing_is_lost() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let begun = std::time::Instant::now();
        let mut taken = BTreeMap::new();
        for specimen in manifest() {
            let one = take_in(&record.app, bytes(&specimen), None).await;
            let one = one.unwrap_or_else(|error| panic!("{}: {error:?}", specimen.file));
            assert!(one.outcome.is_some(), "{} is taken for another message", specimen.file);
            taken.insert(specimen.file.clone(), one);
        }
        let (count, seconds) = (taken.len(), begun.elapsed().as_secs_f64());
        println!("{count} messages in {seconds:.1} s: {:.0} a second", count as f64 / seconds);
        let rows: Option<usize> =
            record.conn().await.query_first("SELECT COUNT(*) FROM incoming_mail").await.expect("SQL");
        assert_eq!(rows, Some(count));
        let sealed: Vec<String> =
            record.conn().await.query("SELECT reference FROM incoming_mail WHERE sealed").await.expect("SQL");
        let sealed: BTreeSet<_> = sealed.iter().filter_map(|one| Reference::parse(one)).collect();
        for specimen in manifest() {
            let mail = taken[&specimen.file].mail;
            let kept = raw(&record.app, &staff, mail).await;
            if sealed.contains(&mail) {
                assert!(kept.is_err(), "{}: nobody reads a ballot", specimen.file);
            } else {
                assert_eq!(kept.expect("allowed"), Some(masked::raw(&bytes(&specimen))), "{}", specimen.file);
            }
            let again = take_in(&record.app, bytes(&specimen), None).await.expect("taken in");
            assert_eq!((again.outcome, again.mail), (None, mail), "{}", specimen.file);
        }
    });
}
