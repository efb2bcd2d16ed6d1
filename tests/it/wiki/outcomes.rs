//! What can go wrong at the wiki, in one table, and the one outcome that each has.

use super::{Desk, call, on_the_wiki, revisions};
use crate::surroundings::front;
use helpdesk_domain::{CommandName, Reference};
use helpdesk_server::wiki::client::Wiki;
use helpdesk_server::wiki::splice::begin;
use helpdesk_server::worker::drain_with;
use helpdesk_tests::front::{Fault, When};
use secrecy::SecretString;
use std::time::Duration;

/// What happens to a page that is about to be brought up to date.
enum Mishap {
    /// Its next edits fail so, one after the other.
    Edits(&'static [Fault]),
    /// Even looking at it fails so, once.
    Look(Fault),
    /// An administrator deletes it.
    Deleted,
    /// Somebody moves it.
    Moved,
    /// Somebody writes other text over it, made from what it holds and the marker that begins our part.
    Overwritten(fn(&str, &str) -> String),
    /// The acting person took their grant back.
    GrantGone,
}

/// How a try ends.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// The page is as it should be.
    Done,
    /// Tried again by itself.
    Again,
    /// A person has to look.
    Person,
}

struct Case {
    name: &'static str,
    mishap: Mishap,
    outcome: Outcome,
    /// What the words to staff hold: what it is, and what to do.
    words: &'static [&'static str],
}

