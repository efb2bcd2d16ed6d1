//! Those whom staff let take part in a request get its mail.

use super::follow_ups::chosen;
use super::peer::{Peer, Taken};
use super::{relayed, sent};
use crate::mail::intake::message;
use crate::record::{Record, on_a_record};
use helpdesk_domain::{Actor, CommandName, PersonId, Reference, Role};
use helpdesk_server::app::intake::{self, State, accept, letter, take_in};
use helpdesk_server::app::mail_out::{preferences, written};
use helpdesk_server::app::{self, App, policy};
use helpdesk_server::mail::join::Outcome;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

const ANA: &str = "ana@museum.example";
const BO: &str = "bo@museum.example";
const CY: &str = "cy@museum.example";

async fn text(record: &Record, statement: &str) -> String {
    let found: Option<String> = record.conn().await.query_first(statement).await.expect("SQL");
    found.expect("one")
}

/// Ana's request, in which staff let Bo take part; Cy was named as well.
async fn with_bo(record: &Record, app: &App, staff: &Actor) -> Reference {
    let (from, copy) = (format!("From: {ANA}"), format!("Cc: Bo Berg <{BO}>, {CY}"));
    let raw = message("1@museum.example", &[&from, &copy, "Subject: Maps"], "We have maps to share with you.");
    let about = take_in(app, raw, None).await.expect("taken in").request.expect("a request");
    let bo = text(record, &format!("SELECT person FROM correspondent WHERE mail = '{BO}'")).await;
    accept(app, staff, about, PersonId::parse(&bo).expect("an id")).await.expect("accepted");
    about
}

fn to(peer: &Peer, address: &str, words: &str) -> Vec<Taken> {
    peer.taken().into_iter().filter(|one| one.to == address && one.message.text.contains(words)).collect()
}

async fn act(record: &Record, who: &Actor, about: Reference, name: CommandName, fields: &[(&str, &str)]) {
    record.act(who, about, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error}"));
}

/// Sends all: a mail waits for an earlier one to the same person.
async fn all_sent(record: &Record, app: &App) {
    while sent(record, app).await > 0 {}
}

#[test]
fn who_takes_part_is_asked_too_and_their_answer_joins() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let about = with_bo(&record, &app, &staff).await;
        let question = "Which maps are these?";
        act(&record, &staff, about, CommandName::Acknowledge, &[]).await;
        act(&record, &staff, about, CommandName::AskRequester, &[("question", question)]).await;
        all_sent(&record, &app).await;
        let (ana, bo) = (to(&peer, ANA, question), to(&peer, BO, question));
        assert_eq!((ana.len(), bo.len(), to(&peer, CY, "").len()), (1, 1, 0));
        let (ana, bo) = (&ana[0].message, &bo[0].message);
        assert!(
            ana.text.contains("/status/") && !bo.text.contains("/status/"),
            "a private page is Ana's alone"
        );
        assert!(!bo.text.contains(ANA) && !ana.text.contains(BO));
        assert!(bo.text.contains("you take part") && bo.text.starts_with("Hello Bo Berg"), "{}", bo.text);
        let reply = bo.reply_to[0].address.clone().expect("an address");
        assert_ne!(Some(&reply), ana.reply_to[0].address.as_ref(), "each has their own");
        let (from, back) = (format!("From: {BO}"), format!("To: {reply}"));
        let answer = message("2@museum.example", &[&from, &back, "Subject: Re: Maps"], "Those of the coast.");
        let taken = take_in(&app, answer, None).await.expect("taken in");
        assert_eq!((taken.outcome, taken.request), (Some(Outcome::Join), Some(about)), "{}", taken.reason);
        let kept = letter(&app, &staff, taken.mail).await.expect("a message");
        assert_eq!(kept.mail.state, State::Joined);
        // Staff could answer as Bo, or read Ana's page, with what proves who they are.
        let (whole, proof) = reply
            .split_once('@')
            .and_then(|(local, _)| Some((local, local.rsplit_once('-')?.1)))
            .expect("a token");
        let shown = kept.recipients[0].address.clone().expect("an address");
        assert!(shown.contains(whole.trim_end_matches(proof)) && !shown.contains(proof), "{shown}");
        let (_, link) = ana.text.split_once("/status/").expect("a link");
        let link = link.split_whitespace().next().expect("a token");
        let quoting = format!("Here you are.\r\n\r\n{}", ana.text.replace('\n', "\r\n> "));
        let answer = message("3@museum.example", &[&from, &back, "Subject: Re: Maps"], &quoting);
        let quoted = take_in(&app, answer, None).await.expect("taken in").mail;
        let kept = letter(&app, &staff, quoted).await.expect("a message");
        let shown: String = kept.blocks.expect("a text").into_iter().map(|block| block.text).collect();
        assert!(shown.contains("/status/") && !shown.contains(link), "{shown}");
        for mail in [taken.mail, quoted] {
            let saved = intake::raw(&app, &staff, mail).await.expect("allowed").expect("kept");
            let saved = String::from_utf8(saved).expect("UTF-8");
            assert!(!saved.contains(proof) && !saved.contains(link), "{saved}");
        }
        let told = app::whole_record(&app, about).await.expect("a request");
        assert!(!format!("{:?}", told.history).contains(link), "nor is it on record");
    });
}

