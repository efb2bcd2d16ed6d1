//! How many requests there were, year by year, with the list behind each number.

use super::Page;
use super::frame::Frame;
use super::queue::Search;
use super::words::say;
use helpdesk_domain::process::Outcome;
use maud::{Markup, html};

/// The numbers of one year.
#[derive(Clone, Debug, Default)]
pub struct YearCount {
    /// The year in which the requests came in.
    pub year: i32,
    /// Those that are still open.
    pub open: u64,
    /// Small questions that were answered at once.
    pub small: u64,
    /// How the others ended.
    pub outcomes: Vec<(Outcome, u64)>,
}

/// The page of counts.
pub struct CountsPage {
    /// The years, newest first.
    pub years: Vec<YearCount>,
    /// Whether the viewer may see the lists behind the numbers.
    pub linked: bool,
}

impl Page for CountsPage {
    fn title(&self) -> String {
        say("helpdesk-site-counts-title")
    }

    fn is_public(&self) -> bool {
        true
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-counts-lead")) }
            @if self.years.is_empty() {
                p.none { (say("helpdesk-site-counts-none")) }
            } @else {
                div.scroll tabindex="0" role="region" aria-labelledby="counts" {
                    table.counts {
                        caption.hidden #counts { (self.title()) }
                        thead { tr {
                            th scope="col" { (say("helpdesk-site-counts-year")) }
                            @for (_, label) in columns() { th scope="col" { (label) } }
                        } }
                        tbody { @for year in &self.years { (self.row(year)) } }
                    }
                }
            }
            p { a.button href="/counts.csv" download { (say("helpdesk-site-counts-csv")) } }
        }
    }
}

impl CountsPage {
    fn row(&self, year: &YearCount) -> Markup {
        html! {
            tr {
                th scope="row" { (year.year) }
                @for (column, label) in columns() {
                    @let number = column.of(year);
                    @let search = column.search(year.year);
                    td {
                        @if self.linked && number > 0 {
                            a href=(search.href(None)) aria-label={ (label) ", " (year.year) ": " (number) } { (number) }
                        } @else if number == 0 { span.none { "0" } } @else { (number) }
                    }
                }
            }
        }
    }
}

/// One column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// All that came in.
    Received,
    /// Still open.
    Open,
    /// Small questions.
    Small,
    /// Ended so.
    Ended(Outcome),
}

impl Column {
    /// The number of a year.
    #[must_use]
    pub fn of(self, year: &YearCount) -> u64 {
        match self {
            Self::Received => {
                year.open + year.small + year.outcomes.iter().map(|(_, count)| count).sum::<u64>()
            }
            Self::Open => year.open,
            Self::Small => year.small,
            Self::Ended(outcome) => {
                year.outcomes.iter().filter(|(one, _)| *one == outcome).map(|(_, count)| count).sum()
            }
        }
    }

    fn search(self, year: i32) -> Search {
        let search = Search { year: Some(year), ..Search::default() };
        match self {
            Self::Received => Search { closed: true, ..search },
            Self::Open => search,
            Self::Small => Search { small: true, closed: true, ..search },
            Self::Ended(outcome) => Search { outcome: Some(outcome), closed: true, ..search },
        }
    }
}

/// The columns with their names.
#[must_use]
pub fn columns() -> Vec<(Column, String)> {
    let own = [
        (Column::Received, "helpdesk-site-counts-received"),
        (Column::Open, "helpdesk-site-counts-open"),
        (Column::Small, "helpdesk-site-counts-small"),
    ];
    let ended = Outcome::ALL
        .iter()
        .filter(|outcome| **outcome != Outcome::Answered)
        .map(|outcome| (Column::Ended(*outcome), say(&format!("helpdesk-outcome-{}", outcome.code()))));
    own.into_iter().map(|(column, key)| (column, say(key))).chain(ended).collect()
}
