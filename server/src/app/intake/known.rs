//! What the record knows of that which a message touches: no more is read than the message names.

use crate::app::addressee::without_account;
use crate::app::mail_out::links;
use crate::app::{App, AppError};
use crate::mail::ballot::Ballot;
use crate::mail::join::{claims, rankers, subject_codes};
use crate::mail::known::{Known, KnownPerson, KnownRequest, KnownRole, SentMessage};
use crate::mail::read::Incoming;
use crate::mail::reply_address::{Claim, Token};
use crate::store::correspondents::{self, Part};
use crate::store::support_requests::OfMail;
use crate::store::{
    StoreError, Tx, begin, contacts, mail_known, mail_preferences, merged_requests, people, role_grants,
    support_requests,
};
use helpdesk_domain::{PersonId, Reference, Role};
use std::collections::BTreeSet;

/// Requests that one message may name by words of its subject; more are chance.
const CODES_MAX: usize = 20;
/// Messages that one message may answer; longer threads name the nearest last.
const IDS_MAX: usize = 50;
/// Requests that took one another in, one after the other.
const MERGES_MAX: usize = 5;

/// The record as far as this message touches it.
///
/// # Errors
/// As the database says.
pub(super) async fn known(app: &App, message: &Incoming, ballot: Option<&Ballot>) -> Result<Known, AppError> {
    let policy = app.policy().await?.policy;
    let incoming = &app.config.incoming_mail;
    let mut own_addresses = incoming.own_addresses.clone();
    own_addresses.push(policy.organisation.email.clone());
    own_addresses.push(app.config.mail.from.clone());
    let mut known = Known {
        receiving_host: incoming.receiving_host.clone(),
        own_addresses,
        own_lists: incoming.own_lists.clone(),
        reply_address: app.config.mail.reply.clone().unwrap_or_default(),
        reply_keys: links::known_keys(app),
        ..Known::default()
    };
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let mut tokens = tokens(message, &known);
    let mut named: BTreeSet<Reference> = tokens.iter().map(|token| token.request).collect();
    named.extend(subject_codes(&message.subject).take(CODES_MAX));
    named.extend(ballot.and_then(|ballot| ballot.request));
    let answered = message.in_reply_to.iter().chain(message.references.iter().rev());
    let answered: Vec<&str> = answered.map(String::as_str).filter(|id| id.is_ascii()).take(IDS_MAX).collect();
    for (message_id, request, to) in mail_known::sent(&mut tx, &answered).await? {
        named.insert(request);
        known.sent.push(SentMessage { message_id, request, to: Some(to) });
    }
    requests(&mut tx, &mut known, named).await?;
    if let Some(address) = message.from.first().and_then(|from| from.address.as_deref()) {
        let ids = people_at(&mut tx, address).await?;
        tokens.extend(rankers(message, &known.keys(), &known.reply_address));
        let ids = in_order(ids, &tokens, &known);
        for id in ids {
            let roles = role_grants::of_person(&mut tx, id).await?;
            let roles = [(Role::Staff, KnownRole::Staff), (Role::Committee, KnownRole::Committee)]
                .into_iter()
                .filter_map(|(role, known)| roles.has(role).then_some(known))
                .collect();
            let chosen = mail_preferences::find(&mut tx, id).await?;
            let generation = chosen.map_or(0, |chosen| chosen.generation);
            known.people.push(KnownPerson { id, addresses: vec![address.to_owned()], roles, generation });
        }
    }
    Ok(known)
}

/// Whoever proves to be of a request in a reply address.
fn tokens(message: &Incoming, known: &Known) -> Vec<Token> {
    claims(message, &known.keys(), &known.reply_address)
        .into_iter()
        .map(|claim| match claim {
            Claim::Proven(token) | Claim::Forged(token) => token,
        })
        .collect()
}

/// The requests of these names, and those that took them in.
async fn requests(tx: &mut Tx<'_>, known: &mut Known, named: BTreeSet<Reference>) -> Result<(), StoreError> {
    let mut named: Vec<Reference> = named.into_iter().collect();
    for _ in 0..MERGES_MAX {
        let found = support_requests::of_mail(tx, &named).await?;
        named.clear();
        for one in found {
            let request = request(tx, &one).await?;
            named.extend(request.merged_into.filter(|into| known.request(*into).is_none()));
            known.requests.push(request);
        }
        if named.is_empty() {
            break;
        }
    }
    Ok(())
}

async fn request(tx: &mut Tx<'_>, one: &OfMail) -> Result<KnownRequest, StoreError> {
    let all = correspondents::of_request(tx, one.id).await?;
    let written_to = all.into_iter().filter(|other| other.part == Part::Correspondent);
    Ok(KnownRequest {
        reference: one.reference,
        requester: one.requester.or_else(|| one.mail.as_ref().map(|_| without_account(one.reference))),
        correspondents: written_to.map(|other| other.person).collect(),
        merged_into: merged_requests::target(tx, one.reference).await?,
        generations: mail_known::generations(tx, one.id).await?,
    })
}

/// Everybody who is reached at an address.
async fn people_at(tx: &mut Tx<'_>, address: &str) -> Result<Vec<PersonId>, StoreError> {
    let mut ids = Vec::new();
    for (reference, requester) in contacts::by_mail(tx, address).await? {
        ids.push(requester.unwrap_or_else(|| without_account(reference)));
    }
    ids.extend(correspondents::by_mail(tx, address).await?);
    ids.extend(mail_known::confirmed(tx, address).await?);
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    Ok(ids)
}

/// Whoever a reply address was made for first, then who has a part in a request that is named: one
/// address may be several people's of ours, and the first counts.
fn in_order(mut ids: Vec<PersonId>, tokens: &[Token], known: &Known) -> Vec<PersonId> {
    let part = |id: PersonId| {
        known.requests.iter().any(|one| one.requester == Some(id) || one.correspondents.contains(&id))
    };
    ids.sort_by_key(|id| (!tokens.iter().any(|token| token.person == *id), !part(*id)));
    ids
}

/// The account among these people, if one is.
///
/// # Errors
/// As the database says.
pub(super) async fn account(tx: &mut Tx<'_>, known: &Known) -> Result<Option<PersonId>, StoreError> {
    for person in &known.people {
        if people::is_account(tx, person.id).await? {
            return Ok(Some(person.id));
        }
    }
    Ok(None)
}
