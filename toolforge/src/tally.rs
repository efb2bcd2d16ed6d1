//! Adding up what test runners and steps say.

use std::fmt;

/// Tests and steps together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many passed.
    pub passed: u64,
    /// How many failed.
    pub failed: u64,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// One step that is not made of tests.
    pub fn of_step(ok: bool) -> Self {
        Self { passed: u64::from(ok), failed: u64::from(!ok) }
    }

    /// The sum of all `test result: ok. 3 passed; 1 failed; …` lines of `cargo test`.
    pub fn of_cargo_test(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines() {
            let Some((_, result)) = line.split_once("test result: ") else { continue };
            let count = |word: &str| {
                result
                    .split([';', '.'])
                    .find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u64>().ok())
                    .unwrap_or(0)
            };
            sum.add(Self { passed: count("passed"), failed: count("failed") });
        }
        sum
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_runs_of_cargo_test_are_added_up() {
        let output = "running 3 tests\ntest a ... ok\n\n\
                      test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
                      test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 5 filtered out; finished in 1.20s\n";
        assert_eq!(Tally::of_cargo_test(output), Tally { passed: 15, failed: 2 });
        assert_eq!(Tally::of_cargo_test("error: could not compile"), Tally::default());
    }

    #[test]
    fn the_closing_line_has_steps_and_tests() {
        let mut sum = Tally { passed: 15, failed: 2 };
        sum.add(Tally::of_step(true));
        sum.add(Tally::of_step(false));
        assert_eq!(sum.to_string(), "16 passed, 3 failed");
    }
}
