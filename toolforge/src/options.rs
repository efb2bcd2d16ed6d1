//! The words after a subcommand.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};

/// What was given: switches, options with their values, and the words after `--`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    switches: Vec<String>,
    values: BTreeMap<String, String>,
    /// The words after `--`.
    pub rest: Vec<String>,
}

impl Options {
    /// Reads `words`; anything that is in neither list is an error that names what there is.
    pub fn parse(words: &[String], switches: &[&str], valued: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if word == "--" {
                options.rest = words.cloned().collect();
                break;
            } else if valued.contains(&name) {
                let value =
                    inline.or_else(|| words.next().cloned()).ok_or_else(|| anyhow!("{name} needs a value"))?;
                options.values.insert(name.to_owned(), value);
            } else if switches.contains(&word.as_str()) {
                options.switches.push(word.clone());
            } else {
                let known: Vec<&str> = switches.iter().chain(valued).copied().collect();
                bail!("unknown option «{word}»; there are: {}", known.join(" "));
            }
        }
        Ok(options)
    }

    /// Whether the switch was given.
    pub fn has(&self, switch: &str) -> bool {
        self.switches.iter().any(|given| given == switch)
    }

    /// The value of an option, if it was given.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words, &["--all"], &["--dir"])
    }

    #[test]
    fn switches_values_and_the_rest_are_told_apart() {
        let options = parse("--dir a --all -- cargo test --dir b").unwrap();
        assert!(options.has("--all"));
        assert_eq!(options.value("--dir"), Some("a"));
        assert_eq!(options.rest, ["cargo", "test", "--dir", "b"]);
        assert_eq!(parse("--dir=x=y").unwrap().value("--dir"), Some("x=y"));
    }

    #[test]
    fn what_is_unknown_or_unfinished_is_refused_in_words() {
        let unknown = parse("--al").unwrap_err().to_string();
        assert_eq!(unknown, "unknown option «--al»; there are: --all --dir");
        assert_eq!(parse("--dir").unwrap_err().to_string(), "--dir needs a value");
    }
}
