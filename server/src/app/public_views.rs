//! Requests as those see them who are not signed in: what the API answers, remembered while the record's head and the
//! policy say that it would be the same. It is what wiki pages and programs ask for most, and asking again is one
//! statement.

use crate::app::view::{for_gadget, view};
use crate::app::{App, AppError};
use crate::store::support_requests::{self, Head};
use helpdesk_domain::{Reference, Viewer};
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;

/// How much is remembered at most, in bytes.
const MOST: u64 = 2 << 20;
/// What an answer takes besides its text.
const BESIDES: usize = 200;
/// What nobody asks for is forgotten after that.
const IDLE: Duration = Duration::from_secs(600);

/// An answer with the state that it is of.
#[derive(Clone)]
struct Kept {
    head: Head,
    policy: u32,
    body: Arc<str>,
}

/// Answers by reference.
#[derive(Clone)]
pub(crate) struct PublicViewCache(Cache<Reference, Kept>);

impl PublicViewCache {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let weight = |_: &Reference, kept: &Kept| u32::try_from(kept.body.len() + BESIDES).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(MOST).weigher(weight).time_to_idle(IDLE).build())
    }
}

/// The view of somebody who is not signed in, as JSON.
///
/// # Errors
/// [`AppError::NotFound`] if for them it is not there.
pub async fn public_view(app: &App, reference: Reference) -> Result<Arc<str>, AppError> {
    let policy = app.policy().await?.version;
    let head = support_requests::head(&mut app.store.conn().await?, reference).await?;
    let head = head.ok_or(AppError::NotFound)?;
    let cache = &app.public_views.0;
    if let Some(kept) = cache.get(&reference).await.filter(|kept| kept.head == head && kept.policy == policy) {
        return Ok(kept.body);
    }
    let seen = for_gadget(view(app, Viewer::Anonymous, reference).await?);
    let body =
        Arc::<str>::from(serde_json::to_string(&seen).map_err(|error| AppError::Internal(error.into()))?);
    // A name can change without the record: with one in it, the answer is not kept.
    if seen.names.is_empty() {
        cache.insert(reference, Kept { head, policy, body: body.clone() }).await;
    }
    Ok(body)
}
