//! What happened to requests, with its texts: tables `event` and `prose`.

use crate::app::ids::Ids;
use crate::store::prose::{put_back, take_out};
use crate::store::support_requests::{Head, title};
use crate::store::{StoreError, Tx, person, sql};
use helpdesk_domain::people::Capacity;
use helpdesk_domain::{Event, Recorded, Reference, SupportRequest, Timestamp, fold};
use mysql_async::prelude::Queryable;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as PlainError, StrDeserializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A request with what belongs to its record besides the events.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    /// The record's head, read in the same statement.
    pub(crate) head: Head,
    /// How much was read, in bytes.
    pub(crate) size: usize,
    /// The request as its events make it.
    pub(crate) request: Arc<SupportRequest>,
}

/// The columns of `support_request/load`.
type RawColumns =
    (u64, u32, Option<Vec<u8>>, u32, i64, Option<String>, String, Option<String>, Option<u16>, Option<String>);

struct Raw {
    id: u64,
    changes: u32,
    page: Option<Vec<u8>>,
    seq: u32,
    at: i64,
    by_person: Option<String>,
    capacity: String,
    data: Option<String>,
    n: Option<u16>,
    body: Option<String>,
}

impl Raw {
    /// By the places of columns: to look them up by name in each row costs as much as to read them.
    fn of(row: RawColumns) -> Self {
        let (id, changes, page, seq, at, by_person, capacity, data, n, body) = row;
        Self { id, changes, page, seq, at, by_person, capacity, data, n, body }
    }
}

/// Reads a request by its events, in one statement.
///
/// # Errors
/// As the database says, or [`StoreError::Broken`].
pub(crate) async fn find(
    conn: &mut impl Queryable,
    reference: Reference,
) -> Result<Option<Loaded>, StoreError> {
    let statement = sql!("support_request/load");
    let rows: Vec<Raw> = conn.exec_map(statement, (reference.as_str(),), Raw::of).await?;
    whole(reference, rows)
}

fn whole(reference: Reference, mut rows: Vec<Raw>) -> Result<Option<Loaded>, StoreError> {
    rows.sort_unstable_by_key(|row| (row.seq, row.n));
    let Some(first) = rows.first_mut() else {
        return Ok(None);
    };
    let head = Head { id: first.id, changes: first.changes, page: first.page.take().map(title) };
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let size = rows.iter().map(|row| length(&row.data) + length(&row.body)).sum();
    let broken = |what: &str| StoreError::Broken(format!("{what} of request {reference}"));
    let history = history(rows)?;
    let request = fold(reference, history).ok_or_else(|| broken("the events"))?;
    Ok(Some(Loaded { head, size, request: Arc::new(request) }))
}

/// Reads all requests, in the order in which they came in.
///
/// # Errors
/// As [`find`].
pub(crate) async fn all(conn: &mut impl Queryable) -> Result<Vec<Loaded>, StoreError> {
    let mut requests: BTreeMap<u64, Vec<Raw>> = BTreeMap::new();
    let rows: Vec<RawColumns> = conn.query(sql!("support_request/load_all")).await?;
    for row in rows.into_iter().map(Raw::of) {
        requests.entry(row.id).or_default().push(row);
    }
    let references: Vec<(u64, String)> = conn.query(sql!("support_request/references")).await?;
    let mut loaded = Vec::with_capacity(requests.len());
    for (id, reference) in references {
        // One that came in between the two statements has no events here yet.
        let Some(rows) = requests.remove(&id) else { continue };
        let known = Reference::parse(&reference);
        let reference = known.ok_or_else(|| StoreError::Broken(format!("reference {reference:?}")))?;
        loaded.extend(whole(reference, rows)?);
    }
    Ok(loaded)
}

fn history(rows: Vec<Raw>) -> Result<Vec<Recorded>, StoreError> {
    let mut history = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(mut row) = rows.next() {
        let mut texts = BTreeMap::new();
        texts.extend(row.n.zip(row.body.take()));
        while let Some(next) = rows.next_if(|next| next.seq == row.seq) {
            texts.extend(next.n.zip(next.body));
        }
        history.push(recorded(row, &mut texts)?);
    }
    Ok(history)
}

fn recorded(row: Raw, texts: &mut BTreeMap<u16, String>) -> Result<Recorded, StoreError> {
    let broken = |error: &dyn std::fmt::Display| StoreError::Broken(format!("event {}: {error}", row.seq));
    let data = row.data.unwrap_or_default();
    let mut data = serde_json::from_str(&data).map_err(|error| broken(&error))?;
    put_back(&mut data, texts);
    let event = serde_json::from_value::<Event>(data).map_err(|error| broken(&error))?;
    let capacity: StrDeserializer<'_, PlainError> = row.capacity.as_str().into_deserializer();
    Ok(Recorded {
        at: Timestamp(row.at),
        by: row.by_person.as_deref().map(|id| person(id, "event.by_person")).transpose()?,
        capacity: Capacity::deserialize(capacity).map_err(|error| broken(&error))?,
        event,
    })
}

/// Appends events after the `before` that are there.
///
/// # Errors
/// As the database says.
pub(crate) async fn append(
    tx: &mut Tx<'_>,
    ids: &dyn Ids,
    request_id: u64,
    before: u32,
    policy_version: u32,
    new: &[Recorded],
) -> Result<(), StoreError> {
    let broken = |error: &dyn std::fmt::Display| StoreError::Broken(format!("a new event: {error}"));
    for (seq, recorded) in (before + 1..).zip(new) {
        let mut data = serde_json::to_value(&recorded.event).map_err(|error| broken(&error))?;
        let texts = take_out(&mut data, ids).map_err(|error| broken(&error))?;
        let by = recorded.by.map(|person| person.as_str().to_owned());
        let capacity = recorded.capacity.code();
        let kind = recorded.event.code();
        let event = (request_id, seq, recorded.at.0, by, capacity, policy_version, kind, data.to_string());
        tx.exec_drop(sql!("event/insert"), event).await?;
        for text in texts {
            let prose = (request_id, seq, text.n, text.salt.as_slice(), text.body);
            tx.exec_drop(sql!("prose/insert"), prose).await?;
        }
    }
    Ok(())
}
