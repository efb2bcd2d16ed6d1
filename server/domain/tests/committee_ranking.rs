//! Orders of published elections, and what holds for every order.

use helpdesk_domain::committee::{Ballot, Duels};
use helpdesk_domain::histories::Random;

/// Reads `8 A=C>D, 3 B`: how many cast a ballot, and the ballot; letters are candidates.
fn ballots(text: &str) -> Vec<Ballot> {
    let mut found = Vec::new();
    for part in text.split(',') {
        let (times, order) = part.trim().split_once(' ').expect("a number and an order");
        let group = |group: &str| group.split('=').map(candidate).collect();
        let ballot: Ballot = order.split('>').map(group).collect();
        found.extend(std::iter::repeat_n(ballot, times.parse().expect("a number")));
    }
    found
}

fn candidate(letter: &str) -> usize {
    usize::from(letter.bytes().next().expect("a letter") - b'A')
}

/// As an order is written here: `D>A~C>B` if C could as well stand where A does.
fn order(duels: &Duels) -> String {
    let letter = |candidate: usize| char::from(b'A' + u8::try_from(candidate).expect("few"));
    let place = |place: &helpdesk_domain::committee::ranking::Place| {
        let mut text = letter(place.candidate).to_string();
        place.equals.iter().for_each(|one| text.extend(['~', letter(*one)]));
        text
    };
    duels.order().iter().map(place).collect::<Vec<_>>().join(">")
}

#[track_caller]
fn gives(size: usize, text: &str, expected: &str) {
    assert_eq!(order(&Duels::count(size, &ballots(text))), expected, "{text}");
}

#[test]
fn the_examples_of_the_methods_paper_come_out_as_printed() {
    gives(4, "8 A>C>D>B, 2 B>A>D>C, 4 C>D>B>A, 4 D>B>A>C, 3 D>C>B>A", "D>A>C>B");
    // Two winners, b and d: b before c and d before a, and no more is said.
    gives(4, "3 A>B>C>D, 2 C>B>D>A, 2 D>A>B>C, 2 D>B>C>A", "B~D>C~D>D>A");
    let third = Duels::count(4, &ballots("12 A>B>C>D, 6 A>D>B>C, 9 B>C>D>A, 15 C>D>A>B, 21 D>B>A>C"));
    assert!(order(&third).starts_with("D>"), "d alone is elected");
    let first = "3 A>D>E>B>C>F, 3 B>F>E>C>D>A, 4 C>A>B>F>D>E, 1 D>B>C>E>F>A, 4 D>E>F>A>B>C, 2 E>C>B>D>F>A, \
                 2 F>A>C>D>B>E";
    assert!(order(&Duels::count(6, &ballots(first))).starts_with("A>"), "situation 1 elects a");
    let second = format!("{first}, 2 A>E>F>C>B>D");
    assert!(order(&Duels::count(6, &ballots(&second))).starts_with("D>"), "two more votes for a elect d");
}

#[test]
fn the_example_of_45_voters_has_the_published_paths() {
    let ballots = ballots(
        "5 A>C>B>E>D, 5 A>D>E>C>B, 8 B>E>D>A>C, 3 C>A>B>E>D, 7 C>A>E>B>D, 2 C>B>A>D>E, 7 D>C>E>B>A, 8 E>B>A>D>C",
    );
    let duels = Duels::count(5, &ballots);
    let expected = [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ];
    assert_eq!(duels.paths(), expected.map(Vec::from));
    assert_eq!(order(&duels), "E>A>C>B>D");
}

#[test]
fn the_circle_in_wikimedias_board_election_of_2008_is_resolved_as_it_was() {
    // Heiskanen, Postlethwaite, Saintonge, Smith: each beat somebody and was beaten.
    // http://lists.electorama.com/pipermail/election-methods-electorama.com/2008-June/087196.html
    let rows = [[0, 841, 737, 798], [770, 0, 797, 755], [745, 769, 0, 738], [750, 744, 778, 0]];
    let duels = Duels::from_rows(&rows.map(Vec::from)).expect("a square");
    assert_eq!(order(&duels), "A>B>D>C", "Heiskanen, Postlethwaite, Smith, Saintonge");
}

#[test]
fn equal_ranks_count_for_neither_and_the_strength_is_that_of_winning_votes() {
    // The paper's example in which margins, ratio and winning votes elect three different ones;
    // who is not written on a ballot of the paper stands at its end, here that is said.
    let text = "6 A>B>C>D, 8 A=B>C=D, 8 A=C>B=D, 18 A=C>D>B, 8 A=C=D>B, 40 B>A=C=D, 4 C>B>D>A, 9 C>D>A>B, \
                8 C=D>A=B, 14 D>A>B>C, 11 D>B>C>A, 4 D>C>A>B";
    assert!(order(&Duels::count(4, &ballots(text))).starts_with("D>"), "winning votes elect d");
}

