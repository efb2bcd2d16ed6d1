//! The committee's seats: who holds which one on which day.
//!
//! Seats are only ever added and ended, so the committee of a past day stays known.

use crate::ids::PersonId;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Somebody who holds a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// The region that they are counted for, by the policy's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The affiliates that they belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliates: Vec<String>,
}

/// Somebody who holds another's seat for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substitute {
    /// Who.
    pub holder: Holder,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// A seat, for one member's term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The stable name of the seat and term.
    pub id: String,
    /// Whose it is.
    pub holder: Holder,
    /// The first day of the term.
    pub from: Date,
    /// The last day of the term, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Who holds it instead on some days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<Substitute>,
}

impl Seat {
    /// Whether the day is within the term.
    #[must_use]
    pub fn in_term(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Who holds the seat on that day: the substitute, else the member; nobody out of term.
    #[must_use]
    pub fn holder_on(&self, day: Date) -> Option<&Holder> {
        let instead = self.substitutes.iter().find(|one| one.from <= day && day <= one.until);
        self.in_term(day).then(|| instead.map_or(&self.holder, |one| &one.holder))
    }

    /// The days on which somebody is named for this seat: the member for the whole term.
    fn spans(&self) -> impl Iterator<Item = (PersonId, Date, Option<Date>)> + '_ {
        let own = (self.holder.person, self.from, self.until);
        std::iter::once(own)
            .chain(self.substitutes.iter().map(|one| (one.holder.person, one.from, Some(one.until))))
    }
}

/// A contradiction between seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeatProblem {
    /// A name is there twice.
    NameTwice(String),
    /// A term ends before it begins.
    EndsBefore(String),
    /// Somebody stands in until a day before the first.
    StandsInBackwards(String, PersonId),
    /// Somebody stands in on days that are not all of the term.
    OutsideTerm(String, PersonId),
    /// Two stand in for one seat on one day.
    TwoStandIn(String),
    /// Somebody is named for two seats on one day.
    TwoSeats(PersonId, String, String),
}

impl SeatProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameTwice(_) => "name-twice",
            Self::EndsBefore(_) => "ends-before",
            Self::StandsInBackwards(..) => "stands-in-backwards",
            Self::OutsideTerm(..) => "outside-term",
            Self::TwoStandIn(_) => "two-stand-in",
            Self::TwoSeats(..) => "two-seats",
        }
    }
}

impl fmt::Display for SeatProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTwice(seat) => write!(out, "seat {seat}: the name is there twice"),
            Self::EndsBefore(seat) => write!(out, "seat {seat}: the term ends before it begins"),
            Self::StandsInBackwards(seat, name) => {
                write!(out, "seat {seat}: {name} stands in until a day before the first")
            }
            Self::OutsideTerm(seat, name) => write!(out, "seat {seat}: {name} stands in outside of the term"),
            Self::TwoStandIn(seat) => write!(out, "seat {seat}: two stand in on one day"),
            Self::TwoSeats(name, one, other) => {
                write!(out, "{name} is named for two seats on one day: {one}, {other}")
            }
        }
    }
}

/// Seats without contradictions, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Seat>", into = "Vec<Seat>")]
pub struct Seats(Vec<Seat>);

impl Seats {
    /// Checks the seats.
    ///
    /// # Errors
    /// All that is wrong: a name twice, a term or a substitution that ends before it begins or
    /// leaves the term, two substitutes at once, somebody with two seats on one day.
    pub fn new(mut seats: Vec<Seat>) -> Result<Self, Vec<SeatProblem>> {
        seats.sort_by(|one, other| one.id.cmp(&other.id));
        let mut found = Vec::new();
        let mut names = BTreeSet::new();
        for seat in &seats {
            if !names.insert(&seat.id) {
                found.push(SeatProblem::NameTwice(seat.id.clone()));
            }
            if seat.until.is_some_and(|until| until < seat.from) {
                found.push(SeatProblem::EndsBefore(seat.id.clone()));
            }
            substitute_problems(seat, &mut found);
        }
        let spans: Vec<_> =
            seats.iter().flat_map(|seat| seat.spans().map(move |span| (&seat.id, span))).collect();
        for (n, (seat, one)) in spans.iter().enumerate() {
            for (other_seat, other) in &spans[n + 1..] {
                if one.0 == other.0 && overlap((one.1, one.2), (other.1, other.2)) {
                    found.push(SeatProblem::TwoSeats(one.0, (*seat).clone(), (*other_seat).clone()));
                }
            }
        }
        if found.is_empty() { Ok(Self(seats)) } else { Err(found) }
    }

    /// All of them, whatever the day.
    #[must_use]
    pub fn all(&self) -> &[Seat] {
        &self.0
    }

    /// The seats in term on that day with who holds them.
    pub fn on(&self, day: Date) -> impl Iterator<Item = (&Seat, &Holder)> {
        self.0.iter().filter_map(move |seat| Some((seat, seat.holder_on(day)?)))
    }

    /// The seat that the person holds on that day.
    #[must_use]
    pub fn of(&self, person: PersonId, day: Date) -> Option<(&Seat, &Holder)> {
        self.on(day).find(|(_, holder)| holder.person == person)
    }
}

fn substitute_problems(seat: &Seat, found: &mut Vec<SeatProblem>) {
    for (n, one) in seat.substitutes.iter().enumerate() {
        let name = one.holder.person;
        if one.until < one.from {
            found.push(SeatProblem::StandsInBackwards(seat.id.clone(), name));
        } else if !seat.in_term(one.from) || !seat.in_term(one.until) {
            found.push(SeatProblem::OutsideTerm(seat.id.clone(), name));
        }
        let days = |one: &Substitute| (one.from, Some(one.until));
        if seat.substitutes[n + 1..].iter().any(|other| overlap(days(one), days(other))) {
            found.push(SeatProblem::TwoStandIn(seat.id.clone()));
        }
    }
}

/// Whether two names mean the same affiliate: without regard to case and to space around them.
#[must_use]
pub fn same_affiliate(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn overlap(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    one.1.is_none_or(|until| other.0 <= until) && other.1.is_none_or(|until| one.0 <= until)
}

impl From<Seats> for Vec<Seat> {
    fn from(seats: Seats) -> Self {
        seats.0
    }
}

impl TryFrom<Vec<Seat>> for Seats {
    type Error = String;

    fn try_from(seats: Vec<Seat>) -> Result<Self, Self::Error> {
        Self::new(seats)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}
