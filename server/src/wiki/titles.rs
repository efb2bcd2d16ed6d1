//! Titles of the pages that are made for requests.
//!
//! What MediaWiki takes for a title: <https://www.mediawiki.org/wiki/Manual:Page_title>.

use helpdesk_domain::Reference;
use icu_normalizer::ComposingNormalizerBorrowed;
use mwtitle::{SiteInfo, TitleCodec};

/// The most bytes of a title, without its namespace.
const MAX_BYTES: usize = 255;

/// Codes of languages that MediaWiki knows, in lower case. The Translate extension takes a page
/// whose last part is one of them for a translation.
const LANGUAGE_CODES: &str = include_str!("language_codes.txt");

/// The rules of one wiki: its namespaces, its prefixes of other wikis, its characters.
#[derive(Clone, Debug)]
pub struct Titles {
    codec: TitleCodec,
}

impl Titles {
    /// From the wiki's answer to `meta=siteinfo` with general, namespaces, namespacealiases and
    /// interwikimap.
    ///
    /// # Errors
    /// If the answer contradicts itself.
    pub fn new(site: SiteInfo) -> Result<Self, mwtitle::Error> {
        TitleCodec::from_site_info(site).map(|codec| Self { codec })
    }

    /// The title as the wiki writes it, with its namespace and with spaces; `None` if it names no
    /// page of this wiki.
    #[must_use]
    pub fn normal(&self, title: &str) -> Option<String> {
        let title = self.codec.new_title(title).ok()?;
        let page = title.interwiki().is_none() && title.fragment().is_none() && title.namespace() >= 0;
        page.then(|| self.codec.to_pretty(&title))
    }

    /// The talk page of an account.
    #[must_use]
    pub fn user_talk(&self, user: &str) -> Option<String> {
        const USER_TALK: i32 = 3;
        let title = self.codec.new_title(&format!("User talk:{user}")).ok()?;
        (title.namespace() == USER_TALK).then(|| self.codec.to_pretty(&title))
    }
}

/// Titles for a request's page under the prefix, the nicest first. The last one always is free,
/// as it holds nothing but the reference.
#[must_use]
pub fn candidates(prefix: &str, data_page: &str, title: &str, reference: Reference) -> Vec<String> {
    let prefix = capitalised(prefix);
    let room = MAX_BYTES.saturating_sub(prefix.len());
    let suffix = format!(" ({reference})");
    let part = readable(title);
    let mut found = Vec::with_capacity(3);
    let plain = cut(&part, room);
    let whole = format!("{prefix}{plain}");
    if is_free(plain) && !same_page(&whole, data_page) && plain.to_lowercase() != last_part(data_page) {
        found.push(whole);
    }
    let shorter = cut(&part, room.saturating_sub(suffix.len()));
    if !shorter.is_empty() {
        found.push(format!("{prefix}{shorter}{suffix}"));
    }
    found.push(format!("{prefix}{reference}"));
    found
}

fn is_free(part: &str) -> bool {
    !part.is_empty() && part != "." && part != ".." && part.to_lowercase() != "data" && !is_language_code(part)
}

/// Whether the Translate extension may take a page with this last part for a translation.
#[must_use]
pub fn is_language_code(part: &str) -> bool {
    let code = part.to_ascii_lowercase().replace([' ', '_'], "-");
    let two_letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    two_letters || code == "qqq" || code == "qqx" || LANGUAGE_CODES.lines().any(|known| known == code)
}

fn last_part(title: &str) -> String {
    title.rsplit('/').next().unwrap_or(title).to_lowercase()
}

fn same_page(one: &str, other: &str) -> bool {
    capitalised(one) == capitalised(other)
}

/// The wiki's own way with a first letter.
fn capitalised(title: &str) -> String {
    let mut characters = title.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let mut upper = first.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => format!("{one}{}", characters.as_str()),
        // Such as `ß`, which MediaWiki leaves as it is.
        _ => title.to_owned(),
    }
}

/// The request's title with what a page title cannot hold replaced by what reads alike.
fn readable(title: &str) -> String {
    let title = ComposingNormalizerBorrowed::new_nfc().normalize(title);
    let mut plain = String::with_capacity(title.len());
    for character in title.chars() {
        match character {
            '[' | '{' => plain.push('('),
            ']' | '}' => plain.push(')'),
            '|' | '/' => plain.push('-'),
            '#' | '<' | '>' | '_' | '\u{180e}' => plain.push(' '),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{fffd}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}' => {}
            other if is_noncharacter(other) => {}
            other if other.is_control() || other.is_whitespace() => plain.push(' '),
            other => plain.push(other),
        }
    }
    let mut plain = apart(&plain);
    while plain.contains("~~~") {
        plain = plain.replace("~~~", "~~");
    }
    let plain = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    plain.trim_start_matches([':', ' ']).to_owned()
}

