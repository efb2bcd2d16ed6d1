//! The policy as it stands.

use super::Page;
use super::frame::Frame;
use super::text::{apart, plain};
use super::when::moment;
use super::words::{find, say, say_with};
use helpdesk_domain::policy::{Choice, Heading, Policy};
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};
use std::sync::Arc;

/// The page of the policy.
pub struct PolicyPage {
    /// Its number in the record.
    pub version: u32,
    /// What it says.
    pub policy: Arc<Policy>,
    /// All that were adopted, the newest first.
    pub versions: Vec<VersionLine>,
    /// Whether the viewer may try another one.
    pub may_try: bool,
}

/// A policy that was adopted.
#[derive(Clone, Debug)]
pub struct VersionLine {
    /// Its number.
    pub version: u32,
    /// When it was adopted.
    pub adopted_at: Timestamp,
    /// On whose word, towards those who work here.
    pub adopted_by: Option<String>,
    /// What it changed.
    pub changes: Vec<ChangeLine>,
}

/// One place at which two policies differ.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// The place, such as `deadlines.go_days` or `checklist[risk-legal].required`.
    pub path: String,
    /// What stood there; `None` for nothing.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

impl Page for PolicyPage {
    fn title(&self) -> String {
        say("helpdesk-site-policy-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let policy = &self.policy;
        html! {
            h1 { (self.title()) }
            p.lead { (say_with("helpdesk-site-policy-lead", &[self.version.to_string()])) }
            (self.deadlines())
            section.card aria-labelledby="rules" {
                h2 #rules { (say("helpdesk-site-policy-rules")) }
                ul {
                    @if policy.committee.hide_positions_until_own { li { (say("helpdesk-site-policy-hidden")) } }
                    @if policy.committee.stand_aside.affiliate { li { (say("helpdesk-site-policy-aside-affiliate")) } }
                    @if policy.committee.stand_aside.partner { li { (say("helpdesk-site-policy-aside-partner")) } }
                    @else { li { (say("helpdesk-site-policy-open")) } }
                    li {
                        (say_with("helpdesk-site-policy-editing", &[
                            say(&format!("helpdesk-stage-{}", policy.editing.requester_until.code())),
                        ]))
                    }
                    li { (say_with("helpdesk-site-policy-effort", &[policy.effort.cap_hours.to_string()])) }
                    li { (say_with("helpdesk-site-policy-licence", &[plain(&policy.wiki.licence)])) }
                    li { (say_with("helpdesk-site-policy-prefix", &[plain(&policy.wiki.request_prefix)])) }
                }
            }
            section.card aria-labelledby="questions" {
                h2 #questions { (say("helpdesk-site-policy-questions")) }
                dl {
                    @for question in &policy.questions {
                        dt dir="auto" {
                            (question.label)
                            @if question.important { " " span.tag { (say("helpdesk-site-policy-important")) } }
                        }
                        dd dir="auto" { (question.help) }
                    }
                }
            }
            section.card aria-labelledby="checklist" {
                h2 #checklist { (say("helpdesk-site-checklist")) }
                @for heading in Heading::ALL { (self.checklist(heading)) }
            }
            (choices("kinds", &policy.kinds))
            (choices("regions", &policy.regions))
            @if !policy.affiliate_sizes.is_empty() { (choices("affiliate-sizes", &policy.affiliate_sizes)) }
            (self.committee())
            (self.versions())
        }
    }
}

impl PolicyPage {
    fn deadlines(&self) -> Markup {
        let days = self.policy.deadlines;
        html! {
            section.card aria-labelledby="deadlines" {
                h2 #deadlines { (say("helpdesk-site-policy-deadlines")) }
                table.plain {
                    tbody {
                        @for (name, value) in [
                            ("acknowledge", days.acknowledge_days),
                            ("gather", days.gather_days),
                            ("answer", days.answer_days),
                            ("initial", days.initial_days),
                            ("develop", days.develop_days),
                            ("go", days.go_days),
                            ("support", days.support_days),
                            ("follow-up", days.follow_up_days),
                            ("no-answer", days.no_answer_days),
                        ] {
                            tr {
                                th scope="row" { (say(&format!("helpdesk-site-policy-days-{name}"))) }
                                td { (say_with("helpdesk-site-days", &[value.to_string()])) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn committee(&self) -> Markup {
        let committee = &self.policy.committee;
        let line = |key: &str, number: u32| {
            html! {
                @if number > 0 { li { (say_with(&format!("helpdesk-site-policy-rule-{key}"), &[number.to_string()])) } }
            }
        };
        html! {
            section.card aria-labelledby="committee" {
                h2 #committee { (say("helpdesk-site-policy-committee")) }
                @match committee.rule {
                    Some(rule) => {
                        p { (say("helpdesk-site-policy-rule")) }
                        ul {
                            (line("positions", rule.positions))
                            @if rule.more_than_half { li { (say("helpdesk-site-policy-rule-half")) } }
                            (line("not-below", rule.not_below))
                            (line("regions", rule.regions))
                            (line("affiliate", rule.from_requesters_affiliate.unwrap_or(0)))
                        }
                    }
                    None => p { (say("helpdesk-site-policy-no-rule")) },
                }
                p {
                    @if committee.objection_days == 0 { (say("helpdesk-site-policy-no-objection")) }
                    @else { (say_with("helpdesk-site-policy-objection", &[committee.objection_days.to_string()])) }
                }
            }
        }
    }

    fn versions(&self) -> Markup {
        html! {
            section.card aria-labelledby="versions" {
                h2 #versions { (say("helpdesk-site-policy-versions")) }
                @if self.may_try { p { a.button href="/policy/try" { (say("helpdesk-site-policy-try")) } } }
                ol.versions {
                    @for version in &self.versions {
                        li {
                            p {
                                strong { (say_with("helpdesk-site-policy-version", &[version.version.to_string()])) } " · " (moment(version.adopted_at))
                                @if let Some(name) = &version.adopted_by { " · " (apart(name)) }
                            }
                            (changed(&self.policy, &version.changes))
                        }
                    }
                }
            }
        }
    }

    fn checklist(&self, heading: Heading) -> Markup {
        let mut items = self.policy.checklist.iter().filter(|item| item.heading == heading).peekable();
        html! {
            @if items.peek().is_some() {
                h3 { (say(&format!("helpdesk-heading-{}", heading.code()))) }
                ul {
                    @for item in items {
                        li {
                            span dir="auto" { (item.label) }
                            @if !item.required { " " span.optional { (say("helpdesk-site-form-optional")) } }
                        }
                    }
                }
            }
        }
    }
}

/// What differs between two policies, in words.
pub(super) fn changed(policy: &Policy, changes: &[ChangeLine]) -> Markup {
    let side = |text: &Option<String>| {
        html! {
            @match text { Some(text) => (apart(text)), None => span.none { "–" } }
        }
    };
    html! {
        @if !changes.is_empty() {
            ul {
                @for change in changes {
                    li { (place(policy, &change.path)) ": " (side(&change.before)) " → " (side(&change.after)) }
                }
            }
        }
    }
}

/// What people call a place in a policy.
fn place(policy: &Policy, path: &str) -> Markup {
    if let Some(days) = path.strip_prefix("deadlines.").and_then(|name| name.strip_suffix("_days")) {
        return html! { (say(&format!("helpdesk-site-policy-days-{}", days.replace('_', "-")))) };
    }
    let Some((list, rest)) = path.split_once('[') else { return html! { code { (path) } } };
    let (id, field) = rest.split_once(']').unwrap_or((rest, ""));
    let label = match list {
        "kinds" => label(&policy.kinds, id),
        "regions" => label(&policy.regions, id),
        "affiliate_sizes" => label(&policy.affiliate_sizes, id),
        "questions" => policy.question(id).map(|question| question.label.as_str()),
        "checklist" => policy.item(id).map(|item| item.label.as_str()),
        _ => None,
    };
    let heading = match list {
        "checklist" => say("helpdesk-site-checklist"),
        list => find(&format!("helpdesk-site-policy-{}", list.replace('_', "-")))
            .map_or_else(|| list.to_owned(), str::to_owned),
    };
    html! { (heading) ", " (apart(label.unwrap_or(id))) " " code { (field.trim_start_matches('.')) } }
}

fn label<'a>(choices: &'a [Choice], id: &str) -> Option<&'a str> {
    choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.as_str())
}

fn choices(name: &str, choices: &[Choice]) -> Markup {
    html! {
        section.card aria-labelledby=(name) {
            h2 id=(name) { (say(&format!("helpdesk-site-policy-{name}"))) }
            ul { @for choice in choices { li dir="auto" { (choice.label) } } }
        }
    }
}
