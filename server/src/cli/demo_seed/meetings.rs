//! A meeting that was, with what was typed in it, and one that comes.

use crate::app::App;
use crate::app::meetings::{Note, Typed, add, list, prepared, save_note};
use crate::cli::demo_seed::accounts::{Cast, Who};
use crate::clock::SetClock;
use anyhow::{Result, anyhow};
use helpdesk_domain::{Timestamp, Viewer};
use std::sync::Arc;

const DAY: i64 = 86_400;

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
    let pack = prepared(app, secretary, held).await?.pack;
    for item in pack.new.iter().chain(&pack.returning) {
        let note = Note {
            version: 0,
            public: "The committee would like to see how the mapping is documented.".to_owned(),
            internal: String::new(),
        };
        save_note(app, secretary, held, Some(item.reference), &note).await?;
    }
    Ok(())
}
