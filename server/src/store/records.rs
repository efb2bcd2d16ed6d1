//! Requests as their events make them, remembered while the record's head says that nothing of them
//! was changed. A text that was erased is a change, so it is not shown from memory.

use crate::store::events::{self, Loaded};
use crate::store::{StoreError, support_requests};
use helpdesk_domain::{Reference, SupportRequest};
use moka::future::Cache;
use mysql_async::Conn;
use std::sync::Arc;
use std::time::Duration;

/// How much is remembered at most, in bytes as read; as values it takes several times as much.
const MOST: u64 = 4 << 20;
/// What a record takes besides its texts.
const BESIDES: usize = 2000;
/// What nobody asks for is forgotten after that, so that an erased text is not kept for long.
const IDLE: Duration = Duration::from_secs(600);

/// A record with the state that it is of.
#[derive(Clone)]
struct Kept {
    changes: u32,
    size: usize,
    request: Arc<SupportRequest>,
}

/// Records by reference.
#[derive(Clone)]
pub(crate) struct RecordCache(Cache<Reference, Kept>);

impl RecordCache {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let weight = |_: &Reference, kept: &Kept| u32::try_from(kept.size + BESIDES).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(MOST).weigher(weight).time_to_idle(IDLE).build())
    }

    /// The record as it is now: from memory where its head is the same, else from its events.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn find(
        &self,
        conn: &mut Conn,
        reference: Reference,
    ) -> Result<Option<Loaded>, StoreError> {
        let Some(head) = support_requests::head(conn, reference).await? else {
            return Ok(None);
        };
        let kept = self.0.get(&reference).await.filter(|kept| kept.changes == head.changes);
        if let Some(Kept { size, request, .. }) = kept {
            return Ok(Some(Loaded { head, size, request }));
        }
        let Some(loaded) = events::find(conn, reference).await? else {
            return Ok(None);
        };
        let kept = Kept { changes: loaded.head.changes, size: loaded.size, request: loaded.request.clone() };
        self.0.insert(reference, kept).await;
        Ok(Some(loaded))
    }
}
