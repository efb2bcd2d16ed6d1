//! Figures for those who see the requests behind them: by category who asks, who gets, who waits.

use super::case::{Came, Case, Dimension, Wait};
use super::spread::Spread;
use crate::ids::Reference;
use crate::process::Outcome;
use std::collections::BTreeMap;

/// What is counted of the requests of one category. A figure is the length of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// All that were asked, without small questions.
    pub asked: Vec<Reference>,
    /// Those of them that got support or get it.
    pub got: Vec<Reference>,
    /// Those that are on their way.
    pub waits: Vec<Reference>,
    /// Those that ended without.
    pub not: Vec<Reference>,
    /// Those that were referred to others; they are among `not`.
    pub referred: Vec<Reference>,
    /// Small questions.
    pub small: Vec<Reference>,
    /// Days until the Helpdesk first said something.
    pub first_answer: Spread,
    /// Days until it was decided whether support is given.
    pub decision: Spread,
    /// Work done, in minutes.
    pub minutes: u32,
}

/// The figures of all these cases together.
#[must_use]
pub fn group<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Group {
    let mut group = Group::default();
    let (mut answers, mut decisions) = (Vec::new(), Vec::new());
    for case in cases {
        group.minutes = group.minutes.saturating_add(case.minutes);
        answers.extend(case.first_answer.counted());
        if case.small {
            group.small.push(case.reference);
            continue;
        }
        decisions.extend(case.decision.counted());
        group.asked.push(case.reference);
        match case.came {
            Came::Got => group.got.push(case.reference),
            Came::Waits => group.waits.push(case.reference),
            Came::Not(outcome) => {
                group.not.push(case.reference);
                if outcome == Outcome::Referred {
                    group.referred.push(case.reference);
                }
            }
        }
    }
    group.first_answer = Spread::of(&answers);
    group.decision = Spread::of(&decisions);
    group
}

/// The figures by category. A category without any request is not in it.
#[must_use]
pub fn by_category(cases: &[Case], dimension: Dimension) -> BTreeMap<String, Group> {
    let mut sorted: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        sorted.entry(dimension.category(&case.facts)).or_default().push(case);
    }
    sorted.into_iter().map(|(category, cases)| (category, group(cases))).collect()
}

/// The requests that still wait for their first answer.
#[must_use]
pub fn unanswered(cases: &[Case]) -> Vec<Reference> {
    cases.iter().filter(|case| case.first_answer == Wait::Still).map(|case| case.reference).collect()
}
