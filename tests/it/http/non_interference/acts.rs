//! What is hidden from whom.

use super::scene::{Eyes, Scene};
use crate::record::values;
use helpdesk_domain::CommandName;
use helpdesk_domain::histories::Random;
use helpdesk_server::app::{feedback_drafts, ranking};

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A member gives a position.
    Feedback,
    /// A member stands aside.
    Recusal,
    /// Staff leave a private note.
    Note,
    /// Staff log hours.
    Effort,
    /// Staff set an item of the checklist.
    Checklist,
    /// Staff hand it over.
    HandOver,
    /// Staff relate it to another request.
    Link,
    /// Staff ask the requester.
    Question,
    /// The requester answers.
    Answer,
    /// Staff say who is waited for.
    Waiting,
    /// Staff promise something.
    Promise,
    /// The text is changed, the title is not.
    Edit,
    /// The requester's account gets another name.
    Rename,
    /// A member says something within the committee.
    Discussion,
    /// Staff say how much work it may take.
    Estimate,
    /// A member begins feedback and does not give it.
    Draft,
    /// A member says what comes first.
    Ballot,
    /// The secretary types what is for nobody outside.
    InternalNote,
}

/// What is hidden from everybody of a published request.
const OF_PUBLISHED: &[Kind] = &[
    Kind::Feedback,
    Kind::Recusal,
    Kind::Note,
    Kind::Effort,
    Kind::Checklist,
    Kind::HandOver,
    Kind::Link,
    Kind::Rename,
    Kind::Discussion,
    Kind::Estimate,
    Kind::Draft,
];
/// What is not of one request, and hidden from who neither works on requests nor deliberates.
const OF_THE_COMMITTEE: &[Kind] = &[Kind::Ballot, Kind::InternalNote];
/// What the committee and the staff have among themselves.
const AMONG_THEM: &[Kind] =
    &[Kind::Feedback, Kind::Recusal, Kind::Note, Kind::Effort, Kind::Discussion, Kind::Estimate, Kind::Draft];

impl Kind {
    /// All of them: what is hidden from everybody of a request that is not published.
    pub const ALL: &[Self] = &[
        Self::Feedback,
        Self::Recusal,
        Self::Note,
        Self::Effort,
        Self::Checklist,
        Self::HandOver,
        Self::Link,
        Self::Question,
        Self::Answer,
        Self::Waiting,
        Self::Promise,
        Self::Edit,
        Self::Discussion,
        Self::Estimate,
        Self::Draft,
        Self::Rename,
    ];

    /// As it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feedback => "feedback",
            Self::Recusal => "a recusal",
            Self::Note => "a private note",
            Self::Effort => "effort",
            Self::Checklist => "an item of the checklist",
            Self::HandOver => "a hand-over",
            Self::Link => "a link",
            Self::Question => "a question",
            Self::Answer => "an answer",
            Self::Waiting => "waiting",
            Self::Promise => "a promise",
            Self::Edit => "an edit",
            Self::Rename => "a new account name",
            Self::Discussion => "a discussion",
            Self::Estimate => "an estimate",
            Self::Draft => "a draft of feedback",
            Self::Ballot => "a ballot",
            Self::InternalNote => "an internal note",
        }
    }
}

/// What these eyes must see nothing of.
pub fn hidden(eyes: Eyes, target: usize) -> &'static [Kind] {
    let published = matches!(target, 0 | 2);
    let at_gate = target != 3;
    // Who holds a role is known by name to others on pages of roles and seats.
    let whole = if target == 4 { &Kind::ALL[..Kind::ALL.len() - 1] } else { Kind::ALL };
    match eyes {
        Eyes::Anonymous
        | Eyes::Outsider
        | Eyes::Steward
        | Eyes::Former
        | Eyes::Recused
        | Eyes::RecusedStaff => {
            if published {
                OF_PUBLISHED
            } else {
                whole
            }
        }
        Eyes::Requester if target == 4 => whole,
        Eyes::Requester | Eyes::RequesterWithRoles | Eyes::WorkingGroup => AMONG_THEM,
        Eyes::Member if at_gate => &[Kind::Feedback, Kind::Recusal, Kind::Note, Kind::Draft],
        Eyes::Staff if at_gate => &[Kind::Feedback, Kind::Recusal, Kind::Discussion, Kind::Draft],
        Eyes::Member | Eyes::Secretary => &[Kind::Note, Kind::Draft],
        Eyes::Staff => &[],
    }
}

