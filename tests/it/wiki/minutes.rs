//! Minutes on the wiki, and what becomes of them there.

use super::{Desk, call, on_the_wiki, revisions};
use helpdesk_domain::{Actor, CommandName as C, Reference, Role, StageName, Viewer};
use helpdesk_server::app::erasure::{Subject, erase};
use helpdesk_server::app::meetings::{Note, Typed, add, save_note};
use helpdesk_server::app::minutes::{Draft, Kind, PageState, answer, draft, fingerprint, publish};
use helpdesk_server::app::view;
use helpdesk_server::views::words::say;

struct Held {
    secretary: Actor,
    meeting: Reference,
    request: Reference,
    title: String,
}

/// A meeting in which something was decided, with its minutes on the wiki.
async fn held(desk: &Desk) -> Held {
    let amina = desk.with_grant("Amina", None).await;
    let secretary = desk.record.person("Devi", &[Role::Secretary]).await;
    let request = desk.published(&amina, &[]).await;
    for name in [C::Acknowledge, C::MarkReadyForCommittee] {
        desk.act(&desk.staff, request, name, &[]).await;
    }
    desk.drain().await;
    let text = str::to_owned;
    let typed = Typed {
        day: text("2026-01-05"),
        time: text("00:00"),
        zone: text("UTC"),
        minutes: text("90"),
        place: text(""),
    };
    let meeting = add(&desk.app, &secretary, &typed).await.expect("allowed").expect("a meeting");
    let note = Note { version: 0, public: text("The rights are clear."), internal: text("Between us.") };
    save_note(&desk.app, &secretary, meeting, Some(request), &note).await.expect("allowed");
    let fields = [("outcome", "positive"), ("priority", "high"), ("rationale", "A good partner.")];
    desk.act(&secretary, request, C::RecordInitialDecision, &fields).await;
    let title = format!("{}/Committee/Meeting notes/2026-01-05", desk.root);
    let held = Held { secretary, meeting, request, title };
    held.publish(desk).await;
    desk.drain().await;
    held
}

impl Held {
    async fn draft(&self, desk: &Desk) -> Draft {
        draft(&desk.app, &self.secretary, self.meeting, Kind::Minutes).await.expect("a draft")
    }

    async fn publish(&self, desk: &Desk) {
        let seen = fingerprint(&self.draft(desk).await.block);
        assert!(
            publish(&desk.app, &self.secretary, self.meeting, Kind::Minutes, &seen).await.expect("allowed")
        );
    }

    async fn state(&self, desk: &Desk) -> (PageState, Option<String>) {
        let page = self.draft(desk).await.page.expect("published");
        (page.state, page.found)
    }
}

#[test]
fn minutes_stand_between_our_markers_and_all_else_stays() {
    on_the_wiki(async |desk: Desk| {
        let held = held(&desk).await;
        let text = desk.text(&held.title).await;
        assert!(text.contains("A good partner.") && text.contains("The rights are clear."), "{text}");
        assert!(
            !text.contains("Between us") && text.contains(&format!("helpdesk:meeting-{}:begin", held.meeting))
        );
        call("Outsider", &[("action", "edit"), ("title", &held.title), ("prependtext", "{{Header}}\n\n")])
            .await;
        let note = Note { version: 1, public: "The rights are clear now.".to_owned(), internal: String::new() };
        save_note(&desk.app, &held.secretary, held.meeting, Some(held.request), &note).await.expect("allowed");
        held.publish(&desk).await;
        desk.drain().await;
        let text = desk.text(&held.title).await;
        assert!(text.starts_with("{{Header}}") && text.contains("clear now."), "{text}");
        let before = revisions(&held.title).await;
        held.publish(&desk).await;
        desk.drain().await;
        assert_eq!(revisions(&held.title).await, before, "the same text causes no edit");
        assert_eq!(held.state(&desk).await.0, PageState::Done);
    });
}

