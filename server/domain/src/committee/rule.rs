//! The rule of a round: how many positions a decision should stand on, and from where.

use serde::{Deserialize, Serialize};

/// What a round should have before its decision is recorded. Every part can be left out, and a rule
/// without parts is always met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// At least so many seats give a position; 0 for any number.
    pub positions: u32,
    /// More than half of the seats that do not stand aside give one.
    pub more_than_half: bool,
    /// Every seat that stands aside lowers what is needed, but never below this.
    pub not_below: u32,
    /// The positions come from at least so many regions; 0 for any number.
    pub regions: u32,
    /// Of positions from the requester's affiliates at most so many are counted; no limit if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_requesters_affiliate: Option<u32>,
    /// Whether *abstain* counts as a position.
    pub abstentions_count: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            positions: 0,
            more_than_half: false,
            not_below: 0,
            regions: 0,
            from_requesters_affiliate: None,
            abstentions_count: true,
        }
    }
}

/// More seats, regions or positions than any committee has: a number beyond it is a slip.
const MOST: u32 = 60;

impl Rule {
    /// How many positions are needed with so many seats in the committee, of which some stand aside.
    #[must_use]
    pub fn needed(&self, seats: u32, aside: u32) -> u32 {
        if self.positions == 0 && !self.more_than_half {
            return self.not_below;
        }
        let base = seats.saturating_sub(aside);
        let half = if self.more_than_half { base / 2 + 1 } else { 0 };
        self.positions.saturating_sub(aside).max(half).max(self.not_below).max(1)
    }

    /// What is wrong with the rule, as the field and words. Empty if all is well.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        let numbers = [
            ("positions", self.positions),
            ("not_below", self.not_below),
            ("regions", self.regions),
            ("from_requesters_affiliate", self.from_requesters_affiliate.unwrap_or(0)),
        ];
        for (field, number) in numbers {
            if number > MOST {
                found.push((field, "a number between 0 and 60"));
            }
        }
        if self.positions > 0 && self.not_below > self.positions {
            found.push(("not_below", "may not be more than positions: recusals only lower that number"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn recusals_lower_what_is_needed_to_a_floor() {
        let rule = Rule { positions: 4, not_below: 3, ..Rule::default() };
        let needed: Vec<_> = (0..4).map(|aside| rule.needed(8, aside)).collect();
        assert_eq!(needed, [4, 3, 3, 3]);
    }

    #[test]
    fn half_is_of_those_who_do_not_stand_aside() {
        let rule = Rule { more_than_half: true, ..Rule::default() };
        let needed: Vec<_> = (0..=8).map(|aside| rule.needed(8, aside)).collect();
        assert_eq!(needed, [5, 4, 4, 3, 3, 2, 2, 1, 1]);
    }

    #[test]
    fn no_number_of_recusals_makes_a_decision_without_any_position() {
        let rule = Rule { positions: 2, ..Rule::default() };
        assert_eq!(rule.needed(8, 7), 1);
        assert_eq!(Rule::default().needed(8, 0), 0, "a rule without parts needs nothing");
    }

    #[test]
    fn slips_are_named_by_field() {
        let rule = Rule { positions: 3, not_below: 4, regions: 400, ..Rule::default() };
        let fields: Vec<_> = rule.problems().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["regions", "not_below"]);
        assert!(Rule { more_than_half: true, not_below: 3, ..Rule::default() }.problems().is_empty());
    }
}
