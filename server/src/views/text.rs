//! Text that people typed, as markup: paragraphs and links, and nothing else of what it says.

use super::words::say;
use helpdesk_domain::text::Body;
use maud::{Markup, html};

/// Text of several lines: an empty line parts paragraphs, links to the web can be followed.
#[must_use]
pub fn prose(body: &Body, language: Option<&str>) -> Markup {
    match body {
        Body::Erased => html! { p.erased { (say("helpdesk-site-erased")) } },
        Body::Text(text) => html! {
            div.prose dir="auto" lang=[language] {
                @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
                    p dir="auto" { (lines(paragraph.trim_matches('\n'))) }
                }
            }
        },
    }
}

/// A few words inside a line, set apart so that their direction stays theirs.
#[must_use]
pub fn words_of(body: &Body) -> Markup {
    match body {
        Body::Erased => html! { em.erased { (say("helpdesk-site-erased")) } },
        Body::Text(text) => apart(text),
    }
}

/// Text of others inside a line of ours.
#[must_use]
pub fn apart(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// The title of a request, in a place that takes no markup; it may have been erased.
#[must_use]
pub fn title(text: &str) -> String {
    if text.is_empty() { say("helpdesk-site-erased") } else { plain(text) }
}

/// Text without what turns its direction, for places that take no markup.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

/// A link that somebody typed, if it leads to the web.
#[must_use]
pub fn link(body: &Body) -> Markup {
    let text = body.as_str().trim();
    if is_link(text) && !text.contains(char::is_whitespace) { anchor(text) } else { words_of(body) }
}

fn lines(paragraph: &str) -> Markup {
    html! {
        @for (n, line) in paragraph.split('\n').enumerate() {
            @if n > 0 { br; }
            (with_links(line))
        }
    }
}

fn with_links(line: &str) -> Markup {
    let pieces = line.split_inclusive(char::is_whitespace);
    html! {
        @for piece in pieces {
            @let word = piece.trim_end();
            @let space = &piece[word.len()..];
            @match web_part(word) {
                Some((before, address, after)) => { (before) (anchor(address)) (after) (space) }
                None => (piece),
            }
        }
    }
}

/// Splits a word into what stands before, in and after a link.
fn web_part(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let (before, rest) = word.split_at(start);
    let end = rest.find(['<', '>', '"', '|', '{', '}', '\\', '^', '`']).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', ']']);
    let address = without_closing(address);
    let host = address.split_once("://")?.1;
    let fits = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    fits.then_some((before, address, &rest[address.len()..]))
}

/// A bracket that closes the sentence's is not the link's.
fn without_closing(mut address: &str) -> &str {
    let count = |text: &str, sign: char| text.chars().filter(|c| *c == sign).count();
    while let Some(shorter) = address.strip_suffix(')') {
        if count(address, ')') <= count(address, '(') {
            break;
        }
        address = shorter.trim_end_matches(['.', ',']);
    }
    address
}

fn is_link(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn anchor(address: &str) -> Markup {
    html! { a href=(address) rel="nofollow noopener ugc" { bdi { (address) } } }
}

/// What in a text looks like a mail address or a telephone number: it would be published with it.
#[must_use]
pub fn contact_like(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || "<>()[]\"'|,;".contains(c));
    let mut found: Vec<String> = words
        .map(|word| word.trim_matches(['.', ':', '!', '?']))
        .filter(|word| is_mail(word))
        .map(str::to_owned)
        .collect();
    found.extend(numbers(text));
    found.sort();
    found.dedup();
    found
}

fn is_mail(word: &str) -> bool {
    let address = word.strip_prefix("mailto:").unwrap_or(word);
    match address.rsplit_once('@') {
        Some((local, host)) => {
            !local.is_empty() && host.contains('.') && !host.ends_with('.') && !host.starts_with('.')
        }
        None => false,
    }
}

/// Runs of 8 to 15 digits with the signs that people write telephone numbers with. Days, years and
/// numbers inside addresses of the web are none.
fn numbers(text: &str) -> Vec<String> {
    let without_links: Vec<&str> = text.split_whitespace().filter(|word| !word.contains("://")).collect();
    let text = without_links.join(" ");
    let of_number = |c: char| c.is_ascii_digit() || " +-.()/\u{a0}".contains(c);
    text.split(|c: char| !of_number(c))
        .map(|run| run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '('))
        .filter(|run| {
            let digits = run.chars().filter(char::is_ascii_digit).count();
            (8..=15).contains(&digits) && !is_day_or_years(run)
        })
        .map(str::to_owned)
        .collect()
}

fn is_day_or_years(run: &str) -> bool {
    let groups: Vec<&str> =
        run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let year = |group: &str| group.len() == 4 && ("1000"..="2999").contains(&group);
    let has_plus = run.contains('+');
    !has_plus
        && groups.len() > 1
        && (groups.iter().all(|group| year(group))
            || groups.len() == 3
                && groups.iter().any(|group| year(group))
                && groups.iter().all(|group| year(group) || group.len() <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        prose(&Body::Text(text.to_owned()), None).into_string()
    }

    #[test]
    fn empty_lines_part_paragraphs_and_line_ends_stay() {
        let html = shown("one\ntwo\n\nthree");
        assert_eq!(html.matches("<p ").count(), 2, "{html}");
        assert!(html.contains("one<br>two"), "{html}");
    }

    #[test]
    fn a_link_ends_before_the_sentence_does() {
        let html = shown("See (https://example.org/a_(b)), http://example.org/x?y=1&z=2. End");
        assert!(html.contains(r#"href="https://example.org/a_(b)""#), "{html}");
        assert!(html.contains(r#"href="http://example.org/x?y=1&amp;z=2""#), "{html}");
        assert!(html.contains(r#"rel="nofollow noopener ugc""#), "{html}");
    }

    #[test]
    fn nothing_else_becomes_a_link_or_markup() {
        for text in ["javascript:alert(1)", "ftp://example.org", "https://", "<a href=x>", "data:text/html,x"] {
            let html = shown(text);
            assert!(!html.contains("<a "), "{html}");
        }
        assert!(shown("<script>").contains("&lt;script&gt;"));
    }

    #[test]
    fn addresses_and_numbers_are_found() {
        let text =
            "Write to <ana.b@museum.example.org>, or mailto:x@y.se; call +46 8 123 456 78 or (08) 1234-5678.";
        let found = contact_like(text);
        assert_eq!(found, ["(08) 1234-5678", "+46 8 123 456 78", "ana.b@museum.example.org", "mailto:x@y.se"]);
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

    #[test]
    fn a_plain_text_does_not_turn() {
        assert_eq!(plain("a\u{202e}b\u{2066}c"), "abc");
    }
}
