//! What comes first under scarce hours. Members rank in private; what is shown is only ever counted
//! from all ballots, and nobody's own can be read from it.

use crate::app::meetings::Prepared;
use crate::app::resolve::wrong;
use crate::app::view::{load, projected};
use crate::app::{App, AppError, insist};
use crate::store::ballots::{self, Places};
use crate::store::{begin, commit};
use helpdesk_domain::committee::board::{Ranked, in_order, order};
use helpdesk_domain::form::Problem;
use helpdesk_domain::project::Depth;
use helpdesk_domain::text::{PROSE_MAX, Prose, TextError};
use helpdesk_domain::{
    Actor, FieldError, Policy, Reference, Rejection, Role, SupportRequestView, Timestamp, Values, Viewer,
};
use std::collections::BTreeMap;

/// More requests before the committee than it can rank at once.
const MOST: u32 = 60;
/// From so many ballots on the order is shown: from fewer somebody's own could be read.
pub const ENOUGH: usize = 3;

/// What is before the committee, as one who works with it may see it.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// The requests, who waits longest first. What the viewer stands aside from, or asked for, is
    /// not among them.
    pub candidates: Vec<SupportRequestView>,
    /// The order that the ballots give; `None` while there are too few, or for a member whose own
    /// ballot is missing and who does not see positions before giving one.
    pub order: Option<Vec<Ranked>>,
    /// How many ballots there are, once the order is shown.
    pub ballots: usize,
    /// The viewer's own ballot.
    pub own: Places,
    /// Minutes until the next meeting.
    pub minutes: Option<u32>,
    /// The committee's own order, where it recorded one.
    pub chosen: Option<Chosen>,
}

/// The committee's own order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The candidates in that order; those that came since follow at the end.
    pub order: Vec<Reference>,
    /// Why it is another one than the ballots give, towards those who see all that was ranked.
    pub reason: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What a request still takes, in minutes, and whether that was estimated: without an estimate it
/// counts as much as the policy's cap.
#[must_use]
pub fn remaining(policy: &Policy, view: &SupportRequestView) -> (u32, bool) {
    let spent = view.effort_minutes.unwrap_or(0);
    match view.estimate_minutes {
        Some(estimate) => (estimate.saturating_sub(spent), true),
        None => ((policy.effort.cap_hours * 60).saturating_sub(spent), false),
    }
}

/// What there is, was taken and is asked for of working time, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// What there is until the next meeting, as the secretary recorded it last.
    pub capacity: Option<u32>,
    /// What was spent so far on the requests of the agenda.
    pub spent: u32,
    /// What they still take.
    pub asked: u32,
    /// How many requests these are.
    pub requests: u32,
}

/// The hours of a meeting's agenda, as far as its reader sees the requests.
///
/// # Errors
/// As the database says.
pub async fn hours(app: &App, policy: &Policy, prepared: &Prepared) -> Result<Hours, AppError> {
    let items = prepared.pack.new.iter().chain(&prepared.pack.returning);
    let mut hours = Hours { capacity: minutes(app).await?, ..Hours::default() };
    for view in items.filter_map(|item| prepared.views.get(&item.reference)) {
        hours.spent = hours.spent.saturating_add(view.effort_minutes.unwrap_or(0));
        hours.asked = hours.asked.saturating_add(remaining(policy, view).0);
        hours.requests += 1;
    }
    Ok(hours)
}