#[test]
fn who_abstains_from_a_candidate_neither_raises_nor_lowers_them() {
    let all = ballots("2 A>B>C, 1 B>C>A");
    let mut with = all.clone();
    with.extend(ballots("5 A>C"));
    let (before, after) = (Duels::count(3, &all), Duels::count(3, &with));
    for other in [0, 2] {
        assert_eq!(before.votes(1, other), after.votes(1, other));
        assert_eq!(before.votes(other, 1), after.votes(other, 1));
    }
    with.push(Vec::new());
    assert_eq!(Duels::count(3, &with), after, "an empty ballot says nothing");
    assert_eq!(Duels::count(2, &[vec![vec![0, 7], vec![1, 0]]]).votes(1, 0), 0, "the first mention counts");
}

#[test]
fn without_ballots_the_candidates_own_order_decides_and_says_so() {
    assert_eq!(order(&Duels::count(3, &[])), "A~B~C>B~C>C");
    assert_eq!(order(&Duels::count(0, &[])), "");
}

/// The strongest path by trying every way, against which the fast one is held.
fn strongest(duels: &Duels, from: usize, to: usize, been: u32, size: usize) -> u32 {
    let link = |one, other| {
        if duels.votes(one, other) > duels.votes(other, one) { duels.votes(one, other) } else { 0 }
    };
    let on = (0..size)
        .filter(|next| been >> next & 1 == 0 && *next != to)
        .map(|next| link(from, next).min(strongest(duels, next, to, been | 1 << next, size)));
    on.max().unwrap_or(0).max(link(from, to))
}

#[test]
fn every_order_follows_from_the_strongest_paths_and_from_no_order_of_ballots() {
    let mut random = Random::new(11);
    for _ in 0..3000 {
        let size = 1 + random.below(6) as usize;
        let mut cast: Vec<Ballot> = Vec::new();
        for _ in 0..random.below(9) {
            let mut ballot: Ballot = vec![Vec::new(); size];
            for candidate in 0..size {
                if random.percent(85) {
                    ballot[random.below(6) as usize % size].push(candidate);
                }
            }
            cast.push(ballot);
        }
        let duels = Duels::count(size, &cast);
        let paths = duels.paths();
        for (from, row) in paths.iter().enumerate() {
            for (to, path) in row.iter().enumerate().filter(|(to, _)| *to != from) {
                assert_eq!(*path, strongest(&duels, from, to, 1 << from, size), "{cast:?}");
            }
        }
        let order = duels.order();
        assert_eq!(order.len(), size);
        for (n, place) in order.iter().enumerate() {
            for later in &order[n + 1..] {
                let (one, other) = (place.candidate, later.candidate);
                assert!(
                    paths[other][one] <= paths[one][other],
                    "{other} beats {one} and stands after: {cast:?}"
                );
                let equal = place.equals.contains(&other);
                assert!(!equal || paths[one][other] == paths[other][one]);
            }
        }
        cast.reverse();
        assert_eq!(Duels::count(size, &cast).order(), order);
    }
}

#[test]
fn whom_everybody_puts_first_stands_first_and_reversed_ballots_reverse_a_strict_order() {
    let mut random = Random::new(12);
    let mut strict = 0;
    for _ in 0..2000 {
        let mut cast: Vec<Ballot> = Vec::new();
        for _ in 0..=random.below(8) {
            let mut left: Vec<usize> = (0..5).collect();
            let mut ballot = Vec::new();
            while !left.is_empty() {
                ballot.push(vec![left.remove(random.below(5) as usize % left.len())]);
            }
            cast.push(ballot);
        }
        let duels = Duels::count(5, &cast);
        let condorcet = (0..5).find(|one| {
            (0..5).all(|other| other == *one || duels.votes(*one, other) > duels.votes(other, *one))
        });
        let order = duels.order();
        if let Some(winner) = condorcet {
            assert_eq!((order[0].candidate, order[0].equals.len()), (winner, 0));
        }
        if order.iter().all(|place| place.equals.is_empty()) {
            strict += 1;
            cast.iter_mut().for_each(|ballot| ballot.reverse());
            let back: Vec<_> =
                Duels::count(5, &cast).order().iter().map(|place| place.candidate).rev().collect();
            assert_eq!(back, order.iter().map(|place| place.candidate).collect::<Vec<_>>());
        }
    }
    assert!(strict > 200, "{strict} strict orders");
}
