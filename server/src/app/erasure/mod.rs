//! Erasing what is personal, so that the record of what was decided stays whole.
//!
//! Events stay with their times, outcomes and digests. What goes: the texts of the one who asked,
//! how they are reached, their account and its name; or one text that says too much about somebody.
//! What somebody wrote in an office (staff, committee, secretary) is the office's record and stays
//! without their name. [`COLUMNS`] says of every column what becomes of it. What was erased is on record itself, and in a [`register`] beside the
//! backups, so that a restore of an older backup erases it again.

mod columns;
mod meant;
mod own;
mod published;
pub mod register;
mod staff;

pub use columns::{COLUMNS, Fate};
pub use meant::{Meant, meant};
pub use own::is_of_requester;
use published::Before;
pub use staff::{Asked, Refused, asked, carry_out_asked};

use crate::app::resolve::wrong;
use crate::app::{App, AppError, IdempotencyKey, aside, execute, insist, token, view};
use crate::store::{
    Tx, begin, commit, contacts, erasures, events, incoming_mail, meetings, people, role_grants, search_words,
    support_requests,
};
use helpdesk_domain::form::Problem;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{
    Actor, CommandName, Event, PersonId, Recorded, Reference, Roles, SupportRequest, Timestamp, Values, Viewer,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A person's account if they have one, what they wrote as the one who asked, and what they wrote by mail.
    Person {
        /// Who.
        person: PersonId,
    },
    /// What the one who asked wrote in one request, and how they are reached.
    Request {
        /// Which.
        reference: Reference,
    },
    /// The texts of one event.
    Text {
        /// Of which request.
        reference: Reference,
        /// The event's number in the record, from 1.
        event: u32,
    },
    /// One message that came in, of somebody whom the record does not know otherwise.
    Mail {
        /// Which.
        mail: Reference,
    },
}

/// Something that was erased. It names no text and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Its name: 16 random characters.
    pub id: String,
    /// When. What was written later is not meant.
    pub at: Timestamp,
    /// Who had it done; nobody if from the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// What.
    #[serde(flatten)]
    pub subject: Subject,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many texts.
    pub texts: u64,
    /// How many contacts.
    pub contacts: u64,
    /// The requests that it touched.
    pub requests: Vec<Reference>,
    /// Those among them that are still open.
    pub open: Vec<Reference>,
    /// Their pages on the wiki by title, which stay there.
    pub pages: Vec<(Reference, String)>,
    /// Whether a seat in the committee ended.
    pub unseated: bool,
}

/// Erases. `note_down` is called with what is going to be erased before it is: it is the place to
/// write it into the register.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such thing, [`AppError::Form`] for the only steward.
pub async fn erase(
    app: &App,
    by: Option<PersonId>,
    subject: Subject,
    note_down: impl FnOnce(&Erasure) -> anyhow::Result<()>,
) -> Result<Erased, AppError> {
    let meant = requests(app, subject).await?;
    let is_there = match subject {
        Subject::Person { person } => {
            only_steward(app, person).await?;
            !meant.is_empty()
                || people::find(&app.store, person).await?.is_some()
                || erasures::is_known_by_mail(&app.store, person).await?
        }
        Subject::Request { .. } => !meant.is_empty(),
        Subject::Text { event, .. } => meant.iter().any(|request| (1..=request.version()).contains(&event)),
        Subject::Mail { mail } => incoming_mail::place_of(&mut app.store.conn().await?, mail).await?.is_some(),
    };
    if !is_there {
        return Err(AppError::NotFound);
    }
    // Time in a record may be ahead of this clock: all that is there now is meant.
    let touched = written_to(app, subject).await?;
    let last = meant.iter().chain(&touched).filter_map(|request| request.history.last()).map(|last| last.at);
    let now = app.clock.now();
    let at = last.max().map_or(now, |last| last.max(now));
    let erasure = Erasure { id: token::short(app)?, at, by, subject };
    note_down(&erasure).map_err(AppError::Internal)?;
    carry_out(app, &erasure).await
}

