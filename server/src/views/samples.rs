//! A request on its whole way, as different people see it: what the pages' samples show.

use helpdesk_domain::event::Recorded;
use helpdesk_domain::form::{Values, read, read_submission};
use helpdesk_domain::ids::{PersonId, Reference};
use helpdesk_domain::people::{Actor, Role, Roles, Viewer};
use helpdesk_domain::{
    CommandName, Policy, SupportRequest, SupportRequestView, Timestamp, decide, decide_submission, fold,
    project,
};
use std::sync::Arc;

pub const NOW: Timestamp = Timestamp(1_795_478_460);

/// What nobody should be able to do to a page.
pub const HOSTILE: &str = "<script>alert(1)</script> }} {{PLURAL:$1|x}} $1 [[File:x]] ~~~~ \" onfocus=\"alert(2) ' </textarea> \u{202e}live";

pub fn policy() -> Arc<Policy> {
    Arc::new(toml::from_str(include_str!("../../policy.toml")).expect("the embedded policy"))
}

pub fn person(n: u8) -> PersonId {
    PersonId::from_random([7, 7, 7, 7, n])
}

pub fn actor(n: u8, roles: &[Role]) -> Actor {
    Actor { person: person(n), roles: roles.iter().copied().collect::<Roles>() }
}

pub fn requester() -> Actor {
    actor(1, &[])
}
pub fn staff() -> Actor {
    actor(2, &[Role::Staff])
}
pub fn member() -> Actor {
    actor(3, &[Role::Committee])
}
pub fn second_member() -> Actor {
    actor(4, &[Role::Committee])
}
pub fn secretary() -> Actor {
    actor(5, &[Role::Secretary])
}

pub fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub fn submission() -> Values {
    values(&[
        (
            "what",
            "The regional museum of Gotland would like to share 1,200 photographs of picture stones.\n\nThe files have good metadata, see https://example.org/stones. How do we begin?",
        ),
        ("title", "Picture stones of Gotland"),
        ("kinds.upload", "on"),
        ("kinds.train", "on"),
        ("answers.gaps", "Little is known about picture stones outside Swedish."),
        ("partner", "Gotland Museum"),
        ("affiliate", "Wikimedia Sverige"),
        ("affiliate_size", "more-staff"),
        ("country", "Sweden"),
        ("region", "northern-western-europe"),
        ("language", "en"),
        ("first_time", "yes"),
        ("needed_by", "2027-05-01"),
        ("context_page", "Commons:Picture stones"),
        ("reach", "talk-page"),
        ("publish", "on"),
        ("shown_name", "Ana of Gotland"),
        ("talk_page_notes", "on"),
    ])
}

/// A request with what was done to it, step by step.
pub struct Way {
    history: Vec<Recorded>,
    now: Timestamp,
}

impl Way {
    pub fn begin() -> Self {
        let now = Timestamp(NOW.0 - 90 * 86_400);
        let filled = read_submission(&submission()).expect("a submission");
        let history = decide_submission(&policy(), &requester(), &filled.submission, now).expect("decided");
        Self { history, now }
    }

    pub fn request(&self) -> SupportRequest {
        fold(Reference::from_random([1, 2, 3, 4, 5]), self.history.clone()).expect("a request")
    }

    /// Does something a day later.
    pub fn then(mut self, actor: Actor, name: CommandName, pairs: &[(&str, &str)]) -> Self {
        self.now = Timestamp(self.now.0 + 86_400);
        let command = read(name, &values(pairs)).expect("a command");
        let events = decide(&policy(), &self.request(), &actor, &command, self.now)
            .unwrap_or_else(|rejection| panic!("{}: {}", name.code(), rejection.code()));
        self.history.extend(events);
        self
    }

    pub fn seen_by(&self, viewer: Viewer) -> SupportRequestView {
        let mut view = project(&policy(), &self.request(), viewer).expect("it is there");
        let names = ["", "Ana (WMSE)", "Axel at the Helpdesk", "Charlie", "Dana", "Eva, secretary"];
        for person_of_view in view.people() {
            let n = (1..6).find(|n| person(*n) == person_of_view).unwrap_or(0);
            view.names.insert(person_of_view, names[usize::from(n)].to_owned());
        }
        view.page =
            view.is_public().then(|| "Content Partnerships Hub/Helpdesk/Requests/Picture stones".to_owned());
        view
    }
}

fn to_committee() -> Way {
    Way::begin()
        .then(
            staff(),
            CommandName::Acknowledge,
            &[("message", "Thank you! We will look at your files this week.")],
        )
        .then(
            staff(),
            CommandName::AskRequester,
            &[("question", "Who holds the copyright of the photographs?")],
        )
        .then(
            requester(),
            CommandName::AnswerQuestion,
            &[("answer", "The museum does, and it agrees to CC BY.")],
        )
        .then(staff(), CommandName::AddPrivateNote, &[("note", "Talked to the museum, they are in a hurry.")])
        .then(staff(), CommandName::LogEffort, &[("hours", "1:30"), ("on", "looking at the metadata")])
        .then(
            staff(),
            CommandName::MarkReadyForCommittee,
            &[("summary", "A good first project for the museum.")],
        )
}

