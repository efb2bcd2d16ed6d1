//! A filled database of every earlier schema is brought to the newest, and what was in it can still
//! be read and worked on.
//!
//! `data/schema-17.jsonl` has the rows of two requests as the program wrote them when the schema had
//! seventeen steps, in the format of a backup. At an earlier step those of its tables are put in that
//! there were; a table that has none gets a row of its own.

use super::{Record, values};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, PersonId, Reference, Role, Roles, Viewer};
use helpdesk_server::app::{self, housekeeping};
use helpdesk_server::store::migrate::{self, MIGRATIONS};
use helpdesk_server::store::support_requests::{self, SupportRequestRow};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Params, Row, Value};
use std::collections::BTreeMap;

const OLD: &str = include_str!("../../data/schema-17.jsonl");
/// The step from which on a whole record can be kept.
const WHOLE: u32 = 17;
/// What the program keeps for itself.
const OWN: [&str; 2] = ["lease", "migration"];

/// Tables with their columns and types.
type Tables = BTreeMap<String, Vec<(String, String)>>;

async fn tables(conn: &mut Conn) -> Tables {
    let rows: Vec<(String, String, String)> = conn
        .query(
            "SELECT table_name, column_name, data_type FROM information_schema.columns
             WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position",
        )
        .await
        .expect("columns");
    let mut tables = Tables::new();
    for (table, column, kind) in rows.into_iter().filter(|(table, _, _)| !OWN.contains(&table.as_str())) {
        tables.entry(table).or_default().push((column, kind));
    }
    tables
}

fn is_bytes(kind: &str) -> bool {
    kind.contains("blob") || kind.contains("binary")
}

fn cell(kind: &str, value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::NULL,
        serde_json::Value::String(text) if is_bytes(kind) => {
            Value::Bytes(STANDARD.decode(text).expect("base64"))
        }
        serde_json::Value::String(text) => Value::Bytes(text.clone().into_bytes()),
        number => Value::Int(number.as_i64().expect("a number")),
    }
}

/// Something that the column can hold.
fn some(kind: &str) -> Value {
    match kind {
        "datetime" => Value::Bytes(b"2026-01-05 00:00:00".to_vec()),
        kind if kind.ends_with("int") => Value::Int(1),
        _ => Value::Bytes(b"1".to_vec()),
    }
}

async fn insert(conn: &mut Conn, table: &str, cells: Vec<(String, Value)>) {
    let (columns, values): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
    let places = vec!["?"; columns.len()].join(", ");
    let statement = format!("INSERT INTO {table} (`{}`) VALUES ({places})", columns.join("`, `"));
    conn.exec_drop(statement, Params::Positional(values))
        .await
        .unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// Puts a row into every table.
async fn fill(conn: &mut Conn, tables: &Tables) {
    conn.query_drop("SET SESSION foreign_key_checks = 0").await.expect("set");
    let mut empty: Vec<_> = tables.keys().collect();
    for line in OLD.lines().skip(1) {
        let rows: BTreeMap<String, serde_json::Value> = serde_json::from_str(line).expect("JSON");
        for (table, row) in rows {
            let Some(columns) = tables.get(&table) else { continue };
            let row = row.as_object().expect("a row");
            let kind = |name: &str| columns.iter().find(|(column, _)| column == name).map(|(_, kind)| kind);
            let cells = row.iter().map(|(name, value)| {
                let kind = kind(name).unwrap_or_else(|| panic!("{table}.{name} was removed since"));
                (name.clone(), cell(kind, value))
            });
            insert(conn, &table, cells.collect()).await;
            empty.retain(|other| **other != table);
        }
    }
    for table in empty {
        insert(conn, table, tables[table].iter().map(|(name, kind)| (name.clone(), some(kind))).collect())
            .await;
    }
}

/// Everything that is in these columns.
async fn contents(conn: &mut Conn, tables: &Tables) -> BTreeMap<String, Vec<String>> {
    let mut contents = BTreeMap::new();
    for (table, columns) in tables {
        let names: Vec<_> = columns.iter().map(|(name, _)| format!("`{name}`")).collect();
        let rows: Vec<Row> =
            conn.query(format!("SELECT {} FROM {table}", names.join(", "))).await.expect("rows");
        let mut rows: Vec<String> = rows.into_iter().map(|row| format!("{:?}", row.unwrap())).collect();
        rows.sort();
        contents.insert(table.clone(), rows);
    }
    contents
}

async fn upgraded_from(schema: u32) {
    let record = Record::bare().await;
    let store = &record.app.store;
    migrate::hold(store, "then------------").await.expect("held");
    migrate::apply(store, "then------------", schema).await.expect("migrated");
    migrate::release(store, "then------------").await.expect("released");
    let mut conn = record.conn().await;
    let then = tables(&mut conn).await;
    fill(&mut conn, &then).await;
    let before = contents(&mut conn, &then).await;
    assert!(before.values().all(|rows| !rows.is_empty()), "every table of schema {schema} has a row");
    migrate::migrate(store, "now-------------")
        .await
        .unwrap_or_else(|error| panic!("from {schema}: {error:#}"));
    assert_eq!(contents(&mut conn, &then).await, before, "from schema {schema}");
    if schema >= WHOLE {
        still_works(&record, schema).await;
    }
    conn.disconnect().await.expect("disconnected");
    record.remove().await;
}

/// The old requests are read, listed and worked on.
async fn still_works(record: &Record, schema: u32) {
    let app = &record.app;
    let staff = Actor { person: PersonId::from_random([7; 5]), roles: Roles::NONE.with(Role::Staff) };
    let references: Vec<String> =
        record.conn().await.query("SELECT reference FROM support_request").await.expect("SQL");
    assert_eq!(references.len(), 2);
    for reference in references {
        let reference = Reference::parse(&reference).expect("a reference");
        let whole =
            app::whole_record(app, reference).await.unwrap_or_else(|error| panic!("{schema}: {error:?}"));
        let row = support_requests::find(&app.store, reference).await.expect("SQL").expect("a row");
        assert_eq!(row, SupportRequestRow::of(&whole), "from schema {schema}");
        let seen = app::view(app, Viewer::Person(staff), reference).await.expect("there");
        let act = Act { expected_version: seen.version, fields: values(&[("note", "Still here.")]) };
        let noted =
            app::execute(app, &staff, reference, CommandName::AddPrivateNote, &act, &record.key()).await;
        assert_eq!(noted.expect("noted").version, seen.version + 1);
        app::contact(app, &staff, reference).await.expect("allowed");
    }
    let filter = app::QueueFilter { closed: true, ..app::QueueFilter::default() };
    let list = app::queue(app, Viewer::Person(staff), &filter, None).await.expect("a list");
    assert_eq!(list.items.len(), 2);
    housekeeping::tidy(app).await.expect("tidied");
}

#[test]
fn a_filled_database_of_every_earlier_schema_is_brought_to_the_newest_and_can_be_worked_on() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let schemas = MIGRATIONS.iter().filter_map(migrate::Migration::number);
        let mut schemas: Vec<u32> = schemas.filter(|schema| *schema < migrate::newest()).collect();
        // A few at a time: each is a database of its own.
        while !schemas.is_empty() {
            let some = schemas.split_off(schemas.len().saturating_sub(4));
            let tasks: Vec<_> = some.into_iter().map(|schema| tokio::spawn(upgraded_from(schema))).collect();
            for task in tasks {
                if let Err(error) = task.await {
                    std::panic::resume_unwind(error.into_panic());
                }
            }
        }
    });
}
