//! The committee's seats: who holds which one on which day. Stewards add and end them.

use crate::app::resolve::wrong;
use crate::app::{App, AppError, aside, ids, insist, token};
use crate::store::seats::{self, SeatRow};
use crate::store::{StoreError, begin, commit, leases, people, role_grants};
use helpdesk_domain::committee::{Holder, Seat, SeatProblem, Seats, Substitute};
use helpdesk_domain::form::Problem;
use helpdesk_domain::text::TextError;
use helpdesk_domain::{Actor, Date, FieldError, PersonId, Reference, Rejection, Role, Timestamp, Values};
use std::collections::{BTreeMap, BTreeSet};

/// Under which seats are changed one after the other.
const TURN: &str = "seats";

/// Why the seats stay as they are.
#[derive(Debug)]
pub enum NotSeated {
    /// The seats would contradict each other.
    Problem(SeatProblem),
    /// What is over stays as it was: a term ends yesterday at the earliest.
    TooLate,
    /// As everywhere else.
    Other(AppError),
}

impl From<AppError> for NotSeated {
    fn from(error: AppError) -> Self {
        Self::Other(error)
    }
}

impl From<StoreError> for NotSeated {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

/// The committee as the page of its seats shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committee {
    /// All seats, whatever the day.
    pub seats: Seats,
    /// Names of all who are named in seats or have the role.
    pub names: BTreeMap<PersonId, String>,
    /// Who has the role of a member.
    pub members: BTreeSet<PersonId>,
    /// The names of substitutions, by term and first day.
    pub stand_ins: BTreeMap<(Reference, Date), Reference>,
}

/// The seats as they are known now, or as they were known at a moment: what was entered or ended
/// later does not change what was decided before.
///
/// # Errors
/// As the database says.
pub async fn known(app: &App, at: Option<Timestamp>) -> Result<Seats, AppError> {
    Ok(made_of(&seats::list(&app.store).await?, at.unwrap_or(Timestamp(i64::MAX)))?)
}

/// The seats as they were known at any moment.
#[derive(Clone, Debug)]
pub(crate) struct OverTime(Vec<SeatRow>);

impl OverTime {
    /// Reads them.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn read(app: &App) -> Result<Self, AppError> {
        Ok(Self(seats::list(&app.store).await?))
    }

    /// What was known at that moment, as [`known`] gives it.
    ///
    /// # Errors
    /// If the rows contradict each other.
    pub(crate) fn at(&self, at: Timestamp) -> Result<Seats, AppError> {
        Ok(made_of(&self.0, at)?)
    }
}

/// The committee, towards those who work with it or seat it.
///
/// # Errors
/// [`Rejection::RoleNeeded`] for others.
pub async fn committee(app: &App, actor: &Actor) -> Result<Committee, AppError> {
    let may = [Role::Committee, Role::Secretary, Role::Staff, Role::Steward];
    if !may.iter().any(|role| actor.roles.has(*role)) {
        return Err(Rejection::RoleNeeded(Role::Committee).into());
    }
    let rows = seats::list(&app.store).await?;
    let seats = made_of(&rows, Timestamp(i64::MAX))?;
    let stand_in = |row: &SeatRow| Some(((row.stands_in_for?, row.from), row.reference));
    let stand_ins = rows.iter().filter(|row| row.ended.is_none()).filter_map(stand_in).collect();
    let mut names = BTreeMap::new();
    let mut members = BTreeSet::new();
    for (person, name, role) in role_grants::list(&app.store).await? {
        if role == Role::Committee {
            members.insert(person);
            names.insert(person, name);
        }
    }
    let named = |seat: &Seat| {
        std::iter::once(seat.holder.person)
            .chain(seat.substitutes.iter().map(|one| one.holder.person))
            .collect::<Vec<_>>()
    };
    let seated: BTreeSet<_> = seats.all().iter().flat_map(named).collect();
    names.extend(app.names.of(&app.store, &seated).await?);
    Ok(Committee { seats, names, members, stand_ins })
}

/// Adds a term, or days on which somebody stands in for the term `stands_in_for`. Fields: `name` of
/// the wiki account, `region` by the policy's id, `affiliates` one a line, `from` and `until` as
/// `YYYY-MM-DD`; a term may be without the last day, and who stands in without region and affiliates.
///
/// # Errors
/// [`NotSeated`]; in it [`AppError::Form`] by field, and [`Rejection::RoleNeeded`] for others than
/// stewards.
pub async fn add(
    app: &App,
    actor: &Actor,
    new: &Values,
    stands_in_for: Option<Reference>,
) -> Result<(), NotSeated> {
    steward(actor)?;
    let now = app.clock.now();
    let seat = read(app, new, stands_in_for, now).await?;
    until_settled(async || added(app, actor, &seat, stands_in_for).await).await?;
    tracing::info!(actor.id = %actor.person, person.id = %seat.person, seat = %seat.reference, "a seat was added");
    aside::reconsider(app).await?;
    Ok(())
}

