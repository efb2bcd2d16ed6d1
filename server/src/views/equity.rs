//! Who asks, who gets, who waits: signals for people, never scores.

use super::Page;
use super::frame::Frame;
use super::plot::{quartiles, stacked};
use super::promises::share;
use super::text::plain;
use super::when::{hours, month};
use super::words::{say, say_with};
use helpdesk_domain::equity::case::UNKNOWN;
use helpdesk_domain::equity::release::SMALL;
use helpdesk_domain::equity::snapshot::{Quartiles, Waits};
use helpdesk_domain::equity::{Dimension, Fates, Group, Release, Snapshot, Spread};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::policy::{Choice, Policy};
use helpdesk_domain::process::Outcome;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure with a list behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// All that were asked.
    Asked,
    /// Those that got support.
    Got,
    /// Those that are on their way.
    Waits,
    /// Those that ended without.
    Not,
    /// Those that were referred.
    Referred,
    /// Small questions.
    Small,
}

impl Figure {
    /// All of them, in the order of columns.
    pub const ALL: [Self; 6] = [Self::Asked, Self::Got, Self::Waits, Self::Not, Self::Referred, Self::Small];

    /// The stable name, as in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Got => "got",
            Self::Waits => "waits",
            Self::Not => "not",
            Self::Referred => "referred",
            Self::Small => "small",
        }
    }

    /// The figure of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The list of a group.
    #[must_use]
    pub fn of(self, group: &Group) -> &[Reference] {
        match self {
            Self::Asked => &group.asked,
            Self::Got => &group.got,
            Self::Waits => &group.waits,
            Self::Not => &group.not,
            Self::Referred => &group.referred,
            Self::Small => &group.small,
        }
    }

    fn name(self) -> String {
        say(&format!("helpdesk-site-equity-figure-{}", self.code()))
    }
}

/// The requests behind one number.
pub struct Behind {
    /// The category's id; `None` for all requests.
    pub category: Option<String>,
    /// Which figure.
    pub figure: Figure,
    /// The requests with their titles.
    pub requests: Vec<(Reference, String)>,
}

/// Figures for those who see the requests.
pub struct EquityPage {
    /// The rules, for names of categories.
    pub policy: Arc<Policy>,
    /// By what requests are told apart.
    pub by: Dimension,
    /// The figures by category.
    pub groups: BTreeMap<String, Group>,
    /// The figures of all.
    pub all: Group,
    /// The list behind a number, if one was asked for.
    pub behind: Option<Behind>,
}

/// Figures for everybody.
pub struct PublishedPage {
    /// The rules, for names of categories.
    pub policy: Arc<Policy>,
    /// The newest figures; `None` until there are any.
    pub snapshot: Option<Snapshot>,
    /// Whether the viewer may see the requests behind them.
    pub linked: bool,
}

/// What a category is called.
#[must_use]
pub fn category(policy: &Policy, by: Dimension, id: &str) -> String {
    let labelled = |choices: &[Choice]| {
        let found = choices.iter().find(|choice| choice.id == id);
        found.map_or_else(|| say(&format!("helpdesk-site-equity-{id}")), |choice| plain(&choice.label))
    };
    match by {
        Dimension::Region => labelled(&policy.regions),
        Dimension::Kind => labelled(&policy.kinds),
        Dimension::Language => say(&format!("helpdesk-site-equity-language-{id}")),
        Dimension::FirstTime => say(&format!("helpdesk-site-equity-first-time-{id}")),
        Dimension::Affiliate => match id {
            "yes" if !policy.affiliate_sizes.is_empty() => say("helpdesk-site-equity-affiliate-unsized"),
            "yes" | "no" => say(&format!("helpdesk-site-equity-affiliate-{id}")),
            _ => labelled(&policy.affiliate_sizes),
        },
    }
}

fn dimension(by: Dimension) -> String {
    say(&format!("helpdesk-site-equity-by-{}", by.code()))
}

