//! Who got and who waited: what can be worked out of these tables beside those of who asked.

use super::{case, follows, name};
use helpdesk_domain::equity::fates::{Counts, Fate, HALF_YEAR, fate, fates};
use helpdesk_domain::equity::release::SMALL;
use helpdesk_domain::equity::{Case, Fates, Release, release};
use helpdesk_domain::histories::Random;
use helpdesk_domain::{Outcome, Timestamp};
use std::collections::BTreeMap;

#[test]
fn what_had_become_of_a_request_is_asked_half_a_year_on_and_once_and_for_all() {
    let day = |days: u32| Timestamp(0).plus_days(days);
    let known = |got: Option<u32>, ended: Option<(u32, Outcome)>, now: u32| {
        let case = Case {
            first_got: got.map(day),
            first_end: ended.map(|(at, outcome)| (day(at), outcome)),
            ..case(0, "a", 0)
        };
        fate(&case, day(now)).map(|(_, fate)| fate)
    };
    assert_eq!(known(Some(3), None, HALF_YEAR - 1), None, "the day is not over");
    assert_eq!(known(Some(3), None, HALF_YEAR), Some(Fate::Got));
    assert_eq!(known(Some(HALF_YEAR + 1), None, 2 * HALF_YEAR), Some(Fate::Waited), "it came too late");
    assert_eq!(known(None, Some((9, Outcome::Declined)), HALF_YEAR), Some(Fate::Not));
    assert_eq!(known(Some(20), Some((9, Outcome::Withdrawn)), HALF_YEAR), Some(Fate::Got), "taken up again");
    assert_eq!(known(None, Some((HALF_YEAR + 9, Outcome::Declined)), 2 * HALF_YEAR), Some(Fate::Waited));
}

/// What comes in so many half-years, by category and fate.
type Came3 = Vec<Vec<Counts>>;

fn half_years(random: &mut Random, times: usize, categories: usize) -> Came3 {
    let mut some = || random.below(14);
    let counts = |some: &mut dyn FnMut() -> u32| Counts { got: some(), waited: some(), not: some() };
    (0..times).map(|_| (0..categories).map(|_| counts(&mut some)).collect()).collect()
}

/// The counts of all that came up to a time.
fn up_to(came: &Came3, time: usize) -> BTreeMap<String, Counts> {
    let mut sums: BTreeMap<String, Counts> = BTreeMap::new();
    for month in &came[..time] {
        for (n, counts) in month.iter().enumerate() {
            let sum = sums.entry(name(n)).or_default();
            *sum = Counts {
                got: sum.got + counts.got,
                waited: sum.waited + counts.waited,
                not: sum.not + counts.not,
            };
        }
    }
    sums
}

/// Tables, each with the time up to which it tells.
type Told<T> = Vec<(usize, T)>;

/// Tells who asked at each time, and what had become of those of the time before it.
fn with_fates(
    came: &Came3,
    tell: impl Fn(&[Fates], &[Release], &BTreeMap<String, Counts>) -> Option<Fates>,
) -> (Told<Release>, Told<Fates>) {
    let (mut asked, mut became): (Told<Release>, Told<Fates>) = (Vec::new(), Vec::new());
    let mut before: Vec<Release> = Vec::new();
    for time in 1..=came.len() {
        let sums = up_to(came, time).into_iter().map(|(id, counts)| (id, counts.sum())).collect();
        if let Some(new) = release(&before, &sums) {
            before.push(new.clone());
            asked.push((time, new));
        }
        let earlier: Vec<Fates> = became.iter().map(|(_, one)| one.clone()).collect();
        if let Some(new) = tell(&earlier, &before, &up_to(came, time - 1)) {
            before.push(new.asked());
            became.push((time - 1, new));
        }
    }
    (asked, became)
}