#[test]
fn a_typo_in_edited_minutes_is_a_question_and_no_decision() {
    on_the_wiki(async |desk: Desk| {
        let held = held(&desk).await;
        let decided = async || {
            let view = helpdesk_server::app::view(&desk.app, Viewer::Person(desk.staff), held.request).await;
            let view = view.expect("there");
            (view.stage.name(), view.decisions, view.history.len())
        };
        let before = decided().await;
        assert_eq!(before.0, StageName::InDevelopment);
        let edited = desk.text(&held.title).await.replace("A good partner.", "A good parnter, declined.");
        call("Outsider", &[("action", "edit"), ("title", &held.title), ("text", &edited)]).await;
        let note = Note { version: 1, public: "New words.".to_owned(), internal: String::new() };
        save_note(&desk.app, &held.secretary, held.meeting, Some(held.request), &note).await.expect("allowed");
        held.publish(&desk).await;
        desk.drain().await;
        let (state, found) = held.state(&desk).await;
        assert_eq!(state, PageState::Question);
        assert!(found.expect("what they wrote").contains("parnter, declined"));
        assert!(desk.text(&held.title).await.contains("parnter, declined"), "nothing is overwritten");
        assert_eq!(decided().await, before, "an edit decides nothing");
        let revision = held.draft(&desk).await.page.expect("a page").revision.expect("a revision");
        let stale = answer(&desk.app, &held.secretary, held.meeting, revision - 1, false).await;
        assert!(!stale.expect("allowed"), "an answer to another question");
        assert!(answer(&desk.app, &held.secretary, held.meeting, revision, false).await.expect("allowed"));
        desk.drain().await;
        let text = desk.text(&held.title).await;
        assert!(text.contains("New words.") && text.contains("A good partner."), "{text}");
        assert_eq!(held.state(&desk).await, (PageState::Done, None));
    });
}

#[test]
fn their_text_can_be_kept_and_is_ours_from_then_on() {
    on_the_wiki(async |desk: Desk| {
        let held = held(&desk).await;
        let edited = desk.text(&held.title).await.replace("A good partner.", "A very good partner.");
        call("Outsider", &[("action", "edit"), ("title", &held.title), ("text", &edited)]).await;
        let note = Note { version: 1, public: "New words.".to_owned(), internal: String::new() };
        save_note(&desk.app, &held.secretary, held.meeting, Some(held.request), &note).await.expect("allowed");
        held.publish(&desk).await;
        desk.drain().await;
        let revision = held.draft(&desk).await.page.expect("a page").revision.expect("a revision");
        assert!(answer(&desk.app, &held.secretary, held.meeting, revision, true).await.expect("allowed"));
        desk.drain().await;
        assert!(desk.text(&held.title).await.contains("A very good partner."));
        assert_eq!(held.state(&desk).await, (PageState::Done, None));
        held.publish(&desk).await;
        desk.drain().await;
        assert!(desk.text(&held.title).await.contains("New words."), "and can be replaced when asked for");
    });
}

#[test]
fn what_was_erased_leaves_the_minutes_and_nothing_else_is_published_with_it() {
    on_the_wiki(async |desk: Desk| {
        let held = held(&desk).await;
        let general =
            Note { version: 0, public: "Typed since, nightshade.".to_owned(), internal: String::new() };
        save_note(&desk.app, &held.secretary, held.meeting, None, &general).await.expect("allowed");
        call("Outsider", &[("action", "edit"), ("title", &held.title), ("prependtext", "{{Header}}\n\n")])
            .await;
        let view = view(&desk.app, Viewer::Anonymous, held.request).await.expect("published");
        let title = view.facts.title.as_str().to_owned();
        let before = desk.text(&held.title).await;
        assert!(before.contains(&title) && before.contains("The rights are clear."), "{before}");

        let subject = Subject::Request { reference: held.request };
        erase(&desk.app, None, subject, |_| Ok(())).await.expect("erased");
        desk.drain().await;
        let after = desk.text(&held.title).await;
        for word in [&title, "The rights are clear.", "A good partner.", "nightshade"] {
            assert!(!after.contains(word), "{word}: {after}");
        }
        assert!(after.starts_with("{{Header}}") && after.contains(&say("helpdesk-minutes-more")), "{after}");
        assert_eq!(held.state(&desk).await, (PageState::Done, None));
    });
}
