//! The HTTP server: every request comes through here.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::web::{self, Bytes, Data, Payload};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use anyhow::{Context, Result};
use helpdesk_tests::front::{Dialect, Fault, Place};

use crate::args::Config;
use crate::asked::Asked;
use crate::backend::Backend;
use crate::faults::Subject;
use crate::journal::Ending;
use crate::oauth::error::ErrorCode;
use crate::oauth::{authorize, consent, resource, token};
use crate::route::{self, Route};
use crate::state::Front;
use crate::{api, api_error, control, faults, proxy};

/// The largest request body: a wiki page may have two megabytes, an upload more.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A server on a socket that listens already. It runs once it is awaited.
pub fn start(config: Config, listener: TcpListener) -> Result<Server> {
    let backend = Backend::new(config.backend.clone(), &config.public, &config.key)?;
    let front = Data::new(Front::new(config, backend));
    let server = HttpServer::new(move || App::new().app_data(front.clone()).default_service(web::to(dispatch)))
        .workers(2)
        // A fault may hold a connection open for long; nobody waits for it at the end.
        .shutdown_timeout(1)
        .listen(listener)
        .context("the listening socket")?;
    Ok(server.run())
}

async fn dispatch(front: Data<Front>, http: HttpRequest, body: Payload) -> HttpResponse {
    // As it was sent: the extractor for bytes would unpack a compressed body, whose header is passed on.
    let body: Bytes = match body.to_bytes_limited(BODY_LIMIT).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) => return error.error_response(),
        Err(_) => return HttpResponse::PayloadTooLarge().finish(),
    };
    match route::of(http.path(), http.query_string()) {
        Route::Control(path) => control::answer(&front, &http, &path, &body).await,
        Route::Approve => consent::answer(&front, &http, &body).await,
        Route::RestRedirect => authorize::rest_redirect(&front, http.query_string()),
        Route::Resource(kind) => {
            let asked = Asked::new(&front, http, body, Place::Resource);
            watched(&front, &asked, &kind).await
        }
        Route::Place(place) => {
            let asked = Asked::new(&front, http, body, place);
            watched(&front, &asked, "").await
        }
    }
}

/// Answers with what faults there are, and writes it down.
async fn watched(front: &Front, asked: &Asked, kind: &str) -> HttpResponse {
    let (number, fault) = begin(front, asked);
    let answer = match &fault {
        None => straight(front, asked, kind).await,
        Some(Fault::Http503 { retry_after }) => faults::unavailable(*retry_after),
        Some(Fault::Silence { seconds }) => faults::silence(*seconds).await,
        Some(Fault::LoseAnswer) => faults::lose(straight(front, asked, kind).await).await,
        Some(Fault::HalfAnswer) => faults::halve(straight(front, asked, kind).await).await,
        Some(fault) => of_api(front, asked, fault),
    };
    if let Some(number) = number {
        let unanswered = matches!(fault, Some(Fault::Silence { .. } | Fault::LoseAnswer));
        let ending = if unanswered { Ending::default() } else { ending(&answer) };
        front.state().journal.close(number, ending);
    }
    answer
}

/// Finds the fault and opens the journal's entry; pages are not written down.
fn begin(front: &Front, asked: &Asked) -> (Option<u64>, Option<Fault>) {
    let mut state = front.state();
    let mut entry = asked.entry(&state);
    let subject = Subject {
        place: asked.place,
        action: &entry.action,
        title: &entry.title,
        user: entry.user.as_deref(),
        by: entry.by,
        asks_for_maxlag: asked.params.get("maxlag").is_some(),
    };
    let fault = faults::take(&mut state.faults, &subject);
    entry.fault = fault.as_ref().map(|fault| fault.name().to_owned());
    let number = (asked.place != Place::Page).then(|| state.journal.open(entry));
    (number, fault)
}

async fn straight(front: &Front, asked: &Asked, kind: &str) -> HttpResponse {
    match asked.place {
        Place::Api => api::action(front, asked).await,
        Place::Rest => api::rest(front, asked).await,
        Place::Authorize => authorize::answer(front, asked).await,
        Place::AccessToken => token::answer(front, asked),
        Place::Resource => resource::answer(front, asked, kind).await,
        Place::Page => page(front, asked).await,
    }
}

async fn page(front: &Front, asked: &Asked) -> HttpResponse {
    let dialect = front.state().dialect;
    let with_token = asked.http.path() == "/w/index.php" && proxy::has_token(asked.http.headers());
    if with_token && dialect == Dialect::Master {
        return HttpResponse::BadRequest()
            .content_type("text/plain; charset=utf-8")
            .body("mwoauth-not-api: OAuth can be used with the API only\n");
    }
    proxy::pass(front, asked).await
}

fn of_api(front: &Front, asked: &Asked, fault: &Fault) -> HttpResponse {
    let user = asked.user(&front.state()).map(str::to_owned);
    api_error::of_fault(fault, &asked.params, &front.config.public, user.as_deref())
        .unwrap_or_else(|| HttpResponse::InternalServerError().finish())
}

fn ending(answer: &HttpResponse) -> Ending {
    let of_api =
        answer.headers().get("MediaWiki-API-Error").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let of_oauth = || answer.extensions().get::<ErrorCode>().map(|code| code.0.to_owned());
    Ending { status: Some(answer.status().as_u16()), error: of_api.or_else(of_oauth) }
}
