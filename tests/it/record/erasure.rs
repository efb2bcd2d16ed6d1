//! What is personal is erased, what was decided stays, and an older backup does not bring it back.

use super::backup::{fill, taken};
use super::{ISSUER, Record, on_a_record};
use helpdesk_domain::text::Body;
use helpdesk_domain::{Actor, CommandName, Event, Reference, Role, SupportRequest, Timestamp, Viewer};
use helpdesk_server::app::backup::restore;
use helpdesk_server::app::erasure::{Erased, Erasure, Subject, erase, register};
use helpdesk_server::app::people::{Identity, OauthTokens, access_token, sign_in};
use helpdesk_server::app::{self, AppError, export, housekeeping, people, sessions};
use helpdesk_server::store::outbox::JobKind;
use helpdesk_server::store::support_requests;
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

const PLANTED: [(&str, &str); 10] = [
    ("country", "xyzzy land"),
    ("affiliate", "xyzzy affiliate"),
    ("what", "xyzzy the maps"),
    ("title", "xyzzy title"),
    ("answers.gaps", "xyzzy gaps"),
    ("partner", "xyzzy museum"),
    ("publish", "on"),
    ("shown_name", "xyzzy name"),
    ("reach", "mail"),
    ("mail", "xyzzy@example.org"),
];

pub async fn ada(record: &Record) -> Actor {
    let identity = Identity {
        issuer: ISSUER.to_owned(),
        sub: "sub xyzzy".to_owned(),
        name: "Xyzzy".to_owned(),
        blocked: false,
        temporary: false,
        registered: None,
    };
    let tokens = OauthTokens { access: SecretString::from("access"), refresh: None, expires_in: 3600 };
    sign_in(&record.app, &identity, Some(&tokens)).await.expect("in").actor()
}

/// A published request of Ada, decided by the committee, with a question that she answered.
pub async fn story(record: &Record, ada: &Actor) -> Reference {
    let staff = record.person("Staff", &[Role::Staff]).await;
    let secretary = record.person("Plugh", &[Role::Secretary]).await;
    let reference = record.submit(ada, &PLANTED).await.reference;
    let decision = [("outcome", "positive"), ("priority", "high"), ("rationale", "It fills a gap.")];
    for (who, name, fields) in [
        (&staff, CommandName::Acknowledge, &[][..]),
        (&staff, CommandName::AskRequester, &[("question", "Which maps?")][..]),
        (ada, CommandName::AnswerQuestion, &[("answer", "xyzzy answer")][..]),
        (&staff, CommandName::MarkReadyForCommittee, &[][..]),
        (&secretary, CommandName::RecordInitialDecision, &decision[..]),
    ] {
        record.act(who, reference, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error:?}"));
    }
    reference
}

async fn erased(record: &Record, subject: Subject) -> Erased {
    erase(&record.app, None, subject, |_| Ok(())).await.expect("erased")
}

/// Everything in every table, as one text: binary columns as they are.
pub async fn everything(record: &Record) -> String {
    let mut conn = record.conn().await;
    let tables: Vec<String> = conn.query("SHOW TABLES").await.expect("tables");
    let mut all = String::new();
    for table in tables {
        let rows: Vec<mysql_async::Row> = conn.query(format!("SELECT * FROM {table}")).await.expect("rows");
        for row in rows {
            for cell in row.unwrap() {
                if let mysql_async::Value::Bytes(bytes) = cell {
                    all.push_str(&String::from_utf8_lossy(&bytes).to_lowercase());
                    all.push('\n');
                }
            }
        }
    }
    all
}

/// What was decided, without the texts of the one who asked.
fn decided(request: &SupportRequest) -> Vec<(Timestamp, &'static str)> {
    request.history.iter().map(|recorded| (recorded.at, recorded.event.code())).collect()
}

