//! Pages that are of no single request: minutes and figures.

use super::accounts::Accounts;
use super::end::{End, Failure};
use super::page::ROUNDS;
use crate::app::{App, AppError, shared};
use crate::faults::point;
use crate::store::shared_pages::{PageState, SharedPage};
use crate::views::words::say_with;
use crate::wiki::client::{Account, Change, Edit, Wanted, Wiki};
use crate::wiki::outcome::{Edited, Trouble, Why};
use crate::wiki::request_page::{Plan, Situation};
use crate::wiki::splice::{self, Found};
use tracing::Instrument;

/// How a try ended.
enum Came {
    /// The page is as it should be: its revision and number, as far as they are known.
    Written(Option<u64>, Option<u64>),
    /// A person changed our part of it, in this revision.
    Changed(String, u64),
}

/// Takes one page that is to be written; `false` if there is none.
///
/// # Errors
/// As the database says.
pub(super) async fn step(app: &App, wiki: &Wiki, seconds: u32) -> Result<bool, AppError> {
    let Some((lease, page)) = shared::lease(app, seconds).await? else { return Ok(false) };
    let span = tracing::info_span!("page", wiki.page = page.title, job.attempts = page.attempts);
    let came = write(app, wiki, &page).instrument(span.clone()).await;
    point("shared.tried");
    match came {
        Ok(Came::Written(revision, id)) => shared::written(app, &page, &lease, revision, id).await?,
        Ok(Came::Changed(found, revision)) => {
            let words = say_with(Why::HumanEdit.message(), std::slice::from_ref(&page.title));
            let found = Some((found.as_str(), revision));
            shared::not_written(app, &page, &lease, PageState::Question, &words, 0, found).await?;
        }
        Err(failure) => {
            let (state, words, seconds) = match failure.end(page.attempts) {
                End::Again { words, seconds } => (PageState::Waiting, words, seconds),
                End::Park { words, .. } => (PageState::Parked, words, 0),
                End::Done | End::Mail(..) => (PageState::Done, String::new(), 0),
            };
            span.in_scope(|| tracing::warn!(error = words, "not written"));
            shared::not_written(app, &page, &lease, state, &words, seconds, None).await?;
        }
    }
    Ok(true)
}

async fn write(app: &App, wiki: &Wiki, page: &SharedPage) -> Result<Came, Failure> {
    let mut accounts = Accounts::for_person(app, page.as_person, &page.title);
    while let Some(account) = accounts.next().await? {
        match as_account(wiki, page, &account).await {
            Err(failure) if failure.is_of_the_grant() => accounts.refused(failure),
            other => return other,
        }
    }
    Err(accounts.refusal())
}

async fn as_account(wiki: &Wiki, page: &SharedPage, account: &Account) -> Result<Came, Failure> {
    let at = Failure::at(&page.title);
    let token = format!("[helpdesk:{}]", page.token);
    let kind = if page.name.starts_with("meeting-") { "meeting" } else { "figures" };
    let summary = say_with(&format!("helpdesk-summary-{kind}"), std::slice::from_ref(&token));
    let wanted = page.page_id.map_or(Wanted::Title(&page.title), Wanted::Id);
    let mut last = Trouble::Lost;
    for _ in 0..ROUNDS {
        let seen = wiki.look(account, wanted).await.map_err(&at)?;
        let there = seen.page.as_ref();
        let situation = Situation {
            name: &page.name,
            page: there,
            written: page.digest.as_deref(),
            block: &page.block,
            emptied: false,
        };
        let (title, change) = match situation.plan() {
            Plan::Nothing => return Ok(Came::Written(there.map(|one| one.revision), there.map(|one| one.id))),
            Plan::Taken => return Err(Failure::handover(&page.title, Why::NoTitle)),
            Plan::Handover(Why::HumanEdit) => {
                let text = there.map_or("", |one| one.text.as_str());
                let ours = match splice::find(text, &page.name) {
                    Found::Block { inner, .. } => &text[inner],
                    Found::Missing | Found::Doubled | Found::Cut => "",
                };
                return Ok(Came::Changed(ours.to_owned(), there.map_or(0, |one| one.revision)));
            }
            Plan::Handover(why) => return Err(Failure::handover(&page.title, why)),
            Plan::Create(text) => (page.title.as_str(), (None, text)),
            Plan::Replace(text) => {
                (there.map_or(page.title.as_str(), |one| &one.title), (there.map(|one| one.revision), text))
            }
        };
        let change = match &change {
            (None, text) => Change::Create(text),
            (Some(revision), text) => Change::Replace { revision: *revision, text },
        };
        let edit = Edit { title, change, summary: &summary };
        match wiki.edit(account, &seen.csrf, &edit).await {
            Ok(Edited::NoChange) => {
                return Ok(Came::Written(there.map(|one| one.revision), there.map(|one| one.id)));
            }
            Ok(Edited::Done { revision, page_id }) => return Ok(Came::Written(Some(revision), Some(page_id))),
            // The next look says what is there now.
            Err(trouble @ (Trouble::Lost | Trouble::StaleToken | Trouble::Conflict { .. })) => last = trouble,
            Err(other) => return Err(at(other)),
        }
    }

    Err(at(last))
}
