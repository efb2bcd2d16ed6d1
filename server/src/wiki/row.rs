//! Rows of the status table on the data page, one a published request, and the number of the others.
//!
//! What was written last is not on record here: a row's check number says whether it is ours.

use crate::wiki::block::{Call, day, language, public_view};
use crate::wiki::seal;
use crate::wiki::splice::{self, Found};
use helpdesk_domain::process::Stage;
use helpdesk_domain::{Policy, SupportRequest};

/// The name in the markers of the row that counts requests without a page.
pub const UNPUBLISHED: &str = "unpublished";

/// New rows are put before this, and before the row that counts the others.
pub const LAST: &str = "<!-- helpdesk rows end here -->";

/// The row of a published request whose page has that title; `None` for any other request.
#[must_use]
pub fn of_request(policy: &Policy, request: &SupportRequest, page: &str) -> Option<String> {
    let view = public_view(policy, request)?;
    let mut call = Call::new(&policy.wiki.row_template);
    call.plain("reference", view.reference.as_str());
    call.plain("page", page);
    language(&mut call, view.facts.language.as_deref());
    call.line("title", &view.facts.title);
    call.plain("stage", view.stage.name().code());
    if let Stage::Closed { outcome, .. } = &view.stage {
        call.plain("outcome", outcome.code());
    }
    if let Some(priority) = view.priority {
        call.plain("priority", priority.code());
    }
    if let Some(country) = &view.facts.country {
        call.line("country", country);
    }
    call.plain("received", &day(view.received_at));
    if let Some(promise) = &view.promise {
        call.plain("promise-who", promise.who.code());
        call.plain("promise-by", &day(promise.by));
    }
    let changed = view.history.last().map_or(view.received_at, |recorded| recorded.at);
    call.plain("changed", &day(changed));
    Some(seal::sealed(&call.close("")))
}

/// The row that says how many open requests are not published.
#[must_use]
pub fn of_unpublished(policy: &Policy, number: u32) -> String {
    let mut call = Call::new(&policy.wiki.row_template);
    call.plain("unpublished", &number.to_string());
    seal::sealed(&call.close(""))
}

/// The data page with a row put in, replaced or (`None`) taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The new text of the page.
    New(String),
    /// The page is as it should be.
    Unchanged,
    /// Somebody changed the row; this is what stands there.
    HumanEdit(String),
    /// The row's markers are doubled or cut.
    Broken,
}

/// Puts a row where it belongs.
#[must_use]
pub fn place(page: &str, name: &str, row: Option<&str>) -> Placed {
    match splice::find(page, name) {
        Found::Doubled | Found::Cut => return Placed::Broken,
        Found::Block { inner, .. }
            if row != Some(&page[inner.clone()]) && !seal::holds(&page[inner.clone()]) =>
        {
            return Placed::HumanEdit(page[inner].to_owned());
        }
        Found::Block { .. } | Found::Missing => {}
    }
    let spliced = match row {
        Some(row) => match splice::splice(page, name, row) {
            splice::Spliced::Missing => return Placed::New(added(page, &splice::framed(name, row))),
            other => other,
        },
        None => splice::remove(page, name),
    };
    match spliced {
        splice::Spliced::New(text) => Placed::New(text),
        splice::Spliced::Unchanged => Placed::Unchanged,
        _ => Placed::Broken,
    }
}

fn added(page: &str, framed: &str) -> String {
    let count = page.find(&splice::begin(UNPUBLISHED));
    match count.or_else(|| page.find(LAST)) {
        Some(at) => format!("{}{framed}\n{}", &page[..at], &page[at..]),
        None if page.is_empty() || page.ends_with('\n') => format!("{page}{framed}\n"),
        None => format!("{page}\n{framed}\n"),
    }
}

/// The data page as it begins, around its rows: a table of its own, which a page that shows the rows
/// does not get. `words` says that the tool writes the page.
#[must_use]
pub fn empty_page(words: &str) -> String {
    format!(
        "<noinclude>{words}\n<table class=\"wikitable sortable\"></noinclude>\n{LAST}\n<noinclude></table></noinclude>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> String {
        seal::sealed(&format!("{{{{Row|title={text}}}}}"))
    }

    #[test]
    fn a_row_is_put_in_replaced_and_taken_out() {
        let empty = empty_page("By the tool.");
        let Placed::New(one) = place(&empty, "7h2kq0vw", Some(&row("a"))) else { panic!("no row") };
        assert!(one.find("title=a") < one.find(LAST));
        assert_eq!(place(&one, "7h2kq0vw", Some(&row("a"))), Placed::Unchanged);
        let Placed::New(two) = place(&one, "00000000", Some(&row("b"))) else { panic!("no row") };
        let Placed::New(three) = place(&two, "7h2kq0vw", Some(&row("c"))) else { panic!("no row") };
        assert!(three.contains("title=c") && !three.contains("title=a") && three.contains("title=b"));
        let Placed::New(four) = place(&three, "00000000", None) else { panic!("no row") };
        let Placed::New(five) = place(&four, "7h2kq0vw", None) else { panic!("no row") };
        assert_eq!(five, empty);
        assert_eq!(place(&five, "7h2kq0vw", None), Placed::Unchanged);
    }

    #[test]
    fn the_number_of_the_others_stays_last() {
        let empty = empty_page("By the tool.");
        let Placed::New(one) = place(&empty, UNPUBLISHED, Some(&row("3"))) else { panic!("no row") };
        let Placed::New(two) = place(&one, "7h2kq0vw", Some(&row("a"))) else { panic!("no row") };
        assert!(two.find("title=a") < two.find("title=3") && two.find("title=3") < two.find(LAST), "{two}");
    }

    #[test]
    fn a_row_that_somebody_changed_is_left_alone() {
        let Placed::New(page) = place("", "7h2kq0vw", Some(&row("a"))) else { panic!("no row") };
        let changed = page.replace("title=a", "title=better");
        assert!(matches!(place(&changed, "7h2kq0vw", Some(&row("b"))), Placed::HumanEdit(_)));
        assert!(matches!(place(&changed, "7h2kq0vw", None), Placed::HumanEdit(_)));
        let doubled = format!("{page}{page}");
        assert_eq!(place(&doubled, "7h2kq0vw", Some(&row("b"))), Placed::Broken);
    }
}
