//! Reply addresses and private links that say for which request and person they were made, and prove it: nothing is
//! stored, and raising a person's generation ends what was sent before.
//!
//! The pattern's `{token}` becomes `KEY-REQUEST-PERSON-GENERATION-MAC`: the key's id, the request's
//! and the person's 8 characters, a decimal number, and the first 100 bits of HMAC-SHA-256 over
//! `helpdesk-reply-v1|KEY|REQUEST|PERSON|GENERATION` (or another purpose) in 20 characters of Crockford's base 32, all in
//! lower case. Case does not matter when it comes back.

use helpdesk_domain::ids::{PersonId, Reference};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Characters of the proof.
const PROOF: usize = 20;
/// What stands for the token in a pattern.
const PLACE: &str = "{token}";
/// Longest part before the `@` (RFC 5321).
const LOCAL_MAX: usize = 64;

/// The keys by id; the first one signs.
#[derive(Clone, Default)]
pub struct ReplyKeys(pub Vec<(String, Vec<u8>)>);

impl std::fmt::Debug for ReplyKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

/// What a token is good for; one for something else proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Answering by mail.
    Reply,
    /// Seeing one's own request and answering there.
    Status,
    /// Ending mail that is gathered.
    Unsubscribe,
    /// Saying that an address is one's own.
    Confirm,
    /// Ranking by mail what is before the committee.
    Rank,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Reply => b"helpdesk-reply-v1|",
            Self::Status => b"helpdesk-status-v1|",
            Self::Unsubscribe => b"helpdesk-unsubscribe-v1|",
            Self::Confirm => b"helpdesk-confirm-v1|",
            Self::Rank => b"helpdesk-rank-v1|",
        }
    }
}

/// Whom an address was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The request.
    pub request: Reference,
    /// The person.
    pub person: PersonId,
    /// How often this person's earlier addresses were ended.
    pub generation: u32,
}

impl Token {
    /// A token about no request: it names the person in its place.
    #[must_use]
    pub fn of_person(person: PersonId, generation: u32) -> Self {
        let request = Reference::parse(person.as_str()).unwrap_or_else(|| Reference::from_random([0; 5]));
        Self { request, person, generation }
    }
}

/// What an address says and whether it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The proof is right.
    Proven(Token),
    /// It has a token's shape, but was made with no key of ours.
    Forged(Token),
}

/// The address at which this person answers about this request.
///
/// # Errors
/// Without a key, if the pattern has no `{token}`, or if the address gets too long.
pub fn address(keys: &ReplyKeys, pattern: &str, token: Token) -> Result<String, &'static str> {
    made(keys, Purpose::Reply, pattern, token)
}

/// The address at which this person ranks what is before the committee.
///
/// # Errors
/// As [`address`].
pub fn address_to_rank(
    keys: &ReplyKeys,
    pattern: &str,
    person: PersonId,
    generation: u32,
) -> Result<String, &'static str> {
    made(keys, Purpose::Rank, pattern, Token::of_person(person, generation))
}

fn made(keys: &ReplyKeys, purpose: Purpose, pattern: &str, token: Token) -> Result<String, &'static str> {
    if !pattern.contains(PLACE) || !pattern.contains('@') {
        return Err("the pattern of the reply address has no {token} or no @");
    }
    let address = pattern.replace(PLACE, &sign(keys, purpose, token)?);
    let local = address.split('@').next().unwrap_or_default().len();
    if local > LOCAL_MAX { Err("the pattern of the reply address is too long") } else { Ok(address) }
}

/// What an address claims; `None` if it does not follow the pattern, or was made to rank at.
#[must_use]
pub fn claim(keys: &ReplyKeys, pattern: &str, address: &str) -> Option<Claim> {
    let address = address.trim().to_lowercase();
    let claim = read(keys, Purpose::Reply, token(pattern, &address)?)?;
    (ranks(keys, pattern, &address).is_none()).then_some(claim)
}

/// Who ranks at an address, and its generation, if it was made for that.
#[must_use]
pub fn ranks(keys: &ReplyKeys, pattern: &str, address: &str) -> Option<Token> {
    let address = address.trim().to_lowercase();
    match read(keys, Purpose::Rank, token(pattern, &address)?)? {
        Claim::Proven(token) => Some(token),
        Claim::Forged(_) => None,
    }
}

/// What stands in an address, in lower case, where the pattern has its token.
fn token<'a>(pattern: &str, address: &'a str) -> Option<&'a str> {
    let (before, after) = pattern.split_once(PLACE)?;
    address.strip_prefix(&before.to_lowercase())?.strip_suffix(&after.to_lowercase())
}

/// A token as it stands in an address or a link.
///
/// # Errors
/// Without a key.
pub fn sign(keys: &ReplyKeys, purpose: Purpose, token: Token) -> Result<String, &'static str> {
    let (id, key) = keys.0.first().ok_or("there is no key to sign reply addresses with")?;
    let said = said(id, token);
    let proof = proof(key, purpose, &said).ok_or("the key to sign reply addresses with cannot be used")?;
    Ok(format!("{said}-{proof}"))
}