/// Erases what is on record of it, once more if need be, and notes it down.
///
/// # Errors
/// As the database says.
pub async fn carry_out(app: &App, erasure: &Erasure) -> Result<Erased, AppError> {
    if matches!(erasure.subject, Subject::Person { .. } | Subject::Request { .. }) {
        for request in requests(app, erasure.subject).await? {
            take_consent_back(app, &request).await?;
        }
    }
    // As they are now: afterwards nobody knows the titles that pages still have.
    let all = requests(app, erasure.subject).await?;
    let before = match erasure.subject {
        Subject::Person { .. } | Subject::Request { .. } => {
            Before { whole: all, partly: written_to(app, erasure.subject).await? }
        }
        Subject::Text { .. } => Before { partly: all, ..Before::default() },
        Subject::Mail { .. } => Before { partly: written_to(app, erasure.subject).await?, ..Before::default() },
    };
    let erased = insist(|| once(app, erasure, &before)).await?;
    if let Subject::Person { person } = erasure.subject {
        app.names.forget(person).await;
        if erased.unseated {
            // Nobody stands aside by a seat that has ended.
            aside::reconsider(app).await?;
        }
    }
    tracing::info!(
        erasure.id,
        erasure.subject = serde_json::to_string(&erasure.subject).unwrap_or_default(),
        texts = erased.texts,
        contacts = erased.contacts,
        "erased"
    );
    Ok(erased)
}

/// The requests that are meant.
async fn requests(app: &App, subject: Subject) -> Result<Vec<Arc<SupportRequest>>, AppError> {
    let references = match subject {
        Subject::Person { person } => support_requests::of_requester(&app.store, person).await?,
        Subject::Request { reference } | Subject::Text { reference, .. } => vec![reference],
        Subject::Mail { .. } => Vec::new(),
    };
    load_all(app, references).await
}

/// The requests in which mail of theirs is, whoever asked.
async fn written_to(app: &App, subject: Subject) -> Result<Vec<Arc<SupportRequest>>, AppError> {
    let mut conn = app.store.conn().await?;
    let places = match subject {
        Subject::Person { person } => incoming_mail::requests_of_person(&mut conn, person).await?,
        Subject::Mail { mail } => {
            incoming_mail::place_of(&mut conn, mail).await?.flatten().into_iter().collect()
        }
        Subject::Request { .. } | Subject::Text { .. } => Vec::new(),
    };
    drop(conn);
    load_all(app, places.into_iter().map(|(_, reference)| reference).collect()).await
}

