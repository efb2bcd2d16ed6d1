//! What a person changed in our part of a page, read as what it means. It is never obeyed: who may do
//! it is told.

use crate::views::words::{find, say_with};
use helpdesk_domain::StageName;
use std::collections::{BTreeMap, BTreeSet};

/// Parameters that say what the requester wrote; staff and they can edit it.
const TYPED: [&str; 12] = [
    "title",
    "what",
    "partner",
    "affiliate",
    "country",
    "region",
    "kinds",
    "needed-by",
    "first-time",
    "context",
    "answers",
    "lang",
];

/// What an edit means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The stage that it was set to, as it stands there.
    pub stage: Option<String>,
    /// The priority that it was set to.
    pub priority: Option<String>,
    /// Names of changed parameters that the requester or staff could edit.
    pub typed: BTreeSet<String>,
    /// Names of the other changed parameters.
    pub other: BTreeSet<String>,
    /// Whether what stands there is no call of the template any more, or has text beside it.
    pub unreadable: bool,
}

/// Reads an edit against the blocks that could have stood there before, and takes the nearest.
#[must_use]
pub fn read(before: &[String], there: &str) -> Edited {
    let Some(there) = parameters(there) else {
        return Edited { unreadable: true, ..Edited::default() };
    };
    let changed = |before: &BTreeMap<String, String>| -> BTreeSet<String> {
        let names = before.keys().chain(there.keys());
        names.filter(|name| before.get(*name) != there.get(*name) && *name != "check").cloned().collect()
    };
    let nearest =
        before.iter().rev().filter_map(|block| parameters(block)).min_by_key(|one| changed(one).len());
    let mut edited = Edited::default();
    for name in changed(&nearest.unwrap_or_default()) {
        match name.as_str() {
            "stage" => edited.stage = Some(there.get(&name).cloned().unwrap_or_default()),
            "priority" => edited.priority = Some(there.get(&name).cloned().unwrap_or_default()),
            typed if TYPED.contains(&typed) => drop(edited.typed.insert(name)),
            _ => drop(edited.other.insert(name)),
        }
    }
    edited
}

impl Edited {
    /// In words, to whom it is a proposal; `revision` is where it stands.
    #[must_use]
    pub fn words(&self, revision: u64) -> String {
        let mut said = Vec::new();
        let label = |kind: &str, code: &str| {
            let known = find(&format!("helpdesk-{kind}-{code}"));
            known.map_or_else(|| short(code), str::to_owned)
        };
        if let Some(stage) = &self.stage {
            let whose = match StageName::parse(stage) {
                Some(StageName::InDevelopment | StageName::InSupport) => "helpdesk-edited-stage-secretary",
                _ => "helpdesk-edited-stage-staff",
            };
            said.push(say_with(whose, &[label("stage", stage)]));
        }
        if let Some(priority) = &self.priority {
            said.push(say_with("helpdesk-edited-priority", &[label("priority", priority)]));
        }
        if !self.typed.is_empty() {
            said.push(say_with("helpdesk-edited-text", &[listed(&self.typed), revision.to_string()]));
        }
        if !self.other.is_empty() {
            said.push(say_with("helpdesk-edited-other", &[listed(&self.other), revision.to_string()]));
        }
        if self.unreadable {
            said.push(say_with("helpdesk-edited-unreadable", &[revision.to_string()]));
        }
        said.join(" ")
    }
}

/// Names that people made up are not repeated at length.
fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(30).collect()
}

fn listed(names: &BTreeSet<String>) -> String {
    names.iter().take(5).map(|name| short(name)).collect::<Vec<_>>().join(", ")
}

/// The named parameters of a block that is one template call; `None` if it is not.
#[must_use]
pub fn parameters(block: &str) -> Option<BTreeMap<String, String>> {
    let inner = block.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let mut parts = apart(inner)?.into_iter();
    parts.next()?;
    let mut found = BTreeMap::new();
    for (place, part) in parts.enumerate() {
        match part.split_once('=') {
            Some((name, value)) => found.insert(name.trim().to_owned(), value.trim().to_owned()),
            None => found.insert((place + 1).to_string(), part.trim().to_owned()),
        };
    }
    Some(found)
}

