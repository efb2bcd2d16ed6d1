//! What a viewer may see of a request: the only place where that is decided.

use crate::committee::staleness::stale;
use crate::event::{Audience, Event, Recorded};
use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::{Role, Roles, Viewer};
use crate::policy::Policy;
use crate::process::{Decision, Feedback, Priority, Stage};
use crate::promise::Promise;
use crate::request::{Asked, Consent, Delivery, Lessons, Link, SupportRequest, Ticked, Waiting};
use crate::text::Body;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the viewer is to this request. Roles that do not count here are not among `roles`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Signed in.
    pub signed_in: bool,
    /// The one who asked.
    pub requester: bool,
    /// The one of the Helpdesk who looks after it.
    pub owner: bool,
    /// Stood aside.
    pub aside: bool,
    /// Stands aside by the committee's rules.
    #[serde(default)]
    pub by_rule: bool,
    /// Has roles that do not count here, as it is the viewer's own request.
    pub own_request: bool,
    /// The roles that count here.
    pub roles: Roles,
}

/// How much of a request a view has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// What everybody sees of a published request.
    Public,
    /// That it is there, to somebody who stood aside from one that is not published.
    Aside,
    /// What its own people see.
    Party,
}

/// A request as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportRequestView {
    /// [`crate::RULES_VERSION`] of the service.
    pub rules_version: u32,
    /// Its name towards people.
    pub reference: Reference,
    /// How many events this viewer sees. A command says which version it was decided on, so that
    /// what is hidden neither refuses it nor can be counted.
    pub version: u32,
    /// What the viewer is to it.
    pub standing: Standing,
    /// How much of it this is.
    pub depth: Depth,
    /// What it says.
    pub facts: Facts,
    /// Who asked, towards its own people.
    pub requester: Option<PersonId>,
    /// The name of the one who asked: without an account, or as consented to.
    pub requester_name: Option<Body>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Where it is.
    pub stage: Stage,
    /// Who of the Helpdesk looks after it.
    pub owner: Option<PersonId>,
    /// Who it waits for.
    pub waiting: Option<Waiting>,
    /// What happens next.
    pub promise: Option<Promise>,
    /// The committee's priority.
    pub priority: Option<Priority>,
    /// Questions to the requester.
    pub questions: Vec<Asked>,
    /// The feedback of this round that the viewer may see; `None` if it is hidden from them.
    pub feedback: Option<Vec<Feedback>>,
    /// The viewer's own feedback of this round.
    pub own_feedback: Option<Feedback>,
    /// Whether positions of this round were given on an earlier text; to somebody who decides and
    /// does not see positions, whether the text was changed since the round began.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
    /// Whether the viewer's own was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_stale: bool,
    /// Whether the viewer was named in the committee's talk and has not spoken since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mentioned: bool,
    /// The committee's decisions.
    pub decisions: Vec<Decision>,
    /// The checklist, by item.
    pub checklist: BTreeMap<String, Ticked>,
    /// How much work it may take, in minutes, towards the Helpdesk and the committee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_minutes: Option<u32>,
    /// Work done, in minutes, towards the Helpdesk and the committee.
    pub effort_minutes: Option<u32>,
    /// What was delivered.
    pub deliveries: Vec<Delivery>,
    /// What was learned.
    pub lessons: Option<Lessons>,
    /// Relations to other requests.
    pub links: Vec<Link>,
    /// The requester's consent to publication, while it holds.
    pub consent: Option<Consent>,
    /// What happened, as far as the viewer may know.
    pub history: Vec<Recorded>,
    /// Names of the people in this view, added by the service.
    #[serde(default)]
    pub names: BTreeMap<PersonId, String>,
    /// The prefixed title of its wiki page, added by the service.
    #[serde(default)]
    pub page: Option<String>,
    /// Sentences about the round, for a panel, added by the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl SupportRequestView {
    /// The people whose names a view of this request shows.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonId> {
        let mut people: BTreeSet<_> = self.history.iter().filter_map(|recorded| recorded.by).collect();
        people.extend(self.requester);
        people.extend(self.owner);
        people.extend(self.feedback.iter().flatten().map(|feedback| feedback.by));
        for recorded in &self.history {
            if let Event::HandedOver { to } = recorded.event {
                people.insert(to);
            } else if let Event::AsideByRule { who } = &recorded.event {
                people.extend(who);
            }
            if let Event::Discussed { mentions, .. } = &recorded.event {
                people.extend(mentions);
            }
        }
        people
    }

    /// Whether everybody may see the request.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.consent.is_some()
    }
}

/// What the viewer is to the request.
#[must_use]
pub fn standing(request: &SupportRequest, viewer: Viewer) -> Standing {
    let Some(person) = viewer.person() else {
        return Standing::default();
    };
    let requester = request.requester == Some(person);
    // By the rules who asked stands aside too; towards them it is their own request.
    let aside = !requester && request.aside.contains(&person);
    let roles = if requester || aside { Roles::NONE } else { viewer.roles() };
    Standing {
        signed_in: true,
        requester,
        owner: request.owner == Some(person) && roles.has(Role::Staff),
        aside,
        by_rule: aside && request.aside_by_rule.contains(&person),
        own_request: requester && !viewer.roles().is_empty(),
        roles,
    }
}

