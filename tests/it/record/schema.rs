//! The SQL files fit the schema, and `sql/schema.sql` is the schema.

use super::{Record, on_a_record};
use helpdesk_server::store::migrate::{self, MIGRATIONS};
use mysql_async::prelude::Queryable;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn sql() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sql")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn every_query_file_can_be_prepared() {
    on_a_record(async |record: Arc<Record>| {
        let mut conn = record.conn().await;
        let files = files(&sql().join("queries"));
        assert!(files.len() > 50, "{} files", files.len());
        for file in files {
            let text = fs::read_to_string(&file).expect("a text");
            conn.prep(&text).await.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
    });
}

#[test]
fn every_query_file_is_used() {
    let sources = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/store"));
    let sources: String = sources.iter().map(|file| fs::read_to_string(file).expect("a text")).collect();
    let folder = sql().join("queries");
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).expect("below").with_extension("");
        let name = name.display().to_string();
        assert!(sources.contains(&format!("sql!(\"{name}\")")), "nothing uses {name}");
    }
}

#[test]
fn every_migration_file_is_applied() {
    let names: Vec<_> = MIGRATIONS.iter().map(|migration| format!("{}.sql", migration.name)).collect();
    let files: Vec<_> = files(&sql().join("migrations"))
        .iter()
        .map(|file| file.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, names);
}

/// To write the file anew after a migration was added, run this test with `HELPDESK_WRITE_SCHEMA=1`.
#[test]
fn the_schema_file_is_what_the_migrations_make() {
    on_a_record(async |record: Arc<Record>| {
        let mut conn = record.conn().await;
        let tables: Vec<String> = conn.query("SHOW TABLES").await.expect("tables");
        let mut schema = String::from("-- The schema as the migrations make it. Checked by a test, not run.\n");
        for table in tables {
            let (_, create): (String, String) =
                conn.query_first(format!("SHOW CREATE TABLE {table}")).await.expect("SQL").expect("a table");
            let create: Vec<_> =
                create.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT=")).collect();
            schema.push_str(&format!("\n{};\n", create.join(" ")));
        }
        let file = sql().join("schema.sql");
        if std::env::var_os("HELPDESK_WRITE_SCHEMA").is_some() {
            fs::write(&file, &schema).expect("written");
        }
        let written = fs::read_to_string(&file).expect("sql/schema.sql");
        assert!(written == schema, "sql/schema.sql differs; see the comment of this test");
    });
}

#[test]
fn every_text_column_names_what_it_is_compared_by() {
    for file in files(&sql().join("migrations")) {
        for line in fs::read_to_string(&file).expect("a text").lines() {
            let text = [" CHAR(", " VARCHAR(", "TEXT"].iter().any(|kind| line.contains(kind));
            let column = line.starts_with("  ") && !line.contains("CONSTRAINT");
            assert!(!(text && column) || line.contains(" COLLATE "), "{}: {line}", file.display());
        }
    }
}

#[test]
fn migrating_again_changes_nothing_and_two_at_once_do_it_once() {
    on_a_record(async |record: Arc<Record>| {
        let store = &record.app.store;
        assert_eq!(migrate::migrate(store, "again-----------").await.expect("migrated"), 0);
        let mut conn = record.conn().await;
        // As if the program had ended between a step and the note that it was done.
        conn.query_drop("DELETE FROM migration ORDER BY version DESC LIMIT 2").await.expect("forgotten");
        let (one, other) = tokio::join!(
            migrate::migrate(store, "one-------------"),
            migrate::migrate(store, "other-----------")
        );
        assert_eq!(one.expect("migrated") + other.expect("migrated"), 2);
    });
}

#[test]
fn a_migration_that_was_changed_or_is_unknown_is_refused() {
    on_a_record(async |record: Arc<Record>| {
        let store = &record.app.store;
        let mut conn = record.conn().await;
        conn.query_drop("INSERT INTO migration VALUES (999, 'V0999__x', REPEAT('x', 32), NOW())")
            .await
            .expect("added");
        let error = migrate::migrate(store, "one-------------").await.expect_err("unknown");
        assert!(error.to_string().contains("999"), "{error}");
        conn.query_drop("DELETE FROM migration WHERE version = 999").await.expect("forgotten");
        conn.query_drop("UPDATE migration SET checksum = REPEAT('x', 32) WHERE version = 2")
            .await
            .expect("changed");
        let error = migrate::migrate(store, "one-------------").await.expect_err("changed");
        assert!(error.to_string().contains("V0002__role_grant.sql was changed"), "{error}");
    });
}
