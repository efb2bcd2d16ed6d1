//! Who wrote what somebody else passes on.

use super::fold;
use super::read::{Incoming, Mailbox};

/// The original sender of a forwarded message: of the message inside it, or as the text's header
/// block says. `None` if it names no address.
#[must_use]
pub fn original_sender(message: &Incoming) -> Option<Mailbox> {
    if let Some((from, _)) = &message.inner {
        return Some(from.clone());
    }
    if !fold::is_forward(&message.subject, &message.text) {
        return None;
    }
    fold::block_from(&message.text).map(|from| mailbox(&from)).filter(|one| one.address.is_some())
}

/// `Name <a@b>`, `Name [mailto:a@b]`, `a@b` as clients write them into text.
fn mailbox(text: &str) -> Mailbox {
    let text = text.replace("mailto:", "");
    let break_at =
        |one: char| one.is_whitespace() || matches!(one, '<' | '>' | '[' | ']' | '(' | ')' | '"' | ';' | ',');
    let address = text.split(break_at).find(|word| {
        word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    });
    let before = text.split(['<', '[', '(']).next().unwrap_or_default();
    let name = before.trim().trim_matches(['"', '\'', '*']).trim();
    let named = !name.is_empty() && !name.contains('@');
    Mailbox { name: named.then(|| name.to_owned()), address: address.map(str::to_lowercase) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for text in [
            "Ana Silva <Ana@museum.example>",
            "\"Ana Silva\" [mailto:ana@museum.example]",
            "Ana Silva (ana@museum.example)",
        ] {
            let found = mailbox(text);
            assert_eq!(found.name.as_deref(), Some("Ana Silva"), "{text}");
            assert_eq!(found.address.as_deref(), Some("ana@museum.example"), "{text}");
        }
        assert_eq!(mailbox("ana@museum.example").name, None);
        assert_eq!(mailbox("Ana Silva").address, None);
    }
}
