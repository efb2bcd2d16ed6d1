//! Mail that time brings: reminders, follow-ups, digests; and what each person chose.

use super::peer::{Peer, Taken};
use super::{acknowledged, decided, pairs, relayed, sent, states};
use crate::record::{BEGIN, Record, on_a_record, values};
use helpdesk_domain::{Actor, CommandName, Role, Timestamp};
use helpdesk_server::app::App;
use helpdesk_server::app::mail_out::{self, preferences};
use helpdesk_server::mail::ballot;
use helpdesk_server::store::mail_preferences::{Pace, Way};
use std::sync::Arc;

const HOUR: i64 = 3600;

fn after(days: i64) -> Timestamp {
    Timestamp(BEGIN.0 + days * 24 * HOUR)
}

/// Somebody's choice, with the address confirmed as by the link in the mail to it.
pub(super) async fn chosen(
    record: &Record,
    app: &App,
    peer: &Peer,
    who: &Actor,
    pace: &str,
    more: &[(&str, &str)],
) {
    let address = format!("{}@people.example", who.person);
    let mut fields = values(&[("way", "address"), ("mail", &address), ("pace", pace)]);
    fields.extend(values(more));
    preferences::choose(app, who.person, &fields).await.expect("chosen");
    sent(record, app).await;
    let asked = to(peer, &address).pop().expect("asked whether it is theirs");
    let (_, link) = asked.message.text.split_once("/mail/confirm/").expect("a link");
    let token = link.split_whitespace().next().expect("a token");
    assert!(preferences::confirm(app, token).await.expect("confirmed"));
}

/// What came to an address.
pub(super) fn to(peer: &Peer, address: &str) -> Vec<Taken> {
    peer.taken().into_iter().filter(|taken| taken.to == address).collect()
}

#[test]
fn an_answer_that_is_due_is_asked_for_before_and_after_once_each() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        let question = [("question", "Which maps are these?")];
        record.act(&staff, reference, CommandName::AskRequester, &question).await.expect("done");
        for day in [0, 17, 18, 18, 19, 23, 24, 24, 60] {
            record.clock.set(after(day));
            sent(&record, &app).await;
        }
        let all = pairs(&[
            ("received", "sent"),
            ("acknowledged", "sent"),
            ("question", "sent"),
            ("reminder-before", "sent"),
            ("reminder-after", "sent"),
        ]);
        assert_eq!(states(&record).await, all);
        let last = peer.taken().pop().expect("a reminder");
        assert!(last.message.text.contains("Which maps are these?"), "{}", last.message.text);
    });
}

#[test]
fn nobody_is_reminded_of_what_they_answered() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        record
            .act(&staff, reference, CommandName::AskRequester, &[("question", "Which?")])
            .await
            .expect("done");
        sent(&record, &app).await;
        record.clock.set(after(2));
        record.act(&ada, reference, CommandName::AnswerQuestion, &[("answer", "These.")]).await.expect("done");
        record.clock.set(after(80));
        sent(&record, &app).await;
        assert!(states(&record).await.iter().all(|(kind, _)| !kind.starts_with("reminder")));
    });
}

#[test]
fn after_support_there_are_three_follow_ups_and_no_more() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        let act = async |who: &Actor, name, fields: &[(&str, &str)]| {
            record.act(who, reference, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        };
        decided(&record, &staff, &secretary, reference).await;
        for item in [
            "technical-clear",
            "legal-ethical-addressed",
            "risk-financial",
            "risk-reputation",
            "risk-workload",
            "risk-social",
            "risk-legal",
        ] {
            act(&staff, CommandName::SetChecklistItem, &[("item", item), ("state", "done")]).await;
        }
        act(&staff, CommandName::MarkReadyForGo, &[]).await;
        act(&secretary, CommandName::RecordGoDecision, &[("outcome", "go"), ("rationale", "Go.")]).await;
        act(&staff, CommandName::FinishSupport, &[("summary", "All maps are on Commons.")]).await;
        sent(&record, &app).await;
        for day in [29, 30, 31, 90, 91, 120, 182, 182, 400] {
            record.clock.set(after(day));
            sent(&record, &app).await;
        }
        let kinds: Vec<_> = states(&record).await.into_iter().map(|(kind, _)| kind).collect();
        let follow_ups: Vec<_> = kinds.iter().filter(|kind| kind.starts_with("follow-up")).collect();
        assert_eq!(follow_ups, ["follow-up-1", "follow-up-3", "follow-up-6"]);
        assert!(!kinds.contains(&"support-started".to_owned()), "it was over before it was said");
    });
}

#[test]
fn an_address_counts_when_it_was_confirmed_from_it() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let member = record.person("Member", &[Role::Committee]).await;
        let fields = values(&[("way", "address"), ("mail", "eve@people.example"), ("pace", "at-once")]);
        let kept = preferences::choose(&app, member.person, &fields).await.expect("chosen");
        assert!(!kept.is_reached());
        sent(&record, &app).await;
        chosen(&record, &app, &peer, &member, "weekly", &[("ballot", "on")]).await;
        let kept = preferences::find(&app, member.person).await.expect("found");
        assert!(kept.is_reached() && kept.ballot);
        assert_eq!((kept.way, kept.pace), (Way::Address, Pace::Weekly));
        let (_, link) = to(&peer, "eve@people.example")[0]
            .message
            .text
            .split_once("/mail/confirm/")
            .map(|(before, after)| (before.to_owned(), after.to_owned()))
            .expect("a link");
        let token = link.split_whitespace().next().expect("a token");
        assert!(!preferences::confirm(&app, token).await.expect("asked"), "that was the address before");
        assert!(preferences::confirm(&app, "a-00000000-00000000-0-x").await.is_err());
        for wrong in [
            values(&[("way", "address"), ("mail", "nobody"), ("pace", "daily")]),
            values(&[("way", "pigeon"), ("pace", "daily")]),
            values(&[("way", "none"), ("pace", "often")]),
            values(&[("way", "none"), ("pace", "daily"), ("language", "xx")]),
        ] {
            assert!(preferences::choose(&app, member.person, &wrong).await.is_err(), "{wrong:?}");
        }
    });
}

