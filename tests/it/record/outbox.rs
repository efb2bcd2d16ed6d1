//! What acts cause outside, and in which order it is carried out.

use super::{Record, on_a_record};
use helpdesk_domain::histories::play;
use helpdesk_domain::{Actor, CommandName, Event, Reference, Rejection, Role, SupportRequest};
use helpdesk_server::app::jobs::{Word, jobs_for};
use helpdesk_server::app::{AppError, health, outbox};
use helpdesk_server::store::outbox::{JobKind, NewJob, NoteKind, done, park, retry_at};
use mysql_async::prelude::Queryable;
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn only_what_everybody_may_see_causes_an_edit() {
    let mut causes = BTreeSet::new();
    for seed in 0..1000 {
        let play = play(seed, 40);
        for (before, new) in &play.steps {
            let after = new.iter().cloned().fold(before.clone(), helpdesk_domain::apply);
            let actor = new[0].by.unwrap_or(play.requester.person);
            let jobs = jobs_for(Some(before), &after, new, actor, Word::TalkPage);
            let public = before.consent.is_some() || after.consent.is_some();
            let number = |job: &&NewJob| job.kind == JobKind::UnpublishedNumber;
            let (numbers, jobs): (Vec<_>, Vec<_>) = jobs.iter().partition(number);
            assert!(public || jobs.is_empty(), "a private request causes nothing but a number: {jobs:?}");
            let counted = |request: &SupportRequest| request.stage.is_open() && request.consent.is_none();
            let written = !numbers.is_empty() || jobs.iter().any(|job| job.kind == JobKind::StatusRow);
            assert!(counted(before) == counted(&after) || written, "the number is brought up to date");
            assert!(numbers.is_empty() || counted(before) != counted(&after), "{numbers:?}");
            assert!(numbers.iter().all(|job| job.as_person.is_none()), "nobody is named: {numbers:?}");
            for job in jobs {
                causes.insert((job.cause, job.kind.code()));
                let shown = new.iter().find(|one| one.event.code() == job.cause).expect("its event");
                let silent = matches!(
                    shown.event,
                    Event::FeedbackGiven { .. }
                        | Event::StoodAside {}
                        | Event::AsideByRule { .. }
                        | Event::Discussed { .. }
                        | Event::EffortEstimated { .. }
                        | Event::NoteAdded { .. }
                        | Event::EffortLogged { .. }
                        | Event::PromiseMade { .. }
                        | Event::WaitingSet { .. }
                        | Event::HandedOver { .. }
                        | Event::ChecklistItemSet { .. }
                        | Event::Linked { .. }
                        | Event::QuestionAnswered { .. }
                        | Event::MailReceived { .. }
                        | Event::MailTakenOut { .. }
                );
                assert!(!silent, "{job:?}");
                let note = matches!(job.kind, JobKind::TalkPageNote(_));
                assert!(note || job.kind == JobKind::EmptyPage || job.cause != "question-asked", "{job:?}");
                assert!(!note || after.consent.as_ref().is_some_and(|consent| consent.talk_page_notes));
            }
        }
    }
    for cause in [
        ("consent-given", "request-page"),
        ("consent-taken-back", "empty-page"),
        ("consent-taken-back", "status-row"),
        ("acknowledged", "request-page"),
        ("edited", "request-page"),
        ("initial-decided", "request-page"),
        ("initial-decided", "talk-page-note"),
        ("question-asked", "talk-page-note"),
        ("closed", "request-page"),
    ] {
        assert!(causes.contains(&cause), "{cause:?} was not met in {causes:?}");
    }
}

async fn kinds(record: &Record) -> Vec<(String, Option<String>, bool)> {
    let statement = "SELECT cause, note, as_person IS NOT NULL FROM outbox \
         WHERE kind NOT IN ('status-row', 'unpublished-number') ORDER BY id";
    record.conn().await.query(statement).await.expect("SQL")
}

async fn published(record: &Record, who: &Actor) -> Reference {
    let consent = [("publish", "on"), ("shown_name", "Ada"), ("talk_page_notes", "on")];
    record.submit(who, &consent).await.reference
}

