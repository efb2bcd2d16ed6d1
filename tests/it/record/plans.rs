//! How the database goes about the statements that are asked most.

use super::{Record, on_a_record};
use mysql_async::prelude::Queryable;
use mysql_async::{Row, Value};
use std::sync::Arc;

/// How each table is read, by its name in the statement, and what the database does besides.
async fn plan(record: &Record, statement: &str, values: Vec<Value>) -> Vec<(String, String, String)> {
    let statement: Vec<&str> = statement.lines().filter(|line| !line.starts_with("--")).collect();
    let explain = format!("EXPLAIN {}", statement.join("\n"));
    let rows: Vec<Row> = record.conn().await.exec(explain, values).await.expect("a plan");
    let text = |row: &Row, column: &str| row.get::<Option<String>, _>(column).flatten().unwrap_or_default();
    rows.iter().map(|row| (text(row, "table"), text(row, "type"), text(row, "Extra"))).collect()
}

#[test]
fn a_record_is_read_along_its_keys_without_a_table_on_disk() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let reference = record.submit(&ada, &[("partner", "A museum")]).await.reference;
        let load = include_str!("../../../sql/queries/support_request/load.sql");
        let plan = plan(&record, load, vec![reference.to_string().into()]).await;
        assert_eq!(plan.len(), 4);
        for (table, access, extra) in plan {
            assert!(!extra.contains("temporary") && !extra.contains("filesort"), "{table}: {extra}");
            assert!(matches!(access.as_str(), "const" | "ref" | "eq_ref"), "{table}: {access}");
        }
    });
}

#[test]
fn a_look_up_reads_one_row_of_each_table_for_a_title() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        for n in 0..20 {
            let reference = record.submit(&ada, &[]).await.reference;
            let title = format!("Requests/{n}");
            helpdesk_server::store::wiki_pages::reserve(&record.app.store, reference, &title)
                .await
                .expect("a page");
        }
        let lookups = include_str!("../../../sql/queries/wiki_page/lookups.sql");
        let values = vec![ada.person.to_string().into(), b"Requests/3".to_vec().into()];
        for (table, access, extra) in plan(&record, lookups, values).await {
            assert!(
                matches!(access.as_str(), "const" | "ref" | "eq_ref" | "range"),
                "{table}: {access}, {extra}"
            );
        }
    });
}
