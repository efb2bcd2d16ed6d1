//! Making a request.

use crate::app::execute::index;
use crate::app::idempotency::digest;
use crate::app::ids::new_reference;
use crate::app::view::view;
use crate::app::{App, AppError, CurrentPolicy, IdempotencyKey, aside, insist, jobs, mail_out};
use crate::faults::point;
use crate::store::idempotency_keys::{Claim, claim};
use crate::store::{StoreError, begin, commit, contacts, events, support_requests};
use helpdesk_domain::committee::Seats;
use helpdesk_domain::form::{self, FilledSubmission};
use helpdesk_domain::{Actor, Reference, SupportRequestView, Values, Viewer, apply, decide_submission, fold};

/// Makes a request, once, and gives it as the actor sees it.
///
/// # Errors
/// [`AppError::Form`], [`AppError::Rejected`], [`AppError::KeyReused`].
pub async fn submit(
    app: &App,
    actor: &Actor,
    values: &Values,
    key: &IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    let filled = form::read_submission(values).map_err(AppError::Form)?;
    let digest = digest(&["submit"], values);
    let policy = app.policy().await?;
    let seats = aside::seats_for(app, &policy, None).await?;
    let reference = insist(|| once(app, actor, &policy, seats.as_ref(), &filled, key, &digest)).await?;
    insist(|| view(app, Viewer::Person(*actor), reference)).await
}

async fn once(
    app: &App,
    actor: &Actor,
    policy: &CurrentPolicy,
    seats: Option<&Seats>,
    filled: &FilledSubmission,
    key: &IdempotencyKey,
    digest: &[u8; 32],
) -> Result<Reference, AppError> {
    let reference = new_reference(&*app.ids).map_err(AppError::Internal)?;
    let mut new = decide_submission(&policy.policy, actor, &filled.submission, app.clock.now())?;
    let request = fold(reference, new.clone());
    let mut request = request.ok_or_else(|| StoreError::Broken("a submission without its event".to_owned()))?;
    if let Some(aside) = seats.and_then(|seats| aside::follow(policy, seats, &request, &new)) {
        request = apply(request, aside.clone());
        new.push(aside);
    }
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    match claim(&mut tx, actor.person, key.as_str(), digest, reference).await? {
        Claim::New => {}
        Claim::Done(before) => return Ok(before),
        Claim::Reused => return Err(AppError::KeyReused),
    }
    point("submit.claimed");
    let id = support_requests::insert(&mut tx, &request).await?;
    events::append(&mut tx, &*app.ids, id, 0, policy.version, &new).await?;
    point("submit.appended");
    index(&mut tx, id, None, &request).await?;
    contacts::insert(&mut tx, id, &filled.reach).await?;
    jobs::enqueue(&mut tx, app, id, None, &request, &new, actor.person).await?;
    mail_out::enqueue(&mut tx, app, &policy.mail, id, None, &request, &new).await?;
    point("submit.recorded");
    commit(tx).await?;
    point("submit.committed");
    tracing::info!(support_request.r#ref = %reference, "a request came in");
    Ok(reference)
}
