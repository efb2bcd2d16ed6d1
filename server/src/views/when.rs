//! Points in time as people read them, in UTC.

use super::words::{say, say_with};
use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use helpdesk_domain::time::{Date, Timestamp};
use maud::{Markup, html};

/// A day, such as `23 November 2026`.
#[must_use]
pub fn day(date: Date) -> Markup {
    let machine = date.to_string();
    html! { time datetime=(machine) { (day_words(&machine)) } }
}

/// The day of a moment; pointing at it shows the time of day.
#[must_use]
pub fn moment(at: Timestamp) -> Markup {
    let time = DateTime::from_timestamp(at.0, 0).unwrap_or_default();
    let machine = time.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let clock = format!("{:02}:{:02} UTC", time.hour(), time.minute());
    html! { time datetime=(machine) title=(clock) { (day_words(&at.date().to_string())) } }
}

/// A day to come or gone by, with how far away it is.
#[must_use]
pub fn deadline(by: Timestamp, now: Timestamp) -> Markup {
    html! { (moment(by)) " " span.far { "(" (distance(by, now)) ")" } }
}

/// How far a moment is away, in days.
#[must_use]
pub fn distance(at: Timestamp, now: Timestamp) -> String {
    let days = days_of(at) - days_of(now);
    match days {
        0 => say("helpdesk-site-today"),
        1.. => say_with("helpdesk-site-in-days", &[days.to_string()]),
        _ => say_with("helpdesk-site-days-ago", &[(-days).to_string()]),
    }
}

fn days_of(at: Timestamp) -> i64 {
    at.0.div_euclid(86_400)
}

fn day_words(machine: &str) -> String {
    let date = chrono::NaiveDate::parse_from_str(machine, "%Y-%m-%d").unwrap_or_default();
    let month = say(&format!("helpdesk-site-month-{}", date.month()));
    say_with("helpdesk-site-date", &[date.day().to_string(), month, date.year().to_string()])
}

/// A moment on somebody's clock: `24 November 2026, 16:00 (Europe/Stockholm, UTC+01:00)`.
#[must_use]
pub fn on_the_clock(at: Timestamp, zone: Tz) -> Markup {
    let time = DateTime::from_timestamp(at.0, 0).unwrap_or_default();
    let machine = time.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let local = time.with_timezone(&zone);
    let words = [
        day_words(&local.format("%Y-%m-%d").to_string()),
        local.format("%H:%M").to_string(),
        zone.name().to_owned(),
        local.format("%:z").to_string(),
    ];
    html! { time datetime=(machine) { (say_with("helpdesk-site-meeting-clock", &words)) } }
}

/// A month, such as `November 2026`, from `YYYY-MM`.
#[must_use]
pub fn month(machine: &str) -> Markup {
    let words = match machine.split_once('-').map(|(year, month)| (year, month.parse::<u8>())) {
        Some((year, Ok(month @ 1..=12))) => say_with(
            "helpdesk-site-month-of-year",
            &[say(&format!("helpdesk-site-month-{month}")), year.to_owned()],
        ),
        Some(_) | None => machine.to_owned(),
    };
    html! { time datetime=(machine) { (words) } }
}

/// Hours and minutes of work, such as `1.5`.
#[must_use]
pub fn hours(minutes: u32) -> String {
    let hundredths = (u64::from(minutes) * 100 + 30) / 60;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_as_its_day() {
        let html = moment(Timestamp(1_795_478_460)).into_string();
        assert!(html.contains(r#"datetime="2026-11-24T00:01:00Z""#), "{html}");
        assert!(html.contains("24 November 2026"), "{html}");
    }

    #[test]
    fn tomorrow_is_a_day_away_however_late_it_is() {
        let now = Timestamp(86_400 * 10 - 1);
        assert_eq!(distance(Timestamp(86_400 * 10), now), say_with("helpdesk-site-in-days", &["1".into()]));
        assert_eq!(distance(now, now), say("helpdesk-site-today"));
        assert_eq!(distance(Timestamp(0), now), say_with("helpdesk-site-days-ago", &["9".into()]));
    }

    #[test]
    fn work_is_shown_in_hours() {
        let shown: Vec<_> = [0, 15, 60, 90, 100].into_iter().map(hours).collect();
        assert_eq!(shown, ["0", "0.25", "1", "1.5", "1.67"]);
    }
}
