//! When the committee meets.

use super::calendar::calendar;
use super::{Shown, reference};
use crate::app::meetings::{self, Meeting, Typed, zone, zones};
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, Secretary, Visit, WithRole};
use crate::http::page_error::{PageError, html, ok, see_other};
use crate::views::frame::framed;
use crate::views::meetings::{MeetingFormPage, MeetingLine, MeetingsPage};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use chrono::DateTime;
use chrono_tz::Tz;
use helpdesk_domain::Reference;
use std::collections::BTreeMap;

type Writing = Visit<WithRole<Secretary>>;

/// `GET /meetings`
pub async fn show(visit: Visit<MaybeSignedIn>, query: Query<BTreeMap<String, String>>) -> Shown {
    let all = meetings::list(&visit.site.app, visit.viewer()).await?;
    let asked = query.get("tz").map(|name| name.trim()).filter(|name| !name.is_empty());
    let found = asked.and_then(zone);
    let page = MeetingsPage {
        zone: found.unwrap_or_else(|| announced(&all)),
        unknown: asked.filter(|_| found.is_none()).map(|name| name.chars().take(60).collect()),
        lines: all.into_iter().map(line).collect(),
        zones: zones(),
    };
    Ok(ok(&visit.frame, &page))
}

/// `GET /meetings.ics`
pub async fn ics(visit: Visit<MaybeSignedIn>) -> Shown {
    let all = meetings::list(&visit.site.app, visit.viewer()).await?;
    let body = calendar(&visit.site.app, &visit.policy.policy, &all);
    Ok(HttpResponse::Ok().content_type("text/calendar; charset=utf-8").body(body))
}

/// `GET /meetings/new`
pub async fn blank(visit: Writing) -> Shown {
    let all = meetings::list(&visit.site.app, helpdesk_domain::Viewer::Person(visit.who.actor())).await?;
    let last = all.last();
    let typed = Typed {
        zone: announced(&all).name().to_owned(),
        time: last.map(|meeting| local(meeting).1).unwrap_or_default(),
        minutes: last.map_or(90, |meeting| meeting.minutes).to_string(),
        place: last.and_then(|meeting| meeting.place.clone()).unwrap_or_default(),
        day: String::new(),
    };
    Ok(form(&visit, StatusCode::OK, None, typed, false, Vec::new()))
}

/// `POST /meetings/new`
pub async fn add(visit: Writing, mut sent: Sent) -> Shown {
    let typed = read(&mut sent);
    match meetings::add(&visit.site.app, &visit.who.actor(), &typed).await? {
        Ok(reference) => done(&visit, reference),
        Err(wrong) => Ok(form(&visit, StatusCode::UNPROCESSABLE_ENTITY, None, typed, false, wrong)),
    }
}

/// `GET /meetings/{reference}/change`
pub async fn ask(visit: Writing, path: Path<String>) -> Shown {
    let wanted = reference(&path)?;
    let all = meetings::list(&visit.site.app, helpdesk_domain::Viewer::Person(visit.who.actor())).await?;
    let found = all.into_iter().find(|meeting| meeting.reference == wanted).ok_or_else(PageError::not_found)?;
    let (day, time) = local(&found);
    let typed = Typed {
        day,
        time,
        zone: found.zone.clone(),
        minutes: found.minutes.to_string(),
        place: found.place.clone().unwrap_or_default(),
    };
    Ok(form(&visit, StatusCode::OK, Some((wanted, found.changes)), typed, found.cancelled, Vec::new()))
}

/// `POST /meetings/{reference}/change`
pub async fn change(visit: Writing, path: Path<String>, mut sent: Sent) -> Shown {
    let wanted = reference(&path)?;
    let changes = sent.take("changes").and_then(|text| text.parse().ok()).ok_or_else(PageError::bad_request)?;
    let cancelled = sent.take("cancelled").is_some();
    let typed = read(&mut sent);
    let actor = visit.who.actor();
    match meetings::change(&visit.site.app, &actor, wanted, changes, &typed, cancelled).await? {
        Ok(()) => done(&visit, wanted),
        Err(wrong) => {
            let changed = Some((wanted, changes));
            Ok(form(&visit, StatusCode::UNPROCESSABLE_ENTITY, changed, typed, cancelled, wrong))
        }
    }
}

fn read(sent: &mut Sent) -> Typed {
    let mut take = |name: &str| sent.take(name).unwrap_or_default();
    Typed {
        day: take("day"),
        time: take("time"),
        zone: take("zone"),
        minutes: take("minutes"),
        place: take("place"),
    }
}

fn done(visit: &Writing, reference: Reference) -> Shown {
    visit.cookie().say("helpdesk-site-notice-meeting");
    Ok(see_other(&format!("/meetings/{reference}")))
}

fn form(
    visit: &Writing,
    status: StatusCode,
    changed: Option<(Reference, u32)>,
    typed: Typed,
    cancelled: bool,
    wrong: meetings::Wrong,
) -> HttpResponse {
    let typed = [typed.day, typed.time, typed.zone, typed.minutes, typed.place];
    let page = MeetingFormPage { changed, typed, cancelled, wrong, zones: zones() };
    html(status, framed(&visit.frame, &page))
}

/// The zone in which the newest meeting is announced.
pub(super) fn announced(all: &[Meeting]) -> Tz {
    all.last().and_then(|meeting| zone(&meeting.zone)).unwrap_or(Tz::UTC)
}

/// Day and time of a meeting in its own zone.
fn local(meeting: &Meeting) -> (String, String) {
    let zone = zone(&meeting.zone).unwrap_or(Tz::UTC);
    let time = DateTime::from_timestamp(meeting.starts_at.0, 0).unwrap_or_default().with_timezone(&zone);
    (time.format("%Y-%m-%d").to_string(), time.format("%H:%M").to_string())
}

fn line(meeting: Meeting) -> MeetingLine {
    let Meeting { reference, starts_at, minutes, place, cancelled, .. } = meeting;
    MeetingLine { reference, starts_at, minutes, place, cancelled }
}