async fn added(
    app: &App,
    actor: &Actor,
    seat: &SeatRow,
    stands_in_for: Option<Reference>,
) -> Result<(), NotSeated> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    leases::in_turn(&mut tx, TURN, &token::short(app)?).await?;
    let mut rows = seats::lock(&mut tx).await?;
    if rows.iter().any(|row| row.reference == seat.reference) {
        // An earlier try was committed, and nobody said so.
        return Ok(());
    }
    if stands_in_for.is_some_and(|term| !rows.iter().any(|row| row.reference == term)) {
        return Err(AppError::NotFound.into());
    }
    rows.push(seat.clone());
    without_contradiction(&rows)?;
    seats::insert(&mut tx, seat, actor.person).await?;
    Ok(commit(tx).await?)
}

/// Runs a change of the seats again while what it met in the database may pass.
async fn until_settled<F>(run: impl Fn() -> F) -> Result<(), NotSeated>
where
    F: Future<Output = Result<(), NotSeated>>,
{
    let once = || async {
        match run().await {
            Err(NotSeated::Other(error)) => Err(error),
            settled => Ok(settled),
        }
    };
    insist(once).await?
}

/// Ends a term or a substitution with that day. One that has not begun is as if it had never been.
///
/// # Errors
/// As [`add`]; [`NotSeated::TooLate`] for a day before yesterday.
pub async fn end(app: &App, actor: &Actor, reference: Reference, last_day: &str) -> Result<(), NotSeated> {
    steward(actor)?;
    let now = app.clock.now();
    let last_day = Date::parse(last_day.trim()).ok_or_else(|| wrong("last_day", Problem::NotADay))?;
    if last_day < Timestamp(now.0 - 86_400).date() {
        return Err(NotSeated::TooLate);
    }
    until_settled(async || ended(app, actor, reference, last_day, now).await).await?;
    tracing::info!(actor.id = %actor.person, seat = %reference, "a seat was ended");
    aside::reconsider(app).await?;
    Ok(())
}

async fn ended(
    app: &App,
    actor: &Actor,
    reference: Reference,
    last_day: Date,
    now: Timestamp,
) -> Result<(), NotSeated> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    leases::in_turn(&mut tx, TURN, &token::short(app)?).await?;
    let mut rows = seats::lock(&mut tx).await?;
    let row = rows.iter_mut().find(|row| row.reference == reference).ok_or(AppError::NotFound)?;
    if row.ended == Some((last_day, now)) {
        // As above.
        return Ok(());
    }
    if row.ended.is_some() || row.until.is_some_and(|until| until < last_day) {
        return Err(AppError::NotFound.into());
    }
    row.ended = Some((last_day, now));
    without_contradiction(&rows)?;
    seats::end(&mut tx, reference, last_day, actor.person, now).await?;
    Ok(commit(tx).await?)
}

fn steward(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Steward) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Steward).into()) }
}

/// Reads what was entered; all that is wrong is said at once.
async fn read(
    app: &App,
    new: &Values,
    stands_in_for: Option<Reference>,
    now: Timestamp,
) -> Result<SeatRow, AppError> {
    let text = |name: &str| new.get(name).map_or("", |text| text.trim());
    let mut errors = Vec::new();
    let mut problem = |field: &str, problem| errors.push(FieldError { field: field.to_owned(), problem });
    let person = people::find_by_name(&app.store, &text("name").replace('_', " ")).await?;
    if person.is_none() {
        problem("name", Problem::NotAPerson);
    }
    let region = Some(text("region")).filter(|region| !region.is_empty()).map(str::to_owned);
    let policy = app.policy().await?.policy;
    if region.as_ref().is_some_and(|id| !policy.regions.iter().any(|known| known.id == *id)) {
        problem("region", Problem::NotAChoice);
    }
    let affiliates: Vec<String> =
        text("affiliates").lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let longest = affiliates.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    if affiliates.len() > 20 || longest > 250 {
        problem(
            "affiliates",
            Problem::Text(TextError::TooLong { max: 250, length: u32::try_from(longest).unwrap_or(u32::MAX) }),
        );
    }
    let from = Date::parse(text("from"));
    if from.is_none() {
        problem("from", Problem::NotADay);
    }
    let until = Date::parse(text("until"));
    if until.is_none() && (stands_in_for.is_some() || !text("until").is_empty()) {
        problem("until", Problem::NotADay);
    }
    let (Some(person), Some(from), true) = (person, from, errors.is_empty()) else {
        return Err(AppError::Form(errors));
    };
    let reference = ids::new_reference(&*app.ids).map_err(AppError::Internal)?;
    Ok(SeatRow {
        reference,
        stands_in_for,
        person,
        region,
        affiliates,
        from,
        until,
        added_at: now,
        ended: None,
    })
}

