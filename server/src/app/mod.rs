//! What the service does: the one write path, the read side, people and what they may do.
//!
//! Every function here takes the acting person or the viewer and decides for itself what that
//! person may do or see; callers have nothing to check.

pub mod addressee;
pub mod aside;
pub mod backup;
pub mod counts;
pub mod crypt;
pub mod drafts;
pub mod equity;
pub mod erasure;
pub mod export;
pub mod feedback_drafts;
pub mod gadget_tokens;
pub mod health;
pub mod housekeeping;
pub mod ids;
pub mod intake;
pub mod jobs;
pub mod listing;
pub mod mail_out;
pub mod meetings;
pub mod minutes;
pub mod outbox;
pub mod people;
pub mod policy;
pub mod policy_changes;
pub mod policy_file;
pub mod promises;
pub mod ranking;
pub mod replay;
pub mod roles;
pub mod rotate_keys;
pub mod seats;
pub mod sessions;
pub mod shared;

mod deliberation;
mod error;
mod execute;
mod idempotency;
mod many;
mod names;
mod page_lookups;
mod public_views;
mod queue;
mod resolve;
mod submit;
pub(crate) mod token;
mod view;
mod wiki_tokens;

pub use counts::{Counts, OpenNumbers, counts, open_numbers};
pub use deliberation::explained;
pub(crate) use error::insist;
pub use error::{AppError, Conflict};
pub use execute::{execute, reindex, whole_record};
pub use idempotency::IdempotencyKey;
pub use ids::Ids;
pub use listing::QueueItem;
pub use page_lookups::page_lookups;
pub use policy::CurrentPolicy;
pub use public_views::public_view;
pub use queue::{QueueFilter, QueuePage, my_requests, queue};
pub use rotate_keys::{Rotated, rotate_keys};
pub use submit::submit;
pub use view::{Contact, contact, for_gadget, is_for_gadget, view};

use crate::clock::Clock;
use crate::config::Config;
use crate::store::{RecordCache, Store};
use std::sync::Arc;

/// The running service. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    /// The record.
    pub store: Store,
    /// The clock that people see.
    pub clock: Arc<dyn Clock>,
    /// The configuration.
    pub config: Arc<Config>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
    policies: policy::PolicyCache,
    names: names::NameCache,
    records: RecordCache,
    public_views: public_views::PublicViewCache,
}

impl App {
    /// Puts the service together. Nothing is opened yet.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, config: Arc<Config>, ids: Arc<dyn Ids>) -> Self {
        Self {
            store,
            clock,
            config,
            ids,
            policies: policy::PolicyCache::default(),
            names: names::NameCache::new(),
            records: RecordCache::new(),
            public_views: public_views::PublicViewCache::new(),
        }
    }

    /// The policy that holds now. Another process's adoption is noticed within seconds.
    ///
    /// # Errors
    /// As the database says, or if none was adopted.
    pub async fn policy(&self) -> Result<CurrentPolicy, AppError> {
        policy::current(self).await
    }
}
