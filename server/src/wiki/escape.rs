//! Text that somebody typed, as wikitext that shows it and does nothing else.
//!
//! Links with a protocol stay links, so that the wiki's own filters see them. Runs of white space
//! show as one, as everywhere in HTML.

use icu_normalizer::ComposingNormalizerBorrowed;

/// One line of wikitext for one line of text.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let text = normal(text);
    one_line(&text.replace(['\n', '\t'], " "), &mut out);
    out
}

/// Wikitext for text of several lines. Each line break is a `<br>`, as blank lines would begin
/// paragraphs, and lists and headings begin at a line's start.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (n, one) in normal(text).split('\n').enumerate() {
        if n > 0 {
            out.push_str("<br>\n");
        }
        one_line(one, &mut out);
    }
    out
}

/// As MediaWiki stores text: composed (NFC), without characters that it replaces. What is read back
/// is then what was written.
fn normal(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let allowed = |c: char| {
        let code = u32::from(c);
        let noncharacter = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
        let control = c.is_control() && c != '\n' && c != '\t';
        if noncharacter || control || c == '\u{feff}' { '\u{fffd}' } else { c }
    };
    let text: String = text.chars().map(allowed).collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned()
}

fn one_line(line: &str, out: &mut String) {
    let mut before = None;
    let mut link = Link::default();
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let doubled = before == Some(character) || next == Some(character);
        link.goes_on(character);
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            // In a link's address the wiki would show these as %5B, %5D, %7C: end the link instead.
            '[' => entity(out, link.end(), "&#91;"),
            ']' => entity(out, link.end(), "&#93;"),
            '|' => entity(out, link.end(), "&#124;"),
            '~' if doubled => out.push_str("&#126;"),
            '\'' if doubled => out.push_str("&#39;"),
            '_' if doubled => out.push_str("&#95;"),
            '\u{ff3f}' if doubled => out.push_str("&#65343;"),
            // What means something at the start of a line.
            '*' | '#' | ':' | ';' | '=' | '!' | '-' | '+' | ' ' | '\t' if before.is_none() => {
                out.push_str(&format!("&#{};", u32::from(character)));
            }
            other => out.push(other),
        }
        before = Some(character);
    }
}

fn entity(out: &mut String, ends_link: bool, entity: &str) {
    if ends_link {
        out.push_str("<nowiki/>");
    }
    out.push_str(entity);
}

/// Whether a bare link's address is being written.
#[derive(Default)]
struct Link {
    slashes: u8,
    inside: bool,
}

impl Link {
    fn goes_on(&mut self, character: char) {
        if character.is_whitespace() || "<>\"\u{fffd}".contains(character) {
            *self = Self::default();
        } else if character == ':' {
            self.slashes = 1;
            // `mailto:`, `news:` and the like have no slashes.
            self.inside = true;
        } else if character == '/' && self.slashes > 0 {
            self.inside = true;
        }
    }

    fn end(&mut self) -> bool {
        std::mem::take(&mut self.inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_is_markup() {
        let typed = "a | b }} {{c}} [[d]] ~~~~ <nowiki> <!-- <script> __NOTOC__ ''x'' [[Category:Y]]";
        let escaped = line(typed);
        for markup in ["|", "}}", "{{", "[[", "~~", "<nowiki>", "<!--", "<script", "__", "''"] {
            assert!(!escaped.contains(markup), "{markup} in {escaped}");
        }
    }

    #[test]
    fn usual_text_stays_readable() {
        let typed = "It's 50 % of A_B = C; see https://example.org/a_b?c=d#e (draft) – ok!";
        assert_eq!(line(typed), typed);
    }

    #[test]
    fn lines_begin_nothing() {
        assert_eq!(text("* a\n== b ==\n\n c\n#d"), "&#42; a<br>\n&#61;= b ==<br>\n<br>\n&#32;c<br>\n&#35;d");
    }

    #[test]
    fn a_bracket_ends_a_link() {
        assert_eq!(line("http://a.example/b]c]"), "http://a.example/b<nowiki/>&#93;c&#93;");
        assert_eq!(line("[a]"), "&#91;a&#93;");
    }

    #[test]
    fn text_is_as_the_wiki_stores_it() {
        assert_eq!(line("e\u{301}\u{7f}\u{ffff}"), "é\u{fffd}\u{fffd}");
        assert_eq!(line("a\r\nb"), "a b");
    }
}
