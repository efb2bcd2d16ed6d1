//! The words of mail, in the languages that it is written in.

use helpdesk_domain::time::Timestamp;
use helpdesk_domain::words::fill;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words in one language.
#[derive(Debug)]
pub struct Words {
    /// The language's tag.
    pub language: &'static str,
    messages: BTreeMap<String, String>,
}

/// The languages; the first one has all words.
static LANGUAGES: LazyLock<[Words; 3]> = LazyLock::new(|| {
    [
        Words { language: "en", messages: read(include_str!("i18n/en.json")) },
        Words { language: "sv", messages: read(include_str!("i18n/sv.json")) },
        Words { language: "fr", messages: read(include_str!("i18n/fr.json")) },
    ]
});

fn read(json: &str) -> BTreeMap<String, String> {
    let entries: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    entries.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

/// The tags of the languages that mail is written in.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|words| words.language)
}

/// The words in the language of that tag (BCP 47), or else in English.
#[must_use]
pub fn words(language: Option<&str>) -> &'static Words {
    let primary = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default();
    let found = LANGUAGES.iter().find(|words| words.language.eq_ignore_ascii_case(primary));
    found.unwrap_or(&LANGUAGES[0])
}

impl Words {
    /// The message `helpdesk-mail-KEY` with its parameters filled in; the key in brackets if it is missing.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[&str]) -> String {
        let full = format!("helpdesk-mail-{key}");
        let message = self.messages.get(&full).or_else(|| LANGUAGES[0].messages.get(&full));
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        message.map_or_else(|| format!("⧼{full}⧽"), |message| fill(message, &arguments))
    }

    /// A day, such as `23 November 2026`.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        let date = at.date().to_string();
        let mut parts = date.split('-');
        let mut number =
            || parts.next().map(|part| part.trim_start_matches('0').to_owned()).unwrap_or_default();
        let (year, month, day) = (number(), number(), number());
        let month = self.say(&format!("month-{month}"), &[]);
        self.say("date", &[&day, &month, &year])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn parameters(message: &str) -> BTreeSet<&str> {
        message.match_indices('$').filter_map(|(at, _)| message.get(at..at + 2)).collect()
    }

    #[test]
    fn every_language_has_every_word_with_the_same_parameters_and_each_is_explained() {
        let explained = read(include_str!("i18n/qqq.json"));
        let english = &LANGUAGES[0].messages;
        assert!(english.len() > 60, "{}", english.len());
        for words in LANGUAGES.iter() {
            for (key, message) in english {
                let same = words.messages.get(key).unwrap_or_else(|| panic!("{key} in {}", words.language));
                assert_eq!(parameters(message), parameters(same), "{key} in {}", words.language);
                assert!(explained.contains_key(key), "{key} is not explained");
            }
            assert_eq!(words.messages.len(), english.len(), "{}", words.language);
        }
        assert_eq!(explained.len(), english.len());
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(words(Some("sv-FI")).language, "sv");
        assert_eq!(words(Some("fr-CA")).day(Timestamp(1_795_478_460)), "24 novembre 2026");
        assert_eq!(words(Some("bn")).language, "en");
        assert_eq!(words(None).language, "en");
        assert_eq!(words(Some("sv")).day(Timestamp(1_795_478_460)), "24 november 2026");
    }
}
