//! What goes wrong at other places than a request's page: the talk page, the status page, and a filter asked twice.

use super::{Desk, on_the_wiki};
use crate::surroundings::front;
use helpdesk_domain::CommandName;
use helpdesk_server::wiki::client::Wiki;
use helpdesk_server::worker::drain_with;
use helpdesk_tests::front::{Fault, When};
use std::time::Duration;

/// Each test that breaks edits of a talk page has somebody of its own, of whom no other test leaves notes.
const SOMEBODY: &str = "Chiyo";
const SOMEBODY_ELSE: &str = "Devi";

async fn fail_once(title: &str, fault: &Fault) {
    let when =
        When { title_prefix: Some(title.to_owned()), action: Some("edit".to_owned()), ..When::default() };
    front().fail(when, 1, fault.clone()).await.expect("a fault");
}

/// A request with one question to its requester, and what is tried of that.
async fn asked(desk: &Desk, wiki: &Wiki, who: &str, title: &str, at: &str, fault: &Fault) -> String {
    let somebody = desk.with_grant(who, None).await;
    let reference = desk.published(&somebody, &[("title", title)]).await;
    desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
    desk.drain().await;
    desk.act(&desk.staff, reference, CommandName::AskRequester, &[("question", "Which?")]).await;
    desk.act(&desk.staff, reference, CommandName::MarkReadyForCommittee, &[]).await;
    fail_once(at, fault).await;
    drain_with(&desk.app, wiki).await.expect("the outbox");
    format!("/support-requests/{reference}")
}

#[test]
fn a_note_or_row_whose_answer_is_lost_is_there_once() {
    on_the_wiki(async |desk: Desk| {
        let patient = Wiki::patient(&desk.app.config, Duration::from_secs(3)).expect("a client");
        let talk = format!("User talk:{SOMEBODY}");
        let faults = [
            Fault::LoseAnswer,
            Fault::HalfAnswer,
            Fault::Silence { seconds: 60 },
            Fault::Badtoken,
            Fault::Editconflict,
        ];
        for (n, fault) in faults.iter().enumerate() {
            for at in [&talk, &desk.data_page()] {
                let name = format!("{} at {at}", fault.name());
                let address =
                    asked(&desk, &patient, SOMEBODY, &format!("Case {n} at {}", at.len()), at, fault).await;
                assert!(desk.stuck().await.is_empty(), "{name}: {:?}", desk.stuck().await);
                assert_eq!(desk.text(&talk).await.matches(&address).count(), 1, "{name}: the note");
                let row = address.trim_start_matches("/support-requests/").to_owned();
                let data = desk.text(&desk.data_page()).await;
                assert_eq!(
                    data.matches(&format!("<!-- helpdesk:{row}:begin -->")).count(),
                    1,
                    "{name}: the row"
                );
            }
        }
    });
}

#[test]
fn a_note_that_is_refused_waits_for_a_person_with_words_and_holds_up_no_other_request() {
    on_the_wiki(async |desk: Desk| {
        let talk = format!("User talk:{SOMEBODY_ELSE}");
        let cases = [
            (Fault::Captcha, "puzzle"),
            (Fault::Protectedpage, "is protected"),
            (Fault::AbusefilterDisallowed, "filter of the wiki stopped"),
            (Fault::Blocked, "is blocked"),
        ];
        for (n, (fault, words)) in cases.iter().enumerate() {
            let address = asked(&desk, &desk.wiki, SOMEBODY_ELSE, &format!("Refused {n}"), &talk, fault).await;
            let job = desk.only_stuck().await;
            assert!(job.parked && job.kind == "talk-page-note" && job.words.contains(words), "{job:?}");
            let somebody = desk.with_grant(SOMEBODY_ELSE, None).await;
            let other = desk.published(&somebody, &[("title", &format!("Beside {n}"))]).await;
            desk.drain().await;
            assert!(desk.row(other).await.revision.is_some(), "{words}: another request's page is made");
            desk.again().await;
            assert!(desk.stuck().await.is_empty(), "{words}: {:?}", desk.stuck().await);
            assert_eq!(desk.text(&talk).await.matches(&address).count(), 1, "{words}");
        }
    });
}

#[test]
fn a_filter_that_warns_and_then_forbids_is_told_each_time_and_the_edit_is_made_when_it_may_be() {
    on_the_wiki(async |desk: Desk| {
        let somebody = desk.with_grant(SOMEBODY, None).await;
        let reference = desk.published(&somebody, &[]).await;
        desk.drain().await;
        let title = desk.row(reference).await.title;
        for fault in [Fault::AbusefilterWarning, Fault::AbusefilterDisallowed] {
            fail_once(&title, &fault).await;
        }
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        for code in ["abusefilter-warning", "abusefilter-disallowed"] {
            let job = desk.only_stuck().await;
            assert!(job.parked && job.words.contains(code) && job.words.contains("try again"), "{job:?}");
            desk.again().await;
        }
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert!(desk.text(&title).await.contains("|stage=gathering\n"));
    });
}
