//! Messages that came in, towards staff. What a member's ballot says is shown to nobody here.

use crate::app::{App, AppError, view};
use crate::mail::fold::{Block, fold};
use crate::mail::masked;
use crate::mail::read::{Mailbox, read};
use crate::mail::tables::{self, Sheet, Unshown};
use crate::store::correspondents::{self, Correspondent};
use crate::store::incoming_mail::{self, IncomingMailRow};
use crate::store::mail_attachments::{self, MailAttachmentRow};
use crate::store::mail_moves::{self, MailMoveRow};
use crate::store::{StoreError, begin, mail_blobs, merged_requests, support_requests};
use helpdesk_domain::{Actor, PersonId, Reference, Rejection, Role, Viewer};
use std::collections::{BTreeMap, BTreeSet};

/// Messages of a page of a list.
const PAGE: u32 = 50;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It waits for staff.
    Waiting,
    /// It was added to its request.
    Joined,
    /// A request was made of it.
    New,
    /// It was a member's ballot.
    Ballot,
    /// It was put aside.
    Dropped,
}

impl State {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Joined, Self::New, Self::Ballot, Self::Dropped];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Joined => "joined",
            Self::New => "new",
            Self::Ballot => "ballot",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A message of a list.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its name.
    pub reference: Reference,
    /// Where it is.
    pub state: State,
    /// Its place in the list, for the next page.
    pub place: u64,
    /// What is on record of it.
    pub row: IncomingMailRow,
}

/// A file of a message.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: Option<String>,
    /// The media type under which it is served.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A message with all that staff see of it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What a list has of it.
    pub mail: Mail,
    /// Its text by kinds; `None` if it is sealed or no longer kept.
    pub blocks: Option<Vec<Block>>,
    /// To whom it was sent.
    pub recipients: Vec<Mailbox>,
    /// What was wrong with its form.
    pub defects: Vec<&'static str>,
    /// Its files.
    pub files: Vec<MailAttachmentRow>,
    /// What staff did with it.
    pub moves: Vec<MailMoveRow>,
    /// Who else writes about its request.
    pub correspondents: Vec<Correspondent>,
    /// The request that its request was taken up from, if that can be undone.
    pub merged_from: Option<Reference>,
    /// Names of staff.
    pub names: BTreeMap<PersonId, String>,
}

/// Messages in a state, newest first; `below` is the last one's place.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the staff.
pub async fn list(app: &App, actor: &Actor, state: State, below: Option<u64>) -> Result<Vec<Mail>, AppError> {
    staff(actor)?;
    let below = below.unwrap_or(u64::MAX);
    let rows = incoming_mail::list(&mut app.store.conn().await?, state.code(), below, PAGE).await?;
    let mut shown = Vec::new();
    let mut open = BTreeMap::new();
    for row in rows {
        let mail = mail(row)?;
        if may_see(app, actor, &mail, &mut open).await? {
            shown.push(mail);
        }
    }
    Ok(shown)
}

/// How many wait, of those that [`list`] shows.
///
/// # Errors
/// As [`list`].
pub async fn waiting(app: &App, actor: &Actor) -> Result<u64, AppError> {
    staff(actor)?;
    let counts = incoming_mail::counts(&mut app.store.conn().await?, actor.person).await?;
    Ok(counts.iter().find(|(state, _)| state == State::Waiting.code()).map_or(0, |(_, count)| *count))
}

/// The messages of a request, oldest first.
///
/// # Errors
/// As [`list`].
pub async fn of_request(app: &App, actor: &Actor, request: Reference) -> Result<Vec<Mail>, AppError> {
    staff(actor)?;
    works_on(app, actor, request).await?;
    let rows = incoming_mail::of_request(&mut app.store.conn().await?, request).await?;
    rows.into_iter().map(mail).collect::<Result<_, _>>().map_err(AppError::from)
}

/// One message.
///
/// # Errors
/// [`AppError::NotFound`], also where the actor has no part as staff in its request; as [`list`].
pub async fn letter(app: &App, actor: &Actor, reference: Reference) -> Result<Letter, AppError> {
    let mail = seen(app, actor, reference).await?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let raw = if mail.row.sealed { None } else { mail_blobs::raw(&mut tx, mail.row.id).await? };
    let files = mail_attachments::of_mail(&mut tx, mail.row.id).await?;
    let moves = mail_moves::of_mail(&mut tx, mail.row.id).await?;
    let request = mail.row.request.as_deref().and_then(Reference::parse);
    let of_request = support_requests::of_mail(&mut tx, request.as_slice()).await?;
    let correspondents = match of_request.first() {
        Some(request) => correspondents::of_request(&mut tx, request.id).await?,
        None => Vec::new(),
    };
    let merged_from =
        match moves.last().and_then(|last| last.from_request.as_deref()).and_then(Reference::parse) {
            Some(from) if request.is_some() => merged_requests::target(&mut tx, from)
                .await?
                .filter(|into| Some(*into) == request)
                .map(|_| from),
            Some(_) | None => None,
        };
    drop(tx);
    drop(conn);
    let message = match raw {
        Some(raw) => Some(taken_apart(raw).await?),
        None => None,
    };
    let people: BTreeSet<PersonId> = moves.iter().filter_map(|one| PersonId::parse(&one.by_person)).collect();
    let names = app.names.of(&app.store, &people).await?;
    let (blocks, recipients, defects) = match message {
        Some((blocks, recipients, defects)) => (Some(blocks), recipients, defects),
        None => (None, Vec::new(), Vec::new()),
    };
    Ok(Letter { mail, blocks, recipients, defects, files, moves, correspondents, merged_from, names })
}

