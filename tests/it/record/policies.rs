//! A policy holds from its adoption on, and events name the one that they were decided under.

use super::{Record, on_a_record};
use helpdesk_domain::{CommandName, Role};
use helpdesk_server::app::policy;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

#[test]
fn events_name_the_policy_that_they_were_decided_under() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        let text = policy::DEFAULT.replace("gather_days = 21", "gather_days = 5");
        assert_eq!(policy::adopt(&record.app, "p", &text).await.expect("adopted"), 2);
        assert_eq!(policy::adopt(&record.app, "p", &text).await.expect("held already"), 2);
        let view = record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        let promise = view.promise.expect("open");
        assert_eq!(promise.by, super::BEGIN.plus_days(5));
        let versions: Vec<u32> =
            record.conn().await.query("SELECT policy_version FROM event ORDER BY seq").await.expect("SQL");
        assert_eq!(versions, [1, 1, 2, 2]);
        assert_eq!(policy::text(&record.app).await.expect("a text"), text);
        assert_eq!(policy::history(&record.app).await.expect("a list").len(), 2);
    });
}

#[test]
fn a_policy_with_a_mistake_is_not_adopted() {
    on_a_record(async |record: Arc<Record>| {
        let text = policy::DEFAULT.replace("go_days = 45", "go_days = 0");
        let error = policy::adopt(&record.app, "p.toml", &text).await.expect_err("a mistake");
        assert!(error.to_string().starts_with("p.toml:24: deadlines.go_days:"), "{error}");
        assert_eq!(record.app.policy().await.expect("a policy").version, 1);
    });
}
