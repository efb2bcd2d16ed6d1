//! What comes first, as a member ranks it with any mail client: a plain form with a line for each
//! request, quoted and broken as clients do, and read back. What is not clear is never guessed; it
//! comes back marked.

mod parse;
mod render;

pub use parse::parse;
pub use render::render;

use helpdesk_domain::ids::Reference;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a member's mail says of what comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// The places; equal numbers are equal ranks, and what has none is abstained from.
    pub places: BTreeMap<Reference, u32>,
    /// Whether the member says that they rank nothing.
    pub abstains: bool,
    /// Lines that are not clear, and those that count for nothing.
    pub problems: Vec<Unclear>,
}

/// A line of a ranking that is not clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unclear {
    /// The request that it names.
    pub request: Option<Reference>,
    /// What was written as its place.
    pub written: String,
    /// Why.
    pub problem: Problem,
}

/// Why a line of a ranking is not clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Different places for one request.
    Several,
    /// What was written is no number from 1 to 99.
    NotAPlace,
    /// Both places and that nothing is ranked.
    Both,
    /// The form's last line is gone, so lines with places may be gone as well.
    EndMissing,
    /// The request is not, or no longer, one that this member ranks.
    NoCandidate,
}

impl Problem {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Several, Self::NotAPlace, Self::Both, Self::EndMissing, Self::NoCandidate];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::NotAPlace => "not-a-place",
            Self::Both => "both",
            Self::EndMissing => "end-missing",
            Self::NoCandidate => "no-candidate",
        }
    }
}

impl Ranking {
    /// Whether it can be counted as it is. What is no candidate hinders nothing: requests come and
    /// go between the form and its answer.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let clear = self.problems.iter().all(|one| one.problem == Problem::NoCandidate);
        clear && (self.abstains || !self.places.is_empty())
    }

    /// The same with places for these requests alone.
    #[must_use]
    pub fn among(mut self, candidates: &[Reference]) -> Self {
        let is_one = |request: &Reference| candidates.contains(request);
        let (known, other): (BTreeMap<_, _>, _) =
            self.places.into_iter().partition(|(request, _)| is_one(request));
        self.problems.retain(|one| one.request.is_none_or(|request| is_one(&request)));
        self.problems.extend(other.into_iter().map(|(request, place)| Unclear {
            request: Some(request),
            written: place.to_string(),
            problem: Problem::NoCandidate,
        }));
        self.places = known;
        self
    }
}

#[cfg(test)]
mod tests;
