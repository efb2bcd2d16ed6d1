//! Which message a message is: the same one may come by several ways, and more than once.

use sha2::{Digest, Sha256};

/// What makes a message that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Of its Message-ID (without one, of what else it says of itself) and its body. White space at
    /// the ends of lines does not count: servers differ in it.
    pub(super) whole: [u8; 32],
    /// Of its Message-ID.
    pub(super) message_id: Option<[u8; 32]>,
}

/// The identity of a raw message whose Message-ID was read.
pub(super) fn identity(raw: &[u8], message_id: Option<&str>) -> Identity {
    let (headers, body) = halves(raw);
    let mut whole = Sha256::new();
    match message_id {
        Some(id) => add(&mut whole, id.as_bytes()),
        None => add(&mut whole, headers),
    }
    for line in body.split(|byte| *byte == b'\n') {
        whole.update(line.trim_ascii_end());
        whole.update(b"\n");
    }
    let of_id = message_id.map(|id| Sha256::digest(id).into());
    Identity { whole: whole.finalize().into(), message_id: of_id }
}

/// The headers and what follows the first empty line.
fn halves(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let next = at + line.len();
        if line.trim_ascii().is_empty() && at > 0 {
            return (&raw[..at], raw[next..].trim_ascii_end());
        }
        at = next;
    }
    (raw, &[])
}

fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update(part.len().to_be_bytes());
    hash.update(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_is_the_same_message_and_another_text_is_not() {
        let first = identity(b"Received: by a\r\nMessage-ID: <1@x>\r\n\r\nHello \r\nAna\r\n", Some("1@x"));
        let again = identity(b"Received: by b\nMessage-ID: <1@x>\n\nHello\nAna\n\n", Some("1@x"));
        let other = identity(b"Message-ID: <1@x>\n\nHello\nBo\n", Some("1@x"));
        assert_eq!(first, again);
        assert_ne!(first.whole, other.whole);
        assert_eq!(first.message_id, other.message_id);
    }

    #[test]
    fn without_a_message_id_all_that_it_says_counts() {
        let one = identity(b"From: a@x\nDate: 1\n\nHello", None);
        assert_ne!(one, identity(b"From: a@x\nDate: 2\n\nHello", None));
        assert_eq!(one, identity(b"From: a@x\nDate: 1\n\nHello\n", None));
        assert_eq!(one.message_id, None);
    }
}
