//! What intake has to know of the record to place a message. From the database when mail is taken
//! in; from a file for `mail explain`, whose form `tests/data/mail/README.md` describes.

use super::reply_address::ReplyKeys;
use helpdesk_domain::ids::{PersonId, Reference};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The record as far as mail touches it. All addresses are compared without case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Known {
    /// The name that our receiving host gives itself in `Authentication-Results`; empty: none counts.
    pub receiving_host: String,
    /// The pattern of signed reply addresses, with `{token}` in it.
    pub reply_address: String,
    /// The keys of reply addresses; the first one is current.
    pub reply_keys: Vec<KnownKey>,
    /// The addresses that the Helpdesk sends from. Mail from them is our own.
    pub own_addresses: Vec<String>,
    /// The List-Ids of lists through which the Helpdesk gets its mail.
    pub own_lists: Vec<String>,
    /// People with addresses.
    pub people: Vec<KnownPerson>,
    /// The requests.
    pub requests: Vec<KnownRequest>,
    /// Messages that were sent.
    pub sent: Vec<SentMessage>,
}

/// A key of reply addresses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownKey {
    /// Its id: letters and digits.
    pub id: String,
    /// The key, as text whose UTF-8 bytes are used.
    pub key: String,
}

/// Somebody whose addresses are known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPerson {
    /// The person.
    pub id: PersonId,
    /// Their addresses.
    pub addresses: Vec<String>,
    /// What they are for every request.
    #[serde(default)]
    pub roles: Vec<KnownRole>,
    /// How often their addresses for ranking were ended.
    #[serde(default)]
    pub generation: u32,
}

/// A role that counts for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownRole {
    /// A member of the committee, whose ballot counts.
    Committee,
    /// The Helpdesk's staff.
    Staff,
}

/// A request that mail can belong to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownRequest {
    /// Its name.
    pub reference: Reference,
    /// Whose it is.
    #[serde(default)]
    pub requester: Option<PersonId>,
    /// Who else is written to.
    #[serde(default)]
    pub correspondents: Vec<PersonId>,
    /// The request that took it in.
    #[serde(default)]
    pub merged_into: Option<Reference>,
    /// The generation of each person's reply addresses; 0 for those not named.
    #[serde(default)]
    pub generations: BTreeMap<PersonId, u32>,
}

/// A message that was sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentMessage {
    /// Its Message-ID, with or without brackets.
    pub message_id: String,
    /// The request it spoke of.
    pub request: Reference,
    /// To whom.
    #[serde(default)]
    pub to: Option<PersonId>,
}

impl Known {
    /// The keys of reply addresses.
    #[must_use]
    pub fn keys(&self) -> ReplyKeys {
        ReplyKeys(self.reply_keys.iter().map(|key| (key.id.clone(), key.key.clone().into_bytes())).collect())
    }

    /// Who has this address.
    #[must_use]
    pub fn person_of(&self, address: &str) -> Option<&KnownPerson> {
        self.people.iter().find(|person| person.addresses.iter().any(|one| one.eq_ignore_ascii_case(address)))
    }

    /// How often somebody's addresses for ranking were ended, if they are known.
    #[must_use]
    pub fn ranking_generation(&self, person: PersonId) -> Option<u32> {
        self.people.iter().find(|one| one.id == person).map(|one| one.generation)
    }

    /// A request by its name.
    #[must_use]
    pub fn request(&self, reference: Reference) -> Option<&KnownRequest> {
        self.requests.iter().find(|request| request.reference == reference)
    }

    /// The request that this one has become part of; itself if of none.
    #[must_use]
    pub fn target(&self, reference: Reference) -> Reference {
        let mut at = reference;
        for _ in 0..self.requests.len() {
            match self.request(at).and_then(|request| request.merged_into) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// The message that was sent under this id (without brackets).
    #[must_use]
    pub fn sent(&self, message_id: &str) -> Option<&SentMessage> {
        self.sent.iter().find(|sent| sent.message_id.trim_matches(['<', '>']) == message_id)
    }
}
