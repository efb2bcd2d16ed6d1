//! What was before a meeting and what came of it, as wikitext: of requests that are published, and of
//! what was typed for everybody.

use crate::views::words::{say, say_with};
use crate::wiki::escape;
use helpdesk_domain::process::{Decision, Gate, Verdict};
use std::fmt::Write as _;

/// A published request in a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The request's title.
    pub title: String,
    /// The prefixed title of its page, if it has one.
    pub page: Option<String>,
    /// At which gate it stands, in an agenda.
    pub gate: Option<Gate>,
    /// What was decided about it.
    pub decisions: Vec<Decision>,
    /// What was typed about it for everybody.
    pub note: String,
}

/// What is told of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// What was typed about the meeting itself for everybody.
    pub general: String,
    /// Lists of requests with the message keys of their headings.
    pub lists: Vec<(&'static str, Vec<Item>)>,
    /// Whether there was something that is not published.
    pub more: bool,
}

impl Paper {
    /// The wikitext; headings begin at that level.
    #[must_use]
    pub fn wikitext(&self, level: usize) -> String {
        let mut parts = Vec::new();
        if !self.general.trim().is_empty() {
            parts.push(escape::text(&self.general));
        }
        for (heading, items) in self.lists.iter().filter(|(_, items)| !items.is_empty()) {
            parts.push(headed(level, &say(heading)));
            parts.extend(items.iter().map(|item| of_item(item, level + 1)));
        }
        if self.more {
            parts.push(format!("''{}''", say("helpdesk-minutes-more")));
        }
        if parts.is_empty() {
            parts.push(say("helpdesk-minutes-nothing"));
        }
        parts.join("\n\n")
    }
}

/// The same text without what it tells of a request, by the request's page and the titles that it had;
/// `None` if it tells nothing of it. That something is not published is said instead.
#[must_use]
pub fn without(block: &str, page: Option<&str>, titles: &[&str]) -> Option<String> {
    let linked = page.map(|page| format!("[[:{page}|"));
    let named: Vec<_> = titles.iter().map(|title| escape::line(title)).collect();
    let of_it = |line: &str| {
        let inner = line.trim_matches('=').trim();
        named.iter().any(|title| title == inner)
            || linked.as_ref().is_some_and(|start| inner.starts_with(start))
    };
    // What people typed begins no line with such signs: see `escape`.
    let is_heading = |line: &str| line.starts_with("==");
    let more = format!("''{}''", say("helpdesk-minutes-more"));
    let (mut kept, mut inside, mut found) = (Vec::new(), false, false);
    for line in block.lines() {
        if is_heading(line) {
            inside = of_it(line);
            found |= inside;
        }
        if !inside && line != more {
            kept.push(line);
        }
    }
    found.then(|| format!("{}\n\n{more}", kept.join("\n").trim_end()))
}

fn headed(level: usize, inner: &str) -> String {
    let signs = "=".repeat(level);
    format!("{signs} {inner} {signs}")
}

fn of_item(item: &Item, level: usize) -> String {
    let title = escape::line(&item.title);
    let name = item.page.as_ref().map_or_else(|| title.clone(), |page| format!("[[:{page}|{title}]]"));
    let mut out = headed(level, &name);
    if let Some(gate) = item.gate {
        let key = match gate {
            Gate::Initial => "helpdesk-stage-with-committee",
            Gate::Go => "helpdesk-stage-awaiting-go",
        };
        let _ = write!(out, "\n{}", say(key));
    }
    for decision in &item.decisions {
        let _ = write!(
            out,
            "\n* '''{}''' {}",
            verdict(&decision.verdict),
            escape::line(decision.rationale.as_str())
        );
        if decision.stood_aside > 0 {
            let _ =
                write!(out, " ''{}''", say_with("helpdesk-minutes-aside", &[decision.stood_aside.to_string()]));
        }
    }
    if !item.note.trim().is_empty() {
        let _ = write!(out, "\n\n{}", escape::text(&item.note));
    }
    out
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Initial { outcome, priority } => {
            let outcome = say(&format!("helpdesk-initial-{}", outcome.code()));
            match priority {
                Some(priority) => {
                    let priority = say(&format!("helpdesk-priority-{}", priority.code()));
                    say_with("helpdesk-minutes-verdict-priority", &[outcome, priority])
                }
                None => say_with("helpdesk-minutes-verdict", &[outcome]),
            }
        }
        Verdict::Go { outcome, .. } => {
            say_with("helpdesk-minutes-verdict", &[say(&format!("helpdesk-go-{}", outcome.code()))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::process::{InitialOutcome, Priority};
    use helpdesk_domain::{Body, Timestamp};

    #[test]
    fn one_request_can_be_taken_out_and_the_rest_stays() {
        let item = |title: &str, page: Option<&str>| Item {
            title: title.to_owned(),
            page: page.map(str::to_owned),
            note: format!("Of {title}.\n== No heading =="),
            ..Item::default()
        };
        let lists = |items: Vec<Item>| vec![("helpdesk-minutes-requests", items)];
        let (maps, songs) = (item("Maps [of] {us}", Some("Requests/Maps")), item("Songs", None));
        let paper = |items, more| Paper { general: "We met.".to_owned(), lists: lists(items), more };
        let whole = paper(vec![maps.clone(), songs.clone()], false).wikitext(2);
        let without_maps = paper(vec![songs], true).wikitext(2);
        assert_eq!(without(&whole, Some("Requests/Maps"), &["Another title"]), Some(without_maps.clone()));
        assert_eq!(without(&whole, None, &["Maps [of] {us}"]), None, "it is named by its page");
        assert_eq!(without(&whole, None, &["Songs"]), Some(paper(vec![maps], true).wikitext(2)));
        assert_eq!(without(&without_maps, Some("Requests/Maps"), &[]), None);
        let none = without(&without_maps, None, &["Older", "Songs"]).expect("it was there");
        assert!(!none.contains("Songs") && none.contains("We met."), "{none}");
        assert_eq!(none.matches("''").count(), 2, "that there is more is said once: {none}");
    }

    #[test]
    fn what_people_typed_is_shown_and_does_nothing() {
        let decision = Decision {
            at: Timestamp(0),
            verdict: Verdict::Initial { outcome: InitialOutcome::Positive, priority: Some(Priority::High) },
            rationale: Body::Text("Good {{idea}}\n* [[x]]".to_owned()),
            conditions: None,
            took_part: 4,
            stood_aside: 1,
            objected: false,
        };
        let item = Item {
            title: "Maps == of ]] Uganda".to_owned(),
            page: Some("Requests/Maps".to_owned()),
            decisions: vec![decision],
            note: "=== A heading ===\n~~~~".to_owned(),
            gate: None,
        };
        let paper = Paper {
            general: "<!-- helpdesk:x:end -->".to_owned(),
            lists: vec![("helpdesk-minutes-requests", vec![item])],
            more: true,
        };
        let text = paper.wikitext(2);
        for bad in ["{{", "[[x", "~~~~", "<!--", "\n=== A"] {
            assert!(!text.contains(bad), "{bad}: {text}");
        }
        assert!(text.contains("[[:Requests/Maps|Maps"), "{text}");
    }
}
