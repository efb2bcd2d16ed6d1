//! The authorize end point: from the client's link to the login form, the consent page, and back with a code.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::X_CONTENT_TYPE_OPTIONS;
use helpdesk_tests::front::{Dialect, SignIn};
use url::form_urlencoded;

use super::error::{OauthError, escape, found, with_query};
use super::grants::{Challenge, Granted, is_rfc_7636};
use super::{scopes, token};
use crate::args::Client;
use crate::asked::Asked;
use crate::backend::Person;
use crate::params::Params;
use crate::route::AUTHORIZE_PATH;
use crate::state::Front;
use crate::{caller, proxy};

/// Why a client's request is refused, and where that is said.
#[derive(Debug)]
pub enum Refused {
    /// To the user, on a page.
    Page(OauthError),
    /// To the client, by a redirect.
    Redirect(OauthError, String),
}

/// A client's request that is in order.
#[derive(Debug)]
pub struct Request {
    pub client: Arc<Client>,
    /// As it was sent.
    redirect_uri: Option<String>,
    pub scopes: Vec<String>,
    challenge: Option<Challenge>,
    state: Option<String>,
}

/// The answer to any request at `/w/rest.php/oauth2/authorize`.
pub async fn answer(front: &Front, asked: &Asked) -> HttpResponse {
    let params = &asked.params;
    if let Err(error) = check_form(params) {
        return error.page();
    }
    let cookies = caller::cookies(asked.http.headers());
    let info = match front.backend.by_cookies(&cookies).await {
        Ok(info) => info,
        Err(error) => return proxy::bad_gateway(&error),
    };
    let query = asked.http.query_string();
    if !info.is_named() {
        return temporary_redirect(&login_url(&front.config.public, query));
    }
    let person = Person { id: info.id, name: info.name };
    let dialect = front.state().dialect_for(params.get("client_id"));
    let request = match check(front, params) {
        Ok(request) => request,
        Err(Refused::Page(error)) => return error.page(),
        Err(Refused::Redirect(error, to)) => {
            let state = params.get("state").filter(|_| dialect == Dialect::Master);
            return error.redirect(dialect, &to, state);
        }
    };
    decide(front, &request, person, params, query)
}

fn decide(front: &Front, request: &Request, person: Person, params: &Params, query: &str) -> HttpResponse {
    let mut state = front.state();
    if state.disabled_clients.contains(&request.client.id) {
        return token::not_usable(&request.client.id, person.id).page();
    }
    if params.filled("approval_cancel").is_some() {
        return OauthError::rejected_by_user().redirect(
            state.dialect_for(Some(&request.client.id)),
            &request.client.redirect_uri,
            None,
        );
    }
    let granted = request.granted_by(person);
    if params.filled("approval_pass").is_some() && state.grants.is_approved(&granted) {
        let now = state.now();
        return match request.code(&mut state.grants, granted, now) {
            Ok((_, location)) => found(&location),
            Err(error) => OauthError::server(&error).page(),
        };
    }
    temporary_redirect(&consent_url(&front.config.public, query, request))
}

impl Request {
    /// What the user grants by pressing Allow.
    pub fn granted_by(&self, person: Person) -> Granted {
        Granted { person, client_id: self.client.id.clone(), scopes: self.scopes.clone() }
    }

    /// A code, and where the browser takes it.
    pub fn code(
        &self,
        grants: &mut super::grants::Grants,
        granted: Granted,
        now: f64,
    ) -> anyhow::Result<(String, String)> {
        let code = grants.issue_code(granted, self.redirect_uri.clone(), self.challenge.clone(), now)?;
        let state = self.state.as_deref().map(|state| ("state", state));
        let fields = [("code", code.as_str())].into_iter().chain(state);
        let location = with_query(&self.client.redirect_uri, fields);
        Ok((code, location))
    }
}

/// What the REST framework checks before anything else, also before the login.
fn check_form(params: &Params) -> Result<(), OauthError> {
    if params.get("response_type") != Some("code") {
        return Err(OauthError::parameter("response_type"));
    }
    if params.get("client_id").is_none() {
        return Err(OauthError::parameter("client_id"));
    }
    match params.get("code_challenge_method") {
        None | Some("plain" | "S256") => Ok(()),
        Some(_) => Err(OauthError::parameter("code_challenge_method")),
    }
}

/// What league checks: client, callback, scopes, PKCE, in this order.
fn check(front: &Front, params: &Params) -> Result<Request, Refused> {
    let client = params
        .get("client_id")
        .and_then(|id| front.state().clients.find(id))
        .ok_or_else(|| Refused::Page(OauthError::client()))?;
    let redirect_uri = params.get("redirect_uri").map(str::to_owned);
    if redirect_uri.as_ref().is_some_and(|uri| *uri != client.redirect_uri) {
        return Err(Refused::Page(OauthError::client()));
    }
    let scopes = match params.filled("scope").map(scopes::split) {
        None => client.grants.clone(),
        Some(asked) => {
            if let Some(unknown) = scopes::first_unknown(&asked) {
                return Err(Refused::Redirect(OauthError::scope(unknown), client.redirect_uri.clone()));
            }
            // What the client was not registered for is dropped without a word.
            asked.into_iter().filter(|scope| client.grants.contains(scope)).collect()
        }
    };
    let challenge = challenge(&client, params).map_err(Refused::Page)?;
    Ok(Request { client, redirect_uri, scopes, challenge, state: params.get("state").map(str::to_owned) })
}

