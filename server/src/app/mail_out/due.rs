//! Follow-ups and reminders whose time has come.

use crate::app::error::insist;
use crate::app::mail_out::enqueue::{Wish, at_pace, requester};
use crate::app::{App, AppError, addressee, whole_record};
use crate::store::due_mail::{self, DueRow};
use crate::store::sent_mail::MailKind;
use crate::store::{begin, commit};
use helpdesk_domain::{Event, Party, StageName, SupportRequest};

/// Queues what is due by now, each once, and says how much there was.
///
/// # Errors
/// As the database says.
pub async fn make_due(app: &App) -> Result<u32, AppError> {
    let mut made = 0;
    loop {
        let due = due_mail::due(&app.store, app.clock.now()).await?;
        if due.is_empty() {
            return Ok(made);
        }
        for row in due {
            made += u32::from(insist(|| make(app, &row)).await?);
        }
    }
}

async fn make(app: &App, row: &DueRow) -> Result<bool, AppError> {
    let request = whole_record(app, row.reference).await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    if !due_mail::take(&mut tx, row).await? {
        return Ok(false);
    }
    let mut made = false;
    if still_holds(&request, row)
        && let Some(pace) = requester(&mut tx, row.request_id, &request).await?
        && let Some(state) = at_pace(row.kind, pace)
    {
        let once = format!("{}|{}|{}", row.kind.code(), row.reference, row.seq);
        let wish = Wish {
            about: Some((row.request_id, row.reference)),
            seq: Some(row.seq),
            once: Some(&once),
            state,
            ..Wish::at_once(addressee::requester(&request), row.kind)
        };
        made = wish.keep(&mut tx, app).await?.is_some();
    }
    commit(tx).await?;
    Ok(made)
}

/// Whether what the mail was to follow from still is as it was: nobody is reminded of an answer that
/// they gave, or asked about support for something that was taken up again.
fn still_holds(request: &SupportRequest, row: &DueRow) -> bool {
    let place = usize::try_from(row.seq).ok().and_then(|seq| seq.checked_sub(1));
    let Some(place) = place else { return false };
    let is_last = |kind: fn(&Event) -> bool| {
        request.history.iter().rposition(|recorded| kind(&recorded.event)) == Some(place)
    };
    match row.kind {
        MailKind::ReminderBefore | MailKind::ReminderAfter => {
            let promised = request.promise.as_ref().is_some_and(|promise| promise.who == Party::Requester);
            promised && is_last(|event| matches!(event, Event::PromiseMade { .. }))
        }
        MailKind::SupportStarted => request.stage.name() == StageName::InSupport,
        _ => {
            let over = matches!(request.stage.name(), StageName::FollowUp | StageName::Closed);
            over && is_last(|event| matches!(event, Event::SupportFinished { .. }))
        }
    }
}
