//! Who stands aside by the committee's rules: who asks, and who belongs to the affiliate or the
//! partner that asks.

use crate::committee::seats::{Holder, Seat, Seats, same_affiliate};
use crate::event::{Event, Recorded};
use crate::ids::PersonId;
use crate::people::Capacity;
use crate::policy::Policy;
use crate::request::SupportRequest;
use crate::text::Body;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which ties to a request make a member stand aside without being asked. With any of them the one
/// who asked counts among those who do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AsideRules {
    /// The affiliate that asks is one of theirs.
    pub affiliate: bool,
    /// The content partner is one of theirs.
    pub partner: bool,
}

impl AsideRules {
    /// Whether there is any rule.
    #[must_use]
    pub fn any(self) -> bool {
        self.affiliate || self.partner
    }
}

/// What follows for those who hold a seat, or will, after something happened; `None` if nothing
/// changes. It is not decided by whoever acted, so it names nobody as having done it.
#[must_use]
pub fn decide_aside(
    policy: &Policy,
    request: &SupportRequest,
    seats: &Seats,
    now: Timestamp,
) -> Option<Recorded> {
    let who = by_rule(policy.committee.stand_aside, request, seats, now.date());
    let event = Event::AsideByRule { who };
    let same = matches!(&event, Event::AsideByRule { who } if *who == request.aside_by_rule);
    (!same && request.stage.is_open()).then_some(Recorded {
        at: now,
        by: None,
        capacity: Capacity::Committee,
        event,
    })
}

/// Whether who stands aside may be another one after this.
#[must_use]
pub fn may_change_aside(event: &Event) -> bool {
    matches!(
        event,
        Event::Submitted { .. }
            | Event::Edited { .. }
            | Event::ReadyForCommittee { .. }
            | Event::ReadyForGo { .. }
            | Event::Reopened { .. }
    )
}

fn by_rule(rules: AsideRules, request: &SupportRequest, seats: &Seats, day: Date) -> BTreeSet<PersonId> {
    if !rules.any() {
        return BTreeSet::new();
    }
    let facts = &request.facts;
    let named = [
        facts.affiliate.as_ref().filter(|_| rules.affiliate),
        facts.partner.as_ref().filter(|_| rules.partner),
    ];
    let named: Vec<&str> =
        named.into_iter().flatten().map(Body::as_str).filter(|name| !name.trim().is_empty()).collect();
    let tied = |holder: &&Holder| {
        let theirs = |name: &&str| holder.affiliates.iter().any(|own| same_affiliate(own, name));
        request.requester == Some(holder.person) || named.iter().any(theirs)
    };
    let seated = seats.all().iter().flat_map(|seat| not_over(seat, day));
    seated.filter(tied).map(|holder| holder.person).collect()
}

/// All who are named for the seat and whose days are not over: who holds it later reads it earlier.
fn not_over(seat: &Seat, day: Date) -> impl Iterator<Item = &Holder> {
    let own = seat.until.is_none_or(|until| day <= until).then_some(&seat.holder);
    let instead = seat.substitutes.iter().filter(move |one| day <= one.until).map(|one| &one.holder);
    own.into_iter().chain(instead)
}
