//! Ranking by mail what is before the committee.

use super::ballots::confirmed;
use super::intake::message;
use crate::record::{Record, on_a_record, values};
use helpdesk_domain::{Actor, CommandName as C, Reference, Role};
use helpdesk_server::app::intake::{State, Taken, letter, raw, take_in};
use helpdesk_server::app::{mail_out, ranking};
use helpdesk_server::mail::join::Outcome;
use helpdesk_server::mail::ranking::{Problem, Ranking, render};
use helpdesk_server::mail::words::words;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

const ADDRESS: &str = "chitra@committee.example";

struct Scene {
    staff: Actor,
    member: Actor,
    /// Before the committee, who waits longest first; the member stands aside from the last one.
    requests: Vec<Reference>,
    /// Where the member ranks.
    to: String,
}

async fn scene(record: &Record) -> Scene {
    let staff = record.person("Staff", &[Role::Staff]).await;
    let member = record.person("Chitra", &[Role::Committee]).await;
    confirmed(record, &member, ADDRESS).await;
    let ballots = "UPDATE mail_preference SET ballot = 1, generation = 2";
    record.conn().await.query_drop(ballots).await.expect("SQL");
    let mut requests = Vec::new();
    for title in ["Maps of the coast", "Songs of fishers", "Harbour lights"] {
        let fields = [("on_behalf_of", "Somebody"), ("title", title)];
        let reference = record.submit(&staff, &fields).await.reference;
        record.act(&staff, reference, C::Acknowledge, &[]).await.expect("done");
        record.act(&staff, reference, C::MarkReadyForCommittee, &[]).await.expect("done");
        requests.push(reference);
    }
    record.act(&member, requests[2], C::StandAside, &[]).await.expect("done");
    let chosen = mail_out::preferences::find(&record.app, member.person).await.expect("a preference");
    let to = mail_out::links::ranking(&record.app, &chosen).expect("an address");
    Scene { staff, member, requests, to }
}

/// A mail in which these places are given.
fn answer(id: &str, from: &str, to: &str, places: &[(Reference, u32)]) -> Vec<u8> {
    let ranking = Ranking { places: places.iter().copied().collect(), ..Ranking::default() };
    let candidates: Vec<_> = places.iter().map(|(request, _)| (*request, "A request")).collect();
    let form = render(words(Some("sv")), &candidates, Some(&ranking));
    written(id, from, to, &form)
}

fn written(id: &str, from: &str, to: &str, text: &str) -> Vec<u8> {
    let headers = [&format!("From: {from}"), &format!("To: {to}"), "Subject: Re: The meeting"];
    message(id, &headers.map(|header| header as &str), text)
}

async fn take(record: &Record, raw: Vec<u8>) -> Taken {
    take_in(&record.app, raw, None).await.expect("taken in")
}

async fn own(record: &Record, member: &Actor) -> Vec<(Reference, u32)> {
    ranking::ranking(&record.app, member).await.expect("allowed").own.into_iter().collect()
}

/// What was understood of the member's last ranking, and whether it counted.
async fn told(record: &Record) -> Vec<(String, Ranking)> {
    let rows: Vec<(String, String)> = record
        .conn()
        .await
        .query(
            "SELECT s.kind, t.body FROM sent_mail s JOIN mail_text t ON t.mail_id = s.id \
             WHERE s.kind LIKE 'ranking-%' ORDER BY s.id",
        )
        .await
        .expect("SQL");
    rows.into_iter().map(|(kind, body)| (kind, serde_json::from_str(&body).expect("a ranking"))).collect()
}

#[test]
fn a_ranking_at_the_members_own_address_counts_once_and_is_kept_nowhere_else() {
    on_a_record(async |record: Arc<Record>| {
        let Scene { staff, member, requests, to } = scene(&record).await;
        let mail = answer("1@committee.example", ADDRESS, &to, &[(requests[0], 2), (requests[1], 2)]);
        let taken = take(&record, mail.clone()).await;
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), None), "{}", taken.reason);
        let mut expected = vec![(requests[0], 2), (requests[1], 2)];
        expected.sort();
        assert_eq!(own(&record, &member).await, expected);
        let letter = letter(&record.app, &staff, taken.mail).await.expect("a message");
        assert_eq!(letter.mail.state, State::Ballot);
        assert!(letter.blocks.is_none() && letter.mail.row.sealed);
        assert!(raw(&record.app, &staff, taken.mail).await.is_err());
        let told = told(&record).await;
        assert_eq!(told.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["ranking-understood"]);

        let page = values(&[(&format!("place.{}", requests[1]), "1")]);
        ranking::rank(&record.app, &member, &page).await.expect("kept");
        assert_eq!(take(&record, mail).await.outcome, None);
        assert_eq!(own(&record, &member).await, [(requests[1], 1)], "a message counts once");
    });
}

