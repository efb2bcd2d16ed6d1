//! The one cookie: encrypted, not readable by scripts, and of this host alone. What it says about
//! who somebody is is a token that the record can end.

use super::Site;
use crate::app::crypt::TokenKeys;
use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::storage::CookieSessionStore;
use actix_session::{Session, SessionExt, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieJar, Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use helpdesk_domain::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// The cookie's name. Browsers take it only with Secure, for `/`, from this host itself.
pub const COOKIE: &str = "__Host-helpdesk";
/// How long somebody may take at the wiki, in seconds.
const SIGN_IN_SECONDS: i64 = 30 * 60;
/// How many sign-ins may be under way in one browser.
const SIGN_INS: usize = 3;

/// What the key of the cookie is derived for.
const PURPOSE: &str = "session cookie";
const TOKEN: &str = "token";
const SIGN_IN: &str = "sign_in";
const DRAFT: &str = "draft";
const NOTICE: &str = "notice";

/// The middleware that reads and writes the cookie.
pub fn middleware(keys: &TokenKeys) -> SessionMiddleware<CookieSessionStore> {
    SessionMiddleware::builder(CookieSessionStore::default(), Key::from(&keys.derive(PURPOSE)))
        .cookie_name(COOKIE.to_owned())
        .cookie_secure(true)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Private)
        .session_lifecycle(PersistentSession::default().session_ttl(Duration::days(14)))
        .build()
}

/// Set while a call is answered whose cookie was signed with an older key.
struct TakenOver;

/// Takes a cookie that was signed with a key which is no longer the first one: nobody has to sign in again when the
/// key changes, as long as the older one is configured.
pub async fn with_older_keys<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let site = request.app_data::<Data<Site>>().cloned();
    let keys = site.as_ref().map(|site| &site.app.config.token_keys);
    if let Some(header) = keys.and_then(|keys| signed_anew(keys, &request)) {
        request.headers_mut().insert(header::COOKIE, header);
        request.extensions_mut().insert(TakenOver);
    }
    next.call(request).await
}

/// Has the browser keep such a cookie as it is signed now.
pub async fn kept_anew<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if request.extensions().get::<TakenOver>().is_some() {
        request.get_session().renew();
    }
    next.call(request).await
}

/// The call's cookies with ours signed with the first key, if an older one signed it.
fn signed_anew(keys: &TokenKeys, request: &ServiceRequest) -> Option<HeaderValue> {
    let older = keys.derive_older(PURPOSE);
    if older.is_empty() {
        return None;
    }
    let headers = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let pairs = headers.flat_map(|text| text.split(';'));
    let given =
        pairs.filter_map(|pair| Cookie::parse_encoded(pair.trim()).ok()).find(|one| one.name() == COOKIE)?;
    let mut jar = CookieJar::new();
    jar.add_original(given.into_owned());
    let current = Key::from(&keys.derive(PURPOSE));
    if jar.private(&current).get(COOKIE).is_some() {
        return None;
    }
    let plain = older.iter().find_map(|key| jar.private(&Key::from(key)).get(COOKIE))?;
    jar.private_mut(&current).add(Cookie::new(COOKIE, plain.value().to_owned()));
    let signed = jar.get(COOKIE)?.stripped().encoded().to_string();
    HeaderValue::from_str(&signed).ok()
}

/// A sign-in that is under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// What comes back from the wiki.
    pub state: String,
    /// Proves that the code is ours.
    pub verifier: String,
    /// Where to go then.
    pub return_to: String,
    /// When it began.
    pub at: Timestamp,
}

/// What the cookie holds.
pub struct Visitor<'a>(pub &'a Session);

impl Visitor<'_> {
    /// The token of the session in the record.
    pub fn token(&self) -> Option<String> {
        self.0.get(TOKEN).ok().flatten()
    }

    /// Begins a session: what was known of somebody else before is gone, but for a form that was
    /// filled in.
    pub fn signed_in(&self, token: &SecretString) {
        let draft = self.draft();
        self.0.clear();
        self.0.renew();
        self.set(TOKEN, &token.expose_secret());
        if let Some(draft) = draft {
            self.set(DRAFT, &draft);
        }
    }

    /// Ends it.
    pub fn signed_out(&self, notice: &str) {
        self.0.clear();
        self.0.renew();
        self.say(notice);
    }

    /// Remembers a sign-in until it comes back.
    pub fn begin_sign_in(&self, sign_in: SignIn) {
        let mut under_way = self.sign_ins();
        under_way.push(sign_in);
        let from = under_way.len().saturating_sub(SIGN_INS);
        self.set(SIGN_IN, &under_way.split_off(from));
    }

    /// The sign-in with that state, if it was begun here and not too long ago. It is forgotten.
    pub fn end_sign_in(&self, state: &str, now: Timestamp) -> Option<SignIn> {
        let (found, others): (Vec<_>, Vec<_>) = self.sign_ins().into_iter().partition(|one| one.state == state);
        self.set(SIGN_IN, &others);
        found.into_iter().find(|one| now.0 - one.at.0 <= SIGN_IN_SECONDS)
    }

    /// The last sign-in, for the wiki's refusals that come back without a state. All are forgotten.
    pub fn end_sign_ins(&self) -> Option<SignIn> {
        let last = self.sign_ins().pop();
        self.0.remove(SIGN_IN);
        last
    }

    fn sign_ins(&self) -> Vec<SignIn> {
        self.0.get(SIGN_IN).ok().flatten().unwrap_or_default()
    }

    /// The word that gets back what was filled in before sign-in.
    pub fn draft(&self) -> Option<String> {
        self.0.get(DRAFT).ok().flatten()
    }

    /// Remembers that word.
    pub fn keep_draft(&self, word: &SecretString) {
        self.set(DRAFT, &word.expose_secret());
    }

    /// Forgets it.
    pub fn forget_draft(&self) {
        self.0.remove(DRAFT);
    }

    /// Something to be said on the next page: a message key.
    pub fn say(&self, key: &str) {
        self.set(NOTICE, &key);
    }

    /// What is to be said on this page.
    pub fn said(&self) -> Option<String> {
        let said = self.0.get(NOTICE).ok().flatten();
        self.0.remove(NOTICE);
        said
    }

    fn set<T: Serialize>(&self, key: &str, value: &T) {
        // Values of these types are always JSON.
        if let Err(error) = self.0.insert(key, value) {
            tracing::error!(%error, "the session cookie could not be written");
        }
    }
}
