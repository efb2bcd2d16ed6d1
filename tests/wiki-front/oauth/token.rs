//! The token end point.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{AUTHORIZATION, X_CONTENT_TYPE_OPTIONS};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helpdesk_tests::front::Dialect;
use serde_json::json;

use super::error::OauthError;
use super::grants::{ACCESS_TTL, Exchange, Issued, Moment, Refresh};
use crate::args::{Client, Config};
use crate::asked::{Asked, content_type};
use crate::clients::Clients;
use crate::params::{Params, is_form};
use crate::state::{Front, State};

/// The answer to any request at `/w/rest.php/oauth2/access_token`.
pub fn answer(front: &Front, asked: &Asked) -> HttpResponse {
    if asked.http.method() != "POST" {
        return framework_error(
            405,
            &json!({
                "messageTranslations": { "en": format!(
                    "The request method ({}) was not the allowed method for this path (POST)", asked.http.method()) },
                "httpCode": 405, "httpReason": "Method Not Allowed",
            }),
        );
    }
    let content_type = content_type(&asked.http);
    if !is_form(content_type) && !asked.body.is_empty() {
        return framework_error(
            415,
            &json!({
                "errorKey": "rest-unsupported-content-type",
                "messageTranslations": { "en": format!("Unsupported Content-Type: {content_type}") },
                "httpCode": 415, "httpReason": "Unsupported Media Type",
            }),
        );
    }
    let fields = Params::read("", content_type, &asked.body);
    let basic =
        asked.http.headers().get(AUTHORIZATION).and_then(|value| basic_credentials(value.to_str().ok()?));
    let mut state = front.state();
    let client_id = fields.get("client_id").or(basic.as_ref().map(|(id, _)| id.as_str()));
    let dialect = state.dialect_for(client_id);
    match issue(&front.config, &mut state, &fields, basic) {
        Ok(issued) => HttpResponse::Ok()
            .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .append_header(("Pragma", "no-cache"))
            .append_header(("Cache-Control", "no-store"))
            .append_header(("Vary", "x-restbase-compat"))
            .content_type("application/json; charset=UTF-8")
            .body(
                json!({
                    "token_type": "Bearer",
                    "expires_in": ACCESS_TTL,
                    "access_token": issued.access_token,
                    "refresh_token": issued.refresh_token,
                })
                .to_string(),
            ),
        Err(error) => error.answer(dialect),
    }
}

fn issue(
    config: &Config,
    state: &mut State,
    fields: &Params,
    basic: Option<(String, String)>,
) -> Result<Issued, OauthError> {
    let grant_type = fields.get("grant_type");
    if !matches!(grant_type, Some("authorization_code" | "refresh_token" | "client_credentials")) {
        return Err(OauthError::grant_type(grant_type));
    }
    let client = authenticate(&state.clients, fields, basic)?;
    let moment =
        Moment { now: state.now(), dialect: state.dialect_for(Some(&client.id)), issuer: &config.public };
    match grant_type {
        Some("authorization_code") => {
            let exchange = Exchange {
                client_id: &client.id,
                code: fields.filled("code").ok_or_else(|| OauthError::parameter("code"))?,
                redirect_uri: fields.get("redirect_uri"),
                verifier: fields.get("code_verifier"),
            };
            state.grants.exchange(&exchange, &moment)
        }
        Some("refresh_token") => {
            if client.secret.is_none() && moment.dialect == Dialect::Seen {
                // A fault of league 8: without a secret no client can refresh.
                return Err(OauthError::client());
            }
            let refresh = Refresh {
                client_id: &client.id,
                refresh_token: fields
                    .filled("refresh_token")
                    .ok_or_else(|| OauthError::parameter("refresh_token"))?,
                scope: fields.filled("scope"),
            };
            refuse_disabled(state, &client, refresh.refresh_token)?;
            state.grants.refresh(&refresh, &moment)
        }
        // Registered for none of the clients here.
        _ => Err(OauthError::client()),
    }
}

/// As league's validateClient: a callback that is sent must be the registered one, or it is the client that is wrong.
fn authenticate(
    clients: &Clients,
    fields: &Params,
    basic: Option<(String, String)>,
) -> Result<Arc<Client>, OauthError> {
    let (basic_id, basic_secret) = basic.unzip();
    let id =
        fields.get("client_id").or(basic_id.as_deref()).ok_or_else(|| OauthError::parameter("client_id"))?;
    let secret = fields.get("client_secret").or(basic_secret.as_deref());
    let client = clients.find(id).ok_or_else(OauthError::client)?;
    let secret_fits = client.secret.is_none() || client.secret.as_deref() == secret;
    let callback_fits = fields.get("redirect_uri").is_none_or(|uri| uri == client.redirect_uri);
    if secret_fits && callback_fits { Ok(client) } else { Err(OauthError::client()) }
}

fn refuse_disabled(state: &State, client: &Client, refresh_token: &str) -> Result<(), OauthError> {
    if !state.disabled_clients.contains(&client.id) {
        return Ok(());
    }
    match state.grants.person_of_refresh(refresh_token) {
        Some(person) => Err(not_usable(&client.id, person.id)),
        None => Ok(()),
    }
}

/// A disabled client.
pub fn not_usable(client_id: &str, user_id: u64) -> OauthError {
    OauthError::denied(format!("Client {client_id} is not usable by user with ID {user_id}"))
}

fn basic_credentials(header: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn framework_error(status: u16, body: &serde_json::Value) -> HttpResponse {
    let mut answer = match status {
        405 => HttpResponse::MethodNotAllowed(),
        _ => HttpResponse::UnsupportedMediaType(),
    };
    if status == 405 {
        answer.append_header(("Allow", "POST"));
    }
    answer
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Vary", "x-restbase-compat"))
        .content_type("application/json")
        .body(body.to_string())
}
