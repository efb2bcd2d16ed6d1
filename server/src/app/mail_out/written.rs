//! Mail that a person writes or looks through: drafts, sending them with some minutes to think again,
//! and who else is writing.

use crate::app::error::insist;
use crate::app::mail_out::compose::{With, is_void, on_occasion, preference};
use crate::app::mail_out::copies;
use crate::app::mail_out::enqueue::{Wish, requester};
use crate::app::mail_out::{letters, rules};
use crate::app::{App, AppError, addressee, people, view, whole_record};
use crate::mail::letter::Letter;
use crate::mail::words::words;
use crate::store::correspondents::{self, Correspondent};
use crate::store::sent_mail::{self, MailKind, MailLine, MailRow, MailState};
use crate::store::{begin, commit, events, mail_jobs, mail_preferences, support_requests, writing};
use helpdesk_domain::command::LongText;
use helpdesk_domain::{Actor, Reference, Rejection, Role, SupportRequestView, TextError, Viewer};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Seconds for which somebody is taken to be writing after they were seen to.
const WRITING: u32 = 15 * 60;

/// Whether a transaction is run again: the commit of the run before may have been made.
#[derive(Default)]
struct Runs(AtomicBool);

impl Runs {
    /// Counts a run.
    fn is_again(&self) -> bool {
        self.0.swap(true, Ordering::Relaxed)
    }
}

/// A draft as the one who writes it sees it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The mail.
    pub mail: MailRow,
    /// The request.
    pub request: SupportRequestView,
    /// What is written so far.
    pub text: String,
    /// The whole letter, as it would go out.
    pub letter: Option<Letter>,
    /// Who else is writing to these people just now.
    pub others: Vec<String>,
    /// Whether the decision that it tells of was opened again, so that it cannot be sent.
    pub void: bool,
}

/// What came of sending a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// It goes out.
    Queued(Reference),
    /// The decision that it tells of was opened again.
    Void,
}

/// Mail about a request, newest first, for staff whose roles count there.
///
/// # Errors
/// As [`view`], or [`AppError::Rejected`] for others.
pub async fn conversation(app: &App, actor: &Actor, about: Reference) -> Result<Vec<MailLine>, AppError> {
    staff(app, actor, about).await?;
    Ok(sent_mail::of_request(&app.store, about).await?)
}

/// The same to the requester, and to those who take part with who they are; without what went to members
/// of the committee, which is nothing to the staff.
///
/// # Errors
/// As [`conversation`].
pub async fn with_copies(
    app: &App,
    actor: &Actor,
    about: Reference,
) -> Result<Vec<(MailLine, Option<Correspondent>)>, AppError> {
    let lines = conversation(app, actor, about).await?;
    let requester = addressee::requester(&*whole_record(app, about).await?);
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let id = support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
    let others = correspondents::of_request(&mut tx, id).await?;
    let shown = lines.into_iter().filter_map(|line| {
        if line.addressee == requester {
            return Some((line, None));
        }
        let other = others.iter().find(|other| other.person == line.addressee)?;
        (!line.kind.is_of_the_committee()).then(|| (line, Some(other.clone())))
    });
    Ok(shown.collect())
}

/// Whether the requester is reached by mail.
///
/// # Errors
/// As [`conversation`].
pub async fn is_reached(app: &App, actor: &Actor, about: Reference) -> Result<bool, AppError> {
    staff(app, actor, about).await?;
    let request = whole_record(app, about).await?;
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let id = support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
        Ok(requester(&mut tx, id, &request).await?.is_some())
    })
    .await
}

/// Who else is writing to the people of a request just now, by name.
///
/// # Errors
/// As the database says.
pub async fn others_writing(app: &App, actor: &Actor, about: Reference) -> Result<Vec<String>, AppError> {
    let mut names = Vec::new();
    for person in writing::others(&app.store, about, actor.person).await? {
        names.extend(people::name(app, person).await?);
    }
    Ok(names)
}

