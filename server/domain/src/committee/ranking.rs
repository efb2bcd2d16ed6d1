//! The order that ballots give, by the method of Markus Schulze.
//!
//! See M. Schulze, *The Schulze Method of Voting*, <https://arxiv.org/abs/1804.02973>. The strength
//! of a link is its winning votes. What a ballot does not name, it says nothing about: somebody who
//! stands aside from one request, or has no view of it, neither raises nor lowers it.

use serde::{Deserialize, Serialize};

/// One member's order: groups of equals, the best first. What is named nowhere is abstained from,
/// and what is named twice counts where it is named first.
pub type Ballot = Vec<Vec<usize>>;

/// How many prefer one to another, for each two of the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duels {
    size: usize,
    /// `votes[one * size + other]`: how many prefer `one` to `other`.
    votes: Vec<u32>,
}

/// A place in the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Who stands here.
    pub candidate: usize,
    /// Who could as well, as the ballots put nobody that is left above them. The one that comes
    /// first in the order of the candidates was taken, which the caller makes: who waits longest.
    pub equals: Vec<usize>,
}

impl Duels {
    /// Counts ballots over candidates `0..size`. Numbers beyond are ignored.
    #[must_use]
    pub fn count<'a>(size: usize, ballots: impl IntoIterator<Item = &'a Ballot>) -> Self {
        let mut duels = Self { size, votes: vec![0; size * size] };
        for ballot in ballots {
            let mut rank = vec![None; size];
            for (group, equals) in ballot.iter().enumerate() {
                for candidate in equals {
                    if let Some(place @ None) = rank.get_mut(*candidate) {
                        *place = Some(group);
                    }
                }
            }
            for one in 0..size {
                for other in 0..size {
                    if matches!((rank[one], rank[other]), (Some(a), Some(b)) if a < b) {
                        duels.votes[one * size + other] += 1;
                    }
                }
            }
        }
        duels
    }

    /// Takes counts from elsewhere; `None` unless there is a row and a column for each candidate.
    #[must_use]
    pub fn from_rows(rows: &[Vec<u32>]) -> Option<Self> {
        let size = rows.len();
        let square = rows.iter().all(|row| row.len() == size);
        square.then(|| Self { size, votes: rows.concat() })
    }

    /// How many prefer `one` to `other`.
    #[must_use]
    pub fn votes(&self, one: usize, other: usize) -> u32 {
        self.votes.get(one * self.size + other).copied().unwrap_or(0)
    }

    /// The strengths of the strongest paths, row by row: a path is as strong as its weakest link.
    #[must_use]
    pub fn paths(&self) -> Vec<Vec<u32>> {
        let size = self.size;
        let wins = |one, other| {
            let (votes, against) = (self.votes(one, other), self.votes(other, one));
            if votes > against { votes } else { 0 }
        };
        let mut paths: Vec<Vec<u32>> =
            (0..size).map(|one| (0..size).map(|other| wins(one, other)).collect()).collect();
        for middle in 0..size {
            for one in 0..size {
                for other in 0..size {
                    if one != other && one != middle && other != middle {
                        let through = paths[one][middle].min(paths[middle][other]);
                        paths[one][other] = paths[one][other].max(through);
                    }
                }
            }
        }
        paths
    }

    /// The order of all candidates. Each place names whom nobody left beats; where several are
    /// equal there, that is said, and the candidates' own order decides.
    #[must_use]
    pub fn order(&self) -> Vec<Place> {
        let paths = self.paths();
        let mut left: Vec<usize> = (0..self.size).collect();
        let mut order = Vec::with_capacity(self.size);
        while !left.is_empty() {
            let beaten = |one: &usize| left.iter().any(|other| paths[*other][*one] > paths[*one][*other]);
            let mut best: Vec<usize> = left.iter().copied().filter(|one| !beaten(one)).collect();
            // Beating by paths is transitive, so somebody is always unbeaten.
            let Some(candidate) = best.first().copied() else { break };
            best.remove(0);
            left.retain(|one| *one != candidate);
            order.push(Place { candidate, equals: best });
        }
        order
    }
}
