//! The index of requests that lists and searches go by: table `support_request`.

use crate::store::{Store, StoreError, Tx, person, sql, with_list};
use helpdesk_domain::text::Body;
use helpdesk_domain::{Outcome, PersonId, Reference, Stage, SupportRequest, Timestamp};
use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Conn, Params, params};

/// Closed requests sort behind open ones: this less the moment of closing, so that the newest is first.
pub(crate) const CLOSED_ORDER: i64 = 100_000_000_000;
/// Where closed requests begin in that order.
pub(crate) const CLOSED_FROM: i64 = CLOSED_ORDER / 2;

/// What the index knows of a request. All of it follows from the events.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "the columns are those of the table, see its migration")]
pub struct SupportRequestRow {
    pub reference: String,
    pub version: u32,
    pub stage: String,
    pub outcome: Option<String>,
    pub priority: Option<String>,
    pub title: String,
    pub requester: Option<String>,
    pub requester_name: Option<String>,
    pub shown_name: Option<String>,
    pub owner: Option<String>,
    pub waiting_for: Option<String>,
    pub waiting_until: Option<String>,
    pub question_open: bool,
    pub promise_who: Option<String>,
    pub promise_what: Option<String>,
    pub promise_by: Option<i64>,
    pub received_at: i64,
    pub received_year: i32,
    pub updated_at: i64,
    pub closed_at: Option<i64>,
    pub due_order: i64,
    pub published: bool,
    pub country: Option<String>,
    pub region: Option<String>,
    pub language: Option<String>,
    pub affiliate: Option<String>,
    pub first_time: Option<bool>,
}

impl SupportRequestRow {
    /// The row that follows from a request.
    #[must_use]
    pub fn of(request: &SupportRequest) -> Self {
        let text = |body: &Option<Body>| body.as_ref().map(|body| body.as_str().to_owned());
        let (outcome, closed_at): (Option<Outcome>, _) = match &request.stage {
            Stage::Closed { outcome, at, .. } => (Some(*outcome), Some(*at)),
            _ => (None, None),
        };
        let promise = request.promise.as_ref();
        let due = promise.map_or(0, |promise| promise.by.0);
        Self {
            reference: request.reference.to_string(),
            version: request.version(),
            stage: request.stage.name().code().to_owned(),
            outcome: outcome.map(|outcome| outcome.code().to_owned()),
            priority: request.priority.map(|priority| priority.code().to_owned()),
            title: request.facts.title.as_str().to_owned(),
            requester: request.requester.map(|person| person.to_string()),
            requester_name: text(&request.requester_name),
            shown_name: request.consent.as_ref().map(|consent| consent.shown_name.as_str().to_owned()),
            owner: request.owner.map(|person| person.to_string()),
            waiting_for: request.waiting.as_ref().map(|waiting| waiting.whom.code().to_owned()),
            waiting_until: request
                .waiting
                .as_ref()
                .and_then(|waiting| waiting.until)
                .map(|day| day.to_string()),
            question_open: request.questions.iter().any(|asked| asked.answer.is_none()),
            promise_who: promise.map(|promise| promise.who.code().to_owned()),
            promise_what: promise.map(|promise| promise.what.code().to_owned()),
            promise_by: promise.map(|promise| promise.by.0),
            received_at: request.received_at.0,
            received_year: request.received_at.date().year(),
            updated_at: request.history.last().map_or(request.received_at, |last| last.at).0,
            closed_at: closed_at.map(|at| at.0),
            due_order: closed_at.map_or(due, |at| CLOSED_ORDER - at.0),
            published: request.consent.is_some(),
            country: text(&request.facts.country),
            region: request.facts.region.clone(),
            language: request.facts.language.clone(),
            affiliate: text(&request.facts.affiliate),
            first_time: request.facts.first_time,
        }
    }

    fn parameters(self) -> Params {
        params! {
            "reference" => self.reference,
            "version" => self.version,
            "stage" => self.stage,
            "outcome" => self.outcome,
            "priority" => self.priority,
            "title" => self.title,
            "requester" => self.requester,
            "requester_name" => self.requester_name,
            "shown_name" => self.shown_name,
            "owner" => self.owner,
            "waiting_for" => self.waiting_for,
            "waiting_until" => self.waiting_until,
            "question_open" => self.question_open,
            "promise_who" => self.promise_who,
            "promise_what" => self.promise_what,
            "promise_by" => self.promise_by,
            "received_at" => self.received_at,
            "received_year" => self.received_year,
            "updated_at" => self.updated_at,
            "closed_at" => self.closed_at,
            "due_order" => self.due_order,
            "published" => self.published,
            "country" => self.country,
            "region" => self.region,
            "language" => self.language,
            "affiliate" => self.affiliate,
            "first_time" => self.first_time,
        }
    }
}

/// The row of a request.
///
/// # Errors
/// As the database says.
pub async fn find(store: &Store, reference: Reference) -> Result<Option<SupportRequestRow>, StoreError> {
    Ok(store.conn().await?.exec_first(sql!("support_request/find"), (reference.as_str(),)).await?)
}

