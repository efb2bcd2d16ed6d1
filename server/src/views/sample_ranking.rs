//! A sample of the page on which members rank.

use super::ranking::{Candidate, OwnOrder, RankingPage, Typed, WhatIf};
use super::samples::{NOW, values};
use helpdesk_domain::committee::board::Ranked;
use helpdesk_domain::form::{FieldError, Problem};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::StageName;
use helpdesk_domain::text::TextError;
use helpdesk_domain::time::Timestamp;
use std::sync::Arc;

/// The page with four requests, five ballots and an order of the committee's own.
pub(super) fn page(policy: &Arc<Policy>, text: &impl Fn(&str) -> String) -> RankingPage {
    let of = |n: u8| Reference::from_random([9, 9, 9, 9, n]);
    let one = |n: u8, title: &str, minutes, estimated| Candidate {
        reference: of(n),
        title: text(title),
        stage: StageName::WithCommittee,
        received_at: Timestamp(NOW.0 - i64::from(n) * 86_400),
        minutes,
        estimated,
        spent: 120,
        region: Some("south-asia".to_owned()),
        language: Some("bn".to_owned()),
        first_time: Some(true),
        affiliate: Some(text("West Bengal Wikimedians")),
    };
    let candidates = vec![
        one(1, "Wikidata for Wiki Loves Monuments in Uganda", 1200, true),
        one(2, "Picture stones of Gotland", 900, true),
        one(3, "رفع صور متحف بيروت إلى ويكيميديا كومنز", 2400, false),
        one(4, "Agricultural profiles in the Philippines", 3000, true),
    ];
    let ranked =
        |n: u8, equals: &[u8]| Ranked { reference: of(n), equals: equals.iter().copied().map(of).collect() };
    RankingPage {
        policy: policy.clone(),
        candidates,
        order: Some(vec![ranked(2, &[3]), ranked(3, &[]), ranked(1, &[]), ranked(4, &[])]),
        ballots: 5,
        enough: 3,
        own: [(of(2), 1), (of(1), 2)].into(),
        minutes: Some(3600),
        chosen: Some(OwnOrder {
            order: vec![of(3), of(2), of(1), of(4)],
            reason: Some(text("Beirut waits for a campaign that begins in two weeks.")),
            at: NOW,
        }),
        what_if: Some(WhatIf {
            hours: text("30"),
            request: Some(of(4)),
            estimate: String::new(),
            minutes: Some(1800),
            request_minutes: None,
        }),
        typed: Some((
            Typed::Order(values(&[("reason", &text(""))])),
            vec![FieldError { field: "reason".to_owned(), problem: Problem::Text(TextError::Empty) }],
        )),
    }
}
