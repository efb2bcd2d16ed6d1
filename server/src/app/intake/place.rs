//! Staff say where a message belongs, also after intake or somebody else said otherwise. Nothing is
//! lost on the way: what a request had of it goes along, and every move is on record.

use super::record::{Placing, capacity};
use super::tray::{seen, staff, works_on};
use super::{Mail, State, Understood, merge, request, taken_apart, understand};
use crate::app::error::insist;
use crate::app::{App, AppError, CurrentPolicy, execute};
use crate::mail::join::Writer;
use crate::store::correspondents::{self, Correspondent, Part};
use crate::store::incoming_mail::{self, LockedMail};
use crate::store::mail_moves::{self, Move};
use crate::store::{Tx, begin, commit, contacts, events, mail_blobs, people, prose, support_requests};
use helpdesk_domain::form::MailAddress;
use helpdesk_domain::mail::{Arrival, decide_arrival, decide_taking_out, received};
use helpdesk_domain::{Actor, Event, PersonId, Reference, Timestamp, apply};
use std::sync::Arc;

/// Where a message is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a request; as the answer to its open question if it is one.
    Request {
        /// Which.
        reference: Reference,
        /// Whether it answers what was asked last.
        answers: bool,
    },
    /// A request of its own.
    New,
    /// Back to those that wait.
    Tray,
    /// Aside.
    Drop,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// It is there now, with the request if it is one's.
    Done(Option<Reference>),
    /// It cannot be done; the message key says why.
    Refused(&'static str),
}

/// Puts a message where staff say.
///
/// # Errors
/// [`AppError::NotFound`] if message or request are not there for the actor; as the rules say.
pub async fn place(
    app: &App,
    actor: &Actor,
    mail: Reference,
    target: Target,
    reason: Option<&str>,
) -> Result<Placement, AppError> {
    let before = seen(app, actor, mail).await?;
    if let Target::Request { reference, .. } = target {
        works_on(app, actor, reference).await?;
        let its_own = before.row.request.as_deref().and_then(Reference::parse);
        if let (State::New, Some(made)) = (before.state, its_own) {
            return merge::merge(app, actor, made, reference, reason).await;
        }
    }
    if let Some(refused) = refused(&before, target) {
        return Ok(Placement::Refused(refused));
    }
    let understood = again(app, &before).await?;
    let order = Order { actor, mail, from: (before.row.state, before.row.request), target, reason, understood };
    insist(|| once(app, &order)).await
}

struct Order<'a> {
    actor: &'a Actor,
    mail: Reference,
    /// Where it was when staff looked at it.
    from: (String, Option<String>),
    target: Target,
    reason: Option<&'a str>,
    understood: Option<Understood>,
}

/// What cannot be done whatever happens meanwhile.
fn refused(mail: &Mail, target: Target) -> Option<&'static str> {
    let to_people = matches!(target, Target::Request { .. } | Target::New);
    match (mail.state, target) {
        _ if to_people && mail.row.sealed => Some("helpdesk-site-tray-sealed"),
        (State::Ballot, _) => Some("helpdesk-site-tray-ballot-stays"),
        (State::New, _) => Some("helpdesk-site-tray-is-a-request"),
        (State::Waiting, Target::Tray) | (State::Dropped, Target::Drop) => {
            Some("helpdesk-site-tray-there-already")
        }
        (State::Waiting | State::Dropped, Target::Request { .. } | Target::New)
        | (State::Joined, Target::New)
            if !mail.row.raw_kept =>
        {
            Some("helpdesk-site-tray-no-longer-kept")
        }
        _ => None,
    }
}

/// The message read anew, if it is kept.
async fn again(app: &App, mail: &Mail) -> Result<Option<Understood>, AppError> {
    let Some(raw) = mail_blobs::raw(&mut app.store.conn().await?, mail.row.id).await? else {
        return Ok(None);
    };
    let raw = Arc::new(raw);
    let (message, identity) = taken_apart(raw.clone()).await;
    let Some(message) = message else { return Ok(None) };
    let text = message.text.clone();
    Ok(Some(understand(app, raw, message, text, identity).await?))
}

