//! The journal of requests.

use std::collections::VecDeque;

use helpdesk_tests::front::Entry;

/// Older entries fall out, so that a front left running does not grow.
const CAPACITY: usize = 20_000;

/// Requests, first to last.
#[derive(Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    last_number: u64,
}

/// How a request ended.
#[derive(Default)]
pub struct Ending {
    pub status: Option<u16>,
    pub error: Option<String>,
}

impl Journal {
    /// An empty one whose numbers go on from an earlier one's.
    pub fn starting_at(next_number: u64) -> Self {
        Self { entries: VecDeque::new(), last_number: next_number.saturating_sub(1) }
    }

    /// The number that the next entry gets.
    pub fn next_number(&self) -> u64 {
        self.last_number + 1
    }

    /// Writes down a request that begins; gives its number.
    pub fn open(&mut self, entry: Entry) -> u64 {
        self.last_number += 1;
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        let number = self.last_number;
        self.entries.push_back(Entry { number, ..entry });
        number
    }

    /// Writes down how it ended, unless the journal was cleared meanwhile.
    pub fn close(&mut self, number: u64, ending: Ending) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.number == number) {
            entry.status = ending.status;
            entry.error = ending.error;
        }
    }

    /// Those with a higher number than this one.
    pub fn entries_after(&self, number: u64) -> Vec<Entry> {
        self.entries.iter().filter(|entry| entry.number > number).cloned().collect()
    }

    /// Forgets it; numbers go on.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}
