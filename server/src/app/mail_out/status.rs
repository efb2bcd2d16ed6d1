//! The private page of somebody without an account: their own request and nothing else.

use crate::app::mail_out::links;
use crate::app::{App, AppError, IdempotencyKey, execute, view};
use crate::mail::reply_address::Purpose;
use crate::store::mail_preferences;
use crate::store::mail_preferences::Pace;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, PersonId, Reference, Roles, SupportRequestView, Values, Viewer};

/// Whose page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The request.
    pub reference: Reference,
    /// The one who asked.
    pub person: PersonId,
}

impl Holder {
    fn actor(self) -> Actor {
        Actor { person: self.person, roles: Roles::NONE }
    }
}

/// Whose page a link opens.
///
/// # Errors
/// [`AppError::NotFound`] if it is none of ours, or was ended.
pub async fn holder(app: &App, token: &str) -> Result<Holder, AppError> {
    let token = links::proven(app, Purpose::Status, token).ok_or(AppError::NotFound)?;
    let holds = mail_preferences::generation(&app.store, token.request, token.person).await?;
    if holds != token.generation {
        return Err(AppError::NotFound);
    }
    Ok(Holder { reference: token.request, person: token.person })
}

/// The request as its requester sees it.
///
/// # Errors
/// As [`holder`].
pub async fn seen(app: &App, holder: Holder) -> Result<SupportRequestView, AppError> {
    let view = view(app, Viewer::Person(holder.actor()), holder.reference).await?;
    if view.standing.requester { Ok(view) } else { Err(AppError::NotFound) }
}

/// Answers what was asked last.
///
/// # Errors
/// As [`execute`].
pub async fn answer(
    app: &App,
    holder: Holder,
    expected_version: u32,
    fields: Values,
    key: &IdempotencyKey,
) -> Result<SupportRequestView, AppError> {
    seen(app, holder).await?;
    let act = Act { expected_version, fields };
    execute(app, &holder.actor(), holder.reference, CommandName::AnswerQuestion, &act, key).await
}

/// How often they want mail.
///
/// # Errors
/// As the database says.
pub async fn pace(app: &App, holder: Holder) -> Result<Pace, AppError> {
    Ok(super::preferences::find(app, holder.person).await?.pace)
}

/// Changes how often they get mail.
///
/// # Errors
/// As the database says.
pub async fn set_pace(app: &App, holder: Holder, pace: Pace) -> Result<(), AppError> {
    super::preferences::set_pace(app, holder.person, pace).await
}
