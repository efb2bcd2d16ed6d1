//! Places at which a test kills the process. They exist with the feature `faults` only; without it
//! [`point`] is nothing.

#[cfg(feature = "faults")]
mod armed {
    use std::path::PathBuf;
    use std::sync::{Mutex, OnceLock, PoisonError};

    static PLAN: OnceLock<PathBuf> = OnceLock::new();
    static MET: Mutex<(String, u32)> = Mutex::new((String::new(), 0));

    /// From now on the file says where the process dies: `point:n` is the n-th time at that point.
    /// The file is taken away just before.
    pub fn arm(plan: PathBuf) {
        // A second call changes nothing: one process has one plan.
        PLAN.set(plan).ok();
    }

    /// Dies here if the plan says so.
    pub(crate) fn point(name: &str) {
        let Some(file) = PLAN.get() else { return };
        let Ok(plan) = std::fs::read_to_string(file) else { return };
        let Some((place, times)) = plan.trim().split_once(':') else { return };
        if place != name {
            return;
        }
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        if met.0 != plan {
            *met = (plan.clone(), 0);
        }
        met.1 += 1;
        if times.parse().is_ok_and(|times: u32| met.1 >= times) {
            std::fs::remove_file(file).ok();
            std::process::abort();
        }
    }
}

#[cfg(feature = "faults")]
pub use armed::arm;
#[cfg(feature = "faults")]
pub(crate) use armed::point;

/// Nothing happens here.
#[cfg(not(feature = "faults"))]
pub(crate) const fn point(_: &str) {}
