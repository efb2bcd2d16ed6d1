//! A meeting that was, with what was typed in it, and one that comes, with its hours and ballots.

use crate::app::App;
use crate::app::meetings::{Note, Prepared, Typed, add, list, prepared, save_note};
use crate::app::ranking;
use crate::cli::demo_seed::accounts::{Cast, Who};
use crate::clock::SetClock;
use anyhow::{Result, anyhow};
use helpdesk_domain::{Event, Recorded, Timestamp, Values, Viewer};
use std::sync::Arc;

const DAY: i64 = 86_400;
/// Room for about three requests.
const HOURS: &str = "36";

/// Plans both, unless there are meetings.
pub(crate) async fn hold(app: &App, clock: &Arc<SetClock>, cast: &Cast, now: Timestamp) -> Result<()> {
    let secretary = cast.actor(Who::Secretary)?;
    if !list(app, Viewer::Person(*secretary)).await?.is_empty() {
        return Ok(());
    }
    let typed = |days: i64| Typed {
        day: Timestamp(now.0 + days * DAY).date().to_string(),
        time: "15:00".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        minutes: "90".to_owned(),
        place: "https://meet.example.org/expert-committee".to_owned(),
    };
    clock.set(Timestamp(now.0 - 40 * DAY));
    let wrong = |wrong| anyhow!("{wrong:?}");
    let held = add(app, secretary, &typed(-14)).await?.map_err(wrong)?;
    add(app, secretary, &typed(8)).await?.map_err(wrong)?;
    clock.set(Timestamp(now.0 - 14 * DAY));
    let general = Note {
        version: 0,
        public: "All requests that wait were looked at. No request is urgent.".to_owned(),
        internal: "Two members could not come; their positions were there before.".to_owned(),
    };
    save_note(app, secretary, held, None, &general).await?;
    let Prepared { pack, views, meeting, .. } = prepared(app, secretary, held).await?;
    for item in pack.new.iter().chain(&pack.returning) {
        // The stories are told to their end: what came before the committee later was not in that meeting.
        let asked = |recorded: &Recorded| {
            matches!(recorded.event, Event::ReadyForCommittee { .. } | Event::ReadyForGo { .. })
                && recorded.at <= meeting.starts_at
        };
        if !views.get(&item.reference).is_some_and(|view| view.history.iter().any(asked)) {
            continue;
        }
        let note = Note {
            version: 0,
            public: "The committee would like to see how the mapping is documented.".to_owned(),
            internal: String::new(),
        };
        save_note(app, secretary, held, Some(item.reference), &note).await?;
    }
    Ok(())
}

/// Hours until the coming meeting, and the ballots of those members who sent theirs, unless there are any.
pub(crate) async fn rank(app: &App, clock: &Arc<SetClock>, cast: &Cast, now: Timestamp) -> Result<()> {
    if ranking::minutes(app).await?.is_some() {
        return Ok(());
    }
    clock.set(Timestamp(now.0 - 2 * DAY));
    ranking::set_hours(app, cast.actor(Who::Secretary)?, HOURS).await?;
    for (n, who) in [Who::Member, Who::OtherMember, Who::Neighbour].into_iter().enumerate() {
        let member = cast.actor(who)?;
        let candidates = ranking::ranking(app, member).await?.candidates;
        // Each begins at another request; nobody is forced to rank the last one.
        let mut names: Vec<_> = candidates.iter().map(|view| view.reference).collect();
        let from = n.min(names.len());
        names.rotate_left(from);
        names.truncate(names.len().saturating_sub(n));
        let place = |(place, reference): (usize, _)| (format!("place.{reference}"), (place + 1).to_string());
        let ballot: Values = names.into_iter().enumerate().map(place).collect();
        ranking::rank(app, member, &ballot).await?;
    }
    Ok(())
}