/// What these eyes must see nothing of, whatever request it is about.
pub fn hidden_everywhere(eyes: Eyes) -> &'static [Kind] {
    match eyes {
        Eyes::Anonymous
        | Eyes::Outsider
        | Eyes::Steward
        | Eyes::Former
        | Eyes::Requester
        | Eyes::WorkingGroup => OF_THE_COMMITTEE,
        Eyes::RequesterWithRoles
        | Eyes::Member
        | Eyes::Recused
        | Eyes::RecusedStaff
        | Eyes::Staff
        | Eyes::Secretary => &[],
    }
}

const TEXTS: [&str; 4] = ["Ana xyzzy", "Too dear, xyzzy.", "Canada xyzzy", "xyzzy <b>} | ~~~~"];

/// Lets it happen; whether it could.
pub async fn carry_out(scene: &Scene, target: usize, kind: Kind, random: &mut Random) -> bool {
    let reference = scene.targets[target];
    let text = *random.one(&TEXTS);
    let day = *random.one(&["2026-01-09", "2026-03-01", "2026-09-09"]);
    let staff = scene.staff;
    let other = scene.targets[(target + 1) % scene.targets.len()];
    let requester = if target == 4 { scene.with_roles } else { scene.requester };
    let (who, name, fields): (_, _, Vec<(&str, &str)>) = match kind {
        Kind::Feedback => {
            let position = *random.one(&["support", "concerns", "need-more", "abstain"]);
            let fields = vec![("position", position), ("priority", "low"), ("text", text)];
            (*random.one(&scene.members), CommandName::GiveFeedback, fields)
        }
        Kind::Recusal => (*random.one(&scene.members), CommandName::StandAside, vec![]),
        Kind::Note => (staff, CommandName::AddPrivateNote, vec![("note", text)]),
        Kind::Effort => (staff, CommandName::LogEffort, vec![("hours", "1.5"), ("on", text)]),
        Kind::Checklist => {
            let policy = scene.record.app.policy().await.expect("a policy").policy;
            let items: Vec<_> = policy
                .checklist
                .iter()
                .filter(|item| item.who.iter().any(|role| staff.roles.has(*role)))
                .collect();
            let item = random.one(&items).id.clone();
            let fields = [("item", item.as_str()), ("state", "not-applicable"), ("note", text)];
            return scene.try_to(&staff, reference, CommandName::SetChecklistItem, &fields).await;
        }
        Kind::HandOver => {
            let to = *random.one(&["Elin", "Emil"]);
            (staff, CommandName::HandOver, vec![("to", to)])
        }
        Kind::Link => (staff, CommandName::LinkRequest, vec![("kind", "led-to"), ("to", other.as_str())]),
        Kind::Question => (staff, CommandName::AskRequester, vec![("question", text)]),
        Kind::Answer => (requester, CommandName::AnswerQuestion, vec![("answer", text)]),
        Kind::Waiting => {
            let fields = vec![("whom", "partner"), ("until", day), ("reason", text)];
            (staff, CommandName::SetWaiting, fields)
        }
        Kind::Promise => {
            (staff, CommandName::SetPromise, vec![("who", "helpdesk"), ("words", "An answer"), ("by", day)])
        }
        Kind::Edit => {
            let seen = helpdesk_server::app::view(
                &scene.record.app,
                helpdesk_domain::Viewer::Person(staff),
                reference,
            );
            let title = seen.await.expect("a view").facts.title.as_str().to_owned();
            let fields = [("what", text), ("title", title.as_str()), ("country", "Canada"), ("partner", "Ana")];
            return scene.try_to(&staff, reference, CommandName::Edit, &fields).await;
        }
        Kind::Discussion => (*random.one(&scene.members), CommandName::Discuss, vec![("text", text)]),
        Kind::Estimate => (staff, CommandName::EstimateEffort, vec![("hours", "12")]),
        Kind::Draft => {
            let begun = values(&[("text", text)]);
            let member = random.one(&scene.members);
            return feedback_drafts::save(&scene.record.app, member, reference, &begun).await.is_ok();
        }
        Kind::Ballot => {
            // One that is before the committee.
            let places = values(&[(&format!("place.{}", scene.targets[0]), "1")]);
            return ranking::rank(&scene.record.app, random.one(&scene.members), &places).await.is_ok();
        }
        Kind::InternalNote => return scene.type_internally(reference, text).await,
        Kind::Rename => {
            let (sub, names) = match target {
                4 => ("sub of Both", ["Both", "Bea", "Canada"]),
                _ => ("sub of Ana Requester", ["Ana Requester", "Bea", "Panama"]),
            };
            scene.record.sign_in(sub, random.one::<&str>(&names)).await;
            return true;
        }
    };
    scene.try_to(&who, reference, name, &fields).await
}