impl Page for EquityPage {
    fn title(&self) -> String {
        say("helpdesk-site-equity-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-equity-lead")) }
            p { a href="/equity" { (say("helpdesk-site-equity-public-link")) } }
            nav aria-label=(say("helpdesk-site-equity-by")) {
                ul.tabs {
                    @for by in Dimension::ALL {
                        li { a href={ "/equity/requests?by=" (by.code()) } aria-current=[(*by == self.by).then_some("page")] {
                            (dimension(*by))
                        } }
                    }
                }
            }
            @if let Some(behind) = &self.behind { (self.behind(behind)) }
            @if self.all.asked.is_empty() && self.all.small.is_empty() {
                p.none { (say("helpdesk-site-counts-none")) }
            } @else {
                (self.counts())
                (self.waits())
            }
            p { a.button href="/equity/requests.csv" download { (say("helpdesk-site-counts-csv")) } }
            (definitions())
        }
    }
}

impl EquityPage {
    /// The categories by name, what was not said after them, and all together last.
    fn rows(&self) -> Vec<(Option<&str>, String, &Group)> {
        let named = |(id, group)| {
            let id: &String = id;
            (Some(id.as_str()), category(&self.policy, self.by, id), group)
        };
        let mut rows: Vec<_> = self.groups.iter().map(named).collect();
        rows.sort_by_key(|(id, name, _)| (*id == Some(UNKNOWN), name.clone()));
        rows.push((None, say("helpdesk-site-equity-all"), &self.all));
        rows
    }