#[test]
fn who_is_erased_is_nowhere_any_more_and_what_was_decided_stays() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = ada(&record).await;
        let session = sessions::create(app, ada.person).await.expect("a session");
        let reference = story(&record, &ada).await;
        assert!(everything(&record).await.contains("xyzzy"));
        let before = app::whole_record(app, reference).await.expect("there");
        let names = app::view(app, Viewer::Person(ada), reference).await.expect("there").names;
        assert!(names.contains_key(&ada.person));

        let done = erased(&record, Subject::Person { person: ada.person }).await;
        assert_eq!(
            (done.contacts, done.requests.as_slice(), done.open.as_slice()),
            (1, &[reference][..], &[reference][..])
        );

        let left = everything(&record).await;
        let lines: Vec<_> = left.lines().filter(|line| line.contains("xyzzy")).collect();
        assert!(lines.is_empty(), "{lines:?}");
        let after = app::whole_record(app, reference).await.expect("there");
        assert_eq!(decided(&after)[..before.history.len()], decided(&before)[..], "every event is still there");
        assert!(matches!(after.history.last().expect("an event").event, Event::ConsentTakenBack {}));
        assert_eq!((&after.decisions, after.priority), (&before.decisions, before.priority));
        assert_eq!((&after.facts.title, &after.facts.what), (&Body::Erased, &Body::Erased));
        assert_eq!(after.questions[0].question, before.questions[0].question, "what staff asked is theirs");
        assert_eq!(after.questions[0].answer.as_ref().expect("an answer").1, Body::Erased);
        assert_eq!(sessions::find(app, session.expose_secret()).await.expect("SQL"), None);
        assert!(access_token(app, ada.person).await.expect("SQL").is_none());
        let staff = record.person("Staff", &[Role::Staff]).await;
        let seen = app::view(app, Viewer::Person(staff), reference).await.expect("there");
        assert!(!seen.names.contains_key(&ada.person), "nor from memory");
        assert_eq!(seen.facts.title, Body::Erased);
        assert!(matches!(app::view(app, Viewer::Anonymous, reference).await, Err(AppError::NotFound)));
        let waiting: Vec<String> =
            record.conn().await.query("SELECT kind FROM outbox ORDER BY id DESC LIMIT 2").await.expect("SQL");
        assert_eq!(waiting, [JobKind::StatusRow.code(), JobKind::EmptyPage.code()], "it is taken off the wiki");
        // Who comes back is somebody new.
        assert_ne!(self::ada(&record).await.person, ada.person);
        assert!(
            matches!(
                erase(app, None, Subject::Person { person: record.person("Nobody", &[]).await.person }, |_| {
                    anyhow::bail!("the disk is full")
                })
                .await,
                Err(AppError::Internal(_))
            ),
            "nothing is erased that cannot be noted down"
        );
    });
}

#[test]
fn in_an_office_the_words_stay_and_the_name_goes() {
    on_a_record(async |record: Arc<Record>| {
        let reference = story(&record, &ada(&record).await).await;
        let secretary = people::find(&record.app, "Plugh").await.expect("SQL").expect("known");
        let before = app::whole_record(&record.app, reference).await.expect("there");
        let done = erased(&record, Subject::Person { person: secretary }).await;
        assert_eq!((done.texts, done.requests.len()), (0, 0));
        assert_eq!(app::whole_record(&record.app, reference).await.expect("there"), before);
        assert!(!everything(&record).await.contains("plugh"), "the name is gone");
        let held: Option<(u64, u64)> = record
            .conn()
            .await
            .exec_first(
                "SELECT COUNT(*), COUNT(revoked_at) FROM role_grant WHERE person = ?",
                (secretary.as_str(),),
            )
            .await
            .expect("SQL");
        assert_eq!(held, Some((1, 1)), "that somebody was secretary stays on record, by their id");
    });
}

#[test]
fn the_only_steward_is_not_erased() {
    on_a_record(async |record: Arc<Record>| {
        let first = record.sign_in("1", "First").await;
        let refused = erase(&record.app, None, Subject::Person { person: first.person }, |_| Ok(())).await;
        assert!(matches!(refused, Err(AppError::Form(_))), "{refused:?}");
        assert!(record.sign_in("1", "First").await.roles.has(Role::Steward));
    });
}

