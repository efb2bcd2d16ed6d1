//! Names of people, remembered for a minute.

use crate::store::{self, Store, StoreError};
use helpdesk_domain::PersonId;
use moka::future::Cache;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Names by person.
#[derive(Clone)]
pub(crate) struct NameCache(Cache<PersonId, String>);

impl NameCache {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60)).build())
    }

    /// The names of these people, as far as they are known.
    pub(crate) async fn of(
        &self,
        store: &Store,
        people: &BTreeSet<PersonId>,
    ) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let mut names = BTreeMap::new();
        let mut missing = Vec::new();
        for person in people {
            match self.0.get(person).await {
                Some(name) => drop(names.insert(*person, name)),
                None => missing.push(*person),
            }
        }
        for (person, name) in store::people::names(store, &missing).await? {
            self.0.insert(person, name.clone()).await;
            names.insert(person, name);
        }
        Ok(names)
    }

    /// Somebody's name may be another one now.
    pub(crate) async fn forget(&self, person: PersonId) {
        self.0.invalidate(&person).await;
    }
}
