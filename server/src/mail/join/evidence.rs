//! What ties a message to a request, and who writes towards it.

use super::{Evidence, Writer};
use crate::mail::known::{Known, KnownPerson, KnownRole};
use crate::mail::read::Incoming;
use crate::mail::reply_address::{Claim, ReplyKeys, Token, claim, ranks};
use helpdesk_domain::ids::{PersonId, Reference};

/// Where recipients' addresses stand, besides To, Cc and Bcc.
const DELIVERED: [&str; 5] =
    ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"];

/// The strongest evidence and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The evidence.
    pub evidence: Evidence,
    /// Who writes.
    pub writer: Writer,
    /// The request that the evidence names, if there is such a request.
    pub request: Option<Reference>,
    /// Who writes, if their address is known.
    pub person: Option<PersonId>,
    /// Whom the reply address was made for.
    pub made_for: Option<PersonId>,
    /// Whether the evidence names more than one request, so that none can be chosen.
    pub several: bool,
}

/// Looks for evidence in its order: reply address, thread, subject.
#[must_use]
pub fn place(message: &Incoming, known: &Known) -> Placed {
    let address = message.from.first().and_then(|from| from.address.as_deref());
    let person = address.and_then(|address| known.person_of(address));
    let found = by_token(message, known, person)
        .or_else(|| by_thread(message, known))
        .or_else(|| by_subject(message, known))
        .unwrap_or(Found { evidence: Evidence::Nothing, request: None, made_for: None, several: false });
    let request = found.request.map(|request| known.target(request));
    Placed {
        evidence: found.evidence,
        writer: writer(known, found.request, request, person),
        request,
        person: person.map(|person| person.id),
        made_for: found.made_for,
        several: found.several,
    }
}

struct Found {
    evidence: Evidence,
    request: Option<Reference>,
    made_for: Option<PersonId>,
    several: bool,
}

/// What the addresses claim that a message was sent to.
#[must_use]
pub fn claims(message: &Incoming, keys: &ReplyKeys, pattern: &str) -> Vec<Claim> {
    addresses(message).filter_map(|address| claim(keys, pattern, &address)).collect()
}

/// Whose addresses to rank at a message was sent to.
#[must_use]
pub fn rankers(message: &Incoming, keys: &ReplyKeys, pattern: &str) -> Vec<Token> {
    addresses(message).filter_map(|address| ranks(keys, pattern, &address)).collect()
}

fn addresses(message: &Incoming) -> impl Iterator<Item = String> {
    let named = message.recipients.iter().filter_map(|one| one.address.clone());
    let delivered = DELIVERED.iter().flat_map(|name| message.all(name)).map(str::to_owned);
    named.chain(delivered).map(|address| address.trim_matches(['<', '>', ' ']).to_owned())
}

/// What proves who ranks, if a message came to an address that was made for that.
#[must_use]
pub fn by_ranking_address(message: &Incoming, known: &Known, person: Option<PersonId>) -> Option<Evidence> {
    let one = |token: Token| match known.ranking_generation(token.person) {
        Some(generation) if person == Some(token.person) && token.generation == generation => {
            Evidence::OwnToken
        }
        _ if person == Some(token.person) => Evidence::BadToken,
        _ => Evidence::OthersToken,
    };
    rankers(message, &known.keys(), &known.reply_address).into_iter().map(one).min()
}

/// The references that a subject may name: words of their form.
pub fn subject_codes(subject: &str) -> impl Iterator<Item = Reference> {
    subject.split(|one: char| !one.is_ascii_alphanumeric()).filter_map(Reference::parse)
}

fn by_token(message: &Incoming, known: &Known, person: Option<&KnownPerson>) -> Option<Found> {
    let claims = claims(message, &known.keys(), &known.reply_address);
    let mut good = Vec::new();
    let mut bad = None;
    for one in claims {
        match one {
            Claim::Proven(token) if holds(known, token.request, token.person, token.generation) => {
                good.push(token);
            }
            Claim::Proven(token) | Claim::Forged(token) => bad = Some(token),
        }
    }
    let own = good.iter().find(|token| person.is_some_and(|person| token.person == person.id));
    if let Some(token) = own.or(good.first()) {
        let evidence = if own.is_some() { Evidence::OwnToken } else { Evidence::OthersToken };
        let several = good.iter().any(|one| known.target(one.request) != known.target(token.request));
        return Some(Found { evidence, request: Some(token.request), made_for: Some(token.person), several });
    }
    let token = bad?;
    let request = known.request(token.request).map(|request| request.reference);
    Some(Found { evidence: Evidence::BadToken, request, made_for: None, several: false })
}

/// Whether the request is there and the person's addresses of that generation still hold.
fn holds(known: &Known, request: Reference, person: PersonId, generation: u32) -> bool {
    known
        .request(request)
        .is_some_and(|request| request.generations.get(&person).copied().unwrap_or(0) == generation)
}

fn by_thread(message: &Incoming, known: &Known) -> Option<Found> {
    // The nearest answered message first: References ends with it.
    let ids = message.in_reply_to.iter().chain(message.references.iter().rev());
    let sent = ids.filter_map(|id| known.sent(id)).find(|sent| known.request(sent.request).is_some())?;
    Some(Found { evidence: Evidence::Thread, request: Some(sent.request), made_for: None, several: false })
}

fn by_subject(message: &Incoming, known: &Known) -> Option<Found> {
    let named = subject_codes(&message.subject);
    let mut named: Vec<Reference> = named.filter(|one| known.request(*one).is_some()).collect();
    named.dedup();
    let request = *named.first()?;
    let several = named.iter().any(|one| known.target(*one) != known.target(request));
    Some(Found { evidence: Evidence::SubjectCode, request: Some(request), made_for: None, several })
}

/// A part in either the request that was named or the one that took it in counts.
fn writer(
    known: &Known,
    named: Option<Reference>,
    target: Option<Reference>,
    person: Option<&KnownPerson>,
) -> Writer {
    let Some(person) = person else { return Writer::Stranger };
    let requests = || [named, target].into_iter().flatten().filter_map(|one| known.request(one));
    if requests().any(|request| request.requester == Some(person.id)) {
        Writer::Requester
    } else if requests().any(|request| request.correspondents.contains(&person.id)) {
        Writer::Correspondent
    } else if person.roles.contains(&KnownRole::Staff) {
        Writer::Staff
    } else if person.roles.contains(&KnownRole::Committee) {
        Writer::Member
    } else {
        Writer::Stranger
    }
}
