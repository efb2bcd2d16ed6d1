//! Erasing as staff do it: asked first, then done when the name was typed once more.

use super::{Erased, Meant, Subject, erase, meant};
use crate::app::{App, AppError, people, view};
use crate::store::{correspondents, incoming_mail, role_grants};
use helpdesk_domain::{Actor, PersonId, Reference, Rejection, Role, Viewer};

/// What would be erased, as far as the actor may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The name of the account, if one was named.
    pub account: Option<String>,
    /// Names of accounts that use the address that was named.
    pub accounts: Vec<String>,
    /// The requests that it touches and on which the actor works, with titles; whether it is open.
    pub requests: Vec<(Reference, String, bool)>,
}

/// Why nothing is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing is kept of anybody of that name or address.
    Nobody,
    /// They have a role, which only a steward ends.
    HasRoles,
    /// The name that was typed once more is another one.
    NotConfirmed,
}

/// What would be erased of somebody, by their account's name or, without an account, by their address.
///
/// # Errors
/// [`Rejection::RoleNeeded`] for others than staff.
pub async fn asked(app: &App, actor: &Actor, who: &str) -> Result<Result<Asked, Refused>, AppError> {
    Ok(look(app, actor, who).await?.map(|(_, asked)| asked))
}

/// Erases them, if the actor has typed the same once more. Of the answer's requests and pages only those are named
/// on which the actor works.
///
/// # Errors
/// As [`asked`] and [`erase`].
pub async fn carry_out_asked(
    app: &App,
    actor: &Actor,
    who: &str,
    again: &str,
) -> Result<Result<Erased, Refused>, AppError> {
    let (meant, _) = match look(app, actor, who).await? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    if who.trim() != again.trim() {
        return Ok(Err(Refused::NotConfirmed));
    }
    let mut all = Erased::default();
    for subject in meant.subjects {
        // The register beside the backups takes it from the record.
        let erased = erase(app, Some(actor.person), subject, |_| Ok(())).await?;
        all.texts += erased.texts;
        all.contacts += erased.contacts;
        all.requests.extend(erased.requests);
        all.open.extend(erased.open);
        all.pages.extend(erased.pages);
    }
    let mut shown = Vec::new();
    for reference in &all.requests {
        if works_on(app, actor, *reference).await?.is_some() {
            shown.push(*reference);
        }
    }
    all.requests.retain(|reference| shown.contains(reference));
    all.open.retain(|reference| shown.contains(reference));
    all.pages.retain(|(reference, _)| shown.contains(reference));
    Ok(Ok(all))
}

async fn look(app: &App, actor: &Actor, who: &str) -> Result<Result<(Meant, Asked), Refused>, AppError> {
    if !actor.roles.has(Role::Staff) {
        return Err(Rejection::RoleNeeded(Role::Staff).into());
    }
    let mut found = meant(app, who).await?;
    let mut asked = Asked::default();
    if let Some(account) = found.account {
        if has_roles(app, account).await? {
            return Ok(Err(Refused::HasRoles));
        }
        asked.account = people::name(app, account).await?;
    }
    let by_address = found.account.is_none();
    let mut subjects = Vec::new();
    for subject in std::mem::take(&mut found.subjects) {
        let mut hidden = false;
        for reference in touched(app, subject).await? {
            match works_on(app, actor, reference).await? {
                Some(one) if !asked.requests.contains(&one) => asked.requests.push(one),
                Some(_) => {}
                None => hidden = true,
            }
        }
        // Whoever does not work on a request is not told that an address is known from it.
        if !(by_address && hidden) {
            subjects.push(subject);
        }
    }
    found.subjects = subjects;
    for account in &found.accounts {
        asked.accounts.extend(people::name(app, *account).await?);
    }
    let nothing = found.subjects.is_empty() && asked.accounts.is_empty();
    Ok(if nothing { Err(Refused::Nobody) } else { Ok((found, asked)) })
}

async fn has_roles(app: &App, person: PersonId) -> Result<bool, AppError> {
    Ok(!role_grants::of_person(&mut app.store.conn().await?, person).await?.is_empty())
}

/// The requests in which something of theirs is.
async fn touched(app: &App, subject: Subject) -> Result<Vec<Reference>, AppError> {
    let mut all: Vec<Reference> =
        super::requests(app, subject).await?.iter().map(|one| one.reference).collect();
    let mut conn = app.store.conn().await?;
    match subject {
        Subject::Person { person } => {
            let places = incoming_mail::requests_of_person(&mut conn, person).await?;
            all.extend(places.into_iter().map(|(_, reference)| reference));
            all.extend(correspondents::requests_of(&mut conn, person).await?);
        }
        Subject::Mail { mail } => {
            let place = incoming_mail::place_of(&mut conn, mail).await?.flatten();
            all.extend(place.map(|(_, reference)| reference));
        }
        Subject::Request { .. } | Subject::Text { .. } => {}
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// A request as the list of what would be erased names it; `None` unless the actor works on it.
async fn works_on(
    app: &App,
    actor: &Actor,
    reference: Reference,
) -> Result<Option<(Reference, String, bool)>, AppError> {
    match view(app, Viewer::Person(*actor), reference).await {
        Ok(seen) if seen.standing.roles.has(Role::Staff) => {
            Ok(Some((reference, seen.facts.title.as_str().to_owned(), seen.stage.is_open())))
        }
        Ok(_) | Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
