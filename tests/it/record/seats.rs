//! The committee's seats on record.

use super::{BEGIN, Record, on_a_record, values};
use helpdesk_domain::committee::SeatProblem;
use helpdesk_domain::{Actor, Date, Reference, Rejection, Role, Timestamp};
use helpdesk_server::app::AppError;
use helpdesk_server::app::seats::{self, NotSeated};
use std::sync::Arc;

const DAY: i64 = 86_400;

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

async fn add(record: &Record, by: &Actor, fields: &[(&str, &str)]) -> Result<(), NotSeated> {
    seats::add(&record.app, by, &values(fields), None).await
}

#[test]
fn a_steward_adds_and_ends_terms_and_nobody_else_does() {
    on_a_record(async |record: Arc<Record>| {
        let chiyo = record.person("Chiyo", &[Role::Committee]).await;
        let steward = record.person("Steward", &[Role::Steward]).await;
        let new = [
            ("name", "Chiyo"),
            ("region", "south-asia"),
            ("affiliates", "West Bengal Wikimedians\n\n  Wiki Women  "),
            ("from", "2026-01-01"),
        ];
        let refused = add(&record, &chiyo, &new).await;
        let needs = Rejection::RoleNeeded(Role::Steward);
        assert!(matches!(&refused, Err(NotSeated::Other(AppError::Rejected(why))) if *why == needs));
        add(&record, &steward, &new).await.expect("added");
        let known = seats::known(&record.app, None).await.expect("seats");
        let (seat, holder) = known.of(chiyo.person, day("2026-01-05")).expect("a seat");
        assert_eq!(holder.affiliates, ["West Bengal Wikimedians", "Wiki Women"]);
        let reference = Reference::parse(&seat.id).expect("a name");
        let end = async |by, last| seats::end(&record.app, by, reference, last).await;
        assert!(matches!(end(&chiyo, "2026-01-31").await, Err(NotSeated::Other(AppError::Rejected(_)))));
        assert!(matches!(end(&steward, "2026-01-01").await, Err(NotSeated::TooLate)));
        record.clock.set(Timestamp(BEGIN.0 + 60));
        end(&steward, "2026-01-31").await.expect("ended");
        let now = seats::known(&record.app, None).await.expect("seats");
        assert!(now.of(chiyo.person, day("2026-02-01")).is_none());
        let then = seats::known(&record.app, Some(BEGIN)).await.expect("seats");
        assert!(then.of(chiyo.person, day("2026-02-01")).is_some(), "as it was known before it was ended");
    });
}

#[test]
fn what_contradicts_the_seats_or_cannot_be_read_is_refused_in_words() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.person("Steward", &[Role::Steward]).await;
        record.person("Chiyo", &[]).await;
        let new = [("name", "Chiyo"), ("from", "2026-01-01")];
        add(&record, &steward, &new).await.expect("added");
        let twice = add(&record, &steward, &new).await;
        assert!(matches!(twice, Err(NotSeated::Problem(SeatProblem::TwoSeats(..)))), "{twice:?}");
        let wrong = [("name", "Nobody"), ("region", "the-moon"), ("from", "soon"), ("until", "2026-02-30")];
        let Err(NotSeated::Other(AppError::Form(errors))) = add(&record, &steward, &wrong).await else {
            panic!("accepted")
        };
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "region", "from", "until"]);
        let nowhere = Reference::from_random([9; 5]);
        let instead = values(&[("name", "Chiyo"), ("from", "2026-01-01"), ("until", "2026-01-02")]);
        let lost = seats::add(&record.app, &steward, &instead, Some(nowhere)).await;
        assert!(matches!(lost, Err(NotSeated::Other(AppError::NotFound))), "{lost:?}");
    });
}

#[test]
fn somebody_stands_in_on_the_days_that_were_named() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.person("Steward", &[Role::Steward]).await;
        let chiyo = record.person("Chiyo", &[]).await;
        let bruno = record.person("Bruno", &[]).await;
        add(&record, &steward, &[("name", "Chiyo"), ("from", "2026-01-01")]).await.expect("added");
        let known = seats::known(&record.app, None).await.expect("seats");
        let term = Reference::parse(&known.all()[0].id).expect("a name");
        let instead = values(&[("name", "Bruno"), ("from", "2026-02-01"), ("until", "2026-02-28")]);
        seats::add(&record.app, &steward, &instead, Some(term)).await.expect("added");
        let holds = async |date| {
            let known = seats::known(&record.app, None).await.expect("seats");
            known.on(day(date)).next().map(|(_, holder)| holder.person)
        };
        assert_eq!(holds("2026-02-10").await, Some(bruno.person));
        assert_eq!(holds("2026-03-01").await, Some(chiyo.person));
        let committee = seats::committee(&record.app, &steward).await.expect("seen");
        let stand_in = committee.stand_ins[&(term, day("2026-02-01"))];
        record.clock.set(Timestamp(BEGIN.0 + 30 * DAY));
        seats::end(&record.app, &steward, stand_in, "2026-02-05").await.expect("ended");
        assert_eq!(holds("2026-02-10").await, Some(chiyo.person), "they came back earlier");
    });
}
