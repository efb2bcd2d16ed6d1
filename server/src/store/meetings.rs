//! The committee's meetings and what was typed in them: tables `meeting` and `meeting_note`.

use crate::store::{Store, StoreError, Tx, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::params;
use mysql_async::prelude::{FromRow, Queryable};

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MeetingRow {
    pub(crate) reference: Reference,
    pub(crate) starts_at: Timestamp,
    pub(crate) minutes: u16,
    pub(crate) zone: String,
    pub(crate) place: Option<String>,
    pub(crate) cancelled: bool,
    pub(crate) changes: u32,
    pub(crate) changed_at: Timestamp,
}

#[derive(FromRow)]
struct Raw {
    reference: String,
    starts_at: i64,
    minutes: u16,
    zone: String,
    place: Option<String>,
    cancelled: bool,
    changes: u32,
    changed_at: i64,
}

fn read(raw: Raw) -> Result<MeetingRow, StoreError> {
    let reference = Reference::parse(&raw.reference);
    Ok(MeetingRow {
        reference: reference.ok_or_else(|| StoreError::Broken("meeting.reference".to_owned()))?,
        starts_at: Timestamp(raw.starts_at),
        minutes: raw.minutes,
        zone: raw.zone,
        place: raw.place,
        cancelled: raw.cancelled,
        changes: raw.changes,
        changed_at: Timestamp(raw.changed_at),
    })
}

/// All of them, in the order of time.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(store: &Store) -> Result<Vec<MeetingRow>, StoreError> {
    let rows: Vec<Raw> = store.conn().await?.query(sql!("meeting/list")).await?;
    rows.into_iter().map(read).collect()
}

/// Adds one; `changes` and `cancelled` are not looked at.
///
/// # Errors
/// [`StoreError::Duplicate`] if that reference is taken.
pub(crate) async fn insert(store: &Store, row: &MeetingRow, by: PersonId) -> Result<(), StoreError> {
    let reference = row.reference.as_str();
    let parameters =
        (reference, row.starts_at.0, row.minutes, &row.zone, &row.place, by.as_str(), row.changed_at.0);
    Ok(store.conn().await?.exec_drop(sql!("meeting/insert"), parameters).await?)
}

/// Changes one that was changed `row.changes` times before. `false` if it was changed meanwhile.
///
/// # Errors
/// As the database says.
pub(crate) async fn update(store: &Store, row: &MeetingRow, by: PersonId) -> Result<bool, StoreError> {
    let parameters = params! {
        "starts_at" => row.starts_at.0,
        "minutes" => row.minutes,
        "zone" => &row.zone,
        "place" => &row.place,
        "cancelled" => row.cancelled,
        "changed_by" => by.as_str(),
        "changed_at" => row.changed_at.0,
        "reference" => row.reference.as_str(),
        "changes" => row.changes,
    };
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("meeting/update"), parameters).await?;
    Ok(conn.affected_rows() == 1)
}

/// What was typed about a request, or about the meeting itself.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct NoteRow {
    /// The request's reference, or nothing.
    pub(crate) subject: String,
    /// How often it was saved.
    pub(crate) version: u32,
    /// For the minutes.
    pub(crate) public_text: String,
    /// For nobody outside.
    pub(crate) internal_text: String,
}

/// All notes of a meeting.
///
/// # Errors
/// As the database says.
pub(crate) async fn notes(store: &Store, meeting: Reference) -> Result<Vec<NoteRow>, StoreError> {
    Ok(store.conn().await?.exec(sql!("meeting_note/list"), (meeting.as_str(),)).await?)
}

/// Saves a note over the version that was seen, 0 for none. `false` if another one is there.
///
/// # Errors
/// As the database says.
pub(crate) async fn save(
    store: &Store,
    meeting: Reference,
    note: &NoteRow,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let parameters = params! {
        "meeting" => meeting.as_str(),
        "subject" => &note.subject,
        "public_text" => &note.public_text,
        "internal_text" => &note.internal_text,
        "by_person" => by.as_str(),
        "at" => now.0,
    };
    let mut conn = store.conn().await?;
    if note.version == 0 {
        return match conn.exec_drop(sql!("meeting_note/insert"), parameters).await.map_err(StoreError::from) {
            Ok(()) => Ok(conn.affected_rows() == 1),
            Err(StoreError::Duplicate) => Ok(false),
            Err(other) => Err(other),
        };
    }
    let with_version = params! {
        "meeting" => meeting.as_str(),
        "subject" => &note.subject,
        "public_text" => &note.public_text,
        "internal_text" => &note.internal_text,
        "by_person" => by.as_str(),
        "at" => now.0,
        "version" => note.version,
    };
    conn.exec_drop(sql!("meeting_note/update"), with_version).await?;
    Ok(conn.affected_rows() == 1)
}

/// Erases what was typed about a request.
///
/// # Errors
/// As the database says.
pub(crate) async fn erase_about(tx: &mut Tx<'_>, about: Reference) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("meeting_note/erase"), (about.as_str(),)).await?)
}
