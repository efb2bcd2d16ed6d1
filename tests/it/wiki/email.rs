//! Notes through the wiki's e-mail, on the real MediaWiki: what it sends is kept in a folder.

use super::{Desk, TOOL, on_the_wiki, token, without_a_tool_account};
use crate::surroundings::{front, given};
use helpdesk_domain::{CommandName, Reference, Role, Values};
use helpdesk_server::app::mail_out::{preferences, written};
use helpdesk_server::app::{App, outbox};
use helpdesk_server::config::Config;
use helpdesk_server::wiki::client::Wiki;
use helpdesk_server::worker::drain_with;
use helpdesk_tests::front::{Fault, When};
use mysql_async::prelude::Queryable;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const QUESTION: &str = "Which shelves are the glass plates on?";

/// What the wiki sent about a request, each with its head.
fn mails(reference: Reference) -> Vec<String> {
    let folder = Path::new(&given("HELPDESK_TEST_WIKI_DATA")).join("mail");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let whole = paths.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
    let texts = whole.map(|path| std::fs::read_to_string(path).expect("a mail"));
    texts.filter(|text| text.contains(reference.as_str())).collect()
}

async fn fail(who: &str, fault: Fault) {
    let when =
        When { title_prefix: Some(who.to_owned()), action: Some("emailuser".to_owned()), ..When::default() };
    front().fail(when, 1, fault).await.expect("a fault");
}

/// Somebody who chose the wiki's e-mail, and their request.
async fn asks(desk: &Desk, who: &str, more: &[(&str, &str)]) -> Reference {
    let person = desk.with_grant(who, None).await;
    let fields: Vec<_> =
        [("reach", "wiki-mail"), ("title", "Glass plates")].iter().chain(more).copied().collect();
    let reference = desk.record.submit(&person, &fields).await.reference;
    desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
    desk.drain().await;
    desk.act(&desk.staff, reference, CommandName::AskRequester, &[("question", QUESTION)]).await;
    reference
}

const NOTES: [(&str, &str); 3] = [("publish", "on"), ("shown_name", "A friend"), ("talk_page_notes", "on")];
const PUBLIC: [(&str, &str); 2] = [("publish", "on"), ("shown_name", "A friend")];

/// The notes of a request as staff see them: state, and why.
async fn seen(desk: &Desk, reference: Reference) -> Vec<(&'static str, Option<String>)> {
    let lines = written::conversation(&desk.app, &desk.staff, reference).await.expect("the mail");
    let notes = lines.into_iter().filter(|line| line.kind.code() == "wiki-note");
    notes.map(|line| (line.state.code(), line.reason)).collect()
}

/// The same service, told otherwise.
fn told(desk: &mut Desk, change: impl FnOnce(&mut Config)) {
    let mut config = (*desk.app.config).clone();
    change(&mut config);
    let (store, clock, ids) = (desk.app.store.clone(), desk.record.clock.clone(), desk.app.ids.clone());
    desk.app = App::new(store, clock, Arc::new(config), ids);
}

#[test]
fn a_note_says_only_that_something_waits_and_where_and_goes_after_the_page() {
    on_the_wiki(async |desk: Desk| {
        let reference = asks(&desk, "Amina", &NOTES).await;
        let before = front().log().await.expect("a journal").last().map_or(0, |entry| entry.number);
        desk.act(&desk.staff, reference, CommandName::MarkReadyForCommittee, &[]).await;
        let secretary = desk.record.person("Devi", &[Role::Secretary]).await;
        let decided = [("outcome", "decline"), ("rationale", "It is with another project.")];
        desk.act(&secretary, reference, CommandName::RecordInitialDecision, &decided).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        let mails = mails(reference);
        assert_eq!(mails.len(), 2, "a question and the end: {mails:?}");
        for mail in &mails {
            assert!(mail.contains("To: \"Amina\" <amina@people.example>"), "{mail}");
            assert!(mail.contains("Subject: Your request to the Helpdesk"), "{mail}");
            assert!(mail.contains(&format!("/support-requests/{reference}")), "{mail}");
            for hidden in ["shelves", "Glass plates", "another project"] {
                assert!(!mail.contains(hidden), "{hidden} passed the wiki: {mail}");
            }
        }
        assert_eq!(seen(&desk, reference).await, [("sent", None), ("sent", None)]);
        let talk = desk.page("User talk:Amina").await.map(|page| page.text).unwrap_or_default();
        assert!(!talk.contains(reference.as_str()), "the talk page is for where the wiki refuses");
        let log = front().log().await.expect("a journal");
        let ours = log.iter().filter(|entry| entry.number > before && entry.user.as_deref() == Some(TOOL));
        let edit = ours.clone().filter(|one| one.action == "edit" && one.title.starts_with(&desk.root));
        let sent = ours.filter(|one| one.action == "emailuser" && one.title == "Amina");
        let (edit, sent) = (edit.map(|one| one.number).max(), sent.map(|one| one.number).max());
        assert!(edit < sent, "{edit:?} {sent:?}");
    });
}

