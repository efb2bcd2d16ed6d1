//! Public tables: what somebody can work out who keeps them all, and knows how they are made.

mod fates;
mod sizes;

use helpdesk_domain::equity::release::SMALL;
use helpdesk_domain::equity::snapshot::{Kept, Waits};
use helpdesk_domain::equity::{Came, Case, Dimension, Release, Snapshot, Spread, Wait, release, snapshot};
use helpdesk_domain::facts::Facts;
use helpdesk_domain::histories::{Random, policy};
use helpdesk_domain::kept::{Fate, Told};
use helpdesk_domain::policy::Choice;
use helpdesk_domain::promise::{Expectation, Promise};
use helpdesk_domain::{Body, Date, Party, Reference, Timestamp};
use std::collections::BTreeMap;

fn counts(of: &[u32]) -> BTreeMap<String, u32> {
    of.iter().enumerate().map(|(n, count)| (name(n), *count)).collect()
}

fn name(n: usize) -> String {
    char::from(b'a' + u8::try_from(n).expect("few")).to_string()
}

fn shown(release: &Option<Release>) -> String {
    let cell = |cell: &helpdesk_domain::equity::Cell| {
        format!("{}={}", cell.of.iter().cloned().collect::<String>(), cell.count)
    };
    release
        .as_ref()
        .map_or_else(|| "-".to_owned(), |one| one.cells.iter().map(cell).collect::<Vec<_>>().join(" "))
}

#[test]
fn small_cells_are_merged_with_the_next_one_even_if_that_is_large() {
    assert_eq!(shown(&release(&[], &counts(&[3, 9, 4, 20]))), "ab=12 cd=24");
    assert_eq!(shown(&release(&[], &counts(&[2, 9, 7, 20]))), "ab=11 c=7 d=20");
    assert_eq!(shown(&release(&[], &counts(&[0, 6, 7]))), "abc=13");
    assert_eq!(shown(&release(&[], &counts(&[1, 2, 1]))), "-");
    assert_eq!(shown(&release(&[], &counts(&[]))), "-");
}

#[test]
fn what_came_between_two_releases_is_not_told_while_it_is_small() {
    let first = release(&[], &counts(&[6, 9, 20])).expect("a release");
    let told = |of: &[u32]| shown(&release(std::slice::from_ref(&first), &counts(of)));
    assert_eq!(told(&[6, 9, 22]), "-", "two more in all");
    assert_eq!(told(&[10, 14, 20]), "ab=24 c=20", "four more are told as nine");
    assert_eq!(told(&[6, 9, 25]), "a=6 b=9 c=25");
    assert_eq!(told(&[6, 9, 20]), "a=6 b=9 c=20");
    let second = release(std::slice::from_ref(&first), &counts(&[10, 14, 20])).expect("a release");
    let earlier = [first, second];
    assert_eq!(
        shown(&release(&earlier, &counts(&[14, 20, 20]))),
        "ab=34 c=20",
        "a grew by less than both were told to"
    );
    assert_eq!(shown(&release(&earlier, &counts(&[15, 20, 20]))), "a=15 b=20 c=20");
}

#[test]
fn every_release_tells_the_same_total_whatever_it_is_about() {
    let mut random = Random::new(8);
    for _ in 0..500 {
        let mut regions = vec![0; 5];
        let mut languages = vec![0; 3];
        let (mut one, mut other): (Vec<Release>, Vec<Release>) = (Vec::new(), Vec::new());
        for _ in 0..8 {
            for _ in 0..random.below(9) {
                regions[random.below(5) as usize] += 1;
                languages[random.below(3) as usize] += 1;
            }
            let (first, second) = (release(&one, &counts(&regions)), release(&other, &counts(&languages)));
            assert_eq!(first.as_ref().map(Release::total), second.as_ref().map(Release::total));
            one.extend(first);
            other.extend(second);
        }
    }
}

