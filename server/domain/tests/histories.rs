//! What holds for every history, whoever tries whatever in whichever order.

use helpdesk_domain::event::{Audience, Event};
use helpdesk_domain::histories::{Coverage, STEPS, cast, digest, play, policy};
use helpdesk_domain::project::standing;
use helpdesk_domain::replay::{Otherwise, replay};
use helpdesk_domain::{
    CommandName, Recorded, Rejection, SupportRequest, SupportRequestView, Viewer, apply, fold, project,
};

const HISTORIES: u64 = 10_000;

fn viewers() -> Vec<Viewer> {
    std::iter::once(Viewer::Anonymous).chain(cast().into_iter().map(Viewer::Person)).collect()
}

#[test]
fn generated_histories_keep_the_invariants() {
    let policy = policy();
    let seed = 20_261_123;
    println!("seed {seed}, {HISTORIES} histories");
    let mut coverage = Coverage::default();
    for n in 0..HISTORIES {
        let play = play(seed + n, STEPS);
        for (before, events) in &play.steps {
            let after = events.iter().cloned().fold(before.clone(), apply);
            one_promise_exactly_while_open(&after, n);
            if n % 50 == 0 {
                hidden_events_change_nothing(&policy, before, &after, events[0].event.audience(), n);
            }
        }
        let again = fold(play.request.reference, play.request.history.clone());
        assert_eq!(again.as_ref(), Some(&play.request), "history {n}: the request is what its events give");
        coverage.commands.extend(play.coverage.commands);
        coverage.rejections.extend(play.coverage.rejections);
    }
    let unused: Vec<_> = CommandName::ALL.iter().filter(|name| !coverage.commands.contains(name)).collect();
    assert!(unused.is_empty(), "commands that were never accepted: {unused:?}");
    let unmet: Vec<_> = Rejection::CODES.iter().filter(|code| !coverage.rejections.contains(*code)).collect();
    assert!(unmet.is_empty(), "rejections that were never met: {unmet:?}");
}

fn one_promise_exactly_while_open(request: &SupportRequest, n: u64) {
    assert_eq!(request.promise.is_some(), request.stage.is_open(), "history {n}: {:?}", request.stage);
}

/// What a viewer does not see changes no byte of what they see, and so no version either.
fn hidden_events_change_nothing(
    policy: &helpdesk_domain::Policy,
    before: &SupportRequest,
    after: &SupportRequest,
    audience: Audience,
    n: u64,
) {
    let hidden_from_outside = matches!(
        audience,
        Audience::Position | Audience::Staff | Audience::Committee | Audience::Deliberation | Audience::Writer
    );
    if !hidden_from_outside {
        return;
    }
    let by = after.history.last().and_then(|recorded| recorded.by);
    for viewer in viewers() {
        let works_here = viewer.roles().iter().next().is_some();
        if viewer.person() == by || (works_here && before.requester != viewer.person()) {
            continue;
        }
        let show = |request| project(policy, request, viewer).map(|view| serde_json::to_string(&view).unwrap());
        assert_eq!(show(before), show(after), "history {n}: {viewer:?} sees something of a hidden event");
    }
}

#[test]
fn a_view_survives_the_way_to_the_gadget() {
    let policy = policy();
    for n in 0..50 {
        let play = play(n, STEPS);
        for viewer in viewers() {
            let Some(view) = project(&policy, &play.request, viewer) else { continue };
            let sent = serde_json::to_string(&view).unwrap();
            let received: SupportRequestView = serde_json::from_str(&sent).unwrap();
            assert_eq!(received, view);
            let now = play.request.history.last().unwrap().at;
            assert_eq!(
                helpdesk_domain::allowed(&policy, &received, now),
                helpdesk_domain::allowed(&policy, &view, now),
            );
        }
    }
}

