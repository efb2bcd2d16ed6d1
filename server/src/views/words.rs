//! The words of the pages, from the message catalogue that the gadget has too.

use super::text::plain;
use helpdesk_domain::form::{FieldError, Label};
use helpdesk_domain::policy::Policy;
use helpdesk_domain::rejection::{Argument, Rejection};
use helpdesk_domain::words::fill;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The language of the catalogue below.
pub const LANGUAGE: &str = "en";

static CATALOGUE: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../../../gadget/i18n/en.json")));

fn read(json: &str) -> BTreeMap<String, String> {
    let entries: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    entries.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

/// The message as it stands in the catalogue, if it is there.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    CATALOGUE.get(key).map(String::as_str)
}

/// A message without parameters; its key in brackets if it is missing.
#[must_use]
pub fn say(key: &str) -> String {
    say_with(key, &[])
}

/// A message with its parameters filled in; its key in brackets if it is missing.
#[must_use]
pub fn say_with(key: &str, arguments: &[String]) -> String {
    find(key).map_or_else(|| format!("⧼{key}⧽"), |message| fill(message, arguments))
}

/// A message with markup in the place of `$1`.
#[must_use]
pub fn say_around(key: &str, inner: &Markup) -> Markup {
    let message = say(key);
    match message.split_once("$1") {
        Some((before, after)) => html! { (before) (inner) (after) },
        None => html! { (message) " " (inner) },
    }
}

/// What a form calls something.
#[must_use]
pub fn label(label: &Label) -> String {
    match label {
        Label::Message(key) => say(key),
        Label::Text(text) => text.clone(),
    }
}

/// A form's hint; `None` if the catalogue has none for it.
#[must_use]
pub fn hint(label: &Label) -> Option<String> {
    match label {
        Label::Message(key) => find(key).map(|message| fill(message, &[])),
        Label::Text(text) => Some(text.clone()),
    }
}

/// Why something was refused, and what to do.
#[must_use]
pub fn rejection(rejection: &Rejection) -> String {
    let spoken = |argument| match argument {
        Argument::Text(text) => text,
        Argument::Message(key) => say(&key),
    };
    let arguments: Vec<_> = rejection.arguments().into_iter().map(spoken).collect();
    let arguments = if arguments.len() > 1 { vec![arguments.join(", ")] } else { arguments };
    say_with(&format!("helpdesk-rejection-{}", rejection.code()), &arguments)
}

/// The same, with the policy's words where the rejection has ids.
#[must_use]
pub fn rejection_under(policy: &Policy, refused: &Rejection) -> String {
    let Rejection::ChecklistIncomplete(items) = refused else {
        return rejection(refused);
    };
    let label = |id: &String| policy.item(id).map_or_else(|| id.clone(), |item| plain(&item.label));
    let labels: Vec<_> = items.iter().map(label).collect();
    say_with(&format!("helpdesk-rejection-{}", refused.code()), &[labels.join("; ")])
}

/// What is wrong with a field.
#[must_use]
pub fn problem(error: &FieldError) -> String {
    let (key, arguments) = error.problem.message();
    say_with(key, &arguments)
}

/// The text direction of a language, as in the attribute `dir`.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    let first = language.split('-').next().unwrap_or(language);
    let rtl = ["ar", "arc", "arz", "azb", "bqi", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc", "mzn"];
    let rtl_too = ["nqo", "pnb", "ps", "sd", "skr", "ug", "ur", "yi"];
    if rtl.contains(&first) || rtl_too.contains(&first) { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::people::Role;

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(say("helpdesk-no-such-message"), "⧼helpdesk-no-such-message⧽");
    }

    #[test]
    fn every_rejection_has_words() {
        for code in Rejection::CODES {
            assert!(find(&format!("helpdesk-rejection-{code}")).is_some(), "{code}");
        }
    }

    #[test]
    fn the_arguments_of_a_rejection_are_filled_in() {
        let several = Rejection::ItemOfOthers(vec![Role::Staff, Role::Committee]);
        assert!(rejection(&several).contains(&say("helpdesk-role-committee")), "{}", rejection(&several));
        assert!(!rejection(&several).contains('$'), "{}", rejection(&several));
    }

    #[test]
    fn languages_have_their_direction() {
        assert_eq!((direction("ar"), direction("sv"), direction("fa-af")), ("rtl", "ltr", "rtl"));
    }
}
