//! Lists of requests, as rows that a viewer's projection makes something of.

use crate::store::search_words;
use crate::store::support_requests::CLOSED_FROM;
use crate::store::{Store, StoreError, sql, with_list};
use helpdesk_domain::{PersonId, Reference, Timestamp};
use mysql_async::prelude::{FromRow, FromValue, Queryable};
use mysql_async::{FromRowError, Params, Row, Value, params};
use std::ops::RangeFrom;

/// What a list knows of a request, and what the viewer is to it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns are those of support_request, see its migration")]
pub struct ListRow {
    pub reference: String,
    pub title: String,
    pub stage: String,
    pub outcome: Option<String>,
    pub priority: Option<String>,
    pub requester: Option<String>,
    pub waiting_for: Option<String>,
    pub question_open: bool,
    pub promise_who: Option<String>,
    pub promise_by: Option<i64>,
    pub received_at: i64,
    pub closed_at: Option<i64>,
    pub due_order: i64,
    pub published: bool,
    pub shown_name: Option<String>,
    /// The account's name, or the name of somebody without one.
    pub requester_name: Option<String>,
    pub owner_name: Option<String>,
    /// The viewer stood aside.
    pub aside: bool,
    /// The viewer gave feedback in the round under way, on the text that stands.
    pub gave_feedback: bool,
    /// The viewer was named in the committee's talk and has not spoken since.
    pub mentioned: bool,
    pub page: Option<Vec<u8>>,
}

/// By the places of columns, which are the same in all lists: to look them up by name in each row
/// costs as much as to read them.
impl FromRow for ListRow {
    fn from_row_opt(mut row: Row) -> Result<Self, FromRowError> {
        let read = in_order(&mut row);
        read.ok_or(FromRowError(row))
    }
}

fn in_order(row: &mut Row) -> Option<ListRow> {
    let mut places = 0..;
    Some(ListRow {
        reference: next(row, &mut places)?,
        title: next(row, &mut places)?,
        stage: next(row, &mut places)?,
        outcome: next(row, &mut places)?,
        priority: next(row, &mut places)?,
        requester: next(row, &mut places)?,
        waiting_for: next(row, &mut places)?,
        question_open: next(row, &mut places)?,
        promise_who: next(row, &mut places)?,
        promise_by: next(row, &mut places)?,
        received_at: next(row, &mut places)?,
        closed_at: next(row, &mut places)?,
        due_order: next(row, &mut places)?,
        published: next(row, &mut places)?,
        shown_name: next(row, &mut places)?,
        requester_name: next(row, &mut places)?,
        owner_name: next(row, &mut places)?,
        aside: next(row, &mut places)?,
        gave_feedback: next(row, &mut places)?,
        mentioned: next(row, &mut places)?,
        page: next(row, &mut places)?,
    })
}

fn next<T: FromValue>(row: &mut Row, places: &mut RangeFrom<usize>) -> Option<T> {
    row.take_opt(places.next()?)?.ok()
}

/// What a list is narrowed to; nothing set, nothing narrowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowed {
    pub(crate) open_only: bool,
    pub(crate) after: Option<(i64, Reference)>,
    pub(crate) stage: Option<&'static str>,
    pub(crate) outcome: Option<&'static str>,
    pub(crate) priority: Option<&'static str>,
    pub(crate) turn: Option<&'static str>,
    pub(crate) small: Option<bool>,
    pub(crate) year: Option<i32>,
    pub(crate) late_before: Option<Timestamp>,
    pub(crate) text: Option<String>,
    /// A pattern of the rarest word in `text`, to look where it is; `None` looks everywhere.
    pub(crate) rarest: Option<String>,
    pub(crate) limit: u32,
}

impl Narrowed {
    /// Whether it is narrowed by what somebody who stood aside may not see.
    fn names_what_is_hidden(&self) -> bool {
        self.priority.is_some() || self.turn.is_some() || self.late_before.is_some()
    }
}

fn viewer_id(viewer: Option<PersonId>) -> Option<String> {
    viewer.map(|person| person.to_string())
}

fn parameters(viewer: Option<PersonId>, narrowed: &Narrowed) -> Params {
    let text = narrowed.text.as_deref().map(str::trim);
    params! {
        "viewer" => viewer_id(viewer),
        "open_only" => narrowed.open_only,
        "closed_from" => CLOSED_FROM,
        "after_order" => narrowed.after.map(|(order, _)| order),
        "after_reference" => narrowed.after.map(|(_, reference)| reference.to_string()),
        "stage" => narrowed.stage,
        "outcome" => narrowed.outcome,
        "priority" => narrowed.priority,
        "turn" => narrowed.turn,
        "small" => narrowed.small,
        "year" => narrowed.year,
        "late_before" => narrowed.late_before.map(|at| at.0),
        "text" => text.map(|text| format!("%{}%", like(text))),
        "between" => search_words::BETWEEN,
        "begun" => text.map(begun),
        "exact" => text.and_then(Reference::parse).map(|reference| reference.to_string()),
        "limit" => narrowed.limit,
        "rarest" => narrowed.rarest.as_deref(),
    }
}

