//! What committee members are to a request: table `member_standing`.

use crate::store::{StoreError, Tx, sql};
use helpdesk_domain::{PersonId, SupportRequest};
use mysql_async::prelude::Queryable;
use std::collections::BTreeMap;

/// By person: stood aside, gave feedback in the round under way.
pub(crate) fn of(request: &SupportRequest) -> BTreeMap<PersonId, (bool, bool)> {
    let mut standings: BTreeMap<_, (bool, bool)> = BTreeMap::new();
    for person in &request.aside {
        standings.entry(*person).or_default().0 = true;
    }
    for feedback in &request.feedback {
        standings.entry(feedback.by).or_default().1 = true;
    }
    standings
}

/// Replaces those of a request.
///
/// # Errors
/// As the database says.
pub(crate) async fn replace(
    tx: &mut Tx<'_>,
    request_id: u64,
    standings: &BTreeMap<PersonId, (bool, bool)>,
) -> Result<(), StoreError> {
    tx.exec_drop(sql!("member_standing/delete"), (request_id,)).await?;
    for (person, (aside, gave_feedback)) in standings {
        let row = (request_id, person.as_str(), aside, gave_feedback);
        tx.exec_drop(sql!("member_standing/insert"), row).await?;
    }
    Ok(())
}
