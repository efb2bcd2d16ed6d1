//! Requests as they may come in over six years, each one decided step by step by the rules.

use crate::words;
use anyhow::{Result, anyhow};
use helpdesk_domain::form::{read, read_submission};
use helpdesk_domain::histories::Random;
use helpdesk_domain::{
    Actor, CommandName as C, PersonId, Policy, Reference, Role, Roles, SupportRequest, Timestamp, Values,
    apply, decide, decide_submission, fold,
};

const DAY: i64 = 86_400;
const YEARS: u32 = 6;

/// How many of the committee and of the staff there are; the rest of the cast is one each.
const MEMBERS: u8 = 12;
const STAFF: u8 = 8;

/// Those who work on requests.
pub struct Cast {
    pub members: Vec<Actor>,
    pub staff: Vec<Actor>,
    pub secretary: Actor,
}

impl Cast {
    /// The same people every time.
    pub fn new() -> Self {
        let group = |group: u8, count: u8, role: Role| -> Vec<Actor> {
            (0..count).map(|n| actor([255, group, 0, 0, n], &[role])).collect()
        };
        Self {
            members: group(1, MEMBERS, Role::Committee),
            staff: group(2, STAFF, Role::Staff),
            secretary: actor([255, 3, 0, 0, 0], &[Role::Secretary]),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Actor> {
        self.members.iter().chain(&self.staff).chain([&self.secretary])
    }
}

fn actor(bits: [u8; 5], roles: &[Role]) -> Actor {
    Actor { person: PersonId::from_random(bits), roles: roles.iter().copied().collect() }
}

/// The requester with that number.
pub fn requester(n: u32) -> PersonId {
    let [a, b, c, d] = n.to_be_bytes();
    PersonId::from_random([0, a, b, c, d])
}

/// The reference of the request with that number: all over the alphabet, as random ones are.
pub fn reference(n: u32) -> Reference {
    // By an odd number, so that no two give the same.
    let bits = (u64::from(n) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let [_, _, _, a, b, c, d, e] = bits.to_be_bytes();
    Reference::from_random([a, b, c, d, e])
}

/// Where a request has come to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    Received,
    Gathering,
    WithCommittee,
    InDevelopment,
    AwaitingGo,
    InSupport,
    FollowUp,
    Delivered,
}

/// One request in the making.
struct Telling<'a> {
    policy: &'a Policy,
    random: &'a mut Random,
    request: SupportRequest,
    now: Timestamp,
    pace: i64,
}

/// The request with that number. Nine in ten are closed, and the others are of the last months.
///
/// # Errors
/// In words, if the rules refuse a step: the bench is then older than they are.
pub fn tell(
    policy: &Policy,
    cast: &Cast,
    random: &mut Random,
    n: u32,
    people: u32,
    now: Timestamp,
) -> Result<SupportRequest> {
    let open = random.percent(10);
    let age = if open { random.below(120) + 2 } else { 400 + random.below(YEARS * 365 - 400) };
    let begin = Timestamp(now.0 - i64::from(age) * DAY - i64::from(random.below(86_400)));
    let owner = *random.one(&cast.staff);
    let by_staff = random.percent(10);
    let own = Actor { person: requester(random.below(people)), roles: Roles::NONE };
    let asker = if by_staff { owner } else { own };
    let mut fields = words::facts(random);
    if by_staff {
        fields.insert("on_behalf_of".to_owned(), words::name(random));
    } else if random.percent(60) {
        fields.insert("publish".to_owned(), "on".to_owned());
        fields.insert("shown_name".to_owned(), words::name(random));
    }
    let filled = read_submission(&fields).map_err(|errors| anyhow!("{errors:?}"))?;
    let events = decide_submission(policy, &asker, &filled.submission, begin)
        .map_err(|refused| anyhow!("a submission: {}", refused.code()))?;
    let request = fold(reference(n), events).ok_or_else(|| anyhow!("a submission without its event"))?;
    // An open one must not have acted in the future.
    let pace = if open { i64::from(age) * DAY / 40 } else { 2 * DAY };
    let mut telling = Telling { policy, random, request, now: begin, pace };
    if open {
        telling.open(cast, &owner, &asker)?;
    } else {
        telling.closed(cast, &owner, &asker)?;
    }
    Ok(telling.request)
}

impl Telling<'_> {
    fn act(&mut self, actor: &Actor, name: C, fields: &[(&str, &str)]) -> Result<()> {
        self.now = Timestamp(self.now.0 + self.pace / 2 + i64::from(self.random.below(3600)));
        let values: Values =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let command = read(name, &values).map_err(|errors| anyhow!("{}: {errors:?}", name.code()))?;
        let new = decide(self.policy, &self.request, actor, &command, self.now)
            .map_err(|refused| anyhow!("{}: {}", name.code(), refused.code()))?;
        self.request = new.into_iter().fold(self.request.clone(), apply);
        Ok(())
    }