    fn counts(&self) -> Markup {
        let longest = self.groups.values().map(|group| group.asked.len()).max().unwrap_or(0);
        html! {
            section aria-labelledby="who" {
                h2 #who { (say("helpdesk-site-equity-who")) }
                (legend(&["got", "waits", "not"]))
                div.scroll tabindex="0" role="region" aria-labelledby="who" {
                    table.counts.plotted {
                        thead { tr {
                            th scope="col" { (dimension(self.by)) }
                            @for figure in Figure::ALL { th scope="col" { (figure.name()) } }
                            th scope="col" { (say("helpdesk-site-equity-hours")) }
                        } }
                        tbody {
                            @for (id, name, group) in self.rows() {
                                tr class=[id.is_none().then_some("total")] {
                                    th scope="row" {
                                        span dir="auto" { (name) }
                                        @if id.is_some() {
                                            (stacked(&[("got", group.got.len()), ("waits", group.waits.len()), ("not", group.not.len())], longest))
                                        }
                                    }
                                    @for figure in Figure::ALL { td { (self.number(id, &name, figure, group)) } }
                                    td { (hours(group.minutes)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn number(&self, id: Option<&str>, name: &str, figure: Figure, group: &Group) -> Markup {
        let number = figure.of(group).len();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("by", self.by.code()).append_pair("figure", figure.code());
        if let Some(id) = id {
            query.append_pair("in", id);
        }
        html! {
            @if number == 0 { span.none { "0" } }
            @else {
                a href={ "/equity/requests?" (query.finish()) "#behind" } aria-label={ (name) ", " (figure.name()) ": " (number) } { (number) }
            }
        }
    }

    fn waits(&self) -> Markup {
        let longest = |of: fn(&Group) -> Spread| {
            let most = self
                .rows()
                .into_iter()
                .filter_map(|(.., group)| of(group).three_quarters.or(of(group).half))
                .max();
            most.map_or(1, |days| days + days / 4 + 1)
        };
        let (answer, decision) = (longest(|group| group.first_answer), longest(|group| group.decision));
        html! {
            section aria-labelledby="long" {
                h2 #long { (say("helpdesk-site-equity-long")) }
                p.hint { (say("helpdesk-site-equity-long-about")) }
                div.scroll tabindex="0" role="region" aria-labelledby="long" {
                    table.plotted {
                        thead { tr {
                            th scope="col" { (dimension(self.by)) }
                            th scope="col" { (say("helpdesk-site-equity-first-answer")) }
                            th scope="col" { (say("helpdesk-site-equity-decision")) }
                        } }
                        tbody {
                            @for (id, name, group) in self.rows() {
                                tr class=[id.is_none().then_some("total")] {
                                    th scope="row" dir="auto" { (name) }
                                    td { (spread(&group.first_answer, answer)) }
                                    td { (spread(&group.decision, decision)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn behind(&self, behind: &Behind) -> Markup {
        let name = behind.category.as_ref().map(|id| category(&self.policy, self.by, id));
        html! {
            section.card #behind aria-labelledby="behind-title" {
                h2 #behind-title dir="auto" {
                    (behind.figure.name())
                    @if let Some(name) = &name { ": " bdi { (name) } }
                    " (" (behind.requests.len()) ")"
                }
                ul {
                    @for (reference, title) in &behind.requests {
                        li { a href={ "/support-requests/" (reference) } dir="auto" { (super::text::title(title)) } }
                    }
                }
            }
        }
    }
}

fn legend(parts: &[&str]) -> Markup {
    html! {
        ul.legend {
            @for part in parts {
                li {
                    svg.swatch viewBox="0 0 8 8" aria-hidden="true" focusable="false" { rect class={ "plot-" (part) } width="8" height="8" {} }
                    " " (say(&format!("helpdesk-site-equity-figure-{part}")))
                }
            }
        }
    }
}

fn spread(spread: &Spread, longest: u32) -> Markup {
    html! {
        @if spread.of == 0 { span.none { "–" } }
        @else {
            (quartiles(spread, longest))
            div { (days(spread.quarter, spread.half, spread.three_quarters)) }
            div.hint {
                (say_with("helpdesk-site-equity-of", &[spread.of.to_string()]))
                @if spread.waiting > 0 { ", " (say_with("helpdesk-site-equity-waiting", &[spread.waiting.to_string()])) }
            }
        }
    }
}

fn days(quarter: Option<u32>, half: Option<u32>, three_quarters: Option<u32>) -> String {
    let days = |days: Option<u32>| days.map_or_else(|| "…".to_owned(), |days| days.to_string());
    match half {
        Some(half) => {
            say_with("helpdesk-site-equity-days", &[half.to_string(), days(quarter), days(three_quarters)])
        }
        None => say("helpdesk-site-equity-not-half"),
    }
}

fn definitions() -> Markup {
    html! {
        details.card {
            summary { h2 { (say("helpdesk-site-equity-definitions")) } }
            dl {
                @for figure in Figure::ALL {
                    dt { (figure.name()) }
                    dd { (say(&format!("helpdesk-site-equity-about-{}", figure.code()))) }
                }
                @for name in ["first-answer", "decision", "hours"] {
                    dt { (say(&format!("helpdesk-site-equity-{name}"))) }
                    dd { (say(&format!("helpdesk-site-equity-about-{name}"))) }
                }
            }
        }
    }
}

impl Page for PublishedPage {
    fn title(&self) -> String {
        say("helpdesk-site-equity-public-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say_with("helpdesk-site-equity-public-lead", &[SMALL.to_string()])) }
            @if self.linked { p { a.button href="/equity/requests" { (say("helpdesk-site-equity-all-link")) } } }
            @match &self.snapshot {
                None => p.none { (say("helpdesk-site-equity-public-none")) },
                Some(snapshot) => {
                    p { (say("helpdesk-site-equity-as-of")) " " strong { (month(&snapshot.month)) } }
                    @for (by, release) in &snapshot.tables {
                        (self.table(*by, release))
                        @if let Some(fates) = snapshot.fates.get(by) { (self.fates(*by, fates)) }
                    }
                    @if snapshot.fates.is_empty() { p.none { (say("helpdesk-site-equity-fates-none")) } }
                    @if let Some(ends) = &snapshot.ends { (self.ends(ends)) }
                    @if let Some(waits) = &snapshot.waits { (published_waits(waits)) }
                    @if !snapshot.kept.is_empty() { (kept(snapshot)) }
                    details.card {
                        summary { h2 { (say("helpdesk-site-equity-definitions")) } }
                        p { (say("helpdesk-site-equity-public-settled")) }
                        p { (say("helpdesk-site-equity-public-fates")) }
                        p { (say_with("helpdesk-site-equity-public-merged", &[SMALL.to_string()])) }
                        p { (say("helpdesk-site-equity-public-kept")) }
                    }
                }
            }
        }
    }
}

impl PublishedPage {
    fn table(&self, by: Dimension, release: &Release) -> Markup {
        cells(&format!("by-{}", by.code()), &dimension(by), release, |id| category(&self.policy, by, id))
    }

    /// Who had got support half a year on, and who had not.
    fn fates(&self, by: Dimension, fates: &Fates) -> Markup {
        let id = format!("fates-{}", by.code());
        let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let longest = fates.rows.iter().map(|row| size(row.counts.sum())).max().unwrap_or(0);
        html! {
            section aria-labelledby=(id) {
                h3 id=(id) { (dimension(by)) ": " (say("helpdesk-site-equity-fates")) }
                (legend(&["got", "waits", "not"]))
                div.scroll tabindex="0" role="region" aria-labelledby=(id) {
                    table.counts.plotted.narrow {
                        thead { tr {
                            th scope="col" { (dimension(by)) }
                            @for figure in [Figure::Got, Figure::Waits, Figure::Not] { th scope="col" { (figure.name()) } }
                        } }
                        tbody {
                            @for row in &fates.rows {
                                tr {
                                    th scope="row" {
                                        @for (n, id) in row.of.iter().enumerate() {
                                            @if n > 0 { "; " }
                                            span dir="auto" { (category(&self.policy, by, id)) }
                                        }
                                        (stacked(&[("got", size(row.counts.got)), ("waits", size(row.counts.waited)), ("not", size(row.counts.not))], longest))
                                    }
                                    @for number in [row.counts.got, row.counts.waited, row.counts.not] { td { (number) } }
                                }
                            }
                            @let total = fates.total();
                            tr.total {
                                th scope="row" { (say("helpdesk-site-equity-all")) }
                                @for number in [total.got, total.waited, total.not] { td { (number) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn ends(&self, release: &Release) -> Markup {
        let name = |id: &str| {
            Outcome::parse(id)
                .map_or_else(|| id.to_owned(), |one| say(&format!("helpdesk-outcome-{}", one.code())))
        };
        cells("ends", &say("helpdesk-site-equity-ends"), release, name)
    }
}

fn cells(id: &str, heading: &str, release: &Release, name: impl Fn(&str) -> String) -> Markup {
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let longest = release.cells.iter().map(|cell| count(cell.count)).max().unwrap_or(0);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (heading) }
            table.counts.plotted.narrow {
                thead { tr { th scope="col" { (heading) } th scope="col" { (say("helpdesk-site-equity-requests")) } } }
                tbody {
                    @for cell in &release.cells {
                        tr {
                            th scope="row" {
                                @for (n, id) in cell.of.iter().enumerate() { @if n > 0 { "; " } span dir="auto" { (name(id)) } }
                                (stacked(&[("got", count(cell.count))], longest))
                            }
                            td { (cell.count) }
                        }
                    }
                    tr.total { th scope="row" { (say("helpdesk-site-equity-all")) } td { (release.total()) } }
                }
            }
        }
    }
}

fn published_waits(waits: &Waits) -> Markup {
    let row = |key: &str, of: Quartiles| {
        html! {
            tr { th scope="row" { (say(&format!("helpdesk-site-equity-{key}"))) } td { (days(of.quarter, of.half, of.three_quarters)) } }
        }
    };
    html! {
        section aria-labelledby="waits" {
            h2 #waits { (say("helpdesk-site-equity-long")) }
            p.hint { (say("helpdesk-site-equity-long-about")) " " (say_with("helpdesk-site-equity-of", &[waits.of.to_string()])) }
            table.plain { tbody {
                (row("first-answer", waits.first_answer))
                (row("decision", waits.decision))
                tr { th scope="row" { (say("helpdesk-site-equity-hours")) } td { (say_with("helpdesk-site-equity-tens", &[waits.hours.to_string()])) } }
            } }
        }
    }
}

fn kept(snapshot: &Snapshot) -> Markup {
    html! {
        section aria-labelledby="kept" {
            h2 #kept { (say("helpdesk-site-promises-months")) }
            table.counts.narrow {
                thead { tr { @for key in ["month", "due", "share"] { th scope="col" { (say(&format!("helpdesk-site-promises-column-{key}"))) } } } }
                tbody {
                    @for row in snapshot.kept.iter().rev() {
                        tr {
                            th scope="row" { (month(&row.from)) @if row.from != row.to { " – " (month(&row.to)) } }
                            td { (row.due) }
                            td { (share(Some(row.share))) }
                        }
                    }
                }
            }
        }
    }
}