async fn once(app: &App, order: &Order<'_>) -> Result<Placement, AppError> {
    let policy = app.policy().await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let locked = incoming_mail::lock(&mut tx, order.mail).await?.ok_or(AppError::NotFound)?;
    let from = (locked.state.clone(), locked.reference.clone());
    if from != order.from {
        return Ok(Placement::Refused("helpdesk-site-tray-moved-meanwhile"));
    }
    let there = locked.reference.as_deref().and_then(Reference::parse);
    let joined = there.filter(|_| locked.state == State::Joined.code());
    if let (Some(at), Target::Request { reference, .. }) = (joined, order.target)
        && at == reference
    {
        return Ok(Placement::Refused("helpdesk-site-tray-there-already"));
    }
    let text = match joined {
        Some(request) => Some(take_mail_out(&mut tx, app, &policy, order.actor, request, order.mail).await?),
        None => None,
    };
    let (state, request) = match order.target {
        Target::Tray => (State::Waiting, None),
        Target::Drop => (State::Dropped, None),
        Target::New => match make(&mut tx, app, &policy, order).await? {
            Some(request) => (State::New, Some(request)),
            None => return Ok(Placement::Refused("helpdesk-site-tray-no-longer-kept")),
        },
        Target::Request { reference, answers } => {
            let read = || order.understood.as_ref().map(|one| request::text_of(&one.explained, &one.text));
            let Some(text) = text.or_else(read) else {
                return Ok(Placement::Refused("helpdesk-site-tray-no-longer-kept"));
            };
            let id = put_in(&mut tx, app, &policy, order, &locked, reference, answers, text).await?;
            (State::Joined, Some((id, reference)))
        }
    };
    incoming_mail::place(&mut tx, locked.id, state.code(), request.map(|(id, _)| id)).await?;
    let to = (state.code(), request.map(|(_, reference)| reference.to_string()));
    let one = Move { from, to, reason: order.reason.map(str::to_owned) };
    mail_moves::insert(&mut tx, locked.id, order.actor.person, app.clock.now(), &one).await?;
    commit(tx).await?;
    tracing::info!(mail.r#ref = %order.mail, actor.id = %order.actor.person, mail.state = state.code(), "a mail was placed");
    Ok(Placement::Done(request.map(|(_, reference)| reference)))
}

/// Takes a message out of a request that is not locked yet, and gives its text.
pub(super) async fn take_mail_out(
    tx: &mut Tx<'_>,
    app: &App,
    policy: &CurrentPolicy,
    actor: &Actor,
    request: Reference,
    mail: Reference,
) -> Result<String, AppError> {
    support_requests::lock(tx, request).await?.ok_or(AppError::NotFound)?;
    let mut loaded = events::find(tx, request).await?.ok_or(AppError::NotFound)?;
    let now = not_before(app, &loaded.request);
    let new = decide_taking_out(&policy.policy, &loaded.request, actor, mail, now)?;
    let (place, recorded) = received(&loaded.request, mail).ok_or(AppError::NotFound)?;
    let Event::MailReceived { text, .. } = recorded.event.clone() else { return Err(AppError::NotFound) };
    let seq = u32::try_from(place + 1).unwrap_or(u32::MAX);
    prose::erase(tx, loaded.head.id, seq).await?;
    loaded = events::find(tx, request).await?.ok_or(AppError::NotFound)?;
    execute::record(tx, app, policy, &loaded, &new, actor.person).await?;
    Ok(text.as_str().to_owned())
}

#[expect(clippy::too_many_arguments, reason = "all of them are needed, and no two belong together")]
async fn put_in(
    tx: &mut Tx<'_>,
    app: &App,
    policy: &CurrentPolicy,
    order: &Order<'_>,
    locked: &LockedMail,
    reference: Reference,
    answers: bool,
    text: String,
) -> Result<u64, AppError> {
    let id = support_requests::lock(tx, reference).await?.ok_or(AppError::NotFound)?;
    let loaded = events::find(tx, reference).await?.ok_or(AppError::NotFound)?;
    let explained = order.understood.as_ref().map(|one| &one.explained);
    let writer = explained.map_or(Writer::Stranger, |one| one.writer);
    let account = order.understood.as_ref().and_then(|one| one.account);
    let arrival = Arrival { mail: order.mail, by: account, capacity: capacity(writer), answers, text };
    let now = not_before(app, &loaded.request);
    let new = decide_arrival(&policy.policy, &loaded.request, &arrival, now);
    execute::record(tx, app, policy, &loaded, &new, order.actor.person).await?;
    let stranger = explained.filter(|_| writer == Writer::Stranger && locked.id > 0);
    if let Some(from) = stranger.filter(|one| one.may_answer).and_then(|one| one.from.as_ref())
        && let Some(address) = from.address.as_deref().and_then(|address| MailAddress::parse(address).ok())
    {
        let known = contacts::by_mail(tx, address.as_str()).await?;
        if !known.iter().any(|(one, _)| *one == reference) {
            let one = Correspondent {
                person: account
                    .map_or_else(|| crate::app::ids::new_person(&*app.ids), Ok)
                    .map_err(AppError::Internal)?,
                mail: address.as_str().to_owned(),
                name: from.name.clone(),
                part: Part::Correspondent,
            };
            correspondents::insert(tx, id, &one, now).await?;
        }
    }
    Ok(id)
}

async fn make(
    tx: &mut Tx<'_>,
    app: &App,
    policy: &CurrentPolicy,
    order: &Order<'_>,
) -> Result<Option<(u64, Reference)>, AppError> {
    let Some(understood) = &order.understood else { return Ok(None) };
    Ok(Placing { app, policy, understood, mail: order.mail }.make(tx).await?.request)
}

/// Time in a record does not run backwards.
pub(super) fn not_before(app: &App, request: &helpdesk_domain::SupportRequest) -> Timestamp {
    let now = app.clock.now();
    request.history.last().map_or(now, |last| last.at.max(now))
}

/// Makes a proposed correspondent one who is written to; or, where the request has nobody yet whom
/// an answer reaches, its requester.
///
/// # Errors
/// [`AppError::NotFound`] if there is nobody proposed of that name.
pub async fn accept(app: &App, actor: &Actor, reference: Reference, who: PersonId) -> Result<(), AppError> {
    staff(actor)?;
    works_on(app, actor, reference).await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = support_requests::lock(&mut tx, reference).await?.ok_or(AppError::NotFound)?;
    let all = correspondents::of_request(&mut tx, id).await?;
    let one = all.into_iter().find(|one| one.person == who).ok_or(AppError::NotFound)?;
    let reached = support_requests::of_mail(&mut tx, &[reference]).await?;
    let nobody = reached.iter().all(|one| one.mail.is_none() && one.requester.is_none());
    match MailAddress::parse(&one.mail) {
        Ok(address) if nobody && !people::is_account(&mut tx, who).await? => {
            contacts::replace(&mut tx, id, &address).await?;
            correspondents::remove(&mut tx, id, who).await?;
        }
        Ok(_) | Err(_) => correspondents::accept(&mut tx, id, who).await?,
    }
    Ok(commit(tx).await?)
}

/// The request after events that are not on record yet.
pub(super) fn after(
    request: helpdesk_domain::SupportRequest,
    new: &[helpdesk_domain::Recorded],
) -> helpdesk_domain::SupportRequest {
    new.iter().cloned().fold(request, apply)
}