#[test]
fn one_text_is_erased_and_its_neighbours_stay() {
    on_a_record(async |record: Arc<Record>| {
        let reference = story(&record, &ada(&record).await).await;
        let app = &record.app;
        let before = app::whole_record(app, reference).await.expect("there");
        let place = before.history.iter().position(|one| matches!(one.event, Event::InitialDecided { .. }));
        let event = u32::try_from(place.expect("decided") + 1).expect("a number");
        let done = erased(&record, Subject::Text { reference, event }).await;
        assert_eq!(done.texts, 1);
        let after = app::whole_record(app, reference).await.expect("there");
        assert_eq!(after.decisions[0].rationale, Body::Erased);
        assert_eq!((&after.facts, after.consent.is_some()), (&before.facts, true), "it stays published");
        for event in [0, 99] {
            let refused = erase(app, None, Subject::Text { reference, event }, |_| Ok(())).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
        }
    });
}

fn register_file() -> PathBuf {
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("randomness");
    std::env::temp_dir().join(format!("helpdesk-erasures-{:016x}.jsonl", u64::from_be_bytes(random)))
}

#[test]
fn a_restore_of_an_older_backup_erases_again_what_was_erased_after_it() {
    on_a_record(async |record: Arc<Record>| {
        fill(&record).await;
        let ada = ada(&record).await;
        let reference = story(&record, &ada).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let paper = [("on_behalf_of", "Xyzzy Senior"), ("what", "xyzzy by telephone")];
        let paper = record.submit(&staff, &paper).await.reference;
        let older = taken(&record).await;
        assert!(String::from_utf8_lossy(&older).to_lowercase().contains("xyzzy"));

        // Two after the backup, one of a request that the backup does not know.
        let late = record.submit(&staff, &[("on_behalf_of", "Late Xyzzy")]).await.reference;
        let file = register_file();
        let note_down = |erasure: &Erasure| register::add(&file, std::slice::from_ref(erasure));
        for subject in [
            Subject::Person { person: ada.person },
            Subject::Request { reference: paper },
            Subject::Request { reference: late },
        ] {
            erase(&record.app, None, subject, note_down).await.expect("erased");
        }
        let names = std::fs::read_to_string(&file).expect("a register");
        assert!(names.lines().count() == 3 && !names.to_lowercase().contains("xyzzy"), "{names}");
        assert_eq!(register::keep(&record.app, &file).await.expect("kept"), 0, "they are in it already");

        let other = Record::bare().await;
        let erasures = register::read(&file).expect("a register");
        let finish = async || register::apply(&other.app, &erasures).await.map(drop);
        restore(&other.app, &mut Cursor::new(&older), finish).await.expect("restored");
        let left = everything(&other).await;
        let lines: Vec<_> = left.lines().filter(|line| line.contains("xyzzy")).collect();
        assert!(lines.is_empty(), "{lines:?}");
        let (one, two) = (
            app::whole_record(&record.app, reference).await.expect("there"),
            app::whole_record(&other.app, reference).await.expect("restored"),
        );
        assert_eq!(decided(&one), decided(&two));
        assert_eq!((&one.decisions, &one.facts), (&two.decisions, &two.facts));
        let row = support_requests::find(&other.app.store, paper).await.expect("SQL").expect("a row");
        assert_eq!((row.title.as_str(), row.requester_name.as_deref()), ("", Some("")));

        // The restored record knows its erasures itself: another register gets them from it.
        let another = register_file();
        assert_eq!(register::keep(&other.app, &another).await.expect("kept"), 3);
        // What is written after an erasure is not meant by it, whatever its number.
        other.clock.set(Timestamp(super::BEGIN.0 + 1000));
        let new = other.submit(&staff, &[("on_behalf_of", "Somebody else")]).await;
        assert_eq!(register::apply(&other.app, &erasures).await.expect("applied"), 3);
        let seen = app::view(&other.app, Viewer::Person(staff), new.reference).await.expect("there");
        assert_eq!(seen.facts, new.facts);
        other.remove().await;
        std::fs::remove_file(&file).expect("removed");
        std::fs::remove_file(&another).expect("removed");
    });
}

