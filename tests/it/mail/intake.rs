//! Mail on record: what becomes of messages, each once.

use crate::record::{Record, on_a_record};
use helpdesk_domain::event::Event;
use helpdesk_domain::{CommandName, Reference, Role, StageName, SupportRequestView, Viewer};
use helpdesk_server::app::intake::{self, Taken, take_in};
use helpdesk_server::app::{self, view};
use helpdesk_server::mail::join::Outcome;
use helpdesk_server::mail::tables::Unshown;
use helpdesk_server::store::mailbox_uids::MailboxUid;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

/// A message with these headers and this text.
pub fn message(id: &str, headers: &[&str], text: &str) -> Vec<u8> {
    let more = headers.join("\r\n");
    format!(
        "Message-ID: <{id}>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n{more}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

async fn take(record: &Record, raw: Vec<u8>) -> Taken {
    take_in(&record.app, raw, None).await.expect("taken in")
}

async fn number(record: &Record, statement: &str) -> u64 {
    record.conn().await.query_first(statement).await.expect("SQL").expect("a number")
}

async fn shown(record: &Record, actor: &helpdesk_domain::Actor, request: Reference) -> SupportRequestView {
    view(&record.app, Viewer::Person(*actor), request).await.expect("a request")
}

#[test]
fn a_new_mail_becomes_a_request_with_its_writer_as_who_is_reached() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let raw = message(
            "1@museum.example",
            &[
                "From: Ana Silva <Ana@museum.example>",
                "To: helpdesk@wikimedia.se",
                "Cc: Bo <bo@museum.example>",
                "Subject: Our maps",
            ],
            "We would like to share four hundred maps of our city with Wikimedia Commons.\r\nAna",
        );
        let taken = take(&record, raw).await;
        assert_eq!(taken.outcome, Some(Outcome::New), "{}", taken.reason);
        let view = shown(&record, &staff, taken.request.expect("a request")).await;
        assert_eq!(view.stage.name(), StageName::Received);
        assert_eq!(view.facts.title.as_str(), "Our maps");
        assert!(view.facts.what.as_str().starts_with("We would like"), "{:?}", view.facts.what);
        assert_eq!(view.facts.language.as_deref(), Some("en"));
        assert_eq!(view.requester, None);
        assert_eq!(view.requester_name.as_ref().map(|name| name.as_str()), Some("Ana Silva"));
        assert!(view.promise.is_some() && view.history.iter().all(|one| one.by.is_none()));
        let reached = "SELECT COUNT(*) FROM contact WHERE reach = 'mail' AND mail = 'ana@museum.example'";
        assert_eq!(number(&record, reached).await, 1);
        let proposed =
            "SELECT COUNT(*) FROM correspondent WHERE part = 'proposed' AND mail = 'bo@museum.example'";
        assert_eq!(number(&record, proposed).await, 1);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM correspondent").await, 1);
    });
}

#[test]
fn the_same_message_by_another_way_is_taken_in_once() {
    on_a_record(async |record: Arc<Record>| {
        let text = "We would like to share our maps with you.";
        let raw = message("1@x.example", &["From: ana@x.example", "Subject: Maps"], text);
        let uid = |uid| MailboxUid { mailbox: "m".to_owned(), uid_validity: 7, uid };
        let first = take_in(&record.app, raw.clone(), Some(&uid(1))).await.expect("taken in");
        let again = take_in(&record.app, raw.clone(), Some(&uid(2))).await.expect("taken in");
        let other_way =
            [b"Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0000\r\n".as_slice(), &raw].concat();
        let third = take(&record, other_way).await;
        assert_eq!((again.mail, again.outcome), (first.mail, None));
        assert_eq!(third.mail, first.mail);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM support_request").await, 1);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM mailbox_uid").await, 2);
    });
}

#[test]
fn two_at_once_take_a_message_in_once() {
    on_a_record(async |record: Arc<Record>| {
        let raw = message("1@x.example", &["From: ana@x.example", "Subject: Maps"], "We have maps.");
        let (one, other) =
            tokio::join!(take_in(&record.app, raw.clone(), None), take_in(&record.app, raw.clone(), None),);
        assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
        let last = take(&record, raw).await;
        assert_eq!(last.outcome, None);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM support_request").await, 1);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM incoming_mail").await, 1);
    });
}

#[test]
fn another_text_under_the_same_message_id_waits_for_staff() {
    on_a_record(async |record: Arc<Record>| {
        let headers = ["From: ana@x.example", "Subject: Maps"];
        take(&record, message("1@x.example", &headers, "We have maps.")).await;
        let other = take(&record, message("1@x.example", &headers, "We have globes.")).await;
        assert_eq!(other.outcome, Some(Outcome::Tray));
        assert!(other.reason.contains("Message-ID"), "{}", other.reason);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM support_request").await, 1);
    });
}