fn challenge(client: &Client, params: &Params) -> Result<Option<Challenge>, OauthError> {
    match params.get("code_challenge") {
        None if client.secret.is_none() => {
            Err(OauthError::request("Code challenge must be provided for public clients"))
        }
        None => Ok(None),
        Some(text) if !is_rfc_7636(text) => {
            Err(OauthError::request("Code challenge must follow the specifications of RFC-7636."))
        }
        Some(text) => Ok(Some(match params.get("code_challenge_method") {
            Some("S256") => Challenge::S256(text.to_owned()),
            _ => Challenge::Plain(text.to_owned()),
        })),
    }
}

/// A request as the control channel describes it.
pub fn from_sign_in(front: &Front, sign_in: &SignIn) -> Result<Request, OauthError> {
    let fields = [
        ("response_type", Some("code")),
        ("client_id", Some(sign_in.client_id.as_str())),
        ("scope", sign_in.scope.as_deref()),
        ("redirect_uri", sign_in.redirect_uri.as_deref()),
        ("state", sign_in.state.as_deref()),
        ("code_challenge", sign_in.code_challenge.as_deref()),
        ("code_challenge_method", sign_in.code_challenge_method.as_deref()),
    ];
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))))
        .finish();
    let params = Params::read(&query, "", b"");
    check_form(&params)?;
    check(front, &params).map_err(|refused| match refused {
        Refused::Page(error) | Refused::Redirect(error, _) => error,
    })
}

/// The wiki's login form, which sends the browser back to the authorize end point.
pub fn login_url(public: &str, query: &str) -> String {
    let back = form_urlencoded::Serializer::new(String::new())
        .append_pair("rest_url", &format!("{AUTHORIZE_PATH}?{query}"))
        .finish();
    let rest = form_urlencoded::Serializer::new(String::new())
        .append_pair("returnto", "Special:OAuth/rest redirect")
        .append_pair("returntoquery", &back)
        .finish();
    format!("{public}/w/index.php?title=Special:UserLogin&{rest}")
}

fn consent_url(public: &str, query: &str, request: &Request) -> String {
    let rest = form_urlencoded::Serializer::new(String::new())
        .append_pair("returnto", AUTHORIZE_PATH)
        .append_pair("returntoquery", query)
        .append_pair("client_id", &request.client.id)
        .append_pair("oauth_version", "2")
        .append_pair("scope", &request.scopes.join(" "))
        .finish();
    format!("{public}/w/index.php?title=Special:OAuth/approve&{rest}")
}

/// The answer at Special:OAuth/rest_redirect: the browser comes back from the login form.
pub fn rest_redirect(front: &Front, query: &str) -> HttpResponse {
    let params = Params::read(query, "", b"");
    match params.get("rest_url") {
        // Only back to where it came from: anything else would be an open redirect.
        Some(url) if url.starts_with(&format!("{AUTHORIZE_PATH}?")) => {
            found(&format!("{}{url}", front.config.public))
        }
        _ => OauthError::parameter("rest_url").page(),
    }
}

fn temporary_redirect(location: &str) -> HttpResponse {
    HttpResponse::TemporaryRedirect()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Location", location))
        .append_header(("Cache-Control", "private,must-revalidate,s-maxage=0"))
        .append_header(("Vary", "x-restbase-compat"))
        .content_type("text/html; charset=utf-8")
        .body(format!("<!doctype html><title>Redirect</title><a href=\"{0}\">{0}</a>", escape(location)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_link_is_the_recorded_one() {
        let query = "response_type=code&client_id=9554d45a84e3852741bdfed47d055c06&redirect_uri=http%3A%2F%2F127.0.0.1%3A9000%2Foauth%2Fcallback&state=st4te-123";
        assert_eq!(
            login_url("http://127.0.0.1:8143", query),
            "http://127.0.0.1:8143/w/index.php?title=Special:UserLogin&returnto=Special%3AOAuth%2Frest+redirect&\
             returntoquery=rest_url%3D%252Fw%252Frest.php%252Foauth2%252Fauthorize%253Fresponse_type%253Dcode%2526\
             client_id%253D9554d45a84e3852741bdfed47d055c06%2526redirect_uri%253Dhttp%25253A%25252F%25252F127.0.0.1\
             %25253A9000%25252Foauth%25252Fcallback%2526state%253Dst4te-123"
        );
    }
}
