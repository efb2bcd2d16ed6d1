//! Every route against everybody. A new route without a row here fails.

use super::service::{Service, WIKI, on_a_service};
use helpdesk_domain::{Actor, Role};
use helpdesk_server::http::routes::ROUTES;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use std::sync::Arc;

/// What nobody, a requester (whose request it is), a committee member, the secretary, staff and a
/// steward get.
type Row = (&'static str, &'static str, Body, [u16; 6]);

#[derive(Clone, Copy)]
enum Body {
    None,
    /// A form of our own page; `KEY` and `VERSION` are filled in.
    Form(&'static str),
    /// JSON, with the same.
    Json(&'static str),
}

const NOTE: Body = Body::Form("idempotency_key=KEY&expected_version=VERSION&note=hidden");
const NOTE_JSON: Body = Body::Json(r#"{"expected_version":VERSION,"fields":{"note":"hidden"}}"#);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("GET /healthz", "/healthz", Body::None, [200; 6]),
    ("GET /readyz", "/readyz", Body::None, [200; 6]),
    ("GET /robots.txt", "/robots.txt", Body::None, [200; 6]),
    ("GET /static/{name}", "/static/helpdesk.css", Body::None, [200; 6]),
    ("GET /", "/", Body::None, [200; 6]),
    ("GET /support-requests/new", "/support-requests/new", Body::None, [200; 6]),
    ("POST /support-requests/new", "/support-requests/new", Body::Form("idempotency_key=KEY&what=&step=send"), [422; 6]),
    ("GET /support-requests/{reference}", "/support-requests/REF", Body::None, [404, 200, 200, 200, 200, 404]),
    ("GET /support-requests/{reference}/{command}", "/support-requests/REF/add-private-note", Body::None, [401, 403, 403, 403, 200, 404]),
    ("POST /support-requests/{reference}/{command}", "/support-requests/REF/add-private-note", NOTE, [401, 403, 403, 403, 303, 404]),
    ("GET /queue", "/queue", Body::None, [401, 403, 200, 200, 200, 403]),
    ("GET /counts", "/counts", Body::None, [200; 6]),
    ("GET /counts.csv", "/counts.csv", Body::None, [200; 6]),
    ("GET /outbox", "/outbox", Body::None, [401, 403, 403, 403, 200, 403]),
    ("POST /outbox/retry", "/outbox/retry", Body::Form("job=4000000000"), [401, 403, 403, 403, 404, 403]),
    ("POST /outbox/give-up", "/outbox/give-up", Body::Form("job=4000000000&reason=never"), [401, 403, 403, 403, 404, 403]),
    ("GET /roles", "/roles", Body::None, [401, 403, 403, 403, 403, 200]),
    ("POST /roles/grant", "/roles/grant", Body::Form("name=Nobody&role=staff"), [401, 403, 403, 403, 403, 422]),
    ("POST /roles/revoke", "/roles/revoke", Body::Form("person=00000000&role=staff"), [401, 403, 403, 403, 403, 303]),
    ("GET /policy", "/policy", Body::None, [200; 6]),
    ("GET /privacy", "/privacy", Body::None, [200; 6]),
    ("GET /sign-in", "/sign-in", Body::None, [303; 6]),
    ("GET /sign-in/callback", "/sign-in/callback", Body::None, [400; 6]),
    ("GET /sign-in/gadget", "/sign-in/gadget?origin=http://127.0.0.1:9&challenge=CHALLENGE&state=s", Body::None, [303, 200, 200, 200, 200, 200]),
    ("POST /sign-in/gadget", "/sign-in/gadget", Body::Form("origin=http://127.0.0.1:9&challenge=CHALLENGE&state=s"), [401, 200, 200, 200, 200, 200]),
    ("GET /api/v1/openapi.json", "/api/v1/openapi.json", Body::None, [200; 6]),
    ("GET /api/v1/policy", "/api/v1/policy", Body::None, [200; 6]),
    ("GET /api/v1/me", "/api/v1/me", Body::None, [401, 200, 200, 200, 200, 200]),
    ("GET /api/v1/my-requests", "/api/v1/my-requests", Body::None, [401, 200, 200, 200, 200, 200]),
    ("GET /api/v1/support-requests", "/api/v1/support-requests", Body::None, [200; 6]),
    ("POST /api/v1/support-requests", "/api/v1/support-requests", Body::Json(r#"{"fields":{}}"#), [401, 422, 422, 422, 422, 422]),
    ("GET /api/v1/support-requests/{reference}", "/api/v1/support-requests/REF", Body::None, [404, 200, 200, 200, 200, 404]),
    ("POST /api/v1/support-requests/{reference}/{command}", "/api/v1/support-requests/REF/add-private-note", NOTE_JSON, [401, 403, 403, 403, 200, 404]),
    ("POST /api/v1/page-lookups", "/api/v1/page-lookups", Body::Json(r#"{"titles":["X"]}"#), [200; 6]),
    ("POST /api/v1/gadget-tokens", "/api/v1/gadget-tokens", Body::Json(r#"{"code":"x","verifier":"y"}"#), [401; 6]),
    ("DELETE /api/v1/gadget-tokens", "/api/v1/gadget-tokens", Body::None, [401, 204, 204, 204, 204, 204]),
    ("POST /sign-out", "/sign-out", Body::Form(""), [303; 6]),
];

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let known: Vec<_> = ROWS.iter().map(|(route, ..)| *route).collect();
    for route in ROUTES {
        let name = format!("{} {}", route.method, route.path);
        assert!(known.contains(&name.as_str()), "{name} has no row");
    }
    assert_eq!(known.len(), ROUTES.len(), "a row without a route");
    on_a_service(|service| async move {
        let requester = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&requester, &[]).await;
        let mut everybody = vec![None, Some(requester)];
        for role in [Role::Committee, Role::Secretary, Role::Staff, Role::Steward] {
            everybody.push(Some(service.record.person(role.code(), &[role]).await));
        }
        for (route, path, body, expected) in ROWS {
            for (who, expected) in everybody.iter().zip(expected) {
                let path =
                    path.replace("REF", request.reference.as_str()).replace("CHALLENGE", &"a".repeat(43));
                let status = asked(&service, *who, route, &path, *body).await;
                let who = who.map(|who| who.roles);
                assert_eq!(status, *expected, "{route} by {who:?}");
            }
        }
    });
}

async fn asked(service: &Arc<Service>, who: Option<Actor>, route: &str, path: &str, body: Body) -> u16 {
    let method: Method = route.split(' ').next().and_then(|method| method.parse().ok()).expect("a method");
    let is_api = path.starts_with("/api/");
    let mut browser = match who {
        Some(actor) if !is_api => service.browser_of(&actor).await,
        Some(_) | None => service.browser(),
    };
    let mut call = browser.call(method, path);
    if is_api && let Some(actor) = who {
        call = call.bearer_auth(service.token(actor.person).await);
    }
    call = call.header(ORIGIN, if is_api { WIKI } else { super::service::OWN });
    let key = service.key();
    let version = version(service, path, who).await.to_string();
    let fill = |text: &str| {
        text.replace("KEY", &key).replace("VERSION", &version).replace("CHALLENGE", &"a".repeat(43))
    };
    let call = match body {
        Body::None => call,
        Body::Form(text) => call.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(fill(text)),
        Body::Json(text) => {
            call.header(CONTENT_TYPE, "application/json").header("idempotency-key", &key).body(fill(text))
        }
    };
    browser.send(call).await.status
}

/// What the caller would have seen.
async fn version(service: &Arc<Service>, path: &str, who: Option<Actor>) -> u32 {
    let reference = path.split('/').find_map(helpdesk_domain::Reference::parse);
    let (Some(reference), Some(actor)) = (reference, who) else { return 0 };
    let viewer = helpdesk_domain::Viewer::Person(actor);
    helpdesk_server::app::view(&service.record.app, viewer, reference).await.map_or(0, |view| view.version)
}

#[test]
fn what_is_not_in_the_table_is_not_there() {
    on_a_service(|service| async move {
        let mut browser = service.browser();
        for path in [
            "/support-requests",
            "/admin",
            "/.env",
            "/static/../Cargo.toml",
            "/static/x",
            "/api/v1/x",
            "/api/v2/me",
            "//",
        ] {
            browser.get(path).await.expect(404);
        }
        let page =
            browser.send(browser.call(Method::DELETE, "/queue").header(ORIGIN, super::service::OWN)).await;
        page.expect(405).says("<h1>");
        let json = browser.send(browser.call(Method::PUT, "/api/v1/me")).await.expect(405).json();
        assert_eq!(json["code"], "method");
        browser.send(browser.call(Method::HEAD, "/")).await.expect(200);
    });
}

#[test]
fn every_answer_says_what_the_browser_may_do_with_it() {
    on_a_service(|service| async move {
        let mut browser = service.browser();
        for path in ["/", "/api/v1/policy", "/static/helpdesk.css", "/nothing", "/sign-in/gadget", "/healthz"] {
            let page = browser.get(path).await;
            let header =
                |name: &str| page.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or("-");
            let csp = header("content-security-policy");
            assert!(
                csp.starts_with("default-src 'none';") && csp.contains("frame-ancestors 'none'"),
                "{path}: {csp}"
            );
            assert!(!csp.contains("unsafe"), "{csp}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        }
        let opener = |page: &super::browser::Page| {
            page.headers["cross-origin-opener-policy"].to_str().expect("text").to_owned()
        };
        assert_eq!(opener(&browser.get("/").await), "same-origin");
        // The gadget's pop-up keeps its tie to the wiki's page through the whole sign-in.
        for path in ["/sign-in", "/sign-in/callback", "/sign-in/gadget"] {
            assert_eq!(opener(&browser.get(path).await), "unsafe-none", "{path}");
        }
        assert_eq!(browser.get("/").await.headers["cache-control"], "no-store");
        let page = browser.get("/").await;
        let style =
            page.text.split("href=\"/static/").nth(1).and_then(|rest| rest.split('"').next()).expect("a style");
        let style = browser.get(&format!("/static/{style}")).await.expect(200);
        assert!(style.headers["cache-control"].to_str().expect("text").contains("immutable"));
    });
}
