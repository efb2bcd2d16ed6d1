//! Every column of the schema that can name a person or hold what somebody wrote has a fate when a person is erased,
//! and meets it; everything that is encrypted is encrypted anew.

use super::erasure::{ada, story};
use super::{Record, on_a_record};
use helpdesk_domain::{PersonId, Reference};
use helpdesk_server::app::erasure::{COLUMNS, Erasure, Fate, Subject, erase, register};
use helpdesk_server::app::rotate_keys::SEALED;
use mysql_async::prelude::Queryable;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A column as the database describes it.
struct Column {
    table: String,
    name: String,
    kind: String,
    length: u64,
    charset: Option<String>,
    made: bool,
}

async fn columns(record: &Record) -> Vec<Column> {
    type Row = (String, String, String, Option<u64>, Option<String>, String);
    let statement =
        "SELECT table_name, column_name, data_type, character_maximum_length, character_set_name, extra
        FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position";
    let rows: Vec<Row> = record.conn().await.query(statement).await.expect("columns");
    let one = |(table, name, kind, length, charset, extra): Row| Column {
        table,
        name,
        kind,
        length: length.unwrap_or(0),
        charset,
        made: extra.contains("auto_increment"),
    };
    rows.into_iter().map(one).collect()
}

impl Column {
    /// Whether it is as long as an id, holds text that is more than a code, or something encrypted.
    fn can_be_somebodys(&self) -> bool {
        match self.kind.as_str() {
            "char" => self.length == 8,
            "varchar" => self.length >= 100 || self.charset.as_deref() != Some("ascii"),
            "text" | "mediumtext" | "longtext" | "blob" | "mediumblob" | "longblob" | "varbinary" => true,
            _ => false,
        }
    }
}

#[test]
fn every_column_that_can_be_somebodys_has_a_fate() {
    on_a_record(async |record: Arc<Record>| {
        let columns = columns(&record).await;
        let there: BTreeSet<(&str, &str)> = columns
            .iter()
            .filter(|column| column.can_be_somebodys())
            .map(|column| (column.table.as_str(), column.name.as_str()))
            .collect();
        let said: BTreeSet<(&str, &str)> =
            COLUMNS.iter().flat_map(|(table, all)| all.iter().map(|(column, _)| (*table, *column))).collect();
        let unsaid: Vec<_> = there.difference(&said).collect();
        assert!(
            unsaid.is_empty(),
            "say in app::erasure::COLUMNS what becomes of {unsaid:?}, and see that it does"
        );
        let gone: Vec<_> = said.difference(&there).collect();
        assert!(gone.is_empty(), "there is no such column: {gone:?}");
    });
}

#[test]
fn every_table_with_something_encrypted_is_encrypted_anew() {
    on_a_record(async |record: Arc<Record>| {
        let columns = columns(&record).await;
        let with_key: BTreeSet<&str> = columns
            .iter()
            .filter(|column| column.name == "key_id")
            .map(|column| column.table.as_str())
            .collect();
        assert_eq!(with_key, BTreeSet::from(SEALED));
    });
}

/// Tables that the story itself fills with texts of hers.
const BY_THE_STORY: [&str; 4] = ["person", "prose", "support_request", "search_word"];
/// What a row needs so that it is a row of its table.
const CODES: [(&str, &str, &str); 8] = [
    ("outbox", "state", "done"),
    ("outbox", "kind", "request-page"),
    ("incoming_mail", "state", "joined"),
    ("mail_preference", "way", "none"),
    ("mail_preference", "pace", "at-once"),
    ("sent_mail", "state", "sent"),
    ("sent_mail", "kind", "received"),
    ("contact", "reach", "mail"),
];