#[test]
fn rows_are_queued_with_the_acts_that_cause_them() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        record.submit(&ada, &[]).await;
        assert!(kinds(&record).await.is_empty(), "nothing without consent");
        let reference = published(&record, &ada).await;
        let act = async |who: &Actor, name, fields: &[(&str, &str)]| {
            record.act(who, reference, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        };
        act(&staff, CommandName::Acknowledge, &[]).await;
        act(&staff, CommandName::AskRequester, &[("question", "Which?")]).await;
        act(&staff, CommandName::AddPrivateNote, &[("note", "Hm.")]).await;
        act(&staff, CommandName::LogEffort, &[("hours", "1")]).await;
        act(&staff, CommandName::MarkReadyForCommittee, &[]).await;
        act(&member, CommandName::GiveFeedback, &[("position", "support")]).await;
        act(&member, CommandName::StandAside, &[]).await;
        let decision = [("outcome", "positive"), ("priority", "low"), ("rationale", "Good.")];
        act(&secretary, CommandName::RecordInitialDecision, &decision).await;
        act(&ada, CommandName::TakeConsentBack, &[]).await;
        let queued = kinds(&record).await;
        let expected = [
            ("consent-given", None, true),
            ("acknowledged", None, true),
            ("question-asked", Some("question"), false),
            ("ready-for-committee", None, true),
            ("initial-decided", None, true),
            ("initial-decided", Some("decision"), false),
            ("consent-taken-back", None, false),
        ];
        let expected: Vec<_> =
            expected.map(|(cause, note, person)| (cause.to_owned(), note.map(str::to_owned), person)).into();
        assert_eq!(queued, expected);
    });
}

#[test]
fn jobs_of_a_request_are_done_in_order_and_a_parked_one_holds_up_no_other_request() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let one = published(&record, &ada).await;
        let other = published(&record, &ada).await;
        record.act(&staff, one, CommandName::Acknowledge, &[]).await.expect("done");
        let lease = async || outbox::lease(app, 10, 60).await.expect("a lease");
        let first = lease().await;
        let about: Vec<_> = first.iter().map(|job| (job.reference, job.kind)).collect();
        assert_eq!(about, [(one, JobKind::RequestPage), (other, JobKind::RequestPage)]);
        assert!(lease().await.is_empty(), "the next ones wait for these");
        assert!(!done(&app.store, first[0].id, "another lease---").await.expect("SQL"), "only the holder");
        assert!(done(&app.store, first[0].id, &first[0].lease).await.expect("SQL"));
        assert!(park(&app.store, first[1].id, &first[1].lease, "the title is protected").await.expect("SQL"));
        let second = lease().await;
        assert_eq!(second.len(), 1, "the other request waits for a person");
        assert_eq!((second[0].reference, second[0].kind), (one, JobKind::StatusRow));
        assert!(
            retry_at(&app.store, second[0].id, &second[0].lease, "the wiki is read-only", 3600)
                .await
                .expect("SQL")
        );
        assert!(lease().await.is_empty(), "not before it is due");

        let refused = outbox::stuck(app, &ada).await;
        assert!(matches!(refused, Err(AppError::Rejected(Rejection::RoleNeeded(Role::Staff)))));
        let stuck = outbox::stuck(app, &staff).await.expect("a list");
        assert_eq!(stuck.len(), 1);
        assert!(stuck[0].parked && stuck[0].error.as_deref() == Some("the title is protected"));
        outbox::retry(app, &staff, stuck[0].id).await.expect("again");
        let again = lease().await;
        assert_eq!((again[0].id, again[0].attempts), (first[1].id, 2));
        assert_eq!(again[0].token, first[1].token, "an edit whose answer was lost is found again");
        let held = outbox::give_up(app, &staff, again[0].id, "never mind").await;
        assert!(matches!(held, Err(AppError::NotFound)), "a worker is at it");
        park(&app.store, again[0].id, &again[0].lease, "still").await.expect("SQL");
        outbox::give_up(app, &staff, again[0].id, "never mind").await.expect("given up");
        assert_eq!(lease().await[0].reference, other, "its request goes on");
        outbox::retry(app, &staff, second[0].id).await.expect("now");
        assert_eq!(lease().await[0].id, second[0].id);
    });
}

