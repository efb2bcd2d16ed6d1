//! A member's feedback that came by mail: given in their name, as if they had filled in the form. What
//! it says is kept nowhere else, and shown to nobody who may not see it on the request.

use super::Understood;
use crate::app::{App, AppError, IdempotencyKey, execute, mail_out, view};
use crate::mail::ballot::Ballot;
use crate::store::{begin, role_grants};
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, PersonId, Reference, Values, Viewer};

/// How often the request may change between looking at it and giving feedback.
const TRIES: u32 = 5;

/// A ballot that is a member's own.
#[derive(Clone, Debug)]
struct Own<'a> {
    request: Reference,
    member: PersonId,
    ballot: &'a Ballot,
}

/// What became of a message's ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cast {
    /// There is none.
    None,
    /// It is on record.
    Counted,
    /// It does not count; the member is told, if it is one.
    Refused,
}

/// Gives the feedback of a message's ballot, once, and queues what its member is told.
///
/// # Errors
/// What may pass; the message is then still to be taken in.
pub(super) async fn cast(app: &App, understood: &Understood) -> Result<Cast, AppError> {
    let explained = &understood.explained;
    let Some(cast) = &explained.ballot else { return Ok(Cast::None) };
    let (Some(request), Some(member), true) = (explained.request, explained.person, cast.own) else {
        return Ok(Cast::Refused);
    };
    let own = Own { request, member, ballot: &cast.ballot };
    let counted = if cast.counts { give(app, &own, &key(understood)?).await? } else { false };
    let answered = explained.message_id.as_deref().unwrap_or_default();
    mail_out::confirm_ballot(app, request, member, answered, own.ballot, counted).await?;
    Ok(if counted { Cast::Counted } else { Cast::Refused })
}

/// Whether the rules take it.
async fn give(app: &App, own: &Own<'_>, key: &IdempotencyKey) -> Result<bool, AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let roles = role_grants::of_person(&mut tx, own.member).await?;
    drop(tx);
    drop(conn);
    let actor = Actor { person: own.member, roles };
    for _ in 0..TRIES {
        let seen = match view(app, Viewer::Person(actor), own.request).await {
            Err(AppError::NotFound) => return Ok(false),
            other => other?,
        };
        let act = Act { expected_version: seen.version, fields: fields(own.ballot) };
        match execute(app, &actor, own.request, CommandName::GiveFeedback, &act, key).await {
            // The key is this message's alone: it was given, and what was on record since differs.
            Ok(_) | Err(AppError::KeyReused) => return Ok(true),
            Err(AppError::Conflict(_)) => {}
            Err(AppError::Rejected(_) | AppError::Form(_) | AppError::NotFound) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    Err(AppError::Busy)
}

fn fields(ballot: &Ballot) -> Values {
    let position = ballot.position.map(|one| ("position".to_owned(), one.code().to_owned()));
    let priority = ballot.priority.map(|one| ("priority".to_owned(), one.code().to_owned()));
    let text = ballot.text.clone().map(|text| ("text".to_owned(), text));
    position.into_iter().chain(priority).chain(text).collect()
}

fn key(understood: &Understood) -> Result<IdempotencyKey, AppError> {
    let hex: String = understood.identity.whole.iter().map(|byte| format!("{byte:02x}")).collect();
    let unreadable = || AppError::Internal(anyhow::anyhow!("a digest that is no key"));
    IdempotencyKey::parse(&format!("mail-{hex}")).ok_or_else(unreadable)
}
