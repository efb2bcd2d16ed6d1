//! Forms and links of other sites, sent with somebody's cookie.

use crate::http::service::{OWN, WIKI, on_a_service};
use crate::record::Record;
use helpdesk_domain::{CommandName, Role};
use helpdesk_server::http::routes::{Guard, ROUTES, Route};
use mysql_async::prelude::Queryable;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use std::collections::BTreeMap;

/// Where other sites' forms come from.
const FOREIGN: [&str; 8] = [
    "https://evil.example",
    "null",
    "http://localhost:8000.evil.example",
    "http://localhost:80000",
    "http://localhost",
    "https://localhost:8000",
    WIKI,
    "",
];

/// What is in the tables that acts change.
async fn state(record: &Record) -> BTreeMap<String, Option<u64>> {
    let mut conn = record.conn().await;
    let tables: Vec<String> = conn.query("SHOW TABLES").await.expect("tables");
    let mut sums = BTreeMap::new();
    for table in tables {
        let (name, sum): (String, Option<u64>) =
            conn.query_first(format!("CHECKSUM TABLE {table}")).await.expect("SQL").expect("a sum");
        sums.insert(name, sum);
    }
    sums
}

#[test]
fn a_form_on_another_site_changes_nothing_by_any_route() {
    on_a_service(|service| async move {
        let record = &service.record;
        let all: Vec<Role> = Role::ALL.to_vec();
        let elin = record.person("Elin", &all).await;
        let amina = record.person("Amina", &[]).await;
        let request = record.submit(&amina, &[]).await;
        let mut browser = service.browser_of(&elin).await;
        let before = state(record).await;
        let fields = "idempotency_key=foreign-form&expected_version=2&what=x&reach=talk-page&step=send&note=x\
            &name=Amina&role=staff&job=1&reason=x&origin=http://127.0.0.1:9&state=s&message=x";
        // A link that was mailed is its own proof, and mail clients send it from anywhere (RFC 8058).
        let by_cookie = |route: &&Route| route.guard != Guard::Link && !route.path.starts_with("/api/");
        let pages = ROUTES.iter().filter(|route| route.method != "GET").filter(by_cookie);
        let mut tried = 0;
        for route in pages {
            let method: Method = route.method.as_str().parse().expect("a method");
            let path = route
                .path
                .replace("{reference}", request.reference.as_str())
                .replace("{command}", "acknowledge");
            for origin in FOREIGN {
                for kind in
                    ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]
                {
                    let call = browser.call(method.clone(), &path).header(ORIGIN, origin);
                    let call = call.header("sec-fetch-site", "cross-site").header(CONTENT_TYPE, kind);
                    browser.send(call.body(fields)).await.expect(403).says("<h1>");
                    tried += 1;
                }
            }
            // A browser of long ago, or a page that lets none of it be sent.
            let call =
                browser.call(method.clone(), &path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            browser.send(call.body(fields)).await.expect(403);
        }
        assert!(tried > 100, "{tried}");
        assert_eq!(state(record).await, before);
    });
}

#[test]
fn a_form_of_our_own_that_is_none_is_refused() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&elin).await;
        for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", ""] {
            let call = browser.call(Method::POST, "/support-requests/new").header(ORIGIN, OWN);
            let call = call.header(CONTENT_TYPE, kind).body("idempotency_key=12345678&what=x&reach=talk-page");
            browser.send(call).await.expect(415);
        }
    });
}

#[test]
fn a_link_that_somebody_is_lured_to_changes_nothing() {
    on_a_service(|service| async move {
        let record = &service.record;
        let all: Vec<Role> = Role::ALL.to_vec();
        let elin = record.person("Elin", &all).await;
        let amina = record.person("Amina", &[]).await;
        let request = record.submit(&amina, &[]).await;
        let mut browser = service.browser_of(&elin).await;
        let token = service.token(elin.person).await;
        let before = state(record).await;
        let query = "idempotency_key=lured-lured&expected_version=2&note=x&message=x&what=x&reach=talk-page\
            &step=send&name=Amina&role=staff&job=1&reason=x&_method=POST&method=delete";
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            let path =
                route.path.replace("{reference}", request.reference.as_str()).replace("{name}", "popup.js");
            let names = CommandName::ALL.iter().map(|name| path.replace("{command}", name.code()));
            let paths: Vec<_> = if path.contains("{command}") { names.collect() } else { vec![path] };
            for path in paths {
                let call = browser.call(Method::GET, &format!("{path}?{query}")).header(ORIGIN, WIKI);
                let call = call.header("x-http-method-override", "POST").header("x-method-override", "DELETE");
                let call = if path.starts_with("/api/") { call.bearer_auth(&token) } else { call };
                browser.send(call).await;
            }
        }
        assert_eq!(state(record).await, before);
        browser.get("/queue").await.expect(200);
    });
}

#[test]
fn a_cookie_alone_opens_nothing_of_the_api() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&elin).await;
        for origin in [OWN, WIKI, "https://evil.example"] {
            let call = browser.call(Method::GET, "/api/v1/me").header(ORIGIN, origin);
            browser.send(call).await.expect(401);
            let call = browser.call(Method::POST, "/api/v1/support-requests").header(ORIGIN, origin);
            let call = call.header("idempotency-key", "cookie-alone").header(CONTENT_TYPE, "text/plain");
            browser.send(call.body(r#"{"fields":{"what":"x","reach":"talk-page"}}"#)).await.expect(401);
        }
    });
}
