//! A request's row in the status table, and the number of requests that have none.

use super::accounts::{self, Accounts};
use super::end::Failure;
use super::page::{ROUNDS, steps, token};
use crate::app::{self, App, AppError};
use crate::faults::point;
use crate::store::outbox::Job;
use crate::store::wiki_pages;
use crate::views::words::{say, say_with};
use crate::wiki::client::{Account, Change, Edit, Wanted, Wiki};
use crate::wiki::edited;
use crate::wiki::outcome::{Edited, Trouble, Why};
use crate::wiki::row::{self, Placed, UNPUBLISHED};
use helpdesk_domain::Viewer;

/// What is to stand on the data page.
struct Wish {
    page: String,
    /// Name and text of the row; no text takes it out.
    row: Option<(String, Option<String>)>,
    /// All rows that the record could have put there, oldest first.
    before: Vec<String>,
    summary: String,
    /// What an edit is found by whose end is not on record.
    token: String,
    /// Whether an earlier try may have made it.
    tried: bool,
}

/// Brings the request's row to what it should be now.
pub(super) async fn write(app: &App, wiki: &Wiki, job: &Job) -> Result<(), Failure> {
    let policy = app.policy().await?.policy;
    let request = app::whole_record(app, job.reference).await?;
    // A request whose page could not be made has no row either.
    let page = wiki_pages::find(&app.store, job.reference).await?.filter(|page| page.page_id.is_some());
    let wish = Wish {
        page: policy.wiki.data_page.clone(),
        before: steps(&request)
            .filter_map(|then| row::of_request(&policy, &then, page.as_ref().map_or("", |page| &page.title)))
            .collect(),
        row: Some((
            job.reference.to_string(),
            page.and_then(|page| row::of_request(&policy, &request, &page.title)),
        )),
        summary: say_with("helpdesk-summary-row", &[job.reference.to_string(), token(job)]),
        token: token(job),
        tried: job.attempts > 1,
    };
    point("status.read");
    let mut accounts = Accounts::of(app, job, &wish.page);
    while let Some(account) = accounts.next().await? {
        match as_account(app, wiki, &wish, &account).await {
            Err(failure) if failure.is_of_the_grant() => accounts.refused(failure),
            other => return other,
        }
    }
    Err(accounts.refusal())
}

/// Brings the number of open requests without a page up to date. The edit names no request.
pub(super) async fn write_number(app: &App, wiki: &Wiki, job: &Job) -> Result<(), Failure> {
    // Where the tool has no account, the next edit of a row by a person brings the number.
    let Some(account) = accounts::of_tool(app) else { return Ok(()) };
    let policy = app.policy().await?.policy;
    let wish = Wish {
        page: policy.wiki.data_page.clone(),
        row: None,
        before: Vec::new(),
        summary: say_with("helpdesk-summary-number", &[token(job)]),
        token: token(job),
        tried: job.attempts > 1,
    };
    as_account(app, wiki, &wish, &account).await
}

/// How many open requests nobody but their own people may see, as it stands on the page.
async fn unpublished(app: &App) -> Result<String, AppError> {
    let all: u32 = app::open_numbers(app).await?.by_stage.values().sum();
    let public: u32 = app::counts(app, Viewer::Anonymous).await?.years.iter().map(|year| year.open).sum();
    let policy = app.policy().await?.policy;
    Ok(row::of_unpublished(&policy, all.saturating_sub(public)))
}

async fn as_account(app: &App, wiki: &Wiki, wish: &Wish, account: &Account) -> Result<(), Failure> {
    let at = Failure::at(&wish.page);
    let mut last = Trouble::Lost;
    let mut tried = wish.tried;
    for _ in 0..ROUNDS {
        let seen = wiki.look(account, Wanted::Title(&wish.page)).await.map_err(&at)?;
        point("status.looked");
        // Counted after the look: who counted before another worker's edit meets a conflict, and counts again.
        let unpublished = unpublished(app).await?;
        point("status.counted");
        let text = match &seen.page {
            Some(page) if page.model != "wikitext" => {
                return Err(Failure::handover(&wish.page, Why::NotWikitext));
            }
            Some(page) => page.text.clone(),
            None => row::empty_page(&say("helpdesk-data-page")),
        };
        let revision = seen.page.as_ref().map_or(0, |page| page.revision);
        let Some(new) = placed(&text, revision, wish, &unpublished)? else { return Ok(()) };
        // The row is there then; what is not is newer, such as the number, and has a job of its own.
        if tried && wiki.has_summary(account, &wish.page, &wish.token).await.map_err(&at)? {
            return Ok(());
        }
        point("status.asked");
        let change = match &seen.page {
            Some(page) => Change::Replace { revision: page.revision, text: &new },
            None => Change::Create(&new),
        };
        tracing::info!(wiki.page = wish.page, "edits");
        let edit = Edit { title: &wish.page, change, summary: &wish.summary };
        let edited = wiki.edit(account, &seen.csrf, &edit).await;
        point("status.edited");
        match edited {
            Ok(Edited::Done { .. } | Edited::NoChange) => return Ok(()),
            Err(trouble @ (Trouble::Lost | Trouble::StaleToken | Trouble::Conflict { .. })) => {
                tried |= trouble == Trouble::Lost;
                last = trouble;
            }
            Err(other) => return Err(at(other)),
        }
    }
    Err(at(last))
}

/// The page's new text, or `None` if it is as it should be.
fn placed(text: &str, revision: u64, wish: &Wish, unpublished: &str) -> Result<Option<String>, Failure> {
    let placed = wish.row.as_ref().map(|(name, row)| row::place(text, name, row.as_deref()));
    let with_row = match placed {
        Some(Placed::New(text)) => Some(text),
        Some(Placed::Unchanged) | None => None,
        Some(Placed::HumanEdit(there)) => {
            let edited = Box::new(edited::read(&wish.before, &there));
            return Err(Failure::Edited { page: wish.page.clone(), edited, revision });
        }
        Some(Placed::Broken) => return Err(Failure::handover(&wish.page, Why::Markers)),
    };
    // Where somebody changed the number, it is left as it is: it stops no request's row.
    match row::place(with_row.as_deref().unwrap_or(text), UNPUBLISHED, Some(unpublished)) {
        Placed::New(text) => Ok(Some(text)),
        Placed::Unchanged | Placed::HumanEdit(_) | Placed::Broken => Ok(with_row),
    }
}
