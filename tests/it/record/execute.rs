//! The one write path.

use super::{BEGIN, Record, on_a_record, values};
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Rejection, Role, StageName, SupportRequestView, Timestamp, Viewer};
use helpdesk_server::app::{self, AppError};
use helpdesk_server::store::support_requests::{self, SupportRequestRow};
use mysql_async::prelude::Queryable;
use std::sync::Arc;

/// An act with its fields.
type Step<'a> = (&'a Actor, CommandName, &'a [(&'a str, &'a str)]);

async fn count(record: &Record, table: &str) -> u64 {
    let statement = format!("SELECT COUNT(*) FROM {table}");
    record.conn().await.query_first(statement).await.expect("SQL").expect("a number")
}

async fn note(
    record: &Record,
    actor: &Actor,
    view: &SupportRequestView,
    text: &str,
    key: &app::IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    let act = Act { expected_version: view.version, fields: values(&[("note", text)]) };
    app::execute(&record.app, actor, view.reference, CommandName::AddPrivateNote, &act, key).await
}

#[test]
fn the_same_key_twice_makes_one_event_and_one_answer() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let key = record.key();
        let first = note(&record, &staff, &view, "a note", &key).await.expect("done");
        let again = note(&record, &staff, &view, "a note", &key).await.expect("done before");
        assert_eq!(first, again);
        assert_eq!(first.version, view.version + 1);
    });
}

#[test]
fn the_same_key_with_something_else_is_refused_and_changes_nothing() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let key = record.key();
        note(&record, &staff, &view, "a note", &key).await.expect("done");
        let before = count(&record, "event").await;
        let other = note(&record, &staff, &view, "another note", &key).await;
        assert!(matches!(other, Err(AppError::KeyReused)), "{other:?}");
        let fields = values(&[("what", "x"), ("reach", "talk-page")]);
        let submitted = app::submit(&record.app, &staff, &fields, &key).await;
        assert!(matches!(submitted, Err(AppError::KeyReused)), "{submitted:?}");
        assert_eq!(count(&record, "event").await, before);
    });
}

#[test]
fn a_submission_sent_twice_is_one_request_and_another_person_may_use_the_same_key() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let bob = record.person("Bob", &[]).await;
        let key = record.key();
        let fields = values(&[("what", "Please help us."), ("reach", "talk-page")]);
        let first = app::submit(&record.app, &ada, &fields, &key).await.expect("a request");
        let again = app::submit(&record.app, &ada, &fields, &key).await.expect("the same");
        let other = app::submit(&record.app, &bob, &fields, &key).await.expect("another");
        assert_eq!(first.reference, again.reference);
        assert_ne!(first.reference, other.reference);
        assert_eq!(count(&record, "support_request").await, 2);
    });
}

#[test]
fn a_refused_command_leaves_its_key_free() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let key = record.key();
        let act = Act { expected_version: view.version, fields: values(&[]) };
        let name = CommandName::MarkReadyForCommittee;
        let refused = app::execute(&record.app, &staff, view.reference, name, &act, &key).await;
        let wrong = Rejection::WrongStage(StageName::Gathering);
        assert!(matches!(&refused, Err(AppError::Rejected(why)) if *why == wrong), "{refused:?}");
        assert_eq!(count(&record, "idempotency_key").await, 1);
        note(&record, &staff, &view, "a note", &key).await.expect("the key is free");
    });
}

#[test]
fn of_two_people_at_the_same_version_one_is_told() {
    on_a_record(async |record: Arc<Record>| {
        let one = record.person("One", &[Role::Staff]).await;
        let other = record.person("Other", &[Role::Staff]).await;
        let view = record.submit(&one, &[("on_behalf_of", "Somebody")]).await;
        let act = Act { expected_version: view.version, fields: values(&[]) };
        let (first, second) = (record.key(), record.key());
        let name = CommandName::Acknowledge;
        let (a, b) = tokio::join!(
            app::execute(&record.app, &one, view.reference, name, &act, &first),
            app::execute(&record.app, &other, view.reference, name, &act, &second),
        );
        let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
        let won = won.expect("one of them");
        let Err(AppError::Conflict(conflict)) = lost else { panic!("{lost:?}") };
        let now = conflict.now;
        assert_eq!(now.version, won.version);
        assert_eq!(now.stage.name(), StageName::Gathering);
        assert!(!now.names.is_empty(), "the view has names");
    });
}

#[test]
fn what_is_hidden_from_somebody_does_not_get_in_their_way() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&ada, &[]).await;
        record
            .act(&staff, view.reference, CommandName::AddPrivateNote, &[("note", "secret")])
            .await
            .expect("done");
        let act = Act { expected_version: view.version, fields: values(&[]) };
        let key = record.key();
        let name = CommandName::Withdraw;
        let after = app::execute(&record.app, &ada, view.reference, name, &act, &key).await.expect("done");
        assert_eq!(after.version, view.version + 1, "nor can it be counted");
    });
}

#[test]
fn what_is_wrong_with_a_form_is_said_before_anything_else() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let wrong = record
            .act(&staff, view.reference, CommandName::AskRequester, &[("question", " "), ("colour", "red")])
            .await;
        assert!(matches!(&wrong, Err(AppError::Form(errors)) if errors.len() == 2), "{wrong:?}");
    });
}

