//! The one clock that people see.

use helpdesk_domain::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Says what time it is, towards people and in the record.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock, set off by a number of seconds (0 in production).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock {
    /// Seconds added to the machine's time.
    pub offset: i64,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(chrono::Utc::now().timestamp() + self.offset)
    }
}

/// A clock that stands still until it is set, for tests and for the demo's past.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows this moment.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Sets it.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
