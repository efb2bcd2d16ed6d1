//! Mail that belongs to a request, and what staff do where intake was wrong.

use super::intake::message;
use crate::record::{Record, on_a_record};
use helpdesk_domain::event::Event;
use helpdesk_domain::{
    Actor, Body, CommandName, Outcome as Ended, Reference, Role, Stage, SupportRequestView, Viewer,
};
use helpdesk_server::app::intake::{
    Placement, State, Target, accept, letter, merge, place, raw, take_in, unmerge,
};
use helpdesk_server::app::view;
use helpdesk_server::mail::join::Outcome;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

const PROVEN: &str = "Authentication-Results: mx.example.org; dmarc=pass header.from=museum.example";

async fn seen(record: &Record, actor: &Actor, request: Reference) -> SupportRequestView {
    view(&record.app, Viewer::Person(*actor), request).await.expect("a request")
}

/// A request that came by mail, and a message that we sent about it.
async fn asked_by_mail(record: &Record, from: &str, n: u32) -> Reference {
    let from = format!("From: {from}");
    let raw =
        message(&format!("{n}@museum.example"), &[&from, "Subject: Maps"], "We have maps to share with you.");
    let request = take_in(&record.app, raw, None).await.expect("taken in").request.expect("a request");
    let insert = format!(
        "INSERT INTO sent_mail (message_id, request_id, addressee, kind, state, made_at) \
         SELECT 'q{n}@tool.example', id, reference, 'question', 'sent', 0 FROM support_request WHERE reference = '{request}'"
    );
    record.conn().await.query_drop(insert).await.expect("SQL");
    request
}

fn answer(id: &str, to: u32, text: &str) -> Vec<u8> {
    let answers = format!("In-Reply-To: <q{to}@tool.example>");
    message(id, &[PROVEN, "From: Ana <ana@museum.example>", "Subject: Re: Maps", &answers], text)
}

fn mails(view: &SupportRequestView) -> Vec<(bool, &str)> {
    let mail = |event: &'_ Event| matches!(event, Event::MailReceived { .. });
    view.history
        .iter()
        .filter(|one| mail(&one.event))
        .filter_map(|one| match &one.event {
            Event::MailReceived { answers, text: Body::Text(text), .. } => Some((*answers, text.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_proven_answer_joins_and_answers_the_open_question() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        record.act(&staff, request, CommandName::Acknowledge, &[]).await.expect("acknowledged");
        let raw = answer("2@museum.example", 1, "There is also a globe.");
        let taken = take_in(&record.app, raw, None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(request)), "{}", taken.reason);
        record
            .act(&staff, request, CommandName::AskRequester, &[("question", "How many?")])
            .await
            .expect("asked");
        let raw = answer("3@museum.example", 1, "Four hundred.\r\n\r\nOn Monday Eva wrote:\r\n> How many?");
        take_in(&record.app, raw, None).await.expect("taken in");
        let view = seen(&record, &staff, request).await;
        assert_eq!(mails(&view), [(false, "There is also a globe."), (true, "Four hundred.")]);
        let answered = view.questions[0].answer.as_ref().map(|(_, text)| text.as_str());
        assert_eq!(answered, Some("Four hundred."));
        assert!(view.waiting.is_none() && view.promise.is_some());
        let others = seen(&record, &member, request).await;
        assert_eq!(mails(&others), [(true, "Four hundred.")], "what was not an answer is the Helpdesk's");
    });
}

#[test]
fn without_proof_it_is_a_suggestion_and_to_a_closed_request_too() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        let unproven = message(
            "2@museum.example",
            &["From: ana@museum.example", "In-Reply-To: <q1@tool.example>", "Subject: Re: Maps"],
            "It is me.",
        );
        let taken = take_in(&record.app, unproven, None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Suggestion), Some(request)));
        let fields = [("outcome", "declined"), ("reason", "Not for us.")];
        record.act(&staff, request, CommandName::ReferOrDecline, &fields).await.expect("closed");
        let late =
            take_in(&record.app, answer("3@museum.example", 1, "But why?"), None).await.expect("taken in");
        assert_eq!(late.outcome, Some(Outcome::Suggestion));
        assert!(late.reason.contains("closed"), "{}", late.reason);
        assert!(mails(&seen(&record, &staff, request).await).is_empty());
    });
}

