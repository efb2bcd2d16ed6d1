//! What intake would do with a message, and why.

use super::ballot::{self, Ballot};
use super::fold::{Block, Kind, fold};
use super::join::{Content, Evidence, Outcome, Placed, Verdict, Writer, by_ranking_address, decide, place};
use super::known::{Known, KnownRole};
use super::ranking::{self, Ranking};
use super::read::{Attachment, Failed, Incoming, Mailbox, read};
use super::reply_address::{claim, ranks};
use super::robot::{Robot, may_answer, no_reply, robot};
use super::{authentication, forwarded, language};
use helpdesk_domain::ids::{PersonId, Reference};
use serde::Serialize;

/// What intake makes of a message. As JSON it is what `mail explain` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why, in words for staff.
    pub reason: String,
    /// The strongest evidence for where it belongs.
    pub evidence: Evidence,
    /// Who writes.
    pub writer: Writer,
    /// Whether our receiving host stands for the sender's domain.
    pub aligned: bool,
    /// The request that it belongs to or is proposed for.
    pub request: Option<Reference>,
    /// Whose address it comes from, if it is known.
    pub person: Option<PersonId>,
    /// The original sender of mail that staff pass on.
    pub proposed_requester: Option<Mailbox>,
    /// Who it is from.
    pub from: Option<Mailbox>,
    /// Whom it is addressed to besides the Helpdesk and its writer.
    pub others: Vec<Mailbox>,
    /// Where its writer wants answers, if elsewhere.
    pub reply_to: Option<Mailbox>,
    /// The subject, decoded.
    pub subject: String,
    /// What the person wrote, without quotes and signature.
    pub text: String,
    /// What was folded as quoted.
    pub quote: Option<String>,
    /// What was folded as a signature.
    pub signature: Option<String>,
    /// The whole text in its order, by kinds.
    pub blocks: Vec<Block>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// The language's tag, guessed from the text.
    pub language: Option<&'static str>,
    /// A filled-in ballot.
    pub ballot: Option<CastBallot>,
    /// A filled-in ranking of what is before the committee.
    pub ranking: Option<CastRanking>,
    /// Whether an automatic answer may be sent.
    pub may_answer: bool,
    /// The addresses that a delivery report says cannot be reached.
    pub failed: Vec<Failed>,
    /// The Message-IDs, without brackets, of what a delivery report gives back.
    #[serde(skip)]
    pub returned: Vec<String>,
    /// The Message-ID without brackets.
    pub message_id: Option<String>,
    /// What was wrong with the message's form.
    pub defects: Vec<&'static str>,
}

/// A ballot, and whether it counts.
#[derive(Clone, Debug, Serialize)]
pub struct CastBallot {
    /// What it says.
    #[serde(flatten)]
    pub ballot: Ballot,
    /// Whether it is the member's own, proven, and for this request.
    pub counts: bool,
    /// Why it does not count.
    pub why_not: Option<&'static str>,
    /// Whether who writes is a member, so that nobody else reads it.
    #[serde(skip)]
    pub of_member: bool,
    /// Whether it came to the member's own reply address for this request, so that they can be told.
    #[serde(skip)]
    pub own: bool,
}

/// A ranking, and whether it counts.
#[derive(Clone, Debug, Serialize)]
pub struct CastRanking {
    /// What it says.
    #[serde(flatten)]
    pub ranking: Ranking,
    /// Whether it is the member's own, proven and clear.
    pub counts: bool,
    /// Why it does not count.
    pub why_not: Option<&'static str>,
    /// Whether it may be a member's, so that nobody else reads it.
    #[serde(skip)]
    pub of_member: bool,
    /// Whether it came to the member's own address for ranking, so that they can be told.
    #[serde(skip)]
    pub own: bool,
}

/// Says what intake would do with a raw message.
#[must_use]
pub fn explain(raw: &[u8], known: &Known) -> Explained {
    explain_message(read(raw), known)
}

