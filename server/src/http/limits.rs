//! How often somebody may write. By person, as behind a proxy all addresses are the proxy's.

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use helpdesk_domain::PersonId;
use std::num::NonZeroU32;

/// Writes in a row, and then a minute, of one person.
const OF_ONE: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// Forms that all who are not signed in may fill in a minute.
const OF_UNKNOWN: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// When more people than this are remembered, those who have not written for long are forgotten.
const MANY: usize = 1000;

/// The limits of this process.
pub struct Limits {
    known: DefaultKeyedRateLimiter<PersonId>,
    unknown: DefaultDirectRateLimiter,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            known: RateLimiter::keyed(Quota::per_minute(OF_ONE)),
            unknown: RateLimiter::direct(Quota::per_minute(OF_UNKNOWN)),
        }
    }
}

impl Limits {
    /// Whether one more write is within the limits; it is counted.
    #[must_use]
    pub fn allow(&self, person: Option<PersonId>) -> bool {
        match person {
            Some(person) => {
                if self.known.len() > MANY {
                    self.known.retain_recent();
                }
                self.known.check_key(&person).is_ok()
            }
            None => self.unknown.check().is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_does_not_use_up_what_another_may() {
        let limits = Limits::default();
        let (one, other) = (PersonId::from_random([1; 5]), PersonId::from_random([2; 5]));
        let allowed = (0..100).filter(|_| limits.allow(Some(one))).count();
        assert!((60..70).contains(&allowed), "{allowed}");
        assert!(limits.allow(Some(other)) && limits.allow(None));
    }
}
