//! The rule of a round against a plain count of all that can happen.

use helpdesk_domain::committee::explain::{Given, SeatState, Uncounted};
use helpdesk_domain::committee::{Answer, Holder, Round, Rule, Seat, Seats, Substitute, explain};
use helpdesk_domain::histories::Random;
use helpdesk_domain::{Date, PersonId, Position};
use std::collections::BTreeSet;

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn person(n: usize) -> PersonId {
    PersonId::from_random([0, 0, 0, 0, u8::try_from(n).expect("few people")])
}

fn holder(n: usize, region: &str, affiliate: &str) -> Holder {
    let affiliates = if affiliate.is_empty() { Vec::new() } else { vec![affiliate.to_owned()] };
    Holder { person: person(n), region: (!region.is_empty()).then(|| region.to_owned()), affiliates }
}

fn seat(n: usize, region: &str, affiliate: &str) -> Seat {
    Seat {
        id: format!("seat-{n}"),
        holder: holder(n, region, affiliate),
        from: day("2025-01-01"),
        until: None,
        substitutes: Vec::new(),
    }
}

fn given(n: usize, on: &str) -> Given {
    Given { person: person(n), on: day(on), position: Position::Support }
}

fn round(positions: &[usize], recused: &[usize]) -> Round {
    Round {
        on: day("2026-11-24"),
        requester_affiliates: vec!["Asks".to_owned()],
        positions: positions.iter().map(|n| given(*n, "2026-11-20")).collect(),
        recused: recused.iter().map(|n| person(*n)).collect(),
    }
}

/// The rule that the issue of its making gave as an example.
fn example() -> Rule {
    Rule { positions: 4, not_below: 3, regions: 3, from_requesters_affiliate: Some(1), ..Rule::default() }
}

fn eight() -> Seats {
    let of = [("asia", ""), ("asia", ""), ("asia", "Asks"), ("africa", ""), ("africa", ""), ("europe", "Asks")];
    let more = [("europe", ""), ("latin", "")];
    Seats::new(of.iter().chain(&more).zip(1..).map(|((region, kin), n)| seat(n, region, kin)).collect())
        .expect("seats")
}

#[test]
fn a_rule_is_met_only_by_a_third_region() {
    let seats = eight();
    let answer = explain(&example(), &seats, &round(&[1, 2, 4, 5], &[]));
    assert_eq!(answer.answer, Answer::Open, "four positions from two regions");
    let others = [person(6), person(7), person(8)];
    assert_eq!(answer.can_change, others, "those of a region that is missing, not the third of Asia");
    let answer = explain(&example(), &seats, &round(&[1, 2, 4, 5, 8], &[]));
    assert_eq!((answer.answer, answer.can_change.len()), (Answer::Met, 0));
}

#[test]
fn recusals_lower_the_number_to_the_floor_and_can_put_a_region_out_of_reach() {
    let seats = eight();
    let answer = explain(&example(), &seats, &round(&[1, 4, 7], &[2, 3]));
    assert_eq!((answer.answer, answer.parts[0].needed, answer.aside), (Answer::Met, 3, 2));
    let answer = explain(&example(), &seats, &round(&[1, 2, 4], &[6, 7, 8]));
    assert_eq!(answer.answer, Answer::OutOfReach, "nobody of a third region is left");
    assert!(answer.can_change.is_empty());
}

#[test]
fn a_recusal_after_the_fact_is_worked_out_anew() {
    let seats = eight();
    assert_eq!(explain(&example(), &seats, &round(&[1, 4, 7, 8], &[])).answer, Answer::Met);
    let after = explain(&example(), &seats, &round(&[1, 4, 7, 8], &[7, 8]));
    assert_eq!((after.answer, after.parts[0].have, after.parts[1].have), (Answer::Open, 2, 2));
    assert_eq!(after.uncounted, [(person(7), Uncounted::Recused), (person(8), Uncounted::Recused)]);
    assert_eq!(after.can_change, [person(6)], "the third region is that of the requester's affiliate");
}

