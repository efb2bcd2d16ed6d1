//! Digests: once a day or a week, what happened and what waits for somebody.

use crate::app::error::insist;
use crate::app::mail_out::compose::roles_of;
use crate::app::mail_out::enqueue::Wish;
use crate::app::mail_out::links;
use crate::app::{App, AppError, QueueFilter, addressee, people, queue, view, whole_record};
use crate::mail::letter::{Block, Item, Letter};
use crate::mail::words::{Words, words};
use crate::store::mail_jobs::MailJob;
use crate::store::mail_preferences::{self, Pace, Preference};
use crate::store::sent_mail::{self, MailKind, MailState};
use crate::store::{begin, commit, support_requests};
use chrono::{DateTime, Datelike, Timelike, Weekday};
use helpdesk_domain::{Actor, CommandName, Party, Role, Timestamp, Viewer};

/// The hour of the day (UTC) from which on the day's digests are made.
const HOUR: u32 = 6;
/// Days without any event after which a request is silent.
const SILENT: i64 = 14;

/// Makes the digests that are due by now, each once.
///
/// # Errors
/// As the database says.
pub async fn make_due(app: &App) -> Result<u32, AppError> {
    let now = app.clock.now();
    let mut made = 0;
    for chosen in mail_preferences::paced(&app.store).await? {
        let Some(period) = period(chosen.pace, now) else { continue };
        if chosen.address().is_none() {
            continue;
        }
        let once = format!("digest|{}|{period}", chosen.person);
        made += u32::from(insist(|| make(app, &chosen, &once)).await?);
    }
    Ok(made)
}

/// The name of the day or week that a digest is for; `None` before it is due.
fn period(pace: Pace, now: Timestamp) -> Option<String> {
    let time = DateTime::from_timestamp(now.0, 0)?;
    match pace {
        Pace::Daily if time.hour() >= HOUR => Some(now.date().to_string()),
        Pace::Weekly if time.weekday() != Weekday::Mon || time.hour() >= HOUR => {
            let week = time.iso_week();
            Some(format!("{}-W{:02}", week.year(), week.week()))
        }
        Pace::Daily | Pace::Weekly | Pace::AtOnce | Pace::Needed => None,
    }
}

async fn make(app: &App, chosen: &Preference, once: &str) -> Result<bool, AppError> {
    let gathered = sent_mail::count_gathered(&app.store, chosen.person).await?;
    let something = gathered > 0 || !waiting(app, chosen).await?.is_empty();
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let state = if something { MailState::Waiting } else { MailState::Dropped };
    let wish = Wish { once: Some(once), state, ..Wish::at_once(chosen.person, MailKind::Digest) };
    let Some(mail) = wish.keep(&mut tx, app).await? else { return Ok(false) };
    if something {
        sent_mail::take_gathered(&mut tx, chosen.person, mail).await?;
    }
    commit(tx).await?;
    Ok(something)
}

