//! Pages that are made, brought up to date and emptied.

use super::{Desk, TOOL, on_the_wiki};
use helpdesk_domain::{Actor, CommandName, Reference, Role};
use helpdesk_server::wiki::client::Wanted;
use helpdesk_server::wiki::splice::{begin, end};

#[test]
fn a_request_gets_its_page_as_an_edit_of_its_requester_and_a_row_by_the_tool() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference =
            desk.published(&amina, &[("title", "Photos of Kampala"), ("what", "Help | us }} ~~~~")]).await;
        assert_eq!(desk.drain().await, 2);
        let row = desk.row(reference).await;
        assert_eq!(row.title, format!("{}/Requests/Photos of Kampala", desk.root));
        let page = desk.page(&row.title).await.expect("a page");
        assert_eq!((Some(page.revision), Some(page.id)), (row.revision, row.page_id));
        assert!(
            page.text.starts_with(&begin(reference.as_str())) && page.text.ends_with(&end(reference.as_str()))
        );
        assert!(page.text.contains("|name=Amina of Kampala\n") && !page.text.contains("~~~~"), "{}", page.text);
        let data = desk.text(&desk.data_page()).await;
        assert!(data.contains(&format!("|page={}|", row.title)) && data.contains("|unpublished=0|"), "{data}");
        assert_eq!(desk.editors().await, ["Amina", TOOL]);
        assert!(desk.stuck().await.is_empty());
    });
}

#[test]
fn what_is_public_brings_the_block_up_to_date_and_the_rest_of_the_page_stays() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference = desk.published(&amina, &[]).await;
        desk.drain().await;
        let row = desk.row(reference).await;
        let around = |block: &str| format!("== About ==\n{block}\n\n[[Category:Requests]] <!-- kept -->");
        desk.overwrite("Outsider", &row.title, &around(&desk.text(&row.title).await)).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        let text = desk.text(&row.title).await;
        assert!(text.contains("|stage=gathering\n"), "{text}");
        let inner = text.find(&begin(reference.as_str())).expect("a block");
        let after = text.find(&end(reference.as_str())).expect("a block") + end(reference.as_str()).len();
        assert_eq!(text, around(&text[inner..after]));
        // Elin gave no grant: the tool edited.
        assert_eq!(desk.editors().await, ["Amina", TOOL, "Outsider", TOOL, TOOL]);
    });
}

#[test]
fn a_job_that_was_done_already_makes_no_second_edit() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference = desk.published(&amina, &[]).await;
        desk.drain().await;
        let before = desk.edits().await.len();
        let mut conn = desk.record.conn().await;
        mysql_async::prelude::Queryable::query_drop(
            &mut conn,
            "UPDATE outbox SET state = 'waiting', lease = NULL",
        )
        .await
        .expect("as if the worker had died before it wrote that down");
        assert_eq!(desk.drain().await, 2);
        assert_eq!(desk.edits().await.len(), before, "it looked, and that was all");
        assert!(desk.stuck().await.is_empty());
        assert_eq!(
            desk.row(reference).await.revision,
            desk.page(&desk.row(reference).await.title).await.map(|p| p.revision)
        );
    });
}

#[test]
fn feedback_notes_and_recusals_cause_no_edit_at_all() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let bruno = desk.record.person("Bruno", &[Role::Committee]).await;
        let chiyo = desk.record.person("Chiyo", &[Role::Committee]).await;
        let reference = desk.published(&amina, &[]).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.act(&desk.staff, reference, CommandName::MarkReadyForCommittee, &[]).await;
        desk.drain().await;
        let before = desk.edits().await.len();
        desk.act(&desk.staff, reference, CommandName::AddPrivateNote, &[("note", "A secret.")]).await;
        desk.act(&bruno, reference, CommandName::GiveFeedback, &[("position", "concerns"), ("text", "Hm.")])
            .await;
        desk.act(&chiyo, reference, CommandName::StandAside, &[]).await;
        assert_eq!(desk.drain().await, 0);
        assert_eq!(desk.edits().await.len(), before);
    });
}

async fn closed(desk: &Desk, who: &Actor) -> Reference {
    let reference = desk.published(who, &[]).await;
    desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
    desk.act(&desk.staff, reference, CommandName::AskRequester, &[("question", "A secret question?")]).await;
    let close = [("outcome", "referred"), ("reason", "Better asked at the library.")];
    desk.act(&desk.staff, reference, CommandName::ReferOrDecline, &close).await;
    reference
}

#[test]
fn notes_on_the_talk_page_say_only_that_something_waits_and_where() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference = closed(&desk, &amina).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        let talk = desk.text("User talk:Amina").await;
        let about = talk.matches(&format!("/support-requests/{reference}")).count();
        assert_eq!(about, 2, "one for the question, one for the end: {talk}");
        assert!(!talk.contains("secret question") && !talk.contains("library"), "{talk}");
        let summaries =
            desk.wiki.has_summary(&super::account("Outsider").await, "User talk:Amina", "[helpdesk:").await;
        assert_eq!(summaries, Ok(true));
    });
}

#[test]
fn consent_taken_back_empties_the_page_and_takes_the_row_out() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference = desk.published(&amina, &[("what", "Our secret plan.")]).await;
        let other = desk.published(&amina, &[("title", "Another")]).await;
        desk.drain().await;
        desk.act(&amina, reference, CommandName::TakeConsentBack, &[]).await;
        desk.drain().await;
        let text = desk.text(&desk.row(reference).await.title).await;
        assert!(text.contains("no longer published") && text.contains("history"), "{text}");
        assert!(!text.contains("secret plan") && !text.contains("Amina"), "{text}");
        let data = desk.text(&desk.data_page()).await;
        assert!(!data.contains(reference.as_str()) && data.contains(other.as_str()), "{data}");
        assert!(data.contains("|unpublished=1|"), "{data}");

        let again = [("shown_name", "A. K.")];
        desk.act(&amina, reference, CommandName::GiveConsent, &again).await;
        desk.drain().await;
        assert!(desk.text(&desk.row(reference).await.title).await.contains("|name=A. K.\n"));
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
    });
}

#[test]
fn a_page_that_was_moved_is_found_by_its_id() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let reference = desk.published(&amina, &[]).await;
        desk.drain().await;
        let old = desk.row(reference).await;
        let new = format!("{}/Requests/Moved photos", desk.root);
        super::call("Outsider", &[("action", "move"), ("from", &old.title), ("to", &new)]).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        assert_eq!(desk.row(reference).await.title, new);
        assert!(desk.text(&new).await.contains("|stage=gathering\n"));
        assert!(desk.text(&desk.data_page()).await.contains(&format!("|page={new}|")));
        let seen =
            desk.wiki.look(&super::account("Outsider").await, Wanted::Id(old.page_id.expect("an id"))).await;
        assert_eq!(seen.expect("a look").page.map(|page| page.title), Some(new));
    });
}