#[test]
fn staff_move_a_message_and_its_text_goes_along_and_back() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        let other = asked_by_mail(&record, "bo@other.example", 2).await;
        record.act(&staff, request, CommandName::Acknowledge, &[]).await.expect("acknowledged");
        record
            .act(&staff, request, CommandName::AskRequester, &[("question", "How many?")])
            .await
            .expect("asked");
        let taken =
            take_in(&record.app, answer("3@museum.example", 1, "It is about the other one."), None).await;
        let mail = taken.expect("taken in").mail;
        let to = |reference| Target::Request { reference, answers: true };
        let placed = place(&record.app, &staff, mail, to(other), Some("It is about the other")).await;
        assert_eq!(placed.expect("placed"), Placement::Done(Some(other)));
        let left = seen(&record, &staff, request).await;
        assert!(mails(&left).is_empty(), "the text has left: {:?}", left.history);
        assert!(left.questions[0].answer.is_none() && left.waiting.is_some() && left.promise.is_some());
        assert_eq!(mails(&seen(&record, &staff, other).await), [(false, "It is about the other one.")]);
        let again = place(&record.app, &staff, mail, to(other), None).await.expect("answered");
        assert_eq!(again, Placement::Refused("helpdesk-site-tray-there-already"));
        place(&record.app, &staff, mail, to(request), None).await.expect("back");
        let back = seen(&record, &staff, request).await;
        assert_eq!(mails(&back), [(true, "It is about the other one.")]);
        assert!(back.questions[0].answer.is_some());
        assert!(mails(&seen(&record, &staff, other).await).is_empty());
        let letter = letter(&record.app, &staff, mail).await.expect("a message");
        assert_eq!(letter.moves.len(), 2);
        assert_eq!(letter.mail.state, State::Joined);
        let left_texts = "SELECT COUNT(*) FROM prose WHERE body LIKE '%about the other one%'";
        let texts: Option<u64> = record.conn().await.query_first(left_texts).await.expect("SQL");
        assert_eq!(texts, Some(1), "it stands in one place");
    });
}

#[test]
fn a_message_that_waits_becomes_a_request_or_is_put_aside_and_comes_back() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        let stranger = message(
            "2@else.example",
            &["From: Cleo <cleo@else.example>", "In-Reply-To: <q1@tool.example>", "Subject: Re: Maps"],
            "I have maps too.",
        );
        let mail = take_in(&record.app, stranger, None).await.expect("taken in").mail;
        assert_eq!(letter(&record.app, &staff, mail).await.expect("a message").mail.state, State::Waiting);
        place(&record.app, &staff, mail, Target::Drop, None).await.expect("put aside");
        place(&record.app, &staff, mail, Target::Tray, None).await.expect("back");
        let made = place(&record.app, &staff, mail, Target::New, None).await.expect("made");
        let Placement::Done(Some(made)) = made else { panic!("{made:?}") };
        assert_ne!(made, request);
        let view = seen(&record, &staff, made).await;
        assert_eq!(view.facts.what.as_str(), "I have maps too.");
        let refused = place(&record.app, &staff, mail, Target::Drop, None).await.expect("answered");
        assert_eq!(refused, Placement::Refused("helpdesk-site-tray-is-a-request"));
    });
}

#[test]
fn a_stranger_whom_staff_join_is_written_to_from_then_on() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        let headers = |id: u32| {
            message(
                &format!("{id}@else.example"),
                &[
                    "Authentication-Results: mx.example.org; dmarc=pass header.from=else.example",
                    "From: Cleo <cleo@else.example>",
                    "In-Reply-To: <q1@tool.example>",
                    "Subject: Re: Maps",
                ],
                &format!("This is number {id}."),
            )
        };
        let first = take_in(&record.app, headers(1), None).await.expect("taken in");
        assert_eq!(first.outcome, Some(Outcome::Tray));
        let to = Target::Request { reference: request, answers: false };
        place(&record.app, &staff, first.mail, to, None).await.expect("joined");
        let second = take_in(&record.app, headers(2), None).await.expect("taken in");
        assert_eq!((second.outcome, second.request), (Some(Outcome::Join), Some(request)), "{}", second.reason);
    });
}

