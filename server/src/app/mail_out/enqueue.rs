//! Queueing mail in the transaction of what it speaks of.

use crate::app::error::insist;
use crate::app::mail_out::copies;
use crate::app::mail_out::follows::{To, follows, later};
use crate::app::mail_out::rules::MailRules;
use crate::app::{App, AppError, addressee, token};
use crate::mail::ballot::{Ballot, BallotWords, render};
use crate::store::mail_preferences::{Pace, Preference, Way};
use crate::store::sent_mail::{MailKind, MailState, NewMail};
use crate::store::{Tx, begin, commit, contacts, due_mail, mail_jobs, mail_preferences, sent_mail};
use helpdesk_domain::form::Reach;
use helpdesk_domain::{PersonId, Recorded, Reference, Role, SupportRequest};

/// A mail that is to be queued or kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    /// The request, by its number in the record and its name.
    pub(crate) about: Option<(u64, Reference)>,
    /// The meeting.
    pub(crate) meeting: Option<Reference>,
    /// To whom.
    pub(crate) to: PersonId,
    /// What about.
    pub(crate) kind: MailKind,
    /// The number of the event that it speaks of.
    pub(crate) seq: Option<u32>,
    /// A word that no two mails have.
    pub(crate) once: Option<&'a str>,
    /// How far it is at first.
    pub(crate) state: MailState,
    /// Who wrote or caused it.
    pub(crate) by: Option<PersonId>,
    /// The Message-ID that it answers.
    pub(crate) in_reply_to: Option<&'a str>,
    /// What a person wrote in it.
    pub(crate) body: Option<&'a str>,
    /// Seconds until it is sent.
    pub(crate) delay: u32,
}

impl<'a> Wish<'a> {
    /// A mail that is sent at once.
    pub(crate) fn at_once(to: PersonId, kind: MailKind) -> Self {
        Self {
            about: None,
            meeting: None,
            to,
            kind,
            seq: None,
            once: None,
            state: MailState::Waiting,
            by: None,
            in_reply_to: None,
            body: None,
            delay: 0,
        }
    }

    /// Keeps the mail, and queues it if it waits. Its Message-ID holds from here on, however often it
    /// is tried. `None` if there is one of the same `once` already.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn keep(self, tx: &mut Tx<'_>, app: &App) -> Result<Option<u64>, AppError> {
        let Some(mail) = self.insert(tx, app).await? else { return Ok(None) };
        if self.state == MailState::Waiting {
            let request_id = self.about.map(|(id, _)| id);
            mail_jobs::enqueue(tx, request_id, self.kind, mail, &token::short(app)?, self.delay).await?;
        }
        Ok(Some(mail))
    }

    /// Keeps the mail, without a job.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn insert(self, tx: &mut Tx<'_>, app: &App) -> Result<Option<u64>, AppError> {
        let word = token::short(app)?;
        let domain = app.config.mail.from.split('@').nth(1).unwrap_or("localhost");
        let message_id = match self.about {
            Some((_, reference)) => format!("{word}.{reference}@{domain}"),
            None => format!("{word}@{domain}"),
        };
        let request_id = self.about.map(|(id, _)| id);
        let new = NewMail {
            message_id: &message_id,
            request_id,
            meeting: self.meeting,
            addressee: self.to,
            kind: self.kind,
            seq: self.seq,
            once: self.once,
            state: self.state,
            by: self.by,
            in_reply_to: self.in_reply_to,
            made_at: app.clock.now(),
        };
        let Some(mail) = sent_mail::insert(tx, &new).await? else { return Ok(None) };
        if let Some(body) = self.body {
            sent_mail::save_text(tx, mail, body).await?;
        }
        Ok(Some(mail))
    }
}

/// Queues the mail that follows from new events, and remembers what will be due.
pub(crate) async fn enqueue(
    tx: &mut Tx<'_>,
    app: &App,
    rules: &MailRules,
    request_id: u64,
    before: Option<&SupportRequest>,
    after: &SupportRequest,
    new: &[Recorded],
) -> Result<(), AppError> {
    let all = follows(before, new);
    let due = later(before, new, rules);
    if all.is_empty() && due.is_empty() {
        return Ok(());
    }
    let requester = requester(tx, request_id, after).await?;
    let about = Some((request_id, after.reference));
    for follow in &all {
        let delay = if follow.typed { rules.undo_minutes * 60 } else { 0 };
        let wish = Wish {
            about,
            seq: Some(follow.seq),
            by: follow.by,
            delay,
            ..Wish::at_once(requester_id(after), follow.kind)
        };
        match follow.to {
            To::Committee => to_committee(tx, app, after, wish).await?,
            To::Requester => {
                let own = follow.by == Some(wish.to) && follow.kind != MailKind::Received;
                if let (Some(pace), false) = (requester, own)
                    && let Some(state) = at_pace(follow.kind, pace)
                {
                    Wish { state, ..wish }.keep(tx, app).await?;
                }
                if rules.correspondents {
                    copies::share(tx, app, request_id, wish.to, wish).await?;
                }
            }
        }
    }
    for one in due.iter().filter(|_| requester.is_some()) {
        due_mail::insert(tx, request_id, one.kind, one.seq, one.at).await?;
    }
    Ok(())
}

