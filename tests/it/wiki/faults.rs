//! Pauses, grants that do not reach, and requests that wait for nobody else. What else can go wrong: `outcomes`.

use super::{Desk, TOOL, on_the_wiki, without_a_tool_account};
use crate::surroundings::front;
use helpdesk_domain::{CommandName, Reference};
use helpdesk_tests::front::{Fault, When};
use secrecy::SecretString;

/// A published request whose first edit fails so.
async fn met(desk: &Desk, count: u32, fault: Fault) -> Reference {
    let amina = desk.with_grant("Amina", None).await;
    desk.fail(count, fault).await;
    let reference = desk.published(&amina, &[]).await;
    desk.drain().await;
    reference
}

#[test]
fn what_passes_is_tried_again_after_the_pause_that_the_wiki_asks_for() {
    on_the_wiki(async |desk: Desk| {
        let cases = [
            (Fault::Http503 { retry_after: Some(90) }, "http-503", 80..=90),
            (Fault::Http503 { retry_after: None }, "http-503", 0..=5),
            (Fault::Maxlag { lag: 9 }, "maxlag", 0..=5),
            (Fault::Readonly, "readonly", 0..=5),
            (Fault::Ratelimited, "ratelimited", 0..=5),
        ];
        for (fault, code, pause) in cases {
            let reference = met(&desk, 1, fault).await;
            let job = desk.only_stuck().await;
            assert!(!job.parked && job.words.contains(code), "{job:?}");
            assert!(pause.contains(&job.pause), "{code}: {}", job.pause);
            assert!(desk.drain().await == 0, "{code}: not before its time");
            desk.again().await;
            assert!(desk.stuck().await.is_empty(), "{code}");
            assert!(desk.row(reference).await.revision.is_some(), "{code}");
        }
    });
}

#[test]
fn a_stuck_request_holds_up_no_other() {
    on_the_wiki(async |desk: Desk| {
        let stuck = met(&desk, 1, Fault::Protectedpage).await;
        desk.act(&desk.staff, stuck, CommandName::Acknowledge, &[]).await;
        let amina = desk.with_grant("Amina", None).await;
        let other = desk.published(&amina, &[("title", "Another")]).await;
        desk.drain().await;
        assert!(desk.row(other).await.revision.is_some());
        assert!(desk.row(stuck).await.revision.is_none());
        desk.again().await;
        let text = desk.text(&desk.row(stuck).await.title).await;
        assert!(text.contains("|stage=gathering\n"), "in order, and up to date: {text}");
    });
}

#[test]
fn where_a_person_s_grant_does_not_reach_the_tool_edits() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", Some(&["basic"])).await;
        let reference = desk.published(&amina, &[]).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert!(desk.row(reference).await.revision.is_some());
        assert_eq!(desk.editors().await, [TOOL, TOOL]);
    });
}

#[test]
fn a_revoked_grant_is_no_obstacle_with_a_tool_account() {
    on_the_wiki(async |desk: Desk| {
        let bruno = desk.with_token("Bruno", SecretString::from("revoked")).await;
        desk.published(&bruno, &[]).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert_eq!(desk.editors().await, [TOOL, TOOL]);
    });
}

#[test]
fn without_any_account_the_job_says_so() {
    without_a_tool_account(async |desk: Desk| {
        let person = desk.record.person("Outsider", &[]).await;
        desk.published(&person, &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("sign in again"), "{job:?}");
        assert!(desk.edits().await.is_empty());
    });
}

#[test]
fn a_wiki_that_is_away_is_asked_again_later() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let when = When { title_prefix: Some(desk.root.clone()), ..When::default() };
        front().fail(when, 1, Fault::Http503 { retry_after: Some(30) }).await.expect("a fault");
        desk.published(&amina, &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(!job.parked, "{job:?}");
        assert!(desk.edits().await.is_empty(), "it did not get as far as an edit");
        desk.again().await;
        assert!(desk.stuck().await.is_empty());
    });
}