/// The request as the viewer may see it; `None` if for them it is not there.
#[must_use]
pub fn project(policy: &Policy, request: &SupportRequest, viewer: Viewer) -> Option<SupportRequestView> {
    let standing = standing(request, viewer);
    let depth = depth(request, standing, viewer)?;
    let sight = Sight::new(policy, request, viewer, standing, depth);
    let history: Vec<_> =
        request.history.iter().enumerate().filter_map(|(n, recorded)| sight.event(n, recorded)).collect();
    let party = depth == Depth::Party;
    let full = depth != Depth::Aside;
    Some(SupportRequestView {
        rules_version: crate::RULES_VERSION,
        reference: request.reference,
        version: u32::try_from(history.len()).unwrap_or(u32::MAX),
        standing,
        depth,
        facts: if full { request.facts.clone() } else { only_title(&request.facts) },
        requester: request.requester.filter(|_| party),
        requester_name: match depth {
            Depth::Party => request.requester_name.clone(),
            Depth::Public => request.consent.as_ref().map(|consent| consent.shown_name.clone()),
            Depth::Aside => None,
        },
        received_at: request.received_at,
        stage: if full { request.stage.clone() } else { without_reason(&request.stage) },
        owner: request.owner.filter(|_| party),
        waiting: request.waiting.clone().filter(|_| party),
        promise: request.promise.clone().filter(|_| full).map(|promise| match depth {
            Depth::Party => promise,
            Depth::Public | Depth::Aside => Promise { words: None, ..promise },
        }),
        priority: request.priority.filter(|_| full),
        questions: if party { request.questions.clone() } else { Vec::new() },
        feedback: sight.positions.then(|| request.feedback.clone()),
        own_feedback: viewer
            .person()
            .filter(|_| party)
            .and_then(|person| request.feedback.iter().find(|feedback| feedback.by == person).cloned()),
        stale: sight.stale(),
        own_stale: sight.own_stale(),
        mentioned: sight.deliberation
            && viewer.person().is_some_and(|person| request.mentioned.contains(&person)),
        decisions: if full { request.decisions.clone() } else { Vec::new() },
        checklist: if party { request.checklist.clone() } else { BTreeMap::new() },
        estimate_minutes: request.estimate_minutes.filter(|_| sight.committee),
        effort_minutes: sight.committee.then_some(request.effort_minutes),
        deliveries: if full { request.deliveries.clone() } else { Vec::new() },
        lessons: request.lessons.clone().filter(|_| full),
        links: if party { request.links.clone() } else { Vec::new() },
        consent: request.consent.clone().filter(|_| full),
        history,
        names: BTreeMap::new(),
        page: None,
        remarks: Vec::new(),
    })
}

/// Which events of the history the viewer sees; none if for them the request is not there.
#[must_use]
pub fn seen(policy: &Policy, request: &SupportRequest, viewer: Viewer) -> Vec<bool> {
    let standing = standing(request, viewer);
    let Some(depth) = depth(request, standing, viewer) else {
        return vec![false; request.history.len()];
    };
    let sight = Sight::new(policy, request, viewer, standing, depth);
    request.history.iter().enumerate().map(|(n, recorded)| sight.sees(n, recorded)).collect()
}

fn depth(request: &SupportRequest, standing: Standing, viewer: Viewer) -> Option<Depth> {
    if standing.requester || standing.roles.work_on_requests() {
        Some(Depth::Party)
    } else if request.consent.is_some() {
        Some(Depth::Public)
    } else if standing.aside && viewer.roles().work_on_requests() {
        // Somebody who is no longer a member knows of nothing that everybody does not know of.
        Some(Depth::Aside)
    } else {
        None
    }
}

/// What of the record this viewer sees.
struct Sight<'a> {
    viewer: Option<PersonId>,
    depth: Depth,
    staff: bool,
    committee: bool,
    /// A member, or the secretary: those who talk within the committee.
    deliberation: bool,
    positions: bool,
    /// Where the round under way begins in the history: positions before it are no longer hidden.
    round_from: usize,
    request: &'a SupportRequest,
}

impl<'a> Sight<'a> {
    fn new(
        policy: &Policy,
        request: &'a SupportRequest,
        viewer: Viewer,
        standing: Standing,
        depth: Depth,
    ) -> Self {
        let party = depth == Depth::Party;
        let has = |role| party && standing.roles.has(role);
        let own =
            viewer.person().is_some_and(|person| request.feedback.iter().any(|feedback| feedback.by == person));
        let member = has(Role::Committee);
        let secretary = has(Role::Secretary);
        let staff = has(Role::Staff);
        let open_to_member =
            own || !policy.committee.hide_positions_until_own || request.stage.gate().is_none();
        let open_to_staff = request.stage.gate().is_none();
        // A second role does not widen what a member sees before giving a position.
        let positions = if member { open_to_member } else { secretary || (staff && open_to_staff) };
        Self {
            viewer: viewer.person(),
            depth,
            staff,
            committee: staff || member || secretary,
            deliberation: member || secretary,
            positions,
            round_from: round_from(request),
            request,
        }
    }