/// What tells whether a record that was read before still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its number in the record, never shown.
    pub(crate) id: u64,
    /// How often it was changed; erasing one of its texts is a change.
    pub(crate) changes: u32,
    /// The prefixed title of its wiki page.
    pub(crate) page: Option<String>,
}

/// The head of a request's record.
///
/// # Errors
/// As the database says.
pub(crate) async fn head(conn: &mut Conn, reference: Reference) -> Result<Option<Head>, StoreError> {
    let row: Option<(u64, u32, Option<Vec<u8>>)> =
        conn.exec_first(sql!("support_request/head"), (reference.as_str(),)).await?;
    Ok(row.map(|(id, changes, page)| Head { id, changes, page: page.map(title) }))
}

/// A page's title as it is kept.
pub(crate) fn title(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// All that are open, the oldest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn open_references(store: &Store) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<String> = store.conn().await?.query(sql!("support_request/open_references")).await?;
    let read = |text: String| {
        Reference::parse(&text).ok_or_else(|| StoreError::Broken("support_request.reference".to_owned()))
    };
    rows.into_iter().map(read).collect()
}

/// Locks the row until the transaction ends, and gives the request's number.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock(tx: &mut Tx<'_>, reference: Reference) -> Result<Option<u64>, StoreError> {
    Ok(tx.exec_first(sql!("support_request/lock"), (reference.as_str(),)).await?)
}

/// Adds the row of a new request, and gives its number.
///
/// # Errors
/// [`StoreError::Duplicate`] if the reference is taken.
pub(crate) async fn insert(tx: &mut Tx<'_>, request: &SupportRequest) -> Result<u64, StoreError> {
    tx.exec_drop(sql!("support_request/insert"), SupportRequestRow::of(request).parameters()).await?;
    tx.last_insert_id().ok_or_else(|| StoreError::Broken("support_request.id".to_owned()))
}

/// Brings the row up to date with the request.
///
/// # Errors
/// As the database says.
pub(crate) async fn update(tx: &mut Tx<'_>, request: &SupportRequest) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("support_request/update"), SupportRequestRow::of(request).parameters()).await?)
}

/// What mail has to know of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfMail {
    /// Its number.
    pub(crate) id: u64,
    /// Its name.
    pub(crate) reference: Reference,
    /// The account of its requester.
    pub(crate) requester: Option<PersonId>,
    /// The address of its requester.
    pub(crate) mail: Option<String>,
}

/// Those of these requests that there are, as mail has to know them.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_mail(
    conn: &mut impl Queryable,
    references: &[Reference],
) -> Result<Vec<OfMail>, StoreError> {
    if references.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = references.iter().map(Reference::as_str).collect();
    let statement = with_list(sql!("support_request/of_mail"), names.len());
    let rows: Vec<(u64, String, Option<String>, Option<String>)> =
        conn.exec(statement, Params::Positional(names.into_iter().map(Into::into).collect())).await?;
    let broken = || StoreError::Broken("support_request.reference".to_owned());
    let one = |(id, reference, requester, mail): (u64, String, Option<String>, Option<String>)| {
        let reference = Reference::parse(&reference).ok_or_else(broken)?;
        let requester = requester.map(|id| person(&id, "support_request.requester")).transpose()?;
        Ok(OfMail { id, reference, requester, mail })
    };
    rows.into_iter().map(one).collect()
}

/// Somebody's requests, by number and name, locked until the transaction ends.
///
/// # Errors
/// As the database says.
pub(crate) async fn lock_of_requester(
    tx: &mut Tx<'_>,
    requester: PersonId,
) -> Result<Vec<(u64, Reference)>, StoreError> {
    let rows: Vec<(u64, String)> =
        tx.exec(sql!("support_request/lock_of_requester"), (requester.as_str(),)).await?;
    rows.into_iter().map(|(id, name)| Ok((id, reference(&name)?))).collect()
}

/// Somebody's requests.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_requester(store: &Store, requester: PersonId) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<String> =
        store.conn().await?.exec(sql!("support_request/of_requester"), (requester.as_str(),)).await?;
    rows.iter().map(|name| reference(name)).collect()
}

/// Requests in which somebody did something.
///
/// # Errors
/// As the database says.
pub(crate) async fn acted_on(store: &Store, person: PersonId) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<String> =
        store.conn().await?.exec(sql!("support_request/acted_on"), (person.as_str(),)).await?;
    rows.iter().map(|name| reference(name)).collect()
}

fn reference(text: &str) -> Result<Reference, StoreError> {
    Reference::parse(text).ok_or_else(|| StoreError::Broken("support_request.reference".to_owned()))
}

/// Open requests on which nothing happened since a moment, the longest silent first: name, title and
/// when something happened last.
///
/// # Errors
/// As the database says.
pub(crate) async fn silent(
    store: &Store,
    before: Timestamp,
) -> Result<Vec<(Reference, String, Timestamp)>, StoreError> {
    let rows: Vec<(String, String, i64)> =
        store.conn().await?.exec(sql!("support_request/silent"), (CLOSED_FROM, before.0)).await?;
    let broken = || StoreError::Broken("support_request.reference".to_owned());
    rows.into_iter()
        .map(|(about, title, at)| Ok((Reference::parse(&about).ok_or_else(broken)?, title, Timestamp(at))))
        .collect()
}
