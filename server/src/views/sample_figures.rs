//! Samples of pages of promises, figures and rules.

use super::Page;
use super::equity::{Behind, EquityPage, Figure, PublishedPage};
use super::frame::Visitor;
use super::policy::{ChangeLine, PolicyPage, VersionLine};
use super::policy_try::{PolicyTryPage, TriedLines};
use super::promises::{PromiseLine, PromisesPage};
use super::sample_pages::everybody;
use super::samples::{NOW, views};
use helpdesk_domain::committee::explain::Answer;
use helpdesk_domain::equity::case::{Case, Dimension};
use helpdesk_domain::equity::fates::{Counts, Fates, Row};
use helpdesk_domain::equity::figures::{by_category, group};
use helpdesk_domain::equity::release::{Cell, Release};
use helpdesk_domain::equity::snapshot::{Kept, Quartiles, Snapshot, Waits};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::kept::Month;
use helpdesk_domain::people::{Party, Viewer};
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::Gate;
use helpdesk_domain::promise::{Expectation, Promise};
use helpdesk_domain::replay::{Answered, Difference, Otherwise};
use helpdesk_domain::text::Body;
use helpdesk_domain::time::{Date, Timestamp};
use helpdesk_domain::watch::Watch;
use helpdesk_domain::{Outcome, Rejection};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Adds them.
pub(super) fn add(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let who = || everybody("Axel at the Helpdesk");
    add("promises", who(), Box::new(promises(text)));
    add("promises-none", who(), Box::new(PromisesPage { lines: Vec::new(), months: BTreeMap::new() }));
    for by in Dimension::ALL {
        add(&format!("equity-{}", by.code()), who(), Box::new(equity(policy, *by, text)));
    }
    let none = PublishedPage { policy: policy.clone(), snapshot: None, linked: true };
    add("equity-public-none", who(), Box::new(none));
    let snapshot = Some(snapshot(policy));
    add("equity-public", None, Box::new(PublishedPage { policy: policy.clone(), snapshot, linked: false }));
    rules(policy, text, add);
}

fn reference(n: u8) -> Reference {
    Reference::from_random([8, 8, 8, 8, n])
}

fn at(days: i64) -> Timestamp {
    Timestamp(NOW.0 + days * 86_400)
}

fn promises(text: &impl Fn(&str) -> String) -> PromisesPage {
    let line = |n, title: &str, what, days, watch| PromiseLine {
        reference: reference(n),
        title: text(title),
        promise: Promise {
            who: Party::Helpdesk,
            what,
            words: Some(Body::Text(text("The list of museums"))),
            by: at(days),
        },
        waiting: (n == 3).then(|| (Party::Partner, Date::parse("2027-01-08").expect("a day"))),
        owner: (n != 2).then(|| text("Elin (WMSE)")),
        last_sign: Some(at(-35)),
        watch,
    };
    let watch = |late, silent, without_owner| Watch { late, silent, without_owner };
    let month = |kept, late, moved| Month { kept, late, moved };
    PromisesPage {
        lines: vec![
            line(1, "Picture stones of Gotland", Expectation::Develop, -12, watch(true, true, false)),
            line(
                2,
                "رفع صور متحف بيروت إلى ويكيميديا كومنز",
                Expectation::FirstAnswer,
                -1,
                watch(true, false, true),
            ),
            line(
                3,
                "Agricultural profiles in the Philippines",
                Expectation::GoOn,
                46,
                watch(false, false, false),
            ),
            line(4, "Wiki Loves Monuments in Uganda", Expectation::InWords, 9, watch(false, false, false)),
        ],
        months: BTreeMap::from([
            ("2026-09".to_owned(), month(7, 1, 2)),
            ("2026-10".to_owned(), month(5, 3, 0)),
            ("2026-11".to_owned(), month(0, 0, 1)),
        ]),
    }
}

fn equity(policy: &Arc<Policy>, by: Dimension, text: &impl Fn(&str) -> String) -> EquityPage {
    let shown = views().into_iter().filter_map(|(_, _, view)| Case::of_view(&view));
    let cases: Vec<Case> = shown
        .enumerate()
        .map(|(n, mut case)| {
            let regions = &policy.regions;
            case.facts.region = regions.get(n % (regions.len() + 1)).map(|region| region.id.clone());
            case
        })
        .collect();
    let groups = by_category(&cases, by);
    let behind = Behind {
        category: groups.keys().next().cloned(),
        figure: Figure::Waits,
        requests: vec![(reference(1), text("Picture stones of Gotland"))],
    };
    EquityPage { policy: policy.clone(), by, all: group(&cases), groups, behind: Some(behind) }
}

