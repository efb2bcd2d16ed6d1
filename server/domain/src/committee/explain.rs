//! What a rule says of a round: met, still open and who can change it, or out of reach.
//!
//! What may still come is positions. Standing aside is a matter of conscience and no way to meet a
//! rule: it is not counted on, and once somebody does, the answer is worked out anew.

use super::rule::Rule;
use super::seats::{Holder, Seats, same_affiliate};
use crate::event::{Event, Recorded};
use crate::ids::PersonId;
use crate::process::{Feedback, Position};
use crate::project::SupportRequestView;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A position as far as a rule looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Who gave it.
    pub person: PersonId,
    /// On which day it was given or changed last: it counts for the seat held then.
    pub on: Date,
    /// The position.
    pub position: Position,
}

/// A round as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The day for which is asked; the committee is the one of that day.
    pub on: Date,
    /// The requester's affiliates. Compared without regard to case.
    #[serde(default)]
    pub requester_affiliates: Vec<String>,
    /// Positions in any order, at most one a person.
    #[serde(default)]
    pub positions: Vec<Given>,
    /// Who stands aside, whenever they said so.
    #[serde(default)]
    pub recused: BTreeSet<PersonId>,
}

/// The answer of a rule or of one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Met.
    Met,
    /// Not met, and can be.
    Open,
    /// Can no longer be met as the committee is seated.
    OutOfReach,
}

/// A part of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// How many positions.
    Positions,
    /// From how many regions.
    Regions,
}

/// The answer of a part, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAnswer {
    /// Which.
    pub part: Part,
    /// How many are needed.
    pub needed: u32,
    /// How many there are.
    pub have: u32,
    /// How many there are if everybody gives a position who can.
    pub reachable: u32,
    /// The answer.
    pub answer: Answer,
}

/// Why a position, or a seat's silence, is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatState {
    /// A position is counted.
    Counted,
    /// A position was given, but as many as may be are counted from the requester's affiliates.
    AffiliateFull,
    /// A position may still be given.
    Pending,
    /// Stands aside.
    Aside,
}

/// A seat in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatAnswer {
    /// The seat's name.
    pub seat: String,
    /// Who gave its position, else who holds it on the day.
    pub person: PersonId,
    /// How it stands.
    pub state: SeatState,
}

/// Why a position counts for no seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Uncounted {
    /// It was given after the day for which is asked.
    Later,
    /// Who gave it stands aside.
    Recused,
    /// Who gave it held no seat on that day, or the seat's term is over.
    NoSeat,
    /// It abstains, and the rule does not count that.
    Abstained,
    /// Somebody else gave one for the same seat after it.
    Replaced,
}

/// What a rule says of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The answer.
    pub answer: Answer,
    /// The answers of its parts; both together make the whole.
    pub parts: Vec<PartAnswer>,
    /// Who can still bring it about: those whose position tips the rule in some way it can go on.
    /// Empty unless it is open.
    pub can_change: Vec<PersonId>,
    /// Seats in term.
    pub seats: u32,
    /// Seats that stand aside.
    pub aside: u32,
    /// The seats one by one, by their names.
    pub by_seat: Vec<SeatAnswer>,
    /// Positions that count for no seat, by person.
    pub uncounted: Vec<(PersonId, Uncounted)>,
}

/// Says how a round stands under a rule. The order of what is given makes no difference.
#[must_use]
pub fn explain(rule: &Rule, seats: &Seats, round: &Round) -> Explanation {
    let (given, uncounted) = by_seat(rule, seats, round);
    let mut voices = Vec::new();
    for (seat, now) in seats.on(round.on) {
        let (holder, standing) = match given.get(seat.id.as_str()) {
            Some((holder, _)) => (*holder, Standing::Given),
            None if round.recused.contains(&now.person) => (now, Standing::Aside),
            None => (now, Standing::Pending),
        };
        let kin = rule.from_requesters_affiliate.is_some() && is_kin(holder, &round.requester_affiliates);
        voices.push(Voice {
            seat: &seat.id,
            person: holder.person,
            region: holder.region.as_deref(),
            kin,
            standing,
        });
    }
    let aside = count(voices.iter().filter(|voice| voice.standing == Standing::Aside));
    let needs = Needs {
        positions: rule.needed(count(voices.iter()), aside),
        regions: rule.regions,
        kin: rule.from_requesters_affiliate.unwrap_or(u32::MAX),
    };
    let have = needs.tally(voices.iter().filter(|voice| voice.standing == Standing::Given));
    let reachable = needs.tally(voices.iter().filter(|voice| voice.standing != Standing::Aside));
    let parts = needs.parts(have, reachable);
    let answer = parts.iter().map(|part| part.answer).max().unwrap_or(Answer::Met);
    let can_change = if answer == Answer::Open { needs.who_tips(&voices) } else { Vec::new() };
    Explanation {
        answer,
        parts,
        can_change,
        seats: count(voices.iter()),
        aside,
        by_seat: needs.by_seat(&voices),
        uncounted,
    }
}

