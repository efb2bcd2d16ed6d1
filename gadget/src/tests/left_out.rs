//! What the gadget does not read of the tool's answers is missing nowhere.

use std::collections::BTreeMap;

use helpdesk_domain::command::Recording;
use helpdesk_domain::form::fields;
use helpdesk_domain::process::{GoOutcome, InitialOutcome, ItemState, Position, Priority};
use helpdesk_domain::{Command, CommandName, SupportRequestView, allowed};

use crate::samples::{NOW, policy, request_after, view_of};
use crate::wire::{Refusal, Seen};

fn words<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

fn recording(rationale: &str) -> Box<Recording> {
    Box::new(Recording { rationale: words(rationale), conditions: None, reply: None, stale_known: false })
}

/// From the first message to lessons, with the requester's questions on the way.
fn story() -> Vec<(u8, Command)> {
    let mut acts = vec![
        (5, Command::Acknowledge { message: Some(words("Welcome")) }),
        (5, Command::AskRequester { question: words("Which century?") }),
        (1, Command::AnswerQuestion { answer: words("The last one") }),
        (5, Command::MarkReadyForCommittee { summary: None }),
        (
            2,
            Command::GiveFeedback {
                position: Position::Support,
                priority: Some(Priority::High),
                text: None,
                notes: BTreeMap::new(),
            },
        ),
        (3, Command::StandAside),
        (
            4,
            Command::RecordInitialDecision {
                outcome: InitialOutcome::Positive,
                priority: Some(Priority::High),
                recorded: recording("It helps many"),
            },
        ),
    ];
    for item in policy().checklist {
        let n = [5, 2, 4].into_iter().find(|n| crate::samples::actor(*n).roles.has(item.who[0]));
        let set = Command::SetChecklistItem { item: item.id, state: ItemState::Done, note: None, link: None };
        acts.extend(n.map(|n| (n, set)));
    }
    acts.extend([
        (5, Command::LogEffort { minutes: 90, on: None }),
        (5, Command::MarkReadyForGo { summary: None }),
        (4, Command::RecordGoDecision { outcome: GoOutcome::Go, missing: None, recorded: recording("Yes") }),
        (5, Command::RecordDelivery { what: words("The upload"), link: None }),
        (5, Command::FinishSupport { summary: words("All is there") }),
        (
            5,
            Command::RecordLessons {
                context: words("A town"),
                done: words("An upload"),
                worked: words("Patience"),
                reuse: None,
            },
        ),
    ]);
    acts
}

fn as_read(view: &SupportRequestView) -> SupportRequestView {
    let Seen(read) = serde_json::from_value(serde_json::to_value(view).unwrap()).unwrap();
    read
}

#[test]
fn what_is_left_out_of_a_view_changes_no_offer_and_no_form() {
    let (policy, story) = (policy(), story());
    let mut last = None;
    for so_far in 0..=story.len() {
        let request = request_after(&story[..so_far]);
        last = Some(request.stage.name());
        for n in 1..=5 {
            let view = view_of(&request, n);
            let read = as_read(&view);
            assert!(read.history.is_empty() && read.version == view.version);
            assert_eq!(allowed(&policy, &read, NOW), allowed(&policy, &view, NOW), "step {so_far}, person {n}");
            for name in CommandName::ALL {
                assert_eq!(
                    fields(&policy, &read, *name),
                    fields(&policy, &view, *name),
                    "{name:?}, step {so_far}"
                );
            }
        }
    }
    assert_eq!(last, Some(helpdesk_domain::StageName::FollowUp), "the story has an end");
}

#[test]
fn what_the_tool_says_of_the_round_is_read() {
    let mut view = view_of(&request_after(&[]), 2);
    assert_eq!(as_read(&view).remarks, view.remarks, "nothing");
    view.remarks = vec!["Final go, round 2".to_owned(), "Still open".to_owned()];
    assert_eq!(as_read(&view).remarks, view.remarks);
}

#[test]
fn the_tools_errors_are_read_with_what_changed() {
    let said = serde_json::json!({
        "code": "conflict", "message": "Somebody was faster.", "incident": "i1",
        "changed": [{ "kind": "question-asked", "who": "Ana", "at": 7, "words": "Ana asked", "texts": ["Why?"] }],
    });
    let read: Refusal = serde_json::from_value(said).unwrap();
    assert_eq!((&*read.changed[0].kind, &*read.changed[0].who), ("question-asked", "Ana"));
    assert_eq!((&*read.message, &*read.changed[0].texts), ("Somebody was faster.", &["Why?".to_owned()][..]));
}
