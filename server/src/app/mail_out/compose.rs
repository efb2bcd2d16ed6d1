//! A mail that waits, made ready for the relay: from what its addressee may see now, and nothing else.

use crate::app::mail_out::letters::{Links, Occasion, letter};
use crate::app::mail_out::{digest, links, pack, ranking};
use crate::app::{App, AppError, addressee, people, whole_record};
use crate::mail::letter::{Block, Letter};
use crate::mail::message::{MessageError, Outgoing, Ready, message};
use crate::mail::words::words;
use crate::store::mail_jobs::MailJob;
use crate::store::mail_preferences::{self, Preference};
use crate::store::sent_mail::MailKind;
use crate::store::{contacts, correspondents, role_grants, sent_mail};
use crate::views;
use helpdesk_domain::form::Reach;
use helpdesk_domain::{Event, PersonId, Recorded, Reference, Roles, SupportRequestView};

/// The most Message-IDs that a message names as its thread.
const THREAD: usize = 10;

/// What is to be done with a mail.
#[derive(Debug)]
pub enum Prepared {
    /// Hand it to the relay.
    Send(Box<Ready>),
    /// There is nothing left to say.
    Moot,
    /// The addressee is not reached by mail any more.
    Nowhere,
    /// What they gave as their address is none.
    NoAddress,
}

/// Makes a mail ready.
///
/// # Errors
/// As the database says.
pub async fn prepare(app: &App, job: &MailJob) -> Result<Prepared, AppError> {
    let chosen = preference(app, job.addressee).await?;
    let made = match (job.kind, job.reference) {
        (MailKind::ConfirmAddress, _) => confirmation(app, job, &chosen).await?,
        (MailKind::Digest, _) => digest::compose(app, job, &chosen).await?,
        (MailKind::Pack, _) => pack::compose(app, job, &chosen).await?,
        (MailKind::RankingUnderstood | MailKind::RankingUnclear, _) => {
            ranking::compose(app, job, &chosen).await?
        }
        (_, Some(about)) => about_a_request(app, job, about, &chosen).await?,
        (_, None) => None,
    };
    let Some(letter) = made else { return Ok(Prepared::Moot) };
    let to = match job.kind {
        MailKind::ConfirmAddress => chosen.mail.clone(),
        _ => address(app, job.reference, job.addressee, &chosen).await?,
    };
    let Some(to) = to else { return Ok(Prepared::Nowhere) };
    finished(app, job, &letter, &to, &chosen).await
}

async fn finished(
    app: &App,
    job: &MailJob,
    letter: &Letter,
    to: &str,
    chosen: &Preference,
) -> Result<Prepared, AppError> {
    let policy = app.policy().await?.policy;
    let (mut references, reply_to) = match job.reference {
        Some(about) => (
            sent_mail::thread(&app.store, about, job.addressee, job.mail).await?,
            links::reply_to(app, about, job.addressee).await?,
        ),
        None => (Vec::new(), links::ranking(app, chosen).filter(|_| letter.has_form())),
    };
    let in_reply_to = job.in_reply_to.clone().or_else(|| references.first().cloned());
    references.truncate(THREAD);
    references.reverse();
    if let Some(id) = &job.in_reply_to
        && !references.contains(id)
    {
        references.push(id.clone());
    }
    let reply_to = reply_to.unwrap_or_else(|| policy.organisation.email.clone());
    let unsubscribe = match job.kind {
        MailKind::Digest => Some(links::unsubscribe(app, job.addressee)?),
        _ => None,
    };
    let outgoing = Outgoing {
        from_name: &policy.organisation.helpdesk,
        from: &app.config.mail.from,
        to,
        reply_to: &reply_to,
        subject: &letter.subject,
        message_id: &job.message_id,
        in_reply_to: in_reply_to.as_deref(),
        references: &references,
        at: app.clock.now().0,
        automatic: !job.kind.is_written(),
        unsubscribe: unsubscribe.as_deref(),
        language: letter.language,
        text: letter.text(),
        html: views::mail::document(letter),
    };
    match message(&outgoing) {
        Ok(ready) => Ok(Prepared::Send(Box::new(ready))),
        Err(MessageError::Recipient) => Ok(Prepared::NoAddress),
        Err(error @ MessageError::Other(_)) => Err(AppError::Internal(error.into())),
    }
}

/// What somebody chose, or what holds for those who chose nothing.
pub(crate) async fn preference(app: &App, who: PersonId) -> Result<Preference, AppError> {
    let mut conn = app.store.conn().await?;
    Ok(mail_preferences::find(&mut conn, who).await?.unwrap_or_else(|| Preference::none(who)))
}

/// Where mail for somebody goes: for the requester what they said in the request counts.
async fn address(
    app: &App,
    about: Option<Reference>,
    who: PersonId,
    chosen: &Preference,
) -> Result<Option<String>, AppError> {
    if let Some(about) = about
        && addressee::requester(&*whole_record(app, about).await?) == who
        && let Some(Reach::Mail(mail)) = contacts::find(&app.store, about).await?
    {
        return Ok(Some(mail.as_str().to_owned()));
    }
    if let (Some(about), None) = (about, chosen.address()) {
        return Ok(correspondents::find(&app.store, about, who).await?.map(|one| one.mail));
    }
    Ok(chosen.address().map(str::to_owned))
}

/// The roles that somebody has now.
pub(crate) async fn roles_of(app: &App, who: PersonId) -> Result<Roles, AppError> {
    let mut conn = app.store.conn().await?;
    Ok(role_grants::of_person(&mut conn, who).await?)
}

