//! What committee members are to a request: table `member_standing`.

use crate::store::{StoreError, Tx, sql};
use helpdesk_domain::committee::staleness::stale;
use helpdesk_domain::{PersonId, SupportRequest};
use mysql_async::prelude::Queryable;
use std::collections::BTreeMap;

/// What somebody is to a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Stood aside.
    aside: bool,
    /// Gave feedback in the round under way, on the text that stands.
    gave_feedback: bool,
    /// Was named in the committee's talk and has not spoken since.
    mentioned: bool,
}

/// Those who are something to a request, by person.
pub(crate) fn of(request: &SupportRequest) -> BTreeMap<PersonId, Standing> {
    let mut standings: BTreeMap<_, Standing> = BTreeMap::new();
    for person in &request.aside {
        standings.entry(*person).or_default().aside = true;
    }
    let stale = stale(&request.history, &request.feedback);
    for feedback in &request.feedback {
        let holds = !stale.iter().any(|stale| stale.by == feedback.by);
        standings.entry(feedback.by).or_default().gave_feedback = holds;
    }
    for person in &request.mentioned {
        standings.entry(*person).or_default().mentioned = true;
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
    standings: &BTreeMap<PersonId, Standing>,
) -> Result<(), StoreError> {
    tx.exec_drop(sql!("member_standing/delete"), (request_id,)).await?;
    for (person, standing) in standings {
        let Standing { aside, gave_feedback, mentioned } = standing;
        let row = (request_id, person.as_str(), aside, gave_feedback, mentioned);
        tx.exec_drop(sql!("member_standing/insert"), row).await?;
    }
    Ok(())
}
