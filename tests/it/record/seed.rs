//! The demo's requests are made as people would make them.

use super::{Record, on_a_record};
use helpdesk_domain::committee::explain::Answer;
use helpdesk_domain::committee::room::{Want, room};
use helpdesk_domain::permit::permit;
use helpdesk_domain::{CommandName, Event, Role, StageName, Viewer};
use helpdesk_server::app::replay::try_policy;
use helpdesk_server::app::{self, QueueFilter, counts, meetings, policy, ranking, seats};
use helpdesk_server::cli::demo_seed;
use helpdesk_server::clock::{Clock, SystemClock};
use mysql_async::prelude::Queryable;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The first steward's central id is 1, see the record's configuration.
const ACCOUNTS: &str = "Amina=2,Bruno=3,Chiyo=4,Devi=5,Elin=6,Farid=1,Outsider=7,Rosa=8,Imani=9,Hakim=10";

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
        assert_eq!(items.len(), 17);
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
fn the_month_of_a_meeting_has_twelve_requests_at_all_stages_with_all_that_a_committee_weighs() {
    on_a_record(async |record: Arc<Record>| {
        seed(&record, ACCOUNTS).await.expect("seeded");
        record.clock.set(SystemClock { offset: record.app.config.clock_offset }.now());
        let now = record.clock.now();
        let secretary = record.sign_in("5", "Devi").await;
        let bruno = record.sign_in("3", "Bruno").await;
        let open = app::queue(&record.app, Viewer::Person(secretary), &QueueFilter::default(), None).await;
        let open = open.expect("a list").items;
        let at = |stage| open.iter().filter(|item| item.stage == stage).count();
        let counted: Vec<_> = StageName::ALL.iter().map(|stage| (*stage, at(*stage))).collect();
        assert_eq!(
            counted,
            [
                (StageName::Received, 1),
                (StageName::Gathering, 2),
                (StageName::WithCommittee, 4),
                (StageName::InDevelopment, 2),
                (StageName::AwaitingGo, 1),
                (StageName::InSupport, 1),
                (StageName::FollowUp, 1),
                (StageName::Closed, 0),
            ]
        );
        assert_eq!(open.iter().filter(|item| item.late).count(), 2, "two promises are late");

        let rules = record.app.policy().await.expect("rules").policy;
        let rule = rules.committee.rule.expect("a rule");
        let seats = seats::known(&record.app, None).await.expect("seats");
        let held: Vec<_> = seats.on(now.date()).map(|(_, holder)| holder).collect();
        let regions: BTreeSet<_> = held.iter().filter_map(|holder| holder.region.as_deref()).collect();
        let both = (held.len() > rule.positions as usize, regions.len() > rule.regions as usize);
        assert_eq!(both, (true, true), "the rule can be met in more than one way: {held:?}");

        let seen = async |title: &str| {
            let item = open.iter().find(|item| item.title.contains(title)).expect(title);
            let view = app::view(&record.app, Viewer::Person(secretary), item.reference).await.expect("a view");
            app::explained(&record.app, &rules, view).await.expect("an answer")
        };
        let answer = async |title: &str| seen(title).await.1.map(|found| (found.answer, found.aside));
        assert_eq!(answer("Bildminnen").await, Some((Answer::Met, 1)));
        assert_eq!(answer("SMVK").await, Some((Answer::Open, 0)));
        let rounds = seen("SMVK").await.0.history;
        let asked = rounds.iter().filter(|one| matches!(one.event, Event::ReadyForCommittee { .. })).count();
        assert_eq!(asked, 2, "it is in its second round");
        assert!(seen("Ukraine").await.0.stale, "a position is on an earlier text");
        let decided = seen("map data").await.0.reference;
        let decided = app::view(&record.app, Viewer::Person(bruno), decided).await.expect("a view");
        assert_eq!(permit(&rules, &decided, CommandName::Object, now), Ok(()), "a member may still object");

        let tried = try_policy(&record.app, &bruno, policy::DEFAULT).await.expect("allowed").expect("a policy");
        assert!(tried.met > 0 && tried.rounds > tried.met, "decisions of either sort: {tried:?}");
        assert_eq!((tried.differences.len(), tried.answers.len()), (0, 0), "unchanged rules reproduce them");

        let ranking = ranking::ranking(&record.app, &bruno).await.expect("a ranking");
        assert_eq!((ranking.candidates.len(), ranking.ballots), (5, 3));
        let order: Vec<_> = ranking.order.expect("an order").iter().map(|one| one.reference).collect();
        let wants: Vec<_> = order
            .iter()
            .filter_map(|one| ranking.candidates.iter().find(|view| view.reference == *one))
            .map(|view| (view.reference, ranking::remaining(&rules, view)))
            .collect();
        assert!(wants.iter().all(|(_, (_, estimated))| *estimated), "{wants:?}");
        let wants: Vec<_> = wants.into_iter().map(|(id, (minutes, _))| Want { id, minutes }).collect();
        let found = room(&wants, ranking.minutes.expect("hours"));
        assert_eq!((found.above.len(), found.below.len()), (3, 2), "room for three: {found:?}");
    });
}

#[test]
fn another_affiliate_s_policy_can_be_tried_with_the_same_requests() {
    on_a_record(async |record: Arc<Record>| {
        let second = include_str!("../../browser/second-policy.toml");
        policy::adopt(&record.app, "second-policy.toml", second).await.expect("adopted");
        seed(&record, ACCOUNTS).await.expect("seeded");
        let seats = seats::known(&record.app, None).await.expect("seats");
        assert_eq!(seats.all().len(), 5, "without regions that the policy does not have");
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
