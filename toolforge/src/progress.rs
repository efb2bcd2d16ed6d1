//! One line a step.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Does a step and says how long it took.
pub fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let done = work();
    let word = if done.is_ok() { "ok" } else { "FAILED" };
    println!("{title}: {word}, {}", seconds(start.elapsed()));
    done
}

/// A duration as people read it.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
