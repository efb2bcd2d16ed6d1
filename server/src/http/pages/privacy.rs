//! What is kept about people.

use super::Shown;
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::ok;
use crate::views::privacy::PrivacyPage;

/// `GET /privacy`
pub async fn show(visit: Visit<MaybeSignedIn>) -> Shown {
    let contact_months = visit.policy.policy.retention.map(|retention| retention.contact_months);
    Ok(ok(&visit.frame, &PrivacyPage { contact_months }))
}
