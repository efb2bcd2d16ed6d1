//! Carries effects out: calls, the pop-up, and what the browser keeps.

use helpdesk_domain::Timestamp;
use helpdesk_domain::wire::Submit;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

use crate::draft::{self, Draft};
use crate::effect::{Answer, Effect, Failure, Heard, Kept, Listed, NoSignIn, Request, What};
use crate::host::popup::{NoAnswer, Popup};
use crate::host::run::Running;
use crate::host::{api, clock, dom, failure, mw, random, storage};
use crate::json;
use crate::preferences::{self, Preferences};
use crate::session::Session;
use crate::settings::Settings;
use crate::token::{self, Given, Token};
use crate::view::Panel;

/// The time by the browser's clock.
pub fn now() -> Timestamp {
    Timestamp(clock::now())
}

/// Carries out an effect of a panel.
pub fn perform<P>(effect: Effect, running: &Running<P>, settings: &Rc<Settings>)
where
    P: Panel,
    P::Message: From<Heard>,
{
    match effect {
        Effect::Call(request, token) => {
            let settings = Rc::clone(settings);
            running.later(async move {
                let result = call(&settings.config.tool_url, &request, token.as_deref()).await;
                heard(What::Answered(Box::new(request), result)).into()
            });
        }
        Effect::MakeKey(target) => running.send(heard(What::Key(target, new_key())).into()),
        Effect::SignIn => {
            // Opened now, while the browser still counts the click.
            let popup = Popup::open();
            let settings = Rc::clone(settings);
            running.later(async move { heard(What::SignedIn(sign_in(popup, &settings.config.tool_url).await)).into() });
        }
        Effect::Keep(kept) => keep(kept),
        Effect::Forget(key) => storage::remove(&key),
        Effect::Watch(titles) => running.later(async move {
            let watched = mw::watch(&titles).await;
            if let Err(code) = &watched {
                failure::report(code);
            }
            heard(What::Watched(titles, watched.is_ok())).into()
        }),
    }
}

fn heard(what: What) -> Heard {
    Heard { at: now(), what }
}

fn new_key() -> Option<String> {
    random::text().ok()
}

async fn call(tool_url: &str, request: &Request, token: Option<&str>) -> Result<Answer, Failure> {
    let (method, path, key) = match request {
        Request::Policy => ("GET", "policy".to_owned(), None),
        Request::Me => ("GET", "me".to_owned(), None),
        Request::MyRequests => ("GET", "my-requests".to_owned(), None),
        Request::ForCommittee => ("GET", "support-requests?turn=committee".to_owned(), None),
        Request::View(reference) => ("GET", ["support-requests/", reference.as_str()].concat(), None),
        Request::Act(reference, name, _, key) => {
            ("POST", ["support-requests/", reference.as_str(), "/", name.code()].concat(), Some(&**key))
        }
        Request::Submit(_, key) => ("POST", "support-requests".to_owned(), Some(&**key)),
        Request::Lookups(_) => ("POST", "page-lookups".to_owned(), None),
        Request::SignOut => ("DELETE", "gadget-tokens".to_owned(), None),
    };
    let url = [tool_url, "/api/v1/", &path].concat();
    let call = api::Call { method, url: &url, token, idempotency_key: key };
    match request {
        Request::Policy => get(&call).await.map(|policy| Answer::Policy(Box::new(policy))),
        Request::Me => get(&call).await.map(Answer::Me),
        Request::MyRequests | Request::ForCommittee => get(&call).await.map(|Items { items }| Answer::List(items)),
        Request::View(_) => get(&call).await.map(|view| Answer::View(Box::new(view))),
        Request::Act(_, _, act, _) => send(&call, act).await.map(|view| Answer::View(Box::new(view))),
        Request::Submit(values, _) => {
            let body = Submit { fields: values.clone() };
            send(&call, &body).await.map(|view| Answer::View(Box::new(view)))
        }
        Request::Lookups(lookups) => send(&call, lookups).await.map(Answer::Lookups),
        Request::SignOut => {
            // Whatever is answered: this browser forgets the token, and the tool ends it in time.
            let _: Result<Nothing, api::Failure> = api::get(&call).await;
            Ok(Answer::SignedOut)
        }
    }
}

