//! Blocks and rows of generated histories.

use helpdesk_domain::event::Audience;
use helpdesk_domain::histories::{play, policy};
use helpdesk_domain::{Event, PersonId, apply};
use helpdesk_server::app::jobs::{Word, jobs_for};
use helpdesk_server::store::outbox::JobKind;
use helpdesk_server::views::words;
use helpdesk_server::wiki::{block, edited, row, seal, splice};
use std::collections::BTreeSet;

const ADDRESS: &str = "https://helpdesk.example/support-requests/x";

#[test]
fn a_block_is_there_with_consent_and_whole() {
    let policy = policy();
    let mut seen = 0;
    for seed in 0..500 {
        for (request, _) in &play(seed, 40).steps {
            let block = block::of_request(&policy, request, ADDRESS);
            assert_eq!(block.is_some(), request.consent.is_some(), "seed {seed}");
            assert_eq!(
                row::of_request(&policy, request, "X").is_some(),
                request.consent.is_some(),
                "seed {seed}"
            );
            let Some(block) = block else { continue };
            seen += 1;
            assert!(seal::holds(&block), "seed {seed}: {block}");
            assert_eq!(block.matches("{{").count(), block.matches("}}").count(), "seed {seed}: {block}");
            let links = block.matches("[[").count() - block.matches("\n|context=[[:").count();
            assert!(!block.contains("<!--") && links == 0, "seed {seed}: {block}");
            let page = splice::framed(request.reference.as_str(), &block);
            assert_eq!(splice::splice(&page, request.reference.as_str(), &block), splice::Spliced::Unchanged);
            let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
            assert!(
                nfc.is_normalized(&block),
                "seed {seed}: the wiki would store another text than this: {block}"
            );
        }
    }
    assert!(seen > 1000, "{seen} blocks");
}

#[test]
fn what_is_hidden_changes_neither_block_nor_row() {
    let policy = policy();
    let mut met = BTreeSet::new();
    for seed in 0..1000 {
        for (before, new) in &play(seed, 40).steps {
            let hidden = |event: &Event| match event.audience() {
                Audience::Committee
                | Audience::Deliberation
                | Audience::Position
                | Audience::Writer
                | Audience::Staff => true,
                Audience::Public | Audience::Parties => false,
            };
            if before.consent.is_none() || !new.iter().all(|one| hidden(&one.event)) {
                continue;
            }
            let after = new.iter().cloned().fold(before.clone(), apply);
            met.extend(new.iter().map(|one| one.event.code()));
            let block = |request| block::of_request(&policy, request, ADDRESS);
            assert_eq!(block(before), block(&after), "seed {seed}: {new:?}");
            let row = |request| row::of_request(&policy, request, "X");
            assert_eq!(row(before), row(&after), "seed {seed}: {new:?}");
        }
    }
    let expected = ["effort-logged", "feedback-given", "note-added", "stood-aside"];
    assert!(expected.iter().all(|code| met.contains(code)), "{met:?}");
}

#[test]
fn every_edit_says_what_it_does() {
    let mut causes = BTreeSet::new();
    for seed in 0..1000 {
        for (before, new) in &play(seed, 40).steps {
            let after = new.iter().cloned().fold(before.clone(), apply);
            // What came by mail, or follows from a rule, is nobody's act.
            let actor = new[0].by.unwrap_or_else(|| PersonId::from_random([0; 5]));
            let jobs = jobs_for(Some(before), &after, new, actor, Word::TalkPage);
            let pages = |kind| matches!(kind, JobKind::RequestPage | JobKind::EmptyPage);
            causes.extend(jobs.into_iter().filter(|job| pages(job.kind)).map(|job| job.cause));
        }
    }
    assert!(causes.len() > 8, "{causes:?}");
    for cause in causes {
        let said = words::find(&format!("helpdesk-summary-{cause}")).is_some();
        assert!(said || cause == "edited", "{cause} has no words of its own in a summary");
    }
}

#[test]
fn a_parameter_that_a_person_changes_is_read_as_that_one() {
    let policy = policy();
    let mut changed = 0;
    for seed in 0..150 {
        let play = play(seed, 40);
        let before: Vec<_> =
            play.steps.iter().filter_map(|(request, _)| block::of_request(&policy, request, ADDRESS)).collect();
        for there in &before {
            assert_eq!(edited::read(&before, there), edited::Edited::default(), "seed {seed}: {there}");
            let name = helpdesk_domain::StageName::ALL.iter().find(|stage| !there.contains(stage.code()));
            let (Some(other), Some(own)) = (name, there.split("|stage=").nth(1)) else { continue };
            let own = own.lines().next().expect("a stage");
            let theirs = there.replace(&format!("|stage={own}\n"), &format!("|stage={}\n", other.code()));
            let edited = edited::read(std::slice::from_ref(there), &theirs);
            assert_eq!(edited.stage.as_deref(), Some(other.code()), "seed {seed}: {theirs}");
            assert!(edited.typed.is_empty() && edited.other.is_empty() && edited.priority.is_none());
            changed += 1;
        }
    }
    assert!(changed > 100, "{changed}");
}
