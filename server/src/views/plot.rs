//! Plots inside tables, as SVG without a word in it: the numbers stand beside them, for those who do
//! not see them. Colours and direction are the style sheet's.

use helpdesk_domain::equity::Spread;
use maud::{Markup, html};

/// A bar of a share of a hundred.
#[must_use]
pub fn share_bar(share: u32) -> Markup {
    html! {
        svg.plot viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.plot-rest width="100" height="8" {}
            rect.plot-got width=(share.min(100)) height="8" {}
        }
    }
}

/// A bar of parts one after the other, as long as their sum is beside `longest`. The parts' classes
/// are `plot-` and their names.
#[must_use]
pub fn stacked(parts: &[(&str, usize)], longest: usize) -> Markup {
    let scaled = |n: usize| n * 1000 / longest.max(1);
    let placed = parts.iter().scan(0, |start, (name, n)| {
        let from = scaled(*start);
        *start += n;
        Some((*name, from, scaled(*start) - from))
    });
    html! {
        svg.plot.wide viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (name, from, width) in placed {
                rect class={ "plot-" (name) } x=(from) width=(width) height="8" {}
            }
        }
    }
}

/// From the lower to the upper quartile, with the median; what was not reached yet goes on to the end.
#[must_use]
pub fn quartiles(spread: &Spread, longest: u32) -> Markup {
    let scaled = |days: u32| u64::from(days) * 1000 / u64::from(longest.max(1));
    let at = |days: Option<u32>| days.map_or(1000, scaled).min(1000);
    let (from, half, to) = (at(spread.quarter), at(spread.half), at(spread.three_quarters));
    html! {
        svg.plot.wide viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.plot-line y="3.5" width="1000" height="1" {}
            @if spread.quarter.is_some() {
                rect.plot-waits x=(from) width=(to.saturating_sub(from).max(6)) y="1" height="6" {}
                @if spread.half.is_some() { rect.plot-half x=(half.min(992)) width="8" height="8" {} }
            }
        }
    }
}
