//! Agenda and minutes of a meeting as everybody may read them, and their page on the wiki.

use crate::app::many::loaded;
use crate::app::meetings::{Meeting, closes, find, list, notes, with_neighbours};
use crate::app::{App, AppError, shared, token};
use crate::store::events::Loaded;
pub use crate::store::shared_pages::PageState;
use crate::store::shared_pages::{self, SharedPage};
use crate::wiki::minutes::{Item, Paper};
use crate::wiki::splice;
use helpdesk_domain::equity::snapshot::month;
use helpdesk_domain::meeting::{decided, pack};
use helpdesk_domain::{
    Actor, Policy, Reference, Rejection, Role, SupportRequestView, Timestamp, Viewer, project,
};
use std::collections::BTreeMap;

/// What is told of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What it has before it.
    Agenda,
    /// What came of it.
    Minutes,
}

/// A text for the wiki, and what stands there.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The meeting.
    pub meeting: Meeting,
    /// The page's title; `None` where the policy names no place for it.
    pub title: Option<String>,
    /// The text.
    pub block: String,
    /// What was published before.
    pub page: Option<SharedPage>,
}

fn secretary(actor: &Actor) -> Result<(), AppError> {
    if actor.roles.has(Role::Secretary) { Ok(()) } else { Err(Rejection::RoleNeeded(Role::Secretary).into()) }
}

fn name(meeting: Reference) -> String {
    format!("meeting-{meeting}")
}

/// The text as it would be published now.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is the secretary; [`AppError::NotFound`].
pub async fn draft(app: &App, actor: &Actor, reference: Reference, kind: Kind) -> Result<Draft, AppError> {
    secretary(actor)?;
    let policy = app.policy().await?.policy;
    let meeting = find(app, reference).await?;
    let paper = paper(app, &policy, &meeting, kind).await?;
    let day = meeting.starts_at.date();
    Ok(Draft {
        title: policy.wiki.minutes_prefix.as_ref().map(|prefix| format!("{prefix}{day}")),
        block: paper.wikitext(2),
        page: shared_pages::find(&app.store, &name(reference)).await?,
        meeting,
    })
}

