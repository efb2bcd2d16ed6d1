//! The one way in which a request is changed.

use crate::app::idempotency::digest;
use crate::app::view::{conflict, load, projected, view};
use crate::app::{
    App, AppError, CurrentPolicy, IdempotencyKey, addressee, aside, feedback_drafts, insist, jobs, mail_out,
    resolve,
};
use crate::faults::point;
use crate::store::events::{self, Loaded};
use crate::store::idempotency_keys::{Claim, claim};
use crate::store::{Tx, begin, commit, member_standings, search_words, support_requests};
use helpdesk_domain::committee::Seats;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{
    Actor, Command, CommandName, PersonId, Recorded, Reference, SupportRequest, SupportRequestView, Viewer,
    apply, decide,
};
use std::sync::Arc;

/// A command with all that the transaction needs of it.
struct Order<'a> {
    actor: &'a Actor,
    reference: Reference,
    command: &'a Command,
    expected_version: u32,
    key: &'a IdempotencyKey,
    digest: [u8; 32],
    /// Where it can change who stands aside by rule.
    seats: Option<&'a Seats>,
}

/// What came of the transaction.
enum Done {
    /// It is on record, now or since before.
    Recorded,
    /// Something happened that the actor had not seen.
    Conflict,
}

/// Carries out a command, once, and gives the request as the actor sees it afterwards.
///
/// # Errors
/// [`AppError::Form`] for what was filled in wrongly, [`AppError::Rejected`] by the rules,
/// [`AppError::Conflict`] if something happened that the actor had not seen,
/// [`AppError::KeyReused`], [`AppError::NotFound`].
pub async fn execute(
    app: &App,
    actor: &Actor,
    reference: Reference,
    name: CommandName,
    act: &Act,
    key: &IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    let command = resolve::command(app, actor, name, &act.fields).await?;
    let version = act.expected_version.to_string();
    let policy = app.policy().await?;
    let seats = aside::seats_for(app, &policy, Some(name)).await?;
    let order = Order {
        actor,
        reference,
        command: &command,
        expected_version: act.expected_version,
        key,
        digest: digest(&["act", reference.as_str(), name.code(), &version], &act.fields),
        seats: seats.as_ref(),
    };
    match insist(|| once(app, &policy, &order)).await? {
        Done::Recorded if name == CommandName::GiveFeedback => {
            feedback_drafts::forget(app, actor, reference).await?;
            insist(|| view(app, Viewer::Person(*actor), reference)).await
        }
        Done::Recorded => insist(|| view(app, Viewer::Person(*actor), reference)).await,
        Done::Conflict => {
            let conflict = insist(|| conflict(app, actor, reference, act.expected_version)).await?;
            Err(AppError::Conflict(Box::new(conflict)))
        }
    }
}

async fn once(app: &App, policy: &CurrentPolicy, order: &Order<'_>) -> Result<Done, AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    point("execute.begun");
    let actor = order.actor;
    match claim(&mut tx, actor.person, order.key.as_str(), &order.digest, order.reference).await? {
        Claim::New => {}
        Claim::Done(_) => return Ok(Done::Recorded),
        Claim::Reused => return Err(AppError::KeyReused),
    }
    point("execute.claimed");
    support_requests::lock(&mut tx, order.reference).await?.ok_or(AppError::NotFound)?;
    let before = events::find(&mut tx, order.reference).await?.ok_or(AppError::NotFound)?;
    point("execute.loaded");
    let seen = projected(&policy.policy, &before, Viewer::Person(*actor))?;
    if seen.version != order.expected_version {
        return Ok(Done::Conflict);
    }
    let last = before.request.history.last().map(|recorded| recorded.at);
    // Time in the record does not run backwards, even if another machine's clock is ahead.
    let now = last.map_or(app.clock.now(), |last| last.max(app.clock.now()));
    let mut new = if addressee::needs_acting(&before.request, actor.person) {
        decide(&policy.policy, &addressee::acting(&before.request, actor.person), actor, order.command, now)?
    } else {
        decide(&policy.policy, &before.request, actor, order.command, now)?
    };
    if let Some(seats) = order.seats {
        let after = new.iter().cloned().fold((*before.request).clone(), apply);
        new.extend(aside::follow(policy, seats, &after, &new));
    }
    record(&mut tx, app, policy, &before, &new, actor.person).await?;
    point("execute.recorded");
    commit(tx).await?;
    point("execute.committed");
    let (reference, kind) = (order.reference, order.command.name().code());
    // Not who: a log would say which member gave feedback, or stood aside.
    tracing::info!(support_request.r#ref = %reference, command.name = kind, "done");
    Ok(Done::Recorded)
}

/// Appends events to a request that is locked, and brings about what follows from them.
pub(crate) async fn record(
    tx: &mut Tx<'_>,
    app: &App,
    policy: &CurrentPolicy,
    before: &Loaded,
    new: &[Recorded],
    actor: PersonId,
) -> Result<(), AppError> {
    let request = &*before.request;
    let after = new.iter().cloned().fold(request.clone(), apply);
    events::append(tx, &*app.ids, before.head.id, request.version(), policy.version, new).await?;
    point("execute.appended");
    index(tx, before.head.id, Some(request), &after).await?;
    point("execute.indexed");
    jobs::enqueue(tx, app, before.head.id, Some(request), &after, new, actor).await?;
    mail_out::enqueue(tx, app, &policy.mail, before.head.id, Some(request), &after, new).await
}

/// Brings what lists go by up to date.
pub(crate) async fn index(
    tx: &mut Tx<'_>,
    id: u64,
    before: Option<&SupportRequest>,
    after: &SupportRequest,
) -> Result<(), AppError> {
    let standings = member_standings::of(after);
    if before.map(member_standings::of).unwrap_or_default() != standings {
        member_standings::replace(tx, id, &standings).await?;
    }
    if before.is_some() {
        support_requests::update(tx, after).await?;
    }
    let found_by = |request: &SupportRequest| {
        let shown = request.consent.as_ref().map(|consent| consent.shown_name.clone());
        (request.facts.title.clone(), shown)
    };
    if before.map(found_by) != Some(found_by(after)) {
        search_words::replace(tx, id).await?;
    }
    Ok(())
}

/// Makes what lists go by anew from the events, as after a text was erased.
///
/// # Errors
/// [`AppError::NotFound`], or as the database says.
pub async fn reindex(app: &App, reference: Reference) -> Result<(), AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = support_requests::lock(&mut tx, reference).await?.ok_or(AppError::NotFound)?;
    let loaded = events::find(&mut tx, reference).await?.ok_or(AppError::NotFound)?;
    member_standings::replace(&mut tx, id, &member_standings::of(&loaded.request)).await?;
    support_requests::update(&mut tx, &loaded.request).await?;
    search_words::replace(&mut tx, id).await?;
    Ok(commit(tx).await?)
}

/// The request as its events make it, with nothing hidden: for the worker's own decisions, never
/// to be shown.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn whole_record(app: &App, reference: Reference) -> Result<Arc<SupportRequest>, AppError> {
    Ok(load(app, reference).await?.request)
}
