//! Points in time and calendar days, always in UTC. Nothing here reads a clock.

use chrono::{DateTime, Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

const SECONDS_A_DAY: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment, `days` times 24 hours later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0 + i64::from(days) * SECONDS_A_DAY)
    }

    /// This moment, so many calendar months earlier; the last day of a shorter month stands for the
    /// days that it does not have. `None` before the calendar's beginning.
    #[must_use]
    pub fn minus_months(self, months: u32) -> Option<Self> {
        let at = DateTime::from_timestamp(self.0, 0)?.checked_sub_months(Months::new(months))?;
        Some(Self(at.timestamp()))
    }

    /// Whole days from `earlier` to this moment, 0 if it is not later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> u32 {
        u32::try_from((self.0 - earlier.0) / SECONDS_A_DAY).unwrap_or(0)
    }

    /// The UTC calendar day that this moment falls on.
    #[must_use]
    pub fn date(self) -> Date {
        Date(DateTime::from_timestamp(self.0, 0).unwrap_or_default().date_naive())
    }
}

/// A calendar day of the proleptic Gregorian calendar, written `YYYY-MM-DD` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(NaiveDate);

impl Date {
    /// Reads `YYYY-MM-DD`; `None` if that is no day of the calendar or outside the years 1900-2999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        if !(1900..3000).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(Self)
    }

    /// The last second of this day, in UTC: a deadline on a day holds until the day is over.
    #[must_use]
    pub fn end(self) -> Timestamp {
        Timestamp(self.0.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() + SECONDS_A_DAY - 1)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }
}

fn digits(part: &str, length: usize) -> Option<u32> {
    (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| part.parse().ok())
        .flatten()
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a day is written YYYY-MM-DD")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written_the_same() {
        for text in ["2024-02-29", "1999-12-31", "2026-11-23"] {
            assert_eq!(Date::parse(text).expect("a day").to_string(), text);
        }
    }

    #[test]
    fn months_are_counted_back_over_leap_days() {
        let noon = |text| Timestamp(Date::parse(text).expect("a day").end().0 - 43_199);
        for (from, months, to) in [
            ("2024-02-29", 12, "2023-02-28"),
            ("2028-02-29", 48, "2024-02-29"),
            ("2026-03-31", 1, "2026-02-28"),
            ("2026-01-15", 24, "2024-01-15"),
        ] {
            assert_eq!(noon(from).minus_months(months), Some(noon(to)), "{from}");
        }
        assert_eq!(Timestamp(i64::MIN).minus_months(1), None);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2023-02-29", "2026-13-01", "2026-1-1", "26-01-01", "", "2026-01-01x", "+026-01-01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_deadline_holds_to_the_last_second_of_its_day() {
        let day = Date::parse("2024-02-29").expect("a day");
        assert_eq!(day.end().date(), day);
        assert_ne!(Timestamp(day.end().0 + 1).date(), day);
    }
}