type Apart = (Vec<Block>, Vec<Mailbox>, Vec<&'static str>);

async fn taken_apart(raw: Vec<u8>) -> Result<Apart, AppError> {
    let apart = tokio::task::spawn_blocking(move || {
        let message = read(&raw);
        let folded = fold(&message.text, &message.subject, message.is_answer());
        let mut blocks = folded.blocks;
        for block in &mut blocks {
            block.text = masked::text(&block.text);
        }
        let mut recipients = message.recipients;
        for one in &mut recipients {
            one.name = one.name.as_deref().map(masked::text);
            one.address = one.address.as_deref().map(masked::text);
        }
        (blocks, recipients, message.defects)
    });
    // What cannot be taken apart is shown without a text; its raw form can be had.
    Ok(apart.await.unwrap_or_default())
}

/// A message as it came, without the proofs of our own addresses and links; `None` if it is no longer kept.
///
/// # Errors
/// As [`letter`]; [`AppError::NotFound`] for a ballot.
pub async fn raw(app: &App, actor: &Actor, reference: Reference) -> Result<Option<Vec<u8>>, AppError> {
    let mail = seen(app, actor, reference).await?;
    if mail.row.sealed {
        return Err(AppError::NotFound);
    }
    match mail_blobs::raw(&mut app.store.conn().await?, mail.row.id).await? {
        Some(raw) => Ok(Some(without_proofs(raw).await?)),
        None => Ok(None),
    }
}

async fn without_proofs(raw: Vec<u8>) -> Result<Vec<u8>, AppError> {
    let masked = tokio::task::spawn_blocking(move || masked::raw(&raw)).await;
    masked.map_err(|error| AppError::Internal(error.into()))
}

/// A file that is kept.
///
/// # Errors
/// As [`letter`]; [`AppError::NotFound`] if there is no such file, or it is not kept.
pub async fn file(app: &App, actor: &Actor, reference: Reference, n: u16) -> Result<File, AppError> {
    let mail = seen(app, actor, reference).await?;
    let mut conn = app.store.conn().await?;
    let files = mail_attachments::of_mail(&mut conn, mail.row.id).await?;
    let kept = |file: &MailAttachmentRow| file.n == n && file.kept == "kept" && !mail.row.sealed;
    let file = files.into_iter().find(kept).ok_or(AppError::NotFound)?;
    let mut content = mail_blobs::content(&mut conn, mail.row.id, n).await?;
    drop(conn);
    if file.media_type.starts_with("message/") || file.media_type.starts_with("text/") {
        content = without_proofs(content).await?;
    }
    Ok(File { name: file.name, media_type: file.media_type, content })
}

/// The tables in a file that is kept, or why they are not shown; none if it is no table that is looked into.
///
/// # Errors
/// As [`file`].
pub async fn sheets(
    app: &App,
    actor: &Actor,
    reference: Reference,
    n: u16,
) -> Result<Result<Vec<Sheet>, Unshown>, AppError> {
    let file = file(app, actor, reference, n).await?;
    let looked = tokio::task::spawn_blocking(move || tables::sheets(&file.media_type, &file.content));
    // Whatever a file does to those who read it, its page is there.
    Ok(looked.await.unwrap_or(Some(Err(Unshown::Unreadable))).unwrap_or_else(|| Ok(Vec::new())))
}

/// A message that the actor may see.
pub(super) async fn seen(app: &App, actor: &Actor, reference: Reference) -> Result<Mail, AppError> {
    staff(actor)?;
    let row = incoming_mail::find(&mut app.store.conn().await?, reference).await?;
    let mail = mail(row.ok_or(AppError::NotFound)?)?;
    let may = may_see(app, actor, &mail, &mut BTreeMap::new()).await?;
    may.then_some(mail).ok_or(AppError::NotFound)
}

/// Whether the actor's role counts in the message's request. `open` remembers requests.
async fn may_see(
    app: &App,
    actor: &Actor,
    mail: &Mail,
    open: &mut BTreeMap<String, bool>,
) -> Result<bool, AppError> {
    let Some(name) = &mail.row.request else { return Ok(true) };
    if let Some(may) = open.get(name) {
        return Ok(*may);
    }
    let request = Reference::parse(name).ok_or(AppError::NotFound)?;
    let may = match works_on(app, actor, request).await {
        Ok(()) => true,
        Err(AppError::NotFound) => false,
        Err(other) => return Err(other),
    };
    open.insert(name.clone(), may);
    Ok(may)
}

/// [`AppError::NotFound`] unless the actor works on the request as staff.
pub(super) async fn works_on(app: &App, actor: &Actor, request: Reference) -> Result<(), AppError> {
    let view = view(app, Viewer::Person(*actor), request).await?;
    view.standing.roles.has(Role::Staff).then_some(()).ok_or(AppError::NotFound)
}

pub(super) fn staff(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Staff) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Staff).into()) }
}

fn mail(row: IncomingMailRow) -> Result<Mail, StoreError> {
    let broken = || StoreError::Broken("incoming_mail".to_owned());
    Ok(Mail {
        reference: Reference::parse(&row.reference).ok_or_else(broken)?,
        state: State::parse(&row.state).ok_or_else(broken)?,
        place: row.id,
        row,
    })
}