async fn load_all(app: &App, references: Vec<Reference>) -> Result<Vec<Arc<SupportRequest>>, AppError> {
    let mut found = Vec::new();
    for reference in references {
        match view::load(app, reference).await {
            Ok(loaded) => found.push(loaded.request),
            // In a record from before the request there is nothing to erase of it.
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Off the wiki first: whoever wants to be forgotten does not agree to be shown.
async fn take_consent_back(app: &App, request: &SupportRequest) -> Result<(), AppError> {
    let (Some(_), Some(person)) = (&request.consent, request.requester) else { return Ok(()) };
    let requester = Actor { person, roles: Roles::NONE };
    let seen = view(app, Viewer::Person(requester), request.reference).await?;
    let act = Act { expected_version: seen.version, fields: Values::new() };
    let key = IdempotencyKey::parse(&token::short(app)?).ok_or(AppError::NotFound)?;
    execute(app, &requester, request.reference, CommandName::TakeConsentBack, &act, &key).await?;
    Ok(())
}

async fn only_steward(app: &App, person: PersonId) -> Result<(), AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    if role_grants::lock_stewards(&mut tx).await? == [person] {
        return Err(wrong("person", Problem::NotAChoice));
    }
    Ok(())
}

async fn once(app: &App, erasure: &Erasure, before: &Before) -> Result<Erased, AppError> {
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let mut erased = Erased::default();
    match erasure.subject {
        Subject::Person { person } => {
            let letters = incoming_mail::names_of_person(&mut tx, person).await?;
            let places = incoming_mail::requests_of_person(&mut tx, person).await?;
            // Before the requests: they are found by the name no more.
            erased.unseated = erasures::account(&mut tx, person, erasure.by, erasure.at).await?;
            erasures::mail(&mut tx, person, None).await?;
            for (id, reference) in support_requests::lock_of_requester(&mut tx, person).await? {
                of_requester(&mut tx, id, reference, erasure.at, &mut erased).await?;
            }
            for (_, reference) in places {
                letters_in(&mut tx, reference, &letters, erasure.at, &mut erased).await?;
            }
        }
        Subject::Mail { mail } => {
            let place = incoming_mail::place_of(&mut tx, mail).await?.flatten();
            erasures::one_mail(&mut tx, mail).await?;
            if let Some((_, reference)) = place {
                letters_in(&mut tx, reference, &[mail], erasure.at, &mut erased).await?;
            }
        }
        Subject::Request { reference } => {
            if let Some(id) = support_requests::lock(&mut tx, reference).await? {
                of_requester(&mut tx, id, reference, erasure.at, &mut erased).await?;
            }
        }
        Subject::Text { reference, event } => {
            if let Some(id) = support_requests::lock(&mut tx, reference).await? {
                let is_meant = |n, recorded: &Recorded| n == event && recorded.at <= erasure.at;
                texts(&mut tx, id, reference, is_meant, &mut erased).await?;
            }
        }
    }
    published::take_out(&mut tx, app, before, &erased.pages.iter().cloned().collect()).await?;
    erasures::insert(&mut tx, erasure).await?;
    commit(tx).await?;
    Ok(erased)
}

async fn of_requester(
    tx: &mut Tx<'_>,
    id: u64,
    reference: Reference,
    at: Timestamp,
    erased: &mut Erased,
) -> Result<(), AppError> {
    erased.contacts += contacts::erase(tx, id).await?;
    meetings::erase_about(tx, reference).await?;
    let requester = events::find(tx, reference).await?.and_then(|loaded| loaded.request.requester);
    // Somebody without an account is named by the request's own eight characters.
    if let Some(addressee) = requester.or_else(|| PersonId::parse(reference.as_str())) {
        erasures::mail(tx, addressee, Some(id)).await?;
    }
    texts(tx, id, reference, |_, recorded| is_of_requester(recorded) && recorded.at <= at, erased).await
}

/// Erases what these messages said in a request.
async fn letters_in(
    tx: &mut Tx<'_>,
    reference: Reference,
    letters: &[Reference],
    at: Timestamp,
    erased: &mut Erased,
) -> Result<(), AppError> {
    let Some(id) = support_requests::lock(tx, reference).await? else { return Ok(()) };
    let is_meant = |_, recorded: &Recorded| {
        matches!(&recorded.event, Event::MailReceived { mail, .. } if letters.contains(mail))
            && recorded.at <= at
    };
    texts(tx, id, reference, is_meant, erased).await
}

/// Erases the texts of the events that are meant, and what lists and searches made of them.
async fn texts(
    tx: &mut Tx<'_>,
    id: u64,
    reference: Reference,
    is_meant: impl Fn(u32, &Recorded) -> bool,
    erased: &mut Erased,
) -> Result<(), AppError> {
    let before = events::find(tx, reference).await?.ok_or(AppError::NotFound)?.request;
    for (n, recorded) in (1..).zip(&before.history) {
        if is_meant(n, recorded) {
            erased.texts += erasures::texts(tx, id, n).await?;
        }
    }
    let after = events::find(tx, reference).await?.ok_or(AppError::NotFound)?.request;
    support_requests::update(tx, &after).await?;
    search_words::replace(tx, id).await?;
    if !erased.requests.contains(&reference) {
        erased.pages.extend(erasures::page(tx, id).await?.map(|title| (reference, title)));
        erased.requests.push(reference);
        if after.stage.is_open() {
            erased.open.push(reference);
        }
    }
    Ok(erasures::traces(tx, id).await?)
}
