//! What the committee's arithmetic gives for a seed, for the comparison of native and wasm.

use super::random::Random;
use crate::committee::explain::Given;
use crate::committee::room::fullest;
use crate::committee::{Ballot, Duels, Holder, Round, Rule, Seat, Seats, Want, explain, room};
use crate::equity::{Spread, release};
use crate::ids::PersonId;
use crate::process::Position;
use crate::time::Date;
use std::collections::BTreeMap;

/// Ballots, hours, a round under a rule and public tables, with all that follows from them.
#[must_use]
pub fn arithmetic(seed: u64) -> String {
    let mut random = Random::new(seed);
    let size = 1 + random.below(6);
    let ballots: Vec<Ballot> = (0..random.below(8)).map(|_| ballot(&mut random, size)).collect();
    let duels = Duels::count(place(size), &ballots);
    let wants: Vec<_> = (0..size).map(|id| Want { id, minutes: random.below(1200) }).collect();
    let hours = random.below(4000);
    let mut told = Vec::new();
    let mut counts = BTreeMap::from([("a", 0), ("b", 0), ("c", 0)].map(|(name, n)| (name.to_owned(), n)));
    for _ in 0..3 {
        counts.values_mut().for_each(|count| *count += random.below(9));
        told.extend(release(&told, &counts));
    }
    let times: Vec<_> = (0..random.below(9)).map(|_| random.percent(80).then(|| random.below(60))).collect();
    let all = (
        (duels.paths(), duels.order()),
        (room(&wants, hours), fullest(&wants, hours)),
        asked(&mut random),
        (told, Spread::of(&times)),
    );
    serde_json::to_string(&all).unwrap_or_default()
}

fn place(n: u32) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn ballot(random: &mut Random, size: u32) -> Ballot {
    let mut ballot = vec![Vec::new(); place(size)];
    for candidate in 0..size {
        if random.percent(85) {
            ballot[place(random.below(size))].push(place(candidate));
        }
    }
    ballot
}

fn asked(random: &mut Random) -> Option<crate::committee::Explanation> {
    let (from, on) = (Date::parse("2026-01-01")?, Date::parse("2026-11-24")?);
    let kin = "An affiliate".to_owned();
    let person = |n| PersonId::from_random([0, 0, 0, 0, n]);
    let mut seats = Vec::new();
    for n in 1..=8 {
        let region = random.one(&[None, Some("south-asia"), Some("global")]).map(str::to_owned);
        let affiliates = if random.percent(25) { vec![kin.clone()] } else { Vec::new() };
        let holder = Holder { person: person(n), region, affiliates };
        seats.push(Seat { id: format!("{n}"), holder, from, until: None, substitutes: Vec::new() });
    }
    let position = |random: &mut Random| *random.one(Position::ALL);
    let round = Round {
        on,
        requester_affiliates: vec![kin],
        positions: (1..=9)
            .filter(|_| random.percent(50))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|n| Given { person: person(n), on, position: position(random) })
            .collect(),
        recused: (1..=8).filter(|_| random.percent(15)).map(person).collect(),
    };
    let rule = Rule {
        positions: random.below(6),
        more_than_half: random.percent(30),
        not_below: random.below(3),
        regions: random.below(3),
        from_requesters_affiliate: random.percent(50).then(|| random.below(3)),
        abstentions_count: random.percent(50),
    };
    Some(explain(&rule, &Seats::new(seats).ok()?, &round))
}
