//! People edit pages too, and are never overwritten.

use super::{Desk, TOOL, on_the_wiki};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Viewer};
use helpdesk_server::app::{outbox, view};
use helpdesk_server::wiki::splice::begin;

async fn made(desk: &Desk) -> (Reference, String) {
    let amina = desk.with_grant("Amina", None).await;
    let reference = desk.published(&amina, &[]).await;
    desk.drain().await;
    (reference, desk.row(reference).await.title)
}

#[test]
fn an_edit_inside_the_block_is_kept_and_somebody_is_asked() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        let ours = desk.text(&title).await;
        let theirs = ours.replace("|what=Please help us.", "|what=Please help us! ~ with love");
        desk.overwrite("Outsider", &title, &theirs).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.kind == "request-page", "{job:?}");
        assert!(job.words.contains(&title), "{job:?}");
        assert_eq!(desk.text(&title).await, theirs);
        // They take it back, and it goes on.
        desk.overwrite("Outsider", &title, &ours).await;
        desk.again().await;
        assert!(desk.text(&title).await.contains("|stage=gathering\n"));
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
    });
}

#[test]
fn markers_that_are_gone_doubled_or_cut_wait_for_a_person() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        let ours = desk.text(&title).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        for (theirs, word) in [
            ("Nothing is left.".to_owned(), "removed"),
            (format!("{ours}\n{ours}"), "twice"),
            (ours.replace(&begin(reference.as_str()), ""), "cut"),
        ] {
            desk.overwrite("Outsider", &title, &theirs).await;
            desk.again().await;
            desk.drain().await;
            let job = desk.only_stuck().await;
            assert!(job.parked && job.words.contains(word), "{job:?}");
            assert_eq!(desk.text(&title).await, theirs.trim_end());
        }
    });
}

#[test]
fn a_page_that_was_deleted_is_not_made_again() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        super::call("Gadgeteer", &[("action", "delete"), ("title", &title)]).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("deleted"), "{job:?}");
        assert!(desk.page(&title).await.is_none());
    });
}

#[test]
fn a_row_that_somebody_changed_stops_only_itself() {
    on_the_wiki(async |desk: Desk| {
        let (reference, _) = made(&desk).await;
        let data = desk.data_page();
        let theirs = desk.text(&data).await.replace("|title=Photos", "|title=The best photos");
        desk.overwrite("Outsider", &data, &theirs).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        let amina = desk.with_grant("Amina", None).await;
        let other = desk.published(&amina, &[("title", "Another")]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert_eq!((job.reference, job.kind.as_str()), (reference, "status-row"));
        let text = desk.text(&data).await;
        assert!(text.contains("The best photos") && text.contains(other.as_str()), "{text}");
    });
}

#[test]
fn an_edit_at_the_same_time_outside_the_block_loses_nothing() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        let ours = desk.text(&title).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        let remarks = async {
            for n in 0..6 {
                desk.overwrite_or_lose("Outsider", &title, &format!("{ours}\n\nRemark {n}.")).await;
            }
        };
        tokio::join!(remarks, desk.drain());
        // Whoever came last wrote on what was there: our block is the new one, or theirs put the old one back.
        desk.again().await;
        let text = desk.text(&title).await;
        assert!(text.contains("Remark"), "{text}");
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert!(desk.editors().await.contains(&TOOL.to_owned()));
        desk.act(&desk.staff, reference, CommandName::MarkReadyForCommittee, &[]).await;
        desk.drain().await;
        let text = desk.text(&title).await;
        assert!(text.contains("|stage=with-committee\n") && text.contains("Remark"), "{text}");
    });
}

#[test]
fn a_stage_or_priority_set_by_hand_is_a_proposal_and_changes_nothing() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        let ours = desk.text(&title).await;
        let cases = [
            (ours.replace("|stage=received", "|stage=in-support"), ["In support", "secretary"]),
            (
                ours.replace("|stage=received", "|stage=received\n|priority=high"),
                ["High priority", "secretary"],
            ),
            (ours.replace("|stage=received", "|stage=closed"), ["Closed", "staff"]),
            (
                ours.replace("|what=Please", "|what=We beg you: please"),
                ["changed: what", "editing the request"],
            ),
            (ours.replace("|what=Please", "}} Please"), ["no longer be read", "revision"]),
        ];
        for (n, (theirs, words)) in cases.into_iter().enumerate() {
            desk.overwrite("Outsider", &title, &theirs).await;
            let edit = [("what", "Please help us."), ("title", &*format!("Photos, {n}"))];
            desk.act(&desk.staff, reference, CommandName::Edit, &edit).await;
            desk.drain().await;
            let job = desk.only_stuck().await;
            assert!(job.parked && words.iter().all(|word| job.words.contains(word)), "{job:?}");
            assert!(!job.words.contains("beg you"), "the text stays on the wiki: {job:?}");
            assert_eq!(desk.text(&title).await, theirs, "never overwritten");
            let record = helpdesk_server::app::whole_record(&desk.app, reference).await.expect("the record");
            assert!(record.stage.name().code() == "received" && record.priority.is_none(), "never obeyed");
            desk.overwrite("Outsider", &title, &ours).await;
            desk.again().await;
            assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        }
        let text = desk.text(&title).await;
        assert!(text.contains("|title=Photos, 4\n") && text.contains("|stage=received\n"), "{text}");
    });
}

#[test]
fn a_proposal_by_hand_is_shown_on_the_request_s_page_to_those_who_can_settle_it() {
    on_the_wiki(async |desk: Desk| {
        let (reference, title) = made(&desk).await;
        let amina = desk.with_grant("Amina", None).await;
        let devi = desk.record.person("Devi", &[Role::Secretary]).await;
        let bruno = desk.record.person("Bruno", &[Role::Committee]).await;
        let stranger = desk.record.person("Stranger", &[]).await;
        let shown = async |viewer: Viewer| {
            let view = view(&desk.app, viewer, reference).await.expect("a view");
            outbox::asks(&desk.app, &view).await.expect("an answer")
        };
        let person = |actor: &Actor| Viewer::Person(*actor);
        assert_eq!(shown(person(&devi)).await, None, "nothing waits");
        let theirs = desk.text(&title).await.replace("|stage=received", "|stage=in-support");
        desk.overwrite("Outsider", &title, &theirs).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        desk.drain().await;
        for asked in [&devi, &desk.staff, &amina] {
            let words = shown(person(asked)).await.expect("somebody is asked");
            assert!(words.contains("In support") && words.contains("secretary"), "{words}");
        }
        for other in [person(&bruno), person(&stranger), Viewer::Anonymous] {
            assert_eq!(shown(other).await, None, "{other:?}");
        }
    });
}
