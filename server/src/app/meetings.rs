//! The committee's meetings: when they are, what they have before them, what was said in them.

use crate::app::ids::new_reference;
use crate::app::many::views;
use crate::app::promises::deliberates;
use crate::app::view::{view, with_names};
use crate::app::{App, AppError};
use crate::store::StoreError;
use crate::store::meetings::{self, MeetingRow, NoteRow};
use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use helpdesk_domain::meeting::{Pack, decided, pack};
use helpdesk_domain::process::Decision;
use helpdesk_domain::project::Depth;
use helpdesk_domain::text::PROSE_MAX;
use helpdesk_domain::{Actor, Line, Prose, Reference, Rejection, Role, SupportRequestView, Timestamp, Viewer};
use std::collections::BTreeMap;

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its name in addresses.
    pub reference: Reference,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it is, in minutes.
    pub minutes: u16,
    /// The time zone in which it is announced, as the IANA database calls it.
    pub zone: String,
    /// How to take part; for the committee and the staff.
    pub place: Option<String>,
    /// Whether it does not take place.
    pub cancelled: bool,
    /// How often it was changed.
    pub changes: u32,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

impl Meeting {
    /// When it ends, if it is as long as it was planned.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        Timestamp(self.starts_at.0 + i64::from(self.minutes) * 60)
    }
}

impl From<MeetingRow> for Meeting {
    fn from(row: MeetingRow) -> Self {
        let MeetingRow { reference, starts_at, minutes, zone, place, cancelled, changes, changed_at } = row;
        Self { reference, starts_at, minutes, zone, place, cancelled, changes, changed_at }
    }
}

impl From<Meeting> for MeetingRow {
    fn from(meeting: Meeting) -> Self {
        let Meeting { reference, starts_at, minutes, zone, place, cancelled, changes, changed_at } = meeting;
        Self { reference, starts_at, minutes, zone, place, cancelled, changes, changed_at }
    }
}

/// A meeting as somebody types it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The day, as `YYYY-MM-DD`.
    pub day: String,
    /// The time of day, as `HH:MM`.
    pub time: String,
    /// The time zone that day and time are in.
    pub zone: String,
    /// How long it is, in minutes.
    pub minutes: String,
    /// How to take part.
    pub place: String,
}

/// What is wrong with it: the field's name and a message key.
pub type Wrong = Vec<(&'static str, &'static str)>;

/// What was typed about a request, or about the meeting itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// How often it was saved.
    pub version: u32,
    /// For the minutes.
    pub public: String,
    /// For nobody outside the committee and the staff.
    pub internal: String,
}

/// All that a meeting has before it, as somebody sees it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The meeting.
    pub meeting: Meeting,
    /// The one before it.
    pub last: Option<Meeting>,
    /// The agenda.
    pub pack: Pack,
    /// What was decided since the meeting before, or in this one.
    pub decided: Vec<(Reference, Vec<Decision>)>,
    /// The requests of these, and those that notes are about.
    pub views: BTreeMap<Reference, SupportRequestView>,
    /// Notes about requests.
    pub notes: BTreeMap<Reference, Note>,
    /// The note about the meeting itself.
    pub general: Note,
}

/// Lets nobody but the secretary on.
pub(crate) fn secretary(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Secretary) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Secretary).into()) }
}

/// All meetings, in the order of time; how to take part is left out for those whom it does not concern.
///
/// # Errors
/// As the database says.
pub async fn list(app: &App, viewer: Viewer) -> Result<Vec<Meeting>, AppError> {
    let told = viewer.roles().has(Role::Staff)
        || viewer.roles().has(Role::Committee)
        || viewer.roles().has(Role::Secretary);
    let all = meetings::list(&app.store).await?.into_iter().map(Meeting::from);
    Ok(all.map(|one| Meeting { place: one.place.clone().filter(|_| told), ..one }).collect())
}

/// The zone of that name.
#[must_use]
pub fn zone(name: &str) -> Option<Tz> {
    name.trim().parse().ok()
}

/// The names of all zones.
#[must_use]
pub fn zones() -> Vec<&'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.contains('/')).collect()
}