fn to_development() -> Way {
    to_committee()
        .then(
            member(),
            CommandName::GiveFeedback,
            &[("position", "support"), ("priority", "high"), ("text", "Let us do it.")],
        )
        .then(second_member(), CommandName::StandAside, &[])
        .then(
            secretary(),
            CommandName::RecordInitialDecision,
            &[
                ("outcome", "positive"),
                ("priority", "high"),
                ("rationale", "It fills a gap, and the partner is new to Wikimedia."),
            ],
        )
}

fn to_closed() -> Way {
    let mut way = to_development();
    for item in policy().checklist.iter().filter(|item| item.required) {
        way = way.then(
            staff(),
            CommandName::SetChecklistItem,
            &[
                ("item", item.id.as_str()),
                ("state", "done"),
                ("note", "Looked at together."),
                ("link", "https://example.org/notes"),
            ],
        );
    }
    way.then(
        staff(),
        CommandName::SetWaiting,
        &[("whom", "partner"), ("until", "2026-12-24"), ("reason", "Holidays.")],
    )
    .then(staff(), CommandName::MarkReadyForGo, &[])
    .then(member(), CommandName::GiveFeedback, &[("position", "concerns"), ("text", "Is there enough time?")])
    .then(
        secretary(),
        CommandName::RecordGoDecision,
        &[("outcome", "not-yet"), ("rationale", "Almost."), ("missing", "A date.")],
    )
    .then(
        staff(),
        CommandName::SetPromise,
        &[("who", "partner"), ("words", "names a date"), ("by", "2026-12-01")],
    )
    .then(staff(), CommandName::MarkReadyForGo, &[])
    .then(secretary(), CommandName::RecordGoDecision, &[("outcome", "go"), ("rationale", "All is clear now.")])
    .then(
        staff(),
        CommandName::RecordDelivery,
        &[("what", "1,200 files on Commons"), ("link", "https://example.org/files")],
    )
    .then(staff(), CommandName::LinkRequest, &[("kind", "led-to"), ("to", "00000001")])
    .then(staff(), CommandName::FinishSupport, &[("summary", "Uploaded, and the museum learned Pattypan.")])
    .then(
        staff(),
        CommandName::RecordLessons,
        &[
            ("context", "A museum's first upload."),
            ("done", "Two workshops."),
            ("worked", "Short calls did, long mails did not."),
            ("reuse", "The letter to the museum."),
        ],
    )
    .then(staff(), CommandName::Close, &[("outcome", "delivered"), ("reason", "Done, thank you all.")])
}

/// Views of the request at several points of its way, each with who sees it.
pub fn views() -> Vec<(&'static str, Viewer, SupportRequestView)> {
    let mut views = Vec::new();
    let mut see = |name, way: &Way, viewer: Viewer| views.push((name, viewer, way.seen_by(viewer)));
    let begun = Way::begin();
    see("received-requester", &begun, Viewer::Person(requester()));
    see("received-staff", &begun, Viewer::Person(staff()));
    let asked = Way::begin().then(staff(), CommandName::Acknowledge, &[]).then(
        staff(),
        CommandName::AskRequester,
        &[("question", "Who holds the copyright?")],
    );
    see("asked-requester", &asked, Viewer::Person(requester()));
    let committee = to_committee();
    see("committee-member", &committee, Viewer::Person(member()));
    let given = to_committee().then(
        second_member(),
        CommandName::GiveFeedback,
        &[("position", "need-more"), ("priority", "low"), ("text", "Who will describe the stones?")],
    );
    see("committee-secretary", &given, Viewer::Person(secretary()));
    let development = to_development();
    see("development-staff", &development, Viewer::Person(staff()));
    see("development-aside", &development, Viewer::Person(second_member()));
    let private = to_development().then(requester(), CommandName::TakeConsentBack, &[]);
    see("development-aside-private", &private, Viewer::Person(second_member()));
    let closed = to_closed();
    see("closed-staff", &closed, Viewer::Person(staff()));
    see("closed-public", &closed, Viewer::Anonymous);
    see(
        "withdrawn-requester",
        &Way::begin().then(requester(), CommandName::Withdraw, &[("reason", "No time.")]),
        Viewer::Person(requester()),
    );
    views
}

/// The same view with every text replaced by a hostile one.
pub fn hostile(view: &SupportRequestView) -> SupportRequestView {
    let mut json = serde_json::to_value(view).expect("JSON");
    replace(&mut json);
    let mut view: SupportRequestView = serde_json::from_value(json).expect("a view");
    for name in view.names.values_mut() {
        name.clone_from(&HOSTILE.to_owned());
    }
    view.page = Some(HOSTILE.to_owned());
    view
}

fn replace(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                if key == "body" {
                    *value = HOSTILE.into();
                } else {
                    replace(value);
                }
            }
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(replace),
        _ => {}
    }
}