/// Says what intake would do with a message that was taken apart.
#[must_use]
pub fn explain_message(message: Incoming, known: &Known) -> Explained {
    let robot = robot(&message, &known.own_addresses, &known.own_lists);
    let folded = fold(&message.text, &message.subject, message.is_answer());
    let text = folded.all(Kind::Text).unwrap_or_default();
    let quote = folded.all(Kind::Quote);
    let signature = folded.all(Kind::Signature);
    let mut placed = place(&message, known);
    let ballot = ballot::parse(&message.text).or_else(|| ballot::parse_typed(&text));
    propose_by_ballot(&mut placed, ballot.as_ref(), known);
    if robot.is_some() {
        placed.writer = Writer::Robot;
    }
    let aligned = authentication::aligned(&message, &known.receiving_host);
    let original = forwarded_by_staff(&message, known, &placed);
    let content = if ballot.is_some() { Content::Ballot } else { Content::Words };
    let verdict = verdict(&message, &placed, aligned, content, original.is_some(), robot);
    let to_rank = by_ranking_address(&message, known, placed.person);
    let ranking = ranking::parse(&message.text).map(|ranking| cast_ranking(ranking, &placed, to_rank, known));
    let verdict = of_ranking(ranking.as_ref(), to_rank, robot).unwrap_or(verdict);
    placed.evidence = to_rank.unwrap_or(placed.evidence);
    Explained {
        outcome: verdict.outcome,
        reason: verdict.reason.to_owned(),
        evidence: placed.evidence,
        writer: placed.writer,
        aligned,
        request: placed.request,
        person: placed.person,
        proposed_requester: original,
        from: message.from.first().cloned(),
        others: others(&message, known),
        reply_to: message.reply_to.first().cloned(),
        subject: message.subject.clone(),
        language: language::guess(&text),
        text,
        quote,
        signature,
        blocks: folded.blocks,
        ballot: ballot.map(|ballot| cast(ballot, &placed, known)),
        ranking,
        may_answer: may_answer(&message, robot) && verdict.outcome != Outcome::DropRobot,
        returned: message.returned(),
        failed: message.failed,
        message_id: message.message_id,
        defects: message.defects,
        attachments: message.attachments,
    }
}

/// Everybody in To and Cc but ourselves and who writes, each once.
fn others(message: &Incoming, known: &Known) -> Vec<Mailbox> {
    let keys = known.keys();
    let mut seen: Vec<&str> = message.from.iter().filter_map(|from| from.address.as_deref()).collect();
    let mut others = Vec::new();
    for one in &message.recipients {
        let Some(address) = one.address.as_deref() else { continue };
        let own = known.own_addresses.iter().any(|own| own.eq_ignore_ascii_case(address))
            || claim(&keys, &known.reply_address, address).is_some()
            || ranks(&keys, &known.reply_address, address).is_some();
        if !own && !seen.contains(&address) {
            seen.push(address);
            others.push(one.clone());
        }
    }
    others
}

/// A ballot's own line names its request as a subject does.
fn propose_by_ballot(placed: &mut Placed, ballot: Option<&Ballot>, known: &Known) {
    let named = ballot.and_then(|ballot| ballot.request).filter(|one| known.request(*one).is_some());
    if let (Evidence::Nothing, Some(named)) = (placed.evidence, named) {
        placed.evidence = Evidence::SubjectCode;
        placed.request = Some(known.target(named));
        let roles = placed.person.and_then(|id| known.people.iter().find(|person| person.id == id));
        let has = |role| roles.is_some_and(|person| person.roles.contains(&role));
        if has(KnownRole::Staff) {
            placed.writer = Writer::Staff;
        } else if has(KnownRole::Committee) {
            placed.writer = Writer::Member;
        }
    }
}

fn forwarded_by_staff(message: &Incoming, known: &Known, placed: &Placed) -> Option<Mailbox> {
    let person = known.people.iter().find(|person| Some(person.id) == placed.person)?;
    if !person.roles.contains(&KnownRole::Staff) || placed.writer == Writer::Robot {
        return None;
    }
    let original = forwarded::original_sender(message)?;
    let address = original.address.as_deref()?;
    let own = known.own_addresses.iter().chain(&person.addresses).any(|one| one.eq_ignore_ascii_case(address));
    (!own).then_some(original)
}

