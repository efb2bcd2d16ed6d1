//! Meetings as a calendar that other programs follow: RFC 5545.

use crate::app::App;
use crate::app::meetings::Meeting;
use crate::views::words::{say, say_with};
use chrono::DateTime;
use helpdesk_domain::{Policy, Timestamp};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

/// The calendar of these meetings: when they are, and nothing of what is said in them or how to take
/// part. A meeting keeps its UID when it is moved or called off.
#[must_use]
pub fn calendar(app: &App, policy: &Policy, meetings: &[Meeting]) -> String {
    let host = app.config.public_url.host_str().unwrap_or("helpdesk");
    let address = app.config.public_url.join("meetings").map(String::from).unwrap_or_default();
    let name = say_with("helpdesk-site-meetings-calendar", std::slice::from_ref(&policy.organisation.helpdesk));
    let mut calendar = Calendar::new();
    calendar.name(&name);
    for meeting in meetings {
        let (starts, ends) = (
            moment(meeting.starts_at),
            moment(Timestamp(meeting.starts_at.0 + i64::from(meeting.minutes) * 60)),
        );
        let status = if meeting.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
        let event = Event::new()
            .uid(&format!("{}@{host}", meeting.reference))
            .timestamp(moment(meeting.changed_at))
            .sequence(meeting.changes)
            .summary(&name)
            .description(&say("helpdesk-site-meetings-lead"))
            .starts(starts)
            .ends(ends)
            .url(&address)
            .status(status)
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}

fn moment(at: Timestamp) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(at.0, 0).unwrap_or_default()
}
