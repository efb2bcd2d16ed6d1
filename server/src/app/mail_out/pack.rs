//! The pack of a meeting by mail: to each member what they themselves see of it when it is sent.

use crate::app::mail_out::compose::roles_of;
use crate::app::mail_out::enqueue::Wish;
use crate::app::mail_out::links;
use crate::app::mail_out::ranking::form;
use crate::app::meetings::{Prepared, find, prepared, secretary, zone};
use crate::app::{App, AppError, people, ranking};
use crate::mail::letter::{Block, Item, Letter};
use crate::mail::words::{Words, words};
use crate::store::mail_jobs::MailJob;
use crate::store::mail_preferences::{self, Pace, Preference};
use crate::store::sent_mail::MailKind;
use crate::store::{begin, commit};
use crate::views::when::hours;
use chrono::DateTime;
use chrono_tz::Tz;
use helpdesk_domain::{Actor, Reference, Role, SupportRequestView};

/// Queues the pack for each member who is reached by mail and wants more than what nobody else can
/// answer; each gets it once, and again only after the meeting was moved. Says to how many it goes.
///
/// # Errors
/// [`helpdesk_domain::Rejection::RoleNeeded`] unless the actor is the secretary; [`AppError::NotFound`]
/// if there is no such meeting, or it is over or does not take place.
pub async fn send(app: &App, actor: &Actor, meeting: Reference) -> Result<u32, AppError> {
    secretary(actor)?;
    let found = find(app, meeting).await?;
    if found.cancelled || found.ends_at() <= app.clock.now() {
        return Err(AppError::NotFound);
    }
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let mut queued = 0;
    for member in mail_preferences::with_role(&mut tx, Role::Committee).await? {
        if !member.is_reached() || member.pace == Pace::Needed {
            continue;
        }
        let once = format!("pack|{meeting}|{}|{}", found.changes, member.person);
        let wish = Wish {
            meeting: Some(meeting),
            once: Some(&once),
            by: Some(actor.person),
            ..Wish::at_once(member.person, MailKind::Pack)
        };
        queued += u32::from(wish.keep(&mut tx, app).await?.is_some());
    }
    commit(tx).await?;
    Ok(queued)
}

/// The pack as a letter; `None` if there is no meeting ahead any more, or for somebody who left the
/// committee.
pub(super) async fn compose(app: &App, job: &MailJob, chosen: &Preference) -> Result<Option<Letter>, AppError> {
    let Some(meeting) = job.meeting else { return Ok(None) };
    let roles = roles_of(app, job.addressee).await?;
    if !roles.has(Role::Committee) {
        return Ok(None);
    }
    let actor = Actor { person: job.addressee, roles };
    let prepared = prepared(app, &actor, meeting).await?;
    if prepared.meeting.cancelled || prepared.meeting.ends_at() <= app.clock.now() {
        return Ok(None);
    }
    let words = words(chosen.language.as_deref());
    let helpdesk = app.policy().await?.policy.organisation.helpdesk.clone();
    let greeting = match people::name(app, job.addressee).await? {
        Some(name) => words.say("hello", &[&name]),
        None => words.say("hello-somebody", &[]),
    };
    let mut blocks = vec![Block::Words(greeting), Block::Words(words.say("pack", &[&when(&prepared, words)]))];
    if let Some(place) = &prepared.meeting.place {
        blocks.push(Block::Words(words.say("pack-place", &[place])));
    }
    blocks.extend(agenda(app, &prepared, words).await?);
    blocks.push(Block::Link {
        words: words.say("pack-page", &[]),
        href: links::page(app, &format!("meetings/{meeting}")),
    });
    blocks.extend(form(app, &actor, chosen, words).await?);
    blocks.push(Block::Small(format!("{helpdesk}\n{}", words.say("why-member", &[&helpdesk]))));
    blocks.push(Block::Small(words.say("choose", &[&links::page(app, "mail")])));
    let day = words.day(prepared.meeting.starts_at);
    let subject = words.say("pack-subject", &[&helpdesk, &day]);
    Ok(Some(Letter { language: words.language, subject, blocks }))
}

/// Day and time of day in the zone in which the meeting is announced.
fn when(prepared: &Prepared, words: &Words) -> String {
    let zone = zone(&prepared.meeting.zone).unwrap_or(Tz::UTC);
    let local =
        DateTime::from_timestamp(prepared.meeting.starts_at.0, 0).unwrap_or_default().with_timezone(&zone);
    let midnight = helpdesk_domain::Timestamp(local.naive_local().and_utc().timestamp());
    format!("{}, {} ({})", words.day(midnight), local.format("%H:%M"), zone.name())
}

async fn agenda(app: &App, prepared: &Prepared, words: &Words) -> Result<Vec<Block>, AppError> {
    let policy = app.policy().await?.policy;
    let href = |about: &Reference| links::page(app, &format!("support-requests/{about}"));
    let mut blocks = Vec::new();
    let pack = &prepared.pack;
    for (heading, items) in [("pack-new", &pack.new), ("pack-returning", &pack.returning)] {
        let list: Vec<Item> = items
            .iter()
            .filter_map(|item| prepared.views.get(&item.reference))
            .map(|view| {
                let hours = hours(ranking::remaining(&policy, view).0);
                Item { words: words.say("line-pack", &[title(view), &hours]), href: href(&view.reference) }
            })
            .collect();
        if !list.is_empty() {
            blocks.extend([Block::Words(words.say(heading, &[])), Block::List(list)]);
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::Words(words.say("pack-nothing", &[])));
    }
    let room = ranking::hours(app, &policy, prepared).await?;
    if let Some(capacity) = room.capacity {
        let numbers = [hours(capacity), hours(room.asked)];
        blocks.push(Block::Words(words.say("pack-room", &[&numbers[0], &numbers[1]])));
    }
    for (heading, list) in [("pack-small", &pack.small), ("pack-late", &pack.late)] {
        let list: Vec<Item> = list
            .iter()
            .filter_map(|about| prepared.views.get(about))
            .map(|view| Item { words: title(view).to_owned(), href: href(&view.reference) })
            .collect();
        if !list.is_empty() {
            blocks.extend([Block::Words(words.say(heading, &[])), Block::List(list)]);
        }
    }
    Ok(blocks)
}

fn title(view: &SupportRequestView) -> &str {
    view.facts.title.as_str()
}
