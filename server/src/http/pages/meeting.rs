//! One meeting: its pack, what is typed in it, and what of it is published.

use super::{Shown, new_key, reference};
use crate::app::mail_out::pack;
use crate::app::meetings::{Note, Prepared, Saved, prepared, save_note, zone};
use crate::app::{AppError, IdempotencyKey, execute, ranking, view};
use crate::http::body::Sent;
use crate::http::guard::{Deliberates, Secretary, Visit, WithRole};
use crate::http::page_error::{PageError, html, ok, see_other};
use crate::views::act::Again;
use crate::views::form::Filling;
use crate::views::frame::framed;
use crate::views::meeting_notes::{DecisionForm, NotesPage};
use crate::views::pack::{NoteLines, PackPage, Room};
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use chrono_tz::Tz;
use helpdesk_domain::permit::permit;
use helpdesk_domain::process::Gate;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{CommandName, Reference, SupportRequestView, Values, Viewer};
use std::collections::BTreeMap;

type Writing = Visit<WithRole<Secretary>>;

/// `GET /meetings/{reference}`
pub async fn show(
    visit: Visit<WithRole<Deliberates>>,
    path: Path<String>,
    query: Query<BTreeMap<String, String>>,
) -> Shown {
    let (app, policy) = (&visit.site.app, visit.policy.policy.clone());
    let prepared = prepared(app, &visit.who.actor(), reference(&path)?).await?;
    let room = ranking::hours(app, &policy, &prepared).await?;
    let can_mail = !prepared.meeting.cancelled && prepared.meeting.ends_at() > visit.frame.now;
    let Prepared { meeting, last, pack, decided, views, notes, general } = prepared;
    let asked = query.get("tz").and_then(|name| zone(name));
    let page = PackPage {
        zone: asked.or_else(|| zone(&meeting.zone)).unwrap_or(Tz::UTC),
        reference: meeting.reference,
        starts_at: meeting.starts_at,
        place: meeting.place,
        cancelled: meeting.cancelled,
        last: last.map(|last| last.starts_at),
        policy,
        pack,
        decided,
        views,
        notes: notes.into_iter().map(|(about, note)| (about, lines(note))).collect(),
        general: lines(general),
        room: Room { capacity: room.capacity, spent: room.spent, asked: room.asked, requests: room.requests },
        can_mail,
    };
    Ok(ok(&visit.frame, &page))
}

/// `POST /meetings/{reference}/mail`
pub async fn mail(visit: Writing, path: Path<String>) -> Shown {
    let meeting = reference(&path)?;
    let queued = pack::send(&visit.site.app, &visit.who.actor(), meeting).await?;
    visit.cookie().say(if queued > 0 {
        "helpdesk-site-notice-pack"
    } else {
        "helpdesk-site-notice-pack-nobody"
    });
    Ok(see_other(&format!("/meetings/{meeting}")))
}

/// `GET /meetings/{reference}/notes`
pub async fn ask(visit: Writing, path: Path<String>, query: Query<BTreeMap<String, String>>) -> Shown {
    let about = query.get("item").map(|item| reference(item)).transpose()?;
    let sheet = sheet(&visit, reference(&path)?, about).await?;
    Ok(ok(&visit.frame, &sheet))
}

/// `POST /meetings/{reference}/notes`
pub async fn write(visit: Writing, path: Path<String>, mut sent: Sent) -> Shown {
    let meeting = reference(&path)?;
    let about = sent.take("item").map(|item| reference(&item)).transpose()?;
    let version =
        sent.take("note_version").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)?;
    let note = Note {
        version,
        public: sent.take("public_note").unwrap_or_default(),
        internal: sent.take("internal_note").unwrap_or_default(),
    };
    let deciding = match sent.values.contains_key("idempotency_key") {
        true => Some((sent.key()?, sent.version()?)),
        false => None,
    };
    let mut page = sheet(&visit, meeting, about).await?;
    let kept = page.note.public == note.public.replace("\r\n", "\n")
        && page.note.internal == note.internal.replace("\r\n", "\n");
    let app = &visit.site.app;
    let saved =
        if kept { Saved::Kept } else { save_note(app, &visit.who.actor(), meeting, about, &note).await? };
    page.wrong = match saved {
        Saved::Kept => None,
        Saved::Meanwhile => Some("helpdesk-site-note-meanwhile"),
        Saved::Unfit => Some("helpdesk-site-note-unfit"),
    };
    if saved == Saved::Kept {
        // What was saved is not saved again with the form that is shown once more.
        page = sheet(&visit, meeting, about).await?;
    } else {
        page.note = NoteLines { version: page.note.version, public: note.public, internal: note.internal };
    }
    let decided = match (about, deciding) {
        (Some(about), Some((key, version)))
            if sent.values.get("outcome").is_some_and(|one| !one.is_empty()) =>
        {
            decide(&visit, about, version, &key, sent.values, &mut page).await?
        }
        _ => StatusCode::OK,
    };
    if page.wrong.is_some() || decided != StatusCode::OK {
        let status = if decided == StatusCode::OK { StatusCode::UNPROCESSABLE_ENTITY } else { decided };
        return Ok(html(status, framed(&visit.frame, &page)));
    }
    visit.cookie().say("helpdesk-site-notice-noted");
    let item = about.map_or_else(String::new, |about| format!("?item={about}"));
    Ok(see_other(&format!("/meetings/{meeting}/notes{item}")))
}

