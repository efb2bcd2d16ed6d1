//! Room for three, asked for ten.

use helpdesk_domain::committee::room::{Moved, fullest, moved};
use helpdesk_domain::committee::{Want, room};
use helpdesk_domain::histories::Random;

fn wants(minutes: &[u32]) -> Vec<Want<usize>> {
    minutes.iter().enumerate().map(|(id, minutes)| Want { id, minutes: *minutes }).collect()
}

const TEN: [u32; 10] = [600, 900, 1200, 2400, 300, 4800, 600, 60, 1500, 120];

#[test]
fn room_for_three_of_ten_is_a_line_and_says_what_is_short() {
    let found = room(&wants(&TEN), 2880);
    assert_eq!((found.above.as_slice(), found.left, found.short), ([0, 1, 2].as_slice(), 180, Some(2220)));
    assert_eq!(found.below, [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(found.would_fit, [7, 9], "an hour and two fit into three, five do not");
    assert_eq!(room(&wants(&TEN), 1_000_000).short, None);
    assert_eq!(room(&wants(&[]), 60).left, 60);
}

#[test]
fn what_moves_is_named_when_hours_or_a_request_change() {
    let before = room(&wants(&TEN), 2880);
    let more = room(&wants(&TEN), 2880 + 2220);
    assert_eq!(moved(&before, &more), Moved { up: vec![3], down: vec![] });
    let mut dearer = TEN;
    dearer[1] = 1200;
    assert_eq!(moved(&before, &room(&wants(&dearer), 2880)), Moved { up: vec![], down: vec![2] });
    let mut order = wants(&TEN);
    order.swap(2, 9);
    assert_eq!(moved(&before, &room(&order, 2880)), Moved { up: vec![9], down: vec![2] });
    assert_eq!(moved(&before, &before), Moved { up: vec![], down: vec![] });
}

#[test]
fn the_line_is_where_it_is_said_to_be() {
    let mut random = Random::new(3);
    for _ in 0..5000 {
        let minutes: Vec<u32> = (0..random.below(12)).map(|_| random.below(500)).collect();
        let (order, hours) = (wants(&minutes), random.below(3000));
        let found = room(&order, hours);
        let taken: u32 = found.above.iter().map(|id| minutes[*id]).sum();
        assert_eq!(taken + found.left, hours);
        assert_eq!([found.above.clone(), found.below.clone()].concat(), (0..minutes.len()).collect::<Vec<_>>());
        if let Some(short) = found.short {
            let enough = room(&order, hours + short);
            assert!(enough.above.len() > found.above.len() && short > 0);
            assert_eq!(room(&order, hours + short - 1).above, found.above, "not a minute less");
        }
    }
}

/// All sets, the best of them by points, minutes and order.
fn by_force(minutes: &[u32], hours: u32) -> Vec<usize> {
    let count = minutes.len();
    let set = |mask: u32| (0..count).filter(move |n| mask >> n & 1 == 1);
    let best = (0..1_u32 << count)
        .filter(|mask| set(*mask).map(|n| minutes[n]).sum::<u32>() <= hours)
        .max_by_key(|mask| {
            let points: usize = set(*mask).map(|n| count - n).sum();
            let taken: u32 = set(*mask).map(|n| minutes[n]).sum();
            (points, std::cmp::Reverse(taken), mask.reverse_bits())
        });
    set(best.expect("the empty set fits")).collect()
}

#[test]
fn the_fullest_set_is_that_of_brute_force_up_to_fifteen() {
    let mut random = Random::new(4);
    for count in 0..=15 {
        for _ in 0..25 {
            let minutes: Vec<u32> = (0..count).map(|_| random.below(8) * 60).collect();
            let hours = random.below(60 * (1 + 4 * count));
            assert_eq!(fullest(&wants(&minutes), hours), by_force(&minutes, hours), "{minutes:?} in {hours}");
        }
    }
    assert_eq!(fullest(&wants(&TEN), 2880), by_force(&TEN, 2880));
}