const fn case(name: &'static str, mishap: Mishap, outcome: Outcome, words: &'static [&'static str]) -> Case {
    Case { name, mishap, outcome, words }
}

const BY_ITSELF: &str = "tries again by itself";

const CASES: [Case; 24] = [
    case(
        "503",
        Mishap::Edits(&[Fault::Http503 { retry_after: None }]),
        Outcome::Again,
        &["http-503", BY_ITSELF],
    ),
    case(
        "503 at the look",
        Mishap::Look(Fault::Http503 { retry_after: Some(7) }),
        Outcome::Again,
        &["http-503"],
    ),
    case("maxlag", Mishap::Edits(&[Fault::Maxlag { lag: 9 }]), Outcome::Again, &["maxlag", BY_ITSELF]),
    case("read-only", Mishap::Edits(&[Fault::Readonly]), Outcome::Again, &["readonly", BY_ITSELF]),
    case("too fast", Mishap::Edits(&[Fault::Ratelimited]), Outcome::Again, &["ratelimited", BY_ITSELF]),
    case("bad token", Mishap::Edits(&[Fault::Badtoken]), Outcome::Done, &[]),
    case("edit conflict", Mishap::Edits(&[Fault::Editconflict]), Outcome::Done, &[]),
    case("answer lost after the edit", Mishap::Edits(&[Fault::LoseAnswer]), Outcome::Done, &[]),
    case("half an answer", Mishap::Edits(&[Fault::HalfAnswer]), Outcome::Done, &[]),
    case(
        "half an answer to the look",
        Mishap::Look(Fault::HalfAnswer),
        Outcome::Again,
        &["no-answer", BY_ITSELF],
    ),
    case("60 s of silence", Mishap::Edits(&[Fault::Silence { seconds: 60 }]), Outcome::Done, &[]),
    case(
        "conflicts without end",
        Mishap::Edits(&[Fault::Editconflict, Fault::Editconflict, Fault::Editconflict]),
        Outcome::Again,
        &["changed at the same time", BY_ITSELF],
    ),
    case("captcha", Mishap::Edits(&[Fault::Captcha]), Outcome::Person, &["puzzle", "needs the right"]),
    case(
        "filter warns",
        Mishap::Edits(&[Fault::AbusefilterWarning]),
        Outcome::Person,
        &["abusefilter-warning", "Ask an administrator", "try again"],
    ),
    case(
        "filter forbids",
        Mishap::Edits(&[Fault::AbusefilterDisallowed]),
        Outcome::Person,
        &["abusefilter-disallowed", "Ask an administrator"],
    ),
    case(
        "title on the blacklist",
        Mishap::Edits(&[Fault::TitleblacklistForbidden]),
        Outcome::Person,
        &["does not take the title", "change the request’s title"],
    ),
    case(
        "protected",
        Mishap::Edits(&[Fault::Protectedpage]),
        Outcome::Person,
        &["protected", "Ask an administrator"],
    ),
    case("blocked", Mishap::Edits(&[Fault::Blocked]), Outcome::Person, &["is blocked", "Ask there"]),
    case("deleted", Mishap::Deleted, Outcome::Person, &["was deleted", "ask why, or give the job up"]),
    case("moved", Mishap::Moved, Outcome::Done, &[]),
    case(
        "our part removed",
        Mishap::Overwritten(|_, _| "Nothing is left.".to_owned()),
        Outcome::Person,
        &["was removed", "Put it back"],
    ),
    case(
        "markers twice",
        Mishap::Overwritten(|text, _| format!("{text}\n{text}")),
        Outcome::Person,
        &["twice or cut", "Repair them"],
    ),
    case(
        "a marker cut",
        Mishap::Overwritten(|text, begin| text.replace(begin, "")),
        Outcome::Person,
        &["twice or cut", "Repair them"],
    ),
    case("grant taken back", Mishap::GrantGone, Outcome::Done, &[]),
];

impl Mishap {
    async fn befall(&self, desk: &Desk, reference: Reference, title: &str) {
        let when = |action: Option<&str>| When {
            title_prefix: Some(title.to_owned()),
            action: action.map(str::to_owned),
            ..When::default()
        };
        match self {
            Self::Edits(faults) => {
                for fault in *faults {
                    front().fail(when(Some("edit")), 1, fault.clone()).await.expect("a fault");
                }
            }
            Self::Look(fault) => {
                // A page that is known is looked at by its id, which the fault does not know.
                let statement = format!("UPDATE wiki_page SET page_id = NULL WHERE title = '{title}'");
                let mut conn = desk.record.conn().await;
                mysql_async::prelude::Queryable::query_drop(&mut conn, statement).await.expect("SQL");
                front().fail(when(Some("query")), 1, fault.clone()).await.expect("a fault");
            }
            Self::Deleted => call("Gadgeteer", &[("action", "delete"), ("title", title)]).await,
            Self::Moved => {
                let to = format!("{title}, elsewhere");
                call("Outsider", &[("action", "move"), ("from", title), ("to", &to)]).await;
            }
            Self::Overwritten(change) => {
                let text = change(&desk.text(title).await, &begin(reference.as_str()));
                desk.overwrite("Outsider", title, &text).await;
            }
            Self::GrantGone => {
                desk.with_token("Elin", SecretString::from("taken back")).await;
            }
        }
    }

    /// Whether staff have nothing to do on the wiki before they try again.
    fn passes(&self) -> bool {
        matches!(self, Self::Edits(_) | Self::Look(_) | Self::GrantGone | Self::Moved)
    }
}

async fn meets(desk: &Desk, wiki: &Wiki, case: &Case) {
    let name = case.name;
    let amina = desk.with_grant("Amina", None).await;
    let reference = desk.published(&amina, &[("title", name)]).await;
    desk.drain().await;
    let title = desk.row(reference).await.title;
    case.mishap.befall(desk, reference, &title).await;

    desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
    let other = desk.published(&amina, &[("title", &format!("Beside {name}"))]).await;
    drain_with(&desk.app, wiki).await.expect("the outbox");
    assert!(desk.row(other).await.revision.is_some(), "{name}: another request's page is made");

    let stuck = desk.stuck().await;
    let outcome = match stuck.as_slice() {
        [] => Outcome::Done,
        [job] if job.parked => Outcome::Person,
        [_] => Outcome::Again,
        more => panic!("{name}: {more:?}"),
    };
    assert_eq!(outcome, case.outcome, "{name}: {stuck:?}");
    for job in &stuck {
        assert!(job.reference == reference && job.kind == "request-page", "{name}: {job:?}");
        let said = case.words.iter().all(|words| job.words.contains(words));
        assert!(said && !job.words.contains(['⧼', '$']), "{name}: {}", job.words);
    }
    if case.mishap.passes() {
        desk.again().await;
        assert!(desk.stuck().await.is_empty(), "{name}: {:?}", desk.stuck().await);
        let title = desk.row(reference).await.title;
        let text = desk.text(&title).await;
        assert!(text.contains("|stage=gathering\n"), "{name}: {text}");
        // Made, moved where it was, brought up to date: each once.
        let expected = 2 + usize::from(matches!(case.mishap, Mishap::Moved));
        assert_eq!(revisions(&title).await, expected, "{name}: each edit is there once");
    } else {
        let given_up = desk.only_stuck().await;
        let reason = "The page is kept as it is.";
        let done = helpdesk_server::app::outbox::give_up(&desk.app, &desk.staff, given_up.id, reason).await;
        done.expect("given up");
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{name}: {:?}", desk.stuck().await);
    }
}

#[test]
fn each_mishap_has_its_outcome_in_words_and_holds_up_no_other_request() {
    on_the_wiki(async |desk: Desk| {
        let patient = Wiki::patient(&desk.app.config, Duration::from_secs(3)).expect("a client");
        for case in &CASES {
            meets(&desk, &patient, case).await;
        }
    });
}
