//! Our block in a wiki page: found by its markers and replaced. All else stays byte for byte.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// What begins every marker.
const MARKER: &str = "<!-- helpdesk:";

/// The line before the block of that name.
#[must_use]
pub fn begin(name: &str) -> String {
    format!("{MARKER}{name}:begin -->")
}

/// The line after the block of that name.
#[must_use]
pub fn end(name: &str) -> String {
    format!("{MARKER}{name}:end -->")
}

/// The block between its markers.
#[must_use]
pub fn framed(name: &str, block: &str) -> String {
    format!("{}\n{block}\n{}", begin(name), end(name))
}

/// SHA-256 of a block, without its markers.
#[must_use]
pub fn digest(block: &str) -> [u8; 32] {
    Sha256::digest(block.as_bytes()).into()
}

/// Where a block is in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It has no marker of that name.
    Missing,
    /// It has a marker twice.
    Doubled,
    /// One marker is gone, or the end comes before the beginning.
    Cut,
    /// Byte ranges of the block, without and with its markers.
    Block {
        /// Without its markers and the line breaks next to them.
        inner: Range<usize>,
        /// With its markers.
        whole: Range<usize>,
    },
}

/// Looks for a block. Markers count wherever they stand, in a comment or `<nowiki>` too: where
/// somebody quotes one there are two, and a person has to look.
#[must_use]
pub fn find(page: &str, name: &str) -> Found {
    let (begin, end) = (begin(name), end(name));
    let begins: Vec<_> = page.match_indices(&begin).map(|(at, _)| at).take(2).collect();
    let ends: Vec<_> = page.match_indices(&end).map(|(at, _)| at).take(2).collect();
    match (begins.as_slice(), ends.as_slice()) {
        ([], []) => Found::Missing,
        ([_, _, ..], _) | (_, [_, _, ..]) => Found::Doubled,
        ([from], [to]) if from + begin.len() <= *to => {
            let text = &page[from + begin.len()..*to];
            let lead = line_break(text);
            let tail = if text.len() > lead { trailing_break(&text[lead..]) } else { 0 };
            Found::Block { inner: from + begin.len() + lead..to - tail, whole: *from..to + end.len() }
        }
        _ => Found::Cut,
    }
}

fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

fn trailing_break(text: &str) -> usize {
    if text.ends_with("\r\n") { 2 } else { usize::from(text.ends_with('\n')) }
}

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "page", rename_all = "kebab-case")]
pub enum Spliced {
    /// The page with the new block.
    New(String),
    /// The block is there already.
    Unchanged,
    /// See [`Found::Missing`].
    Missing,
    /// See [`Found::Doubled`].
    Doubled,
    /// See [`Found::Cut`].
    Cut,
    /// What was to be put in has markers itself.
    MarkersInBlock,
}

/// Replaces the block of that name. A block's line ends are `\n`, as MediaWiki stores text.
#[must_use]
pub fn splice(page: &str, name: &str, block: &str) -> Spliced {
    if block.contains(MARKER) {
        return Spliced::MarkersInBlock;
    }
    match find(page, name) {
        Found::Missing => Spliced::Missing,
        Found::Doubled => Spliced::Doubled,
        Found::Cut => Spliced::Cut,
        Found::Block { inner, .. } if page[inner.clone()] == *block => Spliced::Unchanged,
        Found::Block { whole, .. } => {
            Spliced::New([&page[..whole.start], &framed(name, block), &page[whole.end..]].concat())
        }
    }
}

/// Takes the block of that name out with its markers and the line break after it.
#[must_use]
pub fn remove(page: &str, name: &str) -> Spliced {
    match find(page, name) {
        Found::Missing => Spliced::Unchanged,
        Found::Doubled => Spliced::Doubled,
        Found::Cut => Spliced::Cut,
        Found::Block { whole, .. } => {
            let after = &page[whole.end..];
            Spliced::New([&page[..whole.start], &after[line_break(after)..]].concat())
        }
    }
}

/// The question of `helpdesk-server wiki splice`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    page: String,
    reference: String,
    block: String,
}

