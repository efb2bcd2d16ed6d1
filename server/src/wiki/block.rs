//! The block of a request's page: a template call with what everybody may see of the request.
//!
//! The template's names for stages and the like are codes, so that it can be translated in one
//! place. Text that was typed stays in its own language, with `lang` and `dir`.

use crate::views::words;
use crate::wiki::{escape, seal};
use helpdesk_domain::process::{Decision, Stage, Verdict};
use helpdesk_domain::project::Depth;
use helpdesk_domain::{Body, Event, Policy, SupportRequest, SupportRequestView, Timestamp, Viewer, project};
use std::fmt::Write as _;

/// The block of a request that is published; `None` for any other. `address` is the request's page
/// in the tool.
#[must_use]
pub fn of_request(policy: &Policy, request: &SupportRequest, address: &str) -> Option<String> {
    let view = public_view(policy, request)?;
    let facts = &view.facts;
    let mut call = Call::new(&policy.wiki.request_template);
    call.plain("reference", view.reference.as_str());
    call.plain("tool", address);
    language(&mut call, facts.language.as_deref());
    call.line("title", &facts.title);
    if let Some(name) = &view.requester_name {
        call.line("name", name);
    }
    standing(&mut call, &view);
    call.typed("what", &facts.what);
    if let Some(partner) = &facts.partner {
        call.line("partner", partner);
    }
    if let Some(affiliate) = &facts.affiliate {
        call.line("affiliate", affiliate);
    }
    if let Some(country) = &facts.country {
        call.line("country", country);
    }
    let region = policy.regions.iter().find(|one| Some(&one.id) == facts.region.as_ref());
    call.words("region", region.map(|one| one.label.as_str()).into_iter());
    let kinds = policy.kinds.iter().filter(|kind| facts.kinds.contains(&kind.id));
    call.words("kinds", kinds.map(|kind| kind.label.as_str()));
    if let Some(day) = facts.needed_by {
        call.plain("needed-by", &day.to_string());
    }
    match facts.first_time {
        Some(true) => call.plain("first-time", "yes"),
        Some(false) => call.plain("first-time", "no"),
        None => {}
    }
    if let Some(page) = &facts.context_page {
        call.link("context", page.as_str());
    }
    call.nested("answers", &answers(policy, &view));
    call.nested("decisions", &view.decisions.iter().map(|one| decision(policy, one)).collect::<Vec<_>>());
    call.nested("deliveries", &deliveries(policy, &view));
    outcome(&mut call, &view);
    call.line("licence", &Body::Text(policy.wiki.licence.clone()));
    Some(seal::sealed(&call.close("\n")))
}

/// What everybody sees of a published request.
pub(super) fn public_view(policy: &Policy, request: &SupportRequest) -> Option<SupportRequestView> {
    project(policy, request, Viewer::Anonymous).filter(|view| view.depth == Depth::Public)
}

/// Stage, outcome, priority, dates and the next promise, as codes.
fn standing(call: &mut Call, view: &SupportRequestView) {
    call.plain("stage", view.stage.name().code());
    if let Stage::Closed { outcome, .. } = &view.stage {
        call.plain("outcome", outcome.code());
    }
    if let Some(priority) = view.priority {
        call.plain("priority", priority.code());
    }
    call.plain("received", &day(view.received_at));
    if let Some(promise) = &view.promise {
        call.plain("promise-who", promise.who.code());
        call.plain("promise-what", promise.what.code());
        call.plain("promise-by", &day(promise.by));
    }
}

/// What was learned, what was given, why it ended.
fn outcome(call: &mut Call, view: &SupportRequestView) {
    let summary = view.history.iter().rev().find_map(|recorded| match &recorded.event {
        Event::SupportFinished { summary } => Some(summary),
        _ => None,
    });
    if let Some(summary) = summary {
        call.typed("summary", summary);
    }
    if let Some(lessons) = &view.lessons {
        call.typed("lessons-context", &lessons.context);
        call.typed("lessons-done", &lessons.done);
        call.typed("lessons-worked", &lessons.worked);
        if let Some(reuse) = &lessons.reuse {
            call.typed("lessons-reuse", reuse);
        }
    }
    if let Stage::Closed { reason, at, .. } = &view.stage {
        call.plain("closed", &day(*at));
        if let Some(reason) = reason {
            call.typed("reason", reason);
        }
    }
}