#[test]
fn somebody_takes_over_by_name_and_only_staff_learn_who_is_staff() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let one = record.person("One", &[Role::Staff]).await;
        let two = record.person("Two", &[Role::Staff]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        let hand = CommandName::HandOver;
        let after = record.act(&one, reference, hand, &[("to", "Two")]).await.expect("done");
        assert_eq!(after.owner, Some(two.person));
        assert_eq!(after.names.get(&two.person).map(String::as_str), Some("Two"));
        let unknown = record.act(&one, reference, hand, &[("to", "Ada")]).await;
        assert!(matches!(unknown, Err(AppError::Form(_))), "{unknown:?}");
        for name in ["Two", "Ada", "Nobody"] {
            let refused = record.act(&ada, reference, hand, &[("to", name)]).await;
            assert!(matches!(refused, Err(AppError::Rejected(Rejection::RoleNeeded(Role::Staff)))), "{name}");
        }
    });
}

#[test]
fn a_link_goes_to_a_request_that_is_there() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let one = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        let other = record.submit(&staff, &[("on_behalf_of", "Somebody else")]).await.reference;
        let link = CommandName::LinkRequest;
        let linked = record.act(&staff, one, link, &[("kind", "part-of"), ("to", other.as_str())]).await;
        assert_eq!(linked.expect("linked").links.len(), 1);
        let nowhere = record.act(&staff, one, link, &[("kind", "part-of"), ("to", "zzzzzzzz")]).await;
        assert!(matches!(nowhere, Err(AppError::Form(_))), "{nowhere:?}");
    });
}

#[test]
fn time_in_the_record_does_not_run_backwards() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        record.clock.set(Timestamp(BEGIN.0 - 100));
        let after = record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        assert!(after.history.iter().all(|recorded| recorded.at == BEGIN));
    });
}

/// Leaves a note as a patient client does: on conflict it looks again, when the service is busy it
/// sends the same once more.
async fn insist(record: &Record, staff: &Actor, view: &SupportRequestView, text: &str) {
    let key = record.key();
    let mut seen = view.clone();
    loop {
        match note(record, staff, &seen, text, &key).await {
            Ok(_) => return,
            Err(AppError::Conflict(conflict)) => seen = conflict.now,
            Err(AppError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn twenty_at_once_leave_a_consistent_log() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let reference = view.reference;
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let (record, view) = (record.clone(), view.clone());
                tokio::spawn(async move { insist(&record, &staff, &view, &format!("note {n}")).await })
            })
            .collect();
        for task in tasks {
            task.await.expect("done");
        }
        let after = app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert_eq!(after.version, view.version + 20);
        let seqs: Vec<u32> =
            record.conn().await.query("SELECT seq FROM event ORDER BY seq").await.expect("SQL");
        assert_eq!(seqs, (1..=after.version).collect::<Vec<_>>());
        let row = support_requests::find(&record.app.store, reference).await.expect("SQL").expect("a row");
        assert_eq!(row.version, after.version);
    });
}

#[test]
fn the_row_is_what_the_events_make() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let more = [("publish", "on"), ("shown_name", "Ada L."), ("country", "Uganda"), ("first_time", "yes")];
        let reference = record.submit(&ada, &more).await.reference;
        let steps: [Step<'_>; 8] = [
            (&staff, CommandName::Acknowledge, &[]),
            (&staff, CommandName::AskRequester, &[("question", "Which maps?")]),
            (&ada, CommandName::AnswerQuestion, &[("answer", "Old ones.")]),
            (&staff, CommandName::MarkReadyForCommittee, &[]),
            (&member, CommandName::GiveFeedback, &[("position", "support")]),
            (
                &secretary,
                CommandName::RecordInitialDecision,
                &[("outcome", "positive"), ("priority", "high"), ("rationale", "Good.")],
            ),
            (&staff, CommandName::SetWaiting, &[("whom", "partner"), ("until", "2026-02-01")]),
            (&ada, CommandName::Withdraw, &[]),
        ];
        for (actor, name, fields) in steps {
            record
                .act(actor, reference, name, fields)
                .await
                .unwrap_or_else(|error| panic!("{name:?}: {error}"));
            let whole = app::whole_record(&record.app, reference).await.expect("there");
            let row = support_requests::find(&record.app.store, reference).await.expect("SQL");
            assert_eq!(row.expect("a row"), SupportRequestRow::of(&whole), "after {name:?}");
        }
    });
}

#[test]
fn four_connections_serve_fifty_views_at_once() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let record = record.clone();
                tokio::spawn(async move { app::view(&record.app, Viewer::Person(ada), reference).await })
            })
            .collect();
        for task in tasks {
            task.await.expect("joined").expect("a view");
        }
        let open: Vec<(u64, String)> = record
            .conn()
            .await
            .exec(
                "SELECT id, command FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()",
                (),
            )
            .await
            .expect("SQL");
        assert!(open.len() <= 4, "{open:?}");
    });
}

#[test]
fn what_another_process_changes_is_seen_at_once() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let app = &record.app;
        let other = app::App::new(app.store.clone(), app.clock.clone(), app.config.clone(), app.ids.clone());
        let viewer = Viewer::Person(staff);
        for n in 1..4 {
            let seen = app::view(&other, viewer, view.reference).await.expect("there");
            assert_eq!(seen.version, view.version + n - 1);
            note(&record, &staff, &seen, "a note", &record.key()).await.expect("done");
            let seen = app::view(&other, viewer, view.reference).await.expect("there");
            assert_eq!(seen.version, view.version + n);
        }
    });
}
