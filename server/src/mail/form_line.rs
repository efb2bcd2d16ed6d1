//! Lines of the forms that are filled in with a mail client, as clients and people leave them.

/// Marks that mean yes, in lower case.
const YES: &[&str] = &[
    "x",
    "×",
    "х",
    "✓",
    "✔",
    "☑",
    "☒",
    "✗",
    "✘",
    "*",
    "v",
    "+",
    "y",
    "yes",
    "ok",
    "ja",
    "oui",
    "sí",
    "si",
    "sim",
    "نعم",
    "হ্যাঁ",
];

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing was marked.
    Empty,
    /// Yes.
    Yes,
    /// It may mean yes or no.
    Unclear,
}

/// What a mark in brackets, or before them, means.
pub(super) fn mark(text: &str) -> Mark {
    let text = text.trim().to_lowercase();
    if text.chars().all(|one| matches!(one, '_' | '.' | ' ')) {
        Mark::Empty
    } else if YES.contains(&text.as_str()) || text.len() <= 4 && text.chars().all(|one| one == 'x') {
        Mark::Yes
    } else {
        Mark::Unclear
    }
}

/// A line with brackets, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracketed<'a> {
    /// What stands before them, without what makes a list of lines.
    pub(super) before: &'a str,
    /// What stands in them.
    pub(super) inside: &'a str,
    /// What stands behind them.
    pub(super) after: &'a str,
}

/// Takes a line apart at its first brackets.
pub(super) fn bracketed(line: &str) -> Option<Bracketed<'_>> {
    let (before, rest) = line.split_once(['[', '［'])?;
    let (inside, after) = rest.split_once([']', '］'])?;
    let before = before.trim().trim_start_matches(['*', '-', '•', '·']).trim();
    Some(Bracketed { before, inside, after })
}

/// A line without marks of direction, with plain spaces.
pub(super) fn clean(line: &str) -> String {
    let marks = |one: char| matches!(one, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{200b}');
    line.chars().filter(|one| !marks(*one)).map(|one| if one == '\u{a0}' { ' ' } else { one }).collect()
}

/// The words of a line such as `--- Ballot ---`, in lower case.
pub(super) fn rule(line: &str) -> String {
    clean(line).to_lowercase().trim().trim_matches(['-', '–', '—', '―', '*', '_', ' ']).to_owned()
}

/// Words that cannot be taken for an answer again.
pub(super) fn unbracketed(words: &str) -> String {
    words.replace(['[', '［'], "(").replace([']', '］'], ")")
}
