//! Identifiers that may be shown: random, never a sequence.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that it can be read out.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

macro_rules! shown_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 8]);

        impl $name {
            /// Makes an id of 40 random bits.
            #[must_use]
            pub fn from_random(bits: [u8; 5]) -> Self {
                let number = bits.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
                let mut text = [b'0'; 8];
                for (place, character) in text.iter_mut().enumerate() {
                    let digit = (number >> (35 - 5 * place)) & 31;
                    *character = ALPHABET[usize::try_from(digit).unwrap_or(0)];
                }
                Self(text)
            }

            /// Reads an id; upper case is taken for lower.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let mut id = [0; 8];
                if text.len() != id.len() {
                    return None;
                }
                for (place, byte) in text.bytes().enumerate() {
                    id[place] = byte.to_ascii_lowercase();
                    ALPHABET.contains(&id[place]).then_some(())?;
                }
                Some(Self(id))
            }

            /// The 8 characters.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("an id has 8 characters out of 0-9 and a-z without i, l, o, u")
            }
        }
    };
}

shown_id! {
    /// The name of a support request towards people: 8 characters, such as `7h2kq0vw`.
    Reference
}
shown_id! {
    /// A person, whatever their account is called today: 8 characters.
    PersonId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_was_made() {
        for bits in [[0; 5], [255; 5], [1, 2, 3, 4, 5]] {
            let id = Reference::from_random(bits);
            assert_eq!(Reference::parse(id.as_str()), Some(id));
            assert_eq!(Reference::parse(&id.as_str().to_uppercase()), Some(id));
        }
        assert_eq!(Reference::from_random([255; 5]).as_str(), "zzzzzzzz");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "1234567", "123456789", "1234567u", "1234567é", "../../aa"] {
            assert_eq!(Reference::parse(text), None, "{text}");
        }
    }
}
