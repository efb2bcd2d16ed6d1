//! The span that belongs to a call: who asks from where is not in it, nor what is in the query, nor
//! the path as it was typed, which may hold a token. It names a request or a person, never both, so
//! that no line says which member said something about what.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage, HttpRequest};
use helpdesk_domain::{PersonId, Reference};
use std::time::Instant;
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// See [`RootSpanBuilder`].
pub struct RequestSpan;

/// What is known of a call when it begins; to find its route again would mean to try all of them.
struct Began {
    at: Instant,
    route: Option<String>,
}

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(|id| id.to_string()).unwrap_or_default();
        let route = request.match_pattern();
        let span = tracing::info_span!(
            "http",
            request.id = id,
            http.method = %request.method(),
            http.route = route,
            support_request.r#ref = reference(request, route.as_deref()),
            actor.id = Empty,
            command.name = Empty,
        );
        request.extensions_mut().insert(Began { at: Instant::now(), route });
        span
    }

    // What is known at the end stands in the line itself: to record it on the span would write all of the span anew.
    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (status, duration) = match outcome {
            Ok(response) => {
                let status = response.status();
                if status.is_success() && is_routine(response.request().path()) {
                    return;
                }
                let began = response.request().extensions().get::<Began>().map(|began| began.at);
                (status, began.map(|at| u64::try_from(at.elapsed().as_millis()).unwrap_or(u64::MAX)))
            }
            Err(error) => (error.as_response_error().status_code(), None),
        };
        span.in_scope(|| tracing::info!(http.status = status.as_u16(), duration_ms = duration, "answered"));
    }
}

/// Calls whose path names no request, but what is written down about them does.
const OF_REQUESTS: [&str; 3] = ["/support-requests/new", "/api/v1/support-requests", "/erasure"];

/// Notes down who calls, unless it is about a request.
pub fn called_by(request: &HttpRequest, person: PersonId) {
    let extensions = request.extensions();
    // What is not known to be of no request names nobody.
    let Some(Began { route, .. }) = extensions.get() else { return };
    let route = route.as_deref();
    let writes = !request.method().is_safe() && OF_REQUESTS.iter().any(|path| route == Some(path));
    if !writes && !names_a_request(route) {
        Span::current().record("actor.id", person.as_str());
    }
}

fn names_a_request(route: Option<&str>) -> bool {
    route.is_some_and(|route| route.contains("{reference}"))
}

/// The request that the path names, if it names one.
fn reference(request: &ServiceRequest, route: Option<&str>) -> Option<String> {
    let found = names_a_request(route).then(|| request.path().split('/').find_map(Reference::parse)).flatten();
    found.map(|reference| reference.to_string())
}

/// What is asked every few seconds, or along with each page.
fn is_routine(path: &str) -> bool {
    path == "/healthz" || path == "/readyz" || path.starts_with("/static/")
}
