//! The requests that a member of the Helpdesk or the committee works on.

use super::form::hidden;
use super::frame::Frame;
use super::list::{RequestLine, cards, table};
use super::words::say;
use super::{Page, notice};
use helpdesk_domain::people::Party;
use helpdesk_domain::process::{Outcome, Priority, StageName};
use maud::{Markup, html};

/// What is looked for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words of the title, a requester's name, a reference.
    pub text: String,
    /// A stage.
    pub stage: Option<StageName>,
    /// A priority.
    pub priority: Option<Priority>,
    /// Who has to do something next.
    pub turn: Option<Party>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The year in which it came in.
    pub year: Option<i32>,
    /// Whether only what is late is shown.
    pub late: bool,
    /// Whether closed requests are shown too.
    pub closed: bool,
    /// Whether only small questions are shown.
    pub small: bool,
}

impl Search {
    /// The pairs of a query, for links.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let flag = |set: bool| set.then(|| "on".to_owned());
        let pairs = [
            ("text", Some(self.text.clone()).filter(|text| !text.is_empty())),
            ("stage", self.stage.map(|one| one.code().to_owned())),
            ("priority", self.priority.map(|one| one.code().to_owned())),
            ("turn", self.turn.map(|one| one.code().to_owned())),
            ("outcome", self.outcome.map(|one| one.code().to_owned())),
            ("year", self.year.map(|year| year.to_string())),
            ("late", flag(self.late)),
            ("closed", flag(self.closed)),
            ("small", flag(self.small)),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address of the queue with this search, from a place in it on.
    #[must_use]
    pub fn href(&self, cursor: Option<&str>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        if let Some(cursor) = cursor {
            query.append_pair("from", cursor);
        }
        let query = query.finish();
        if query.is_empty() { "/queue".to_owned() } else { format!("/queue?{query}") }
    }
}

/// The queue.
pub struct QueuePage {
    /// What is looked for.
    pub search: Search,
    /// What was found.
    pub lines: Vec<RequestLine>,
    /// What the visitor stood aside from and what is not published.
    pub aside: Vec<RequestLine>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// Whether the list begins in the middle.
    pub continued: bool,
}

impl Page for QueuePage {
    fn title(&self) -> String {
        say("helpdesk-site-queue-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            (self.filters())
            @if self.lines.is_empty() {
                (notice::info(&html! { p { (say("helpdesk-site-queue-none")) } }))
            } @else {
                (table(&self.title(), &self.lines, frame.now))
            }
            nav.pager aria-label=(say("helpdesk-site-pager")) {
                @if self.continued { a href=(self.search.href(None)) { (say("helpdesk-site-first")) } }
                @if let Some(next) = &self.next {
                    a.button rel="next" href=(self.search.href(Some(next))) { (say("helpdesk-site-next")) }
                }
            }
            @if !self.aside.is_empty() {
                section aria-labelledby="aside" {
                    h2 #aside { (say("helpdesk-site-aside-title")) }
                    p { (say("helpdesk-site-aside-words")) }
                    (cards(&self.aside, frame.now))
                }
            }
        }
    }
}

impl QueuePage {
    fn filters(&self) -> Markup {
        let search = &self.search;
        let stages = StageName::ALL.iter().filter(|stage| **stage != StageName::Closed);
        html! {
            form.filters.card method="get" action="/queue" role="search" {
                div.filter.wide {
                    label for="search-text" { (say("helpdesk-site-search")) }
                    input #search-text type="search" name="text" value=(search.text) dir="auto";
                }
                (select("stage", search.stage.map(StageName::code), stages.map(|one| one.code()), "stage"))
                (select("priority", search.priority.map(Priority::code), Priority::ALL.iter().map(|one| one.code()), "priority"))
                (select("turn", search.turn.map(Party::code), Party::ALL.iter().map(|one| one.code()), "party"))
                div.filter.checks {
                    (check("late", search.late))
                    (check("closed", search.closed))
                }
                @for (name, value) in search.pairs() {
                    @if matches!(name, "year" | "outcome" | "small") { (hidden(name, &value)) }
                }
                div.buttons {
                    button.primary type="submit" { (say("helpdesk-site-filter")) }
                    @if *search != Search::default() { a href="/queue" { (say("helpdesk-site-filter-none")) } }
                }
                (self.narrowed())
            }
        }
    }

    /// What narrows the list down but has no control of its own.
    fn narrowed(&self) -> Markup {
        let search = &self.search;
        html! {
            @if search.year.is_some() || search.outcome.is_some() || search.small {
                ul.tags {
                    @if let Some(year) = search.year { li.tag { (year) } }
                    @if let Some(outcome) = search.outcome { li.tag { (say(&format!("helpdesk-outcome-{}", outcome.code()))) } }
                    @if search.small { li.tag { (say("helpdesk-site-counts-small")) } }
                }
            }
        }
    }
}

fn select<'a>(name: &str, chosen: Option<&str>, codes: impl Iterator<Item = &'a str>, group: &str) -> Markup {
    html! {
        div.filter {
            label for={ "search-" (name) } { (say(&format!("helpdesk-site-column-{name}"))) }
            select id={ "search-" (name) } name=(name) {
                option value="" { (say("helpdesk-site-any")) }
                @for code in codes {
                    option value=(code) selected[chosen == Some(code)] { (say(&format!("helpdesk-{group}-{code}"))) }
                }
            }
        }
    }
}

fn check(name: &str, checked: bool) -> Markup {
    html! {
        label.choice {
            input type="checkbox" name=(name) value="on" checked[checked];
            span { (say(&format!("helpdesk-site-only-{name}"))) }
        }
    }
}
