//! The resource end point: profile and scopes.

use actix_web::HttpResponse;
use actix_web::http::header::{AUTHORIZATION, X_CONTENT_TYPE_OPTIONS};
use anyhow::Result;
use helpdesk_tests::front::Dialect;
use serde_json::{Map, Value, json};

use super::error::OauthError;
use super::grants::{Access, Acting};
use crate::asked::Asked;
use crate::backend::UserInfo;
use crate::caller;
use crate::state::Front;

/// The answer to any request under `/w/rest.php/oauth2/resource/`.
pub async fn answer(front: &Front, asked: &Asked, kind: &str) -> HttpResponse {
    if asked.http.method() == "OPTIONS" {
        return preflight();
    }
    if !matches!(kind, "profile" | "scopes") {
        return unknown(kind);
    }
    let acting = match acting(front, asked) {
        Ok(acting) => acting,
        Err(error) => return error.answer(dialect(front, asked)),
    };
    if kind == "scopes" {
        return json_answer(&json!({ "scopes": acting.grants }));
    }
    match profile(front, &acting).await {
        Ok(profile) => json_answer(&profile),
        Err(error) => crate::proxy::bad_gateway(&error),
    }
}

fn acting(front: &Front, asked: &Asked) -> Result<Acting, OauthError> {
    let headers = asked.http.headers();
    let token =
        caller::bearer(headers).or_else(|| headers.get(AUTHORIZATION)?.to_str().ok()).unwrap_or_default();
    match caller::access(front, token) {
        // Another spelling of the scheme makes the whole header the token.
        Access::Good(acting) if caller::bearer(headers).is_some() => Ok(acting),
        Access::Revoked => Err(OauthError::denied("Access token has been revoked")),
        _ if token.matches('.').count() != 2 => Err(OauthError::denied("The JWT string must have two dots")),
        _ => Err(OauthError::denied("Access token could not be verified")),
    }
}

/// Of the client that the token was made for, if it was ever made.
fn dialect(front: &Front, asked: &Asked) -> Dialect {
    let state = front.state();
    let client_id = caller::bearer(asked.http.headers()).and_then(|token| state.grants.client_of(token));
    state.dialect_for(client_id)
}

async fn profile(front: &Front, acting: &Acting) -> Result<Value> {
    // A wiki lets nobody read anything with a token that only identifies, so ask with another grant.
    let basic = ["basic".to_owned()];
    let asking: &[String] = if acting.may_only_identify() { &basic } else { &acting.grants };
    let info = front.backend.as_user(&acting.name, asking).await?;
    let state = front.state();
    let mut profile = described(&info, acting);
    profile.insert("username".to_owned(), json!(state.shown_name(&acting.name)));
    if state.disabled_clients.contains(&acting.client_id) {
        profile.insert("rights".to_owned(), json!([]));
    }
    for (name, value) in state.profiles.get(&acting.name).into_iter().flatten() {
        if value.is_null() {
            profile.remove(name);
        } else {
            profile.insert(name.clone(), value.clone());
        }
    }
    Ok(Value::Object(profile))
}

fn described(info: &UserInfo, acting: &Acting) -> Map<String, Value> {
    let digits = |date: &str| date.chars().filter(char::is_ascii_digit).collect::<String>();
    let rights: &[String] = if acting.may_only_identify() { &[] } else { &info.rights };
    let private = acting.grants.iter().any(|grant| grant == "mwoauth-authonlyprivate");
    let mut profile = json!({
        "sub": info.id.to_string(),
        "username": info.name,
        "editcount": info.editcount,
        "email_verified": true,
        "confirmed_email": true,
        "blocked": info.is_blocked(),
        "registered": info.registrationdate.as_deref().map_or(json!(false), |date| json!(digits(date))),
        "groups": info.groups,
        "rights": rights,
        "grants": acting.grants,
    });
    if private {
        profile["realname"] = json!("");
        // The wiki behind tells nobody's address; an override can.
        profile["email"] = json!("");
    }
    match profile {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn json_answer(body: &Value) -> HttpResponse {
    HttpResponse::Ok()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Cache-Control", "private,must-revalidate,s-maxage=0"))
        .append_header(("Vary", "x-restbase-compat"))
        .content_type("application/json")
        .body(body.to_string())
}

fn unknown(kind: &str) -> HttpResponse {
    HttpResponse::BadRequest()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Vary", "x-restbase-compat"))
        .content_type("application/json")
        .body(
            json!({
                "error": "parameter-validation-failed", "name": "type", "value": kind, "failureCode": "badvalue",
                "failureData": [], "errorKey": "badvalue",
                "messageTranslations": { "en": format!("Unrecognized value for parameter \"type\": {kind}.") },
                "httpCode": 400, "httpReason": "Bad Request",
            })
            .to_string(),
        )
}

fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Access-Control-Allow-Methods", "HEAD, GET"))
        .append_header((
            "Access-Control-Allow-Headers",
            "Accept, Accept-Language, Content-Language, Content-Type, Accept-Encoding, DNT, Origin, User-Agent, \
             Api-User-Agent, Access-Control-Max-Age, Authorization, If-Mach, If-None-Match, If-Modified-Since",
        ))
        .append_header(("Vary", "x-restbase-compat"))
        .finish()
}
