//! Names of people, remembered for a minute.

use helpdesk_domain::PersonId;
use moka::future::Cache;
use std::time::Duration;

/// Names by person.
#[derive(Clone)]
pub(crate) struct NameCache(#[expect(dead_code, reason = "read by the views to come")] Cache<PersonId, String>);

impl NameCache {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(60)).build())
    }
}
