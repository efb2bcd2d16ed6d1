//! Requests that ask for the same: one is taken up in the other, and that can be undone.

use super::place::{Placement, after, not_before, take_mail_out};
use super::tray::{staff, works_on};
use super::{State, record};
use crate::app::addressee::without_account;
use crate::app::error::insist;
use crate::app::{App, AppError, execute};
use crate::mail::fold::{Kind, fold};
use crate::mail::join::Writer;
use crate::mail::read::read;
use crate::store::correspondents::{self, Correspondent, Part};
use crate::store::incoming_mail::{self, IncomingMailRow};
use crate::store::mail_moves::{self, Move};
use crate::store::{Tx, begin, commit, events, mail_blobs, merged_requests, support_requests};
use helpdesk_domain::command::LongText;
use helpdesk_domain::mail::{Arrival, decide_arrival};
use helpdesk_domain::process::LinkKind;
use helpdesk_domain::{Actor, Command, Outcome, Reference, decide};

/// Takes a request up in another: it is linked as a duplicate and closed as referred, its mail goes
/// on to the other, and so does what is written to it from now on.
///
/// # Errors
/// [`AppError::NotFound`] if one of them is not there for the actor; as the rules say where the
/// request has gone too far.
pub async fn merge(
    app: &App,
    actor: &Actor,
    from: Reference,
    into: Reference,
    reason: Option<&str>,
) -> Result<Placement, AppError> {
    staff(actor)?;
    works_on(app, actor, from).await?;
    works_on(app, actor, into).await?;
    if from == into {
        return Ok(Placement::Refused("helpdesk-site-tray-there-already"));
    }
    let Some(reason) = reason.and_then(|reason| LongText::parse(reason).ok()) else {
        return Ok(Placement::Refused("helpdesk-site-tray-reason-needed"));
    };
    insist(|| merge_once(app, actor, from, into, &reason)).await
}

async fn merge_once(
    app: &App,
    actor: &Actor,
    from: Reference,
    into: Reference,
    reason: &LongText,
) -> Result<Placement, AppError> {
    let policy = app.policy().await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let (from_id, into_id) = lock_both(&mut tx, from, into).await?;
    if merged_requests::target(&mut tx, into).await?.is_some() {
        return Ok(Placement::Refused("helpdesk-site-tray-merged-itself"));
    }
    let before = events::find(&mut tx, from).await?.ok_or(AppError::NotFound)?;
    let now = not_before(app, &before.request);
    let link = Command::LinkRequest { kind: LinkKind::Duplicate, to: into };
    let linked = before.request.links.iter().any(|one| one.to == into && one.kind == LinkKind::Duplicate);
    let mut new = if linked { Vec::new() } else { decide(&policy.policy, &before.request, actor, &link, now)? };
    let close = Command::ReferOrDecline { outcome: Outcome::Referred, reason: reason.clone() };
    new.extend(decide(&policy.policy, &after((*before.request).clone(), &new), actor, &close, now)?);
    execute::record(&mut tx, app, &policy, &before, &new, actor.person).await?;
    merged_requests::insert(&mut tx, from_id, into_id, actor.person, now).await?;
    for mail in incoming_mail::of_request(&mut tx, from).await? {
        if matches!(State::parse(&mail.state), Some(State::New | State::Joined)) && !mail.sealed {
            carry_over(&mut tx, app, &policy, actor, &mail, (from, into)).await?;
            incoming_mail::place(&mut tx, mail.id, State::Joined.code(), Some(into_id)).await?;
        }
    }
    people(&mut tx, app, from, from_id, into_id).await?;
    commit(tx).await?;
    Ok(Placement::Done(Some(into)))
}

/// Locks two requests in the order of their numbers, so that two who do the opposite wait.
async fn lock_both(tx: &mut Tx<'_>, one: Reference, other: Reference) -> Result<(u64, u64), AppError> {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let first_id = support_requests::lock(tx, first).await?.ok_or(AppError::NotFound)?;
    let second_id = support_requests::lock(tx, second).await?.ok_or(AppError::NotFound)?;
    Ok(if one < other { (first_id, second_id) } else { (second_id, first_id) })
}

