//! Who stands aside by the committee's rules, kept up to date in the record.

use crate::app::execute::index;
use crate::app::{App, AppError, CurrentPolicy, insist, seats};
use crate::store::{begin, commit, events, support_requests};
use helpdesk_domain::committee::{Seats, decide_aside, may_change_aside};
use helpdesk_domain::{CommandName, Recorded, Reference, SupportRequest, apply};

/// The seats, where what is done can change who stands aside. `None` as a name is a submission.
///
/// # Errors
/// As the database says.
pub(crate) async fn seats_for(
    app: &App,
    policy: &CurrentPolicy,
    name: Option<CommandName>,
) -> Result<Option<Seats>, AppError> {
    let may = matches!(
        name,
        None | Some(
            CommandName::Edit
                | CommandName::MarkReadyForCommittee
                | CommandName::MarkReadyForGo
                | CommandName::Reopen
        )
    );
    if !may || !policy.policy.committee.stand_aside.any() {
        return Ok(None);
    }
    seats::known(app, None).await.map(Some)
}

/// What follows from what was decided for those who hold seats; `after` is the request after it.
pub(crate) fn follow(
    policy: &CurrentPolicy,
    seats: &Seats,
    after: &SupportRequest,
    new: &[Recorded],
) -> Option<Recorded> {
    let last = new.iter().rfind(|recorded| may_change_aside(&recorded.event))?;
    decide_aside(&policy.policy, after, seats, last.at)
}

/// Looks at all open requests anew, as after a seat or the policy changed, and says for how many
/// something changed.
///
/// # Errors
/// As the database says.
pub async fn reconsider(app: &App) -> Result<u32, AppError> {
    let policy = app.policy().await?;
    let seats = seats::known(app, None).await?;
    let mut changed = 0;
    for reference in support_requests::open_references(&app.store).await? {
        changed += u32::from(insist(|| once(app, &policy, &seats, reference)).await?);
    }
    Ok(changed)
}

async fn once(
    app: &App,
    policy: &CurrentPolicy,
    seats: &Seats,
    reference: Reference,
) -> Result<bool, AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    support_requests::lock(&mut tx, reference).await?.ok_or(AppError::NotFound)?;
    let before = events::find(&mut tx, reference).await?.ok_or(AppError::NotFound)?;
    let request = &before.request;
    let now = request.history.last().map_or(app.clock.now(), |last| last.at.max(app.clock.now()));
    let Some(aside) = decide_aside(&policy.policy, request, seats, now) else { return Ok(false) };
    let after = apply((**request).clone(), aside.clone());
    events::append(&mut tx, &*app.ids, before.head.id, request.version(), policy.version, &[aside]).await?;
    index(&mut tx, before.head.id, Some(request), &after).await?;
    commit(tx).await?;
    Ok(true)
}
