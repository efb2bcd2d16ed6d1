//! People who have no account and wrote by mail are erased as people too: by their address.

use super::erasure::everything;
use super::{Record, on_a_record};
use crate::mail::intake::message;
use helpdesk_domain::text::Body;
use helpdesk_domain::{Actor, CommandName, Event, PersonId, Reference, Role, Viewer};
use helpdesk_server::app::erasure::{Meant, Refused, Subject, asked, carry_out_asked, meant};
use helpdesk_server::app::intake::{Target, accept, letter, place, take_in};
use helpdesk_server::app::mail_out::links;
use helpdesk_server::app::{self, AppError, addressee, export};
use helpdesk_server::mail::join::Outcome;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

const BO: &str = "bo.xyzzy@museum.example";

/// A request of Ana, by mail, who names Bo; staff let Bo take part. Bo writes once.
async fn with_a_correspondent(record: &Record, staff: &Actor) -> (Reference, PersonId) {
    let headers = ["From: Ana <ana@museum.example>", &format!("Cc: Bo Xyzzy <{BO}>"), "Subject: Maps"];
    let raw = message("1@museum.example", &headers, "We would like to share maps with you.");
    let taken = take_in(&record.app, raw, None).await.expect("taken in");
    let reference = taken.request.expect("a request");
    let named = letter(&record.app, staff, taken.mail).await.expect("a message").correspondents;
    let bo = named.iter().find(|one| one.mail == BO).expect("named").person;
    accept(&record.app, staff, reference, bo).await.expect("accepted");
    record.act(staff, reference, CommandName::Acknowledge, &[]).await.expect("acknowledged");
    let to = links::reply_to(&record.app, reference, bo).await.expect("keys").expect("a pattern");
    let headers = [&format!("From: Bo Xyzzy <{BO}>"), &format!("To: {to}"), "Subject: Re: Maps"];
    let raw = message("2@museum.example", &headers, "xyzzy there is a globe too.");
    let taken = take_in(&record.app, raw, None).await.expect("taken in");
    assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(reference)), "{}", taken.reason);
    (reference, bo)
}

/// Somebody of whom nothing is known answers to the address that Ana was given; staff put it to the request.
async fn from_a_stranger(record: &Record, staff: &Actor, from: &str, reference: Reference) -> Reference {
    let ana = addressee::without_account(reference);
    let to = links::reply_to(&record.app, reference, ana).await.expect("keys").expect("a pattern");
    let headers = [format!("From: {from}"), format!("To: {to}"), "Subject: xyzzy by the way".to_owned()];
    let headers = headers.each_ref().map(String::as_str);
    let raw = message("3@museum.example", &headers, "xyzzy of the globe.");
    let taken = take_in(&record.app, raw, None).await.expect("taken in");
    assert_eq!(taken.outcome, Some(Outcome::Tray), "{}", taken.reason);
    let target = Target::Request { reference, answers: false };
    place(&record.app, staff, taken.mail, target, None).await.expect("placed");
    taken.mail
}

async fn said_by_mail(record: &Record, reference: Reference) -> Vec<Body> {
    let whole = app::whole_record(&record.app, reference).await.expect("there");
    let text = |event: &Event| match event {
        Event::MailReceived { text, .. } => Some(text.clone()),
        _ => None,
    };
    whole.history.iter().filter_map(|recorded| text(&recorded.event)).collect()
}

#[test]
fn what_is_kept_of_an_address_is_given_to_them_and_nothing_of_others() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let (reference, _) = with_a_correspondent(&record, &staff).await;
        let (data, accounts) = export::of_address(&record.app, BO).await.expect("an export");
        let text = serde_json::to_string(&data).expect("JSON");
        assert!(accounts.is_empty() && data.requests.is_empty() && data.account.is_none(), "{text}");
        let came: Vec<_> =
            data.mail.came_in.iter().map(|one| (one.subject.as_str(), one.from.as_deref())).collect();
        assert_eq!(came, [("Re: Maps", Some(BO))]);
        assert!(data.mail.went_out.iter().any(|one| one.about == "acknowledged"), "{text}");
        assert!(!text.contains("ana@museum.example"), "{text}");
        let (data, _) = export::of_address(&record.app, "ana@museum.example").await.expect("an export");
        let text = serde_json::to_string(&data).expect("JSON");
        assert_eq!(data.requests.len(), 1);
        assert_eq!(data.requests[0].request.reference, reference);
        assert!(text.contains("share maps with you") && !text.contains(BO), "{text}");
        from_a_stranger(&record, &staff, "eve@elsewhere.example", reference).await;
        let (data, _) = export::of_address(&record.app, "eve@elsewhere.example").await.expect("an export");
        assert_eq!(data.mail.came_in.len(), 1);
        let nobody = export::of_address(&record.app, "nobody@elsewhere.example").await;
        assert!(matches!(nobody, Err(AppError::NotFound)));
        let ada = record.person("Ada", &[]).await;
        record.submit(&ada, &[("reach", "mail"), ("mail", "ada@people.example")]).await;
        let (data, accounts) = export::of_address(&record.app, "ada@people.example").await.expect("an export");
        assert_eq!((data.requests.len(), accounts), (0, vec![ada.person]), "by their own name");
    });
}

