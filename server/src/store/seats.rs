//! The committee's seats: table `seat`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{Date, PersonId, Reference, Timestamp};
use mysql_async::params;
use mysql_async::prelude::Queryable;

/// A member's term, or some days on which somebody stands in for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatRow {
    /// Its name.
    pub reference: Reference,
    /// The term in which somebody stands in; `None` for a term.
    pub stands_in_for: Option<Reference>,
    /// Who.
    pub person: PersonId,
    /// The region that they are counted for, by the policy's id.
    pub region: Option<String>,
    /// The affiliates that they belong to.
    pub affiliates: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day as it was said at first, if it was.
    pub until: Option<Date>,
    /// When it was entered.
    pub added_at: Timestamp,
    /// The last day that was said later, and when it was said.
    pub ended: Option<(Date, Timestamp)>,
}

type Raw = (
    String,
    Option<String>,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
    i64,
    Option<String>,
    Option<i64>,
);

fn row(raw: Raw) -> Result<SeatRow, StoreError> {
    let (id, stands_in_for, who, region, affiliates, from, until, added_at, ended_on, ended_at) = raw;
    let broken = |column: &str| StoreError::Broken(format!("seat.{column} of {id}"));
    let day = |text: &str, column: &str| Date::parse(text).ok_or_else(|| broken(column));
    let name = |text: &str, column: &str| Reference::parse(text).ok_or_else(|| broken(column));
    let ended = ended_on.as_deref().map(|text| day(text, "ended_on")).transpose()?;
    Ok(SeatRow {
        reference: name(&id, "reference")?,
        stands_in_for: stands_in_for.as_deref().map(|text| name(text, "stands_in_for")).transpose()?,
        person: person(&who, "seat.person")?,
        region,
        affiliates: serde_json::from_str(&affiliates).map_err(|_| broken("affiliates"))?,
        from: day(&from, "from_day")?,
        until: until.as_deref().map(|text| day(text, "until_day")).transpose()?,
        added_at: Timestamp(added_at),
        ended: ended.zip(ended_at.map(Timestamp)),
    })
}

/// All rows, by their first day.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(store: &Store) -> Result<Vec<SeatRow>, StoreError> {
    let rows: Vec<Raw> = store.conn().await?.query(sql!("seat/list")).await?;
    rows.into_iter().map(row).collect()
}

/// All rows, locked until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock(tx: &mut Tx<'_>) -> Result<Vec<SeatRow>, StoreError> {
    let rows: Vec<Raw> = tx.query(sql!("seat/lock")).await?;
    rows.into_iter().map(row).collect()
}

/// Adds a row.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(tx: &mut Tx<'_>, seat: &SeatRow, by: PersonId) -> Result<(), StoreError> {
    let affiliates = serde_json::to_string(&seat.affiliates);
    let row = params! {
        "reference" => seat.reference.as_str(),
        "stands_in_for" => seat.stands_in_for.map(|term| term.to_string()),
        "person" => seat.person.as_str(),
        "region" => &seat.region,
        "affiliates" => affiliates.map_err(|error| StoreError::Broken(error.to_string()))?,
        "from_day" => seat.from.to_string(),
        "until_day" => seat.until.map(|day| day.to_string()),
        "added_by" => by.as_str(),
        "added_at" => seat.added_at.0,
    };
    Ok(tx.exec_drop(sql!("seat/insert"), row).await?)
}

/// Says when a row ends; nothing changes if that was said before.
///
/// # Errors
/// As the database says.
pub(crate) async fn end(
    tx: &mut Tx<'_>,
    reference: Reference,
    on: Date,
    by: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = params! {
        "reference" => reference.as_str(),
        "ended_on" => on.to_string(),
        "ended_by" => by.as_str(),
        "ended_at" => now.0,
    };
    Ok(tx.exec_drop(sql!("seat/end"), row).await?)
}