/// Whether `wanted` is a sum of multiples of the rows, by elimination modulo a prime. A sum of
/// fractions could have a denominator that this prime divides; it is far larger than any that
/// rows of zeros and ones of this size can give.
fn follows(rows: &[Vec<i64>], wanted: &[i64]) -> bool {
    const PRIME: i64 = 1_000_003;
    let power = |mut base: i64, mut exponent: i64| {
        let mut result = 1;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            exponent >>= 1;
        }
        result
    };
    let mut basis: Vec<(usize, Vec<i64>)> = Vec::new();
    let reduce = |basis: &[(usize, Vec<i64>)], row: &[i64]| {
        let mut row = row.to_vec();
        for (pivot, by) in basis {
            let times = row[*pivot];
            if times != 0 {
                row.iter_mut().zip(by).for_each(|(one, other)| *one = (*one - times * other).rem_euclid(PRIME));
            }
        }
        row
    };
    for row in rows {
        let rest = reduce(&basis, row);
        if let Some(pivot) = rest.iter().position(|one| *one != 0) {
            let inverse = power(rest[pivot], PRIME - 2);
            basis.push((pivot, rest.iter().map(|one| one * inverse % PRIME).collect()));
        }
    }
    reduce(&basis, wanted).iter().all(|one| *one == 0)
}

/// Everything that can be added and subtracted out of a series of releases, over all sets of
/// requests told apart by category and by the time between two looks at the record.
fn small_number_told(told: &[(usize, Release)], came: &[Vec<u32>], categories: usize) -> Option<String> {
    let atoms = came.len() * categories;
    let rows: Vec<Vec<i64>> = told
        .iter()
        .flat_map(|(time, release)| release.cells.iter().map(move |cell| (*time, cell)))
        .map(|(time, cell)| {
            let inside = |atom: usize| atom / categories <= time && cell.of.contains(&name(atom % categories));
            (0..atoms).map(|atom| i64::from(inside(atom))).collect()
        })
        .collect();
    (1..1_usize << atoms).find_map(|set| {
        let number: u32 =
            (0..atoms).filter(|n| set >> n & 1 == 1).map(|n| came[n / categories][n % categories]).sum();
        let wanted: Vec<i64> = (0..atoms).map(|n| i64::from(set >> n & 1 == 1)).collect();
        ((1..SMALL).contains(&number) && follows(&rows, &wanted)).then(|| format!("{set:b} is {number}"))
    })
}

/// Plays months and gives what was told, with the number of the month.
fn series(
    came: &[Vec<u32>],
    tell: impl Fn(&[Release], &BTreeMap<String, u32>) -> Option<Release>,
) -> Vec<(usize, Release)> {
    let mut sums = vec![0; came[0].len()];
    let mut told: Vec<(usize, Release)> = Vec::new();
    for (time, month) in came.iter().enumerate() {
        sums.iter_mut().zip(month).for_each(|(sum, more)| *sum += more);
        let earlier: Vec<_> = told.iter().map(|(_, release)| release.clone()).collect();
        told.extend(tell(&earlier, &counts(&sums)).map(|release| (time, release)));
    }
    told
}

fn months(random: &mut Random, months: usize, categories: usize) -> Vec<Vec<u32>> {
    let often = 3 + random.below(8);
    (0..months).map(|_| (0..categories).map(|_| random.below(often)).collect()).collect()
}

#[test]
fn no_sum_or_difference_of_releases_tells_a_small_number() {
    let mut random = Random::new(9);
    let (mut told, mut finer) = (0, 0);
    for (tries, times, categories) in [(150, 4, 3), (150, 3, 4), (300, 5, 2)] {
        for _ in 0..tries {
            let came = months(&mut random, times, categories);
            let releases = series(&came, release);
            let found = small_number_told(&releases, &came, categories);
            assert_eq!(found, None, "{came:?} {releases:?}");
            told += releases.len();
            finer += releases.iter().filter(|(_, one)| one.cells.len() > 1).count();
        }
    }
    assert!(told > 800 && finer > 200, "{told} releases, {finer} of several cells");
}

#[test]
fn the_attack_finds_what_releases_made_one_by_one_tell() {
    let mut random = Random::new(9);
    let naive = |_: &[Release], counts: &BTreeMap<String, u32>| release(&[], counts);
    let broken = (0..50)
        .filter(|_| {
            let came = months(&mut random, 4, 3);
            small_number_told(&series(&came, naive), &came, 3).is_some()
        })
        .count();
    assert!(broken > 25, "only {broken} of 50 were broken");
}