#[test]
fn nobody_outside_sees_a_private_note_or_a_position() {
    let policy = policy();
    for n in 0..300 {
        let play = play(n, STEPS);
        for viewer in viewers() {
            let Some(view) = project(&policy, &play.request, viewer) else { continue };
            let helps = view.standing.roles.iter().next().is_some();
            for recorded in &view.history {
                match recorded.event {
                    Event::NoteAdded { .. } => {
                        assert!(view.standing.roles.has(helpdesk_domain::Role::Staff), "history {n}");
                    }
                    Event::MailReceived { answers: false, .. } => {
                        let staff = view.standing.roles.has(helpdesk_domain::Role::Staff);
                        assert!(staff || recorded.by == viewer.person(), "history {n}: {viewer:?}");
                    }
                    Event::FeedbackGiven { .. } | Event::StoodAside {} | Event::AsideByRule { .. } => {
                        assert!(helps || recorded.by == viewer.person(), "history {n}: {viewer:?}");
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn what_the_committee_says_to_itself_is_nowhere_in_the_world_of_others() {
    let policy = policy();
    let (mut said, mut objected) = (0, 0);
    for n in 0..300 {
        for (before, events) in play(n, STEPS).steps {
            let after = events.iter().cloned().fold(before.clone(), apply);
            for viewer in viewers() {
                let standing = standing(&after, viewer);
                let deliberates = standing.roles.has(helpdesk_domain::Role::Committee)
                    || standing.roles.has(helpdesk_domain::Role::Secretary);
                if deliberates {
                    continue;
                }
                let show = |request| {
                    project(&policy, request, viewer).map(|view| serde_json::to_string(&view).unwrap())
                };
                if let Event::Discussed { .. } = events[0].event {
                    assert_eq!(show(&before), show(&after), "history {n}: {viewer:?} sees a trace of the talk");
                    said += 1;
                }
                let view = project(&policy, &after, viewer);
                for recorded in view.iter().flat_map(|view| &view.history) {
                    if let Event::Objected { reason } = &recorded.event {
                        assert_eq!((reason, recorded.by), (&None, None), "history {n}: {viewer:?}");
                        objected += 1;
                    }
                    if let Event::InitialDecided { more, .. } | Event::GoDecided { more, .. } = &recorded.event
                    {
                        let party = standing.requester || !standing.roles.is_empty();
                        assert!(party || more.reply.is_none(), "history {n}: {viewer:?} reads a reply");
                        assert!(!more.on_stale_positions, "history {n}: {viewer:?}");
                    }
                }
            }
        }
    }
    assert!(said > 100 && objected > 20, "{said} {objected}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(digest(7, 20), digest(7, 20));
    assert_ne!(digest(7, 20), digest(8, 20));
}

#[test]
fn unchanged_rules_reproduce_the_past_exactly() {
    let policy = policy();
    let mut acts = 0;
    for n in 0..2000 {
        let play = play(n, STEPS);
        let again = replay(&policy, &play.request);
        assert_eq!(again.differences, [], "history {n}");
        let mailed = |recorded: &&Recorded| {
            matches!(recorded.event, Event::MailReceived { .. } | Event::MailTakenOut { .. })
        };
        let mails = play.request.history.iter().filter(mailed).count();
        assert_eq!(again.left_out as usize, mails, "history {n}: mail alone is of no command");
        acts += again.acts;
    }
    assert!(acts > 20_000, "{acts} acts");
}

#[test]
fn other_rules_show_what_they_would_have_refused_and_promised() {
    let mut other = policy();
    other.deadlines.go_days += 5;
    other.editing.requester_until = helpdesk_domain::StageName::Received;
    let (mut refused, mut promised) = (0, 0);
    for n in 0..500 {
        let play = play(n, STEPS);
        for difference in replay(&other, &play.request).differences {
            match difference.otherwise {
                Otherwise::Refused(why) => {
                    assert_eq!(why, Rejection::EditingOver);
                    assert!(matches!(difference.recorded.event, Event::Edited { .. }));
                    refused += 1;
                }
                Otherwise::Promised { was, now } => {
                    let (was, now) = (was.expect("a promise"), now.expect("a promise"));
                    assert_eq!((now.what, now.by), (was.what, was.by.plus_days(5)));
                    promised += 1;
                }
            }
        }
    }
    assert!(refused > 0 && promised > 0, "{refused} refused, {promised} promised");
}
