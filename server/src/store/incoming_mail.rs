//! Messages that came in: table `incoming_mail`.

use crate::store::{StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference};
use mysql_async::params;
use mysql_async::prelude::{FromRow, Queryable};

/// A message as it is put on record.
#[derive(Clone, Debug)]
pub(crate) struct NewMail {
    pub reference: Reference,
    pub identity: [u8; 32],
    pub message_id_hash: Option<[u8; 32]>,
    pub message_id: Option<String>,
    pub arrived_at: i64,
    pub bytes: u32,
    pub from_mail: Option<String>,
    pub from_name: Option<String>,
    pub subject: String,
    pub person: Option<String>,
    pub writer: String,
    pub outcome: String,
    pub reason: String,
    pub state: &'static str,
    pub request_id: Option<u64>,
    pub may_answer: bool,
    pub sealed: bool,
    pub raw_kept: bool,
}

/// A message on record.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "the columns are those of the table, see its migration")]
pub struct IncomingMailRow {
    pub id: u64,
    pub reference: String,
    pub arrived_at: i64,
    pub bytes: u32,
    pub message_id: Option<String>,
    pub from_mail: Option<String>,
    pub from_name: Option<String>,
    pub subject: String,
    pub person: Option<String>,
    pub writer: String,
    pub outcome: String,
    pub reason: String,
    pub state: String,
    pub request: Option<String>,
    pub title: Option<String>,
    pub may_answer: bool,
    pub sealed: bool,
    pub raw_kept: bool,
}

/// A message that is being placed, locked.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct LockedMail {
    /// Its number.
    pub id: u64,
    /// Where it is.
    pub state: String,
    /// The number of its request.
    pub request_id: Option<u64>,
    /// The request.
    pub reference: Option<String>,
}

/// Puts a message on record, and gives its number.
///
/// # Errors
/// [`StoreError::Duplicate`] if it is there already.
pub(crate) async fn insert(tx: &mut Tx<'_>, mail: &NewMail) -> Result<u64, StoreError> {
    let row = params! {
        "reference" => mail.reference.as_str(),
        "identity" => mail.identity.as_slice(),
        "message_id_hash" => mail.message_id_hash.as_ref().map(<[u8; 32]>::as_slice),
        "message_id" => &mail.message_id,
        "arrived_at" => mail.arrived_at,
        "bytes" => mail.bytes,
        "from_mail" => &mail.from_mail,
        "from_name" => &mail.from_name,
        "subject" => &mail.subject,
        "person" => &mail.person,
        "writer" => &mail.writer,
        "outcome" => &mail.outcome,
        "reason" => &mail.reason,
        "state" => mail.state,
        "request_id" => mail.request_id,
        "may_answer" => mail.may_answer,
        "sealed" => mail.sealed,
        "raw_kept" => mail.raw_kept,
    };
    tx.exec_drop(sql!("incoming_mail/insert"), row).await?;
    tx.last_insert_id().ok_or_else(|| StoreError::Broken("incoming_mail.id".to_owned()))
}

/// The message of that identity: its number and its name.
///
/// # Errors
/// As the database says.
pub(crate) async fn by_identity(
    conn: &mut impl Queryable,
    identity: &[u8; 32],
) -> Result<Option<(u64, Reference)>, StoreError> {
    let row: Option<(u64, String)> =
        conn.exec_first(sql!("incoming_mail/by_identity"), (identity.as_slice(),)).await?;
    row.map(|(id, name)| Ok((id, reference(&name)?))).transpose()
}

/// How many messages said that they are this one.
///
/// # Errors
/// As the database says.
pub(crate) async fn same_message_id(conn: &mut impl Queryable, hash: &[u8; 32]) -> Result<u64, StoreError> {
    Ok(conn.exec_first(sql!("incoming_mail/same_message_id"), (hash.as_slice(),)).await?.unwrap_or(0))
}

/// One message.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(
    conn: &mut impl Queryable,
    mail: Reference,
) -> Result<Option<IncomingMailRow>, StoreError> {
    Ok(conn.exec_first(sql!("incoming_mail/find"), (mail.as_str(),)).await?)
}

/// Messages in a state, newest first, of numbers below one.
///
/// # Errors
/// As the database says.
pub(crate) async fn list(
    conn: &mut impl Queryable,
    state: &str,
    below: u64,
    limit: u32,
) -> Result<Vec<IncomingMailRow>, StoreError> {
    Ok(conn.exec(sql!("incoming_mail/list"), (state, below, limit)).await?)
}

