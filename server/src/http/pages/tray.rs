//! Mail that came in: the list of messages.

use super::Shown;
use crate::app::intake::{self, Mail, State};
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::ok;
use crate::views::tray::{TrayLine, TrayPage};
use actix_web::web::Query;
use helpdesk_domain::{Reference, Timestamp};
use std::collections::BTreeMap;

/// Messages of a page.
const PAGE: usize = 50;

/// `GET /tray`
pub async fn show(visit: Visit<WithRole<Staff>>, query: Query<BTreeMap<String, String>>) -> Shown {
    let (app, actor) = (&visit.site.app, visit.who.actor());
    let state = query.get("state").and_then(|code| State::parse(code)).unwrap_or(State::Waiting);
    let below = query.get("below").and_then(|text| text.parse().ok());
    let mails = intake::list(app, &actor, state, below).await?;
    let next = mails.last().filter(|_| mails.len() == PAGE).map(|last| last.place);
    let waiting = intake::waiting(app, &actor).await?;
    let lines = mails.into_iter().map(line).collect();
    Ok(ok(&visit.frame, &TrayPage { state: state.code(), waiting, lines, next }))
}

fn line(mail: Mail) -> TrayLine {
    TrayLine {
        mail: mail.reference,
        from: from(&mail),
        at: Timestamp(mail.row.arrived_at),
        request: request(&mail),
        subject: mail.row.subject,
        reason: mail.row.reason,
    }
}

/// Who a message is from, as it is shown.
pub(super) fn from(mail: &Mail) -> Option<String> {
    named(mail.row.from_name.as_deref(), mail.row.from_mail.as_deref())
}

/// A name and an address on one line.
pub(super) fn named(name: Option<&str>, address: Option<&str>) -> Option<String> {
    match (name, address) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address).map(str::to_owned),
    }
}

/// A message's request, and its title.
pub(super) fn request(mail: &Mail) -> Option<(Reference, String)> {
    let reference = mail.row.request.as_deref().and_then(Reference::parse)?;
    Some((reference, mail.row.title.clone().unwrap_or_default()))
}
