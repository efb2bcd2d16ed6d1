//! A note on the requester's talk page: that something waits, and where.

use super::accounts::Accounts;
use super::end::Failure;
use super::page::{ROUNDS, address, token};
use crate::app::{self, App, people};
use crate::faults::point;
use crate::store::outbox::{Job, NoteKind};
use crate::views::words::{say, say_with};
use crate::wiki::client::{Account, Change, Edit, Wanted, Wiki};
use crate::wiki::outcome::{Edited, Trouble, Why};

/// What is to be left, and where.
struct Wish {
    page: String,
    heading: String,
    text: String,
    summary: String,
    token: String,
}

/// Leaves the note once, if the requester still wants notes.
pub(super) async fn leave(app: &App, wiki: &Wiki, job: &Job, note: NoteKind) -> Result<(), Failure> {
    let request = app::whole_record(app, job.reference).await?;
    let wanted = request.consent.as_ref().is_some_and(|consent| consent.talk_page_notes);
    let Some(requester) = request.requester.filter(|_| wanted) else { return Ok(()) };
    let Some(name) = people::name(app, requester).await? else { return Ok(()) };
    point("note.read");
    let rules = wiki.titles().await.map_err(Failure::at(&name))?;
    let Some(page) = rules.user_talk(&name) else { return Err(Failure::handover(&name, Why::Title)) };
    let wish = Wish {
        page,
        heading: say("helpdesk-note-heading"),
        text: format!("{} {} ~~~~", waits(app, job, note), say("helpdesk-note-why")),
        summary: say_with("helpdesk-summary-note", &[job.reference.to_string(), token(job)]),
        token: token(job),
    };
    let mut accounts = Accounts::of(app, job, &wish.page);
    while let Some(account) = accounts.next().await? {
        match as_account(wiki, &wish, &account).await {
            Err(failure) if failure.is_of_the_grant() => accounts.refused(failure),
            other => return other,
        }
    }
    Err(accounts.refusal())
}

/// What waits, and where.
pub(super) fn waits(app: &App, job: &Job, note: NoteKind) -> String {
    let key = match note {
        NoteKind::Question => "helpdesk-note-question",
        NoteKind::Decision => "helpdesk-note-decision",
        NoteKind::Closing => "helpdesk-note-closing",
        NoteKind::Objection => "helpdesk-note-objection",
    };
    say_with(key, &[address(app, job.reference)])
}

async fn as_account(wiki: &Wiki, wish: &Wish, account: &Account) -> Result<(), Failure> {
    let at = Failure::at(&wish.page);
    let mut last = Trouble::Lost;
    for _ in 0..ROUNDS {
        if wiki.has_summary(account, &wish.page, &wish.token).await.map_err(&at)? {
            return Ok(());
        }
        point("note.asked");
        let seen = wiki.look(account, Wanted::Behind(&wish.page)).await.map_err(&at)?;
        if seen.page.as_ref().is_some_and(|page| page.model != "wikitext") {
            return Err(Failure::handover(&wish.page, Why::NotWikitext));
        }
        let title = seen.page.as_ref().map_or(wish.page.as_str(), |page| &page.title);
        let change = Change::NewSection { heading: &wish.heading, text: &wish.text };
        tracing::info!("leaves a note");
        point("note.looked");
        let edited = wiki.edit(account, &seen.csrf, &Edit { title, change, summary: &wish.summary }).await;
        point("note.edited");
        match edited {
            Ok(Edited::Done { .. } | Edited::NoChange) => return Ok(()),
            Err(trouble @ (Trouble::Lost | Trouble::StaleToken | Trouble::Conflict { .. })) => last = trouble,
            Err(other) => return Err(at(other)),
        }
    }
    Err(at(last))
}
