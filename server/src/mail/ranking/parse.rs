//! A ranking read back from the text of a mail, quotes included.

use super::{Problem, Ranking, Unclear};
use crate::mail::fold::unquoted;
use crate::mail::form_line::{Bracketed, Mark, bracketed, clean, mark, rule};
use helpdesk_domain::ids::Reference;
use std::collections::BTreeMap;

/// The first and the last line of the form.
pub(super) const BEGIN: &str = "Ranking";
pub(super) const END: &str = "End of ranking";
/// The code of the line that says that nothing is ranked.
pub(super) const ABSTAIN: &str = "abstain";
/// The last place that can be given.
pub(super) const LAST: u32 = 99;
/// What was written as a place is told up to this length.
const WRITTEN_MAX: usize = 20;

/// The ranking in a mail, if there is one and anything is filled in. Of several copies of the form the
/// least quoted one counts, of those the first. Lines such as `7h2kq0vw: 2` count in it and above it.
#[must_use]
pub fn parse(text: &str) -> Option<Ranking> {
    let lines: Vec<(usize, &str)> = text.lines().map(unquoted).collect();
    let begins = lines.iter().enumerate().filter(|(_, (_, line))| is_rule(line, BEGIN));
    let (start, _) = begins.min_by_key(|(at, (depth, _))| (*depth, *at))?;
    let inside = &lines[start + 1..];
    let end = inside.iter().position(|(_, line)| is_rule(line, END));
    let mut read = Read::default();
    for (_, line) in lines[..start].iter().filter(|(depth, _)| *depth == 0) {
        read.typed(&clean(line));
    }
    for (_, line) in &inside[..end.unwrap_or(inside.len())] {
        let line = &clean(line);
        if !read.ticked(line) {
            read.typed(line);
        }
    }
    let mut ranking = read.finish()?;
    if end.is_none() {
        ranking.problems.push(unclear(None, "", Problem::EndMissing));
    }
    Some(ranking)
}

#[derive(Default)]
struct Read {
    places: BTreeMap<Reference, Vec<u32>>,
    abstains: bool,
    problems: Vec<Unclear>,
}

impl Read {
    /// Takes a line `[2] 7h2kq0vw: words` or `[x] abstain: words`. A mark may also stand before the
    /// brackets or right behind the code.
    fn ticked(&mut self, line: &str) -> bool {
        let Some(Bracketed { before, inside, after }) = bracketed(line) else { return false };
        let head = after.split([':', '：']).next().unwrap_or_default().trim().trim_matches('*');
        let (code, behind) = head.split_once([' ', '\t']).unwrap_or((head, ""));
        if code.eq_ignore_ascii_case(ABSTAIN) {
            match mark(&format!("{before}{inside}")) {
                Mark::Empty => {}
                Mark::Yes => self.abstains = true,
                Mark::Unclear => {
                    self.problems.push(unclear(None, &format!("{before} {inside}"), Problem::NotAPlace));
                }
            }
            return true;
        }
        let Some(request) = Reference::parse(code) else { return false };
        let inside = inside.trim().trim_end_matches(['.', ')']);
        for written in [before, inside, behind].map(str::trim) {
            if mark(written) != Mark::Empty {
                self.place(request, written);
            }
        }
        true
    }

    /// Takes a line `7h2kq0vw: 2`; one with other words behind the code is none.
    fn typed(&mut self, line: &str) {
        let Some((code, value)) = line.split_once([':', '：', '=']) else { return };
        let Some(request) = Reference::parse(code.trim().trim_matches('*')) else { return };
        if let Some(place) = number(value) {
            self.places.entry(request).or_default().push(place);
        }
    }

    fn place(&mut self, request: Reference, written: &str) {
        match number(written) {
            Some(place) => self.places.entry(request).or_default().push(place),
            None => self.problems.push(unclear(Some(request), written, Problem::NotAPlace)),
        }
    }

    fn finish(mut self) -> Option<Ranking> {
        let mut places = BTreeMap::new();
        for (request, mut given) in self.places {
            given.dedup();
            match given.as_slice() {
                [one] if !self.problems.iter().any(|other| other.request == Some(request)) => {
                    places.insert(request, *one);
                }
                several => {
                    let written: Vec<_> = several.iter().map(u32::to_string).collect();
                    self.problems.push(unclear(Some(request), &written.join(", "), Problem::Several));
                }
            }
        }
        if self.abstains && !places.is_empty() {
            self.problems.push(unclear(None, "", Problem::Both));
        }
        let filled = self.abstains || !places.is_empty() || !self.problems.is_empty();
        filled.then_some(Ranking { places, abstains: self.abstains, problems: self.problems })
    }
}

fn unclear(request: Option<Reference>, written: &str, problem: Problem) -> Unclear {
    Unclear { request, written: written.trim().chars().take(WRITTEN_MAX).collect(), problem }
}

fn is_rule(line: &str, words: &str) -> bool {
    let framed = clean(line);
    let framed = framed.trim_start().starts_with(['-', '–', '—', '―', '*', '_']);
    framed && rule(line).eq_ignore_ascii_case(words)
}

/// A place in the digits of any of the scripts that members write in. A number that makes a list,
/// such as `1.` before the brackets, is somebody's client and no place.
fn number(written: &str) -> Option<u32> {
    let plain = written.trim().trim_start_matches('#');
    let digits: Option<String> = plain.chars().map(digit).collect();
    digits?.parse().ok().filter(|place| (1..=LAST).contains(place))
}

fn digit(one: char) -> Option<char> {
    const ZEROS: [char; 6] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    let of = |zero: char| u32::from(one).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(of).and_then(|value| char::from_digit(value, 10))
}
