//! The policy as it stands.

use super::Page;
use super::frame::Frame;
use super::text::plain;
use super::words::{say, say_with};
use helpdesk_domain::policy::{Choice, Heading, Policy};
use maud::{Markup, html};
use std::sync::Arc;

/// The page of the policy.
pub struct PolicyPage {
    /// Its number in the record.
    pub version: u32,
    /// What it says.
    pub policy: Arc<Policy>,
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

fn choices(name: &str, choices: &[Choice]) -> Markup {
    html! {
        section.card aria-labelledby=(name) {
            h2 id=(name) { (say(&format!("helpdesk-site-policy-{name}"))) }
            ul { @for choice in choices { li dir="auto" { (choice.label) } } }
        }
    }
}
