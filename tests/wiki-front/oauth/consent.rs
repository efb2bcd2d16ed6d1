//! The consent page, Special:OAuth/approve.

use actix_web::http::header::X_CONTENT_TYPE_OPTIONS;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};

use super::error::{OauthError, escape, found};
use super::{authorize, scopes, secret};
use crate::args::Client;
use crate::asked::content_type;
use crate::backend::Person;
use crate::params::Params;
use crate::route::AUTHORIZE_PATH;
use crate::state::Front;
use crate::{caller, proxy};

/// Shows the form, or takes it: back to the authorize end point with the user's word.
pub async fn answer(front: &Front, http: &HttpRequest, body: &Bytes) -> HttpResponse {
    let params = Params::read(http.query_string(), content_type(http), body);
    let returnto = params.get("returnto").unwrap_or_default();
    let back_query = params.get("returntoquery").unwrap_or_default();
    let client = match params.get("client_id").and_then(|id| front.state().clients.find(id)) {
        Some(client) if returnto == AUTHORIZE_PATH => client,
        Some(_) => return OauthError::parameter("returnto").page(),
        None => return OauthError::client().page(),
    };
    let cookies = caller::cookies(http.headers());
    let person = match front.backend.by_cookies(&cookies).await {
        Err(error) => return proxy::bad_gateway(&error),
        Ok(info) if !info.is_named() => {
            return found(&authorize::login_url(&front.config.public, back_query));
        }
        Ok(info) => Person { id: info.id, name: info.name },
    };
    let edit_token = secret::edit_token(&front.config.key, person.id);
    let pressed = |button| http.method() == "POST" && params.get(button).is_some();
    let is_ours = params.get("wpEditToken") == Some(edit_token.as_str());
    if !is_ours || !(pressed("accept") || pressed("cancel")) {
        return form(front, &client, &person, &params, &edit_token);
    }
    let word = if pressed("cancel") {
        "approval_cancel=1"
    } else {
        let asked = scopes::split(params.get("scope").unwrap_or_default());
        let granted = super::grants::Granted {
            person,
            client_id: client.id.clone(),
            scopes: asked.into_iter().filter(|scope| client.grants.contains(scope)).collect(),
        };
        front.state().grants.approve(&granted);
        "approval_pass=1"
    };
    let public = &front.config.public;
    found(&format!("{public}{AUTHORIZE_PATH}?{back_query}&{word}"))
}

fn form(front: &Front, client: &Client, person: &Person, params: &Params, edit_token: &str) -> HttpResponse {
    let field = |name: &str| escape(params.get(name).unwrap_or_default());
    let known = front.state().grants.knows(&person.name, &client.id);
    let asked = scopes::split(params.get("scope").unwrap_or_default());
    let wanted: String = asked
        .iter()
        .map(|scope| scopes::words(scope))
        .filter(|words| !words.is_empty())
        .map(|words| format!("<li>{}</li>", escape(words)))
        .collect();
    let hidden = [
        ("wpEditToken", escape(edit_token)),
        ("display", String::new()),
        ("wpaction", "accept".to_owned()),
        ("wpconfirmUpdate", u8::from(known).to_string()),
        ("oauth_version", "2".to_owned()),
        ("client_id", escape(&client.id)),
        ("scope", field("scope")),
        ("returnto", field("returnto")),
        ("returntoquery", field("returntoquery")),
    ]
    .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
    .concat();
    let lost = if params.get("wpEditToken").is_some() {
        "<p role=\"alert\">There seems to be a problem with your login session. Please press the button again.</p>"
    } else {
        ""
    };
    HttpResponse::Ok()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("X-Frame-Options", "DENY"))
        .append_header(("Vary", "Accept-Encoding, Cookie, Authorization"))
        .append_header(("Cache-Control", "private, must-revalidate, max-age=0"))
        .content_type("text/html; charset=UTF-8")
        .body(format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>OAuth</title><style>{STYLE}</style></head>\
             <body><main><form id=\"mw-mwoauth-authorize-form\" action=\"/wiki/Special:OAuth/approve\" method=\"post\">\
             <input type=\"hidden\" name=\"title\" value=\"Special:OAuth/approve\">{hidden}{lost}\
             <h1>Connect {client}</h1><p>Hi {user},</p><p>In order to complete your request, <strong>{client}</strong> \
             needs permission to perform the following actions on your behalf on all projects of this site:</p>\
             <ul><li>Interact with pages</li>{wanted}</ul><p>\
             <button type=\"submit\" name=\"accept\" value=\"Allow\">Allow</button> \
             <button type=\"submit\" name=\"cancel\" value=\"Cancel\">Cancel</button></p></form></main></body></html>",
            client = escape(&client.name),
            user = escape(&person.name),
        ))
}

/// Plain, legible, and in the wiki's colours.
const STYLE: &str = "body{font:16px/1.6 sans-serif;background:#f8f9fa;color:#202122;margin:0}\
main{max-width:34rem;margin:3rem auto;padding:1.5rem;background:#fff;border:1px solid #c8ccd1}\
h1{font:1.6rem Georgia,serif;margin:0 0 1rem}button{font:inherit;padding:.3rem .9rem;border-radius:2px;border:1px solid #a2a9b1;background:#f8f9fa}\
button[name=accept]{background:#36c;border-color:#36c;color:#fff;font-weight:bold}";