/// The round under way as a view has it; `None` if it has no positions to show, or there is no round.
#[must_use]
pub fn round_of(view: &SupportRequestView, on: Date) -> Option<Round> {
    view.stage.gate()?;
    let given = |feedback: &Feedback| Given {
        person: feedback.by,
        on: feedback.at.date(),
        position: feedback.position,
    };
    let aside = |recorded: &Recorded| {
        if let Event::StoodAside {} = recorded.event { recorded.by } else { None }
    };
    let by_rule =
        view.history.iter().rev().find_map(|recorded| {
            if let Event::AsideByRule { who } = &recorded.event { Some(who) } else { None }
        });
    Some(Round {
        on,
        requester_affiliates: view.facts.affiliate.iter().map(|name| name.as_str().to_owned()).collect(),
        positions: view.feedback.as_ref()?.iter().map(given).collect(),
        recused: view.history.iter().filter_map(aside).chain(by_rule.into_iter().flatten().copied()).collect(),
    })
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

fn is_kin(holder: &Holder, affiliates: &[String]) -> bool {
    holder.affiliates.iter().any(|own| affiliates.iter().any(|asks| same_affiliate(own, asks)))
}

type BySeat<'a> = BTreeMap<&'a str, (&'a Holder, Given)>;

/// The position that counts for each seat, and the positions that count for none.
fn by_seat<'a>(rule: &Rule, seats: &'a Seats, round: &Round) -> (BySeat<'a>, Vec<(PersonId, Uncounted)>) {
    let mut counted: BySeat<'a> = BTreeMap::new();
    let mut uncounted = Vec::new();
    let mut positions = round.positions.clone();
    positions.sort_by_key(|given| (given.on, given.person));
    for given in positions {
        let why = if given.on > round.on {
            Some(Uncounted::Later)
        } else if round.recused.contains(&given.person) {
            Some(Uncounted::Recused)
        } else if given.position == Position::Abstain && !rule.abstentions_count {
            Some(Uncounted::Abstained)
        } else {
            None
        };
        let seat = seats.of(given.person, given.on).filter(|(seat, _)| seat.in_term(round.on));
        match (why, seat) {
            (Some(why), _) => uncounted.push((given.person, why)),
            (None, None) => uncounted.push((given.person, Uncounted::NoSeat)),
            (None, Some((seat, holder))) => {
                if let Some((_, before)) = counted.insert(&seat.id, (holder, given)) {
                    uncounted.push((before.person, Uncounted::Replaced));
                }
            }
        }
    }
    uncounted.sort_unstable();
    (counted, uncounted)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Given,
    Pending,
    Aside,
}

struct Voice<'a> {
    seat: &'a str,
    person: PersonId,
    region: Option<&'a str>,
    /// Of the requester's affiliates, where the rule limits those.
    kin: bool,
    standing: Standing,
}

/// Positions by who gave them: regions of others, and regions that only kin add.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    others: u32,
    regions: u32,
    kin: u32,
    kin_regions: u32,
}

impl Sum {
    /// What a region's positions add; without a region they add none.
    fn of(region: Option<&str>, others: u32, kin: u32) -> Self {
        let known = region.is_some();
        Self {
            others,
            regions: u32::from(known && others > 0),
            kin,
            kin_regions: u32::from(known && others == 0 && kin > 0),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            others: self.others + other.others,
            regions: self.regions + other.regions,
            kin: self.kin + other.kin,
            kin_regions: self.kin_regions + other.kin_regions,
        }
    }
}

/// What the rule needs in this round.
#[derive(Clone, Copy)]
struct Needs {
    positions: u32,
    regions: u32,
    kin: u32,
}

/// Others and kin of one region.
type Regions<'a> = BTreeMap<Option<&'a str>, (u32, u32)>;

fn regions<'a>(voices: impl Iterator<Item = &'a Voice<'a>>) -> Regions<'a> {
    let mut found = Regions::new();
    for voice in voices {
        let (others, kin) = found.entry(voice.region).or_default();
        *(if voice.kin { kin } else { others }) += 1;
    }
    found
}

impl Needs {
    /// Positions and regions that count. Those kin are counted first that bring a region of their
    /// own, so no other choice among them gives more positions or more regions.
    fn counts(self, sum: Sum) -> (u32, u32) {
        (sum.others + sum.kin.min(self.kin), sum.regions + sum.kin_regions.min(self.kin))
    }

