//! Which part is killed where, and the histogram of it.

use crate::story::Chance;
use std::collections::BTreeMap;
use std::fmt;

/// A kill that is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// The service, at that point, the n-th time.
    Service(&'static str, usize),
    /// The worker, likewise.
    Worker(&'static str, usize),
    /// Intake, likewise.
    Intake(&'static str, usize),
    /// The service, so many milliseconds after a command was sent.
    ServiceAfter(usize),
    /// The worker, so many milliseconds after it asked the wiki something.
    WorkerAfter(usize),
    /// Intake, so many milliseconds after a message was delivered.
    IntakeAfter(usize),
    /// MariaDB, so many milliseconds after a command or a question to the wiki.
    DatabaseAfter(usize),
}

/// Points of the service, and how often a run comes there.
const SERVICE: [(&str, usize); 12] = [
    ("submit.claimed", 2),
    ("submit.appended", 2),
    ("submit.recorded", 2),
    ("submit.committed", 2),
    ("execute.begun", 5),
    ("execute.claimed", 5),
    ("execute.loaded", 5),
    ("execute.appended", 5),
    ("execute.indexed", 5),
    ("execute.recorded", 5),
    ("execute.committed", 5),
    ("execute.recorded", 3),
];
/// Points of the worker.
const WORKER: [(&str, usize); 19] = [
    ("work.leased", 6),
    ("work.tried", 6),
    ("work.kept", 6),
    ("page.read", 3),
    ("page.reserved", 2),
    ("page.looked", 3),
    ("page.asked", 3),
    ("page.edited", 2),
    ("page.written", 2),
    ("page.remembered", 2),
    ("status.read", 3),
    ("status.looked", 3),
    ("status.counted", 3),
    ("status.asked", 2),
    ("status.edited", 2),
    ("note.read", 1),
    ("note.asked", 1),
    ("note.looked", 1),
    ("note.edited", 1),
];
/// Points of the worker at mail.
const POST: [(&str, usize); 6] = [
    ("mail.leased", 4),
    ("mail.prepared", 4),
    ("mail.offered", 4),
    ("mail.given", 4),
    ("mail.tried", 4),
    ("mail.kept", 4),
];
/// Points of intake: a run has three messages.
const INTAKE: [(&str, usize); 6] = [
    ("intake.begun", 3),
    ("intake.placed", 3),
    ("intake.recorded", 3),
    ("intake.committed", 3),
    ("poll.committed", 3),
    ("poll.put-away", 3),
];
/// Points after which nothing is left to do.
const AFTERWARDS: [&str; 3] = ["work.kept", "mail.kept", "poll.put-away"];

/// Whether a kill at that point is inside a command, a job or a message.
pub fn is_inside(point: &str) -> bool {
    !AFTERWARDS.contains(&point)
}

/// The kill of the next run.
pub fn choose(chance: &mut Chance) -> Kill {
    match chance.below(100) {
        0..30 => {
            let (point, times) = *chance.one(&SERVICE);
            Kill::Service(point, 1 + chance.below(times))
        }
        30..54 => {
            let (point, times) = *chance.one(&WORKER);
            Kill::Worker(point, 1 + chance.below(times))
        }
        54..68 => {
            let (point, times) = *chance.one(&POST);
            Kill::Worker(point, 1 + chance.below(times))
        }
        68..82 => {
            let (point, times) = *chance.one(&INTAKE);
            Kill::Intake(point, 1 + chance.below(times))
        }
        _ => strike(chance),
    }
}

/// A kill from outside.
pub fn strike(chance: &mut Chance) -> Kill {
    match chance.below(4) {
        0 => Kill::ServiceAfter(chance.below(12)),
        1 => Kill::WorkerAfter(chance.below(8)),
        2 => Kill::IntakeAfter(chance.below(12)),
        _ => Kill::DatabaseAfter(chance.below(12)),
    }
}

/// Where the kills hit.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    places: BTreeMap<String, u32>,
    inside: u32,
}

impl Histogram {
    /// One more kill; `inside` a command, a job or a message or not.
    pub fn add(&mut self, place: &str, inside: bool) {
        *self.places.entry(place.to_owned()).or_default() += 1;
        self.inside += u32::from(inside);
    }

    /// How many kills there were.
    pub fn kills(&self) -> u32 {
        self.places.values().sum()
    }

    /// How many of a hundred hit inside a command, a job or a message.
    pub fn inside(&self) -> u32 {
        self.inside * 100 / self.kills().max(1)
    }
}

impl fmt::Display for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = self.places.values().copied().max().unwrap_or(1);
        for (place, count) in &self.places {
            let bar = "#".repeat((count * 40 / most) as usize);
            writeln!(f, "  {place:<28} {count:>5} {bar}")?;
        }
        write!(
            f,
            "  inside a command, a job or a message: {} of {} ({} %)",
            self.inside,
            self.kills(),
            self.inside()
        )
    }
}
