//! A request's page.

use super::accounts::Accounts;
use super::end::Failure;
use crate::app::{self, App};
use crate::faults::point;
use crate::store::StoreError;
use crate::store::outbox::Job;
use crate::store::wiki_pages::{self, WikiPageRow};
use crate::views::words::{find, say, say_with};
use crate::wiki::client::{Account, Change, Edit, Page, Seen, Wanted, Wiki};
use crate::wiki::outcome::{Edited, Trouble, Why};
use crate::wiki::request_page::{Plan, Situation};
use crate::wiki::splice::{self, Found};
use crate::wiki::{block, edited, titles};
use helpdesk_domain::{Reference, SupportRequest, fold};

/// How often a page is looked at anew within one try, after a conflict or a lost answer.
pub(super) const ROUNDS: u32 = 3;

/// What is to stand on the page.
struct Wish {
    reference: Reference,
    block: String,
    emptied: bool,
    /// All blocks that the record could have put there, oldest first.
    before: Vec<String>,
    /// Titles for a page that is not made yet.
    titles: Vec<String>,
    summary: String,
    /// What an edit of an earlier try, whose end is not on record, is found by.
    tried: Option<String>,
}

/// Brings the request's page to what it should be now.
pub(super) async fn write(app: &App, wiki: &Wiki, job: &Job) -> Result<(), Failure> {
    let policy = app.policy().await?.policy;
    let request = app::whole_record(app, job.reference).await?;
    let address = address(app, job.reference);
    let block = block::of_request(&policy, &request, &address);
    let names = &policy.wiki;
    let wish = Wish {
        reference: job.reference,
        emptied: block.is_none(),
        before: steps(&request).filter_map(|then| block::of_request(&policy, &then, &address)).collect(),
        block: block.unwrap_or_else(|| say("helpdesk-block-emptied")),
        titles: titles::candidates(
            &names.request_prefix,
            &names.data_page,
            request.facts.title.as_str(),
            job.reference,
        ),
        summary: summary(job),
        tried: tried(job),
    };
    point("page.read");
    let mut accounts = Accounts::of(app, job, &names.request_prefix);
    while let Some(account) = accounts.next().await? {
        match as_account(app, wiki, &wish, &account).await {
            Err(failure) if failure.is_of_the_grant() => accounts.refused(failure),
            other => return other,
        }
    }
    Err(accounts.refusal())
}

/// The request's page in the tool.
pub(super) fn address(app: &App, reference: Reference) -> String {
    format!("{}support-requests/{reference}", app.config.public_url)
}

/// What a job's edits say of themselves; the wiki's people find the job by it, and so do we.
pub(super) fn token(job: &Job) -> String {
    format!("[helpdesk:{}]", job.token)
}

/// The same for a job that was tried before: its edit may be there, and newer acts have jobs of their own.
fn tried(job: &Job) -> Option<String> {
    (job.attempts > 1).then(|| token(job))
}

fn summary(job: &Job) -> String {
    let key = format!("helpdesk-summary-{}", job.cause);
    let what = find(&key).map_or_else(|| say("helpdesk-summary-changed"), str::to_owned);
    say_with("helpdesk-summary-page", &[job.reference.to_string(), what, token(job)])
}

async fn as_account(app: &App, wiki: &Wiki, wish: &Wish, account: &Account) -> Result<(), Failure> {
    let row = wiki_pages::find(&app.store, wish.reference).await?;
    match row {
        Some(row) if row.page_id.is_some() => settle(app, wiki, wish, account, &row).await.map(|_| ()),
        Some(row) if wish.emptied => settle(app, wiki, wish, account, &row).await.map(|_| ()),
        None if wish.emptied => Ok(()),
        row => first(app, wiki, wish, account, row).await,
    }
}

