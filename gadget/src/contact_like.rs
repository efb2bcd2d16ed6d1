//! What in a text looks like a mail address or a telephone number: it would be published with it.
//!
//! In plain loops: the iterators of `str` would be most of what is downloaded for this.

/// The parts of a text that look so, each once.
pub fn contact_like(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_around_mail = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | '|' | ',' | ';')
    };
    split(text, is_around_mail, &mut |word| {
        let word = trimmed(word, |byte| !matches!(byte, b'.' | b':' | b'!' | b'?'));
        if is_mail(word.as_bytes()) {
            take(word, &mut found);
        }
    });
    split(text, |c| c == '\n', &mut |line| numbers(line, &mut found));
    found
}

/// What stands between characters of a kind.
fn split(text: &str, is_between: fn(char) -> bool, act: &mut dyn FnMut(&str)) {
    let mut start = 0;
    for (at, character) in text.char_indices() {
        if is_between(character) {
            act(text.get(start..at).unwrap_or_default());
            start = at + character.len_utf8();
        }
    }
    act(text.get(start..).unwrap_or_default());
}

/// A word from the first to the last byte of a kind.
fn trimmed(word: &str, is_kept: fn(u8) -> bool) -> &str {
    let (mut start, mut end) = (word.len(), 0);
    for (at, byte) in word.bytes().enumerate() {
        if is_kept(byte) {
            start = start.min(at);
            end = at + 1;
        }
    }
    word.get(start..end).unwrap_or_default()
}

/// Keeps what was found in order, each once.
fn take(word: &str, found: &mut Vec<String>) {
    let mut at = 0;
    while at < found.len() && *found[at] < *word {
        at += 1;
    }
    if at == found.len() || found[at] != word {
        found.insert(at, word.to_owned());
    }
}

fn is_mail(word: &[u8]) -> bool {
    let (mut local, mut has_at, mut has_dot) = (0, false, false);
    for (at, byte) in word.iter().enumerate() {
        if *byte == b'@' {
            (local, has_at, has_dot) = (at, true, false);
        }
        has_dot |= *byte == b'.';
    }
    has_at && local > 0 && has_dot && word[local + 1] != b'.' && word[word.len() - 1] != b'.'
}

/// Runs of 8 to 15 digits with the signs that people write telephone numbers with.
fn numbers(line: &str, found: &mut Vec<String>) {
    let mut spaced = String::new();
    split(line, char::is_whitespace, &mut |word| {
        // What stands in a link is none.
        if !word.is_empty() {
            spaced.push_str(if word.find("://").is_some() { "x" } else { word });
            spaced.push(' ');
        }
    });
    let is_between = |c: char| !matches!(c, '0'..='9' | ' ' | '+' | '-' | '.' | '(' | ')' | '/');
    split(&spaced, is_between, &mut |run| {
        let run = trimmed(run, |byte| matches!(byte, b'0'..=b'9' | b'+' | b'('));
        if is_number(run.as_bytes()) {
            take(run, found);
        }
    });
}

/// Whether these are the digits of a telephone number, and not days and years such as `2023-01-17` and `1890 1910`.
fn is_number(run: &[u8]) -> bool {
    let (mut digits, mut groups, mut years, mut others, mut has_plus) = (0, 0, 0, 0, false);
    let mut at = 0;
    while at < run.len() {
        has_plus |= run[at] == b'+';
        let start = at;
        while at < run.len() && run[at].is_ascii_digit() {
            at += 1;
        }
        let length = at - start;
        if length == 0 {
            at += 1;
            continue;
        }
        digits += length;
        groups += 1;
        if length == 4 && matches!(run[start], b'1' | b'2') {
            years += 1;
        } else if length > 2 {
            others += 1;
        }
    }
    let is_day = groups == 3 && years == 1 && others == 0;
    let is_about_time = !has_plus && groups > 1 && (is_day || years == groups);
    (8..=15).contains(&digits) && !is_about_time
}

#[cfg(test)]
mod tests {
    use super::contact_like;

    #[test]
    fn addresses_and_numbers_are_found() {
        let text =
            "Write to <ana.b@museum.example.org>, or mailto:x@y.se; call +46 8 123 456 78 or (08) 1234-5678.";
        assert_eq!(
            contact_like(text),
            ["(08) 1234-5678", "+46 8 123 456 78", "ana.b@museum.example.org", "mailto:x@y.se"]
        );
    }

    #[test]
    fn days_years_amounts_and_links_are_no_contact() {
        for text in [
            "Between 2023-01-17 and 2024-02-28, or 17.1.2023",
            "from 1890 1910 on, 40 000 files",
            "https://example.org/12345678901 and @mention, a@b",
            "Q1234567",
        ] {
            assert_eq!(contact_like(text), Vec::<String>::new(), "{text}");
        }
    }
}
