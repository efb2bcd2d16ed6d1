//! The number of requests that nobody but their own people may see.

use super::{Desk, TOOL, on_the_wiki, revisions, without_a_tool_account};
use crate::surroundings::front;
use helpdesk_domain::CommandName;
use helpdesk_tests::front::Fault;

#[test]
fn the_number_of_unpublished_requests_follows_them_and_names_none() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.record.person("Amina", &[]).await;
        let one = desk.record.submit(&amina, &[]).await.reference;
        desk.record.submit(&amina, &[]).await;
        desk.drain().await;
        let shows = async |number: u32| {
            let text = desk.text(&desk.data_page()).await;
            assert!(text.contains(&format!("|unpublished={number}|")), "{number}: {text}");
            assert!(!text.contains(one.as_str()), "{text}");
        };
        shows(2).await;
        desk.act(&amina, one, CommandName::Withdraw, &[]).await;
        desk.drain().await;
        shows(1).await;
        desk.act(&desk.staff, one, CommandName::Reopen, &[("reason", "They came back.")]).await;
        desk.drain().await;
        shows(2).await;
        // What does not change the number causes no edit.
        let before = revisions(&desk.data_page()).await;
        desk.act(&desk.staff, one, CommandName::AddPrivateNote, &[("note", "Hm.")]).await;
        assert_eq!(desk.drain().await, 0);
        assert_eq!(revisions(&desk.data_page()).await, before);
        assert!(desk.editors().await.iter().all(|name| name == TOOL));
        let outsider = super::account("Outsider").await;
        let named = desk.wiki.has_summary(&outsider, &desk.data_page(), one.as_str()).await;
        assert_eq!(named, Ok(false), "no summary names a request that is not published");
        let log = front().log().await.expect("the front's journal");
        assert!(log.iter().all(|entry| !entry.title.contains(one.as_str())));
    });
}

#[test]
fn a_number_that_cannot_be_written_holds_up_no_request() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        desk.fail(1, Fault::Protectedpage).await;
        let reference = desk.record.submit(&amina, &[]).await.reference;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.kind == "unpublished-number" && job.words.contains("protected"), "{job:?}");
        desk.act(&amina, reference, CommandName::GiveConsent, &[("shown_name", "A. K.")]).await;
        desk.drain().await;
        assert!(desk.row(reference).await.revision.is_some(), "its page is made all the same");
        desk.again().await;
        assert!(desk.stuck().await.is_empty());
    });
}

#[test]
fn without_a_tool_account_the_number_waits_for_nobody() {
    without_a_tool_account(async |desk: Desk| {
        let amina = desk.record.person("Amina", &[]).await;
        desk.record.submit(&amina, &[]).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
    });
}