fn without_contradiction(rows: &[SeatRow]) -> Result<(), NotSeated> {
    match Seats::new(seats_of(rows, Timestamp(i64::MAX))) {
        Ok(_) => Ok(()),
        Err(problems) => match problems.into_iter().next() {
            Some(problem) => Err(NotSeated::Problem(problem)),
            None => Ok(()),
        },
    }
}

fn made_of(rows: &[SeatRow], at: Timestamp) -> Result<Seats, StoreError> {
    Seats::try_from(seats_of(rows, at)).map_err(StoreError::Broken)
}

/// The terms that were known at a moment, with who stands in.
fn seats_of(rows: &[SeatRow], at: Timestamp) -> Vec<Seat> {
    let known = |row: &&SeatRow| row.added_at <= at;
    let until = |row: &SeatRow| match row.ended {
        Some((last_day, said_at)) if said_at <= at => Some(last_day),
        Some(_) | None => row.until,
    };
    // What was ended before it began never was.
    let was = |row: &&SeatRow| {
        let ended = row.ended.filter(|(_, said_at)| *said_at <= at);
        ended.is_none_or(|(last_day, _)| row.from <= last_day)
    };
    let holder = |row: &SeatRow| Holder {
        person: row.person,
        region: row.region.clone(),
        affiliates: row.affiliates.clone(),
    };
    let terms = rows.iter().filter(known).filter(was).filter(|row| row.stands_in_for.is_none());
    let seat = |term: &SeatRow| {
        let last_day = until(term);
        let substitutes = rows
            .iter()
            .filter(known)
            .filter(was)
            .filter(|row| row.stands_in_for == Some(term.reference))
            // Who stands in for somebody whose term is ended earlier stands in no longer than that.
            .filter(|row| last_day.is_none_or(|last_day| row.from <= last_day))
            .filter_map(|row| {
                let own = until(row)?;
                let until = last_day.map_or(own, |last_day| own.min(last_day));
                Some(Substitute { holder: holder(row), from: row.from, until })
            })
            .collect();
        Seat {
            id: term.reference.to_string(),
            holder: holder(term),
            from: term.from,
            until: last_day,
            substitutes,
        }
    };
    terms.map(seat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    fn row(n: u8, from: &str, until: Option<&str>, added_at: i64) -> SeatRow {
        SeatRow {
            reference: Reference::from_random([0, 0, 0, 0, n]),
            stands_in_for: None,
            person: PersonId::from_random([0, 0, 0, 0, n]),
            region: Some("south-asia".to_owned()),
            affiliates: Vec::new(),
            from: day(from),
            until: until.map(day),
            added_at: Timestamp(added_at),
            ended: None,
        }
    }

    fn on(rows: &[SeatRow], at: i64, date: &str) -> usize {
        made_of(rows, Timestamp(at)).expect("seats").on(day(date)).count()
    }

    #[test]
    fn what_is_said_later_does_not_change_the_committee_of_a_past_decision() {
        let late = row(1, "2026-01-01", None, 500);
        let mut ended = row(2, "2026-01-01", None, 100);
        ended.ended = Some((day("2026-02-01"), Timestamp(300)));
        let rows = [late, ended];
        assert_eq!(on(&rows, 200, "2026-03-01"), 1, "neither the entry nor the end was known");
        assert_eq!(on(&rows, 400, "2026-03-01"), 0, "the end is");
        assert_eq!(on(&rows, i64::MAX, "2026-01-15"), 2);
    }

    #[test]
    fn a_term_that_is_ended_before_it_begins_never_was() {
        let mut rows = [row(1, "2026-05-01", None, 100)];
        rows[0].ended = Some((day("2026-04-01"), Timestamp(200)));
        assert_eq!(on(&rows, i64::MAX, "2026-05-02"), 0);
        assert_eq!(on(&rows, 150, "2026-05-02"), 1);
    }

    #[test]
    fn nobody_stands_in_beyond_a_term_that_was_ended() {
        let mut term = row(1, "2026-01-01", None, 100);
        term.ended = Some((day("2026-01-20"), Timestamp(200)));
        let mut instead = row(2, "2026-01-10", Some("2026-02-10"), 100);
        instead.stands_in_for = Some(term.reference);
        let rows = [term, instead];
        let seats = made_of(&rows, Timestamp(i64::MAX)).expect("seats");
        assert_eq!(seats.all()[0].substitutes[0].until, day("2026-01-20"));
        assert!(seats.of(PersonId::from_random([0, 0, 0, 0, 2]), day("2026-01-15")).is_some());
        assert_eq!(on(&rows, i64::MAX, "2026-01-25"), 0);
    }
}