/// What is before the committee and in which order.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the committee or the staff.
pub async fn ranking(app: &App, actor: &Actor) -> Result<Ranking, AppError> {
    let may = [Role::Committee, Role::Secretary, Role::Staff];
    if !may.iter().any(|role| actor.roles.has(*role)) {
        return Err(Rejection::RoleNeeded(Role::Committee).into());
    }
    let policy = app.policy().await?.policy;
    let all = ballots::before_committee(&app.store, MOST).await?;
    let mut candidates = Vec::new();
    let mut counted: BTreeMap<_, Places> = BTreeMap::new();
    let given = ballots::list(&app.store).await?;
    for reference in &all {
        let loaded = load(app, *reference).await?;
        let view = match projected(&policy, &loaded, Viewer::Person(*actor)) {
            Ok(view) => view,
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if view.depth != Depth::Party || view.standing.roles.is_empty() || view.stage.gate().is_none() {
            continue;
        }
        for (person, places) in &given {
            let counts = !loaded.request.aside.contains(person) && loaded.request.requester != Some(*person);
            if let Some(place) = places.get(reference).filter(|_| counts) {
                counted.entry(*person).or_default().insert(*reference, *place);
            }
        }
        candidates.push(view);
    }
    let names: Vec<_> = candidates.iter().map(|view| view.reference).collect();
    let member = actor.roles.has(Role::Committee);
    let own = counted.get(&actor.person).cloned().unwrap_or_default();
    let hidden = member && own.is_empty() && policy.committee.hide_positions_until_own;
    let shown = counted.len() >= ENOUGH && !hidden;
    let chosen = ballots::chosen(&app.store).await?.map(|(recorded, reason, at)| Chosen {
        order: in_order(&names, &recorded),
        // The words may speak of what the viewer has no part in.
        reason: reason.filter(|_| names.len() == all.len()),
        at,
    });
    Ok(Ranking {
        order: shown.then(|| order(&names, counted.values())),
        ballots: if shown { counted.len() } else { 0 },
        own,
        minutes: ballots::minutes(&app.store).await?,
        chosen,
        candidates,
    })
}

/// Minutes until the next meeting, as the secretary recorded them last.
///
/// # Errors
/// As the database says.
pub async fn minutes(app: &App) -> Result<Option<u32>, AppError> {
    Ok(ballots::minutes(&app.store).await?)
}

/// What a member may rank.
///
/// # Errors
/// [`Rejection::RoleNeeded`] for others than members.
pub(crate) async fn candidates(app: &App, actor: &Actor) -> Result<Vec<SupportRequestView>, AppError> {
    need(actor, Role::Committee)?;
    Ok(ranking(app, actor).await?.candidates)
}

/// Keeps a member's ballot: fields `place.REFERENCE`, a number from 1 to 99, or nothing to abstain.
///
/// # Errors
/// [`AppError::Form`] for what is no such number; [`Rejection::RoleNeeded`] for others than members.
pub async fn rank(app: &App, actor: &Actor, values: &Values) -> Result<(), AppError> {
    let candidates = candidates(app, actor).await?;
    let places = places(values, &candidates)?;
    let now = app.clock.now();
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        ballots::replace(&mut tx, actor.person, &places, now).await?;
        Ok(commit(tx).await?)
    })
    .await
}

/// Records the committee's own order: fields as in [`rank`], and `reason`, which is needed if the
/// order is another one than the ballots give. What has no number follows in the order of waiting.
///
/// # Errors
/// As [`rank`], for others than the secretary.
pub async fn choose(app: &App, actor: &Actor, values: &Values) -> Result<(), AppError> {
    need(actor, Role::Secretary)?;
    let ranking = ranking(app, actor).await?;
    let places = places(values, &ranking.candidates)?;
    let mut chosen: Vec<_> = ranking.candidates.iter().map(|view| view.reference).collect();
    chosen.sort_by_key(|reference| places.get(reference).copied().unwrap_or(u32::MAX));
    let written = values.get("reason").map_or("", |text| text.trim());
    let by_ballots = ranking.order.map(|order| order.iter().map(|one| one.reference).collect::<Vec<_>>());
    if written.is_empty() && by_ballots.is_none_or(|order| order != chosen) {
        return Err(wrong("reason", Problem::Text(TextError::Empty)));
    }
    let reason = if written.is_empty() {
        None
    } else {
        let read = Prose::<PROSE_MAX>::parse(written).map_err(Problem::Text);
        Some(read.map_err(|problem| wrong("reason", problem))?)
    };
    let reason = reason.as_ref().map(Prose::as_str);
    Ok(ballots::record(&app.store, None, Some(&chosen), reason, actor.person, app.clock.now()).await?)
}

/// Records the hours until the next meeting, as `40` or `7.5`.
///
/// # Errors
/// As [`rank`], for others than the secretary.
pub async fn set_hours(app: &App, actor: &Actor, hours: &str) -> Result<(), AppError> {
    need(actor, Role::Secretary)?;
    let minutes = minutes_of(hours).ok_or_else(|| wrong("hours", Problem::NotHours))?;
    Ok(ballots::record(&app.store, Some(minutes), None, None, actor.person, app.clock.now()).await?)
}

/// Reads hours as people write them.
#[must_use]
pub fn minutes_of(hours: &str) -> Option<u32> {
    let fields = Values::from([("hours".to_owned(), hours.to_owned())]);
    match helpdesk_domain::form::read(helpdesk_domain::CommandName::EstimateEffort, &fields) {
        Ok(helpdesk_domain::Command::EstimateEffort { minutes }) => Some(minutes),
        _ => None,
    }
}

fn need(actor: &Actor, role: Role) -> Result<(), AppError> {
    if actor.roles.has(role) { Ok(()) } else { Err(Rejection::RoleNeeded(role).into()) }
}

fn places(values: &Values, candidates: &[SupportRequestView]) -> Result<Places, AppError> {
    let mut places = Places::new();
    let mut errors = Vec::new();
    for (name, value) in values {
        let Some(reference) = name.strip_prefix("place.") else { continue };
        let value = value.trim();
        let known = candidates.iter().find(|view| view.reference.as_str() == reference);
        match (known, value.parse::<u32>()) {
            _ if value.is_empty() => {}
            (Some(view), Ok(place @ 1..=99)) => drop(places.insert(view.reference, place)),
            _ => errors.push(FieldError { field: name.clone(), problem: Problem::NotAChoice }),
        }
    }
    if errors.is_empty() { Ok(places) } else { Err(AppError::Form(errors)) }
}
