//! What is promised to requesters: what is late, silent or without owner, and how promises were kept.

use crate::app::many::views;
use crate::app::{App, AppError};
use helpdesk_domain::kept::{Month, by_month, promises as told};
use helpdesk_domain::people::Party;
use helpdesk_domain::promise::Promise;
use helpdesk_domain::watch::{Watch, last_sign, watch};
use helpdesk_domain::{Actor, Date, Reference, Rejection, Role, SupportRequestView, Timestamp, Viewer};
use std::collections::BTreeMap;

/// A promise to somebody who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// Of which request.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// What is promised.
    pub promise: Promise,
    /// Who is waited for until a day.
    pub waiting: Option<(Party, Date)>,
    /// Who of the Helpdesk looks after it.
    pub owner: Option<String>,
    /// When something happened last that the viewer sees.
    pub last_sign: Option<Timestamp>,
    /// What is wrong with it.
    pub watch: Watch,
}

/// All promises of open requests that the viewer sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// The promises, the most pressing first.
    pub open: Vec<Promised>,
    /// How they were kept, by the month in which they were due, as `YYYY-MM`.
    pub months: BTreeMap<String, Month>,
}

/// Whether somebody with these roles may look at figures and lists over all requests.
pub(crate) fn deliberates(actor: &Actor) -> Result<(), AppError> {
    let may = [Role::Staff, Role::Committee, Role::Secretary].into_iter().any(|role| actor.roles.has(role));
    if may { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Committee).into()) }
}

/// The promises of the requests that the actor sees.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the staff or the committee.
pub async fn promises(app: &App, actor: &Actor) -> Result<Promises, AppError> {
    deliberates(actor)?;
    let now = app.clock.now();
    let all = views(app, Viewer::Person(*actor)).await?;
    let kept: Vec<_> = all.iter().flat_map(|view| told(&view.history, now)).collect();
    let owners = all.iter().filter_map(|view| view.owner).collect();
    let names = app.names.of(&app.store, &owners).await?;
    let mut open: Vec<_> = all.into_iter().filter_map(|view| promised(view, &names, now)).collect();
    open.sort_by_key(|one| (one.promise.by, one.reference));
    Ok(Promises { open, months: by_month(&kept) })
}

fn promised(
    view: SupportRequestView,
    names: &BTreeMap<helpdesk_domain::PersonId, String>,
    now: Timestamp,
) -> Option<Promised> {
    let watch = watch(&view, now);
    let last_sign = last_sign(&view);
    let promise = view.promise?;
    Some(Promised {
        reference: view.reference,
        title: view.facts.title.as_str().to_owned(),
        promise,
        waiting: view.waiting.and_then(|waiting| Some((waiting.whom, waiting.until?))),
        owner: view.owner.and_then(|owner| names.get(&owner).cloned()),
        last_sign,
        watch,
    })
}