/// Splits at the pipes that are not inside of a template, a link, a comment or `<nowiki>`; `None` if
/// brackets do not match, so that this is more or less than one call.
fn apart(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut from, mut at, mut open) = (Vec::new(), 0, 0, Vec::new());
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = [("<!--", "-->"), ("<nowiki>", "</nowiki>")]
            .iter()
            .find(|(begin, _)| rest.starts_with(begin))
            .map(|(_, end)| rest.find(end).map_or(rest.len(), |found| found + end.len()));
        at += if let Some(length) = skipped {
            length
        } else if rest.starts_with("{{") || rest.starts_with("[[") {
            open.push(&rest[..2]);
            2
        } else if rest.starts_with("}}") || (rest.starts_with("]]") && open.last() == Some(&"[[")) {
            let matching = if rest.starts_with("}}") { "{{" } else { "[[" };
            if open.pop() != Some(matching) {
                return None;
            }
            2
        } else if rest.starts_with('|') && open.is_empty() {
            parts.push(&text[from..at]);
            from = at + 1;
            1
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    parts.push(&text[from..]);
    open.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLOCK: &str = "{{Request\n|title=Maps\n|stage=received\n|what=A<br>B [[:x|y]]\n\
        |answers=\n{{Request/answer\n|question=q\n|answer=a|b}}\n|check=12345678\n}}";

    fn of(change: impl Fn(&str) -> String) -> Edited {
        read(&["{{Other|a=b}}".to_owned(), BLOCK.to_owned()], &change(BLOCK))
    }

    #[test]
    fn each_change_is_read_as_what_it_means() {
        assert_eq!(of(str::to_owned), Edited::default());
        let edited = of(|text| text.replace("stage=received", "stage=in-support"));
        assert_eq!(edited, Edited { stage: Some("in-support".to_owned()), ..Edited::default() });
        assert!(edited.words(7).contains("In support") && edited.words(7).contains("secretary"));
        let edited = of(|text| text.replace("|stage", "|priority=high\n|stage"));
        assert_eq!(edited, Edited { priority: Some("high".to_owned()), ..Edited::default() });
        let edited = of(|text| text.replace("question=q", "question=r"));
        assert_eq!(edited.typed, BTreeSet::from(["answers".to_owned()]));
        assert!(edited.words(7).contains("answers") && edited.words(7).contains('7'));
        let edited = of(|text| text.replace("|title", "|colour=red\n|title"));
        assert_eq!(edited.other, BTreeSet::from(["colour".to_owned()]));
        for torn in [BLOCK.replace("}}\n|check", "\n|check"), format!("{BLOCK} Hello"), String::new()] {
            assert!(of(|_| torn.clone()).unreadable, "{torn}");
        }
    }

    #[test]
    fn the_words_have_no_text_that_somebody_wrote() {
        let edited = of(|text| text.replace("=Maps", "=A secret").replace("=received", &"x".repeat(900)));
        let words = edited.words(7);
        assert!(!words.contains("secret") && words.chars().count() < 400, "{words}");
        assert!(!words.contains('⧼') && !words.contains('$'), "{words}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn whatever_stands_there_is_read(
            pieces in prop::collection::vec(prop_oneof![
                Just("{{"), Just("}}"), Just("[["), Just("]]"), Just("|"), Just("="), Just("<!--"), Just("-->"),
                Just("<nowiki>"), Just("</nowiki>"), Just("stage"), Just("\r\n"), Just("é\u{200f}\u{1f469}\u{200d}"),
            ], 0..30)
        ) {
            let text = pieces.concat();
            let edited = read(&[BLOCK.to_owned()], &text);
            prop_assert!(edited != Edited::default(), "it is not what stood there: {text}");
            prop_assert!(edited.words(1).chars().count() < 900);
        }
    }
}
