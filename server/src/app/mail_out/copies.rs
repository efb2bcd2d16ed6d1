//! The same mail to those whom staff let take part in a request.

use crate::app::mail_out::enqueue::{Wish, at_pace};
use crate::app::{App, AppError};
use crate::store::correspondents::{self, Part};
use crate::store::mail_preferences::{self, Pace};
use crate::store::sent_mail::{self, MailState};
use crate::store::{Tx, mail_jobs};
use helpdesk_domain::PersonId;

/// Queues a mail that the requester gets for the others too, each at their own pace. What a person
/// looked through goes out as it is.
pub(crate) async fn share(
    tx: &mut Tx<'_>,
    app: &App,
    request_id: u64,
    requester: PersonId,
    wish: Wish<'_>,
) -> Result<(), AppError> {
    if !wish.kind.is_shared() {
        return Ok(());
    }
    for other in correspondents::of_request(tx, request_id).await? {
        let themselves = other.person == requester || wish.by == Some(other.person);
        if other.part != Part::Correspondent || themselves {
            continue;
        }
        let chosen = mail_preferences::find(tx, other.person).await?;
        let pace = chosen.map_or(Pace::AtOnce, |chosen| chosen.pace);
        let state = match at_pace(wish.kind, pace) {
            Some(MailState::Draft) if wish.body.is_some() => MailState::Waiting,
            Some(MailState::Draft) | None => continue,
            Some(state) => state,
        };
        Wish { to: other.person, state, ..wish }.keep(tx, app).await?;
    }
    Ok(())
}

/// Takes the copies of a mail back that was taken back itself.
pub(crate) async fn withdraw(tx: &mut Tx<'_>, mail: u64, by: PersonId) -> Result<(), AppError> {
    for copy in mail_jobs::copies(tx, mail).await? {
        if mail_jobs::withdraw(tx, copy).await? {
            sent_mail::set_state(tx, copy, MailState::Waiting, MailState::Dropped, Some(by)).await?;
        }
    }
    Ok(())
}