#[test]
fn a_job_that_this_version_cannot_read_waits_for_a_person_and_stops_nothing_else() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let unknown =
            ["kind = 'wall-poster'", "kind = 'talk-page-note', note = 'birthday'", "as_person = 'nobody!!'"];
        let mut conn = record.conn().await;
        for change in unknown {
            published(&record, &ada).await;
            let newest =
                format!("UPDATE outbox SET {change} WHERE kind = 'request-page' ORDER BY id DESC LIMIT 1");
            conn.query_drop(newest).await.expect("SQL");
        }
        let other = published(&record, &ada).await;
        let job = outbox::lease(app, 1, 60).await.expect("a lease").pop().expect("the one that can be read");
        assert_eq!((job.reference, job.kind), (other, JobKind::RequestPage));
        assert!(outbox::lease(app, 10, 60).await.expect("a lease").is_empty(), "later jobs of theirs wait");
        let stuck = outbox::stuck(app, &staff).await.expect("a list");
        assert_eq!(stuck.iter().filter(|job| job.parked).count(), unknown.len(), "{stuck:?}");
        for job in &stuck {
            assert!(job.error.as_deref().is_some_and(|words| words.contains("does not know")), "{job:?}");
            assert!(job.kind.is_none() || job.kind == Some(JobKind::RequestPage), "{job:?}");
        }
        // After an update that knows it.
        conn.query_drop(
            "UPDATE outbox SET kind = 'request-page', note = NULL, as_person = NULL WHERE state = 'parked'",
        )
        .await
        .expect("SQL");
        outbox::retry(app, &staff, stuck[0].id).await.expect("again");
        assert_eq!(outbox::lease(app, 1, 60).await.expect("a lease")[0].id, stuck[0].id);
    });
}

#[test]
fn two_workers_never_hold_the_same_job_and_a_lease_runs_out() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        for _ in 0..12 {
            published(&record, &ada).await;
        }
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let record = record.clone();
                tokio::spawn(async move { outbox::lease(&record.app, 5, 60).await.expect("a lease") })
            })
            .collect();
        let mut held = Vec::new();
        for task in tasks {
            held.extend(task.await.expect("joined").into_iter().map(|job| job.id));
        }
        assert_eq!(held.len(), held.iter().collect::<BTreeSet<_>>().len(), "{held:?}");
        let mut conn = record.conn().await;
        conn.query_drop("UPDATE outbox SET leased_until = NOW() - INTERVAL 1 SECOND").await.expect("SQL");
        assert_eq!(outbox::lease(&record.app, 50, 60).await.expect("a lease").len(), 12);
    });
}

#[test]
fn health_says_how_long_the_oldest_job_waits() {
    on_a_record(async |record: Arc<Record>| {
        assert_eq!(health::health(&record.app).await.expect("healthy").outbox_age, None);
        let ada = record.person("Ada", &[]).await;
        published(&record, &ada).await;
        let mut conn = record.conn().await;
        conn.query_drop("UPDATE outbox SET created_at = NOW() - INTERVAL 90 SECOND").await.expect("SQL");
        let age = health::health(&record.app).await.expect("healthy").outbox_age.expect("one waits");
        assert!((90..120).contains(&age), "{age}");
    });
}

#[test]
fn a_closing_note_comes_instead_of_one_about_the_decision() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let reference = published(&record, &ada).await;
        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&staff, reference, CommandName::MarkReadyForCommittee, &[]).await.expect("done");
        let decline = [("outcome", "decline"), ("rationale", "Not ours.")];
        record.act(&secretary, reference, CommandName::RecordInitialDecision, &decline).await.expect("done");
        let notes: Vec<_> = kinds(&record).await.into_iter().filter_map(|(_, note, _)| note).collect();
        assert_eq!(notes, [NoteKind::Closing.code()]);
    });
}
