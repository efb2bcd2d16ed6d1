//! Carries effects out: calls, the sign-in window, and what the browser keeps.

use std::rc::Rc;

use helpdesk_domain::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::draft::{self, Draft};
use crate::effect::{Answer, Effect, Failure, Heard, Kept, Listed, NoSignIn, Request, What};
use crate::host::decode::decode;
use crate::host::popup::{NoAnswer, Popup};
use crate::host::run::Running;
use crate::host::{api, clock, dom, failure, mw, random, storage};
use crate::json::{self, Json};
use crate::message::Switch;
use crate::reader::{Memory, Reader, WATCHED};
use crate::settings::Settings;
use crate::token::{self, Given, Token};

/// The time by the browser's clock.
pub fn now() -> Timestamp {
    Timestamp(clock::now())
}

/// Carries out an effect of a panel.
pub fn perform(effect: Effect, running: &Running<App>, settings: &Rc<Settings>) {
    match effect {
        Effect::Call(request, token) => {
            let call = call(&request, token, &settings.config.tool_url);
            running.later(async move {
                let result = match api::exchange(call).await {
                    Ok((status, answer)) => read(&request, status, &answer),
                    Err(_) => Err(Failure::Unreachable),
                };
                heard(What::Answered(Box::new(request), result))
            });
        }
        Effect::MakeKey(target) => running.send(heard(What::Key(target, random::text().ok()))),
        Effect::SignIn => {
            // Opened now, while the browser still counts the click.
            let popup = Popup::open();
            let settings = Rc::clone(settings);
            running
                .later(async move { heard(What::SignedIn(sign_in(popup, &settings.config.tool_url).await)) });
        }
        Effect::Keep(key, kept) => keep(&key, &kept),
        Effect::Forget(key) => storage::remove(&key),
        Effect::Watch(titles) => running.later(async move {
            let watched = mw::watch(&titles).await;
            if let Err(code) = &watched {
                failure::report(code);
            }
            heard(What::Watched(titles, watched.is_ok()))
        }),
    }
}

fn heard(what: What) -> crate::message::Message {
    Heard { at: now(), what }.into()
}

fn call(request: &Request, token: Option<String>, tool_url: &str) -> api::Call {
    let mut path = vec![tool_url, "/api/v1/"];
    let mut idempotency_key = None;
    let mut body = None;
    match request {
        Request::Policy => path.push("policy"),
        Request::Me => path.push("me"),
        Request::MyRequests => path.push("my-requests"),
        Request::ForCommittee => path.push("support-requests?turn=committee"),
        Request::View(reference) => path.extend(["support-requests/", reference.as_str()]),
        Request::Act(reference, name, act, key) => {
            path.extend(["support-requests/", reference.as_str(), "/", name.code()]);
            idempotency_key = Some(key.clone());
            body = Some(json::object(&[
                ("expected_version", Json::Number(act.expected_version.into())),
                ("fields", Json::Typed(&act.fields)),
            ]));
        }
        Request::Submit(values, key) => {
            path.push("support-requests");
            idempotency_key = Some(key.clone());
            body = Some(json::object(&[("fields", Json::Typed(values))]));
        }
        Request::Lookups(lookups) => {
            path.push("page-lookups");
            body = Some(lookups.written());
        }
        Request::SignOut => path.push("gadget-tokens"),
    }
    let method = match (request, &body) {
        (Request::SignOut, _) => "DELETE",
        (_, Some(_)) => "POST",
        (_, None) => "GET",
    };
    api::Call { method, url: path.concat(), token, idempotency_key, body }
}

/// A list as the tool gives it.
#[derive(Deserialize)]
struct Items {
    items: Vec<Listed>,
}

fn read(request: &Request, status: u16, answer: &api::Json) -> Result<Answer, Failure> {
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
            decode(answer).map(|view| Answer::View(Box::new(view)))
        }
        Request::Lookups(_) => decode(answer).map(Answer::Lookups),
        Request::SignOut => Ok(Answer::SignedOut),
    };
    read.map_err(|error| unreadable(&error))
}

fn unreadable(error: &str) -> Failure {
    failure::report(error);
    Failure::Unreadable
}

/// What the window sends.
#[derive(Deserialize)]
struct Code {
    code: String,
    state: String,
}

/// Signs in through an open window.
async fn sign_in(popup: Option<Popup>, tool_url: &str) -> Result<Token, NoSignIn> {
    let popup = popup.ok_or(NoSignIn::Blocked)?;
    let (Ok(verifier), Ok(state)) = (random::text(), random::text()) else { return Err(NoSignIn::Failed) };
    let challenge = random::digest(&verifier).await.map_err(|_| NoSignIn::Failed)?;
    let origin = dom::own_origin_in_query();
    let query = ["?origin=", &origin, "&challenge=", &challenge, "&state=", &state];
    popup.go(&[tool_url, "/sign-in/gadget", &query.concat()].concat());
    let code: Code = popup.answer(origin_of(tool_url)).await.map_err(|reason| match reason {
        NoAnswer::Closed => NoSignIn::Closed,
        NoAnswer::Unreadable => NoSignIn::Failed,
    })?;
    if code.state != state {
        return Err(NoSignIn::Failed);
    }
    let call = api::Call {
        method: "POST",
        url: [tool_url, "/api/v1/gadget-tokens"].concat(),
        token: None,
        idempotency_key: None,
        body: Some(json::object(&[("code", Json::Text(&code.code)), ("verifier", Json::Text(&verifier))])),
    };
    match api::exchange(call).await {
        Ok((200..300, answer)) => {
            let given: Given = decode(&answer).map_err(|_| NoSignIn::Failed)?;
            Ok(given.received(now()))
        }
        _ => Err(NoSignIn::Failed),
    }
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |at| &url[..host + at])
}

fn keep(key: &str, kept: &Kept) {
    let json = match kept {
        Kept::Token(token) => token.written(),
        Kept::Draft(draft) => draft.written(),
        Kept::On => "true".to_owned(),
        Kept::Watched(titles) => json::list(titles),
    };
    storage::set(key, &json);
}

/// What is kept under a key, if it can be read.
fn kept<T: DeserializeOwned>(key: &str) -> Option<T> {
    api::from_json(&storage::get(key)?).ok()
}

/// The reader, as this browser remembers them.
pub fn reader(settings: Rc<Settings>) -> Reader {
    let memory = Memory {
        token: kept(token::KEY),
        watchlist: storage::get(Switch::Watchlist.key()).is_some(),
        watch: storage::get(Switch::Watch.key()).is_some(),
        watched: kept(WATCHED).unwrap_or_default(),
    };
    Reader::new(settings, memory, now())
}

/// The reader's draft. Drafts that may not stay are removed.
pub fn draft(wiki_user: Option<&str>) -> Option<Draft> {
    for key in storage::keys(draft::KEYS) {
        if draft::has_to_go(&key, kept(&key).as_ref(), wiki_user, now()) {
            storage::remove(&key);
        }
    }
    kept(&draft::key(wiki_user))
}

#[cfg(test)]
mod tests {
    use super::origin_of;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin_of("https://helpdesk.example.org"), "https://helpdesk.example.org");
        assert_eq!(origin_of("http://localhost:8000/tool"), "http://localhost:8000");
    }
}
