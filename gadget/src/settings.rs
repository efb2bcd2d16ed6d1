//! What the gadget is told when it starts: where the tool is, and the words of the reader's language.

use std::collections::BTreeMap;

use serde::Deserialize;

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
        let Some(words) = self.0.get(key) else { return format!("⧼{key}⧽") };
        let mut text = words.clone();
        // From the last, so that `$1` does not eat the `$10` of a longer message.
        for (i, value) in values.iter().enumerate().rev() {
            text = text.replace(&format!("${}", i + 1), value);
        }
        text
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