/// Records the decision; what is in its way is written on the page.
async fn decide(
    visit: &Writing,
    about: Reference,
    version: u32,
    key: &IdempotencyKey,
    values: Values,
    page: &mut NotesPage,
) -> Result<StatusCode, PageError> {
    let Some(form) = &mut page.decision else { return Ok(StatusCode::OK) };
    let act = Act { expected_version: version, fields: values };
    let done = execute(&visit.site.app, &visit.who.actor(), about, form.name, &act, key).await;
    let Err(error) = done else { return Ok(StatusCode::OK) };
    let (status, _) = crate::http::answer::answer(&error);
    form.filling = Filling::of(act.fields);
    match error {
        AppError::Form(errors) => form.filling.errors = errors,
        AppError::Conflict(conflict) => {
            form.again = Some(Again::Moved(conflict.since));
            page.view = Some(conflict.now);
        }
        AppError::Rejected(refused) if !refused.is_of_others() => form.again = Some(Again::Rejected(refused)),
        AppError::KeyReused => form.again = Some(Again::Said("helpdesk-error-key-reused")),
        other => return Err(other.into()),
    }
    Ok(status)
}

/// The page of one item as it stands.
async fn sheet(visit: &Writing, meeting: Reference, about: Option<Reference>) -> Result<NotesPage, PageError> {
    let app = &visit.site.app;
    let actor = visit.who.actor();
    let mut prepared = prepared(app, &actor, meeting).await?;
    let shown = match about {
        Some(about) => Some(view(app, Viewer::Person(actor), about).await?),
        None => None,
    };
    let decision = match &shown {
        Some(shown) => decision(visit, shown)?,
        None => None,
    };
    let note = match about {
        Some(about) => prepared.notes.remove(&about).unwrap_or_default(),
        None => prepared.general,
    };
    let listed = prepared.pack.new.iter().chain(&prepared.pack.returning).map(|item| item.reference);
    let done = prepared.decided.iter().map(|(reference, _)| *reference);
    let mut items: Vec<(Reference, String)> = Vec::new();
    for reference in listed.chain(done).chain(about) {
        let known = items.iter().any(|(one, _)| *one == reference);
        let title = prepared.views.get(&reference).or(shown.as_ref().filter(|one| one.reference == reference));
        if let (false, Some(view)) = (known, title) {
            items.push((reference, view.facts.title.as_str().to_owned()));
        }
    }
    let policy = visit.policy.policy.clone();
    Ok(NotesPage { meeting, items, policy, view: shown, note: lines(note), wrong: None, decision })
}

fn decision(visit: &Writing, view: &SupportRequestView) -> Result<Option<DecisionForm>, PageError> {
    let Some(gate) = view.stage.gate() else { return Ok(None) };
    let name = match gate {
        Gate::Initial => CommandName::RecordInitialDecision,
        Gate::Go => CommandName::RecordGoDecision,
    };
    let off = permit(&visit.policy.policy, view, name, visit.frame.now).err();
    let key = new_key(&visit.site.app)?;
    Ok(Some(DecisionForm { name, off, filling: Filling::default(), again: None, key }))
}

fn lines(note: Note) -> NoteLines {
    NoteLines { version: note.version, public: note.public, internal: note.internal }
}
