//! Where a message belongs: evidence in the order of its strength, and who writes. The rule is
//! [`decide`], a function of a few values whose whole table is data in the tests.

mod evidence;

pub use evidence::{Placed, by_ranking_address, claims, place, rankers, subject_codes};

use serde::{Deserialize, Serialize};

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is added to its request, or counted if it ranks what is before the committee.
    Join,
    /// It waits with a proposal: who wrote and where it belongs is likely but not proven.
    Suggestion,
    /// It waits for staff to place it.
    Tray,
    /// It becomes a request.
    New,
    /// It is kept in the log of what programs sent, and nobody is told.
    #[serde(rename = "drop robot")]
    DropRobot,
}

/// The strongest thing that ties a message to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The reply address that was made for who writes.
    OwnToken,
    /// A reply address that was made for somebody else.
    OthersToken,
    /// A reply address that was forged, ended, or is of no request.
    BadToken,
    /// It answers a message that we sent.
    Thread,
    /// The subject names a request.
    SubjectCode,
    /// Nothing.
    Nothing,
}

/// Who writes, towards the request that the evidence names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writer {
    /// Whose request it is.
    Requester,
    /// Somebody who is written to about it.
    Correspondent,
    /// A member of the committee.
    Member,
    /// The Helpdesk's staff.
    Staff,
    /// Anybody else, known or not.
    Stranger,
    /// A program.
    Robot,
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Words.
    Words,
    /// A ballot that is filled in.
    Ballot,
}

/// An outcome and why, in words for staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What becomes of the message.
    pub outcome: Outcome,
    /// Why.
    pub reason: &'static str,
}

fn verdict(outcome: Outcome, reason: &'static str) -> Verdict {
    Verdict { outcome, reason }
}

/// The decision. `aligned` is what our receiving host says of the sender's domain.
#[must_use]
pub fn decide(evidence: Evidence, writer: Writer, aligned: bool, content: Content) -> Verdict {
    if writer == Writer::Robot {
        return verdict(Outcome::DropRobot, "a program sent it");
    }
    let stranger = writer == Writer::Stranger;
    match evidence {
        Evidence::OwnToken if stranger => {
            verdict(Outcome::Tray, "the reply address is this person's, who has no part in the request")
        }
        Evidence::OwnToken => verdict(Outcome::Join, "the reply address was made for who writes"),
        Evidence::OthersToken if stranger => {
            verdict(Outcome::Tray, "a stranger writes to a reply address that was made for somebody else")
        }
        Evidence::OthersToken if content == Content::Ballot => {
            verdict(Outcome::Suggestion, "a ballot needs the member's own reply address, and this is another's")
        }
        Evidence::OthersToken if aligned || matches!(writer, Writer::Requester | Writer::Correspondent) => {
            verdict(
                Outcome::Join,
                "somebody with a part in the request writes to a reply address that was made for another",
            )
        }
        Evidence::OthersToken => {
            verdict(Outcome::Suggestion, "the reply address was made for another, and who writes is not proven")
        }
        Evidence::BadToken if stranger => {
            verdict(Outcome::Tray, "the reply address is not valid, and a stranger writes")
        }
        Evidence::BadToken => verdict(Outcome::Suggestion, "the reply address is not valid or was ended"),
        Evidence::Thread if stranger => verdict(Outcome::Tray, "it answers our message, but a stranger writes"),
        Evidence::Thread if aligned => {
            verdict(Outcome::Join, "it answers our message, and the sender's domain is proven")
        }
        Evidence::Thread => {
            verdict(Outcome::Suggestion, "it answers our message, but the sender is not proven")
        }
        Evidence::SubjectCode if stranger && content == Content::Words => {
            verdict(Outcome::New, "a stranger names a request in the subject, which joins nothing")
        }
        Evidence::SubjectCode if stranger => verdict(Outcome::Tray, "a ballot of somebody who is not a member"),
        Evidence::SubjectCode => verdict(Outcome::Suggestion, "only the subject names the request"),
        Evidence::Nothing => match content {
            Content::Words => verdict(Outcome::New, "nothing ties it to a request"),
            Content::Ballot => verdict(Outcome::Tray, "a ballot that nothing ties to who writes"),
        },
    }
}
