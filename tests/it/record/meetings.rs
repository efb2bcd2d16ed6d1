//! Meetings, what they have before them, and what is typed in them.

use super::{BEGIN, Record, on_a_record};
use helpdesk_domain::{Actor, CommandName as C, Reference, Role};
use helpdesk_server::app::AppError;
use helpdesk_server::app::meetings::{Note, Saved, Typed, add, change, list, prepared, save_note};
use helpdesk_server::app::minutes::{Kind, draft};
use std::sync::Arc;

fn typed(day: &str) -> Typed {
    let text = str::to_owned;
    Typed {
        day: text(day),
        time: text("16:00"),
        zone: text("Europe/Stockholm"),
        minutes: text("90"),
        place: text("https://meet.example.org/secret"),
    }
}

async fn meeting(record: &Record, secretary: &Actor, day: &str) -> Reference {
    add(&record.app, secretary, &typed(day)).await.expect("allowed").expect("a meeting")
}

async fn before_the_committee(record: &Record, staff: &Actor, more: &[(&str, &str)]) -> Reference {
    let mut fields = vec![("on_behalf_of", "Somebody")];
    fields.extend(more);
    let reference = record.submit(staff, &fields).await.reference;
    for name in [C::Acknowledge, C::MarkReadyForCommittee] {
        record.act(staff, reference, name, &[]).await.expect("done");
    }
    reference
}

#[test]
fn the_secretary_plans_and_moves_meetings_and_nobody_else() {
    on_a_record(async |record: Arc<Record>| {
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let refused = add(&record.app, &staff, &typed("2026-02-10")).await;
        assert!(matches!(refused, Err(AppError::Rejected(_))), "{refused:?}");
        let reference = meeting(&record, &secretary, "2026-02-10").await;
        let all = list(&record.app, helpdesk_domain::Viewer::Anonymous).await.expect("a list");
        assert_eq!((all.len(), all[0].place.as_deref()), (1, None), "how to take part is not public");
        let moved = change(&record.app, &secretary, reference, 0, &typed("2026-02-17"), false).await;
        moved.expect("allowed").expect("moved");
        let meanwhile = change(&record.app, &secretary, reference, 0, &typed("2026-02-24"), true).await;
        assert!(meanwhile.expect("allowed").is_err(), "somebody moved it meanwhile");
        let all = list(&record.app, helpdesk_domain::Viewer::Person(staff)).await.expect("a list");
        assert_eq!((all[0].starts_at.date().to_string().as_str(), all[0].changes), ("2026-02-17", 1));
        assert_eq!(all[0].place.as_deref(), Some("https://meet.example.org/secret"));
    });
}

#[test]
fn a_pack_is_made_of_what_its_reader_sees() {
    on_a_record(async |record: Arc<Record>| {
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let recused = record.person("Recused", &[Role::Committee]).await;
        let reference = before_the_committee(&record, &staff, &[]).await;
        let first = meeting(&record, &secretary, "2026-01-10").await;
        record.act(&recused, reference, C::StandAside, &[]).await.expect("done");
        let fields = [("position", "concerns"), ("text", "Who has the rights?")];
        record.act(&member, reference, C::GiveFeedback, &fields).await.expect("done");
        let note = Note { version: 0, public: "Asked about rights.".into(), internal: "Careful.".into() };
        let kept = save_note(&record.app, &secretary, first, Some(reference), &note).await.expect("allowed");
        assert_eq!(kept, Saved::Kept);
        record.clock.set(BEGIN.plus_days(30));
        let second = meeting(&record, &secretary, "2026-02-10").await;
        let seen = prepared(&record.app, &secretary, second).await.expect("a pack");
        assert_eq!(seen.pack.returning.len(), 1);
        assert_eq!(seen.pack.returning[0].said.len(), 1, "what was said last time");
        let seen = prepared(&record.app, &recused, first).await.expect("a pack");
        assert!(seen.views.is_empty() && seen.notes.is_empty(), "{seen:?}");
        assert_eq!(seen.pack, helpdesk_domain::meeting::Pack::default());
        record.clock.set(BEGIN.plus_days(60));
        let late = prepared(&record.app, &member, second).await.expect("a pack").pack.late;
        assert_eq!(late, [reference], "a breach lands on the next agenda");
        assert_eq!(prepared(&record.app, &recused, second).await.expect("a pack").pack.late, []);
        let stranger = record.person("Stranger", &[]).await;
        assert!(matches!(prepared(&record.app, &stranger, first).await, Err(AppError::Rejected(_))));
    });
}

#[test]
fn of_two_who_type_at_once_one_is_told_and_nothing_is_lost() {
    on_a_record(async |record: Arc<Record>| {
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let reference = meeting(&record, &secretary, "2026-01-10").await;
        let save = async |version, public: &str| {
            let note = Note { version, public: public.to_owned(), internal: String::new() };
            save_note(&record.app, &secretary, reference, None, &note).await.expect("allowed")
        };
        assert_eq!(save(0, "one").await, Saved::Kept);
        assert_eq!(save(0, "another").await, Saved::Meanwhile);
        assert_eq!(save(1, "one and another").await, Saved::Kept);
        assert_eq!(save(1, "late").await, Saved::Meanwhile);
        assert_eq!(save(2, "bad\u{202e}").await, Saved::Unfit);
        let seen = prepared(&record.app, &secretary, reference).await.expect("a pack");
        assert_eq!((seen.general.version, seen.general.public.as_str()), (2, "one and another"));
    });
}

#[test]
fn minutes_tell_nothing_that_is_not_public() {
    on_a_record(async |record: Arc<Record>| {
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let amina = record.person("Amina", &[]).await;
        let public = record
            .submit(&amina, &[("title", "Maps of Kampala"), ("publish", "on"), ("shown_name", "Amina K.")])
            .await
            .reference;
        for name in [C::Acknowledge, C::MarkReadyForCommittee] {
            record.act(&staff, public, name, &[]).await.expect("done");
        }
        let private = before_the_committee(&record, &staff, &[("title", "A secret archive")]).await;
        let reference = meeting(&record, &secretary, "2026-01-05").await;
        let agenda = draft(&record.app, &secretary, reference, Kind::Agenda).await.expect("a draft").block;
        assert!(agenda.contains("Maps of Kampala") && !agenda.contains("secret"), "{agenda}");
        for (about, public) in [(public, "It will be a good one."), (private, "They have a cellar.")] {
            let note = Note { version: 0, public: public.into(), internal: "Between us.".into() };
            save_note(&record.app, &secretary, reference, Some(about), &note).await.expect("allowed");
            let fields = [("outcome", "needs-more"), ("rationale", "We want to know what is in the cellar")];
            record.act(&secretary, about, C::RecordInitialDecision, &fields).await.expect("done");
        }
        let text = draft(&record.app, &secretary, reference, Kind::Minutes).await.expect("a draft").block;
        for word in ["Maps of Kampala", "It will be a good one.", "what is in the cellar"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        for word in ["secret", "They have", "Between us", "Amina", "Secretary"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
        assert_eq!(text.matches("what is in the cellar").count(), 1, "{text}");
    });
}