fn snapshot(policy: &Policy) -> Snapshot {
    let cell = |of: &[&str], count| Cell { of: of.iter().map(|id| (*id).to_owned()).collect(), count };
    let tables = Dimension::ALL.iter().map(|by| {
        let ids = by.categories(policy);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (first, rest) = ids.split_at(ids.len() / 2);
        (*by, Release { cells: vec![cell(first, 14), cell(rest, 9)] })
    });
    let fates = Dimension::ALL.iter().map(|by| {
        let ids: Vec<String> = by.categories(policy).into_iter().collect();
        let (first, rest) = ids.split_at(ids.len() / 2);
        let row = |of: &[String], got, waited, not| Row {
            of: of.iter().cloned().collect(),
            counts: Counts { got, waited, not },
        };
        (*by, Fates { rows: vec![row(first, 9, 5, 8), row(rest, 5, 6, 7)] })
    });
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.code()).collect();
    Snapshot {
        month: "2026-10".to_owned(),
        tables: tables.collect(),
        fates: fates.collect(),
        ends: Some(Release { cells: vec![cell(&outcomes[..1], 23), cell(&outcomes[1..], 12)] }),
        waits: Some(Waits {
            of: 23,
            first_answer: Quartiles { quarter: Some(1), half: Some(3), three_quarters: Some(6) },
            decision: Quartiles { quarter: Some(20), half: Some(41), three_quarters: None },
            hours: 120,
        }),
        kept: vec![
            Kept { from: "2026-06".to_owned(), to: "2026-08".to_owned(), due: 9, share: 88 },
            Kept { from: "2026-09".to_owned(), to: "2026-09".to_owned(), due: 8, share: 75 },
        ],
    }
}

fn rules(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let change = |path: &str, before: Option<&str>, after: Option<&str>| ChangeLine {
        path: path.to_owned(),
        before: before.map(text),
        after: after.map(text),
    };
    let changes = || {
        vec![
            change("deadlines.go_days", Some("45"), Some("60")),
            change("checklist[risk-legal].required", Some("true"), Some("false")),
            change("questions[later].label", None, Some("What happens afterwards?")),
            change("wiki.licence", Some("CC BY-SA 3.0"), Some("CC BY-SA 4.0")),
        ]
    };
    let version = |version, changes| VersionLine {
        version,
        adopted_at: at(-90),
        adopted_by: Some(text("Farid")),
        changes,
    };
    let versions = vec![version(2, changes()), version(1, Vec::new())];
    let page = |versions, may_try| PolicyPage { version: 2, policy: policy.clone(), versions, may_try };
    add("policy", None, Box::new(page(versions.clone(), false)));
    add("policy-steward", everybody("Farid"), Box::new(page(versions, true)));
    let view = views().into_iter().find(|(_, viewer, _)| *viewer != Viewer::Anonymous).expect("a view").2;
    let tale = |n: u8, otherwise| {
        let recorded = view.history[0].clone();
        (reference(n), text("Picture stones of Gotland"), Difference { n: 0, recorded, otherwise })
    };
    let promise =
        |days| Some(Promise { who: Party::Committee, what: Expectation::FinalGo, words: None, by: at(days) });
    let tried = TriedLines {
        changes: changes(),
        counts: [12, 140, 1, 1, 1],
        tales: vec![
            tale(1, Otherwise::Refused(Rejection::EditingOver)),
            tale(2, Otherwise::Promised { was: promise(45), now: promise(60) }),
        ],
        rounds: [9, 7, 6],
        answers: vec![
            Answered {
                reference: reference(1),
                title: text("Picture stones of Gotland"),
                gate: Gate::Initial,
                at: at(-30),
                was: Some(Answer::Met),
                now: Some(Answer::Open),
            },
            Answered {
                reference: reference(3),
                title: text("خرائط الساحل"),
                gate: Gate::Go,
                at: at(-9),
                was: None,
                now: Some(Answer::OutOfReach),
            },
        ],
    };
    let page = |problems, tried| PolicyTryPage {
        policy: policy.clone(),
        text: text("[organisation]\n"),
        problems,
        tried,
    };
    add("policy-try", everybody("Farid"), Box::new(page(Vec::new(), Some(tried))));
    add(
        "policy-try-wrong",
        everybody("Farid"),
        Box::new(page(vec![text("policy:12: missing field `email`")], None)),
    );
}
