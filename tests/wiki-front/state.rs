//! What the running front knows.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use helpdesk_tests::front::{Dialect, FaultOrder, FrontState};
use serde_json::{Map, Value};

use crate::args::{Config, StaticToken};
use crate::backend::Backend;
use crate::clients::Clients;
use crate::journal::Journal;
use crate::oauth::grants::Grants;

/// The front: what it was started with, the wiki behind, and what changes.
pub struct Front {
    pub config: Config,
    pub backend: Backend,
    state: Mutex<State>,
}

/// What changes.
pub struct State {
    /// For clients that have none of their own.
    pub dialect: Dialect,
    pub clients: Clients,
    pub static_tokens: Vec<StaticToken>,
    pub clock_offset: i64,
    pub faults: Vec<FaultOrder>,
    pub journal: Journal,
    pub grants: Grants,
    /// Profile fields that differ from the wiki's, by the user's name there.
    pub profiles: HashMap<String, Map<String, Value>>,
    /// Names shown instead of those on the wiki behind.
    pub renamed: HashMap<String, String>,
    pub disabled_clients: HashSet<String>,
}

impl State {
    fn new(config: &Config) -> Self {
        Self {
            dialect: config.dialect,
            clients: Clients::new(&config.clients),
            static_tokens: config.static_tokens.clone(),
            clock_offset: 0,
            faults: Vec::new(),
            journal: Journal::default(),
            grants: Grants::default(),
            profiles: HashMap::new(),
            renamed: HashMap::new(),
            disabled_clients: HashSet::new(),
        }
    }

    /// Seconds since 1970 by the clock that codes and tokens expire by.
    pub fn now(&self) -> f64 {
        machine_clock().as_secs_f64() + self.clock_offset as f64
    }

    /// The dialect that a client is answered in, also one that is unknown.
    pub fn dialect_for(&self, client_id: Option<&str>) -> Dialect {
        self.clients.dialect(client_id, self.dialect)
    }

    /// The name shown for a user of the wiki behind.
    pub fn shown_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// What the control channel answers.
    pub fn summary(&self) -> FrontState {
        FrontState { dialect: self.dialect, clock_offset: self.clock_offset, faults: self.faults.clone() }
    }

    /// As if the front had just been started.
    pub fn reset(&mut self, config: &Config) {
        let numbering = self.journal.next_number();
        *self = Self::new(config);
        self.journal = Journal::starting_at(numbering);
    }
}

impl Front {
    /// Nothing granted, nothing wrong.
    pub fn new(config: Config, backend: Backend) -> Self {
        let state = Mutex::new(State::new(&config));
        Self { config, backend, state }
    }

    /// The state; never held across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves maps that are still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The machine's clock since 1970.
pub fn machine_clock() -> std::time::Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
