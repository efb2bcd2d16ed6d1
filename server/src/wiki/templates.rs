//! The templates that render our blocks, as they are published on the wiki.

use helpdesk_domain::Policy;

/// The names that the templates call each other by, where the policy names no other.
const REQUEST: &str = "Helpdesk request";
const ROW: &str = "Helpdesk request row";

macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/wiki-templates/", $name, ".wikitext")))
    };
}

/// Their names and texts.
const ALL: [(&str, &str); 9] = [
    template!("Helpdesk request/words"),
    template!("Helpdesk request/answer"),
    template!("Helpdesk request/decision"),
    template!("Helpdesk request/delivery"),
    template!("Helpdesk request/step"),
    template!("Helpdesk request/steps"),
    template!("Helpdesk request"),
    template!("Helpdesk request row"),
    template!("Helpdesk request/table"),
];

/// The pages to publish: prefixed titles and texts, those that others call first.
#[must_use]
pub fn pages(policy: &Policy) -> Vec<(String, String)> {
    let names = &policy.wiki;
    let renamed = |text: &str| {
        text.replace(&format!("{{{{{REQUEST}/"), &format!("{{{{{}/", names.request_template))
            .replace(&format!("Template:{REQUEST}]]"), &format!("Template:{}]]", names.request_template))
            .replace(&format!("Template:{REQUEST}/"), &format!("Template:{}/", names.request_template))
            .replace("Content Partnerships Hub/Helpdesk/Requests/Data", &names.data_page)
    };
    let title = |name: &str| match name.strip_prefix(REQUEST) {
        _ if name == ROW => names.row_template.clone(),
        Some(below) => format!("{}{below}", names.request_template),
        None => name.to_owned(),
    };
    ALL.iter().map(|(name, text)| (format!("Template:{}", title(name)), renamed(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::words;
    use helpdesk_domain::people::Party;
    use helpdesk_domain::process::{GoOutcome, InitialOutcome, Outcome, Priority, StageName};
    use helpdesk_domain::promise::Expectation;

    fn policy() -> Policy {
        toml::from_str(include_str!("../../policy.toml")).expect("the policy")
    }

    #[test]
    fn every_code_has_the_catalogue_s_label() {
        let mut codes: Vec<(&str, &str)> = Vec::new();
        codes.extend(StageName::ALL.iter().map(|one| ("stage", one.code())));
        codes.extend(Outcome::ALL.iter().map(|one| ("outcome", one.code())));
        codes.extend(Priority::ALL.iter().map(|one| ("priority", one.code())));
        codes.extend(InitialOutcome::ALL.iter().map(|one| ("initial", one.code())));
        codes.extend(GoOutcome::ALL.iter().map(|one| ("go", one.code())));
        codes.extend(Expectation::ALL.iter().map(|one| ("promise", one.code())));
        codes.extend(Party::ALL.iter().map(|one| ("party", one.code())));
        for (kind, code) in codes {
            let label = words::say(&format!("helpdesk-{kind}-{code}"));
            assert!(ALL[0].1.contains(&format!("\n|{kind}-{code}={label}\n")), "{kind}-{code}={label}");
        }
    }

    #[test]
    fn every_label_that_a_template_asks_for_is_there() {
        for (name, text) in ALL {
            for asked in text.split("/words|label-").skip(1) {
                let label = asked.split("}}").next().expect("a label");
                assert!(ALL[0].1.contains(&format!("\n|label-{label}=")), "{label} in {name}");
            }
        }
    }

    #[test]
    fn templates_balance_their_braces() {
        for (name, text) in ALL {
            for (open, close) in [("{", "}"), ("<div", "</div>"), ("<table", "</table>"), ("<tr", "</tr>")] {
                assert_eq!(text.matches(open).count(), text.matches(close).count(), "{open} in {name}");
            }
        }
    }

    #[test]
    fn a_second_affiliate_has_templates_of_its_own() {
        let mut policy = policy();
        policy.wiki.request_template = "Hjälp".to_owned();
        policy.wiki.row_template = "Hjälprad".to_owned();
        let pages = pages(&policy);
        assert!(pages.iter().any(|(title, _)| title == "Template:Hjälp/words"));
        assert!(pages.iter().any(|(title, _)| title == "Template:Hjälprad"));
        assert!(pages.iter().all(|(_, text)| !text.contains("Helpdesk request/")), "{pages:?}");
    }
}
