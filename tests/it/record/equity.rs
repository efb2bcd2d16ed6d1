//! Figures: live for those who see the requests, by month for everybody.

use super::{Record, on_a_record};
use helpdesk_domain::equity::case::Dimension;
use helpdesk_domain::equity::figures::{by_category, group};
use helpdesk_domain::{Actor, CommandName as C, Date, Reference, Role, Timestamp};
use helpdesk_server::app::equity::{cases, publish_month, published};
use helpdesk_server::store::shared_pages;
use std::sync::Arc;

fn day(text: &str) -> Timestamp {
    Date::parse(text).expect("a day").end()
}

/// A request from a region that was declined before the committee saw it.
async fn declined(record: &Record, staff: &Actor, region: &str) -> Reference {
    let reference = record.submit(staff, &[("on_behalf_of", "Somebody"), ("region", region)]).await.reference;
    record.act(staff, reference, C::Acknowledge, &[]).await.expect("done");
    let fields = [("outcome", "declined"), ("reason", "Not for us")];
    record.act(staff, reference, C::ReferOrDecline, &fields).await.expect("done");
    reference
}

#[test]
fn figures_are_of_the_requests_that_the_viewer_sees_with_the_list_behind_each() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let gone = declined(&record, &staff, "south-asia").await;
        let open = record.submit(&staff, &[("on_behalf_of", "Somebody"), ("region", "global")]).await.reference;
        let seen = cases(&record.app, &member).await.expect("cases");
        let groups = by_category(&seen, Dimension::Region);
        assert_eq!(groups["south-asia"].not, [gone]);
        assert_eq!(groups["global"].waits, [open]);
        assert_eq!(group(&seen).first_answer.waiting, 1);
        record.act(&member, open, C::StandAside, &[]).await.expect("done");
        let seen = cases(&record.app, &member).await.expect("cases");
        assert_eq!(seen.iter().map(|case| case.reference).collect::<Vec<_>>(), [gone]);
    });
}

#[test]
fn a_month_is_published_once_as_it_stood_when_it_ended() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        for region in ["south-asia", "south-asia", "global", "global", "global", "global"] {
            declined(&record, &staff, region).await;
        }
        assert_eq!(publish_month(&record.app).await.expect("nothing"), None, "there was nothing in December");
        record.clock.set(day("2026-02-01"));
        // What comes after the month has ended is not in it.
        for _ in 0..6 {
            declined(&record, &staff, "south-asia").await;
        }
        let january = publish_month(&record.app).await.expect("figures").expect("the first ones");
        assert_eq!(january.month, "2026-01");
        assert_eq!(january.tables[&Dimension::Region].total(), 6);
        let cells = &january.tables[&Dimension::Region].cells;
        assert!(cells.iter().all(|cell| cell.count == 0 || cell.count >= 5), "{cells:?}");
        assert_eq!(publish_month(&record.app).await.expect("done already"), None);
        record.clock.set(day("2026-03-15"));
        declined(&record, &staff, "global").await;
        let february = publish_month(&record.app).await.expect("figures").expect("the second ones");
        assert_eq!(february.tables[&Dimension::Region].total(), 12);
        record.clock.set(day("2026-04-15"));
        let march = publish_month(&record.app).await.expect("figures").expect("the third ones");
        assert_eq!(march.tables, february.tables, "one more is not told");
        assert_eq!(march.waits, february.waits);
        assert_eq!(published(&record.app).await.expect("a list"), [january, february, march]);
        let page = shared_pages::find(&record.app.store, "figures").await.expect("SQL").expect("a wish");
        assert!(page.block.contains("2026-03") && !page.block.contains("Somebody"), "{}", page.block);
    });
}
