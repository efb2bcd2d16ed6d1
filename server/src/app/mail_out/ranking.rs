//! A member ranks by mail what is before the committee: the form in a meeting's pack, and what was
//! understood of the answer.

use crate::app::mail_out::compose::roles_of;
use crate::app::mail_out::enqueue::{Wish, plain_id};
use crate::app::mail_out::links;
use crate::app::{App, AppError, idempotency, insist, people, ranking};
use crate::mail::letter::{Block, Letter};
use crate::mail::ranking::{Ranking, render};
use crate::mail::words::{Words, words};
use crate::store::mail_jobs::MailJob;
use crate::store::mail_preferences::Preference;
use crate::store::sent_mail::MailKind;
use crate::store::{ballots, begin, commit};
use helpdesk_domain::{Actor, Role, SupportRequestView};

/// Fewer candidates have no order.
const LEAST: usize = 2;

/// The form for a member who wants to answer by mail; nothing while there is no order to find.
pub(super) async fn form(
    app: &App,
    actor: &Actor,
    chosen: &Preference,
    words: &Words,
) -> Result<Vec<Block>, AppError> {
    if links::ranking(app, chosen).is_none() {
        return Ok(Vec::new());
    }
    let candidates = ranking::ranking(app, actor).await?.candidates;
    if candidates.len() < LEAST {
        return Ok(Vec::new());
    }
    Ok(vec![
        Block::Words(words.say("ranking-pack", &[])),
        Block::Form(rendered(words, &candidates, None)),
        Block::Words(words.say("ballot-private", &[])),
    ])
}

fn rendered(words: &Words, candidates: &[SupportRequestView], filled: Option<&Ranking>) -> String {
    let titles: Vec<_> = candidates.iter().map(|view| (view.reference, view.facts.title.as_str())).collect();
    render(words, &titles, filled)
}

/// Keeps a ranking that came by mail, if it is clear, and queues what its member is told, in one
/// transaction and once for the message. Says whether it is on record.
///
/// # Errors
/// [`helpdesk_domain::Rejection::RoleNeeded`] for others than members.
pub(crate) async fn take(
    app: &App,
    actor: &Actor,
    read: &Ranking,
    in_reply_to: &str,
) -> Result<bool, AppError> {
    let candidates: Vec<_> = ranking::candidates(app, actor).await?.iter().map(|view| view.reference).collect();
    let read = read.clone().among(&candidates);
    let clear = read.is_clear();
    // Names and numbers alone: titles are put in when it is sent, as they may be seen then.
    let body = serde_json::to_string(&read).map_err(|error| AppError::Internal(error.into()))?;
    let id = plain_id(in_reply_to);
    let once = format!("ranking|{}", idempotency::hex(&[actor.person.as_str(), in_reply_to]));
    let kind = if clear { MailKind::RankingUnderstood } else { MailKind::RankingUnclear };
    let now = app.clock.now();
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let wish =
            Wish { once: Some(&once), in_reply_to: id, body: Some(&body), ..Wish::at_once(actor.person, kind) };
        if wish.keep(&mut tx, app).await?.is_some() && clear {
            ballots::replace(&mut tx, actor.person, &read.places, now).await?;
        }
        Ok(commit(tx).await?)
    })
    .await?;
    Ok(clear)
}

/// What was understood, as a letter; `None` for somebody who left the committee.
pub(super) async fn compose(app: &App, job: &MailJob, chosen: &Preference) -> Result<Option<Letter>, AppError> {
    let actor = Actor { person: job.addressee, roles: roles_of(app, job.addressee).await? };
    let read = job.body.as_deref().and_then(|body| serde_json::from_str::<Ranking>(body).ok());
    let (Some(read), true) = (read, actor.roles.has(Role::Committee)) else { return Ok(None) };
    let words = words(chosen.language.as_deref());
    let candidates = ranking::ranking(app, &actor).await?.candidates;
    let helpdesk = app.policy().await?.policy.organisation.helpdesk.clone();
    let greeting = match people::name(app, job.addressee).await? {
        Some(name) => words.say("hello", &[&name]),
        None => words.say("hello-somebody", &[]),
    };
    let blocks = vec![
        Block::Words(greeting),
        Block::Words(words.say(job.kind.code(), &[])),
        Block::Form(rendered(words, &candidates, Some(&read))),
        Block::Words(words.say("ballot-private", &[])),
        Block::Small(format!("{helpdesk}\n{}", words.say("why-member", &[&helpdesk]))),
        Block::Small(words.say("choose", &[&links::page(app, "mail")])),
    ];
    Ok(Some(Letter { language: words.language, subject: words.say("ranking-subject", &[&helpdesk]), blocks }))
}
