//! Reply addresses and ballots by mail.

use super::intake::message;
use crate::record::{Record, on_a_record};
use helpdesk_domain::event::Event;
use helpdesk_domain::{Actor, CommandName, Position, Reference, Role, Viewer};
use helpdesk_server::app::intake::{Placement, State, Target, letter, place, raw, take_in};
use helpdesk_server::app::{addressee, mail_out, view};
use helpdesk_server::mail::ballot::{Ballot, BallotWords, render};
use helpdesk_server::mail::join::Outcome;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

pub(super) async fn confirmed(record: &Record, who: &Actor, mail: &str) {
    let row = format!(
        "INSERT INTO mail_preference (person, way, mail, confirmed, pace, changed_at) \
         VALUES ('{}', 'address', '{mail}', 1, 'at-once', 0)",
        who.person
    );
    record.conn().await.query_drop(row).await.expect("SQL");
}

async fn with_committee(record: &Record, staff: &Actor) -> Reference {
    let view = record.submit(staff, &[("on_behalf_of", "Somebody")]).await;
    record.act(staff, view.reference, CommandName::Acknowledge, &[]).await.expect("acknowledged");
    record.act(staff, view.reference, CommandName::MarkReadyForCommittee, &[]).await.expect("asked");
    view.reference
}

fn filled(request: Reference, position: Option<Position>) -> String {
    let ballot = Ballot {
        request: Some(request),
        position,
        text: Some("Who keeps it afterwards?".to_owned()),
        ..Ballot::default()
    };
    render(&BallotWords::default(), request, "A request", Some(&ballot))
}

async fn ballot(
    record: &Record,
    id: &str,
    member: &Actor,
    request: Reference,
    position: Option<Position>,
) -> Vec<u8> {
    let to =
        mail_out::links::reply_to(&record.app, request, member.person).await.expect("keys").expect("a pattern");
    let headers = ["From: chitra@committee.example", &format!("To: {to}"), "Subject: Re: Ballot"];
    message(id, &headers, &filled(request, position))
}

async fn sent(record: &Record, kind: &str) -> u64 {
    let count = format!("SELECT COUNT(*) FROM sent_mail WHERE kind = '{kind}'");
    record.conn().await.query_first(count).await.expect("SQL").expect("a number")
}

#[test]
fn a_ballot_at_the_members_own_address_is_feedback_once_and_kept_nowhere_else() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        confirmed(&record, &member, "chitra@committee.example").await;
        let request = with_committee(&record, &staff).await;
        let mail = ballot(&record, "1@committee.example", &member, request, Some(Position::Concerns)).await;
        let taken = take_in(&record.app, mail.clone(), None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(request)), "{}", taken.reason);
        let seen = view(&record.app, Viewer::Person(member), request).await.expect("a request");
        let own = seen.own_feedback.expect("feedback");
        assert_eq!(
            (own.position, own.text.as_ref().map(|text| text.as_str())),
            (Position::Concerns, Some("Who keeps it afterwards?"))
        );
        assert_eq!(take_in(&record.app, mail, None).await.expect("taken in").outcome, None);
        let given = seen.history.iter().filter(|one| matches!(one.event, Event::FeedbackGiven { .. })).count();
        assert_eq!(given, 1);
        assert_eq!(sent(&record, "ballot-understood").await, 1);
        let letter = letter(&record.app, &staff, taken.mail).await.expect("a message");
        assert_eq!(letter.mail.state, State::Ballot);
        assert!(letter.blocks.is_none() && letter.mail.row.sealed);
        assert!(raw(&record.app, &staff, taken.mail).await.is_err());
        let blobs: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM mail_blob").await.expect("SQL");
        assert_eq!(blobs, Some(0));
    });
}

#[test]
fn a_ballot_that_is_not_clear_is_told_to_its_member_and_read_by_nobody() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        confirmed(&record, &member, "chitra@committee.example").await;
        let request = with_committee(&record, &staff).await;
        let mail = ballot(&record, "1@committee.example", &member, request, None).await;
        let taken = take_in(&record.app, mail, None).await.expect("taken in");
        assert_eq!(taken.outcome, Some(Outcome::Tray), "{}", taken.reason);
        assert_eq!(sent(&record, "ballot-unclear").await, 1);
        let to = Target::Request { reference: request, answers: false };
        let refused = place(&record.app, &staff, taken.mail, to, None).await.expect("answered");
        assert_eq!(refused, Placement::Refused("helpdesk-site-tray-sealed"));
        let texts = "SELECT COUNT(*) FROM prose WHERE body LIKE '%keeps it afterwards%'";
        let texts: Option<u64> = record.conn().await.query_first(texts).await.expect("SQL");
        assert_eq!(texts, Some(0));
    });
}

#[test]
fn a_request_by_mail_gets_an_answer_to_its_message_and_its_reply_address_joins() {
    on_a_record(async |record: Arc<Record>| {
        let from = "From: ana@museum.example";
        let raw = message("1@museum.example", &[from, "Subject: Maps"], "We have maps to share with you.");
        let request = take_in(&record.app, raw, None).await.expect("taken in").request.expect("a request");
        let answered: Option<String> = record
            .conn()
            .await
            .query_first("SELECT in_reply_to FROM sent_mail WHERE kind = 'received'")
            .await
            .expect("SQL");
        assert_eq!(answered.as_deref(), Some("1@museum.example"));
        let who = addressee::without_account(request);
        let to = mail_out::links::reply_to(&record.app, request, who).await.expect("keys").expect("a pattern");
        let more =
            message("2@museum.example", &[from, &format!("To: {to}"), "Subject: Re: Maps"], "And a globe.");
        let taken = take_in(&record.app, more, None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(request)), "{}", taken.reason);
    });
}

#[test]
fn mail_that_came_back_says_that_its_address_does_not_work() {
    on_a_record(async |record: Arc<Record>| {
        let from = "From: ana@museum.example";
        let raw = message("1@museum.example", &[from, "Subject: Maps"], "We have maps to share with you.");
        take_in(&record.app, raw, None).await.expect("taken in");
        let update = "UPDATE sent_mail SET state = 'sent', sent_at = 0 WHERE kind = 'received'";
        record.conn().await.query_drop(update).await.expect("SQL");
        let id: Option<String> = record
            .conn()
            .await
            .query_first("SELECT message_id FROM sent_mail WHERE kind = 'received'")
            .await
            .expect("SQL");
        let report = format!(
            "From: MAILER-DAEMON@mx.example.net\r\nSubject: Undelivered\r\nMessage-ID: <b@mx.example.net>\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nNo.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n\
             Final-Recipient: rfc822; ana@museum.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n--b--\r\n",
            id.expect("a message")
        );
        let taken = take_in(&record.app, report.into_bytes(), None).await.expect("taken in");
        assert_eq!(taken.outcome, Some(Outcome::DropRobot));
        let state: Option<String> = record
            .conn()
            .await
            .query_first("SELECT state FROM sent_mail WHERE kind = 'received'")
            .await
            .expect("SQL");
        assert_eq!(state.as_deref(), Some("bounced"));
    });
}