#[test]
fn what_cannot_be_placed_waits_with_its_raw_form_and_nobody_is_told_of_a_robots_mail() {
    on_a_record(async |record: Arc<Record>| {
        for (n, raw) in
            [b"".to_vec(), b"\x00\xff\xfe not a mail".to_vec(), b"Subject: x\r\n\r\nno sender".to_vec()]
                .into_iter()
                .enumerate()
        {
            let taken = take(&record, raw).await;
            assert_eq!(taken.outcome, Some(Outcome::Tray), "{n}: {}", taken.reason);
        }
        let robot = ["From: ana@x.example", "Auto-Submitted: auto-replied", "Subject: Away"];
        let taken = take(&record, message("2@x.example", &robot, "I am away.")).await;
        assert_eq!(taken.outcome, Some(Outcome::DropRobot));
        assert_eq!(number(&record, "SELECT COUNT(*) FROM incoming_mail WHERE state = 'waiting'").await, 3);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM incoming_mail WHERE state = 'dropped'").await, 1);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM support_request").await, 0);
        assert_eq!(number(&record, "SELECT COUNT(*) FROM outbox").await, 0);
    });
}

#[test]
fn mail_that_must_not_be_answered_leaves_nobody_to_answer() {
    on_a_record(async |record: Arc<Record>| {
        let headers = ["From: ana@x.example", "X-Auto-Response-Suppress: All", "Subject: Maps"];
        let taken = take(&record, message("1@x.example", &headers, "We have maps to share.")).await;
        assert_eq!(taken.outcome, Some(Outcome::New));
        assert_eq!(number(&record, "SELECT COUNT(*) FROM contact").await, 0);
    });
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[test]
fn a_file_is_kept_as_it_came_and_the_message_too() {
    on_a_record(async |record: Arc<Record>| {
        let raw = b"Message-ID: <1@x>\r\nFrom: ana@x.example\r\nSubject: Plan\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n\
            Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n\
            --b\r\nContent-Type: text/csv; name=plan.csv\r\nContent-Disposition: attachment; filename=plan.csv\r\n\r\na,b\r\n\
            --b\r\nContent-Type: text/html; name=x.html\r\nContent-Disposition: attachment; filename=x.html\r\n\r\n<script>\r\n\
            --b\r\nContent-Type: application/zip; name=b.xlsx\r\nContent-Disposition: attachment; filename=b.xlsx\r\n\r\nPK\r\n--b--\r\n";
        let mail = take(&record, raw.to_vec()).await.mail;
        let rows: Vec<(u16, String, String)> = record
            .conn()
            .await
            .query("SELECT n, media_type, kept FROM mail_attachment ORDER BY n")
            .await
            .expect("SQL");
        let expected = [(1, "text/csv", "kept"), (2, "text/html", "type"), (3, XLSX, "kept")]
            .map(|(n, media_type, kept)| (n, media_type.to_owned(), kept.to_owned()));
        assert_eq!(rows, expected);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let table =
            intake::sheets(&record.app, &staff, mail, 1).await.expect("staff may look").expect("a table");
        assert_eq!(table[0].rows, [["a", "b"]]);
        let broken = intake::sheets(&record.app, &staff, mail, 3).await.expect("staff may look");
        assert_eq!(broken, Err(Unshown::Unreadable));
        assert_eq!(intake::file(&record.app, &staff, mail, 3).await.expect("it can be had").content, b"PK");
        let member = record.person("Member", &[Role::Committee]).await;
        for n in [1, 2, 3] {
            assert!(intake::sheets(&record.app, &member, mail, n).await.is_err(), "{n}");
        }
        let blobs = "SELECT COUNT(*) FROM mail_blob";
        assert_eq!(number(&record, blobs).await, 3, "the message and two files");
    });
}

#[test]
fn a_request_that_came_by_mail_goes_its_way_like_any_other() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let raw = message("1@x.example", &["From: ana@x.example", "Subject: Maps"], "We have maps to share.");
        let request = take(&record, raw).await.request.expect("a request");
        let view = record.act(&staff, request, CommandName::Acknowledge, &[]).await.expect("acknowledged");
        assert_eq!(view.stage.name(), StageName::Gathering);
        let contact = app::contact(&record.app, &staff, request).await.expect("allowed").expect("a contact");
        assert!(format!("{contact:?}").contains("ana@x.example"));
        assert!(view.history.iter().any(|one| matches!(one.event, Event::Submitted { .. })));
    });
}
