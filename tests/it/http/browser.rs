//! A browser as far as the service notices it: one cookie, `Origin`, no following of redirects.

use super::service::OWN;
use actix_web::cookie::{Cookie, CookieJar, Key};
use helpdesk_server::app::crypt::TokenKeys;
use reqwest::header::{COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};

const NAME: &str = "__Host-helpdesk";

/// See the module.
#[derive(Clone, Debug)]
pub struct Browser {
    client: Client,
    base: String,
    /// The cookie's value.
    pub cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Browser {
    /// A browser without a cookie.
    pub fn new(base: &str) -> Self {
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        Self { client: client.expect("a client"), base: base.to_owned(), cookie: None }
    }

    /// Gives it the cookie of a session, as sign-in would.
    pub fn sign_in_with(&mut self, keys: &TokenKeys, token: &str) {
        let state = serde_json::json!({ "token": serde_json::to_string(token).expect("JSON") });
        let mut jar = CookieJar::new();
        let key = Key::from(&keys.derive("session cookie"));
        jar.private_mut(&key).add(Cookie::new(NAME, state.to_string()));
        self.cookie = jar
            .get(NAME)
            .map(|cookie| cookie.stripped().encoded().to_string())
            .map(|pair| pair.split_once('=').map(|(_, value)| value.to_owned()).expect("a value"));
    }

    /// A call that can be added to.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, format!("{NAME}={cookie}")),
            None => request,
        }
    }

    /// Sends a call and keeps the cookie that comes back.
    pub async fn send(&mut self, request: RequestBuilder) -> Page {
        let answer = request.send().await.expect("an answer");
        for set in answer.headers().get_all(SET_COOKIE) {
            let set = set.to_str().expect("text");
            let value = set.strip_prefix(&format!("{NAME}=")).expect("no other cookie is set");
            for word in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/"] {
                assert!(set.contains(word), "{set}");
            }
            assert!(!set.contains("Domain="), "{set}");
            let value = value.split(';').next().expect("a value");
            self.cookie = Some(value.to_owned()).filter(|value| !value.is_empty());
        }
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Page { status, headers, text: answer.text().await.expect("text") }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(self.call(Method::GET, path)).await
    }

    /// Sends a form from a page of ours.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.call(Method::POST, path).header(ORIGIN, OWN).form(fields)).await
    }
}

impl Page {
    /// Where it leads to.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// Checks the status and gives the page on.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let words = StatusCode::from_u16(self.status).expect("a status");
        assert_eq!(self.status, status, "{words} {} {}", self.location(), self.text);
        self
    }

    /// Checks that the page says this.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.text.contains(text), "{text} is not in {}", self.text);
        self
    }

    /// The value of a hidden field.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let start = format!(r#"<input type="hidden" name="{name}" value=""#);
        let rest = self.text.split(&start).nth(1).unwrap_or_else(|| panic!("no field {name} in {}", self.text));
        rest.split('"').next().expect("a value").to_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}
