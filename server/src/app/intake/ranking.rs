//! A member's ranking that came by mail: kept as if they had filled in the page. What it says is kept
//! nowhere else.

use super::Understood;
use super::ballot::Cast;
use crate::app::{App, AppError, mail_out};
use crate::store::role_grants;
use helpdesk_domain::Actor;

/// Keeps the ranking of a message, once, and queues what its member is told.
///
/// # Errors
/// What may pass; the message is then still to be taken in.
pub(super) async fn cast(app: &App, understood: &Understood) -> Result<Cast, AppError> {
    let explained = &understood.explained;
    let Some(cast) = &explained.ranking else { return Ok(Cast::None) };
    let (Some(person), true) = (explained.person, cast.own) else { return Ok(Cast::Refused) };
    let roles = role_grants::of_person(&mut app.store.conn().await?, person).await?;
    let message_id = explained.message_id.as_deref().unwrap_or_default();
    match mail_out::ranking::take(app, &Actor { person, roles }, &cast.ranking, message_id).await {
        Ok(true) => Ok(Cast::Counted),
        Ok(false) | Err(AppError::Rejected(_)) => Ok(Cast::Refused),
        Err(other) => Err(other),
    }
}