#[test]
fn a_decision_goes_to_all_of_them_and_what_is_written_to_one_does_not() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let about = with_bo(&record, &app, &staff).await;
        act(&record, &staff, about, CommandName::Acknowledge, &[]).await;
        act(&record, &staff, about, CommandName::MarkReadyForCommittee, &[]).await;
        let positive = [("outcome", "positive"), ("priority", "low"), ("rationale", "Good.")];
        act(&record, &secretary, about, CommandName::RecordInitialDecision, &positive).await;
        let private = written::begin_letter(&app, &staff, about, None).await.expect("begun");
        written::send(&app, &staff, private, "For you alone, oleander.").await.expect("sent");
        let draft = "SELECT CAST(id AS CHAR) FROM sent_mail WHERE kind = 'initial-decision'";
        let draft: u64 = text(&record, draft).await.parse().expect("a number");
        let words = "It is a good idea, gentian.";
        written::send(&app, &staff, draft, words).await.expect("sent");
        assert!(written::take_back(&app, &staff, draft).await.expect("taken back"));
        all_sent(&record, &app).await;
        assert!(to(&peer, BO, "gentian").is_empty(), "a copy is taken back with it");
        written::send(&app, &staff, draft, words).await.expect("sent");
        all_sent(&record, &app).await;
        assert_eq!((to(&peer, ANA, "gentian").len(), to(&peer, BO, "gentian").len()), (1, 1));
        assert_eq!((to(&peer, ANA, "oleander").len(), to(&peer, BO, "oleander").len()), (1, 0));
    });
}

#[test]
fn staff_see_what_went_to_whom_and_why_it_did_not_arrive() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        chosen(&record, &app, &peer, &member, "at-once", &[("ballot", "on")]).await;
        let about = with_bo(&record, &app, &staff).await;
        let gone = "UPDATE correspondent SET mail = 'refuse-bo@museum.example' WHERE name = 'Bo Berg'";
        record.conn().await.query_drop(gone).await.expect("SQL");
        act(&record, &staff, about, CommandName::Acknowledge, &[]).await;
        act(&record, &staff, about, CommandName::MarkReadyForCommittee, &[]).await;
        all_sent(&record, &app).await;
        let lines = written::with_copies(&app, &staff, about).await.expect("the mail");
        let shown: Vec<_> = lines
            .iter()
            .map(|(line, copy)| {
                (line.kind.code(), line.state.code(), copy.as_ref().and_then(|one| one.name.as_deref()))
            })
            .collect();
        let expected = [
            ("acknowledged", "refused", Some("Bo Berg")),
            ("acknowledged", "sent", None),
            ("received", "sent", None),
        ];
        assert_eq!(shown, expected);
        assert!(
            lines[0].0.reason.as_deref().is_some_and(|why| why.contains("nobody of that name")),
            "{lines:?}"
        );
        assert!(written::with_copies(&app, &member, about).await.is_err(), "the staff's alone");
    });
}

#[test]
fn who_takes_part_can_end_it_and_a_policy_can_too() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let about = with_bo(&record, &app, &staff).await;
        act(&record, &staff, about, CommandName::Acknowledge, &[("message", "Hello, primrose.")]).await;
        all_sent(&record, &app).await;
        let told = to(&peer, BO, "primrose").pop().expect("Bo is told");
        let (_, link) = told.message.text.split_once("/unsubscribe/").expect("a link");
        let token = link.split_whitespace().next().expect("a token");
        preferences::unsubscribe(&app, token).await.expect("ended");
        let delivery = [("outcome", "declined"), ("reason", "Not for us, aster.")];
        act(&record, &staff, about, CommandName::ReferOrDecline, &delivery).await;
        all_sent(&record, &app).await;
        assert_eq!((to(&peer, ANA, "aster").len(), to(&peer, BO, "aster").len()), (1, 0));
    });
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let text = policy::DEFAULT.replace("\ncorrespondents = true", "\ncorrespondents = false");
        policy::adopt(&record.app, "policy.toml", &text).await.expect("adopted");
        let staff = record.person("Staff", &[Role::Staff]).await;
        let about = with_bo(&record, &app, &staff).await;
        record.act(&staff, about, CommandName::Acknowledge, &[]).await.expect("done");
        all_sent(&record, &app).await;
        assert!(!to(&peer, ANA, "").is_empty() && to(&peer, BO, "").is_empty());
    });
}
