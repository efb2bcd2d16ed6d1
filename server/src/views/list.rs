//! Requests in a list: a table that becomes cards where the page is narrow.

use super::fragments::{party, priority, stage};
use super::text::title as request_title;
use super::when::{deadline, moment};
use super::words::say;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::Party;
use helpdesk_domain::process::{Outcome, Priority, StageName};
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// A request in a list.
#[derive(Clone, Debug)]
pub struct RequestLine {
    /// Which request.
    pub reference: Reference,
    /// What it says in a few words.
    pub title: String,
    /// Who asked, if the viewer may know.
    pub requester: Option<String>,
    /// Where it is.
    pub stage: StageName,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The committee's priority.
    pub priority: Option<Priority>,
    /// Who has to do something next.
    pub turn: Option<Party>,
    /// By when.
    pub by: Option<Timestamp>,
    /// When it came in.
    pub received_at: Timestamp,
}

impl RequestLine {
    fn is_late(&self, now: Timestamp) -> bool {
        self.by.is_some_and(|by| by < now)
    }
}

/// Requests with all that helps to choose the next one.
#[must_use]
pub fn table(caption: &str, lines: &[RequestLine], now: Timestamp) -> Markup {
    let head = |key: &str| say(&format!("helpdesk-site-column-{key}"));
    html! {
        table.requests {
            caption.hidden { (caption) }
            thead {
                tr {
                    @for key in ["request", "stage", "priority", "turn", "by", "received"] {
                        th scope="col" { (head(key)) }
                    }
                }
            }
            tbody {
                @for line in lines {
                    tr {
                        th scope="row" { (title(line)) }
                        td data-label=(head("stage")) { (stage(line.stage, line.outcome)) }
                        td data-label=(head("priority")) {
                            @if let Some(one) = line.priority { (priority(one)) } @else { span.none { "–" } }
                        }
                        td data-label=(head("turn")) {
                            @if let Some(one) = line.turn { (party(one)) } @else { span.none { "–" } }
                        }
                        td data-label=(head("by")) { (until(line, now)) }
                        td data-label=(head("received")) { (moment(line.received_at)) }
                    }
                }
            }
        }
    }
}

/// Requests as a short list, for somebody who follows few.
#[must_use]
pub fn cards(lines: &[RequestLine], now: Timestamp) -> Markup {
    html! {
        ul.request-cards {
            @for line in lines {
                li {
                    div.request-card {
                        div { (title(line)) }
                        p.request-card-state {
                            (stage(line.stage, line.outcome))
                            @if let Some(turn) = line.turn { span { (say("helpdesk-site-column-turn")) ": " (party(turn)) } }
                            @if line.by.is_some() { span { (until(line, now)) } }
                        }
                    }
                }
            }
        }
    }
}

fn title(line: &RequestLine) -> Markup {
    html! {
        a.request-title href={ "/support-requests/" (line.reference) } dir="auto" { (request_title(&line.title)) }
        @if let Some(requester) = line.requester.as_deref().filter(|name| !name.is_empty()) { span.request-by dir="auto" { (requester) } }
    }
}

fn until(line: &RequestLine, now: Timestamp) -> Markup {
    match line.by {
        Some(by) => html! {
            span class=[line.is_late(now).then_some("late")] { (deadline(by, now)) }
        },
        None => html! { span.none { "–" } },
    }
}
