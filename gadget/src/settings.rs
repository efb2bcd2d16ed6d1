//! What the gadget is told when it starts: where the tool is, and the words of the reader's language.

use std::collections::BTreeMap;

use helpdesk_domain::words::fill;
use serde::Deserialize;

use crate::words::Words;

/// `MediaWiki:Gadget-helpdesk-config.json`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// Where the tool answers, without a slash at the end.
    pub tool_url: String,
    /// What the titles of request pages begin with.
    pub prefix: String,
    /// The page under the prefix that is no request.
    #[serde(default)]
    pub data_page: String,
}

/// The words of `gadget/i18n` in the reader's language, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Messages(BTreeMap<String, String>);

impl Messages {
    /// The words of a key with `$1`, `$2` and so on filled in. An unknown key is shown as MediaWiki shows it.
    pub fn get(&self, key: &str, values: &[&str]) -> String {
        match self.0.get(key) {
            Some(words) => fill(words, &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()),
            None => ["⧼", key, "⧽"].concat(),
        }
    }

    /// Whether the key has words.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

/// What all panels on a page know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the tool is, and which titles are its requests.
    pub config: Config,
    /// What is said.
    pub words: Words,
    /// The account that reads the wiki, if it is logged in.
    pub wiki_user: Option<String>,
}

impl Settings {
    /// An address of the tool; `path` begins with a slash.
    pub fn tool(&self, path: &str) -> String {
        [&self.config.tool_url, path].concat()
    }

    /// Whether a title is that of a request's page. Others never leave the browser.
    pub fn is_request(&self, title: &str) -> bool {
        title.starts_with(&self.config.prefix) && title != self.config.prefix && title != self.config.data_page
    }
}

#[cfg(test)]
mod tests {
    use super::Messages;

    #[test]
    fn a_message_is_filled_in_and_a_missing_one_is_seen() {
        let words = serde_json::from_str::<Messages>(r#"{"a": "$1 by $2"}"#).unwrap();
        assert_eq!(words.get("a", &["x", "y"]), "x by y");
        assert_eq!(words.get("b", &[]), "⧼b⧽");
    }
}