#[test]
fn two_requests_become_one_and_two_again() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let kept = asked_by_mail(&record, "ana@museum.example", 1).await;
        let doubled = asked_by_mail(&record, "bo@museum.example", 2).await;
        let needs = merge(&record.app, &staff, doubled, kept, None).await.expect("answered");
        assert_eq!(needs, Placement::Refused("helpdesk-site-tray-reason-needed"));
        let merged = merge(&record.app, &staff, doubled, kept, Some("We answer both in one.")).await;
        assert_eq!(merged.expect("merged"), Placement::Done(Some(kept)));
        let view = seen(&record, &staff, doubled).await;
        assert!(matches!(view.stage, Stage::Closed { outcome: Ended::Referred, .. }), "{:?}", view.stage);
        assert_eq!(view.links[0].to, kept);
        assert_eq!(mails(&seen(&record, &staff, kept).await), [(false, "We have maps to share with you.")]);
        let later = message(
            "3@museum.example",
            &[PROVEN, "From: bo@museum.example", "In-Reply-To: <q2@tool.example>", "Subject: Re: Maps"],
            "One more map.",
        );
        let taken = take_in(&record.app, later, None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(kept)), "{}", taken.reason);
        let apart = unmerge(&record.app, &staff, doubled, Some("They are two after all.")).await;
        assert_eq!(apart.expect("apart"), Placement::Done(Some(doubled)));
        assert!(seen(&record, &staff, doubled).await.stage.is_open());
        assert_eq!(mails(&seen(&record, &staff, kept).await), [(false, "One more map.")]);
    });
}

#[test]
fn a_forwarded_mail_proposes_its_writer_and_staff_accept_them() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let preference = format!(
            "INSERT INTO mail_preference (person, way, mail, confirmed, pace, changed_at) \
             VALUES ('{}', 'address', 'eva@helpdesk.example', 1, 'at-once', 0)",
            staff.person
        );
        record.conn().await.query_drop(preference).await.expect("SQL");
        let forwarded = message(
            "1@helpdesk.example",
            &["From: Eva <eva@helpdesk.example>", "Subject: Fwd: Photographs"],
            "For us.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Dawit <dawit@archive.example>\r\nDate: Mon, 5 Jan 2026\r\nSubject: Photographs\r\nTo: Eva <eva@helpdesk.example>\r\n\r\nWe have photographs of the railway.",
        );
        let taken = take_in(&record.app, forwarded, None).await.expect("taken in");
        assert_eq!(taken.outcome, Some(Outcome::New), "{}", taken.reason);
        let request = taken.request.expect("a request");
        let view = seen(&record, &staff, request).await;
        assert_eq!(view.requester_name.as_ref().map(Body::as_str), Some("Dawit"));
        assert!(view.facts.what.as_str().contains("photographs of the railway"), "{:?}", view.facts.what);
        let letter = letter(&record.app, &staff, taken.mail).await.expect("a message");
        let proposed = letter.correspondents.first().expect("somebody proposed");
        assert_eq!(proposed.mail, "dawit@archive.example");
        accept(&record.app, &staff, request, proposed.person).await.expect("accepted");
        let contact = helpdesk_server::app::contact(&record.app, &staff, request).await.expect("allowed");
        assert!(format!("{contact:?}").contains("dawit@archive.example"), "{contact:?}");
    });
}

#[test]
fn who_is_no_staff_or_has_no_say_in_the_request_sees_no_mail() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let aside = record.person("Both", &[Role::Committee, Role::Staff]).await;
        let request = asked_by_mail(&record, "ana@museum.example", 1).await;
        let mails =
            helpdesk_server::app::intake::of_request(&record.app, &staff, request).await.expect("mails");
        let mail = mails[0].reference;
        record.act(&aside, request, CommandName::StandAside, &[]).await.expect("aside");
        for actor in [&member, &aside] {
            assert!(letter(&record.app, actor, mail).await.is_err());
            assert!(raw(&record.app, actor, mail).await.is_err());
            assert!(place(&record.app, actor, mail, Target::Drop, None).await.is_err());
        }
        let kept = raw(&record.app, &staff, mail).await.expect("allowed").expect("kept");
        assert!(kept.starts_with(b"Message-ID: <1@museum.example>"));
    });
}