    fn words(&mut self) -> String {
        words::sentence(self.random)
    }

    fn open(&mut self, cast: &Cast, owner: &Actor, asker: &Actor) -> Result<()> {
        let goals = [
            Goal::Received,
            Goal::Received,
            Goal::Gathering,
            Goal::Gathering,
            Goal::WithCommittee,
            Goal::InDevelopment,
            Goal::AwaitingGo,
            Goal::InSupport,
            Goal::FollowUp,
        ];
        let goal = *self.random.one(&goals);
        self.until(goal, cast, owner, asker)
    }

    fn closed(&mut self, cast: &Cast, owner: &Actor, asker: &Actor) -> Result<()> {
        let text = self.words();
        match self.random.below(100) {
            0..25 => self.act(owner, C::AnswerSmallQuestion, &[("answer", &text)]),
            25..55 => {
                self.until(Goal::Gathering, cast, owner, asker)?;
                let outcome = *self.random.one(&["referred", "declined"]);
                self.act(owner, C::ReferOrDecline, &[("outcome", outcome), ("reason", &text)])
            }
            55..65 if asker.person != owner.person => {
                self.until(Goal::Gathering, cast, owner, asker)?;
                self.act(asker, C::Withdraw, &[("reason", &text)])
            }
            65..87 => {
                self.until(Goal::WithCommittee, cast, owner, asker)?;
                let outcome = *self.random.one(&["refer", "decline"]);
                let fields = [("outcome", outcome), ("rationale", text.as_str())];
                self.act(&cast.secretary, C::RecordInitialDecision, &fields)
            }
            _ => self.until(Goal::Delivered, cast, owner, asker),
        }
    }

    /// Takes the request as far as this, without what it does not need.
    fn until(&mut self, goal: Goal, cast: &Cast, owner: &Actor, asker: &Actor) -> Result<()> {
        if goal > Goal::Received {
            self.act(owner, C::Acknowledge, &[])?;
            self.gather(owner, asker)?;
        }
        if goal > Goal::Gathering {
            let text = self.words();
            self.act(owner, C::MarkReadyForCommittee, &[("summary", &text)])?;
            self.feedback(cast)?;
        }
        if goal > Goal::WithCommittee {
            let (priority, text) = (*self.random.one(&["low", "medium", "high"]), self.words());
            let fields = [("outcome", "positive"), ("priority", priority), ("rationale", text.as_str())];
            self.act(&cast.secretary, C::RecordInitialDecision, &fields)?;
            self.act(owner, C::LogEffort, &[("hours", "2")])?;
        }
        if goal > Goal::InDevelopment {
            let required: Vec<_> = self.policy.checklist.iter().filter(|item| item.required).collect();
            for item in required {
                self.act(owner, C::SetChecklistItem, &[("item", &item.id), ("state", "done")])?;
            }
            self.act(owner, C::MarkReadyForGo, &[])?;
        }
        if goal > Goal::AwaitingGo {
            let text = self.words();
            self.act(&cast.secretary, C::RecordGoDecision, &[("outcome", "go"), ("rationale", &text)])?;
        }
        if goal > Goal::InSupport {
            let text = self.words();
            self.act(owner, C::RecordDelivery, &[("what", &text)])?;
            self.act(owner, C::FinishSupport, &[("summary", &text)])?;
        }
        if goal > Goal::FollowUp {
            let text = self.words();
            let lessons = [("context", text.as_str()), ("done", &text), ("worked", &text)];
            self.act(owner, C::RecordLessons, &lessons)?;
            self.act(owner, C::Close, &[("outcome", "delivered")])?;
        }
        Ok(())
    }

    fn gather(&mut self, owner: &Actor, asker: &Actor) -> Result<()> {
        if self.random.percent(50) {
            let text = self.words();
            self.act(owner, C::AskRequester, &[("question", &text)])?;
            if self.random.percent(80) {
                self.act(asker, C::AnswerQuestion, &[("answer", &text)])?;
            }
        }
        if self.random.percent(30) {
            let text = self.words();
            self.act(owner, C::AddPrivateNote, &[("note", &text)])?;
        }
        Ok(())
    }

    fn feedback(&mut self, cast: &Cast) -> Result<()> {
        let first = self.random.below(u32::from(MEMBERS));
        for n in 0..=self.random.below(4) {
            let member = &cast.members[(first + n) as usize % cast.members.len()];
            if self.random.percent(10) {
                self.act(member, C::StandAside, &[])?;
                continue;
            }
            let (position, text) = (*self.random.one(&["support", "concerns", "abstain"]), self.words());
            self.act(member, C::GiveFeedback, &[("position", position), ("text", &text)])?;
        }
        Ok(())
    }
}
