//! Keys that make a write happen once, however often it is sent.

use helpdesk_domain::Values;
use sha2::{Digest, Sha256};

/// What a client sends along with a write: 8 to 100 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads a key; `None` if it has another length or other characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (8..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A digest of what was asked for, so that the same key with something else is noticed.
#[must_use]
pub fn digest(parts: &[&str], fields: &Values) -> [u8; 32] {
    let mut hash = Sha256::new();
    let texts = parts.iter().copied();
    let fields = fields.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    for text in texts.chain(fields) {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

/// A word of 32 characters for these parts, the same for the same ones.
pub(crate) fn hex(parts: &[&str]) -> String {
    use std::fmt::Write as _;
    digest(parts, &Values::new()).iter().take(16).fold(String::with_capacity(32), |mut word, byte| {
        let _ = write!(word, "{byte:02x}");
        word
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_ascii_of_bounded_length() {
        assert!(IdempotencyKey::parse("3f2504e0-4f89").is_some());
        for text in ["short", "with space", "ünïcodé-key", &"x".repeat(101)] {
            assert_eq!(IdempotencyKey::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_digest_tells_where_one_part_ends() {
        let none = Values::new();
        assert_ne!(digest(&["ab", "c"], &none), digest(&["a", "bc"], &none));
        assert_eq!(digest(&["ab"], &none), digest(&["ab"], &none));
    }
}
