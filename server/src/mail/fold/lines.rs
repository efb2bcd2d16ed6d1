//! What a single line, or a few together, can be.

use super::words;

/// A line without the marks of direction, spaces of any width and stars around it, in lower case.
pub(super) fn bare(line: &str) -> String {
    let marks = |one: char| matches!(one, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{200b}');
    let clean: String = line.chars().filter(|one| !marks(*one)).collect();
    clean.replace(['\u{a0}', '\u{202f}'], " ").trim().trim_matches('*').trim().to_lowercase()
}

/// How deep a line is quoted, and what stands behind the marks.
pub(super) fn unquoted(line: &str) -> (usize, &str) {
    let mut rest = line.trim_start_matches(['\u{200e}', '\u{200f}', '\u{feff}']);
    let mut depth = 0;
    loop {
        let inner =
            if depth == 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest.trim_start_matches(' ') };
        match inner.strip_prefix(['>', '＞', '›']) {
            Some(after) => {
                depth += 1;
                rest = after;
            }
            None => return (depth, if depth == 0 { line } else { rest.strip_prefix(' ').unwrap_or(rest) }),
        }
    }
}

/// The word before the first colon of a subject, without numbers in brackets.
fn prefix(subject: &str) -> Option<String> {
    let (before, _) =
        bare(subject).replace('：', ":").split_once(':').map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    let word = before.split(['[', '(']).next().unwrap_or_default().trim().to_owned();
    (!word.is_empty()).then_some(word)
}

/// Whether a subject begins as an answer's does.
pub(super) fn answers(subject: &str) -> bool {
    prefix(subject).is_some_and(|word| words::ANSWERS.contains(&word.as_str()))
}

/// Whether a subject begins as a forwarded message's does.
pub(super) fn forwards(subject: &str) -> bool {
    prefix(subject).is_some_and(|word| words::FORWARDS.contains(&word.as_str()))
}

/// Whether a line says that a forwarded message follows.
pub(super) fn is_forward_mark(line: &str) -> bool {
    let bare = bare(unquoted(line).1);
    let dashed = bare.starts_with("--") || bare.starts_with('_') || bare.ends_with(':');
    let words = bare.trim_matches(['-', '_', ' ', ':']);
    dashed && words::FORWARDED.iter().any(|one| words.starts_with(one) || words.ends_with(one))
}

/// Whether a line says between dashes that the original message follows.
pub(super) fn is_original_mark(line: &str) -> bool {
    let bare = bare(line);
    let words = bare.trim_matches(['-', '_', ' ']);
    bare.starts_with("--") && words::ORIGINAL.contains(&words)
}

/// A line of a header block: which of [`words::LABELS`], and its value.
pub(super) fn label(line: &str) -> Option<(usize, String)> {
    let clean = line.replace(['*', '\u{200e}', '\u{200f}'], "").replace(['\u{a0}', '\u{202f}'], " ");
    let (before, value) = clean.split_once([':', '：'])?;
    let before = before.trim().to_lowercase();
    let which = words::LABELS.iter().position(|labels| labels.contains(&before.as_str()))?;
    Some((which, value.trim().to_owned()))
}

/// Whether a header block (three kinds of labels, one of them *from*) begins here, and its *from*.
pub(super) fn header_block(lines: &[&str], any_order: bool) -> Option<String> {
    let (first, _) = label(unquoted(lines.first()?).1)?;
    // Some clients put the date above who it is from.
    let next = lines.get(1).and_then(|line| label(unquoted(line).1)).map(|(which, _)| which);
    let begins = first == 0 || first == 1 && next == Some(0);
    if !begins && !any_order {
        return None;
    }
    let (mut seen, mut from, mut blanks) = ([false; 4], None, 0);
    for line in lines.iter().take(16).map(|line| unquoted(line).1) {
        if line.trim().is_empty() {
            blanks += 1;
            if blanks > 3 {
                break;
            }
            continue;
        }
        match label(line) {
            Some((which, value)) => {
                seen[which] = true;
                if which == 0 && from.is_none() {
                    from = Some(value);
                }
            }
            // A long list of recipients goes on in the next line.
            None if line.starts_with([' ', '\t']) || line.contains('@') => {}
            None => break,
        }
    }
    let enough = seen.iter().filter(|one| **one).count() >= 3 && (seen[1] || seen[3]);
    from.filter(|_| enough)
}

/// How many of the lines that end here are the line above a quote, such as *On Tuesday A wrote:*.
/// `sure` asks for a date in it.
pub(super) fn attribution(lines: &[&str], sure: bool) -> usize {
    let last = lines.last().map(|line| bare(line)).unwrap_or_default();
    let between_dashes = last.starts_with("---") && last.ends_with("---");
    let opened = last.ends_with([':', '：']) || between_dashes;
    if !opened || lines.is_empty() {
        return 0;
    }
    let mut whole = String::new();
    let mut shortest = 0;
    for (back, line) in lines.iter().rev().take(4).enumerate() {
        let line = bare(line);
        if line.is_empty() || unquoted(&line).0 > 0 {
            break;
        }
        whole = format!("{line} {whole}");
        let wrote = words::WROTE.iter().any(|word| has_word(&whole, word));
        let dated = whole.chars().any(char::is_numeric);
        let begins = words::ON.iter().any(|word| line.starts_with(word));
        if wrote && dated && begins {
            return back + 1;
        }
        let fits = wrote && (dated || !sure) && whole.chars().count() < 300;
        if fits && (shortest == 0) {
            shortest = back + 1;
        }
    }
    shortest
}

/// Whether the word is there with no letter beside it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let after = text[at + word.len()..].chars().next().is_some_and(char::is_alphabetic);
        !before && !after
    })
}

/// Whether the line is one that a phone or client puts below what was written.
pub(super) fn is_client_line(line: &str) -> bool {
    let bare = bare(line);
    bare.chars().count() < 90 && words::CLIENTS.iter().any(|start| bare.starts_with(start))
}

/// Whether people say here that they answer inside of the quote.
pub(super) fn answers_inside(text: &str) -> bool {
    let text = text.to_lowercase();
    words::INSIDE.iter().any(|word| has_word(&text, word))
}