#[test]
fn of_the_requesters_affiliate_one_is_counted_the_one_that_helps_most() {
    let seats = eight();
    let answer = explain(&example(), &seats, &round(&[1, 4, 3, 6], &[]));
    let full: Vec<_> = answer
        .by_seat
        .iter()
        .filter(|one| one.state == SeatState::AffiliateFull)
        .map(|one| one.person)
        .collect();
    assert_eq!(full, [person(3)], "the one of Europe brings a region");
    assert_eq!((answer.parts[0].have, answer.parts[1].have), (3, 3));
    let mut shouting = round(&[1, 4, 3, 6], &[]);
    shouting.requester_affiliates = vec![" ASKS ".to_owned()];
    assert_eq!(explain(&example(), &seats, &shouting), answer);
}

#[test]
fn abstaining_takes_part_unless_the_rule_says_otherwise() {
    let seats = eight();
    let mut asked = round(&[1, 4, 7, 8], &[]);
    asked.positions[3].position = Position::Abstain;
    assert_eq!(explain(&example(), &seats, &asked).answer, Answer::Met);
    let strict = Rule { abstentions_count: false, ..example() };
    let answer = explain(&strict, &seats, &asked);
    assert_eq!((answer.answer, answer.uncounted[0].1), (Answer::Open, Uncounted::Abstained));
    assert!(answer.can_change.contains(&person(8)), "who abstained may still give another position");
}

#[test]
fn a_substitute_holds_the_seat_on_the_days_named_and_the_seat_counts_once() {
    let mut first = seat(1, "asia", "");
    let until = day("2026-11-22");
    first.substitutes = vec![Substitute { holder: holder(9, "latin", ""), from: day("2026-11-16"), until }];
    let seats = Seats::new(vec![first, seat(2, "africa", "")]).expect("seats");
    let rule = Rule { positions: 2, regions: 2, ..Rule::default() };
    let mut asked = round(&[9, 2], &[]);
    let answer = explain(&rule, &seats, &asked);
    assert_eq!((answer.answer, answer.by_seat[0].person), (Answer::Met, person(9)));
    asked.positions.push(given(1, "2026-11-24"));
    let answer = explain(&rule, &seats, &asked);
    assert_eq!((answer.parts[0].have, answer.by_seat[0].person), (2, person(1)), "the member is back");
    assert_eq!(answer.uncounted, [(person(9), Uncounted::Replaced)]);
    asked.positions = vec![given(9, "2026-11-23")];
    assert_eq!(explain(&rule, &seats, &asked).uncounted, [(person(9), Uncounted::NoSeat)], "a day too late");
    asked.positions = vec![given(1, "2026-11-20")];
    assert_eq!(explain(&rule, &seats, &asked).uncounted, [(person(1), Uncounted::NoSeat)], "not their seat");
}

#[test]
fn past_decisions_keep_their_membership() {
    let rule = Rule { more_than_half: true, ..Rule::default() };
    let before =
        Seats::new(vec![seat(1, "asia", ""), seat(2, "africa", ""), seat(3, "latin", "")]).expect("seats");
    let asked = round(&[1, 2], &[]);
    let then = explain(&rule, &before, &asked);
    assert_eq!((then.answer, then.seats), (Answer::Met, 3));
    let mut list: Vec<Seat> = before.into();
    list[0].until = Some(day("2026-11-30"));
    for n in 4..9 {
        list.push(Seat { from: day("2026-12-01"), ..seat(n, "europe", "") });
    }
    let after = Seats::new(list).expect("seats");
    assert_eq!(explain(&rule, &after, &asked), then, "who came and went since changes nothing");
    let later = explain(&rule, &after, &Round { on: day("2026-12-24"), ..asked });
    assert_eq!((later.seats, later.parts[0].needed, later.parts[0].have), (7, 4, 1));
    assert_eq!(later.uncounted, [(person(1), Uncounted::NoSeat)], "a seat whose term is over");
}

