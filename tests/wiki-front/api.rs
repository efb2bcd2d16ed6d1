//! The action API and the REST API with an access token.

use actix_web::HttpResponse;
use serde_json::json;

use crate::api_error::ApiError;
use crate::asked::Asked;
use crate::caller::Caller;
use crate::oauth::grants::Acting;
use crate::params;
use crate::proxy::{self, Outgoing};
use crate::state::Front;

/// An API request: refused for a bad token, else carried out by the wiki behind.
pub async fn action(front: &Front, asked: &Asked) -> HttpResponse {
    match &asked.caller {
        Caller::Nobody | Caller::Cookies(_) => proxy::pass(front, asked).await,
        Caller::BadToken => ApiError::invalid_authorization().answer(&asked.params, &front.config.public),
        Caller::Token(acting) => match refusal(front, asked, acting) {
            Some(error) => error.answer(&asked.params, &front.config.public),
            None => as_user(front, asked, acting).await,
        },
    }
}

/// A REST request outside OAuth.
pub async fn rest(front: &Front, asked: &Asked) -> HttpResponse {
    match &asked.caller {
        Caller::Nobody | Caller::Cookies(_) => proxy::pass(front, asked).await,
        Caller::BadToken => HttpResponse::Forbidden().content_type("application/json").body(
            json!({ "error": "rest-read-denied", "httpCode": 403, "httpReason": "Forbidden" }).to_string(),
        ),
        Caller::Token(acting) => as_user(front, asked, acting).await,
    }
}

fn refusal(front: &Front, asked: &Asked, acting: &Acting) -> Option<ApiError> {
    let state = front.state();
    if state.disabled_clients.contains(&acting.client_id) {
        let client = state.clients.find(&acting.client_id);
        let name = client.as_ref().map_or(acting.client_id.as_str(), |client| client.name.as_str());
        return Some(ApiError::client_disabled(name));
    }
    if acting.may_only_identify() {
        return Some(ApiError::read_denied());
    }
    let shown = state.shown_name(&acting.name);
    asked
        .params
        .filled("assertuser")
        .filter(|asserted| shown != acting.name && *asserted != shown)
        .map(ApiError::other_user_asserted)
}

async fn as_user(front: &Front, asked: &Asked, acting: &Acting) -> HttpResponse {
    let renamed = front.state().shown_name(&acting.name) != acting.name;
    let mut outgoing = Outgoing::of(asked);
    outgoing.acting = Some(acting);
    if renamed && asked.params.get("assertuser").is_some() {
        // Compared above with the new name, which the wiki behind does not know.
        let path = asked.http.path();
        outgoing.path_and_query =
            format!("{path}?{}", params::without(asked.http.query_string().as_bytes(), "assertuser"));
        if params::is_form(crate::asked::content_type(&asked.http)) {
            outgoing.body = params::without(&asked.body, "assertuser").into();
        }
    }
    proxy::send(front, asked, outgoing).await
}