/// Adds a meeting.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is the secretary; the inner one if it is not typed as it has
/// to be.
pub async fn add(app: &App, actor: &Actor, typed: &Typed) -> Result<Result<Reference, Wrong>, AppError> {
    secretary(actor)?;
    let reference = new_reference(&*app.ids).map_err(AppError::Internal)?;
    let meeting = match read(typed, reference, 0, app.clock.now()) {
        Ok(meeting) => meeting,
        Err(wrong) => return Ok(Err(wrong)),
    };
    meetings::insert(&app.store, &meeting.into(), actor.person).await?;
    tracing::info!(actor.id = %actor.person, meeting.r#ref = %reference, "a meeting was added");
    Ok(Ok(reference))
}

/// Moves a meeting that was changed so often before, or says that it does not take place.
///
/// # Errors
/// As [`add`]; the inner one also if somebody changed it meanwhile.
pub async fn change(
    app: &App,
    actor: &Actor,
    reference: Reference,
    changes: u32,
    typed: &Typed,
    cancelled: bool,
) -> Result<Result<(), Wrong>, AppError> {
    secretary(actor)?;
    find(app, reference).await?;
    let meeting = match read(typed, reference, changes, app.clock.now()) {
        Ok(meeting) => Meeting { cancelled, ..meeting },
        Err(wrong) => return Ok(Err(wrong)),
    };
    let done = meetings::update(&app.store, &meeting.into(), actor.person).await?;
    Ok(if done { Ok(()) } else { Err(vec![("day", "helpdesk-site-meeting-changed-meanwhile")]) })
}

fn read(typed: &Typed, reference: Reference, changes: u32, now: Timestamp) -> Result<Meeting, Wrong> {
    let mut wrong = Vec::new();
    let zone = zone(&typed.zone);
    if zone.is_none() {
        wrong.push(("zone", "helpdesk-site-meeting-wrong-zone"));
    }
    let text = format!("{} {}", typed.day.trim(), typed.time.trim());
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok();
    if local.is_none() {
        wrong.push(("day", "helpdesk-site-meeting-wrong-time"));
    }
    let minutes = typed.minutes.trim().parse().ok().filter(|minutes| (5..=600).contains(minutes));
    if minutes.is_none() {
        wrong.push(("minutes", "helpdesk-site-meeting-wrong-minutes"));
    }
    let place = match typed.place.trim() {
        "" => None,
        place => match Line::<500>::parse(place) {
            Ok(place) => Some(place.as_str().to_owned()),
            Err(_) => {
                wrong.push(("place", "helpdesk-site-meeting-wrong-place"));
                None
            }
        },
    };
    let (Some(zone), Some(local), Some(minutes)) = (zone, local, minutes) else { return Err(wrong) };
    // Of an hour that there is twice the first one is meant; one that there is not, is none.
    let Some(at) = zone.from_local_datetime(&local).earliest() else {
        return Err(vec![("day", "helpdesk-site-meeting-wrong-time")]);
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Meeting {
        reference,
        starts_at: Timestamp(at.timestamp()),
        minutes,
        zone: zone.name().to_owned(),
        place,
        cancelled: false,
        changes,
        changed_at: now,
    })
}

/// The meeting of that name.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) async fn find(app: &App, reference: Reference) -> Result<Meeting, AppError> {
    Ok(with_neighbours(app, reference).await?.1)
}

/// The one before, the meeting and the one after it, without those that do not take place.
pub(crate) async fn with_neighbours(
    app: &App,
    reference: Reference,
) -> Result<(Option<Meeting>, Meeting, Option<Meeting>), AppError> {
    let all = meetings::list(&app.store).await?;
    let meeting = all.iter().find(|one| one.reference == reference).cloned().ok_or(AppError::NotFound)?;
    let held = |one: &&MeetingRow| !one.cancelled && one.reference != reference;
    let before = all.iter().filter(held).rfind(|one| one.starts_at <= meeting.starts_at);
    let after = all.iter().filter(held).find(|one| one.starts_at > meeting.starts_at);
    Ok((before.cloned().map(Into::into), meeting.into(), after.cloned().map(Into::into)))
}

/// Until when a decision that is recorded is one of this meeting: writing it down may take some days.
pub(crate) fn closes(meeting: &Meeting, next: Option<&Meeting>) -> Timestamp {
    let week = meeting.starts_at.plus_days(7);
    next.map_or(week, |next| week.min(Timestamp(next.starts_at.0 - 1)))
}

/// What a meeting has before it, as the actor sees it.
///
/// # Errors
/// [`AppError::NotFound`]; [`Rejection::RoleNeeded`] unless the actor is of the staff or the committee.
pub async fn prepared(app: &App, actor: &Actor, reference: Reference) -> Result<Prepared, AppError> {
    deliberates(actor)?;
    let (last, meeting, next) = with_neighbours(app, reference).await?;
    let now = app.clock.now();
    let mut all = views(app, Viewer::Person(*actor)).await?;
    all.retain(|view| view.depth == Depth::Party);
    let pack = pack(&all, last.as_ref().map(|last| last.starts_at), now);
    let after = last.as_ref().map(|last| closes(last, Some(&meeting)));
    let until = closes(&meeting, next.as_ref());
    let of = |view: &SupportRequestView| (view.reference, decided(view, after, until));
    let decided: Vec<_> = all.iter().map(of).filter(|(_, decisions)| !decisions.is_empty()).collect();
    let mut views: BTreeMap<Reference, SupportRequestView> =
        all.into_iter().map(|view| (view.reference, view)).collect();
    let (notes, general) = notes(app, reference).await?;
    let notes: BTreeMap<Reference, Note> =
        notes.into_iter().filter(|(about, _)| views.contains_key(about)).collect();
    let wanted = |reference: &Reference| {
        let items = pack.new.iter().chain(&pack.returning).map(|item| item.reference);
        items.chain(pack.small.iter().chain(&pack.late).copied()).any(|one| one == *reference)
            || decided.iter().any(|(one, _)| one == reference)
            || notes.contains_key(reference)
    };
    views.retain(|reference, _| wanted(reference));
    for view in views.values_mut() {
        *view = with_names(app, view.clone()).await?;
    }
    Ok(Prepared { meeting, last, pack, decided, views, notes, general })
}