/// What a text is known by: its SHA-256 in hexadecimal.
#[must_use]
pub fn fingerprint(block: &str) -> String {
    splice::digest(block).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Has the text published that the actor saw, by its [`fingerprint`]. `false` if it is another one by now.
///
/// # Errors
/// As [`draft`].
pub async fn publish(
    app: &App,
    actor: &Actor,
    reference: Reference,
    kind: Kind,
    seen: &str,
) -> Result<bool, AppError> {
    let draft = draft(app, actor, reference, kind).await?;
    let Some(title) = &draft.title else { return Err(AppError::NotFound) };
    if fingerprint(&draft.block) != seen {
        return Ok(false);
    }
    let (name, word) = (name(reference), token::short(app)?);
    shared_pages::wish(&app.store, &name, title, &draft.block, Some(actor.person), &word).await?;
    Ok(true)
}

/// Says what holds where a person changed our part of the page, or why it could not be written was seen
/// to: `keep` takes their text for ours, else ours is written again. `false` if there is no such question.
///
/// # Errors
/// As [`draft`].
pub async fn answer(
    app: &App,
    actor: &Actor,
    reference: Reference,
    revision: u64,
    keep: bool,
) -> Result<bool, AppError> {
    secretary(actor)?;
    shared::answer(app, actor.person, &name(reference), revision, keep).await
}

/// What everybody sees of a request, with its page.
fn public(policy: &Policy, loaded: &Loaded) -> Option<SupportRequestView> {
    let mut view = project(policy, &loaded.request, Viewer::Anonymous)?;
    view.page = loaded.head.page.clone();
    Some(view)
}

async fn paper(app: &App, policy: &Policy, meeting: &Meeting, kind: Kind) -> Result<Paper, AppError> {
    let (last, meeting, next) = with_neighbours(app, meeting.reference).await?;
    let all = loaded(app).await?;
    let shown: BTreeMap<Reference, SupportRequestView> =
        all.iter().filter_map(|one| Some((one.request.reference, public(policy, one)?))).collect();
    let (typed, general) = notes(app, meeting.reference).await?;
    let item = |reference: &Reference| shown.get(reference).map(of_view);
    let began = last.as_ref().map(|last| last.starts_at);
    if kind == Kind::Agenda {
        let now = app.clock.now();
        let told = pack(shown.values(), began, now);
        let whole = pack(all.iter().map(|one| &*one.request), began, now);
        let list = |items: &[helpdesk_domain::meeting::Item]| {
            let with_gate = |one: &helpdesk_domain::meeting::Item| {
                Some(Item { gate: Some(one.gate), decisions: one.decided.clone(), ..item(&one.reference)? })
            };
            items.iter().filter_map(with_gate).collect::<Vec<_>>()
        };
        return Ok(Paper {
            general: String::new(),
            lists: vec![
                ("helpdesk-minutes-new", list(&told.new)),
                ("helpdesk-minutes-returning", list(&told.returning)),
            ],
            more: whole.new.len() + whole.returning.len() > told.new.len() + told.returning.len(),
        });
    }
    let (after, until) =
        (last.as_ref().map(|last| closes(last, Some(&meeting))), closes(&meeting, next.as_ref()));
    let mut requests = Vec::new();
    let mut more = false;
    for one in &all {
        let reference = one.request.reference;
        let note = typed.get(&reference).map(|note| note.public.clone()).unwrap_or_default();
        let decisions = decided(&*one.request, after, until);
        if note.is_empty() && decisions.is_empty() {
            continue;
        }
        match shown.get(&reference) {
            Some(view) => requests.push(Item { decisions: decided(view, after, until), note, ..of_view(view) }),
            None => more = true,
        }
    }
    let small = pack(shown.values(), began, until).small;
    let answered = small.iter().filter_map(item).collect();
    Ok(Paper {
        general: general.public,
        lists: vec![("helpdesk-minutes-requests", requests), ("helpdesk-minutes-small", answered)],
        more,
    })
}

fn of_view(view: &SupportRequestView) -> Item {
    Item { title: view.facts.title.as_str().to_owned(), page: view.page.clone(), ..Item::default() }
}

/// The quarter of a moment, as `2026-Q4`.
#[must_use]
pub fn quarter(at: Timestamp) -> String {
    let month = month(at);
    let number = month.get(5..7).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(1);
    format!("{}-Q{}", &month[..4], (number - 1) / 3 + 1)
}

/// The brief of a quarter: the minutes of its meetings one after the other.
///
/// # Errors
/// As [`draft`].
pub async fn brief(app: &App, actor: &Actor, of: &str) -> Result<String, AppError> {
    secretary(actor)?;
    let policy = app.policy().await?.policy;
    let now = app.clock.now();
    let mut parts = Vec::new();
    for meeting in list(app, Viewer::Person(*actor)).await? {
        if meeting.cancelled || meeting.starts_at > now || quarter(meeting.starts_at) != of {
            continue;
        }
        let paper = paper(app, &policy, &meeting, Kind::Minutes).await?;
        parts.push(format!("== {} ==\n\n{}", meeting.starts_at.date(), paper.wikitext(3)));
    }
    Ok(parts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::quarter;
    use helpdesk_domain::Date;

    #[test]
    fn a_quarter_has_three_months() {
        let of = |day: &str| quarter(Date::parse(day).expect("a day").end());
        assert_eq!((of("2026-01-01"), of("2026-03-31")), ("2026-Q1".to_owned(), "2026-Q1".to_owned()));
        assert_eq!((of("2026-04-01"), of("2026-12-31")), ("2026-Q2".to_owned(), "2026-Q4".to_owned()));
    }
}