fn answers(policy: &Policy, view: &SupportRequestView) -> Vec<String> {
    let asked = policy.questions.iter().filter_map(|question| {
        let answer = view.facts.answers.get(&question.id).filter(|answer| !answer.as_str().is_empty())?;
        let mut call = Call::new(&format!("{}/answer", policy.wiki.request_template));
        language(&mut call, view.facts.language.as_deref());
        call.words("question", std::iter::once(question.label.as_str()));
        call.typed("answer", answer);
        Some(call.close("\n"))
    });
    asked.collect()
}

fn decision(policy: &Policy, decision: &Decision) -> String {
    let mut call = Call::new(&format!("{}/decision", policy.wiki.request_template));
    match &decision.verdict {
        Verdict::Initial { outcome, priority } => {
            call.plain("gate", "initial");
            call.plain("outcome", outcome.code());
            if let Some(priority) = priority {
                call.plain("priority", priority.code());
            }
        }
        Verdict::Go { outcome, missing } => {
            call.plain("gate", "go");
            call.plain("outcome", outcome.code());
            if let Some(missing) = missing {
                call.typed("missing", missing);
            }
        }
    }
    call.plain("day", &day(decision.at));
    call.typed("rationale", &decision.rationale);
    call.plain("took-part", &decision.took_part.to_string());
    if decision.stood_aside > 0 {
        call.plain("stood-aside", &decision.stood_aside.to_string());
    }
    call.close("\n")
}

fn deliveries(policy: &Policy, view: &SupportRequestView) -> Vec<String> {
    let delivered = view.deliveries.iter().map(|delivery| {
        let mut call = Call::new(&format!("{}/delivery", policy.wiki.request_template));
        call.plain("day", &day(delivery.at));
        call.typed("what", &delivery.what);
        if let Some(link) = &delivery.link {
            call.line("link", link);
        }
        call.close("\n")
    });
    delivered.collect()
}

/// `lang` and `dir` for what was typed; without a language the text's first letter decides.
pub(super) fn language(call: &mut Call, language: Option<&str>) {
    let tag = language.filter(|tag| tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    if let Some(tag) = tag {
        call.plain("lang", tag);
        call.plain("dir", words::direction(&tag.to_ascii_lowercase()));
    }
}

pub(super) fn day(at: Timestamp) -> String {
    at.date().to_string()
}

/// A template call under construction.
pub(super) struct Call(String);

impl Call {
    /// A call of the template of that name.
    pub(super) fn new(template: &str) -> Self {
        Self(format!("{{{{{template}"))
    }

    /// A code, a number, a day or an address: nothing that somebody typed.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.put(name, &escape::line(value));
    }

    /// One line that somebody typed; nothing if it was erased.
    pub(super) fn line(&mut self, name: &str, value: &Body) {
        if !value.as_str().is_empty() {
            self.put(name, &escape::line(value.as_str()));
        }
    }

    /// A link to a page of the wiki; plain text if that cannot be a title.
    fn link(&mut self, name: &str, title: &str) {
        let text = escape::line(title);
        let linked = !title.is_empty() && !title.contains(|c| "#<>[]|{}%&\u{fffd}".contains(c));
        self.put(name, &if linked { format!("[[:{text}]]") } else { text });
    }

    /// Text that somebody typed; nothing if it was erased.
    pub(super) fn typed(&mut self, name: &str, value: &Body) {
        if !value.as_str().is_empty() {
            self.put(name, &escape::text(value.as_str()));
        }
    }

    /// Words of the policy, one after the other.
    pub(super) fn words<'a>(&mut self, name: &str, words: impl Iterator<Item = &'a str>) {
        let words: Vec<_> = words.map(escape::line).collect();
        if !words.is_empty() {
            self.put(name, &words.join("; "));
        }
    }

    /// Calls of other templates.
    fn nested(&mut self, name: &str, calls: &[String]) {
        if !calls.is_empty() {
            self.put(name, &format!("\n{}", calls.join("\n")));
        }
    }

    fn put(&mut self, name: &str, wikitext: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "\n|{name}={wikitext}");
    }

    /// The finished call; its parameters stand apart by `separator`, a line break or nothing.
    pub(super) fn close(self, separator: &str) -> String {
        if separator == "\n" { self.0 + "\n}}" } else { self.0.replace('\n', separator) + "}}" }
    }
}