fn requester_id(request: &SupportRequest) -> PersonId {
    addressee::requester(request)
}

/// At which pace the requester gets mail; `None` if they are not reached by mail.
pub(crate) async fn requester(
    tx: &mut Tx<'_>,
    request_id: u64,
    request: &SupportRequest,
) -> Result<Option<Pace>, AppError> {
    let chosen = mail_preferences::find(tx, requester_id(request)).await?;
    let reach = contacts::of(tx, request_id).await?;
    let reached = match &reach {
        Some(Reach::Mail(_)) => true,
        Some(Reach::TalkPage) => chosen.as_ref().is_some_and(Preference::is_reached),
        Some(Reach::WikiMail) | None => false,
    };
    Ok(reached.then(|| chosen.map_or(Pace::AtOnce, |chosen| chosen.pace)))
}

/// What becomes at first of a mail of that kind; `None` if it is not wanted.
pub(crate) fn at_pace(kind: MailKind, pace: Pace) -> Option<MailState> {
    match pace {
        _ if kind.is_written() => Some(MailState::Draft),
        Pace::AtOnce => Some(MailState::Waiting),
        _ if kind.is_needed() => Some(MailState::Waiting),
        Pace::Daily | Pace::Weekly => Some(MailState::Gathered),
        Pace::Needed => None,
    }
}

/// To each member who is reached by mail and has a say: a ballot, if they want one and an answer can
/// prove whose it is; else word that the request waits.
async fn to_committee(
    tx: &mut Tx<'_>,
    app: &App,
    request: &SupportRequest,
    wish: Wish<'_>,
) -> Result<(), AppError> {
    for member in mail_preferences::with_role(tx, Role::Committee).await? {
        let no_say = request.aside.contains(&member.person) || request.requester == Some(member.person);
        if no_say || !member.is_reached() {
            continue;
        }
        let ballot = member.ballot && member.way == Way::Address && app.config.mail.reply.is_some();
        let kind = if ballot { MailKind::Ballot } else { MailKind::CommitteeWaits };
        // A digest says by itself what waits.
        if at_pace(kind, member.pace) == Some(MailState::Waiting) {
            Wish { to: member.person, kind, ..wish }.keep(tx, app).await?;
        }
    }
    Ok(())
}

/// Says which message of theirs the mail answers that waits for somebody, so that it is one thread.
///
/// # Errors
/// As the database says.
pub async fn answers(tx: &mut Tx<'_>, request_id: u64, to: PersonId, message_id: &str) -> Result<(), AppError> {
    if let Some(id) = plain_id(message_id) {
        sent_mail::reply_to(tx, request_id, to, id).await?;
    }
    Ok(())
}

/// A Message-ID of somebody else without its brackets, if it can stand in a header of ours.
pub(crate) fn plain_id(message_id: &str) -> Option<&str> {
    let id = message_id.trim_matches(['<', '>']);
    let plain = !id.is_empty() && id.len() <= 500 && id.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some(id)
}

/// Queues what was understood of a member's ballot: recorded if `understood`, else to be corrected.
/// The same answer is confirmed once.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such request, or as the database says.
pub async fn confirm_ballot(
    app: &App,
    about: Reference,
    member: PersonId,
    in_reply_to: &str,
    ballot: &Ballot,
    understood: bool,
) -> Result<(), AppError> {
    let request = crate::app::whole_record(app, about).await?;
    let form = render(&BallotWords::default(), about, request.facts.title.as_str(), Some(ballot));
    let id = in_reply_to.trim_matches(['<', '>']);
    let once = format!("ballot|{}", crate::app::idempotency::hex(&[about.as_str(), member.as_str(), id]));
    let kind = if understood { MailKind::BallotUnderstood } else { MailKind::BallotUnclear };
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        let id_in_record =
            crate::store::support_requests::lock(&mut tx, about).await?.ok_or(AppError::NotFound)?;
        let wish = Wish {
            about: Some((id_in_record, about)),
            once: Some(&once),
            in_reply_to: plain_id(id),
            body: Some(&form),
            ..Wish::at_once(member, kind)
        };
        wish.keep(&mut tx, app).await?;
        Ok(commit(tx).await?)
    })
    .await
}
