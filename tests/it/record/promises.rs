//! What the staff and the committee see of promises.

use super::{BEGIN, Record, on_a_record};
use helpdesk_domain::{CommandName as C, Role};
use helpdesk_server::app::AppError;
use helpdesk_server::app::promises::promises;
use std::sync::Arc;

#[test]
fn what_waits_with_an_end_date_is_neither_late_nor_silent_before_it() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        let watch = async || promises(&record.app, &staff).await.expect("a list").open[0].watch;
        assert!(watch().await.without_owner, "nobody took it up");
        record.clock.set(BEGIN.plus_days(8));
        assert!(watch().await.late, "the first answer is due in seven days");
        record.act(&staff, reference, C::Acknowledge, &[]).await.expect("done");
        assert!(!watch().await.is_needed());
        let until = [("whom", "partner"), ("until", "2026-05-01")];
        record.act(&staff, reference, C::SetWaiting, &until).await.expect("done");
        record.clock.set(BEGIN.plus_days(100));
        assert!(!watch().await.is_needed(), "it waits until May");
        record.clock.set(BEGIN.plus_days(118));
        assert!(watch().await.late && watch().await.silent, "May has come");
        let months = promises(&record.app, &staff).await.expect("a list").months;
        assert_eq!(months["2026-01"].share(), Some(0), "the first answer was late");
    });
}

#[test]
fn a_member_who_stood_aside_finds_no_trace_and_others_find_no_page() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        record.act(&staff, reference, C::Acknowledge, &[]).await.expect("done");
        let seen = promises(&record.app, &member).await.expect("a list");
        assert_eq!((seen.open.len(), seen.open[0].owner.as_deref()), (1, Some("Staff")));
        record.act(&member, reference, C::StandAside, &[]).await.expect("done");
        record.clock.set(BEGIN.plus_days(60));
        let seen = promises(&record.app, &member).await.expect("a list");
        assert_eq!(seen, helpdesk_server::app::promises::Promises::default());
        assert_eq!(promises(&record.app, &staff).await.expect("a list").open.len(), 1);
        for other in [ada, record.person("Steward", &[Role::Steward]).await] {
            let refused = promises(&record.app, &other).await;
            assert!(matches!(refused, Err(AppError::Rejected(_))), "{refused:?}");
        }
    });
}