/// The messages of a request, or proposed for it, oldest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_request(
    conn: &mut impl Queryable,
    request: Reference,
) -> Result<Vec<IncomingMailRow>, StoreError> {
    Ok(conn.exec(sql!("incoming_mail/of_request"), (request.as_str(),)).await?)
}

/// How many are in each state, of those that a list shows to a viewer of the staff.
///
/// # Errors
/// As the database says.
pub(crate) async fn counts(
    conn: &mut impl Queryable,
    viewer: PersonId,
) -> Result<Vec<(String, u64)>, StoreError> {
    let viewer = params! { "viewer" => viewer.as_str() };
    Ok(conn.exec(sql!("incoming_mail/counts"), viewer).await?)
}

/// Locks a message until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock(tx: &mut Tx<'_>, mail: Reference) -> Result<Option<LockedMail>, StoreError> {
    Ok(tx.exec_first(sql!("incoming_mail/lock"), (mail.as_str(),)).await?)
}

/// Says where a message is now.
///
/// # Errors
/// As the database says.
pub(crate) async fn place(
    tx: &mut Tx<'_>,
    id: u64,
    state: &str,
    request_id: Option<u64>,
) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("incoming_mail/place"), (state, request_id, id)).await?)
}

/// Messages whose raw form came before a moment and is still kept; those that wait are not among
/// them.
///
/// # Errors
/// As the database says.
pub(crate) async fn with_old_raw(conn: &mut impl Queryable, before: i64) -> Result<Vec<u64>, StoreError> {
    Ok(conn.exec(sql!("incoming_mail/old_raw"), (before,)).await?)
}

/// Says that a message's raw form is gone.
///
/// # Errors
/// As the database says.
pub(crate) async fn raw_forgotten(tx: &mut Tx<'_>, id: u64) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("incoming_mail/raw_forgotten"), (id,)).await?)
}

/// A name as it stands in a column.
fn reference(name: &str) -> Result<Reference, StoreError> {
    Reference::parse(name).ok_or_else(|| StoreError::Broken("incoming_mail.reference".to_owned()))
}

/// The requests to which somebody's mail belongs, or is proposed for, by number and name.
///
/// # Errors
/// As the database says.
pub(crate) async fn requests_of_person(
    conn: &mut impl Queryable,
    who: PersonId,
) -> Result<Vec<(u64, Reference)>, StoreError> {
    let rows: Vec<(u64, String)> = conn.exec(sql!("incoming_mail/requests_of_person"), (who.as_str(),)).await?;
    rows.into_iter().map(|(id, text)| Ok((id, name(&text)?))).collect()
}

/// The messages that somebody wrote.
///
/// # Errors
/// As the database says.
pub(crate) async fn names_of_person(
    conn: &mut impl Queryable,
    who: PersonId,
) -> Result<Vec<Reference>, StoreError> {
    let names: Vec<String> = conn.exec(sql!("incoming_mail/names_of_person"), (who.as_str(),)).await?;
    names.iter().map(|text| name(text)).collect()
}

/// The request to which a message belongs, or is proposed for; `None` if there is no such message.
///
/// # Errors
/// As the database says.
pub(crate) async fn place_of(
    conn: &mut impl Queryable,
    mail: Reference,
) -> Result<Option<Option<(u64, Reference)>>, StoreError> {
    let row: Option<(Option<u64>, Option<String>)> =
        conn.exec_first(sql!("incoming_mail/place_of"), (mail.as_str(),)).await?;
    let Some((id, text)) = row else { return Ok(None) };
    Ok(Some(id.zip(text).map(|(id, text)| Ok::<_, StoreError>((id, name(&text)?))).transpose()?))
}

/// The messages that came from an address, with who wrote them as far as that was known.
///
/// # Errors
/// As the database says.
pub(crate) async fn from_address(
    conn: &mut impl Queryable,
    mail: &str,
) -> Result<Vec<(Reference, Option<PersonId>)>, StoreError> {
    let rows: Vec<(String, Option<String>)> = conn.exec(sql!("incoming_mail/from_address"), (mail,)).await?;
    let one = |(text, who): (String, Option<String>)| {
        Ok((name(&text)?, who.map(|id| person(&id, "incoming_mail.person")).transpose()?))
    };
    rows.into_iter().map(one).collect()
}

fn name(text: &str) -> Result<Reference, StoreError> {
    Reference::parse(text).ok_or_else(|| StoreError::Broken("incoming_mail.reference".to_owned()))
}