/// The notes about requests, and the one about the meeting itself.
pub(crate) async fn notes(
    app: &App,
    meeting: Reference,
) -> Result<(BTreeMap<Reference, Note>, Note), AppError> {
    let (mut notes, mut general) = (BTreeMap::new(), Note::default());
    for row in meetings::notes(&app.store, meeting).await? {
        let NoteRow { subject, version, public_text, internal_text } = row;
        let note = Note { version, public: public_text, internal: internal_text };
        match Reference::parse(&subject) {
            Some(about) => drop(notes.insert(about, note)),
            None => general = note,
        }
    }
    Ok((notes, general))
}

/// What came of saving a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Kept,
    /// Somebody saved another one meanwhile.
    Meanwhile,
    /// A text is too long, or has characters that people cannot have meant.
    Unfit,
}

/// Saves what was typed about a request, or about the meeting itself, over the version that was seen.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is the secretary; [`AppError::NotFound`] if for them the
/// request or the meeting is not there.
pub async fn save_note(
    app: &App,
    actor: &Actor,
    meeting: Reference,
    about: Option<Reference>,
    note: &Note,
) -> Result<Saved, AppError> {
    secretary(actor)?;
    find(app, meeting).await?;
    if let Some(about) = about {
        let seen = view(app, Viewer::Person(*actor), about).await?;
        if seen.depth != Depth::Party || !seen.standing.roles.has(Role::Secretary) {
            return Err(AppError::NotFound);
        }
    }
    let (Some(public), Some(internal)) = (fit(&note.public), fit(&note.internal)) else {
        return Ok(Saved::Unfit);
    };
    let row = NoteRow {
        subject: about.map_or_else(String::new, |about| about.to_string()),
        version: note.version,
        public_text: public,
        internal_text: internal,
    };
    match meetings::save(&app.store, meeting, &row, actor.person, app.clock.now()).await {
        Ok(true) => Ok(Saved::Kept),
        Ok(false) | Err(StoreError::Duplicate) => Ok(Saved::Meanwhile),
        Err(other) => Err(other.into()),
    }
}

fn fit(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::new());
    }
    Prose::<PROSE_MAX>::parse(text).ok().map(|text| text.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, time: &str, zone: &str) -> Typed {
        let text = str::to_owned;
        Typed { day: text(day), time: text(time), zone: text(zone), minutes: text("90"), place: String::new() }
    }

    fn at(day: &str, time: &str, zone: &str) -> Option<i64> {
        let reference = Reference::from_random([0; 5]);
        read(&typed(day, time, zone), reference, 0, Timestamp(0)).ok().map(|meeting| meeting.starts_at.0)
    }

    #[test]
    fn a_time_is_that_of_its_zone_on_that_day() {
        assert_eq!(at("2026-07-01", "16:00", "Europe/Stockholm"), at("2026-07-01", "14:00", "Etc/UTC"));
        assert_eq!(at("2026-12-01", "16:00", "Europe/Stockholm"), at("2026-12-01", "15:00", "Etc/UTC"));
        assert_eq!(at("2026-12-01", "12:00", "America/Santiago"), at("2026-12-01", "22:00", "Asia/Jakarta"));
    }

    #[test]
    fn an_hour_that_there_is_not_is_none_and_one_that_there_is_twice_is_the_first() {
        assert_eq!(at("2026-03-29", "02:30", "Europe/Stockholm"), None);
        assert_eq!(at("2026-10-25", "02:30", "Europe/Stockholm"), at("2026-10-25", "00:30", "Etc/UTC"));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let mut bad = typed("2026-02-30", "25:00", "Atlantis/Poseidonis");
        bad.minutes = "1000".to_owned();
        bad.place = "a\u{202e}b".to_owned();
        let wrong = read(&bad, Reference::from_random([0; 5]), 0, Timestamp(0)).expect_err("all of it");
        assert_eq!(
            wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
            ["zone", "day", "minutes", "place"]
        );
    }
}