    fn event(&self, n: usize, recorded: &Recorded) -> Option<Recorded> {
        self.sees(n, recorded).then(|| match self.depth {
            Depth::Party => self.for_a_party(recorded),
            Depth::Public | Depth::Aside => for_the_public(recorded, self.request),
        })
    }

    fn sees(&self, n: usize, recorded: &Recorded) -> bool {
        let own = self.viewer.is_some() && recorded.by == self.viewer;
        let party = self.depth == Depth::Party;
        match recorded.event.audience() {
            Audience::Public => party || (self.depth == Depth::Public && !self.is_of_past_consent(recorded)),
            Audience::Parties => party,
            Audience::Committee => self.committee,
            Audience::Deliberation => self.deliberation,
            Audience::Position => (party && own) || (self.committee && (self.positions || n < self.round_from)),
            Audience::Writer => self.staff || (party && own),
            Audience::Staff => self.staff,
        }
    }

    /// Who of the committee said what is the committee's own.
    fn for_a_party(&self, recorded: &Recorded) -> Recorded {
        let mut recorded = recorded.clone();
        if let Event::Objected { reason } = &mut recorded.event
            && !self.deliberation
        {
            *reason = None;
            recorded.by = None;
        }
        if let Event::InitialDecided { more, .. } | Event::GoDecided { more, .. } = &mut recorded.event
            && !self.deliberation
        {
            more.on_stale_positions = false;
        }
        recorded
    }

    /// See [`SupportRequestView::stale`].
    fn stale(&self) -> bool {
        if !self.deliberation || self.request.stage.gate().is_none() {
            return false;
        }
        if self.positions {
            return !stale(&self.request.history, &self.request.feedback).is_empty();
        }
        let edited = |recorded: &Recorded| matches!(recorded.event, Event::Edited { .. });
        self.request.history[self.round_from..].iter().any(edited)
    }

    fn own_stale(&self) -> bool {
        let own = |feedback: &&Feedback| Some(feedback.by) == self.viewer;
        let is_stale = |own| !stale(&self.request.history, std::slice::from_ref(own)).is_empty();
        self.deliberation && self.request.feedback.iter().find(own).is_some_and(is_stale)
    }

    /// The name in an earlier consent is not shown again under a later one.
    fn is_of_past_consent(&self, recorded: &Recorded) -> bool {
        matches!(recorded.event, Event::ConsentGiven { .. })
            && self.request.consent.as_ref().is_none_or(|consent| consent.at != recorded.at)
    }
}

fn round_from(request: &SupportRequest) -> usize {
    if request.stage.gate().is_none() {
        return request.history.len();
    }
    let begins = |recorded: &Recorded| {
        matches!(
            recorded.event,
            Event::ReadyForCommittee { .. }
                | Event::ReadyForGo { .. }
                | Event::Reopened { .. }
                | Event::Objected { .. }
        )
    };
    request.history.iter().rposition(begins).unwrap_or(0)
}

fn for_the_public(recorded: &Recorded, request: &SupportRequest) -> Recorded {
    let event = if let Event::Submitted { .. } = recorded.event {
        // What was written first may have been corrected since: the public sees what holds.
        Event::Submitted { facts: request.facts.clone(), requester: None, requester_name: None }
    } else if let Event::Acknowledged { .. } = recorded.event {
        Event::Acknowledged { message: None }
    } else if let Event::ReadyForCommittee { .. } = recorded.event {
        Event::ReadyForCommittee { summary: None }
    } else if let Event::ReadyForGo { .. } = recorded.event {
        Event::ReadyForGo { summary: None }
    } else if let Event::Objected { .. } = recorded.event {
        Event::Objected { reason: None }
    } else {
        let mut event = recorded.event.clone();
        if let Event::InitialDecided { more, .. } | Event::GoDecided { more, .. } = &mut event {
            (more.reply, more.on_stale_positions) = (None, false);
        }
        event
    };
    Recorded { at: recorded.at, by: None, capacity: recorded.capacity, event }
}

fn only_title(facts: &Facts) -> Facts {
    Facts {
        title: facts.title.clone(),
        what: Body::Erased,
        answers: BTreeMap::new(),
        kinds: Vec::new(),
        partner: None,
        affiliate: None,
        affiliate_size: None,
        country: None,
        region: None,
        language: None,
        first_time: None,
        needed_by: None,
        context_page: None,
    }
}

fn without_reason(stage: &Stage) -> Stage {
    let mut stage = stage.clone();
    if let Stage::Closed { reason, .. } = &mut stage {
        *reason = None;
    }
    stage
}