#[test]
fn what_a_member_stands_aside_from_is_left_out_and_said() {
    on_a_record(async |record: Arc<Record>| {
        let Scene { member, requests, to, .. } = scene(&record).await;
        let places = [(requests[0], 1), (requests[2], 2)];
        take(&record, answer("1@committee.example", ADDRESS, &to, &places)).await;
        assert_eq!(own(&record, &member).await, [(requests[0], 1)]);
        let told = told(&record).await;
        let problems: Vec<_> = told[0].1.problems.iter().map(|one| (one.request, one.problem)).collect();
        assert_eq!(problems, [(Some(requests[2]), Problem::NoCandidate)]);
        let rows: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM ballot").await.expect("SQL");
        assert_eq!(rows, Some(1));
    });
}

#[test]
fn a_ranking_that_is_not_clear_changes_nothing_and_comes_back() {
    on_a_record(async |record: Arc<Record>| {
        let Scene { member, requests, to, .. } = scene(&record).await;
        take(&record, answer("1@committee.example", ADDRESS, &to, &[(requests[0], 1)])).await;
        let unclear = format!(
            "--- Ranking ---\n[2] {}: a\n[first] {}: b\n--- End of ranking ---",
            requests[0], requests[1]
        );
        let taken = take(&record, written("2@committee.example", ADDRESS, &to, &unclear)).await;
        assert_eq!(taken.outcome, Some(Outcome::Tray), "{}", taken.reason);
        assert_eq!(own(&record, &member).await, [(requests[0], 1)]);
        let last = told(&record).await.pop().expect("a mail");
        assert_eq!(last.0, "ranking-unclear");
        assert_eq!(last.1.places.get(&requests[0]), Some(&2), "what is clear is kept in the form");

        let none = "--- Ranking ---\n[x] abstain: none\n--- End of ranking ---";
        let taken = take(&record, written("3@committee.example", ADDRESS, &to, none)).await;
        assert_eq!(taken.outcome, Some(Outcome::Join), "{}", taken.reason);
        assert!(own(&record, &member).await.is_empty());
    });
}

#[test]
fn nobody_ranks_for_somebody_else_and_nobody_reads_what_was_tried() {
    on_a_record(async |record: Arc<Record>| {
        let Scene { staff, member, requests, to } = scene(&record).await;
        let eve = "eve@elsewhere.example";
        let ended = to.replace("-2-", "-1-");
        let public = "helpdesk@wikimedia.se".to_owned();
        for (id, from, address) in [
            ("1@elsewhere.example", eve, &to),
            ("2@committee.example", ADDRESS, &ended),
            ("3@committee.example", ADDRESS, &public),
        ] {
            let taken = take(&record, answer(id, from, address, &[(requests[0], 1)])).await;
            assert_eq!(taken.outcome, Some(Outcome::Tray), "{id}: {}", taken.reason);
            assert!(raw(&record.app, &staff, taken.mail).await.is_err(), "{id}: it is sealed");
        }
        assert!(own(&record, &member).await.is_empty());
        assert!(told(&record).await.is_empty(), "nobody is written to");

        let revoke = format!("UPDATE role_grant SET revoked_at = 1 WHERE person = '{}'", member.person);
        record.conn().await.query_drop(revoke).await.expect("SQL");
        let late = answer("4@committee.example", ADDRESS, &to, &[(requests[0], 1)]);
        assert_eq!(take(&record, late).await.outcome, Some(Outcome::Tray), "no member any more");

        let words = written("5@committee.example", ADDRESS, &to, "I cannot come on Tuesday.");
        let taken = take(&record, words).await;
        assert_eq!(taken.outcome, Some(Outcome::Tray));
        assert!(raw(&record.app, &staff, taken.mail).await.expect("allowed").is_some(), "words are for staff");
    });
}