#[test]
fn a_register_that_was_damaged_is_refused_with_the_line() {
    let file = register_file();
    std::fs::write(&file, "{\"id\":\"a\",\"at\":1,\"kind\":\"person\",\"person\":\"zzzzzzzz\"}\n{\"id\":\n")
        .expect("written");
    let words = format!("{:#}", register::read(&file).expect_err("damaged"));
    assert!(words.contains(".jsonl:2"), "{words}");
    std::fs::remove_file(&file).expect("removed");
}

#[test]
fn how_somebody_is_reached_is_forgotten_after_the_policys_term() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = ada(&record).await;
        let (open, closed) =
            (record.submit(&ada, &PLANTED).await.reference, record.submit(&ada, &PLANTED).await.reference);
        record.act(&ada, closed, CommandName::Withdraw, &[]).await.expect("withdrawn");
        let staff = record.person("Staff", &[Role::Staff]).await;
        let kept = async |reference| app::contact(app, &staff, reference).await.expect("allowed").is_some();
        let months = app.policy().await.expect("a policy").policy.retention.expect("a term").contact_months;
        assert_eq!(months, 24);
        // 2026-01-05 and two years.
        let end = Timestamp(1_830_643_200);
        assert_eq!(end.minus_months(24), Some(super::BEGIN));
        record.clock.set(end);
        housekeeping::forget_contacts(app).await.expect("tidy");
        assert!(kept(closed).await, "the term is not over");
        record.clock.set(Timestamp(end.0 + 1));
        housekeeping::forget_contacts(app).await.expect("tidy");
        assert!(!kept(closed).await && kept(open).await);
    });
}

#[test]
fn people_get_what_is_kept_about_them_and_nothing_of_others() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = ada(&record).await;
        let reference = story(&record, &ada).await;
        let staff = people::find(app, "Staff").await.expect("SQL").expect("known");
        let member = record.person("Member", &[Role::Committee]).await;
        let other = record.submit(&record.person("Bea", &[]).await, &[("what", "Bea's plans")]).await.reference;
        let note = [("note", "secret note")];
        let by_staff = Actor { person: staff, roles: record.sign_in("sub of Staff", "Staff").await.roles };
        record.act(&by_staff, reference, CommandName::AddPrivateNote, &note).await.expect("noted");
        record.act(&member, reference, CommandName::StandAside, &[]).await.expect("aside");

        let data = export::of_person(app, ada.person).await.expect("an export");
        let text = serde_json::to_string(&data).expect("JSON");
        for (_, planted) in PLANTED.iter().filter(|(_, value)| value.contains("xyzzy")) {
            assert!(text.contains(planted), "{planted} in {text}");
        }
        assert_eq!((data.requests.len(), data.acts.len()), (1, 0));
        assert!(!text.contains("secret note") && !text.contains("stood-aside"));

        let data = export::of_person(app, staff).await.expect("an export");
        assert_eq!((data.roles.len(), data.requests.len()), (1, 0));
        assert!(data.acts.iter().all(|act| act.reference == reference && act.recorded.by == Some(staff)));
        let text = serde_json::to_string(&data).expect("JSON");
        assert!(text.contains("secret note") && !text.contains("xyzzy") && !text.contains("Bea's plans"));

        let data = export::of_request(app, other).await.expect("an export");
        assert!(serde_json::to_string(&data).expect("JSON").contains("Bea's plans") && data.account.is_none());
        let erased = erased(&record, Subject::Person { person: ada.person }).await;
        assert_eq!(erased.requests, [reference]);
        assert!(matches!(export::of_person(app, ada.person).await, Err(AppError::NotFound)));
    });
}
