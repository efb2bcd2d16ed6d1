//! A proposed policy: what is wrong with it, what it changes, and what of the past would have gone
//! another way.

use super::deliberation::answer;
use super::frame::Frame;
use super::policy::{ChangeLine, changed};
use super::when::{day, moment};
use super::words::{rejection_under, say, say_with};
use super::{Page, notice};
use helpdesk_domain::committee::explain::Answer;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::Gate;
use helpdesk_domain::replay::{Answered, Difference, Otherwise};
use maud::{Markup, html};
use std::sync::Arc;

/// What came of trying a policy.
pub struct TriedLines {
    /// What it changes.
    pub changes: Vec<ChangeLine>,
    /// Requests gone through, acts decided again, acts that could not be, acts that would have been
    /// refused, acts that would have been followed by another promise.
    pub counts: [u32; 5],
    /// Acts that would have gone another way: request, title, what and how.
    pub tales: Vec<(Reference, String, Difference)>,
    /// Past decisions that the rules were asked about; how many of them meet the one that holds, and how
    /// many the proposed one.
    pub rounds: [u32; 3],
    /// Decisions of which the proposed rule says something else.
    pub answers: Vec<Answered>,
}

/// The page on which a policy is tried.
pub struct PolicyTryPage {
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// What stands in the form.
    pub text: String,
    /// What is wrong with it, line by line.
    pub problems: Vec<String>,
    /// What came of it.
    pub tried: Option<TriedLines>,
}

/// More tales than these are not read by anybody.
const MOST: usize = 200;

impl Page for PolicyTryPage {
    fn title(&self) -> String {
        say("helpdesk-site-try-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            p.breadcrumb { a href="/policy" { (say("helpdesk-site-policy-title")) } }
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-try-lead")) }
            @if !self.problems.is_empty() {
                (notice::error(&html! {
                    p { strong { (say("helpdesk-site-try-wrong")) } }
                    ul { @for problem in &self.problems { li dir="auto" { (problem) } } }
                }))
            }
            @if let Some(tried) = &self.tried { (self.tried(tried)) }
            form.card method="post" action="/policy/try" novalidate {
                div.field {
                    label for="policy-text" { (say("helpdesk-site-try-text")) }
                    p.hint id="policy-text-help" { (say("helpdesk-site-try-text-help")) }
                    textarea.code #policy-text name="text" rows="24" spellcheck="false" dir="auto" aria-describedby="policy-text-help" { "\n" (self.text) }
                }
                button.primary type="submit" { (say("helpdesk-site-policy-try")) }
            }
        }
    }
}

impl PolicyTryPage {
    fn tried(&self, tried: &TriedLines) -> Markup {
        let [requests, acts, left_out, refused, promised] = tried.counts.map(|n| n.to_string());
        let same = tried.counts[3] == 0 && tried.counts[4] == 0;
        html! {
            section.card #tried aria-labelledby="tried-title" {
                h2 #tried-title { (say("helpdesk-site-try-came")) }
                @if tried.changes.is_empty() { p { (say("helpdesk-site-try-nothing-changed")) } }
                @else { h3 { (say("helpdesk-site-try-changes")) } (changed(&self.policy, &tried.changes)) }
                p { (say_with("helpdesk-site-try-counts", &[requests, acts])) }
                @if tried.counts[2] > 0 { p { (say_with("helpdesk-site-try-left-out", &[left_out])) } }
                @if same { p { strong { (say("helpdesk-site-try-same")) } } }
                @else { p { strong { (say_with("helpdesk-site-try-different", &[refused, promised])) } } }
                @if !tried.tales.is_empty() {
                    ul.tales { @for tale in tried.tales.iter().take(MOST) { li { (self.tale(tale)) } } }
                    @if tried.tales.len() > MOST { p { (say_with("helpdesk-site-try-more", &[(tried.tales.len() - MOST).to_string()])) } }
                }
                @if tried.rounds[0] > 0 {
                    h3 { (say("helpdesk-site-try-rule")) }
                    p { (say_with("helpdesk-site-try-rule-counts", &tried.rounds.map(|n| n.to_string()))) }
                    @if tried.answers.is_empty() { p { (say("helpdesk-site-try-rule-same")) } }
                    @else { ul.tales { @for one in tried.answers.iter().take(MOST) { li { (answered(one)) } } } }
                    @if tried.answers.len() > MOST { p { (say_with("helpdesk-site-try-more", &[(tried.answers.len() - MOST).to_string()])) } }
                }
            }
        }
    }

    fn tale(&self, (reference, title, difference): &(Reference, String, Difference)) -> Markup {
        let recorded = &difference.recorded;
        let who = say(&format!("helpdesk-capacity-{}", recorded.capacity.code()));
        html! {
            a href={ "/support-requests/" (reference) } dir="auto" { (super::text::title(title)) } ", "
            (moment(recorded.at)) ": " (say_with(&format!("helpdesk-event-{}", recorded.event.code()), &[who])) " – "
            @match &difference.otherwise {
                Otherwise::Refused(why) => { strong { (say("helpdesk-site-try-refused")) } " " (rejection_under(&self.policy, why)) }
                Otherwise::Promised { was, now } => {
                    (say("helpdesk-site-try-promised")) " "
                    @if let Some(now) = now { (day(now.by.date())) } @else { "–" }
                    ", " (say("helpdesk-site-try-instead")) " "
                    @if let Some(was) = was { (day(was.by.date())) } @else { "–" }
                }
            }
        }
    }
}

fn answered(one: &Answered) -> Markup {
    let gate = match one.gate {
        Gate::Initial => "helpdesk-site-gate-initial",
        Gate::Go => "helpdesk-site-gate-go",
    };
    html! {
        a href={ "/support-requests/" (one.reference) } dir="auto" { (super::text::title(&one.title)) } ", "
        (say(gate)) ", " (moment(one.at)) ": " strong { (answer_words(one.now)) } ", "
        (say("helpdesk-site-try-instead")) " " (answer_words(one.was))
    }
}

fn answer_words(said: Option<Answer>) -> String {
    said.map_or_else(
        || say("helpdesk-site-try-no-rule"),
        |one| say(&format!("helpdesk-site-rule-{}", answer(one))),
    )
}
