//! What differs between two policies, place by place.

use helpdesk_domain::Policy;
use serde_json::Value;
use std::collections::BTreeMap;

/// One place at which two policies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyChange {
    /// The place, such as `deadlines.go_days` or `checklist[risk-legal].required`.
    pub path: String,
    /// What stood there; `None` for nothing.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

/// What differs, in the order of places.
#[must_use]
pub fn changes(before: &Policy, after: &Policy) -> Vec<PolicyChange> {
    let (before, after) = (places(before), places(after));
    let all: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| PolicyChange {
            path: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .collect()
}

fn places(policy: &Policy) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    // A policy is plain data, which is always JSON.
    let value = serde_json::to_value(policy).unwrap_or_default();
    walk(&value, String::new(), &mut places);
    places
}

fn walk(value: &Value, path: String, places: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields.iter().filter(|(name, _)| *name != "id") {
                let inner_path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(inner, inner_path, places);
            }
        }
        Value::Array(entries) if entries.iter().any(Value::is_object) => {
            for entry in entries {
                let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
                walk(entry, format!("{path}[{id}]"), places);
            }
        }
        Value::Array(entries) => {
            let words: Vec<_> = entries.iter().map(word).collect();
            places.insert(path, words.join(", "));
        }
        Value::Null => {}
        other => drop(places.insert(path, word(other))),
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::policy::DEFAULT;
    use crate::app::policy_file::read;

    #[test]
    fn what_differs_is_said_by_place_whatever_the_order_of_a_list() {
        let old = read("old", DEFAULT).expect("a policy");
        let text = DEFAULT.replace("go_days = 45", "go_days = 60").replace("regions = 3\n", "");
        let mut new = read("new", &text).expect("a policy");
        new.kinds.reverse();
        new.questions.retain(|question| question.id != "innovative");
        let found = changes(&old, &new);
        let said = |path: &str| {
            found
                .iter()
                .find(|change| change.path == path)
                .map(|one| (one.before.as_deref(), one.after.as_deref()))
        };
        assert_eq!(said("deadlines.go_days"), Some((Some("45"), Some("60"))));
        assert!(said("committee.rule.regions").is_some());
        assert_eq!(said("questions[innovative].label"), Some((Some("Is the project innovative?"), None)));
        assert!(found.iter().all(|change| !change.path.starts_with("kinds")), "{found:?}");
        assert_eq!(changes(&old, &old), []);
    }
}