#[test]
fn a_digest_says_once_a_day_what_waits_and_one_click_ends_it() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        chosen(&record, &app, &peer, &staff, "weekly", &[]).await;
        chosen(&record, &app, &peer, &member, "daily", &[]).await;
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        record.act(&staff, reference, CommandName::MarkReadyForCommittee, &[]).await.expect("done");
        sent(&record, &app).await;
        let member_mail = format!("{}@people.example", member.person);
        let digests = || to(&peer, &member_mail).into_iter().skip(1).collect::<Vec<_>>();
        assert!(digests().is_empty(), "not in the night");
        for hour in [5, 6, 7, 23] {
            record.clock.set(Timestamp(BEGIN.0 + hour * HOUR));
            sent(&record, &app).await;
        }
        assert_eq!(digests().len(), 1);
        let digest = digests().remove(0);
        assert!(digest.message.text.contains("Maps"), "{}", digest.message.text);
        let unfolded = digest.raw.replace("\r\n ", " ");
        assert!(unfolded.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        let link = unfolded.split("List-Unsubscribe: <").nth(1).and_then(|rest| rest.split('>').next());
        let token = link.and_then(|link| link.split("/unsubscribe/").nth(1)).expect("a link");
        record.clock.set(Timestamp(BEGIN.0 + 30 * HOUR));
        sent(&record, &app).await;
        assert_eq!(digests().len(), 2, "a new day");
        preferences::unsubscribe(&app, token).await.expect("ended");
        record.clock.set(after(20));
        sent(&record, &app).await;
        assert_eq!(digests().len(), 2);
        // To the staff: what is silent, in the week that it became so.
        let staff_mail = format!("{}@people.example", staff.person);
        let last = to(&peer, &staff_mail).pop().expect("a digest");
        assert!(last.message.text.contains("Nothing happened here"), "{}", last.message.text);
    });
}

#[test]
fn who_wants_mail_by_the_day_gets_what_happened_in_one_and_questions_at_once() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        chosen(&record, &app, &peer, &ada, "daily", &[]).await;
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        record
            .act(&staff, reference, CommandName::AskRequester, &[("question", "Which?")])
            .await
            .expect("done");
        sent(&record, &app).await;
        let own = format!("{}@people.example", ada.person);
        let at_once: Vec<_> = to(&peer, "ada@people.example");
        assert_eq!(at_once.len(), 1, "the question alone");
        record.clock.set(Timestamp(BEGIN.0 + 7 * HOUR));
        sent(&record, &app).await;
        sent(&record, &app).await;
        let digest = to(&peer, &own).pop().expect("a digest").message.text;
        assert!(digest.contains("we have received it") && digest.contains("works on it"), "{digest}");
        record.clock.set(Timestamp(BEGIN.0 + 31 * HOUR));
        sent(&record, &app).await;
        assert_eq!(to(&peer, &own).len(), 2, "asked for the address, and one digest");
    });
}

#[test]
fn a_member_votes_by_mail_and_is_told_what_was_understood() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[Role::Committee]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let aside = record.person("Aside", &[Role::Committee]).await;
        for who in [&member, &aside, &ada] {
            chosen(&record, &app, &peer, who, "needed", &[("ballot", "on")]).await;
        }
        let reference = acknowledged(&record, &ada, &staff, &[]).await;
        record.act(&aside, reference, CommandName::StandAside, &[]).await.expect("done");
        let summary = [("summary", "Please look at the licence.")];
        record.act(&staff, reference, CommandName::MarkReadyForCommittee, &summary).await.expect("done");
        sent(&record, &app).await;
        let mail = |who: &Actor| to(&peer, &format!("{}@people.example", who.person));
        assert_eq!((mail(&aside).len(), mail(&ada).len()), (1, 1), "no ballot for who has no say");
        let ballot_mail = mail(&member).pop().expect("a ballot");
        assert!(ballot_mail.message.text.contains("Please look at the licence."));
        let filled = ballot_mail.message.text.replace("[ ] support", "[x] support");
        let parsed = ballot::parse(&filled).expect("a ballot");
        assert_eq!(parsed.request, Some(reference));
        assert!(parsed.problems.is_empty(), "{parsed:?}");
        let message_id = "<answer@people.example>";
        for _ in 0..2 {
            mail_out::confirm_ballot(&app, reference, member.person, message_id, &parsed, true)
                .await
                .expect("queued");
        }
        sent(&record, &app).await;
        assert_eq!(mail(&member).len(), 3, "confirmed once");
        let confirmed = mail(&member).pop().expect("a confirmation").message;
        assert!(confirmed.text.contains("[x] support"), "{}", confirmed.text);
        assert_eq!(confirmed.in_reply_to, ["answer@people.example"]);
    });
}
