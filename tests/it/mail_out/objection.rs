//! A member's objection, as the requester learns of it by mail.

use super::peer::Peer;
use super::{acknowledged, decided, relayed, sent, states};
use crate::record::{Record, on_a_record};
use helpdesk_domain::{Actor, CommandName, Reference, Role};
use helpdesk_server::app::App;
use helpdesk_server::app::mail_out::written::{self, Sending};
use mysql_async::prelude::Queryable;
use std::sync::Arc;

/// A request with a decision, and who can object to it.
struct Scene {
    staff: Actor,
    secretary: Actor,
    member: Actor,
    about: Reference,
}

async fn decided_on(record: &Record, more: &[(&str, &str)]) -> Scene {
    let ada = record.person("Ada", &[]).await;
    let staff = record.person("Staff", &[Role::Staff]).await;
    let secretary = record.person("Secretary", &[Role::Secretary]).await;
    let member = record.person("Objector", &[Role::Committee]).await;
    let about = acknowledged(record, &ada, &staff, more).await;
    decided(record, &staff, &secretary, about).await;
    Scene { staff, secretary, member, about }
}

async fn objects(record: &Record, scene: &Scene) {
    let reason = [("reason", "The rights are not clear, hemlock.")];
    record.act(&scene.member, scene.about, CommandName::Object, &reason).await.expect("done");
}

/// The newest letter about a first decision.
async fn letter(record: &Record) -> u64 {
    let statement = "SELECT MAX(id) FROM sent_mail WHERE kind = 'initial-decision'";
    record.conn().await.query_first(statement).await.expect("SQL").expect("a letter")
}

async fn state(app: &App, scene: &Scene, mail: u64) -> &'static str {
    let lines = written::conversation(app, &scene.staff, scene.about).await.expect("the mail");
    let line = lines.into_iter().find(|line| line.id == mail);
    line.expect("the letter").state.code()
}

#[test]
fn the_requester_learns_that_a_decision_is_open_again_and_not_who_objected_or_why() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let scene = decided_on(&record, &[("language", "fr")]).await;
        sent(&record, &app).await;
        objects(&record, &scene).await;
        sent(&record, &app).await;
        let told = states(&record).await.pop().expect("a mail");
        assert_eq!(told, ("objection".to_owned(), "sent".to_owned()));
        let mail = peer.taken().pop().expect("a mail");
        assert!(mail.message.text.contains("regarde de nouveau sa décision"), "{}", mail.message.text);
        for hidden in ["hemlock", "Objector"] {
            assert!(!mail.raw.contains(hidden) && !mail.message.text.contains(hidden), "{hidden}");
        }
    });
}

#[test]
fn a_letter_about_a_decision_that_is_open_again_cannot_be_sent_and_the_next_one_can() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let scene = decided_on(&record, &[]).await;
        let first = letter(&record).await;
        assert!(!written::draft(&app, &scene.staff, first, None).await.expect("a draft").void);
        objects(&record, &scene).await;
        let draft = written::draft(&app, &scene.staff, first, None).await.expect("a draft");
        assert!(draft.void && draft.letter.is_none());
        let sending =
            written::send(&app, &scene.staff, first, "It is a yes, gentian.").await.expect("answered");
        assert_eq!(sending, Sending::Void);
        assert_eq!(state(&app, &scene, first).await, "draft");
        let again = [("outcome", "positive"), ("priority", "low"), ("rationale", "Good after all.")];
        record
            .act(&scene.secretary, scene.about, CommandName::RecordInitialDecision, &again)
            .await
            .expect("done");
        let second = letter(&record).await;
        let sending = written::send(&app, &scene.staff, second, "It is a yes, lupin.").await.expect("sent");
        assert_eq!(sending, Sending::Queued(scene.about));
        assert!(written::draft(&app, &scene.staff, first, None).await.expect("a draft").void, "for good");
        sent(&record, &app).await;
        let told = |words: &str| peer.taken().iter().filter(|mail| mail.message.text.contains(words)).count();
        assert_eq!((told("gentian"), told("lupin")), (0, 1));
    });
}

#[test]
fn a_letter_on_its_way_is_not_sent_when_the_decision_is_opened_again() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let scene = decided_on(&record, &[]).await;
        let first = letter(&record).await;
        written::send(&app, &scene.staff, first, "It is a yes, gentian.").await.expect("sent");
        objects(&record, &scene).await;
        sent(&record, &app).await;
        assert_eq!(state(&app, &scene, first).await, "dropped");
        assert!(peer.taken().iter().all(|mail| !mail.message.text.contains("gentian")));
    });
}
