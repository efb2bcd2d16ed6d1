//! Carries effects out: calls, the sign-in window, and what the browser keeps.

use std::rc::Rc;

use helpdesk_domain::Timestamp;
use serde::Deserialize;

use crate::app::App;
use crate::draft::{self, Draft};
use crate::effect::{Answer, Effect, Failure, Heard, Kept, Listed, NoSignIn, Request, What};
use crate::host::browser::{self, Call, Json as Said};
use crate::host::decode::decode;
use crate::host::run::Running;
use crate::json::{self, Json};
use crate::message::Switch;
use crate::reader::{Memory, Reader, WATCHED};
use crate::settings::Settings;
use crate::token::{self, Given, Token};
use crate::wire::Seen;

/// The time by the browser's clock.
pub fn now() -> Timestamp {
    Timestamp(browser::now())
}

/// Carries out an effect of a panel.
pub fn perform(effect: Effect, running: &Running<App>, settings: &Rc<Settings>) {
    let running = running.clone();
    match effect {
        Effect::Call(request, token) => {
            let call = call(&request, token.unwrap_or_default(), &settings.config.tool_url);
            browser::call(
                &call,
                Box::new(move |status, answer| {
                    let result = read(&request, status, &answer);
                    running.send(heard(What::Answered(Box::new(request), result)));
                }),
            );
        }
        Effect::MakeKey(target) => running.send(heard(What::Key(target, browser::random()))),
        Effect::SignIn => browser::sign_in(
            &settings.config.tool_url,
            Box::new(move |status, answer| running.send(heard(What::SignedIn(signed_in(status, &answer))))),
        ),
        Effect::Keep(key, kept) => keep(&key, &kept),
        Effect::Forget(key) => browser::forget(&key),
        Effect::Watch(titles) => browser::watch(
            &json::list(&titles),
            Box::new(move |status, _| running.send(heard(What::Watched(titles, status != 0)))),
        ),
    }
}

fn heard(what: What) -> crate::message::Message {
    Heard { at: now(), what }.into()
}

fn call(request: &Request, token: String, tool_url: &str) -> Call {
    let mut path = vec![tool_url, "/api/v1/"];
    let mut same = String::new();
    let mut body = String::new();
    match request {
        Request::Policy => path.push("policy"),
        Request::Me => path.push("me"),
        Request::MyRequests => path.push("my-requests"),
        Request::ForCommittee => path.push("support-requests?turn=committee"),
        Request::View(reference) => path.extend(["support-requests/", reference.as_str()]),
        Request::Act(reference, name, act, key) => {
            path.extend(["support-requests/", reference.as_str(), "/", name.code()]);
            same.clone_from(key);
            body = json::object(&[
                ("expected_version", Json::Number(act.expected_version.into())),
                ("fields", Json::Typed(&act.fields)),
            ]);
        }
        Request::Submit(values, key) => {
            path.push("support-requests");
            same.clone_from(key);
            body = json::object(&[("fields", Json::Typed(values))]);
        }
        Request::Lookups(lookups) => {
            path.push("page-lookups");
            body = lookups.written();
        }
        Request::SignOut => path.push("gadget-tokens"),
    }
    let method = match request {
        Request::SignOut => "DELETE",
        _ if body.is_empty() => "GET",
        _ => "POST",
    };
    Call { method, url: path.concat(), token, key: same, body }
}

/// A list as the tool gives it.
#[derive(Deserialize)]
struct Items {
    items: Vec<Listed>,
}

fn read(request: &Request, status: u16, answer: &Said) -> Result<Answer, Failure> {
    if status == 0 {
        return Err(Failure::Unreachable);
    }
    if !(200..300).contains(&status) {
        return Err(match decode(answer) {
            Ok(answer) => Failure::Refused(status, Box::new(answer)),
            Err(error) => unreadable(&error),
        });
    }
    let read = match request {
        Request::Policy => decode(answer).map(|policy| Answer::Policy(Box::new(policy))),
        Request::Me => decode(answer).map(Answer::Me),
        Request::MyRequests | Request::ForCommittee => {
            decode(answer).map(|Items { items }| Answer::List(items))
        }
        Request::View(_) | Request::Act(..) | Request::Submit(..) => {
            decode(answer).map(|Seen(view)| Answer::View(Box::new(view)))
        }
        Request::Lookups(_) => decode(answer).map(Answer::Lookups),
        Request::SignOut => Ok(Answer::SignedOut),
    };
    read.map_err(|error| unreadable(&error))
}

fn unreadable(error: &str) -> Failure {
    browser::report(error);
    Failure::Unreadable
}

/// What came of the window.
fn signed_in(status: u16, answer: &Said) -> Result<Token, NoSignIn> {
    match status {
        browser::BLOCKED => Err(NoSignIn::Blocked),
        browser::CLOSED => Err(NoSignIn::Closed),
        200..300 => decode(answer).map(|given: Given| given.received(now())).map_err(|_| NoSignIn::Failed),
        _ => Err(NoSignIn::Failed),
    }
}

fn keep(key: &str, kept: &Kept) {
    let json = match kept {
        Kept::Token(token) => token.written(),
        Kept::Draft(draft) => draft.written(),
        Kept::On => "true".to_owned(),
        Kept::Watched(titles) => json::list(titles),
    };
    browser::keep(key, &json);
}

/// The reader, as this browser remembers them.
pub fn reader(settings: Rc<Settings>) -> Reader {
    let memory = Memory {
        token: browser::kept(token::KEY),
        watchlist: browser::is_on(Switch::Watchlist.key()),
        watch: browser::is_on(Switch::Watch.key()),
        watched: browser::kept(WATCHED).unwrap_or_default(),
    };
    Reader::new(settings, memory, now())
}

/// The reader's draft. Drafts that may not stay are removed.
pub fn draft(wiki_user: Option<&str>) -> Option<Draft> {
    for key in browser::keys(draft::KEYS) {
        if draft::has_to_go(&key, browser::kept(&key).as_ref(), wiki_user, now()) {
            browser::forget(&key);
        }
    }
    browser::kept(&draft::key(wiki_user))
}
