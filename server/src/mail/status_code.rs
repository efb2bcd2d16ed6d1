//! What a refusal is about, by its enhanced status code (RFC 3463).

/// Whether a permanent refusal, or a report of one, says that the address does not work: not if it is
/// about the text, its size, a full mailbox, or who may send. Without a code it is about the address
/// as long as no text was sent.
#[must_use]
pub fn is_of_the_address(words: &str, text_was_sent: bool) -> bool {
    match code(words) {
        // Not accepted for what it says (5.6) or by a rule (5.7); too large (5.2.3, 5.3.4); full (5.2.2);
        // the sender's address (5.1.7, 5.1.8).
        Some((6 | 7, _) | (2, 2 | 3) | (3, 4) | (1, 7 | 8)) => false,
        Some(_) => true,
        None => !text_was_sent,
    }
}

/// Subject and detail of the first code in the words.
fn code(words: &str) -> Option<(u16, u16)> {
    let mut candidates = words.split(|one: char| !one.is_ascii_digit() && one != '.');
    candidates.find_map(|candidate| {
        let mut parts = candidate.trim_matches('.').split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let known = matches!(class, "4" | "5") && subject.len() <= 3 && parts.next().is_none();
        known.then_some((subject.parse().ok()?, detail.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_for_its_text_says_nothing_of_the_address() {
        for words in [
            "permanent error (554): 5.7.1 this looks like advertising",
            "permanent error (550): 550-5.7.26 This mail has been blocked",
            "5.6.0",
            "permanent error (552): 5.2.2 over quota",
            "permanent error (552): 5.3.4 message too big",
            "permanent error (550): 5.1.8 sender rejected",
        ] {
            assert!(!is_of_the_address(words, false), "{words}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_known_by_its_code_or_by_when_it_was_refused() {
        for words in
            ["permanent error (550): 5.1.1 … nobody", "5.1.10", "5.2.1", "5.4.1 from 198.51.100.7", "4.4.7"]
        {
            assert!(is_of_the_address(words, true), "{words}");
        }
        assert!(is_of_the_address("permanent error (550): no such user", false));
        assert!(!is_of_the_address("permanent error (554): transaction failed", true));
    }
}
