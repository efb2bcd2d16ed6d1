//! Room under hours: how far the committee's order goes before the hours end, and what would move.
//!
//! Effort is in minutes, as in the record. None of it decides: it is shown beside the order.

use serde::{Deserialize, Serialize};

/// A request in the order of the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want<Id> {
    /// Which.
    pub id: Id,
    /// What it is still estimated to take, in minutes.
    pub minutes: u32,
}

/// An order with the line where the hours end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room<Id> {
    /// Above the line: all of them fit, in their order.
    pub above: Vec<Id>,
    /// Minutes that are left at the line.
    pub left: u32,
    /// How many more minutes the first one below the line needs; `None` if all are above.
    pub short: Option<u32>,
    /// Below the line, in their order.
    pub below: Vec<Id>,
    /// Those below that would fit into what is left, one after the other, though something before
    /// them does not.
    pub would_fit: Vec<Id>,
}

/// Draws the line: at the first request that does not fit into what is left.
#[must_use]
pub fn room<Id: Clone>(order: &[Want<Id>], minutes: u32) -> Room<Id> {
    let mut left = minutes;
    let fits = |want: &Want<Id>, left: &mut u32| match left.checked_sub(want.minutes) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => false,
    };
    let line = order.iter().take_while(|want| fits(want, &mut left)).count();
    let ids = |wants: &[Want<Id>]| wants.iter().map(|want| want.id.clone()).collect::<Vec<_>>();
    let mut still = left;
    let would_fit: Vec<_> = order[line..].iter().filter(|want| fits(want, &mut still)).cloned().collect();
    Room {
        above: ids(&order[..line]),
        left,
        short: order.get(line).map(|want| want.minutes - left),
        below: ids(&order[line..]),
        would_fit: ids(&would_fit),
    }
}

/// What crosses the line from one room to another, each in the order of the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved<Id> {
    /// Now above.
    pub up: Vec<Id>,
    /// No longer above.
    pub down: Vec<Id>,
}

/// What moves when hours, an estimate or the order change.
#[must_use]
pub fn moved<Id: Clone + PartialEq>(before: &Room<Id>, after: &Room<Id>) -> Moved<Id> {
    let but = |of: &[Id], without: &[Id]| of.iter().filter(|id| !without.contains(id)).cloned().collect();
    Moved { up: but(&after.above, &before.above), down: but(&before.above, &after.above) }
}

/// The other way to fill the hours: the set with the most points that fits, where the last of `n` in
/// the order has one point and the first has `n`. Of sets with as many points the one that takes
/// fewer minutes, then the one with what comes earlier in the order.
#[must_use]
pub fn fullest<Id: Clone>(order: &[Want<Id>], minutes: u32) -> Vec<Id> {
    let count = order.len();
    let most = count * (count + 1) / 2;
    // `least[n][points]`: the fewest minutes in which requests from the n-th on make those points.
    let mut least = vec![vec![None; most + 1]; count + 1];
    least[count][0] = Some(0_u64);
    for n in (0..count).rev() {
        let points = count - n;
        for sum in 0..=most {
            let without = least[n + 1][sum];
            let with = sum.checked_sub(points).and_then(|rest| least[n + 1][rest]);
            let with = with.map(|taken| taken + u64::from(order[n].minutes));
            least[n][sum] = [without, with].into_iter().flatten().min();
        }
    }
    let fits = |sum: &usize| least[0][*sum].is_some_and(|taken| taken <= u64::from(minutes));
    let mut sum = (0..=most).rev().find(fits).unwrap_or(0);
    let mut chosen = Vec::new();
    for n in 0..count {
        let rest = sum.checked_sub(count - n);
        let with = rest.and_then(|rest| least[n + 1][rest]).map(|taken| taken + u64::from(order[n].minutes));
        if let (Some(rest), true) = (rest, with.is_some() && with == least[n][sum]) {
            chosen.push(order[n].id.clone());
            sum = rest;
        }
    }
    chosen
}
