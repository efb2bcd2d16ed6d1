//! What comes first: candidates, ballots by place, and the order that they give.

use super::ranking::{Ballot, Duels};
use crate::ids::Reference;
use std::collections::BTreeMap;

/// A request in the order that the ballots give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Which.
    pub reference: Reference,
    /// Those that the ballots put neither above nor below it here: of them, the one that comes first
    /// among the candidates was taken.
    pub equals: Vec<Reference>,
}

/// The order that ballots give of the candidates, by the method of Schulze. A ballot has places from
/// 1 on; equal places are equal ranks, and a candidate without one is abstained from. Ties are
/// broken by the order of the candidates.
#[must_use]
pub fn order<'a>(
    candidates: &[Reference],
    ballots: impl IntoIterator<Item = &'a BTreeMap<Reference, u32>>,
) -> Vec<Ranked> {
    let grouped: Vec<Ballot> = ballots.into_iter().map(|places| groups(candidates, places)).collect();
    let places = Duels::count(candidates.len(), &grouped).order();
    let named = |n: &usize| candidates.get(*n).copied();
    places
        .iter()
        .filter_map(|place| {
            let equals = place.equals.iter().filter_map(named).collect();
            Some(Ranked { reference: named(&place.candidate)?, equals })
        })
        .collect()
}

fn groups(candidates: &[Reference], places: &BTreeMap<Reference, u32>) -> Ballot {
    let mut by_place: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (n, candidate) in candidates.iter().enumerate() {
        if let Some(place) = places.get(candidate) {
            by_place.entry(*place).or_default().push(n);
        }
    }
    by_place.into_values().collect()
}

/// The candidates in an order that was recorded before: those that came since follow at the end.
#[must_use]
pub fn in_order(candidates: &[Reference], recorded: &[Reference]) -> Vec<Reference> {
    let known = recorded.iter().filter(|one| candidates.contains(one));
    let new = candidates.iter().filter(|one| !recorded.contains(one));
    known.chain(new).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(n: u8) -> Reference {
        Reference::from_random([0, 0, 0, 0, n])
    }

    fn ballot(places: &[(u8, u32)]) -> BTreeMap<Reference, u32> {
        places.iter().map(|(n, place)| (of(*n), *place)).collect()
    }

    #[test]
    fn places_with_gaps_and_equal_ranks_are_read_as_an_order() {
        let candidates = [of(1), of(2), of(3)];
        let ballots = [ballot(&[(3, 1), (2, 7)]), ballot(&[(3, 2), (1, 2), (2, 9)])];
        let found: Vec<_> = order(&candidates, &ballots).iter().map(|one| one.reference).collect();
        assert_eq!(found, [of(1), of(3), of(2)], "one and three are equal, and one waits longer");
        assert_eq!(order(&candidates, &ballots)[0].equals, [of(3)]);
    }

    #[test]
    fn what_came_after_an_order_was_recorded_follows_at_its_end() {
        let candidates = [of(1), of(2), of(4)];
        assert_eq!(in_order(&candidates, &[of(2), of(3), of(1)]), [of(2), of(1), of(4)]);
    }
}