#[test]
fn seats_that_contradict_each_other_are_refused_in_words() {
    let mut late = seat(1, "asia", "");
    late.until = Some(day("2024-12-31"));
    let mut twice = seat(2, "asia", "");
    let stand_in =
        |from, until| Substitute { holder: holder(3, "asia", ""), from: day(from), until: day(until) };
    twice.substitutes = vec![stand_in("2026-01-01", "2026-02-01"), stand_in("2026-02-01", "2026-01-15")];
    let problems =
        Seats::new(vec![late, twice, seat(3, "asia", ""), seat(3, "latin", "")]).expect_err("problems");
    for needle in [
        "seat seat-1: the term ends before",
        "until a day before the first",
        "name is there twice",
        "two seats",
    ] {
        assert!(problems.iter().any(|problem| problem.to_string().contains(needle)), "{needle}: {problems:?}");
    }
}

#[test]
fn the_order_in_which_things_are_said_makes_no_difference() {
    let mut random = Random::new(5);
    for _ in 0..2000 {
        let seats: Vec<_> = (1..=8)
            .map(|n| {
                seat(
                    n,
                    ["asia", "africa", "latin", ""][random.below(4) as usize],
                    ["", "Asks"][random.below(2) as usize],
                )
            })
            .collect();
        let people: Vec<usize> = (1..=10).filter(|_| random.percent(60)).collect();
        let recused: Vec<usize> = (1..=8).filter(|_| random.percent(20)).collect();
        let rule = Rule { positions: random.below(6), regions: random.below(4), ..example() };
        let one = round(&people, &recused);
        let answer = explain(&rule, &Seats::new(seats.clone()).expect("seats"), &one);
        let (mut other_seats, mut other) = (seats, one);
        for n in (1..other_seats.len()).rev() {
            other_seats.swap(n, random.below(8) as usize % (n + 1));
        }
        other.positions.reverse();
        assert_eq!(explain(&rule, &Seats::new(other_seats).expect("seats"), &other), answer);
    }
}

/// A member as the oracle sees them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    /// 0 given, 1 pending, 2 aside.
    standing: u8,
    region: u8,
    kin: bool,
}

const REGIONS: [&str; 3] = ["a", "b", "c"];

/// All that a member can be, but that it makes no difference where those aside come from.
fn kinds() -> Vec<Member> {
    let mut kinds = vec![Member { standing: 2, region: 0, kin: false }];
    for standing in 0..2 {
        for region in 0..3 {
            kinds.extend([false, true].map(|kin| Member { standing, region, kin }));
        }
    }
    kinds
}

/// The oracle: tries every set of positions that can be counted, out of every set that can come.
fn oracle(rule: &Rule, members: &[Member]) -> (Answer, Vec<usize>) {
    let set = |what: u8| -> usize {
        members.iter().enumerate().filter(|(_, one)| one.standing == what).map(|(n, _)| 1 << n).sum()
    };
    let (given, pending) = (set(0), set(1));
    let aside = u32::try_from(members.iter().filter(|one| one.standing == 2).count()).expect("few");
    let all = u32::try_from(members.len()).expect("few");
    let needed = match rule.positions {
        0 => 0,
        positions => {
            (1..=positions).filter(|n| *n + aside >= positions && *n >= rule.not_below).min().unwrap_or(1)
        }
    };
    assert!(!rule.more_than_half && all <= 8, "not of this oracle");
    let fits = |counted: usize| {
        let of = || members.iter().enumerate().filter(|(n, _)| counted >> n & 1 == 1).map(|(_, one)| one);
        let regions = of().fold(0_u8, |regions, one| regions | 1 << one.region);
        let kin = of().filter(|one| one.kin).count();
        counted.count_ones() >= needed
            && regions.count_ones() >= rule.regions
            && rule.from_requesters_affiliate.is_none_or(|most| kin <= most as usize)
    };
    // Whether some part of a set fits, from smaller sets to larger ones.
    let mut met = vec![false; 1 << members.len()];
    for voices in 0..met.len() {
        met[voices] =
            fits(voices) || (0..members.len()).any(|n| voices >> n & 1 == 1 && met[voices & !(1 << n)]);
    }
    let answer = match (met[given], met[given | pending]) {
        (true, _) => Answer::Met,
        (false, true) => Answer::Open,
        (false, false) => Answer::OutOfReach,
    };
    let tips = |n: &usize| {
        let own = 1 << n;
        pending & own != 0
            && (0..met.len())
                .any(|more| more & !(pending & !own) == 0 && !met[given | more] && met[given | more | own])
    };
    let who = if answer == Answer::Open { (0..members.len()).filter(tips).collect() } else { Vec::new() };
    (answer, who)
}