/// Answers `{"page", "reference", "block"}` with `{"outcome": "new", "page": ...}` or another
/// outcome: `unchanged`, `missing`, `doubled`, `cut`, `markers-in-block`.
///
/// # Errors
/// If the question is not such JSON.
pub fn answer(question: &str) -> serde_json::Result<String> {
    let question: Question = serde_json::from_str(question)?;
    serde_json::to_string(&splice(&question.page, &question.reference, &question.block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REF: &str = "7h2kq0vw";

    fn page_with(block: &str) -> String {
        format!("Before\n{}\nAfter", framed(REF, block))
    }

    #[test]
    fn a_block_is_replaced_once() {
        let new = splice(&page_with("old"), REF, "new\nlines");
        assert_eq!(new, Spliced::New(page_with("new\nlines")));
        assert_eq!(splice(&page_with("new\nlines"), REF, "new\nlines"), Spliced::Unchanged);
    }

    #[test]
    fn broken_markers_are_told_apart() {
        let (begin, end) = (begin(REF), end(REF));
        assert_eq!(splice("nothing", REF, "x"), Spliced::Missing);
        assert_eq!(splice(&page_with("x"), "00000000", "x"), Spliced::Missing);
        for cut in [format!("{begin}\nx"), format!("x{end}"), format!("{end}\n{begin}")] {
            assert_eq!(splice(&cut, REF, "x"), Spliced::Cut, "{cut}");
        }
        let quoted = format!("<nowiki>{begin}</nowiki>{}", page_with("x"));
        assert_eq!(splice(&quoted, REF, "y"), Spliced::Doubled);
        assert_eq!(splice(&format!("{0}{0}", page_with("x")), REF, "y"), Spliced::Doubled);
    }

    #[test]
    fn a_block_cannot_bring_markers_in() {
        assert_eq!(splice(&page_with("x"), REF, &end("other")), Spliced::MarkersInBlock);
    }

    #[test]
    fn a_block_is_taken_out_with_its_line() {
        assert_eq!(remove(&page_with("x"), REF), Spliced::New("Before\nAfter".to_owned()));
        assert_eq!(remove("Before", REF), Spliced::Unchanged);
    }

    #[test]
    fn the_command_answers_in_json() {
        let question = serde_json::json!({ "page": page_with("old"), "reference": REF, "block": "new" });
        let answered: serde_json::Value =
            serde_json::from_str(&answer(&question.to_string()).expect("an answer")).expect("JSON");
        assert_eq!(answered, serde_json::json!({ "outcome": "new", "page": page_with("new") }));
        assert!(answer("{}").is_err());
    }

    fn wikitext() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z =\\[\\]{}|'*#:]{0,12}",
            Just("\r\n".to_owned()),
            Just("\n".to_owned()),
            Just("<nowiki>".to_owned()),
            Just("</nowiki>".to_owned()),
            Just("<!-- a comment -->".to_owned()),
            Just("<!--".to_owned()),
            Just("-->".to_owned()),
            Just(begin("00000000")),
            Just(end("00000000")),
            Just("{{Template|ü=é\u{200f}}}".to_owned()),
            Just("{{A|{{B|{{{1|{{C}}}}}}}|x=[[D|{{E}}]]}}".to_owned()),
            Just("e\u{301}\u{202e}\u{2028}\u{feff}\u{1f469}\u{200d}\u{1f680}\u{e000}".to_owned()),
            Just("<nowiki><!-- helpdesk:".to_owned()),
            Just(format!("<!--{}", begin("7h2kq0v"))),
            Just("<pre>\r\n{{{!}}\t|}\r\n".to_owned()),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn all_but_the_block_stays_byte_for_byte(before in wikitext(), old in "([^<\\r]|\r\n){0,40}", new in "[^<\\r]{0,40}", after in wikitext()) {
            let page = format!("{before}{}{after}", framed(REF, &old));
            let expected = format!("{before}{}{after}", framed(REF, &new));
            match splice(&page, REF, &new) {
                Spliced::New(text) => prop_assert_eq!(&text, &expected),
                Spliced::Unchanged => prop_assert_eq!(&page, &expected),
                other => prop_assert!(false, "{:?}", other),
            }
            prop_assert_eq!(splice(&expected, REF, &new), Spliced::Unchanged);
        }

        #[test]
        fn markers_that_are_not_one_pair_change_nothing(
            pieces in prop::collection::vec(prop_oneof![wikitext(), Just(begin(REF)), Just(end(REF))], 0..7)
        ) {
            let page = pieces.concat();
            let (begins, ends) = (page.matches(&begin(REF)).count(), page.matches(&end(REF)).count());
            let spliced = splice(&page, REF, "block");
            if begins > 1 || ends > 1 {
                prop_assert_eq!(spliced, Spliced::Doubled);
            } else if begins + ends == 1 {
                prop_assert_eq!(spliced, Spliced::Cut);
            } else if begins == 0 {
                prop_assert_eq!(spliced, Spliced::Missing);
            }
        }
    }
}