fn verdict(
    message: &Incoming,
    placed: &Placed,
    aligned: bool,
    content: Content,
    passed_on: bool,
    robot: Option<Robot>,
) -> Verdict {
    if let Some(robot) = robot {
        return Verdict { outcome: Outcome::DropRobot, reason: robot.reason() };
    }
    let tray = |reason| Verdict { outcome: Outcome::Tray, reason };
    let empty = message.text.trim().is_empty() && message.attachments.is_empty();
    if message.headers.is_empty() {
        return tray("it has no headers, so it is no mail that could be read");
    }
    if message.from.first().and_then(|from| from.address.as_ref()).is_none() {
        return tray("it does not say who it is from");
    }
    if message.all("from").count() > 1 || message.from.len() > 1 {
        return tray("it says that it is from several people");
    }
    if empty && message.subject.is_empty() {
        return tray("it is empty");
    }
    if placed.several {
        return tray("it names more than one request");
    }
    let verdict = decide(placed.evidence, placed.writer, aligned, content);
    if verdict.outcome != Outcome::New {
        return verdict;
    }
    if no_reply(message) {
        return tray("it comes from an address that takes no answers");
    }
    if message.defects.contains(&"messages are nested too deep to be opened") {
        return tray("it has more messages inside of it than are opened");
    }
    if passed_on {
        return Verdict {
            outcome: Outcome::New,
            reason: "staff pass it on; its original sender is the proposed requester",
        };
    }
    verdict
}

fn cast(ballot: Ballot, placed: &Placed, known: &Known) -> CastBallot {
    let member = is_member(known, placed.person);
    let same = ballot.request.is_none_or(|request| Some(known.target(request)) == placed.request);
    let why_not = if placed.writer == Writer::Robot {
        Some("a program sent it")
    } else if !member {
        Some("it is not from a member of the committee")
    } else if placed.evidence != Evidence::OwnToken {
        Some("it did not come to the member's own reply address")
    } else if !same {
        Some("the form and the reply address name different requests")
    } else if ballot.position.is_none() {
        Some("its position is not clear")
    } else {
        None
    };
    let own = member && same && placed.evidence == Evidence::OwnToken && placed.writer != Writer::Robot;
    CastBallot { ballot, counts: why_not.is_none(), why_not, of_member: member, own }
}

fn is_member(known: &Known, person: Option<PersonId>) -> bool {
    let committee = |one: &&super::known::KnownPerson| one.roles.contains(&KnownRole::Committee);
    known.people.iter().filter(committee).any(|one| Some(one.id) == person)
}

fn cast_ranking(ranking: Ranking, placed: &Placed, to_rank: Option<Evidence>, known: &Known) -> CastRanking {
    let member = is_member(known, placed.person);
    let own = member && to_rank == Some(Evidence::OwnToken) && placed.writer != Writer::Robot;
    let why_not = if placed.writer == Writer::Robot {
        Some("a program sent it")
    } else if !member {
        Some("it is not from a member of the committee")
    } else if !own {
        Some("it did not come to the member's own address for ranking")
    } else if !ranking.is_clear() {
        Some("it is not clear")
    } else {
        None
    };
    let of_member = member || matches!(to_rank, Some(Evidence::OwnToken | Evidence::OthersToken));
    CastRanking { ranking, counts: why_not.is_none(), why_not, of_member, own }
}

/// What becomes of a ranking, and of what else comes to an address for ranking; `None` if it is neither.
fn of_ranking(
    ranking: Option<&CastRanking>,
    to_rank: Option<Evidence>,
    robot: Option<Robot>,
) -> Option<Verdict> {
    let verdict = |outcome, reason| Some(Verdict { outcome, reason });
    match (ranking, to_rank) {
        _ if robot.is_some() => None,
        (Some(ranking), _) if ranking.counts => {
            verdict(Outcome::Join, "a ranking at the address that was made for who writes")
        }
        (Some(ranking), _) if ranking.of_member => verdict(Outcome::Tray, "a ranking that does not count"),
        (_, Some(_)) => verdict(Outcome::Tray, "it came to an address for ranking, and ranks nothing"),
        (_, None) => None,
    }
}
