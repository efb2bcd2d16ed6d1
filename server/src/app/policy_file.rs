//! Reading a policy from its file, with what is wrong said by line.

use crate::app::mail_out::rules;
use helpdesk_domain::Policy;
use helpdesk_domain::policy::PolicyError;
use std::ops::Range;
use toml_edit::{Document, Item};

/// Reads a policy; `name` is what the file is called in messages.
///
/// # Errors
/// All that is wrong, as `policy.toml:42: deadlines.go_days: a number of days between 1 and 730`.
pub fn read(name: &str, text: &str) -> Result<Policy, Vec<String>> {
    let policy: Policy = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(text, &span));
        vec![format!("{name}:{line}: {}", error.message())]
    })?;
    let mut problems = policy.problems();
    problems.extend(mail_problems(text));
    if problems.is_empty() {
        return Ok(policy);
    }
    let document = Document::parse(text).map_err(|error| vec![format!("{name}: {error}")])?;
    let place = |path: &str| find(document.as_item(), path).map_or(1, |span| line(text, &span));
    Err(problems
        .iter()
        .map(|problem| format!("{name}:{}: {}: {}", place(&problem.path), problem.path, problem.problem))
        .collect())
}

/// What is wrong with the section about mail.
fn mail_problems(text: &str) -> Vec<PolicyError> {
    let found = rules::read(text).err().unwrap_or_default();
    let split = |one: String| match one.split_once(": ") {
        Some((path, problem)) if path.starts_with("mail.") => {
            PolicyError { path: path.to_owned(), problem: problem.to_owned() }
        }
        _ => PolicyError { path: "mail".to_owned(), problem: one },
    };
    found.into_iter().map(split).collect()
}

fn line(text: &str, span: &Range<usize>) -> usize {
    text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)
}

/// Where a path such as `checklist[2].id` stands, or the nearest thing around it that is there.
fn find(root: &Item, path: &str) -> Option<Range<usize>> {
    let mut item = root;
    let mut found = None;
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        let next = match part.parse::<usize>() {
            Ok(place) => item.get(place),
            Err(_) => item.get(part),
        };
        let Some(next) = next else { break };
        item = next;
        found = item.span().or(found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::app::policy::DEFAULT;

    fn line_of(text: &str, needle: &str) -> usize {
        text.lines().position(|line| line.starts_with(needle)).expect("there") + 1
    }

    #[test]
    fn the_default_policy_has_no_problem() {
        read("policy.toml", DEFAULT).expect("a policy");
    }

    #[test]
    fn a_number_out_of_range_is_named_by_line_and_path() {
        let text = DEFAULT.replace("go_days = 45", "go_days = 0");
        let problems = read("server/policy.toml", &text).expect_err("a problem");
        let line = line_of(&text, "go_days = 0");
        assert_eq!(
            problems,
            [format!("server/policy.toml:{line}: deadlines.go_days: a number of days between 1 and 730")]
        );
    }

    #[test]
    fn a_term_for_contacts_is_checked_and_may_be_left_out() {
        let text = DEFAULT.replace("contact_months = 24", "contact_months = 0");
        let problems = read("p", &text).expect_err("a problem");
        let line = line_of(&text, "contact_months = 0");
        assert_eq!(
            problems,
            [format!("p:{line}: retention.contact_months: a number of months between 1 and 120")]
        );
        let without = ["[retention]", "contact_months = 24", "raw_mail_days = 90"]
            .iter()
            .fold(DEFAULT.to_owned(), |text, line| text.replace(line, ""));
        assert_eq!(read("p", &without).expect("a policy").retention, None, "as policies were before");
        let wrong = DEFAULT.replace("contact_months = 24", "contact_months = \"long\"");
        let problems = read("p", &wrong).expect_err("not a number");
        assert!(problems[0].starts_with(&format!("p:{}:", line_of(&wrong, "contact_months"))), "{problems:?}");
    }

    #[test]
    fn every_problem_is_said_even_in_lists() {
        let text = DEFAULT
            .replace("id = \"risk-legal\"", "id = \"risk-social\"")
            .replace("email = \"helpdesk@wikimedia.se\"", "email = \"nobody\"");
        let problems = read("p", &text).expect_err("two problems");
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with(&format!("p:{}: organisation.email", line_of(&text, "email ="))));
        let last = text.lines().enumerate().filter(|(_, line)| *line == "id = \"risk-social\"").last();
        let line = last.expect("there").0 + 1;
        assert!(problems[1].starts_with(&format!("p:{line}: checklist[6].id")), "{problems:?}");
    }

    #[test]
    fn a_key_that_nobody_knows_is_named_by_line() {
        let text = DEFAULT.replace("go_days = 45", "go_dayz = 45");
        let problems = read("p", &text).expect_err("a problem");
        assert!(problems[0].starts_with(&format!("p:{}:", line_of(&text, "go_dayz"))), "{problems:?}");
        assert!(problems[0].contains("go_dayz"), "{problems:?}");
        assert!(read("p", "organisation = ").expect_err("no TOML")[0].starts_with("p:1:"));
    }
}