/// Begins a letter to the requester, with a canned text if one is named, and gives its number.
///
/// # Errors
/// [`AppError::Rejected`] for others than staff, [`AppError::NotFound`] if nobody is reached by mail.
pub async fn begin_letter(
    app: &App,
    actor: &Actor,
    about: Reference,
    canned: Option<&str>,
) -> Result<u64, AppError> {
    let seen = staff(app, actor, about).await?;
    let request = whole_record(app, about).await?;
    let to = addressee::requester(&request);
    let current = app.policy().await?;
    let chosen = preference(app, to).await?;
    let language = words(chosen.language.as_deref().or(seen.facts.language.as_deref())).language;
    let name = match request.requester {
        Some(person) => people::name(app, person).await?,
        None => request.requester_name.as_ref().map(|name| name.as_str().to_owned()),
    };
    let sender = people::name(app, actor.person).await?.unwrap_or_default();
    let text = canned.and_then(|id| current.mail.canned(id, language)).map(|text| {
        rules::filled(
            text,
            &[
                ("name", name.as_deref().unwrap_or_default()),
                ("title", seen.facts.title.as_str()),
                ("reference", about.as_str()),
                ("helpdesk", &current.policy.organisation.helpdesk),
                ("sender", &sender),
            ],
        )
    });
    let once = format!("letter|{}", crate::app::token::short(app)?);
    let kept = AtomicU64::new(0);
    let mail = insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let id = support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
        if requester(&mut tx, id, &request).await?.is_none() {
            return Err(AppError::NotFound);
        }
        let wish = Wish {
            about: Some((id, about)),
            once: Some(&once),
            state: MailState::Draft,
            by: Some(actor.person),
            body: text.as_deref(),
            ..Wish::at_once(to, MailKind::Letter)
        };
        if let Some(mail) = wish.keep(&mut tx, app).await? {
            kept.store(mail, Ordering::Relaxed);
        }
        // Without a new one, an earlier run's was committed.
        commit(tx).await?;
        Ok(kept.load(Ordering::Relaxed))
    })
    .await?;
    writing::begin(&app.store, about, actor.person, WRITING).await?;
    Ok(mail)
}

/// A draft, with the letter that it would become; `text` in place of what is kept, if given.
///
/// # Errors
/// [`AppError::NotFound`] if it is not a draft, or [`AppError::Rejected`] for others than staff.
pub async fn draft(app: &App, actor: &Actor, mail: u64, text: Option<&str>) -> Result<Draft, AppError> {
    let (mail, about) = found(app, mail).await?;
    if mail.state != MailState::Draft {
        return Err(AppError::NotFound);
    }
    let request = staff(app, actor, about).await?;
    let chosen = preference(app, mail.addressee).await?;
    let with = With { kind: mail.kind, seq: mail.seq, body: None, in_thread: true, hide_links: true };
    let text = match (text, &mail.body) {
        (Some(text), _) => text.to_owned(),
        (None, Some(kept)) => kept.clone(),
        (None, None) => {
            on_occasion(app, about, mail.addressee, &chosen, with, letters::draft).await?.unwrap_or_default()
        }
    };
    let with = With { body: Some(text.as_str()), ..with };
    let letter = on_occasion(app, about, mail.addressee, &chosen, with, letters::letter).await?;
    let others = others_writing(app, actor, about).await?;
    let void = is_void(&whole_record(app, about).await?.history, mail.kind, mail.seq);
    Ok(Draft { mail, request, text, letter, others, void })
}

/// Keeps what is written so far, and says that somebody is writing.
///
/// # Errors
/// As [`draft`]; [`AppError::Form`] for a text that cannot be kept.
pub async fn save(app: &App, actor: &Actor, mail: u64, text: &str) -> Result<(), AppError> {
    let (row, about) = found(app, mail).await?;
    staff(app, actor, about).await?;
    if row.state != MailState::Draft {
        return Err(AppError::NotFound);
    }
    let text = read(text)?;
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        sent_mail::save_text(&mut tx, mail, text.as_str()).await?;
        Ok(commit(tx).await?)
    })
    .await?;
    Ok(writing::begin(&app.store, about, actor.person, WRITING).await?)
}

/// Sends a draft, after the policy's minutes in which it can be taken back.
///
/// # Errors
/// As [`save`].
pub async fn send(app: &App, actor: &Actor, mail: u64, text: &str) -> Result<Sending, AppError> {
    let (row, about) = found(app, mail).await?;
    staff(app, actor, about).await?;
    let text = read(text)?;
    let rules = app.policy().await?.mail.clone();
    let delay = rules.undo_minutes * 60;
    let runs = Runs::default();
    let sending = insist(async || {
        let again = runs.is_again();
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let id = support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
        // An objection takes the same lock, so none comes in between.
        let now = events::find(&mut tx, about).await?.ok_or(AppError::NotFound)?;
        if is_void(&now.request.history, row.kind, row.seq) {
            return Ok(Sending::Void);
        }
        let (from, to) = (MailState::Draft, MailState::Waiting);
        if !sent_mail::set_state(&mut tx, mail, from, to, Some(actor.person)).await? {
            drop(tx);
            drop(conn);
            let sent = |now: &MailRow| !matches!(now.state, MailState::Draft | MailState::Dropped);
            let done = again && sent_mail::find(&app.store, mail).await?.as_ref().is_some_and(sent);
            return if done { Ok(Sending::Queued(about)) } else { Err(AppError::NotFound) };
        }
        sent_mail::save_text(&mut tx, mail, text.as_str()).await?;
        let token = crate::app::token::short(app)?;
        mail_jobs::enqueue(&mut tx, Some(id), row.kind, mail, &token, delay).await?;
        if rules.correspondents {
            let copy = Wish {
                about: Some((id, about)),
                seq: row.seq,
                by: Some(actor.person),
                body: Some(text.as_str()),
                delay,
                ..Wish::at_once(row.addressee, row.kind)
            };
            copies::share(&mut tx, app, id, row.addressee, copy).await?;
        }
        commit(tx).await?;
        Ok(Sending::Queued(about))
    })
    .await?;
    writing::end(&app.store, about, actor.person).await?;
    Ok(sending)
}

