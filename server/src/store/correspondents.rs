//! Who else writes about a request: table `correspondent`. Its requester stands in `contact`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::Queryable;

/// What a correspondent is to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Is written to, and what they write joins.
    Correspondent,
    /// Was named by somebody, and waits for staff to say so.
    Proposed,
}

impl Part {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Correspondent => "correspondent",
            Self::Proposed => "proposed",
        }
    }
}

/// Somebody who writes about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondent {
    /// Their account's person, or the name of an address without one.
    pub person: PersonId,
    /// Their address, in lower case.
    pub mail: String,
    /// Their name.
    pub name: Option<String>,
    /// What they are.
    pub part: Part,
}

/// Those of a request, in the order in which they came.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_request(
    conn: &mut impl Queryable,
    request_id: u64,
) -> Result<Vec<Correspondent>, StoreError> {
    let rows: Vec<Row> = conn.exec(sql!("correspondent/of_request"), (request_id,)).await?;
    rows.into_iter().map(read).collect()
}

/// Somebody who is written to about a request.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(
    store: &Store,
    about: Reference,
    who: PersonId,
) -> Result<Option<Correspondent>, StoreError> {
    let key = (about.as_str(), who.as_str());
    let row: Option<Row> = store.conn().await?.exec_first(sql!("correspondent/find"), key).await?;
    row.map(read).transpose()
}

/// Person, address, name and part.
type Row = (String, String, Option<String>, String);

fn read((id, mail, name, part): Row) -> Result<Correspondent, StoreError> {
    let part = if part == "proposed" { Part::Proposed } else { Part::Correspondent };
    Ok(Correspondent { person: person(&id, "correspondent.person")?, mail, name, part })
}

/// Adds one; nothing changes if their address is there already.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    request_id: u64,
    one: &Correspondent,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = (request_id, one.person.as_str(), &one.mail, &one.name, one.part.code(), now.0);
    Ok(tx.exec_drop(sql!("correspondent/insert"), row).await?)
}

/// Makes one what they were proposed for.
///
/// # Errors
/// As the database says.
pub(crate) async fn accept(tx: &mut Tx<'_>, request_id: u64, who: PersonId) -> Result<(), StoreError> {
    let row = (Part::Correspondent.code(), request_id, who.as_str());
    Ok(tx.exec_drop(sql!("correspondent/set_part"), row).await?)
}

/// Takes one away.
///
/// # Errors
/// As the database says.
pub(crate) async fn remove(tx: &mut Tx<'_>, request_id: u64, who: PersonId) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("correspondent/delete"), (request_id, who.as_str())).await?)
}

/// The people whose mail from this address joins somewhere.
///
/// # Errors
/// As the database says.
pub(crate) async fn by_mail(conn: &mut impl Queryable, mail: &str) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<String> = conn.exec(sql!("correspondent/by_mail"), (mail,)).await?;
    ids.iter().map(|id| person(id, "correspondent.person")).collect()
}

/// All who were named with that address, taking part or not.
///
/// # Errors
/// As the database says.
pub(crate) async fn named_by_mail(conn: &mut impl Queryable, mail: &str) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<String> = conn.exec(sql!("correspondent/named_by_mail"), (mail,)).await?;
    ids.iter().map(|id| person(id, "correspondent.person")).collect()
}

/// The requests about which somebody writes, or for which they were named.
///
/// # Errors
/// As the database says.
pub(crate) async fn requests_of(
    conn: &mut impl Queryable,
    who: PersonId,
) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<String> = conn.exec(sql!("correspondent/requests_of"), (who.as_str(),)).await?;
    let broken = || StoreError::Broken("support_request.reference".to_owned());
    rows.iter().map(|text| Reference::parse(text).ok_or_else(broken)).collect()
}