/// What a token claims; `None` if it has not the shape of one.
#[must_use]
pub fn read(keys: &ReplyKeys, purpose: Purpose, token: &str) -> Option<Claim> {
    let token = token.to_lowercase();
    let parts: Vec<&str> = token.split('-').collect();
    let [id, request, person, generation, given] = parts.as_slice() else { return None };
    let token = Token {
        request: Reference::parse(request)?,
        person: PersonId::parse(person)?,
        generation: generation.parse().ok()?,
    };
    let key = keys.0.iter().find(|(one, _)| one.eq_ignore_ascii_case(id));
    let expected = key.and_then(|(id, key)| proof(key, purpose, &said(id, token)));
    let right = expected.is_some_and(|proof| bool::from(proof.as_bytes().ct_eq(given.as_bytes())));
    Some(if right { Claim::Proven(token) } else { Claim::Forged(token) })
}

fn said(id: &str, token: Token) -> String {
    let id = id.to_lowercase();
    format!("{id}-{}-{}-{}", token.request, token.person, token.generation)
}

fn proof(key: &[u8], purpose: Purpose, said: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(purpose.label());
    mac.update(said.replace('-', "|").as_bytes());
    let bits = mac.finalize().into_bytes();
    let five = |at: usize| -> Option<[u8; 5]> { bits.get(5 * at..5 * at + 5)?.try_into().ok() };
    let mut text = String::with_capacity(PROOF + 4);
    for at in 0..PROOF.div_ceil(8) {
        text.push_str(Reference::from_random(five(at)?).as_str());
    }
    text.truncate(PROOF);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERN: &str = "helpdesk+{token}@tool.example";

    fn keys(ids: &[&str]) -> ReplyKeys {
        ReplyKeys(ids.iter().map(|id| ((*id).to_owned(), format!("key of {id}").into_bytes())).collect())
    }

    fn token(generation: u32) -> Token {
        Token {
            request: Reference::parse("7h2kq0vw").expect("a reference"),
            person: PersonId::parse("0000000a").expect("a person"),
            generation,
        }
    }

    #[test]
    fn an_address_comes_back_as_what_it_was_made_for() {
        let made = address(&keys(&["a"]), PATTERN, token(3)).expect("an address");
        assert!(made.starts_with("helpdesk+a-7h2kq0vw-0000000a-3-"), "{made}");
        let both = keys(&["b", "a"]);
        for same in [made.clone(), made.to_uppercase(), format!(" {made}")] {
            assert_eq!(claim(&both, PATTERN, &same), Some(Claim::Proven(token(3))), "{same}");
        }
    }

    #[test]
    fn nothing_in_it_can_be_changed() {
        let made = address(&keys(&["a"]), PATTERN, token(3)).expect("an address");
        for changed in [
            made.replace("7h2kq0vw", "7h2kq0vx"),
            made.replace("0000000a", "0000000b"),
            made.replace("-3-", "-4-"),
        ] {
            assert!(matches!(claim(&keys(&["a"]), PATTERN, &changed), Some(Claim::Forged(_))), "{changed}");
        }
        assert!(matches!(claim(&keys(&["b"]), PATTERN, &made), Some(Claim::Forged(_))));
        assert_eq!(claim(&keys(&["a"]), PATTERN, "helpdesk@tool.example"), None);
        assert_eq!(claim(&keys(&["a"]), PATTERN, "helpdesk+news@tool.example"), None);
    }

    #[test]
    fn a_token_for_one_purpose_proves_nothing_for_another() {
        let keys = keys(&["a"]);
        let all = [Purpose::Reply, Purpose::Status, Purpose::Unsubscribe, Purpose::Confirm, Purpose::Rank];
        for made_for in all {
            let made = sign(&keys, made_for, token(1)).expect("a token");
            for read_for in all {
                let claim = read(&keys, read_for, &made);
                let expected =
                    if made_for == read_for { Claim::Proven(token(1)) } else { Claim::Forged(token(1)) };
                assert_eq!(claim, Some(expected), "{made_for:?} {read_for:?}");
            }
        }
    }

    #[test]
    fn an_address_to_rank_at_is_of_a_person_and_no_address_of_a_request() {
        let person = token(0).person;
        let made = address_to_rank(&keys(&["a"]), PATTERN, person, 3).expect("an address");
        assert_eq!(ranks(&keys(&["a"]), PATTERN, &made), Some(Token::of_person(person, 3)));
        assert_eq!(claim(&keys(&["a"]), PATTERN, &made), None);
        let later = made.replace("-3-", "-4-");
        assert_eq!(ranks(&keys(&["a"]), PATTERN, &later), None);
        // A requester without an account has the name of the request.
        let reply = address(&keys(&["a"]), PATTERN, Token::of_person(person, 3)).expect("an address");
        assert_eq!(ranks(&keys(&["a"]), PATTERN, &reply), None);
        assert_eq!(claim(&keys(&["a"]), PATTERN, &reply), Some(Claim::Proven(Token::of_person(person, 3))));
    }

    #[test]
    fn a_pattern_that_cannot_work_is_refused() {
        assert!(address(&keys(&[]), PATTERN, token(0)).is_err());
        assert!(address(&keys(&["a"]), "helpdesk@tool.example", token(0)).is_err());
        assert!(address(&keys(&["a"]), "a.very.long.name.of.a.tool+{token}@tool.example", token(0)).is_err());
    }
}
