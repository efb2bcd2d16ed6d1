//! Every route against everybody: what is expected stands in words in `routes/expected.txt`.

mod callers;
mod table;

use super::service::{on_a_service, on_this_app};
use crate::record::on_a_record;
use callers::Scene;
use helpdesk_server::http::routes::ROUTES;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use std::collections::BTreeSet;
use table::{Block, Body, CALLERS};

/// Blocks that one service answers: it takes few forms a minute from people whom it does not know.
const A_SERVICE: usize = 20;

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let blocks = table::blocks();
    let said: BTreeSet<String> = blocks.iter().map(|block| block.route.to_owned()).collect();
    let routes = ROUTES.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(said, routes, "the table of expectations and the table of routes");
    on_a_record(|record| async move {
        let (mut scene, mut wrong) = (None::<Scene>, Vec::new());
        let mut blocks = blocks.into_iter().enumerate().peekable();
        while blocks.peek().is_some() {
            let some: Vec<(usize, Block)> = blocks.by_ref().take(A_SERVICE).collect();
            let before = scene.take();
            let done = on_this_app(record.clone(), record.app.clone(), |service| async move {
                let scene = match before {
                    Some(scene) => scene.at(service),
                    None => Scene::new(service).await,
                };
                let wrong = as_not_expected(&scene, &some).await;
                (scene, wrong)
            });
            let (kept, found) = done.await;
            scene = Some(kept);
            wrong.extend(found);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

async fn as_not_expected(scene: &Scene, blocks: &[(usize, Block)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, block) in blocks {
        for (caller, expected) in CALLERS.map(|caller| (caller, block.expected[caller])) {
            let status = asked(scene, caller, block, &format!("{number}-of-{caller}")).await;
            if status != expected {
                wrong.push(format!("{expected} to {caller} is {status}: {}", block.address));
            }
        }
    }
    wrong
}

async fn asked(scene: &Scene, caller: &str, block: &Block, key: &str) -> u16 {
    let method: Method = block.route.split(' ').next().and_then(|word| word.parse().ok()).expect("a method");
    let fill = |text: &str| {
        text.replace("CHALLENGE", &"a".repeat(43))
            .replace("PRIVATE", scene.private.as_str())
            .replace("PUBLIC", scene.public.as_str())
    };
    let path = fill(block.address);
    let version = scene.version(caller, &path).await.to_string();
    let fill = |text: &str| fill(text).replace("KEY", key).replace("VERSION", &version);
    let (mut browser, call) = scene.call(caller, method, &path).await;
    let call = match block.body {
        Body::None => call,
        Body::Form(text) => call.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(fill(text)),
        Body::Json(text) => {
            call.header(CONTENT_TYPE, "application/json").header("idempotency-key", key).body(fill(text))
        }
    };
    browser.send(call).await.status
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
