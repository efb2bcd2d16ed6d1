//! A note through the wiki's e-mail ("Email this user"): that something waits, and where. The wiki knows
//! the address; it reads what it carries, so what the note is about does not go with it.
//!
//! Such a mail cannot be looked for afterwards, and has no Message-ID of ours by which clients could show
//! two as one. Between "twice" and "perhaps not" nothing is decided here: a try that was not answered, or
//! a worker that died in it, leaves the job to a person, who is told so.

use super::accounts::of_tool;
use super::end::{End, Failure};
use super::page::ROUNDS;
use super::talk;
use crate::app::{App, jobs, people, whole_record};
use crate::faults::point;
use crate::store::mail_jobs;
use crate::store::outbox::{Job, NoteKind};
use crate::store::sent_mail::MailState;
use crate::views::words::{say, say_with};
use crate::wiki::client::{Account, Email, Wiki};
use crate::wiki::outcome::{Trouble, Why};

/// The shortest pause when the day's budget is used up, in seconds.
const FULL: u32 = 60;

/// Sends the note, if the requester still wants to be reached so.
pub(super) async fn send(app: &App, wiki: &Wiki, job: &Job, note: NoteKind) -> Result<End, Failure> {
    let at = |why| Failure::handover(job.reference.as_str(), why);
    if job.in_doubt > 0 {
        return Err(at(Why::MailInDoubt));
    }
    let request = whole_record(app, job.reference).await?;
    let wanted = jobs::is_reached_by_wiki(app, &request).await?;
    let name = match request.requester.filter(|_| wanted) {
        Some(requester) => people::name(app, requester).await?,
        None => None,
    };
    let Some(name) = name else {
        return Ok(End::Mail(MailState::Dropped, Some(say("helpdesk-site-mail-nowhere"))));
    };
    let (sent, eases_in) = mail_jobs::wiki_day(&app.store).await?;
    if sent >= app.config.mail.wiki_per_day {
        return Ok(End::Again { words: say("helpdesk-retry-wiki-mail-budget"), seconds: eases_in.max(FULL) });
    }
    let account = of_tool(app).ok_or_else(|| at(Why::MayNotMail))?;
    let text = format!("{}\n\n{}", talk::waits(app, job, note), say("helpdesk-wiki-mail-why"));
    let mail = Email { to: &name, subject: &say("helpdesk-note-heading"), text: &text };
    match once(app, wiki, job, &account, &mail).await? {
        Ok(()) => Ok(End::Mail(MailState::Sent, None)),
        Err(Trouble::Lost) => Err(at(Why::MailInDoubt)),
        Err(Trouble::Handover { code, why: Why::TakesNoMail })
            if request.consent.as_ref().is_some_and(|consent| consent.talk_page_notes) =>
        {
            talk::leave(app, wiki, job, note).await?;
            Ok(End::Mail(MailState::Declined, Some(say_with("helpdesk-wiki-mail-on-talk-page", &[code]))))
        }
        Err(other) => Err(Failure::at(job.reference.as_str())(other)),
    }
}

/// Gives the mail to the wiki, once: only a token that it did not take is renewed.
async fn once(
    app: &App,
    wiki: &Wiki,
    job: &Job,
    account: &Account,
    mail: &Email<'_>,
) -> Result<Result<(), Trouble>, Failure> {
    let mut last = Err(Trouble::StaleToken);
    for _ in 0..ROUNDS {
        let csrf = match wiki.csrf(account).await {
            Ok(csrf) => csrf,
            Err(Trouble::TokenRefused { code }) => {
                return Ok(Err(Trouble::Handover { code, why: Why::MayNotMail }));
            }
            Err(other) => return Ok(Err(other)),
        };
        let id = job.mail.unwrap_or_default();
        mail_jobs::tried(&app.store, id, mail_jobs::WIKI).await?;
        point("wiki-mail.offered");
        last = wiki.email(account, &csrf, mail).await;
        point("wiki-mail.given");
        if matches!(last, Err(Trouble::Lost)) {
            return Ok(last);
        }
        if last.is_err() {
            mail_jobs::answered(&app.store, id).await?;
        }
        if !matches!(last, Err(Trouble::StaleToken)) {
            return Ok(last);
        }
    }
    Ok(last)
}
