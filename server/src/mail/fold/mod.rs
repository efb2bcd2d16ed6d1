//! What a person wrote, told from what their client quoted and from signatures. In doubt text is
//! kept: a quote shown is a nuisance, an answer hidden is a loss.

mod lines;
mod words;

use serde::Serialize;

/// What a stretch of lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What the person wrote.
    Text,
    /// What they quoted, with the line above it.
    Quote,
    /// A signature.
    Signature,
}

/// Lines of one kind, in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What they are.
    pub kind: Kind,
    /// The lines.
    pub text: String,
}

/// A text by kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// All of it in its order.
    pub blocks: Vec<Block>,
}

impl Folded {
    /// All blocks of a kind, with an empty line between them; `None` if there is none.
    #[must_use]
    pub fn all(&self, kind: Kind) -> Option<String> {
        let texts: Vec<_> =
            self.blocks.iter().filter(|block| block.kind == kind).map(|block| block.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }
}

/// Whether this is a message that somebody passes on, by its subject or a line in it.
#[must_use]
pub fn is_forward(subject: &str, text: &str) -> bool {
    lines::forwards(subject) || !lines::answers(subject) && text.lines().any(lines::is_forward_mark)
}

/// The *from* of the first header block in a text, such as clients put above what is forwarded.
#[must_use]
pub fn block_from(text: &str) -> Option<String> {
    let all: Vec<&str> = text.lines().collect();
    (0..all.len()).find_map(|at| lines::header_block(&all[at..], true))
}

/// A line's depth of quoting, and the line without its marks.
#[must_use]
pub fn unquoted(line: &str) -> (usize, &str) {
    lines::unquoted(line)
}

/// Folds quotes and signatures. `is_answer` is what the headers say.
#[must_use]
pub fn fold(text: &str, subject: &str, is_answer: bool) -> Folded {
    let all: Vec<&str> = text.lines().collect();
    if is_forward(subject, text) {
        let mut kinds = vec![Kind::Text; all.len()];
        let start = all.iter().position(|line| lines::is_forward_mark(line)).unwrap_or(all.len());
        signatures(&all[..start], &mut kinds[..start]);
        return blocks(&all, &kinds);
    }
    let answers = is_answer || lines::answers(subject);
    let end = if answers { open_quote(&all) } else { all.len() };
    let mut kinds = vec![Kind::Text; all.len()];
    kinds[end..].fill(Kind::Quote);
    marked_quotes(&all[..end], &mut kinds[..end], answers);
    signatures(&all, &mut kinds);
    let written = (0..all.len()).any(|at| kinds[at] == Kind::Text && !all[at].trim().is_empty());
    if !written {
        kinds.fill(Kind::Text);
    }
    blocks(&all, &kinds)
}

/// Where a quote without marks begins, which goes on to the end; the number of lines if none does.
fn open_quote(all: &[&str]) -> usize {
    let begins = |at: usize| {
        let after = &all[at..];
        if lines::is_original_mark(all[at]) || lines::header_block(after, false).is_some() {
            return true;
        }
        let marked = after[1..].iter().filter(|line| !line.trim().is_empty()).take(3);
        lines::attribution(&all[..=at], true) > 0
            && marked.clone().all(|line| unquoted(line).0 == 0)
            && marked.count() > 0
    };
    let Some(mut at) = (0..all.len()).find(|at| unquoted(all[*at]).0 == 0 && begins(*at)) else {
        return all.len();
    };
    let length = lines::attribution(&all[..=at], true);
    at = (at + 1).saturating_sub(length.max(1));
    while at > 0 && is_rule(all[at - 1]) {
        at -= 1;
    }
    let before = all[..at].join("\n");
    let written = all[..at]
        .iter()
        .any(|line| !line.trim().is_empty() && unquoted(line).0 == 0 && !lines::is_client_line(line));
    if written && !lines::answers_inside(&before) { at } else { all.len() }
}

/// A line of underscores or dashes, or none.
fn is_rule(line: &str) -> bool {
    let bare = line.trim();
    bare.is_empty() || bare.len() >= 10 && bare.chars().all(|one| matches!(one, '_' | '-' | '─'))
}

/// Quotes whose lines have marks, with the line above them. Without that line they are quotes in an
/// answer only.
fn marked_quotes(all: &[&str], kinds: &mut [Kind], answers: bool) {
    let mut at = 0;
    while at < all.len() {
        if unquoted(all[at]).0 == 0 {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at;
        while at < all.len() && (unquoted(all[at]).0 > 0 || all[at].trim().is_empty()) {
            if unquoted(all[at]).0 > 0 {
                end = at + 1;
            }
            at += 1;
        }
        let blanks = all[..start].iter().rev().take_while(|line| line.trim().is_empty()).count();
        let above = lines::attribution(&all[..start - blanks], false);
        if above > 0 || answers {
            let from = if above > 0 { start - blanks - above } else { start };
            kinds[from..end].fill(Kind::Quote);
        }
    }
}

/// Longest signature below `-- `, and below `--` which clients make of it.
const SIGNATURE_MAX: usize = 25;
const BARE_SIGNATURE_MAX: usize = 10;

fn signatures(all: &[&str], kinds: &mut [Kind]) {
    let mut at = 0;
    while at < all.len() {
        let longest = match all[at] {
            "-- " => SIGNATURE_MAX,
            "--" => BARE_SIGNATURE_MAX,
            _ => 0,
        };
        let end = (at + 1..all.len()).find(|next| kinds[*next] == Kind::Quote).unwrap_or(all.len());
        if kinds[at] == Kind::Text && longest > 0 && end - at - 1 <= longest {
            kinds[at..end].fill(Kind::Signature);
            at = end;
        } else {
            at += 1;
        }
    }
    // The client's line is the last one, or the last one above a quote.
    for at in 0..all.len() {
        let next = (at + 1..all.len()).find(|next| !all[*next].trim().is_empty());
        let last = next.is_none_or(|next| kinds[next] != Kind::Text || is_rule(all[next]));
        if kinds[at] == Kind::Text && last && lines::is_client_line(all[at]) {
            kinds[at] = Kind::Signature;
        }
    }
}

/// Neighbours of a kind as one block; empty lines go with what is around them.
fn blocks(all: &[&str], kinds: &[Kind]) -> Folded {
    let mut folded = Folded::default();
    let mut at = 0;
    while at < all.len() {
        let kind = kinds[at];
        let end = (at..all.len())
            .find(|next| kinds[*next] != kind && !all[*next].trim().is_empty())
            .unwrap_or(all.len());
        let text = all[at..end].join("\n");
        let text = text.trim_matches('\n');
        if !text.trim().is_empty() {
            match folded.blocks.last_mut() {
                Some(last) if last.kind == kind => {
                    last.text.push_str("\n\n");
                    last.text.push_str(text);
                }
                _ => folded.blocks.push(Block { kind, text: text.to_owned() }),
            }
        }
        at = end;
    }
    folded
}

#[cfg(test)]
mod tests;
