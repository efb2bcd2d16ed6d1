//! What was typed into the request form and not sent yet, kept in the browser.

use helpdesk_domain::Timestamp;
use serde::Deserialize;

use crate::json::{self, Json};
use crate::typed::Typed;

/// What the keys of drafts begin with; an account's name follows.
pub const KEYS: &str = "draft.";

/// How long a draft is kept after the last change.
const DAYS: u32 = 7;

/// Fields that never stay in the browser: how somebody is reached, and who that is.
const CONTACT: [&str; 2] = ["mail", "on_behalf_of"];

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Draft {
    /// When it was changed last.
    pub at: Timestamp,
    /// What was typed.
    pub values: Typed,
}

impl Draft {
    /// What of a form may be kept; `None` if there is nothing to keep.
    pub fn of(typed: Typed, at: Timestamp) -> Option<Self> {
        let mut values = Typed::default();
        for (name, value) in typed.0 {
            if !value.is_empty() && !CONTACT.contains(&&*name) {
                values.0.push((name, value));
            }
        }
        if values.0.is_empty() { None } else { Some(Self { at, values }) }
    }

    /// As it is kept.
    pub fn written(&self) -> String {
        json::object(&[("at", Json::Number(self.at.0)), ("values", Json::Typed(&self.values))])
    }

    /// Whether it is still to be shown.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now < self.at.plus_days(DAYS)
    }
}

/// Where the draft of an account is kept; readers without an account share one.
pub fn key(wiki_user: Option<&str>) -> String {
    [KEYS, wiki_user.unwrap_or_default()].concat()
}

/// Whether a draft that lies in this browser has to go: it is old, unreadable, or its account has signed out.
pub fn has_to_go(its_key: &str, draft: Option<&Draft>, wiki_user: Option<&str>, now: Timestamp) -> bool {
    let signed_out = wiki_user.is_none() && its_key != KEYS;
    signed_out || !draft.is_some_and(|draft| draft.is_fresh(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn values(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_draft_is_read_as_it_was_kept() {
        let draft = Draft::of(values(&[("what", "Maps"), ("title", "Old")]), NOW).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&draft.written()).unwrap(), draft);
    }

    #[test]
    fn contact_data_is_never_kept() {
        let typed = values(&[("what", "Maps"), ("mail", "a@b.org"), ("on_behalf_of", "Ana"), ("title", "")]);
        assert_eq!(Draft::of(typed, NOW).unwrap().values, values(&[("what", "Maps")]));
        assert_eq!(Draft::of(values(&[("mail", "a@b.org")]), NOW), None);
    }

    #[test]
    fn a_draft_is_gone_after_seven_days() {
        let draft = Draft::of(values(&[("what", "Maps")]), NOW).unwrap();
        assert!(draft.is_fresh(Timestamp(NOW.0 + 7 * 86_400 - 1)));
        assert!(!draft.is_fresh(Timestamp(NOW.0 + 7 * 86_400)));
        assert!(has_to_go("draft.Alice", Some(&draft), Some("Alice"), NOW.plus_days(8)));
    }

    #[test]
    fn a_draft_belongs_to_its_account() {
        let draft = Draft::of(values(&[("what", "Maps")]), NOW);
        assert_ne!(key(Some("Alice")), key(Some("Bob")));
        assert!(!has_to_go("draft.Alice", draft.as_ref(), Some("Bob"), NOW), "two people, one browser");
        assert!(has_to_go("draft.Alice", draft.as_ref(), None, NOW), "Alice left the wiki");
        assert!(!has_to_go("draft.", draft.as_ref(), None, NOW));
        assert!(has_to_go("draft.Alice", None, Some("Alice"), NOW), "it cannot be read");
    }
}
