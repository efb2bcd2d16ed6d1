//! The control channel, `/__front/*`.

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use helpdesk_tests::front::{KEY_HEADER, Order, SignIn, SignedIn};
use serde::Serialize;
use serde_json::json;

use crate::args::StaticToken;
use crate::oauth::authorize;
use crate::params::Params;
use crate::state::{Front, State};

/// The answer to any request under `/__front/`.
pub async fn answer(front: &Front, http: &HttpRequest, path: &str, body: &Bytes) -> HttpResponse {
    let key = http.headers().get(KEY_HEADER);
    if key.is_none_or(|key| key.as_bytes() != front.config.key.as_bytes()) {
        return HttpResponse::Forbidden()
            .json(json!({ "error": format!("the header {KEY_HEADER} is missing or wrong") }));
    }
    match (http.method().as_str(), path) {
        ("GET", "log") => {
            let after =
                Params::read(http.query_string(), "", b"").get("after").and_then(|text| text.parse().ok());
            HttpResponse::Ok().json(front.state().journal.entries_after(after.unwrap_or(0)))
        }
        ("DELETE", "log") => {
            front.state().journal.clear();
            HttpResponse::Ok().json(json!({}))
        }
        ("GET", "control") => HttpResponse::Ok().json(front.state().summary()),
        ("POST", "control") => match serde_json::from_slice::<Vec<Order>>(body) {
            Ok(orders) => {
                let mut state = front.state();
                for order in orders {
                    carry_out(front, &mut state, order);
                }
                HttpResponse::Ok().json(state.summary())
            }
            Err(error) => not_understood(&error),
        },
        ("POST", "sign-in") => match serde_json::from_slice::<SignIn>(body) {
            Ok(sign_in) => sign_in_without_browser(front, &sign_in).await,
            Err(error) => not_understood(&error),
        },
        _ => HttpResponse::NotFound().json(json!({
            "error": "there is GET and POST control, GET and DELETE log, POST sign-in",
        })),
    }
}

fn carry_out(front: &Front, state: &mut State, order: Order) {
    match order {
        Order::AddFault(fault) => state.faults.push(fault),
        Order::ClearFaults => state.faults.clear(),
        Order::RevokeTokens { user } => state.grants.revoke_user(&user),
        Order::ExpireAccessTokens { user } => state.grants.expire_access(&user),
        Order::RenameUser { from, to } => {
            state.renamed.insert(from, to);
        }
        Order::OverrideProfile { user, changes } => {
            state.profiles.insert(user, changes);
        }
        Order::SetDialect { dialect } => state.dialect = dialect,
        Order::SetClockOffset { seconds } => state.clock_offset = seconds,
        Order::AddClient(client) => state.clients.register(client.into()),
        Order::AddStaticToken { token, user, grants } => {
            state.static_tokens.retain(|known| known.token != token);
            state.static_tokens.push(StaticToken::new(token, user, grants));
        }
        Order::SetClientDisabled { client, disabled } => {
            if disabled {
                state.disabled_clients.insert(client);
            } else {
                state.disabled_clients.remove(&client);
            }
        }
        Order::Reset => state.reset(&front.config),
    }
}

async fn sign_in_without_browser(front: &Front, sign_in: &SignIn) -> HttpResponse {
    let request = match authorize::from_sign_in(front, sign_in) {
        Ok(request) => request,
        Err(error) => {
            let said = error.body(front.state().dialect_for(Some(&sign_in.client_id)));
            return HttpResponse::BadRequest().json(json!({ "error": said }));
        }
    };
    let person = match front.backend.find_user(&sign_in.user).await {
        Ok(Some(person)) => person,
        Ok(None) => {
            return HttpResponse::NotFound()
                .json(json!({ "error": format!("no user {:?} on the wiki", sign_in.user) }));
        }
        Err(error) => return crate::proxy::bad_gateway(&error),
    };
    let mut state = front.state();
    let now = state.now();
    let granted = request.granted_by(person);
    state.grants.approve(&granted);
    match request.code(&mut state.grants, granted, now) {
        Ok((code, location)) => HttpResponse::Ok().json(SignedIn { code, location }),
        Err(error) => HttpResponse::InternalServerError().json(json!({ "error": format!("{error:#}") })),
    }
}

fn not_understood(error: &impl ToString) -> HttpResponse {
    #[derive(Serialize)]
    struct Said {
        error: String,
    }
    HttpResponse::BadRequest().json(Said { error: format!("not understood: {}", error.to_string()) })
}