/// Makes a list begin with the requests that have the rarest word.
fn found(statement: &str, narrowed: &Narrowed) -> String {
    const ALL: &str = "FROM support_request r\n";
    const FOUND: &str = "FROM (SELECT DISTINCT request_id FROM search_word WHERE word LIKE :rarest) s\n\
        JOIN support_request r ON r.id = s.request_id\n";
    let exact = narrowed.text.as_deref().and_then(|text| Reference::parse(text.trim()));
    match (&narrowed.rarest, exact) {
        (Some(_), None) => statement.replacen(ALL, FOUND, 1),
        _ => statement.to_owned(),
    }
}

/// A pattern for LIKE that finds where the first word of the text begins one, in a text in which
/// there is one space between words. Without this a search for `ana` would find `Canada` depending on
/// the rest of the index, of which the viewer may not see all.
fn begun(text: &str) -> String {
    search_words::first(text).map_or_else(|| "%".to_owned(), |word| format!("% {}%", like(&word)))
}

/// A pattern for LIKE that means its characters.
fn like(text: &str) -> String {
    let mut pattern = String::new();
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// For somebody who works on requests.
///
/// # Errors
/// As the database says.
pub(crate) async fn all(
    store: &Store,
    viewer: Option<PersonId>,
    narrowed: &Narrowed,
) -> Result<Vec<ListRow>, StoreError> {
    let parameters = parameters(viewer, narrowed);
    let statement = found(sql!("support_request/list"), narrowed);
    Ok(store.conn().await?.exec(statement, parameters).await?)
}

/// What the viewer stood aside from and what is not published, the newest first. To be narrowed by
/// what they may not see, such as who is waited for, gives none.
///
/// # Errors
/// As the database says.
pub(crate) async fn aside(
    store: &Store,
    viewer: Option<PersonId>,
    narrowed: &Narrowed,
) -> Result<Vec<ListRow>, StoreError> {
    if viewer.is_none() || narrowed.names_what_is_hidden() {
        return Ok(Vec::new());
    }
    let parameters = parameters(viewer, narrowed);
    Ok(store.conn().await?.exec(sql!("support_request/list_aside"), parameters).await?)
}

/// For everybody else: what is published.
///
/// # Errors
/// As the database says.
pub(crate) async fn public(
    store: &Store,
    viewer: Option<PersonId>,
    narrowed: &Narrowed,
) -> Result<Vec<ListRow>, StoreError> {
    let parameters = parameters(viewer, narrowed);
    let statement = found(sql!("support_request/list_public"), narrowed);
    Ok(store.conn().await?.exec(statement, parameters).await?)
}

/// Somebody's own, the newest first.
///
/// # Errors
/// As the database says.
pub(crate) async fn own(store: &Store, viewer: PersonId) -> Result<Vec<ListRow>, StoreError> {
    let parameters = params! { "viewer" => viewer.as_str() };
    Ok(store.conn().await?.exec(sql!("support_request/list_own"), parameters).await?)
}

/// Those whose wiki pages have these titles, without names of people.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_pages(
    store: &Store,
    viewer: Option<PersonId>,
    titles: &[String],
) -> Result<Vec<ListRow>, StoreError> {
    // Few lengths, so that few statements are prepared; the last title fills up.
    let length = [10, 50, 200, 500].into_iter().find(|length| titles.len() <= *length).unwrap_or(titles.len());
    let Some(last) = titles.last() else { return Ok(Vec::new()) };
    let fill = std::iter::repeat_n(last, length - titles.len());
    let mut values: Vec<Value> = vec![viewer_id(viewer).into()];
    values.extend(titles.iter().chain(fill).map(|title| Value::Bytes(title.clone().into_bytes())));
    let statement = with_list(sql!("wiki_page/lookups"), length);
    Ok(store.conn().await?.exec(statement, Params::Positional(values)).await?)
}

/// How many came in by year and outcome.
///
/// # Errors
/// As the database says.
pub(crate) async fn counts(store: &Store, works: bool) -> Result<Vec<(i32, Option<String>, u32)>, StoreError> {
    let parameters = params! { "works" => works };
    Ok(store.conn().await?.exec(sql!("support_request/counts"), parameters).await?)
}

/// How many are open by stage.
///
/// # Errors
/// As the database says.
pub(crate) async fn open_numbers(store: &Store) -> Result<Vec<(String, u32)>, StoreError> {
    Ok(store.conn().await?.exec(sql!("support_request/open_numbers"), ()).await?)
}

#[cfg(test)]
mod tests {
    use super::{begun, like};

    #[test]
    fn a_search_begins_where_a_word_begins_unless_its_script_has_no_spaces() {
        assert_eq!(begun(" (Ana_b"), "% ana%");
        assert_eq!(begun("地図"), "%");
        assert_eq!(begun("%_"), "%");
    }

    #[test]
    fn a_search_means_its_characters() {
        assert_eq!(like("50%_a\\"), "50\\%\\_a\\\\");
    }
}
