//! The pack of a meeting by mail.

use super::follow_ups::{chosen, to};
use super::peer::Peer;
use super::{relayed, sent};
use crate::mail::intake::message;
use crate::record::{BEGIN, Record, on_a_record};
use helpdesk_domain::{Actor, CommandName as C, Reference, Role};
use helpdesk_server::app::intake::take_in;
use helpdesk_server::app::mail_out::pack;
use helpdesk_server::app::meetings::{Typed, add, change};
use helpdesk_server::app::{AppError, ranking};
use helpdesk_server::mail::join::Outcome;
use std::sync::Arc;

fn typed(time: &str) -> Typed {
    Typed {
        day: "2026-02-10".to_owned(),
        time: time.to_owned(),
        zone: "America/Santiago".to_owned(),
        minutes: "90".to_owned(),
        place: "https://meet.example.org/x".to_owned(),
    }
}

async fn before_the_committee(record: &Record, staff: &Actor, title: &str) -> Reference {
    let reference = record.submit(staff, &[("on_behalf_of", "Somebody"), ("title", title)]).await.reference;
    record.act(staff, reference, C::Acknowledge, &[]).await.expect("done");
    record.act(staff, reference, C::EstimateEffort, &[("hours", "7.5")]).await.expect("done");
    record.act(staff, reference, C::MarkReadyForCommittee, &[]).await.expect("done");
    reference
}

#[test]
fn members_who_want_mail_get_the_pack_as_they_see_it_once_for_each_time_of_the_meeting() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let (bea, cem) =
            (record.person("Bea", &[Role::Committee]).await, record.person("Cem", &[Role::Committee]).await);
        let (dan, eve) =
            (record.person("Dan", &[Role::Committee]).await, record.person("Eve", &[Role::Committee]).await);
        chosen(&record, &app, &peer, &bea, "at-once", &[]).await;
        chosen(&record, &app, &peer, &cem, "weekly", &[("language", "sv")]).await;
        chosen(&record, &app, &peer, &dan, "needed", &[]).await;
        let maps = before_the_committee(&record, &staff, "Maps of the coast").await;
        before_the_committee(&record, &staff, "Songs of fishers").await;
        record.act(&cem, maps, C::StandAside, &[]).await.expect("done");
        ranking::set_hours(&app, &secretary, "12").await.expect("kept");
        let meeting = add(&app, &secretary, &typed("10:00")).await.expect("allowed").expect("a meeting");
        let packs = |who: &Actor| {
            let all = to(&peer, &format!("{}@people.example", who.person));
            all.into_iter().filter(|one| one.message.text.contains("meetings/")).collect::<Vec<_>>()
        };

        let refused = pack::send(&app, &staff, meeting).await;
        assert!(matches!(refused, Err(AppError::Rejected(_))), "{refused:?}");
        assert_eq!(pack::send(&app, &secretary, meeting).await.expect("queued"), 2);
        assert_eq!(pack::send(&app, &secretary, meeting).await.expect("nobody is left"), 0);
        sent(&record, &app).await;
        assert_eq!((packs(&dan).len(), packs(&eve).len()), (0, 0), "they want none, and chose nothing");
        let own = packs(&bea).pop().expect("a pack").message.text;
        for words in ["10 February 2026, 10:00 (America/Santiago)", "meet.example.org/x", "Maps of the coast"] {
            assert!(own.contains(words), "{words}: {own}");
        }
        assert!(own.contains("“Songs of fishers”: about 7.5 hours"), "{own}");
        assert!(own.contains("12 hours of work") && own.contains("take about 15"), "{own}");
        let other = packs(&cem).pop().expect("a pack").message.text;
        assert!(other.contains("Songs of fishers") && other.contains("timmar"), "{other}");
        assert!(!other.contains("Maps of the coast"), "what one stands aside from: {other}");

        change(&app, &secretary, meeting, 0, &typed("11:00"), false).await.expect("allowed").expect("moved");
        assert_eq!(pack::send(&app, &secretary, meeting).await.expect("queued"), 2);
        change(&app, &secretary, meeting, 1, &typed("11:00"), true)
            .await
            .expect("allowed")
            .expect("called off");
        sent(&record, &app).await;
        assert_eq!(packs(&bea).len(), 1, "there is no meeting any more");
        assert!(matches!(pack::send(&app, &secretary, meeting).await, Err(AppError::NotFound)));
        let over = add(&app, &secretary, &typed("10:00")).await.expect("allowed").expect("a meeting");
        record.clock.set(BEGIN.plus_days(60));
        assert!(matches!(pack::send(&app, &secretary, over).await, Err(AppError::NotFound)), "it is over");
    });
}

#[test]
fn a_member_who_wants_forms_ranks_by_answering_the_pack_and_reads_what_was_understood() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let (bea, cem) =
            (record.person("Bea", &[Role::Committee]).await, record.person("Cem", &[Role::Committee]).await);
        chosen(&record, &app, &peer, &bea, "at-once", &[("ballot", "on")]).await;
        chosen(&record, &app, &peer, &cem, "at-once", &[]).await;
        let maps = before_the_committee(&record, &staff, "Maps of the coast").await;
        let songs = before_the_committee(&record, &staff, "Songs of fishers").await;
        let lamps = before_the_committee(&record, &staff, "Lamps of the harbour").await;
        record.act(&bea, lamps, C::StandAside, &[]).await.expect("done");
        let meeting = add(&app, &secretary, &typed("10:00")).await.expect("allowed").expect("a meeting");
        pack::send(&app, &secretary, meeting).await.expect("queued");
        sent(&record, &app).await;
        let mail =
            |who: &Actor| to(&peer, &format!("{}@people.example", who.person)).pop().expect("a mail").message;

        let other = mail(&cem);
        assert!(!other.text.contains("--- Ranking ---"), "who wants no form gets none: {}", other.text);
        assert!(!other.reply_to[0].address.as_deref().unwrap_or_default().contains('+'));
        let own = mail(&bea);
        assert!(own.text.contains(&format!("[ ] {maps}: Maps of the coast")), "{}", own.text);
        assert!(!own.text.contains(lamps.as_str()) && !own.text.contains("Lamps"), "{}", own.text);
        let reply = own.reply_to[0].address.clone().expect("an address");
        let filled = own.text.replace(&format!("[ ] {songs}"), &format!("[1] {songs}"));
        let quoted = filled.lines().map(|line| format!("> {line}\r\n")).collect::<String>();
        let headers = [
            &format!("From: {}@people.example", bea.person),
            &format!("To: {reply}"),
            "Subject: Re: The meeting",
        ];
        let raw = message("1@people.example", &headers.map(|header| header as &str), &quoted);
        let taken = take_in(&app, raw, None).await.expect("taken in");
        assert_eq!(taken.outcome, Some(Outcome::Join), "{}", taken.reason);
        let places = ranking::ranking(&app, &bea).await.expect("allowed").own;
        assert_eq!(places.into_iter().collect::<Vec<_>>(), [(songs, 1)]);

        sent(&record, &app).await;
        let understood = mail(&bea);
        assert_eq!(understood.in_reply_to, ["1@people.example"]);
        assert!(understood.text.contains(&format!("[1] {songs}: Songs of fishers")), "{}", understood.text);
        assert!(understood.text.contains("It is recorded"), "{}", understood.text);
        assert_eq!(understood.reply_to[0].address.as_ref(), Some(&reply), "the next answer ranks as well");
    });
}