#[test]
fn who_publishes_nothing_gets_word_too_and_so_does_who_prefers_it() {
    on_the_wiki(async |desk: Desk| {
        let private = asks(&desk, "Bruno", &[]).await;
        let person = desk.with_grant("Bruno", None).await;
        let on_talk = desk.record.submit(&person, &[("reach", "talk-page")]).await.reference;
        desk.act(&desk.staff, on_talk, CommandName::Acknowledge, &[]).await;
        let chosen: Values = [("way", "wiki"), ("pace", "at-once")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        preferences::choose(&desk.app, person.person, &chosen).await.expect("a choice");
        desk.act(&desk.staff, on_talk, CommandName::AskRequester, &[("question", QUESTION)]).await;
        desk.drain().await;
        assert_eq!((mails(private).len(), mails(on_talk).len()), (1, 1));
        assert!(
            !written::is_reached(&desk.app, &desk.staff, private).await.expect("asked"),
            "no letters go there"
        );
        assert!(desk.edits().await.iter().all(|entry| entry.title == desk.data_page()), "nothing is published");
    });
}

#[test]
fn who_takes_no_e_mail_gets_the_note_that_they_agreed_to_or_is_handed_to_staff() {
    on_the_wiki(async |desk: Desk| {
        for (who, code) in [("Outsider", "noemail"), ("Hakim", "nowikiemail")] {
            let agreed = asks(&desk, who, &NOTES).await;
            desk.drain().await;
            assert!(desk.stuck().await.is_empty(), "{who}: {:?}", desk.stuck().await);
            let talk = desk.text(&format!("User talk:{who}")).await;
            assert_eq!(talk.matches(&format!("/support-requests/{agreed}")).count(), 1, "{who}");
            let notes = seen(&desk, agreed).await;
            assert!(matches!(&notes[..], [("declined", Some(words))] if words.contains(code)), "{notes:?}");

            let other = asks(&desk, who, &PUBLIC).await;
            desk.act(&desk.staff, other, CommandName::MarkReadyForCommittee, &[]).await;
            desk.drain().await;
            let job = desk.only_stuck().await;
            assert!(job.parked && job.kind == "wiki-mail" && job.words.contains(code), "{job:?}");
            let title = desk.row(other).await.title;
            assert!(desk.text(&title).await.contains("|stage=with-committee\n"), "it holds nothing up");
            assert!(!job.words.contains(who), "{job:?}");
            outbox::give_up(&desk.app, &desk.staff, job.id, "Told by telephone.").await.expect("given up");
            assert_eq!(seen(&desk, other).await, [("dropped", Some("Told by telephone.".to_owned()))]);
            assert!(mails(agreed).is_empty() && mails(other).is_empty());
        }
    });
}

#[test]
fn an_account_that_may_not_send_is_a_person_s_matter() {
    on_the_wiki(async |mut desk: Desk| {
        let good = desk.app.config.tool_account_token.clone();
        let without_right = token(TOOL, Some(&["basic", "editpage"])).await;
        let without_address = token("Outsider", None).await;
        for (account, code) in [(without_right, "permissiondenied"), (without_address, "cantsend")] {
            let reference = asks(&desk, "Imani", &[]).await;
            told(&mut desk, |config| config.tool_account_token = Some(account));
            desk.drain().await;
            let job = desk.only_stuck().await;
            assert!(job.parked && job.words.contains("may not send"), "{job:?}");
            assert!(job.words.contains(code), "{job:?}");
            told(&mut desk, |config| config.tool_account_token.clone_from(&good));
            desk.again().await;
            assert_eq!(mails(reference).len(), 1, "{code}: sent when it may");
        }
        let reference = asks(&desk, "Imani", &[]).await;
        fail("Imani", Fault::Blocked).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("may not send"), "{job:?}");
        assert!(mails(reference).is_empty());
    });
    without_a_tool_account(async |desk: Desk| {
        asks(&desk, "Imani", &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("may not send"), "{job:?}");
    });
}