/// Puts a row of hers into a table, with planted words wherever there is place for words.
async fn plant(record: &Record, table: &str, columns: &[&Column], her: PersonId, asked: (u64, Reference)) {
    let mut names = Vec::new();
    let mut values: Vec<mysql_async::Value> = Vec::new();
    for column in columns {
        let code = CODES.iter().find(|(of, name, _)| *of == table && *name == column.name);
        let number = match column.name.as_str() {
            "request_id" => Some(asked.0),
            "mail_id" => Some(900),
            // A table's own number, which `mail_id` elsewhere names.
            "id" if column.made => Some(900),
            _ => None,
        };
        let value: mysql_async::Value = match (code, number) {
            (Some((_, _, code)), _) => (*code).into(),
            (None, Some(number)) => number.into(),
            (None, None) => match (column.kind.as_str(), column.name.as_str()) {
                ("char", "person" | "addressee" | "as_person" | "by_person") => her.as_str().into(),
                ("char", "request" | "subject" | "reference") if table != "incoming_mail" => {
                    asked.1.as_str().into()
                }
                ("char", _) => "x".repeat(usize::try_from(column.length).expect("small")).into(),
                ("binary", _) => vec![b'x'; usize::try_from(column.length).expect("small")].into(),
                ("datetime", _) => "2026-01-05 00:00:00".into(),
                ("varchar" | "text" | "mediumtext" | "varbinary" | "mediumblob", _) => "xyzzy-planted"
                    .chars()
                    .take(usize::try_from(column.length).expect("small"))
                    .collect::<String>()
                    .into(),
                _ => 1.into(),
            },
        };
        names.push(column.name.as_str());
        values.push(value);
    }
    let places = vec!["?"; names.len()].join(", ");
    let mut conn = record.conn().await;
    conn.query_drop("SET foreign_key_checks = 0").await.expect("SQL");
    let statement = format!("REPLACE INTO {table} ({}) VALUES ({places})", names.join(", "));
    conn.exec_drop(statement, values).await.unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// The columns that are to be emptied in which there is something of hers.
async fn hers(
    record: &Record,
    kinds: &BTreeMap<(String, String), String>,
    her: PersonId,
) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut conn = record.conn().await;
    for (table, all) in COLUMNS {
        for (column, _) in all.iter().filter(|(_, fate)| *fate == Fate::Emptied) {
            let key = ((*table).to_owned(), (*column).to_owned());
            let number = if kinds[&key] == "char" {
                format!("SELECT COUNT(*) FROM {table} WHERE {column} = '{her}'")
            } else {
                format!(
                    "SELECT COUNT(*) FROM {table} WHERE LOWER(CONVERT({column} USING utf8mb4)) LIKE '%xyzzy%'"
                )
            };
            let number: Option<u64> = conn.query_first(number).await.expect("SQL");
            if number != Some(0) {
                found.insert(key);
            }
        }
    }
    found
}

#[test]
fn nothing_of_who_is_erased_is_left_where_nothing_is_to_be_left() {
    on_a_record(async |record: Arc<Record>| {
        let ada = ada(&record).await;
        let reference = story(&record, &ada).await;
        let id = "SELECT id FROM support_request WHERE reference = ?";
        let id: Option<u64> = record.conn().await.exec_first(id, (reference.as_str(),)).await.expect("SQL");
        let asked = (id.expect("a request"), reference);
        let columns = columns(&record).await;
        let emptied = |all: &[(&str, Fate)]| all.iter().any(|(_, fate)| *fate == Fate::Emptied);
        for (table, _) in COLUMNS.iter().filter(|(table, all)| emptied(all) && !BY_THE_STORY.contains(table)) {
            if *table != "draft" {
                let of: Vec<&Column> = columns.iter().filter(|column| column.table == *table).collect();
                plant(&record, table, &of, ada.person, asked).await;
            }
        }
        let kinds: BTreeMap<(String, String), String> =
            columns.into_iter().map(|column| ((column.table, column.name), column.kind)).collect();
        let before = hers(&record, &kinds, ada.person).await;
        let planted: BTreeSet<(String, String)> = COLUMNS
            .iter()
            .flat_map(|(table, all)| all.iter().map(|(column, fate)| (*table, *column, *fate)))
            .filter(|(_, _, fate)| *fate == Fate::Emptied)
            .map(|(table, column, _)| (table.to_owned(), column.to_owned()))
            .collect();
        // Who issued the account is no word of hers, a note is found by its request, and she has an account.
        let not_planted: Vec<_> =
            planted.difference(&before).map(|(table, column)| format!("{table}.{column}")).collect();
        assert_eq!(
            not_planted,
            ["meeting_note.subject", "person.issuer", "support_request.requester_name"],
            "the test plants something everywhere else"
        );

        let kept: std::sync::Mutex<Option<Erasure>> = std::sync::Mutex::new(None);
        let note_down = |erasure: &Erasure| {
            *kept.lock().expect("not poisoned") = Some(erasure.clone());
            Ok(())
        };
        let done =
            erase(&record.app, None, Subject::Person { person: ada.person }, note_down).await.expect("erased");
        assert_eq!(done.pages, [(reference, "xyzzy-planted".to_owned())], "its page is named to who erases");
        let left = hers(&record, &kinds, ada.person).await;
        let page = ("wiki_page".to_owned(), "title".to_owned());
        assert_eq!(left, BTreeSet::from([page]), "the page is to be emptied first");
        let notes: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM meeting_note").await.expect("SQL");
        assert_eq!(notes, Some(0));
        let emptied = "UPDATE outbox SET state = 'done', finished_at = NOW() WHERE kind <> 'mail'";
        record.conn().await.query_drop(emptied).await.expect("SQL");
        helpdesk_server::app::housekeeping::tidy(&record.app).await.expect("tidy");
        assert!(hers(&record, &kinds, ada.person).await.is_empty());
        let once_more = kept.lock().expect("not poisoned").clone().expect("noted down");
        assert_eq!(
            register::apply(&record.app, &[once_more]).await.expect("applied"),
            1,
            "and may be done again"
        );
    });
}