/// A list with its heading.
type Section = (&'static str, Vec<Item>);

/// The digest as a letter; `None` if nothing is left to say.
pub(super) async fn compose(app: &App, job: &MailJob, chosen: &Preference) -> Result<Option<Letter>, AppError> {
    let words = words(chosen.language.as_deref());
    let mut sections = Vec::new();
    let happened = happened(app, job, words).await?;
    if !happened.is_empty() {
        sections.push(("digest-happened", happened));
    }
    sections.extend(waiting(app, chosen).await?);
    if sections.is_empty() {
        return Ok(None);
    }
    let helpdesk = app.policy().await?.policy.organisation.helpdesk.clone();
    let name = people::name(app, job.addressee).await?;
    let greeting = match &name {
        Some(name) => words.say("hello", &[name]),
        None => words.say("hello-somebody", &[]),
    };
    let mut blocks = vec![Block::Words(greeting), Block::Words(words.say("digest", &[]))];
    for (heading, items) in sections {
        blocks.extend([Block::Words(words.say(heading, &[])), Block::List(items)]);
    }
    blocks.push(Block::Small(format!("{helpdesk}\n{}", words.say("choose", &[&links::page(app, "mail")]))));
    Ok(Some(Letter { language: words.language, subject: words.say("digest-subject", &[&helpdesk]), blocks }))
}

async fn happened(app: &App, job: &MailJob, words: &Words) -> Result<Vec<Item>, AppError> {
    let mut items = Vec::new();
    let policy = app.policy().await?.policy;
    let roles = roles_of(app, job.addressee).await?;
    for (about, kind) in sent_mail::gathered(&app.store, job.addressee, job.mail).await? {
        let request = whole_record(app, about).await?;
        let Some(view) = addressee::seen_by(&policy, &request, job.addressee, roles) else { continue };
        let line = match kind {
            MailKind::FollowUp1 | MailKind::FollowUp3 | MailKind::FollowUp6 => "line-follow-up".to_owned(),
            other => format!("line-{}", other.code()),
        };
        items.push(Item {
            words: words.say(&line, &[view.facts.title.as_str()]),
            href: links::page(app, &format!("support-requests/{about}")),
        });
    }
    Ok(items)
}

/// What waits for somebody by their roles.
async fn waiting(app: &App, chosen: &Preference) -> Result<Vec<Section>, AppError> {
    let words = words(chosen.language.as_deref());
    let roles = roles_of(app, chosen.person).await?;
    if !roles.has(Role::Committee) && !roles.has(Role::Staff) {
        return Ok(Vec::new());
    }
    let viewer = Viewer::Person(Actor { person: chosen.person, roles });
    let items = queue(app, viewer, &QueueFilter::default(), None).await?.items;
    let href = |about: &dyn std::fmt::Display| links::page(app, &format!("support-requests/{about}"));
    let mut sections: Vec<Section> = Vec::new();
    let feedback = items.iter().filter(|item| item.duty == Some(CommandName::GiveFeedback));
    let feedback = feedback.map(|item| Item {
        words: words.say("line-committee-waits", &[&item.title]),
        href: href(&item.reference),
    });
    sections.push(("digest-feedback", feedback.collect()));
    if roles.has(Role::Staff) {
        let late = items.iter().filter(|item| item.late && !item.stub && item.turn != Some(Party::Requester));
        let late = late.map(|item| Item {
            words: words.say("line-late", &[&item.title, &item.by.map(|by| words.day(by)).unwrap_or_default()]),
            href: href(&item.reference),
        });
        sections.push(("digest-late", late.collect()));
        sections.push(("digest-silent", silent(app, viewer, words).await?));
    }
    sections.retain(|(_, items)| !items.is_empty());
    Ok(sections)
}

/// Open requests on which nothing happened for long, as far as the viewer's roles count there.
async fn silent(app: &App, viewer: Viewer, words: &Words) -> Result<Vec<Item>, AppError> {
    let before = Timestamp(app.clock.now().0 - SILENT * 86_400);
    let mut items = Vec::new();
    for (about, _, since) in support_requests::silent(&app.store, before).await? {
        let seen = match view(app, viewer, about).await {
            Ok(seen) if seen.standing.roles.has(Role::Staff) => seen,
            Ok(_) | Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        items.push(Item {
            words: words.say("line-silent", &[seen.facts.title.as_str(), &words.day(since)]),
            href: links::page(app, &format!("support-requests/{about}")),
        });
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-05 is a Monday.
    const MONDAY: i64 = 1_767_571_200;

    fn at(days: i64, hours: i64) -> Timestamp {
        Timestamp(MONDAY + days * 86_400 + hours * 3600)
    }

    #[test]
    fn a_day_has_its_digest_from_six_on() {
        assert_eq!(period(Pace::Daily, at(0, 5)), None);
        assert_eq!(period(Pace::Daily, at(0, 6)).as_deref(), Some("2026-01-05"));
        assert_eq!(period(Pace::Daily, at(0, 23)), period(Pace::Daily, at(0, 6)));
        assert_ne!(period(Pace::Daily, at(1, 6)), period(Pace::Daily, at(0, 6)));
    }

    #[test]
    fn a_week_has_one_and_a_missed_monday_is_made_up_for() {
        assert_eq!(period(Pace::Weekly, at(0, 5)), None);
        assert_eq!(period(Pace::Weekly, at(0, 6)).as_deref(), Some("2026-W02"));
        assert_eq!(period(Pace::Weekly, at(3, 1)), period(Pace::Weekly, at(0, 6)));
        assert_eq!(period(Pace::AtOnce, at(0, 6)), None);
        assert_eq!(period(Pace::Needed, at(0, 6)), None);
    }
}