/// Puts a space into what would be read as an escape: `%41`, `&amp;`.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        out.push(character);
        let after = &text[at + character.len_utf8()..];
        let escape = match character {
            '%' => after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()),
            '&' => after.split(' ').next().is_some_and(|word| word.contains(';')),
            _ => false,
        };
        if escape {
            out.push(' ');
        }
    }
    out
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

/// At most `room` bytes of the text, ending with a whole word where that costs little.
fn cut(text: &str, room: usize) -> &str {
    if text.len() <= room {
        return text;
    }
    let end = text.floor_char_boundary(room);
    let short = &text[..end];
    let words = short.rfind(' ').filter(|at| end - at <= 40).map_or(short, |at| &short[..at]);
    words.trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PREFIX: &str = "Content Partnerships Hub/Helpdesk/Requests/";
    const DATA: &str = "Content Partnerships Hub/Helpdesk/Requests/Data";

    fn reference() -> Reference {
        Reference::parse("7h2kq0vw").expect("a reference")
    }

    fn wiki() -> Titles {
        let site = serde_json::json!({
            "general": {
                "mainpage": "Main Page", "lang": "en",
                "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+"
            },
            "namespaces": {
                "0": {"id": 0, "case": "first-letter", "name": ""},
                "1": {"id": 1, "case": "first-letter", "name": "Talk", "canonical": "Talk"},
                "2": {"id": 2, "case": "first-letter", "name": "User", "canonical": "User"},
                "3": {"id": 3, "case": "first-letter", "name": "User talk", "canonical": "User talk"},
                "-1": {"id": -1, "case": "first-letter", "name": "Special", "canonical": "Special"}
            },
            "namespacealiases": [],
            "interwikimap": [{"prefix": "w"}]
        });
        Titles::new(serde_json::from_value(site).expect("site info")).expect("rules")
    }

    fn first(title: &str) -> String {
        let titles = candidates(PREFIX, DATA, title, reference());
        titles[0].strip_prefix(PREFIX).expect("the prefix").to_owned()
    }

    #[test]
    fn a_usual_title_stays_as_it_is() {
        for title in ["WLM in Uganda", "Stockholms stadsarkiv", "ڏيھي ميوزيم", "eBay"] {
            assert_eq!(first(title), title);
        }
    }

    #[test]
    fn what_a_title_cannot_hold_is_replaced() {
        assert_eq!(first("A [draft] {x} | y"), "A (draft) (x) - y");
        assert_eq!(first("Photos 2023/24"), "Photos 2023-24");
        assert_eq!(first("100 %41 &amp; ~~~~ <b>"), "100 % 41 & amp; ~~ b");
        assert_eq!(first(" #:under_score  two"), "under score two");
        assert_eq!(first("e\u{301}te\u{301}"), "été");
    }

    #[test]
    fn a_title_that_means_something_else_gets_the_reference() {
        for title in ["Is", "no", "pt-BR", "zh hans", "DATA", "Data", "qqq"] {
            assert_eq!(first(title), format!("{title} (7h2kq0vw)"));
        }
        for title in ["", "#", "::", "."] {
            assert!(first(title).ends_with("7h2kq0vw") || first(title) == ". (7h2kq0vw)", "{title}");
        }
    }

    #[test]
    fn a_long_title_ends_with_a_whole_word() {
        let long = "Fotografier från arkivet ".repeat(20);
        let titles = candidates(PREFIX, DATA, &long, reference());
        assert!(titles.iter().all(|title| title.len() <= 255));
        assert!(
            titles[0].ends_with("arkivet") || titles[0].ends_with("från") || titles[0].ends_with("Fotografier")
        );
        assert!(titles[1].ends_with("(7h2kq0vw)"));
    }

    #[test]
    fn the_wiki_knows_its_talk_pages() {
        assert_eq!(wiki().user_talk("amina_x").as_deref(), Some("User talk:Amina x"));
        assert_eq!(wiki().normal("w:Somewhere"), None);
        assert_eq!(wiki().normal("Special:Block"), None);
        assert_eq!(wiki().normal("a#b"), None);
        assert_eq!(wiki().normal("content_x").as_deref(), Some("Content x"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_candidate_is_a_title_that_the_wiki_leaves_as_it_is(
            title in "([\\PC&&[^\u{fffd}]]|[\\[\\]{}|#<>%&~_:/.;a-f0-9 ]){0,160}"
        ) {
            let wiki = wiki();
            for candidate in candidates(PREFIX, DATA, &title, reference()) {
                prop_assert_eq!(wiki.normal(&candidate), Some(candidate.clone()));
                prop_assert!(candidate.len() <= 255);
                let last = candidate.strip_prefix(PREFIX).expect("the prefix");
                prop_assert!(!last.contains('/') && !is_language_code(last) && last.to_lowercase() != "data");
            }
        }
    }
}
