//! The monthly figures as tables of wikitext.

use crate::views::equity::category;
use crate::views::words::{say, say_with};
use crate::wiki::escape;
use helpdesk_domain::equity::fates::{Counts, Fates};
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
        parts.extend(snapshot.fates.get(by).map(|fates| became(&name, fates, |id| category(policy, *by, id))));
    }
    if let Some(ends) = &snapshot.ends {
        let outcome = |id: &str| {
            Outcome::parse(id)
                .map_or_else(|| id.to_owned(), |one| say(&format!("helpdesk-outcome-{}", one.code())))
        };
        parts.push(table(&say("helpdesk-site-equity-ends"), ends, outcome));
    }
    parts.push(say("helpdesk-site-equity-public-settled"));
    if !snapshot.fates.is_empty() {
        parts.push(say("helpdesk-site-equity-public-fates"));
    }
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

fn became(heading: &str, fates: &Fates, name: impl Fn(&str) -> String) -> String {
    let heads = ["got", "waits", "not"].map(|figure| say(&format!("helpdesk-site-equity-figure-{figure}")));
    let caption = say("helpdesk-site-equity-fates");
    let mut out = format!("{{| class=\"wikitable\"\n|+ {caption}\n! {}", escape::line(heading));
    for head in heads {
        let _ = write!(out, " !! {head}");
    }
    let mut row = |names: &str, counts: Counts| {
        let _ = write!(out, "\n|-\n| {names} || {} || {} || {}", counts.got, counts.waited, counts.not);
    };
    for one in &fates.rows {
        let names: Vec<_> = one.of.iter().map(|id| escape::line(&name(id))).collect();
        row(&names.join("; "), one.counts);
    }
    row(&format!("'''{}'''", say("helpdesk-site-equity-all")), fates.total());
    out.push_str("\n|}");
    out
}
