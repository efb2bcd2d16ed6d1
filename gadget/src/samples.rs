//! What tests need: the rules, a request, and the words, all real.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use helpdesk_domain::form::{Values, read_submission};
use helpdesk_domain::people::{Actor, Role, Roles, Viewer};
use helpdesk_domain::wire::{Me, PageState};
use helpdesk_domain::{
    Command, CommandName, PersonId, Policy, Reference, StageName, SupportRequest, SupportRequestView,
    Timestamp, apply, decide, decide_submission, fold, project,
};

use crate::app::App;
use crate::effect::{Answer, Effects, Failure, Heard, Listed, Request, Target, What};
use crate::message::Message;
use crate::reader::{Memory, Reader};
use crate::settings::{Config, Settings};
use crate::token::Token;
use crate::view::Panel;
use crate::wire::Refusal;
use crate::words::Words;

pub const NOW: Timestamp = Timestamp(1_795_478_400);
pub const PREFIX: &str = "Content Partnerships Hub/Helpdesk/Requests/";

pub fn policy() -> Policy {
    toml::from_str(include_str!("../../server/policy.toml")).expect("the policy")
}

pub fn words() -> Words {
    Words::new(message, |at| Timestamp(at).date().to_string())
}

fn message(key: &str) -> Option<String> {
    static ALL: LazyLock<serde_json::Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("../i18n/en.json")).expect("the messages"));
    ALL.get(key)?.as_str().map(str::to_owned)
}

pub fn settings(wiki_user: Option<&str>) -> Settings {
    let config = Config {
        tool_url: "https://helpdesk.example.org".into(),
        prefix: PREFIX.into(),
        data_page: [PREFIX, "Data"].concat(),
    };
    Settings { config, words: words(), wiki_user: wiki_user.map(str::to_owned) }
}

pub fn token(user: &str) -> Token {
    Token { token: ["token of ", user].concat(), expires: NOW.plus_days(1), user: user.to_owned() }
}

pub fn me(roles: &[Role]) -> Me {
    Me { name: "Alice".into(), roles: roles.iter().copied().collect() }
}

pub fn person(n: u8) -> PersonId {
    PersonId::from_random([0, 0, 0, 0, n])
}

pub fn reference() -> Reference {
    Reference::from_random([1, 2, 3, 4, 5])
}

pub fn listed(page: &str) -> Listed {
    Listed {
        reference: reference(),
        title: "Maps".into(),
        stage: StageName::WithCommittee,
        outcome: None,
        turn: None,
        by: None,
        duty: None,
        page: Some(page.to_owned()),
    }
}

pub fn page_state(duty: Option<CommandName>) -> PageState {
    PageState {
        reference: reference(),
        title: "Maps".into(),
        stage: StageName::WithCommittee,
        priority: None,
        turn: None,
        by: None,
        duty,
        ranks: false,
    }
}

pub fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A reader with an account on the wiki; `is_in` with a token of the tool.
pub fn reader(is_in: bool) -> Reader {
    let memory = Memory { token: is_in.then(|| token("Alice")), ..Memory::default() };
    Reader::new(Rc::new(settings(Some("Alice"))), memory, NOW)
}

/// What happens to a panel, in few words.
impl App {
    pub(crate) fn hears(&mut self, what: What) -> Effects {
        self.update(Heard { at: NOW, what }.into())
    }

    pub(crate) fn gets(&mut self, request: Request, answer: Answer) -> Effects {
        self.hears(What::Answered(Box::new(request), Ok(answer)))
    }

    pub(crate) fn is_refused(&mut self, request: Request, status: u16, answer: Refusal) -> Effects {
        self.hears(What::Answered(Box::new(request), Err(Failure::Refused(status, Box::new(answer)))))
    }

    pub(crate) fn unreachable(&mut self, request: Request) -> Effects {
        self.hears(What::Answered(Box::new(request), Err(Failure::Unreachable)))
    }

    pub(crate) fn types(&mut self, target: Target, field: &str, value: &str) -> Effects {
        self.update(Message::Change(target, field.into(), value.into()))
    }

    /// The place of a list, or the panel's only one, as HTML.
    pub(crate) fn html(&self, place: &str) -> String {
        self.view(place).iter().map(ToString::to_string).collect()
    }
}

/// A person of each kind: the requester is 1.
pub fn actor(n: u8) -> Actor {
    let roles = match n {
        2 | 3 => vec![Role::Committee],
        4 => vec![Role::Secretary],
        5 => vec![Role::Staff],
        _ => Vec::new(),
    };
    Actor { person: person(n), roles: roles.into_iter().collect::<Roles>() }
}

/// A published request on which these commands were carried out, by these people.
pub fn request_after(acts: &[(u8, Command)]) -> SupportRequest {
    let typed = values(&[
        ("what", "Old maps\nof our town"),
        ("reach", "talk-page"),
        ("publish", "on"),
        ("shown_name", "Rosa"),
    ]);
    let submission = read_submission(&typed).expect("a submission").submission;
    let events = decide_submission(&policy(), &actor(1), &submission, NOW).expect("submitted");
    let mut request = fold(reference(), events).expect("a request");
    for (n, command) in acts {
        let events = decide(&policy(), &request, &actor(*n), command, NOW).expect("carried out");
        for event in events {
            request = apply(request, event);
        }
    }
    request
}

pub fn view_of(request: &SupportRequest, n: u8) -> SupportRequestView {
    let mut view = project(&policy(), request, Viewer::Person(actor(n))).expect("seen");
    let people: BTreeSet<PersonId> = view.people();
    let name = |p: &PersonId| (1..9).find(|n| person(*n) == *p).map(|n| format!("Person {n}"));
    view.names = people.iter().filter_map(|p| Some((*p, name(p)?))).collect();
    view
}

/// A request that waits for the committee's initial feedback.
pub fn with_committee() -> SupportRequest {
    request_after(&[
        (5, Command::Acknowledge { message: None }),
        (5, Command::MarkReadyForCommittee { summary: None }),
    ])
}