    fn tally<'a>(self, voices: impl Iterator<Item = &'a Voice<'a>>) -> (u32, u32) {
        let sums = regions(voices).into_iter().map(|(region, (others, kin))| Sum::of(region, others, kin));
        self.counts(sums.fold(Sum::default(), Sum::plus))
    }

    fn met(self, sum: Sum) -> bool {
        let (positions, regions) = self.counts(sum);
        positions >= self.positions && regions >= self.regions
    }

    fn parts(self, have: (u32, u32), reachable: (u32, u32)) -> Vec<PartAnswer> {
        let part = |part, needed, have, reachable| {
            let answer = if have >= needed {
                Answer::Met
            } else if reachable >= needed {
                Answer::Open
            } else {
                Answer::OutOfReach
            };
            (needed > 0).then_some(PartAnswer { part, needed, have, reachable, answer })
        };
        let positions = part(Part::Positions, self.positions, have.0, reachable.0);
        positions.into_iter().chain(part(Part::Regions, self.regions, have.1, reachable.1)).collect()
    }

    /// Those pending for whom there is a way on in which the rule is not met without their position
    /// and met with it.
    fn who_tips(self, voices: &[Voice<'_>]) -> Vec<PersonId> {
        let given = regions(voices.iter().filter(|voice| voice.standing == Standing::Given));
        let pending = regions(voices.iter().filter(|voice| voice.standing == Standing::Pending));
        let all: BTreeSet<_> = given.keys().chain(pending.keys()).copied().collect();
        let ways = |region: Option<&str>, others: u32, kin: u32| -> Vec<Sum> {
            let (given_others, given_kin) = given.get(&region).copied().unwrap_or_default();
            let pairs = (0..=others).flat_map(|o| (0..=kin).map(move |k| (o, k)));
            pairs.map(|(o, k)| Sum::of(region, given_others + o, given_kin + k)).collect()
        };
        let tips = |voice: &Voice<'_>| {
            let elsewhere = all.iter().filter(|region| **region != voice.region).fold(
                BTreeSet::from([Sum::default()]),
                |sums, region| {
                    let (others, kin) = pending.get(region).copied().unwrap_or_default();
                    let ways = ways(*region, others, kin);
                    sums.iter().flat_map(|sum| ways.iter().map(|way| sum.plus(*way))).collect()
                },
            );
            let (given_others, given_kin) = given.get(&voice.region).copied().unwrap_or_default();
            let (others, kin) = pending.get(&voice.region).copied().unwrap_or_default();
            let (own_others, own_kin) = if voice.kin { (0, 1) } else { (1, 0) };
            elsewhere.iter().any(|sum| {
                (0..=others - own_others).any(|o| {
                    (0..=kin - own_kin).any(|k| {
                        let here = |o, k| sum.plus(Sum::of(voice.region, given_others + o, given_kin + k));
                        !self.met(here(o, k)) && self.met(here(o + own_others, k + own_kin))
                    })
                })
            })
        };
        let mut found: BTreeMap<(Option<&str>, bool), bool> = BTreeMap::new();
        let mut people: Vec<_> = voices
            .iter()
            .filter(|voice| voice.standing == Standing::Pending)
            .filter(|voice| *found.entry((voice.region, voice.kin)).or_insert_with(|| tips(voice)))
            .map(|voice| voice.person)
            .collect();
        people.sort_unstable();
        people
    }

    fn by_seat(self, voices: &[Voice<'_>]) -> Vec<SeatAnswer> {
        let given = |voice: &&Voice<'_>| voice.standing == Standing::Given;
        let covered: BTreeSet<_> = voices.iter().filter(given).filter(|v| !v.kin).map(|v| v.region).collect();
        let mut new = BTreeSet::new();
        let (first, then): (Vec<_>, Vec<_>) =
            voices.iter().filter(given).filter(|voice| voice.kin).partition(|voice| {
                voice.region.is_some() && !covered.contains(&voice.region) && new.insert(voice.region)
            });
        let most = usize::try_from(self.kin).unwrap_or(usize::MAX);
        let full: BTreeSet<_> = first.into_iter().chain(then).skip(most).map(|voice| voice.seat).collect();
        let state = |voice: &Voice<'_>| match voice.standing {
            Standing::Given if full.contains(voice.seat) => SeatState::AffiliateFull,
            Standing::Given => SeatState::Counted,
            Standing::Pending => SeatState::Pending,
            Standing::Aside => SeatState::Aside,
        };
        let answer = |voice: &Voice<'_>| SeatAnswer {
            seat: voice.seat.to_owned(),
            person: voice.person,
            state: state(voice),
        };
        voices.iter().map(answer).collect()
    }
}