async fn carry_over(
    tx: &mut Tx<'_>,
    app: &App,
    policy: &crate::app::CurrentPolicy,
    actor: &Actor,
    mail: &IncomingMailRow,
    (from, into): (Reference, Reference),
) -> Result<(), AppError> {
    let name = Reference::parse(&mail.reference).ok_or(AppError::NotFound)?;
    let joined = mail.state == State::Joined.code();
    let text = if joined {
        take_mail_out(tx, app, policy, actor, from, name).await?
    } else {
        let raw = mail_blobs::raw(tx, mail.id).await?;
        let written = raw.map(|raw| {
            let message = read(&raw);
            let folded = fold(&message.text, &message.subject, message.is_answer());
            folded.all(Kind::Text).unwrap_or(message.text)
        });
        let whole = events::find(tx, from).await?.ok_or(AppError::NotFound)?;
        written.unwrap_or_else(|| whole.request.facts.what.as_str().to_owned())
    };
    let loaded = events::find(tx, into).await?.ok_or(AppError::NotFound)?;
    let capacity = record::capacity(Writer::Requester);
    let arrival = Arrival { mail: name, by: None, capacity, answers: false, text };
    let now = not_before(app, &loaded.request);
    let new = decide_arrival(&policy.policy, &loaded.request, &arrival, now);
    execute::record(tx, app, policy, &loaded, &new, actor.person).await?;
    let one = Move {
        from: (mail.state.clone(), Some(from.to_string())),
        to: (State::Joined.code(), Some(into.to_string())),
        reason: None,
    };
    Ok(mail_moves::insert(tx, mail.id, actor.person, app.clock.now(), &one).await?)
}

/// Who wrote about the one request is written to about the other.
async fn people(
    tx: &mut Tx<'_>,
    app: &App,
    from: Reference,
    from_id: u64,
    into_id: u64,
) -> Result<(), AppError> {
    let now = app.clock.now();
    let of_mail = support_requests::of_mail(tx, &[from]).await?;
    for one in of_mail {
        let Some(mail) = one.mail else { continue };
        let person = one.requester.unwrap_or_else(|| without_account(one.reference));
        let one = Correspondent { person, mail, name: None, part: Part::Correspondent };
        correspondents::insert(tx, into_id, &one, now).await?;
    }
    for one in correspondents::of_request(tx, from_id).await? {
        correspondents::insert(tx, into_id, &one, now).await?;
    }
    Ok(())
}

/// Undoes [`merge`]: the request is taken up again with its mail.
///
/// # Errors
/// As [`merge`].
pub async fn unmerge(
    app: &App,
    actor: &Actor,
    from: Reference,
    reason: Option<&str>,
) -> Result<Placement, AppError> {
    staff(actor)?;
    works_on(app, actor, from).await?;
    let Some(reason) = reason.and_then(|reason| LongText::parse(reason).ok()) else {
        return Ok(Placement::Refused("helpdesk-site-tray-reason-needed"));
    };
    insist(|| unmerge_once(app, actor, from, &reason)).await
}

async fn unmerge_once(
    app: &App,
    actor: &Actor,
    from: Reference,
    reason: &LongText,
) -> Result<Placement, AppError> {
    let policy = app.policy().await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let into = merged_requests::target(&mut tx, from).await?.ok_or(AppError::NotFound)?;
    let (from_id, _) = lock_both(&mut tx, from, into).await?;
    merged_requests::delete(&mut tx, from_id).await?;
    let before = events::find(&mut tx, from).await?.ok_or(AppError::NotFound)?;
    if !before.request.stage.is_open() {
        let now = not_before(app, &before.request);
        let again = Command::Reopen { reason: reason.clone() };
        let new = decide(&policy.policy, &before.request, actor, &again, now)?;
        execute::record(&mut tx, app, &policy, &before, &new, actor.person).await?;
    }
    for mail in incoming_mail::of_request(&mut tx, into).await? {
        let moves = mail_moves::of_mail(&mut tx, mail.id).await?;
        let Some(last) = moves.last().filter(|last| last.from_request.as_deref() == Some(from.as_str())) else {
            continue;
        };
        let name = Reference::parse(&mail.reference).ok_or(AppError::NotFound)?;
        let text = take_mail_out(&mut tx, app, &policy, actor, into, name).await?;
        let state = State::parse(&last.from_state).ok_or(AppError::NotFound)?;
        if state == State::Joined {
            let loaded = events::find(&mut tx, from).await?.ok_or(AppError::NotFound)?;
            let capacity = record::capacity(Writer::Requester);
            let arrival = Arrival { mail: name, by: None, capacity, answers: false, text };
            let now = not_before(app, &loaded.request);
            let new = decide_arrival(&policy.policy, &loaded.request, &arrival, now);
            execute::record(&mut tx, app, &policy, &loaded, &new, actor.person).await?;
        }
        incoming_mail::place(&mut tx, mail.id, state.code(), Some(from_id)).await?;
        let back = Move {
            from: (mail.state.clone(), Some(into.to_string())),
            to: (state.code(), Some(from.to_string())),
            reason: Some(reason.as_str().chars().take(250).collect()),
        };
        mail_moves::insert(&mut tx, mail.id, actor.person, app.clock.now(), &back).await?;
    }
    commit(tx).await?;
    Ok(Placement::Done(Some(from)))
}
