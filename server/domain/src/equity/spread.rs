//! Median and quartiles of waiting times, in whole days.

use serde::{Deserialize, Serialize};

/// How long requests waited for something. A quantile is the smallest number of days within which at
/// least that share of *all* requests had got it (the nearest rank), so it is a time that somebody
/// really waited. Who still waits counts as longer than everybody else: a median is not made
/// better by those who get no answer. Where the share was not reached yet there is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// How many requests.
    pub of: u32,
    /// How many of them still wait.
    pub waiting: u32,
    /// Within so many days a quarter of them had got it.
    pub quarter: Option<u32>,
    /// Within so many days half of them had.
    pub half: Option<u32>,
    /// Within so many days three quarters of them had.
    pub three_quarters: Option<u32>,
}

impl Spread {
    /// The spread of waiting times in days, in any order; `None` for who still waits.
    #[must_use]
    pub fn of(times: &[Option<u32>]) -> Self {
        let mut got: Vec<u32> = times.iter().flatten().copied().collect();
        got.sort_unstable();
        let quantile = |quarters: usize| {
            let rank = (times.len() * quarters).div_ceil(4);
            rank.checked_sub(1).and_then(|place| got.get(place)).copied()
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            of: count(times.len()),
            waiting: count(times.len() - got.len()),
            quarter: quantile(1),
            half: quantile(2),
            three_quarters: quantile(3),
        }
    }

    /// The spread if it may be shown to everybody, as it is not that of a few.
    #[must_use]
    pub fn for_everybody(self) -> Option<Self> {
        (self.of >= super::release::SMALL).then_some(self)
    }
}
