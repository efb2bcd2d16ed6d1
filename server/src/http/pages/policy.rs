//! The rules as they stand.

use super::Shown;
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::ok;
use crate::views::policy::PolicyPage;

/// `GET /policy`
pub async fn show(visit: Visit<MaybeSignedIn>) -> Shown {
    let page = PolicyPage { version: visit.policy.version, policy: visit.policy.policy.clone() };
    Ok(ok(&visit.frame, &page))
}
