use crate::desk::{Desk, MEMBERS, REQUESTER, SECRETARY, STAFF};
use helpdesk_domain::histories::Random;
use helpdesk_domain::kept::{Fate, Month, by_month, promises};
use helpdesk_domain::meeting::pack;
use helpdesk_domain::watch::watch;
use helpdesk_domain::{CommandName as C, StageName, Timestamp};
use std::collections::BTreeSet;

fn fates(desk: &Desk, n: usize) -> Vec<Fate> {
    promises(&desk.requests[n].history, desk.now).into_iter().map(|told| told.fate).collect()
}

#[test]
fn what_became_of_a_promise_is_read_from_what_ended_it() {
    let mut desk = Desk::on("2026-01-05");
    let n = desk.submit("Maps");
    assert_eq!(fates(&desk, n), [Fate::Open]);
    desk.go_to("2026-01-12");
    desk.does(n, STAFF, C::Acknowledge, &[]);
    desk.go_to("2026-01-20");
    let waits = [("whom", "partner"), ("until", "2026-02-10")];
    desk.does(n, STAFF, C::SetWaiting, &waits);
    desk.go_to("2026-02-11");
    assert_eq!(fates(&desk, n), [Fate::Kept, Fate::Moved, Fate::Late], "the partner's day is over");
    desk.does(n, STAFF, C::SetPromise, &[("who", "helpdesk"), ("words", "A list"), ("by", "2026-02-20")]);
    desk.does(n, STAFF, C::MarkReadyForCommittee, &[]);
    desk.does(n, REQUESTER, C::Withdraw, &[]);
    let all = [Fate::Kept, Fate::Moved, Fate::Late, Fate::Kept, Fate::Dropped];
    assert_eq!(fates(&desk, n), all, "moving it after its day does not make it kept");
    let told = promises(&desk.requests[n].history, desk.now);
    let months: Vec<_> = by_month(&told).into_iter().collect();
    let month = |kept, late, moved| Month { kept, late, moved };
    // The moved one was due on 2 February, 21 days after the answer.
    assert_eq!(months, [("2026-01".to_owned(), month(1, 0, 0)), ("2026-02".to_owned(), month(1, 1, 1))]);
    assert_eq!(
        (months[0].1.share(), months[1].1.share(), Month::default().share()),
        (Some(100), Some(50), None)
    );
}

#[test]
fn a_question_keeps_the_first_answer_and_moves_what_was_promised_later() {
    let mut desk = Desk::on("2026-01-05");
    let n = desk.submit("Maps");
    desk.does(n, STAFF, C::AskRequester, &[("question", "Which?")]);
    desk.does(n, REQUESTER, C::AnswerQuestion, &[("answer", "Old ones")]);
    desk.does(n, STAFF, C::Acknowledge, &[]);
    desk.does(n, STAFF, C::AskRequester, &[("question", "How many?")]);
    assert_eq!(fates(&desk, n), [Fate::Kept, Fate::Kept, Fate::Kept, Fate::Moved, Fate::Open]);
}

#[test]
fn a_closed_requests_promise_is_kept_by_its_closing() {
    let mut desk = Desk::on("2026-01-05");
    let n = desk.submit("Where is it?");
    desk.does(n, STAFF, C::AnswerSmallQuestion, &[("answer", "There")]);
    let late = desk.submit("And that?");
    desk.go_to("2026-01-30");
    desk.does(late, STAFF, C::AnswerSmallQuestion, &[("answer", "There")]);
    assert_eq!((fates(&desk, n), fates(&desk, late)), (vec![Fate::Kept], vec![Fate::Late]));
}