/// All ways to spread up to `most` requests over so many categories.
fn spreads(most: u32, categories: usize) -> Vec<Vec<u32>> {
    if categories == 0 {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for last in 0..=most {
        for mut spread in spreads(most - last, categories - 1) {
            spread.push(last);
            found.push(spread);
        }
    }
    found
}

/// For everything that can be told, all records that are told in that way.
type Alike = BTreeMap<Vec<Option<Release>>, Vec<Vec<u32>>>;

fn tell_on(alike: &mut Alike, most: &[u32], told: &[Option<Release>], sums: &[u32], record: &[u32]) {
    let Some((now, later)) = most.split_first() else {
        alike.entry(told.to_vec()).or_default().push(record.to_vec());
        return;
    };
    let earlier: Vec<_> = told.iter().flatten().cloned().collect();
    for came in spreads(*now, sums.len()) {
        let sums: Vec<_> = sums.iter().zip(&came).map(|(one, more)| one + more).collect();
        let told = [told, &[release(&earlier, &counts(&sums))]].concat();
        tell_on(alike, later, &told, &sums, &[record, came.as_slice()].concat());
    }
}

#[test]
fn knowing_how_releases_are_made_tells_no_small_number_either() {
    let mut ways = 0;
    for (categories, most) in [(3, vec![18, 10]), (2, vec![14, 9, 9]), (4, vec![12, 6])] {
        let mut alike = Alike::new();
        tell_on(&mut alike, &most, &[], &vec![0; categories], &[]);
        // A month as full as months get here would be known by that alone, which nobody outside can do.
        let full = |record: &Vec<u32>| {
            record.chunks(categories).zip(&most).any(|(month, most)| month.iter().sum::<u32>() == *most)
        };
        alike.retain(|told, records| told.iter().any(Option::is_some) && !records.iter().any(full));
        ways += alike.len();
        let mut found = Vec::new();
        for (told, records) in &alike {
            for n in 0..records[0].len() {
                let value = records[0][n];
                if (1..SMALL).contains(&value) && records.iter().all(|record| record[n] == value) {
                    let told: Vec<_> = told.iter().map(shown).collect();
                    found.push(format!("{}: number {n} is {value}", told.join(" / ")));
                }
            }
        }
        assert!(found.is_empty(), "{} of {}: {:#?}", found.len(), alike.len(), &found[..found.len().min(20)]);
    }
    assert!(ways > 500, "{ways} ways to tell");
}

#[test]
fn quantiles_are_times_that_somebody_waited_and_those_who_wait_count() {
    let spread = |times: &[Option<u32>]| {
        let found = Spread::of(times);
        (found.quarter, found.half, found.three_quarters, found.waiting)
    };
    assert_eq!(spread(&[]), (None, None, None, 0));
    assert_eq!(spread(&[Some(3)]), (Some(3), Some(3), Some(3), 0));
    assert_eq!(spread(&[Some(9), Some(1), Some(4), Some(2)]), (Some(1), Some(2), Some(4), 0));
    assert_eq!(spread(&[Some(5), Some(1), Some(4), Some(2), Some(3)]), (Some(2), Some(3), Some(4), 0));
    assert_eq!(spread(&[Some(2), None, Some(1), None, None]), (Some(2), None, None, 3));
    assert_eq!(Spread::of(&[Some(1); 4]).for_everybody(), None);
    assert!(Spread::of(&[Some(1); 5]).for_everybody().is_some());
}

#[test]
fn a_quantile_is_the_first_day_within_which_the_share_had_got_it() {
    let mut random = Random::new(10);
    for _ in 0..2000 {
        let times: Vec<_> =
            (0..1 + random.below(12)).map(|_| (!random.percent(20)).then(|| random.below(30))).collect();
        let found = Spread::of(&times);
        let first = |quarters: usize| {
            (0..30).find(|day| {
                times.iter().flatten().filter(|time| *time <= day).count() * 4 >= times.len() * quarters
            })
        };
        assert_eq!(
            (found.quarter, found.half, found.three_quarters),
            (first(1), first(2), first(3)),
            "{times:?}"
        );
    }
}

/// Months of requests that were settled in one of two regions, as they are published.
fn published(came: &[Vec<u32>]) -> Vec<Snapshot> {
    let mut policy = policy();
    policy.regions = (0..2).map(|n| Choice { id: name(n), label: name(n) }).collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut told: Vec<Snapshot> = Vec::new();
    for (time, month) in came.iter().enumerate() {
        for (region, count) in month.iter().enumerate() {
            for _ in 0..*count {
                cases.push(case(cases.len(), &name(region), time));
            }
        }
        let label = format!("2026-{:02}", time + 1);
        told.push(snapshot(&told, &policy, &cases, &[], &label));
    }
    told
}

/// A request that was settled in that month; its waiting time is its own.
fn case(n: usize, region: &str, time: usize) -> Case {
    let at = Timestamp(i64::try_from(time).expect("few") * 2_592_000);
    let facts = Facts {
        title: Body::Text("x".to_owned()),
        what: Body::Text("x".to_owned()),
        answers: BTreeMap::new(),
        kinds: Vec::new(),
        partner: None,
        affiliate: None,
        affiliate_size: None,
        country: None,
        region: Some(region.to_owned()),
        language: None,
        first_time: None,
        needed_by: None,
        context_page: None,
    };
    let number = u32::try_from(n).expect("few");
    Case {
        reference: Reference::from_random([0, 0, 0, 0, u8::try_from(n % 250).expect("small")]),
        facts: facts.clone(),
        received_at: at,
        small: false,
        came: Came::Waits,
        first_answer: Wait::Days(number),
        decision: Wait::Still,
        minutes: 60,
        settled: Some((at, facts)),
        first_end: None,
        first_got: None,
    }
}

#[test]
fn two_published_months_cannot_be_subtracted() {
    let mut random = Random::new(11);
    let (mut finer, mut waits) = (0, 0);
    for _ in 0..150 {
        let came = months(&mut random, 5, 2);
        let snapshots = published(&came);
        let mut told: Vec<(usize, Release)> = Vec::new();
        for (time, one) in snapshots.iter().enumerate() {
            let Some(table) = one.tables.get(&Dimension::Region) else { continue };
            if told.last().is_none_or(|(_, last)| last != table) {
                told.push((time, table.clone()));
            }
        }
        assert_eq!(small_number_told(&told, &came, 2), None, "{came:?} {told:?}");
        finer += told.iter().filter(|(_, one)| one.cells.len() > 1).count();
        for two in snapshots.windows(2) {
            let (before, after) = (two[0].waits, two[1].waits);
            let of = |waits: Option<Waits>| waits.map_or(0, |waits| waits.of);
            assert!(after == before || of(after) >= of(before) + SMALL, "{before:?} {after:?}");
            waits += u32::from(after != before);
            for (dimension, table) in &two[1].tables {
                let total = two[1].tables[&Dimension::Region].total();
                assert_eq!(table.total(), total, "{dimension:?} tells another total");
            }
        }
    }
    assert!(finer > 30 && waits > 100, "{finer} tables of several cells, {waits} new waiting times");
}

#[test]
fn kept_promises_are_told_with_later_months_where_they_are_few() {
    let promise = |by: Timestamp, fate| Told {
        promise: Promise { who: Party::Helpdesk, what: Expectation::Gather, words: None, by },
        made_at: Timestamp(0),
        ended_at: Some(by),
        fate,
    };
    let day = |text: &str| Date::parse(text).expect("a day").end();
    let mut told: Vec<Told> = (0..3).map(|_| promise(day("2026-01-10"), Fate::Kept)).collect();
    let policy = policy();
    let first = snapshot(&[], &policy, &[], &told, "2026-01");
    assert_eq!(first.kept, [], "three are few");
    told.push(promise(day("2026-02-10"), Fate::Late));
    told.push(promise(day("2026-02-11"), Fate::Kept));
    told.push(promise(day("2026-02-12"), Fate::Moved));
    let second = snapshot(&[first], &policy, &[], &told, "2026-02");
    let row = |from: &str, to: &str, due, share| Kept { from: from.to_owned(), to: to.to_owned(), due, share };
    assert_eq!(second.kept, [row("2026-01", "2026-02", 5, 80)]);
    // What was told stays as it was told, whatever is found out later.
    told[0].fate = Fate::Late;
    told.extend((0..5).map(|_| promise(day("2026-03-01"), Fate::Kept)));
    let third = snapshot(&[second], &policy, &[], &told, "2026-03");
    assert_eq!(third.kept, [row("2026-01", "2026-02", 5, 80), row("2026-03", "2026-03", 5, 100)]);
}
