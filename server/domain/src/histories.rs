//! Generated histories: people of every role try every command, in and out of turn. The same seed
//! gives the same bytes natively and in wasm.

mod committee;
mod people;
mod random;
mod steps;

pub use committee::arithmetic;
pub use people::{cast, policy, seats};
pub use random::Random;
pub use steps::{Coverage, Play, play};

use std::fmt::Write as _;

/// A line of at most this many steps is played for each history.
pub const STEPS: u32 = 60;

/// Plays `count` histories from `seed` on and gives what they produced as one line: how many, how
/// many bytes, and their FNV-1a hash (<http://www.isthe.com/chongo/tech/comp/fnv/>).
#[must_use]
pub fn digest(seed: u64, count: u32) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut bytes = 0_u64;
    for n in 0..u64::from(count) {
        let play = play(seed.wrapping_add(n), STEPS);
        // A tenth of them is plenty for what has no state.
        let sums = if n % 10 == 0 { arithmetic(seed.wrapping_add(n)) } else { String::new() };
        for byte in play.transcript.bytes().chain(sums.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            bytes += 1;
        }
    }
    let mut line = String::new();
    // Writing to a string cannot fail.
    let _ = write!(line, "histories {count} bytes {bytes} fnv1a {hash:016x}");
    line
}