type Step = (usize, C, &'static [(&'static str, &'static str)]);

/// What takes a request further, or holds it up.
const STEPS: [Step; 22] = [
    (STAFF, C::Acknowledge, &[]),
    (STAFF, C::AnswerSmallQuestion, &[("answer", "Like this")]),
    (STAFF, C::AskRequester, &[("question", "Which ones?")]),
    (REQUESTER, C::AnswerQuestion, &[("answer", "These")]),
    (STAFF, C::MarkReadyForCommittee, &[]),
    (MEMBERS[0], C::GiveFeedback, &[("position", "support")]),
    (MEMBERS[1], C::StandAside, &[]),
    (
        SECRETARY,
        C::RecordInitialDecision,
        &[("outcome", "positive"), ("priority", "high"), ("rationale", "Yes")],
    ),
    (SECRETARY, C::RecordInitialDecision, &[("outcome", "needs-more"), ("rationale", "More")]),
    (STAFF, C::SetChecklistItem, &[("item", "technical"), ("state", "done")]),
    (STAFF, C::SetChecklistItem, &[("item", "risk-legal"), ("state", "done")]),
    (STAFF, C::MarkReadyForGo, &[]),
    (SECRETARY, C::RecordGoDecision, &[("outcome", "go"), ("rationale", "Go")]),
    (
        SECRETARY,
        C::RecordGoDecision,
        &[("outcome", "not-yet"), ("rationale", "Not yet"), ("missing", "A list")],
    ),
    (STAFF, C::RecordDelivery, &[("what", "A list")]),
    (STAFF, C::FinishSupport, &[("summary", "Given")]),
    (STAFF, C::RecordLessons, &[("context", "a"), ("done", "b"), ("worked", "c")]),
    (STAFF, C::Close, &[("outcome", "delivered")]),
    (STAFF, C::Close, &[("outcome", "no-answer")]),
    (STAFF, C::ReferOrDecline, &[("outcome", "referred"), ("reason", "Others")]),
    (REQUESTER, C::Withdraw, &[]),
    (STAFF, C::Reopen, &[("reason", "Again")]),
];

#[test]
fn a_year_by_the_clock_never_has_an_open_request_without_a_promise() {
    let (mut stages, mut met) = (BTreeSet::<StageName>::new(), BTreeSet::<Fate>::new());
    for seed in 0..5 {
        let mut random = Random::new(seed);
        let mut desk = Desk::on("2026-01-01");
        for _ in 0..365 {
            desk.now = Timestamp(desk.now.0 + 86_400);
            if random.percent(5) {
                desk.submit("Maps of an archive");
            }
            for n in 0..desk.requests.len() {
                act(&mut desk, &mut random, n);
                looked_at(&desk, n);
                stages.insert(desk.requests[n].stage.name());
            }
            next_agenda_has_all_breaches(&desk);
        }
        let told: Vec<_> =
            desk.requests.iter().flat_map(|request| promises(&request.history, desk.now)).collect();
        met.extend(told.iter().map(|one| one.fate));
        let months = by_month(&told);
        assert!(months.len() >= 12, "every month has promises that were due: {months:?}");
        let count = |fate| told.iter().filter(|one| one.fate == fate).count() as u32;
        let sum = |of: fn(&Month) -> u32| months.values().map(of).sum::<u32>();
        assert_eq!(sum(|month| month.kept), count(Fate::Kept));
        assert_eq!(sum(|month| month.late), count(Fate::Late));
        assert_eq!(sum(|month| month.moved), count(Fate::Moved));
    }
    assert_eq!(stages.len(), StageName::ALL.len(), "requests were in every stage");
    assert_eq!(met.len(), Fate::ALL.len(), "promises had every fate");
}

/// What is late is on the agenda of a meeting on that day, and in the list that digests are made of.
fn next_agenda_has_all_breaches(desk: &Desk) {
    let seen: Vec<_> = (0..desk.requests.len()).map(|n| desk.view(n, STAFF)).collect();
    let late: Vec<_> =
        seen.iter().filter(|view| watch(view, desk.now).late).map(|view| view.reference).collect();
    assert_eq!(pack(&desk.requests, None, desk.now).late, late);
    assert_eq!(pack(&seen, None, desk.now).late, late);
}

/// On most days nothing happens to a request; on some, somebody does something.
fn act(desk: &mut Desk, random: &mut Random, n: usize) {
    if random.percent(70) {
        return;
    }
    let until = desk.now.plus_days(random.below(40)).date().to_string();
    match random.below(60) {
        0 => drop(desk.tries(n, STAFF, C::SetWaiting, &[("whom", "partner"), ("until", &until)])),
        1 => {
            let words = [("who", "helpdesk"), ("words", "We write to them"), ("by", until.as_str())];
            drop(desk.tries(n, STAFF, C::SetPromise, &words));
        }
        _ => {
            let (who, name, fields) = random.one(&STEPS);
            // What ends a request early is rare.
            let ends = matches!(name, C::Withdraw | C::ReferOrDecline | C::AnswerSmallQuestion | C::Reopen);
            if !ends || random.percent(15) {
                drop(desk.tries(n, *who, *name, fields));
            }
        }
    }
}

/// What the requester and the record see on any day.
fn looked_at(desk: &Desk, n: usize) {
    let request = &desk.requests[n];
    let open = request.stage.is_open();
    let told = promises(&request.history, desk.now);
    let standing: Vec<_> = told.iter().filter(|one| one.ended_at.is_none()).collect();
    assert_eq!(standing.len(), usize::from(open), "exactly one promise while it is open: {told:?}");
    let shown = desk.view(n, REQUESTER).promise;
    assert_eq!(shown.as_ref(), standing.first().map(|one| &one.promise), "and the requester sees that one");
    if let Some(one) = standing.first() {
        assert_eq!(one.fate == Fate::Late, one.promise.is_late(desk.now));
        assert!(one.promise.by > one.made_at, "it can be kept");
    }
}