/// As `small_number_told`, where requests are told apart by their fate too. Those that no table tells
/// apart go together.
fn small_fate_told(asked: &[(usize, Release)], became: &[(usize, Fates)], came: &Came3) -> Option<String> {
    let mut atoms: Vec<(usize, String, usize, u32)> = Vec::new();
    for (time, month) in came.iter().enumerate() {
        for (n, counts) in month.iter().enumerate() {
            for (fate, count) in [counts.got, counts.waited, counts.not].into_iter().enumerate() {
                atoms.push((time, name(n), fate, count));
            }
        }
    }
    let mut rows: Vec<Vec<i64>> = Vec::new();
    for (until, release) in asked {
        for cell in &release.cells {
            let inside = |(time, id, _, _): &(usize, String, usize, u32)| time < until && cell.of.contains(id);
            rows.push(atoms.iter().map(|atom| i64::from(inside(atom))).collect());
        }
    }
    for (until, table) in became {
        for row in &table.rows {
            for fate in 0..3 {
                let inside = |(time, id, own, _): &(usize, String, usize, u32)| {
                    time < until && row.of.contains(id) && *own == fate
                };
                rows.push(atoms.iter().map(|atom| i64::from(inside(atom))).collect());
            }
        }
    }
    let mut classes: BTreeMap<Vec<i64>, u32> = BTreeMap::new();
    for (n, atom) in atoms.iter().enumerate() {
        *classes.entry(rows.iter().map(|row| row[n]).collect()).or_default() += atom.3;
    }
    let classes: Vec<(Vec<i64>, u32)> = classes.into_iter().collect();
    let rows: Vec<Vec<i64>> =
        (0..rows.len()).map(|row| classes.iter().map(|(column, _)| column[row]).collect()).collect();
    (1..1_usize << classes.len()).find_map(|set| {
        let inside = |n: &usize| set >> n & 1 == 1;
        let number: u32 = (0..classes.len()).filter(inside).map(|n| classes[n].1).sum();
        let wanted: Vec<i64> = (0..classes.len()).map(|n| i64::from(inside(&n))).collect();
        ((1..SMALL).contains(&number) && follows(&rows, &wanted)).then(|| format!("{set:b} is {number}"))
    })
}

#[test]
fn who_got_and_who_waited_tells_no_small_number_beside_who_asked() {
    let mut random = Random::new(12);
    let (mut told, mut finer, mut broken) = (0, 0, 0);
    for (tries, times, categories) in [(30, 4, 2), (15, 3, 3)] {
        for _ in 0..tries {
            let came = half_years(&mut random, times, categories);
            // Enough ended otherwise, so that it is these tables that are looked at.
            let careful = |earlier: &[Fates], asked: &[Release], counts: &BTreeMap<String, Counts>| {
                fates(earlier, asked, counts, u32::MAX)
            };
            let (asked, became) = with_fates(&came, careful);
            assert_eq!(small_fate_told(&asked, &became, &came), None, "{came:?}\n{asked:?}\n{became:?}");
            told += became.len();
            finer += became.iter().filter(|(_, one)| one.rows.len() > 1).count();
            // Each table by itself has no small number, and together they do.
            let naive = |_: &[Fates], _: &[Release], counts: &BTreeMap<String, Counts>| {
                fates(&[], &[], counts, u32::MAX)
            };
            let (asked, became) = with_fates(&came, naive);
            broken += u32::from(small_fate_told(&asked, &became, &came).is_some());
        }
    }
    assert!(told > 50 && finer > 9, "{told} tables, {finer} of several rows");
    assert!(broken > 4, "the attack finds something in {broken} of them alone");
}

#[test]
fn who_ended_without_later_than_half_a_year_is_no_small_number_either() {
    let counts = BTreeMap::from([("a".to_owned(), Counts { got: 9, waited: 9, not: 9 })]);
    assert!(fates(&[], &[], &counts, 13).is_none(), "four more that ended without are told elsewhere");
    assert!(fates(&[], &[], &counts, 14).is_some());
}
