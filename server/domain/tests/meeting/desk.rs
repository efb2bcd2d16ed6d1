//! Requests at a Helpdesk whose clock is set by the test.

use helpdesk_domain::form::{Values, fields, read, read_submission};
use helpdesk_domain::histories::{cast, policy};
use helpdesk_domain::{
    Actor, CommandName, Date, Policy, Reference, Rejection, SupportRequest, SupportRequestView, Timestamp,
    Viewer, apply, decide, decide_submission, fold, project,
};

pub const REQUESTER: usize = 0;
pub const MEMBERS: [usize; 2] = [3, 4];
pub const SECRETARY: usize = 6;
pub const STAFF: usize = 7;

pub struct Desk {
    pub policy: Policy,
    pub cast: Vec<Actor>,
    pub now: Timestamp,
    pub requests: Vec<SupportRequest>,
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

impl Desk {
    /// The Helpdesk at noon of a day.
    pub fn on(text: &str) -> Self {
        let mut desk = Self { policy: policy(), cast: cast(), now: Timestamp(0), requests: Vec::new() };
        desk.go_to(text);
        desk
    }

    pub fn go_to(&mut self, text: &str) {
        self.now = Timestamp(day(text).end().0 - 43_200);
    }

    /// A request comes in; gives its place in the list.
    pub fn submit(&mut self, what: &str) -> usize {
        let filled = read_submission(&values(&[("what", what), ("reach", "talk-page")])).expect("a request");
        let requester = self.cast[REQUESTER];
        let events =
            decide_submission(&self.policy, &requester, &filled.submission, self.now).expect("accepted");
        let number = u8::try_from(self.requests.len()).expect("few requests");
        self.requests.push(fold(Reference::from_random([0, 0, 0, 0, number]), events).expect("a request"));
        self.requests.len() - 1
    }

    pub fn reference(&self, n: usize) -> Reference {
        self.requests[n].reference
    }

    pub fn tries(
        &mut self,
        n: usize,
        who: usize,
        name: CommandName,
        fields: &[(&str, &str)],
    ) -> Result<(), Rejection> {
        let command = read(name, &values(fields)).expect("a command");
        let events = decide(&self.policy, &self.requests[n], &self.cast[who], &command, self.now)?;
        self.requests[n] = events.into_iter().fold(self.requests[n].clone(), apply);
        Ok(())
    }

    #[track_caller]
    pub fn does(&mut self, n: usize, who: usize, name: CommandName, fields: &[(&str, &str)]) {
        self.tries(n, who, name, fields).unwrap_or_else(|rejection| panic!("{name:?}: {rejection:?}"));
    }

    /// The requester edits: the form as it is prefilled, with some fields changed.
    pub fn edit(&mut self, n: usize, changed: &[(&str, &str)]) {
        let view = self.view(n, REQUESTER);
        let form = fields(&self.policy, &view, CommandName::Edit);
        let mut filled: Values = form
            .into_iter()
            .filter(|field| !field.value.is_empty())
            .map(|field| (field.name, field.value))
            .collect();
        filled.extend(values(changed));
        let pairs: Vec<_> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.does(n, REQUESTER, CommandName::Edit, &pairs);
    }

    pub fn view(&self, n: usize, who: usize) -> SupportRequestView {
        project(&self.policy, &self.requests[n], Viewer::Person(self.cast[who])).expect("it is there for them")
    }

    pub fn asks_committee(&mut self, n: usize) {
        self.does(n, STAFF, CommandName::Acknowledge, &[]);
        self.does(n, STAFF, CommandName::MarkReadyForCommittee, &[]);
    }

    pub fn decides(&mut self, n: usize, outcome: &str, rationale: &str) {
        let fields = [("outcome", outcome), ("priority", "high"), ("rationale", rationale)];
        self.does(n, SECRETARY, CommandName::RecordInitialDecision, &fields);
    }
}
