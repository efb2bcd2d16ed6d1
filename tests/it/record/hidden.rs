//! What must not be seen, and what must not be kept where it can be seen.

use super::{Record, on_a_record, values};
use helpdesk_domain::form::Reach;
use helpdesk_domain::text::Body;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Event, Reference, Rejection, Role, Viewer};
use helpdesk_server::app::{self, AppError};
use helpdesk_server::store::support_requests;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

#[test]
fn a_private_request_is_not_there_for_strangers() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let eve = record.person("Eve", &[]).await;
        let steward = record.person("Steward", &[Role::Steward]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        for viewer in [Viewer::Anonymous, Viewer::Person(eve), Viewer::Person(steward)] {
            let seen = app::view(&record.app, viewer, reference).await;
            assert!(matches!(seen, Err(AppError::NotFound)), "{viewer:?} {seen:?}");
        }
        let nowhere = Reference::parse("zzzzzzzz").expect("a reference");
        for name in CommandName::ALL {
            let act = Act { expected_version: 1, fields: values(&[]) };
            let key = record.key();
            let here = app::execute(&record.app, &eve, reference, *name, &act, &key).await.expect_err("no");
            let there = app::execute(&record.app, &eve, nowhere, *name, &act, &key).await.expect_err("no");
            assert_eq!(format!("{here:?}"), format!("{there:?}"), "{name:?} tells a stranger that it is there");
        }
    });
}

#[test]
fn no_text_that_people_wrote_is_in_an_event_or_the_outbox() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let more = [
            ("what", "xyzzy the maps"),
            ("title", "xyzzy title"),
            ("answers.gaps", "xyzzy gaps"),
            ("partner", "xyzzy museum"),
            ("publish", "on"),
            ("shown_name", "xyzzy name"),
            ("talk_page_notes", "on"),
            ("reach", "mail"),
            ("mail", "xyzzy@example.org"),
        ];
        let reference = record.submit(&ada, &more).await.reference;
        record
            .act(&staff, reference, CommandName::Acknowledge, &[("message", "xyzzy hello")])
            .await
            .expect("done");
        record
            .act(&staff, reference, CommandName::AddPrivateNote, &[("note", "xyzzy note")])
            .await
            .expect("done");
        let mut conn = record.conn().await;
        let events: Vec<String> = conn.query("SELECT data FROM event").await.expect("SQL");
        assert_eq!(events.len(), 6);
        assert!(events.iter().all(|data| !data.contains("xyzzy")), "{events:?}");
        let jobs: Vec<String> = conn
            .query("SELECT CONCAT_WS(' ', kind, note, cause, as_person, token) FROM outbox")
            .await
            .expect("SQL");
        assert!(!jobs.is_empty() && jobs.iter().all(|job| !job.contains("xyzzy")), "{jobs:?}");
        let mails: u64 = conn
            .query_first("SELECT COUNT(*) FROM prose WHERE body LIKE '%example.org%'")
            .await
            .expect("SQL")
            .expect("a number");
        assert_eq!(mails, 0, "contact stays out of the record");
        let digest: (Vec<u8>, String, String) = conn
            .query_first(
                "SELECT p.salt, p.body, e.data FROM prose p JOIN event e USING (request_id, seq)
                 WHERE e.kind = 'note-added'",
            )
            .await
            .expect("SQL")
            .expect("a note");
        let salt: [u8; 16] = digest.0.try_into().expect("16 bytes");
        assert!(digest.2.contains(&helpdesk_server::store::prose::digest(&salt, &digest.1)));
    });
}

#[test]
fn an_erased_text_is_gone_and_the_record_stays() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let view = record.submit(&ada, &[("title", "A title"), ("partner", "A museum")]).await;
        let before = app::view(&record.app, Viewer::Person(ada), view.reference).await.expect("there");
        assert_eq!(before.facts.partner, Some(Body::Text("A museum".to_owned())));
        record.conn().await.query_drop("DELETE FROM prose").await.expect("erased");
        app::reindex(&record.app, view.reference).await.expect("indexed");
        let after = app::view(&record.app, Viewer::Person(ada), view.reference).await.expect("there");
        assert_eq!(after.version, view.version);
        assert_eq!(after.facts.partner, Some(Body::Erased));
        let row = support_requests::find(&record.app.store, view.reference).await.expect("SQL").expect("a row");
        assert_eq!(row.title, "");
    });
}

#[test]
fn contact_is_for_staff_who_work_on_the_request() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let colleague = record.person("Colleague", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let both = record.person("Both", &[Role::Committee, Role::Staff]).await;
        let eve = record.person("Eve", &[]).await;
        let mail = [("reach", "mail"), ("mail", "ada@example.org")];
        let reference = record.submit(&ada, &mail).await.reference;
        let contact = async |who: &Actor| app::contact(&record.app, who, reference).await;
        let reach = contact(&colleague).await.expect("allowed").expect("kept").reach;
        assert!(matches!(reach, Reach::Mail(address) if address.as_str() == "ada@example.org"));
        for (who, why) in
            [(member, Rejection::RoleNeeded(Role::Staff)), (ada, Rejection::RoleNeeded(Role::Staff))]
        {
            let refused = contact(&who).await;
            assert!(matches!(&refused, Err(AppError::Rejected(said)) if *said == why), "{refused:?}");
        }
        assert!(matches!(contact(&eve).await, Err(AppError::NotFound)));
        assert!(contact(&both).await.is_ok());
        record.act(&both, reference, CommandName::StandAside, &[]).await.expect("aside");
        assert!(matches!(contact(&both).await, Err(AppError::Rejected(Rejection::StoodAside))));
        let own = record.submit(&colleague, &[]).await.reference;
        let refused = app::contact(&record.app, &colleague, own).await;
        assert!(matches!(refused, Err(AppError::Rejected(Rejection::OwnRequest))), "{refused:?}");
    });
}

#[test]
fn a_gadget_gets_no_private_note_whatever_the_role() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        let view = record
            .act(&staff, reference, CommandName::AddPrivateNote, &[("note", "secret")])
            .await
            .expect("done");
        let notes = |view: &helpdesk_domain::SupportRequestView| {
            view.history.iter().filter(|one| matches!(one.event, Event::NoteAdded { .. })).count()
        };
        assert_eq!(notes(&view), 1);
        let version = view.version;
        let gadget = app::for_gadget(view);
        assert_eq!((notes(&gadget), gadget.version), (0, version));
    });
}