/// Takes a mail back that was not sent yet: what a person wrote becomes a draft again, any other mail
/// is not sent. `false` if it is on its way.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such mail, or [`AppError::Rejected`] for others than staff.
pub async fn take_back(app: &App, actor: &Actor, mail: u64) -> Result<bool, AppError> {
    let (row, about) = found(app, mail).await?;
    staff(app, actor, about).await?;
    let to = if row.kind.is_written() { MailState::Draft } else { MailState::Dropped };
    let runs = Runs::default();
    insist(async || {
        let again = runs.is_again();
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let back = mail_jobs::withdraw(&mut tx, mail).await?
            && sent_mail::set_state(&mut tx, mail, MailState::Waiting, to, Some(actor.person)).await?;
        if back {
            copies::withdraw(&mut tx, mail, actor.person).await?;
            commit(tx).await?;
            return Ok(true);
        }
        drop(tx);
        drop(conn);
        Ok(again && sent_mail::find(&app.store, mail).await?.is_some_and(|now| now.state == to))
    })
    .await
}

/// Throws a draft away.
///
/// # Errors
/// As [`take_back`].
pub async fn discard(app: &App, actor: &Actor, mail: u64) -> Result<Reference, AppError> {
    let (_, about) = found(app, mail).await?;
    staff(app, actor, about).await?;
    let runs = Runs::default();
    insist(async || {
        let again = runs.is_again();
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let (from, to) = (MailState::Draft, MailState::Dropped);
        if sent_mail::set_state(&mut tx, mail, from, to, Some(actor.person)).await? {
            return Ok(commit(tx).await?);
        }
        drop(tx);
        drop(conn);
        let done = again && sent_mail::find(&app.store, mail).await?.is_some_and(|now| now.state == to);
        if done { Ok(()) } else { Err(AppError::NotFound) }
    })
    .await?;
    writing::end(&app.store, about, actor.person).await?;
    Ok(about)
}

/// Ends the requester's private links and reply addresses for a request; mail from now on has new ones.
///
/// # Errors
/// [`AppError::Rejected`] for others than staff.
pub async fn end_links(app: &App, actor: &Actor, about: Reference) -> Result<(), AppError> {
    staff(app, actor, about).await?;
    let who = addressee::requester(&*whole_record(app, about).await?);
    mail_preferences::raise_generation(&mut app.store.conn().await?, about, who).await?;
    tracing::info!(support_request.r#ref = %about, "private links were ended");
    Ok(())
}

async fn found(app: &App, mail: u64) -> Result<(MailRow, Reference), AppError> {
    let mail = sent_mail::find(&app.store, mail).await?.ok_or(AppError::NotFound)?;
    let about = mail.reference.ok_or(AppError::NotFound)?;
    Ok((mail, about))
}

fn read(text: &str) -> Result<LongText, AppError> {
    LongText::parse(text).map_err(|error: TextError| {
        let problem = helpdesk_domain::form::Problem::Text(error);
        AppError::Form(vec![helpdesk_domain::FieldError { field: "text".to_owned(), problem }])
    })
}

/// The request as staff see it whose roles count there.
pub(super) async fn staff(app: &App, actor: &Actor, about: Reference) -> Result<SupportRequestView, AppError> {
    let seen = view(app, Viewer::Person(*actor), about).await?;
    if seen.standing.roles.has(Role::Staff) {
        return Ok(seen);
    }
    let standing = seen.standing;
    Err(match (standing.own_request, standing.aside) {
        (true, _) => Rejection::OwnRequest,
        (_, true) => Rejection::StoodAside,
        _ => Rejection::RoleNeeded(Role::Staff),
    }
    .into())
}