fn asked(members: &[Member]) -> (Seats, Round) {
    let seats = members
        .iter()
        .enumerate()
        .map(|(n, one)| seat(n, REGIONS[usize::from(one.region)], if one.kin { "Asks" } else { "" }))
        .collect();
    let of = |standing| -> Vec<_> {
        members.iter().enumerate().filter(|(_, one)| one.standing == standing).map(|(n, _)| n).collect()
    };
    (Seats::new(seats).expect("seats"), round(&of(0), &of(2)))
}

/// Whether no renaming of the regions gives a committee that is tried as well and comes first.
fn is_first_of_its_kind(members: &[Member]) -> bool {
    let renamings: [[u8; 3]; 5] = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    renamings.iter().all(|names| {
        let mut other: Vec<_> = members
            .iter()
            .map(|one| {
                if one.standing == 2 { *one } else { Member { region: names[usize::from(one.region)], ..*one } }
            })
            .collect();
        other.sort_unstable();
        other.as_slice() >= members
    })
}

fn committees(size: usize, kinds: &[Member], members: &mut Vec<Member>, try_one: &mut impl FnMut(&[Member])) {
    if members.len() == size {
        return try_one(members);
    }
    for (n, kind) in kinds.iter().enumerate() {
        members.push(*kind);
        committees(size, &kinds[n..], members, try_one);
        members.pop();
    }
}

#[test]
fn every_committee_of_up_to_eight_answers_as_the_oracle_does() {
    let mut kinds = kinds();
    kinds.sort_unstable();
    let mut rules = Vec::new();
    for (positions, not_below) in [(0, 0), (3, 2), (4, 3), (6, 0)] {
        for regions in 0..=3 {
            for kin in [None, Some(1), Some(2)] {
                rules.push(Rule {
                    positions,
                    not_below,
                    regions,
                    from_requesters_affiliate: kin,
                    ..Rule::default()
                });
            }
        }
    }
    let (mut tried, mut seen) = (0_u32, BTreeSet::new());
    for size in 0..=8 {
        committees(size, &kinds, &mut Vec::new(), &mut |members| {
            if !is_first_of_its_kind(members) {
                return;
            }
            let (seats, round) = asked(members);
            for rule in &rules {
                let (answer, who) = oracle(rule, members);
                let found = explain(rule, &seats, &round);
                let people: Vec<_> = who.into_iter().map(person).collect();
                assert_eq!(
                    (found.answer, &found.can_change),
                    (answer, &people),
                    "{rule:?} {round:?} {seats:?}"
                );
                assert_eq!(
                    found.answer == Answer::Open,
                    !found.can_change.is_empty(),
                    "open is open for somebody"
                );
                seen.insert(answer);
                tried += 1;
            }
        });
    }
    println!("{tried} rounds tried");
    assert_eq!(seen.len(), 3, "each answer is given");
    assert!(tried > 1_000_000, "{tried}");
}