/// A list as the tool gives it.
#[derive(Deserialize)]
struct Items {
    items: Vec<Listed>,
}

/// An answer that says nothing more.
#[derive(Deserialize)]
struct Nothing {}

async fn get<A: DeserializeOwned>(call: &api::Call<'_>) -> Result<A, Failure> {
    api::get(call).await.map_err(failed)
}

async fn send<A: DeserializeOwned>(call: &api::Call<'_>, body: &impl Serialize) -> Result<A, Failure> {
    api::send(call, body).await.map_err(failed)
}

fn failed(reason: api::Failure) -> Failure {
    match reason {
        api::Failure::Unreachable => Failure::Unreachable,
        api::Failure::Refused(status, answer) => Failure::Refused(status, answer),
        api::Failure::Unreadable(words) => {
            failure::report(&words);
            Failure::Unreadable
        }
    }
}

/// What the pop-up sends.
#[derive(Deserialize)]
struct Code {
    code: String,
    state: String,
}

/// What the code is exchanged with.
#[derive(Serialize)]
struct Exchange<'a> {
    code: &'a str,
    verifier: &'a str,
}

/// Signs in through an open window.
///
/// # Errors
/// Why nobody is signed in.
pub async fn sign_in(popup: Option<Popup>, tool_url: &str) -> Result<Token, NoSignIn> {
    let popup = popup.ok_or(NoSignIn::Blocked)?;
    let verifier = random::text().map_err(|_| NoSignIn::Failed)?;
    let state = random::text().map_err(|_| NoSignIn::Failed)?;
    let challenge = random::digest(&verifier).await.map_err(|_| NoSignIn::Failed)?;
    let origin = dom::window().location().origin().unwrap_or_default();
    let origin = String::from(js_sys::encode_uri_component(&origin));
    let query = ["?origin=", &origin, "&challenge=", &challenge, "&state=", &state].concat();
    popup.go(&[tool_url, "/sign-in/gadget", &query].concat());
    let code: Code = popup.answer(origin_of(tool_url)).await.map_err(|reason| match reason {
        NoAnswer::Closed => NoSignIn::Closed,
        NoAnswer::Unreadable => NoSignIn::Failed,
    })?;
    if code.state != state {
        return Err(NoSignIn::Failed);
    }
    let url = [tool_url, "/api/v1/gadget-tokens"].concat();
    let call = api::Call { method: "POST", url: &url, token: None, idempotency_key: None };
    let given: Given =
        send(&call, &Exchange { code: &code.code, verifier: &verifier }).await.map_err(|_| NoSignIn::Failed)?;
    Ok(given.received(now()))
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |at| &url[..host + at])
}

/// Keeps something in this browser.
pub fn keep(kept: Kept) {
    let (key, json) = match kept {
        Kept::Token(token) => (token::KEY.to_owned(), json::write(&token)),
        Kept::Draft(key, draft) => (key, json::write(&draft)),
        Kept::Switch(key) => (key.to_owned(), Ok("true".to_owned())),
        Kept::Watched(titles) => (preferences::WATCHED.to_owned(), json::write(&titles)),
    };
    if let Ok(json) = json {
        storage::set(&key, &json);
    }
}

/// What is kept under a key, if it can be read.
fn kept<T: DeserializeOwned>(key: &str) -> Option<T> {
    api::from_json(&storage::get(key)?).ok()
}

/// The reader's standing with the tool, as this browser keeps it.
pub fn session(settings: &Rc<Settings>) -> Session {
    Session::new(Rc::clone(settings), kept(token::KEY), now())
}

/// What the reader switched on in this browser.
pub fn preferences() -> Preferences {
    Preferences {
        watchlist: storage::get(preferences::WATCHLIST).is_some(),
        watch: storage::get(preferences::WATCH).is_some(),
        watched: kept(preferences::WATCHED).unwrap_or_default(),
        has_failed: false,
    }
}

/// The reader's draft. Drafts that may not stay are removed.
pub fn draft(settings: &Settings) -> Option<Draft> {
    let user = settings.wiki_user.as_deref();
    for key in storage::keys(draft::KEYS) {
        if draft::has_to_go(&key, kept(&key).as_ref(), user, now()) {
            storage::remove(&key);
        }
    }
    kept(&draft::key(user))
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
