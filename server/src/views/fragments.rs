//! Small pieces that several pages show.

use super::words::{say, say_with};
use helpdesk_domain::people::Party;
use helpdesk_domain::process::{Outcome, Priority, StageName};
use maud::{Markup, html};

/// Where a request is, or how it ended.
#[must_use]
pub fn stage(stage: StageName, outcome: Option<Outcome>) -> Markup {
    let class = format!("tag stage stage-{}", stage.code());
    html! {
        span class=(class) {
            @match outcome {
                Some(outcome) => (say(&format!("helpdesk-outcome-{}", outcome.code()))),
                None => (say(&format!("helpdesk-stage-{}", stage.code()))),
            }
        }
    }
}

/// The committee's priority.
#[must_use]
pub fn priority(priority: Priority) -> Markup {
    let class = format!("tag priority-{}", priority.code());
    html! { span class=(class) { (say(&format!("helpdesk-priority-{}", priority.code()))) } }
}

/// Somebody in the process.
#[must_use]
pub fn party(party: Party) -> String {
    say(&format!("helpdesk-party-{}", party.code()))
}

/// A pair of a list that says what is what.
#[must_use]
pub fn pair(key: &str, value: &Markup) -> Markup {
    html! { div { dt { (say(key)) } dd { (value) } } }
}

/// A reference, to be read out or copied.
#[must_use]
pub fn reference(reference: &str) -> Markup {
    html! { code.reference { (reference) } }
}

/// A number of things, in words.
#[must_use]
pub fn number(key: &str, number: u64) -> String {
    say_with(key, &[number.to_string()])
}