async fn about_a_request(
    app: &App,
    job: &MailJob,
    about: Reference,
    chosen: &Preference,
) -> Result<Option<Letter>, AppError> {
    let in_thread = job.in_reply_to.is_some()
        || !sent_mail::thread(&app.store, about, job.addressee, job.mail).await?.is_empty();
    let with = With { kind: job.kind, seq: job.seq, body: job.body.as_deref(), in_thread, hide_links: false };
    on_occasion(app, about, job.addressee, chosen, with, letter).await
}

/// What belongs to one mail.
#[derive(Clone, Copy)]
pub(crate) struct With<'a> {
    pub(crate) kind: MailKind,
    pub(crate) seq: Option<u32>,
    pub(crate) body: Option<&'a str>,
    pub(crate) in_thread: bool,
    /// For eyes that are not the addressee's: their private link proves who they are.
    pub(crate) hide_links: bool,
}

/// Whether a mail tells of a decision that an objection opened again.
pub(crate) fn is_void(history: &[Recorded], kind: MailKind, seq: Option<u32>) -> bool {
    let tells = matches!(kind, MailKind::InitialDecision | MailKind::GoDecision);
    let since = seq.filter(|_| tells).and_then(|seq| usize::try_from(seq).ok());
    let later = since.and_then(|since| history.get(since..)).unwrap_or_default();
    later.iter().any(|recorded| matches!(recorded.event, Event::Objected { .. }))
}

/// Makes something of a mail's occasion; `None` if the addressee no longer sees what it is about.
pub(crate) async fn on_occasion<T>(
    app: &App,
    about: Reference,
    to: PersonId,
    chosen: &Preference,
    with: With<'_>,
    make: impl FnOnce(&Occasion<'_>) -> Option<T>,
) -> Result<Option<T>, AppError> {
    let policy = app.policy().await?.policy;
    let request = whole_record(app, about).await?;
    if is_void(&request.history, with.kind, with.seq) {
        return Ok(None);
    }
    let requester = addressee::requester(&request);
    let takes_part = match to == requester || !with.kind.is_shared() {
        true => None,
        false => correspondents::find(&app.store, about, to).await?,
    };
    // Who takes part reads of what was written to the requester as they do.
    let (eyes, roles) = match takes_part {
        Some(_) => (requester, Roles::NONE),
        None => (to, roles_of(app, to).await?),
    };
    let Some(view) = addressee::seen_by(&policy, &request, eyes, roles) else { return Ok(None) };
    let event = match event(&request.history, with.seq) {
        None => None,
        Some(event) => match as_seen(&view, event) {
            None => return Ok(None),
            seen => seen,
        },
    };
    let is_requester = requester == to;
    let has_account = request.requester.is_some();
    let name = if is_requester && !has_account {
        request.requester_name.as_ref().map(|name| name.as_str().to_owned())
    } else {
        let named = takes_part.as_ref().and_then(|one| one.name.clone());
        people::name(app, to).await?.or(named)
    };
    let status = match is_requester && !has_account {
        true if with.hide_links => Some(links::page(app, "status/…")),
        true => Some(links::status(app, about, to).await?),
        false => None,
    };
    let choose = match &status {
        Some(status) => format!("{status}#mail"),
        None if takes_part.is_some() => links::unsubscribe(app, to)?,
        None => links::page(app, "mail"),
    };
    let theirs = view.facts.language.as_deref().filter(|_| is_requester || takes_part.is_some());
    let occasion = Occasion {
        words: words(chosen.language.as_deref().or(theirs)),
        policy: &policy,
        view: &view,
        event,
        kind: with.kind,
        body: with.body,
        name,
        links: Links { request: links::page(app, &format!("support-requests/{about}")), status, choose },
        can_answer: app.config.mail.reply.is_some(),
        in_thread: with.in_thread,
        takes_part: takes_part.is_some(),
    };
    Ok(make(&occasion))
}

/// An event as the addressee sees it: of an objection no more than that there was one.
fn as_seen<'a>(view: &'a SupportRequestView, event: &Event) -> Option<&'a Event> {
    let objection = |one: &Event| matches!(one, Event::Objected { .. });
    let same = |seen: &Event| seen == event || (objection(seen) && objection(event));
    view.history.iter().map(|recorded| &recorded.event).find(|seen| same(seen))
}

fn event(history: &[helpdesk_domain::Recorded], seq: Option<u32>) -> Option<&Event> {
    let place = usize::try_from(seq?).ok()?.checked_sub(1)?;
    history.get(place).map(|recorded| &recorded.event)
}

async fn confirmation(app: &App, job: &MailJob, chosen: &Preference) -> Result<Option<Letter>, AppError> {
    if chosen.confirmed || chosen.mail.is_none() || job.seq != Some(chosen.generation) {
        return Ok(None);
    }
    let name = people::name(app, chosen.person).await?.unwrap_or_default();
    let helpdesk = app.policy().await?.policy.organisation.helpdesk.clone();
    let words = words(chosen.language.as_deref());
    let href = links::confirm(app, chosen.person, chosen.generation)?;
    Ok(Some(Letter {
        language: words.language,
        subject: words.say("confirm-subject", &[&helpdesk]),
        blocks: vec![
            Block::Link { words: words.say("confirm", &[&name]), href },
            Block::Words(words.say("confirm-else", &[])),
            Block::Small(helpdesk),
        ],
    }))
}