async fn planted(record: &Record) -> Vec<String> {
    let all = everything(record).await;
    all.lines().filter(|line| line.contains("xyzzy")).map(str::to_owned).collect()
}

#[test]
fn who_wrote_by_mail_without_an_account_is_nowhere_any_more() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let (reference, bo) = with_a_correspondent(&record, &staff).await;
        let stranger = "old.xyzzy@museum.example";
        let letter = from_a_stranger(&record, &staff, stranger, reference).await;
        assert!(planted(&record).await.len() > 5);
        let sent = format!(
            "INSERT INTO sent_mail (message_id, request_id, addressee, kind, state, made_at)
             SELECT 'to-bo@tool.example', id, '{bo}', 'letter', 'sent', 0 FROM support_request"
        );
        record.conn().await.query_drop(sent).await.expect("SQL");
        let generation = async || {
            let found = "SELECT generation FROM mail_generation WHERE person = ?";
            let found: Option<u32> = record.conn().await.exec_first(found, (bo.as_str(),)).await.expect("SQL");
            found
        };
        assert_eq!(generation().await, None);
        assert_eq!(meant(&record.app, BO).await.expect("SQL").subjects, [Subject::Person { person: bo }]);
        let by_address = meant(&record.app, stranger).await.expect("SQL").subjects;
        assert!(by_address.contains(&Subject::Mail { mail: letter }), "{by_address:?}");
        assert_eq!(by_address.len(), 2, "and the writer, who was named to take part: {by_address:?}");

        let shown = asked(&record.app, &staff, BO).await.expect("allowed").expect("known");
        assert_eq!(shown.requests, [(reference, "Maps".to_owned(), true)]);
        for address in [BO, stranger] {
            let done = carry_out_asked(&record.app, &staff, address, address).await.expect("allowed");
            assert_eq!(done.expect("erased").open, [reference]);
        }
        assert_eq!(planted(&record).await, Vec::<String>::new());
        assert_eq!(
            said_by_mail(&record, reference).await,
            [Body::Erased, Body::Erased],
            "that they wrote stays"
        );
        let seen = app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert_eq!(seen.facts.title.as_str(), "Maps", "what Ana wrote stays");
        for address in [BO, stranger] {
            let again = asked(&record.app, &staff, address).await.expect("allowed");
            assert_eq!(again, Err(Refused::Nobody));
        }
        assert_eq!(generation().await, Some(1), "what they were sent proves nothing any more");
    });
}

#[test]
fn an_account_is_erased_by_its_name_and_not_by_an_address_that_it_uses() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reached = [("reach", "mail"), ("mail", "ada@people.example")];
        record.submit(&ada, &reached).await;
        let of_nobody = [("on_behalf_of", "Grace"), ("reach", "mail"), ("mail", "ada@people.example")];
        let paper = record.submit(&staff, &of_nobody).await.reference;
        let found = meant(&record.app, " ada@people.example ").await.expect("SQL");
        let subjects = vec![Subject::Request { reference: paper }];
        assert_eq!(found, Meant { subjects, account: None, accounts: vec![ada.person] });
        let shown = asked(&record.app, &staff, "ada@people.example").await.expect("allowed").expect("known");
        assert_eq!(shown.accounts, ["Ada"]);
        for nobody in ["nobody@people.example", "@", "Nobody", "00000000"] {
            assert_eq!(meant(&record.app, nobody).await.expect("SQL"), Meant::default(), "{nobody}");
        }
    });
}

#[test]
fn who_stood_aside_is_not_told_that_an_address_is_known() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let both = record.person("Both", &[Role::Staff, Role::Committee]).await;
        let (reference, _) = with_a_correspondent(&record, &staff).await;
        assert!(asked(&record.app, &both, BO).await.expect("allowed").is_ok());
        record.act(&both, reference, CommandName::StandAside, &[]).await.expect("aside");
        assert_eq!(asked(&record.app, &both, BO).await.expect("allowed"), Err(Refused::Nobody));
        assert!(asked(&record.app, &staff, BO).await.expect("allowed").is_ok());
        let other = record.person("Member", &[Role::Committee]).await;
        assert!(asked(&record.app, &other, BO).await.is_err(), "staff alone");
    });
}