/// Makes the page under the first title that is free.
async fn first(
    app: &App,
    wiki: &Wiki,
    wish: &Wish,
    account: &Account,
    reserved: Option<WikiPageRow>,
) -> Result<(), Failure> {
    let rules = wiki.titles().await.map_err(Failure::at(""))?;
    let mut titles: Vec<_> = wish.titles.iter().filter_map(|title| rules.normal(title)).collect();
    if let Some(row) = &reserved {
        // What was begun under a title is looked at first.
        titles.retain(|title| *title != row.title);
        titles.insert(0, row.title.clone());
    }
    let mut reserved = reserved.map(|row| row.title);
    for title in &titles {
        if reserved.as_ref() != Some(title) {
            if reserved.take().is_some() {
                wiki_pages::forget(&app.store, wish.reference).await?;
                point("page.forgotten");
            }
            match wiki_pages::reserve(&app.store, wish.reference, title).await {
                Ok(()) => {
                    point("page.reserved");
                    reserved = Some(title.clone());
                }
                Err(StoreError::Duplicate) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        let row = WikiPageRow {
            title: title.clone(),
            reference: wish.reference,
            digest: None,
            revision: None,
            page_id: None,
        };
        if settle(app, wiki, wish, account, &row).await? {
            return Ok(());
        }
    }
    Err(Failure::handover(titles.last().map_or("", String::as_str), Why::NoTitle))
}

/// Looks at the page and edits it if it has to be; `false` if the title is somebody else's page.
async fn settle(
    app: &App,
    wiki: &Wiki,
    wish: &Wish,
    account: &Account,
    row: &WikiPageRow,
) -> Result<bool, Failure> {
    let at = Failure::at(&row.title);
    let wanted = row.page_id.map_or(Wanted::Title(&row.title), Wanted::Id);
    let mut last = Trouble::Lost;
    for _ in 0..ROUNDS {
        let seen = wiki.look(account, wanted).await.map_err(&at)?;
        point("page.looked");
        let situation = Situation {
            name: wish.reference.as_str(),
            page: seen.page.as_ref(),
            written: row.digest.as_deref(),
            block: &wish.block,
            emptied: wish.emptied,
        };
        let plan = situation.plan();
        if let (Plan::Replace(_), Some(page), Some(token)) = (&plan, &seen.page, &wish.tried)
            && wiki.has_summary(account, &page.title, token).await.map_err(&at)?
        {
            let digest = splice::digest(block_of(page, wish));
            wiki_pages::written(&app.store, wish.reference, &digest, page.revision, page.id).await?;
            return Ok(true);
        }
        point("page.asked");
        let edited = match plan {
            Plan::Taken => return Ok(false),
            Plan::Handover(Why::HumanEdit) => return Err(edited_by_a_person(wish, row, seen.page.as_ref())),
            Plan::Handover(why) => return Err(Failure::handover(&row.title, why)),
            Plan::Nothing => Ok(Edited::NoChange),
            Plan::Create(text) => edit(wiki, account, &seen, wish, &row.title, Change::Create(&text)).await,
            Plan::Replace(text) => {
                let revision = seen.page.as_ref().map_or(0, |page| page.revision);
                let title = seen.page.as_ref().map_or(row.title.as_str(), |page| &page.title);
                edit(wiki, account, &seen, wish, title, Change::Replace { revision, text: &text }).await
            }
        };
        match edited {
            Ok(edited) => {
                point("page.edited");
                remember(app, wish, row, &seen, &edited).await?;
                point("page.remembered");
                return Ok(true);
            }
            // The next look says what is there now.
            Err(trouble @ (Trouble::Lost | Trouble::StaleToken | Trouble::Conflict { .. })) => last = trouble,
            Err(other) => return Err(at(other)),
        }
    }
    Err(at(last))
}

fn edited_by_a_person(wish: &Wish, row: &WikiPageRow, page: Option<&Page>) -> Failure {
    let there = page.map_or("", |page| block_of(page, wish));
    Failure::Edited {
        page: row.title.clone(),
        edited: Box::new(edited::read(&wish.before, there)),
        revision: page.map_or(0, |page| page.revision),
    }
}

/// The request as it was after each act.
pub(super) fn steps(request: &SupportRequest) -> impl Iterator<Item = SupportRequest> + '_ {
    let acts = 1..=request.history.len();
    acts.filter_map(|acts| fold(request.reference, request.history[..acts].to_vec()))
}

/// Our part of a page whose markers are in order.
fn block_of<'a>(page: &'a Page, wish: &Wish) -> &'a str {
    match splice::find(&page.text, wish.reference.as_str()) {
        Found::Block { inner, .. } => &page.text[inner],
        Found::Missing | Found::Doubled | Found::Cut => "",
    }
}

async fn edit(
    wiki: &Wiki,
    account: &Account,
    seen: &Seen,
    wish: &Wish,
    title: &str,
    change: Change<'_>,
) -> Result<Edited, Trouble> {
    tracing::info!(wiki.page = title, "edits");
    wiki.edit(account, &seen.csrf, &Edit { title, change, summary: &wish.summary }).await
}

async fn remember(
    app: &App,
    wish: &Wish,
    row: &WikiPageRow,
    seen: &Seen,
    edited: &Edited,
) -> Result<(), Failure> {
    let known = match (edited, &seen.page) {
        (Edited::Done { revision, page_id }, _) => Some((*revision, *page_id)),
        (Edited::NoChange, Some(page)) => Some((page.revision, page.id)),
        (Edited::NoChange, None) => None,
    };
    if let Some((revision, page_id)) = known {
        let digest = splice::digest(&wish.block);
        wiki_pages::written(&app.store, wish.reference, &digest, revision, page_id).await?;
        point("page.written");
    }
    if let Some(page) = seen.page.as_ref().filter(|page| page.title != row.title) {
        match wiki_pages::moved(&app.store, wish.reference, &page.title).await {
            Ok(()) => {}
            Err(StoreError::Duplicate) => tracing::warn!(wiki.page = page.title, "moved to a title in use"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
