//! What the policy says about mail: its section `[mail]`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The rules of mail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailRules {
    /// For how many minutes a mail that somebody's act causes can be taken back.
    pub undo_minutes: u32,
    /// How many days before an answer is due the requester is reminded; 0 for not at all.
    pub remind_days_before: u32,
    /// How many days after an answer was due the requester is reminded; 0 for not at all.
    pub remind_days_after: u32,
    /// Whether the requester is asked one, three and six months after support what became of it.
    pub follow_up: bool,
    /// Whether those whom staff let take part in a request get its mail as well as who asked.
    pub correspondents: bool,
    /// Texts to begin a letter with.
    pub canned: Vec<Canned>,
}

/// A text to begin a letter with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canned {
    /// The stable name: `a-z`, `0-9` and `-`.
    pub id: String,
    /// What the staff call it.
    pub label: String,
    /// The text by language, with [`FIELDS`] in braces.
    pub text: BTreeMap<String, String>,
}

/// What can stand in braces in a canned text.
pub const FIELDS: [&str; 5] = ["name", "title", "reference", "helpdesk", "sender"];

#[derive(Deserialize)]
struct Whole {
    #[serde(default)]
    mail: MailRules,
}

impl Default for MailRules {
    fn default() -> Self {
        Self {
            undo_minutes: 3,
            remind_days_before: 3,
            remind_days_after: 3,
            follow_up: true,
            correspondents: true,
            canned: Vec::new(),
        }
    }
}

/// Reads the section from a policy's text.
///
/// # Errors
/// What is wrong with it, with its path.
pub fn read(text: &str) -> Result<MailRules, Vec<String>> {
    let whole: Whole = toml::from_str(text).map_err(|error| vec![error.message().to_owned()])?;
    let problems = whole.mail.problems();
    if problems.is_empty() { Ok(whole.mail) } else { Err(problems) }
}

impl MailRules {
    fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.undo_minutes > 60 {
            found.push("mail.undo_minutes: a number of minutes between 0 and 60".to_owned());
        }
        for (name, days) in
            [("remind_days_before", self.remind_days_before), ("remind_days_after", self.remind_days_after)]
        {
            if days > 60 {
                found.push(format!("mail.{name}: a number of days between 0 and 60"));
            }
        }
        for (n, canned) in self.canned.iter().enumerate() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if canned.id.is_empty() || !canned.id.chars().all(plain) {
                found.push(format!("mail.canned[{n}].id: some of a-z, 0-9 and -"));
            }
            if self.canned.iter().take(n).any(|other| other.id == canned.id) {
                found.push(format!("mail.canned[{n}].id: this id is there twice"));
            }
            if !canned.text.contains_key("en") {
                found.push(format!("mail.canned[{n}].text: there is none in English (en)"));
            }
            for (language, text) in &canned.text {
                for field in braced(text).filter(|field| !FIELDS.contains(field)) {
                    found.push(format!(
                        "mail.canned[{n}].text.{language}: {{{field}}} is not one of {}",
                        FIELDS.map(|field| format!("{{{field}}}")).join(", ")
                    ));
                }
            }
        }
        found
    }

    /// A canned text in a language, or else in English.
    #[must_use]
    pub fn canned(&self, id: &str, language: &str) -> Option<&str> {
        let canned = self.canned.iter().find(|one| one.id == id)?;
        canned.text.get(language).or_else(|| canned.text.get("en")).map(String::as_str)
    }
}

fn braced(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(field, _)| field))
}

/// A text with its fields filled in, each once: what is filled in is not read again.
#[must_use]
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(field, behind)| {
            values.iter().find(|(name, _)| *name == field).map(|(_, value)| (*value, behind))
        });
        match found {
            Some((value, behind)) => {
                out.push_str(value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::policy::DEFAULT;

    #[test]
    fn the_default_policy_has_canned_texts_in_the_languages_of_mail() {
        let rules = read(DEFAULT).expect("rules");
        assert!(rules.canned.len() >= 3, "{rules:?}");
        for canned in &rules.canned {
            for language in crate::mail::words::languages() {
                assert!(canned.text.contains_key(language), "{}: {language}", canned.id);
            }
        }
    }

    #[test]
    fn a_policy_without_the_section_has_the_usual_rules() {
        assert_eq!(read("").expect("rules"), MailRules::default());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        let text = "[mail]\nundo_minutes = 90\n[[mail.canned]]\nid = \"a b\"\nlabel = \"x\"\n[mail.canned.text]\nsv = \"Hej {nam}\"";
        let problems = read(text).expect_err("problems").join("\n");
        for path in
            ["mail.undo_minutes", "mail.canned[0].id", "mail.canned[0].text: ", "mail.canned[0].text.sv: {nam}"]
        {
            assert!(problems.contains(path), "{path} in {problems}");
        }
    }

    #[test]
    fn a_field_is_filled_in_once() {
        let values = [("name", "{title}"), ("title", "Maps")];
        assert_eq!(filled("Dear {name}, {title} {x} {", &values), "Dear {title}, Maps {x} {");
    }
}
