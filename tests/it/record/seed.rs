//! The demo's requests are made as people would make them.

use super::{Record, on_a_record};
use helpdesk_domain::{Role, StageName, Viewer};
use helpdesk_server::app::{self, QueueFilter, counts, meetings};
use helpdesk_server::cli::demo_seed;
use helpdesk_server::clock::{Clock, SystemClock};
use mysql_async::prelude::Queryable;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The first steward's central id is 1, see the record's configuration.
const ACCOUNTS: &str = "Amina=2,Bruno=3,Chiyo=4,Devi=5,Elin=6,Farid=1,Outsider=7";

async fn seed(record: &Record, accounts: &str) -> anyhow::Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/requests.json");
    demo_seed::run(record.app.config.clone(), &file, accounts).await
}

#[test]
fn requests_stand_at_every_stage_and_seeding_twice_changes_nothing() {
    on_a_record(async |record: Arc<Record>| {
        seed(&record, ACCOUNTS).await.expect("seeded");
        let staff = record.sign_in("6", "Elin").await;
        assert!(staff.roles.has(Role::Staff), "they are who they are when they sign in by the wiki");
        let all = QueueFilter { closed: true, ..QueueFilter::default() };
        let list = async |viewer| app::queue(&record.app, viewer, &all, None).await.expect("a list").items;
        let items = list(Viewer::Person(staff)).await;
        assert_eq!(items.len(), 12);
        let stages: BTreeSet<_> = items.iter().map(|item| item.stage).collect();
        assert_eq!(stages.len(), StageName::ALL.len(), "{stages:?}");
        let titles: BTreeSet<_> = items.iter().map(|item| item.title.as_str()).collect();
        assert!(titles.contains("Wikidata for Wiki Loves Monuments in Uganda"));
        let public = list(Viewer::Anonymous).await;
        assert_eq!(public.len(), 2, "staff cannot agree for others: {public:?}");
        let years = counts(&record.app, Viewer::Person(staff)).await.expect("counts").years;
        assert!(years.iter().any(|year| year.year == 2023 && year.small == 1), "{years:?}");
        let secretary = record.sign_in("5", "Devi").await;
        record.clock.set(SystemClock { offset: record.app.config.clock_offset }.now());
        let held = meetings::list(&record.app, Viewer::Person(secretary)).await.expect("a list");
        assert_eq!(held.len(), 2, "one was, one comes");
        let next = meetings::prepared(&record.app, &secretary, held[1].reference).await.expect("a pack");
        assert!(!next.pack.returning.is_empty() && !next.pack.late.is_empty(), "{:?}", next.pack);
        let mut conn = record.conn().await;
        let events = "SELECT COUNT(*), (SELECT COUNT(*) FROM outbox), MAX(at) FROM event";
        let before: (u64, u64, i64) = conn.query_first(events).await.expect("SQL").expect("numbers");
        assert!(before.1 > 4, "the published ones wait for the wiki");
        seed(&record, ACCOUNTS).await.expect("seeded");
        let after: (u64, u64, i64) = conn.query_first(events).await.expect("SQL").expect("numbers");
        assert_eq!(before, after);
    });
}

#[test]
fn an_account_that_is_missing_is_named() {
    on_a_record(async |record: Arc<Record>| {
        let error = seed(&record, "Farid=1,Amina=2").await.expect_err("Bruno is missing");
        assert!(error.to_string().contains("Bruno"), "{error}");
        let error = seed(&record, "Farid=8,Amina=2").await.expect_err("no steward");
        assert!(error.to_string().contains("HELPDESK_FIRST_STEWARD"), "{error}");
    });
}
