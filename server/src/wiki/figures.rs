//! The monthly figures as tables of wikitext.

use crate::views::equity::category;
use crate::views::words::{say, say_with};
use crate::wiki::escape;
use helpdesk_domain::equity::release::SMALL;
use helpdesk_domain::equity::{Release, Snapshot};
use helpdesk_domain::{Outcome, Policy};
use std::fmt::Write as _;

/// The block of the page of figures.
#[must_use]
pub fn of_snapshot(policy: &Policy, snapshot: &Snapshot) -> String {
    let mut parts = vec![
        format!("{} '''{}'''", say("helpdesk-site-equity-as-of"), snapshot.month),
        say_with("helpdesk-site-equity-public-lead", &[SMALL.to_string()]),
    ];
    for (by, release) in &snapshot.tables {
        let name = say(&format!("helpdesk-site-equity-by-{}", by.code()));
        parts.push(table(&name, release, |id| category(policy, *by, id)));
    }
    if let Some(ends) = &snapshot.ends {
        let outcome = |id: &str| {
            Outcome::parse(id)
                .map_or_else(|| id.to_owned(), |one| say(&format!("helpdesk-outcome-{}", one.code())))
        };
        parts.push(table(&say("helpdesk-site-equity-ends"), ends, outcome));
    }
    parts.push(say("helpdesk-site-equity-public-settled"));
    parts.join("\n\n")
}

fn table(heading: &str, release: &Release, name: impl Fn(&str) -> String) -> String {
    let mut out = String::from("{| class=\"wikitable\"");
    // Writing to a string cannot fail.
    let _ = write!(out, "\n! {} !! {}", escape::line(heading), say("helpdesk-site-equity-requests"));
    for cell in &release.cells {
        let names: Vec<_> = cell.of.iter().map(|id| escape::line(&name(id))).collect();
        let _ = write!(out, "\n|-\n| {} || {}", names.join("; "), cell.count);
    }
    let _ = write!(out, "\n|-\n| '''{}''' || '''{}'''\n|}}", say("helpdesk-site-equity-all"), release.total());
    out
}