#[test]
fn a_mail_whose_answer_is_lost_is_sent_again_by_nobody_but_a_person() {
    on_the_wiki(async |desk: Desk| {
        let patient = Wiki::patient(&desk.app.config, Duration::from_secs(3)).expect("a client");
        let cases = [
            (Fault::LoseAnswer, 1),
            (Fault::HalfAnswer, 1),
            (Fault::Silence { seconds: 60 }, 0),
            (Fault::Http503 { retry_after: None }, 0),
        ];
        for (fault, arrived) in cases {
            let name = fault.name();
            let reference = asks(&desk, "Rosa", &[]).await;
            fail("Rosa", fault).await;
            for _ in 0..2 {
                drain_with(&desk.app, &patient).await.expect("the outbox");
                assert_eq!(mails(reference).len(), arrived, "{name}");
            }
            let job = desk.only_stuck().await;
            assert!(job.parked && job.words.contains("may have gone out or not"), "{name}: {job:?}");
            let notes = seen(&desk, reference).await;
            assert!(matches!(&notes[..], [("waiting", Some(words))] if *words == job.words), "{notes:?}");
            desk.again().await;
            assert_eq!(mails(reference).len(), arrived + 1, "{name}: a person wanted it so");
            assert_eq!(seen(&desk, reference).await, [("sent", None)], "{name}");
        }
    });
}

#[test]
fn a_worker_that_died_while_sending_leaves_the_note_to_a_person() {
    on_the_wiki(async |desk: Desk| {
        let reference = asks(&desk, "Rosa", &[]).await;
        let died =
            "UPDATE sent_mail SET in_doubt = 1, tried_on = NOW(), sender = 'wiki' WHERE kind = 'wiki-note'";
        desk.record.conn().await.query_drop(died).await.expect("SQL");
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("may have gone out or not"), "{job:?}");
        assert!(mails(reference).is_empty());
    });
}

#[test]
fn what_passes_is_tried_again_later_and_an_old_token_at_once() {
    on_the_wiki(async |desk: Desk| {
        for (fault, pause) in [(Fault::Ratelimited, 3000), (Fault::Readonly, 1)] {
            let name = fault.name();
            let reference = asks(&desk, "Farid", &[]).await;
            fail("Farid", fault).await;
            desk.drain().await;
            let job = desk.only_stuck().await;
            assert!(!job.parked && job.pause > pause, "{name}: {job:?}");
            assert!(mails(reference).is_empty(), "{name}");
            desk.again().await;
            assert_eq!(mails(reference).len(), 1, "{name}");
        }
        let reference = asks(&desk, "Farid", &[]).await;
        fail("Farid", Fault::Badtoken).await;
        desk.drain().await;
        assert_eq!(mails(reference).len(), 1);
    });
}

#[test]
fn an_account_sends_so_many_a_day_and_what_was_refused_does_not_count() {
    on_the_wiki(async |mut desk: Desk| {
        told(&mut desk, |config| config.mail.wiki_per_day = 1);
        asks(&desk, "Hakim", &NOTES).await;
        desk.drain().await;
        let first = asks(&desk, "Chiyo", &[]).await;
        desk.drain().await;
        let second = asks(&desk, "Chiyo", &[]).await;
        desk.drain().await;
        assert_eq!((mails(first).len(), mails(second).len()), (1, 0));
        let job = desk.only_stuck().await;
        assert!(!job.parked && job.words.contains("as many e-mails"), "{job:?}");
        assert!(job.pause > 80_000, "{job:?}");
        let passed = "UPDATE sent_mail SET tried_on = tried_on - INTERVAL 25 HOUR WHERE state = 'sent'";
        desk.record.conn().await.query_drop(passed).await.expect("SQL");
        desk.again().await;
        assert_eq!(mails(second).len(), 1);
    });
}

#[test]
fn who_chose_another_way_meanwhile_gets_no_note() {
    on_the_wiki(async |desk: Desk| {
        let reference = asks(&desk, "Amina", &[]).await;
        desk.record.conn().await.query_drop("DELETE FROM contact").await.expect("SQL");
        desk.drain().await;
        assert!(mails(reference).is_empty());
        assert!(matches!(&seen(&desk, reference).await[..], [("dropped", Some(_))]));
    });
}
