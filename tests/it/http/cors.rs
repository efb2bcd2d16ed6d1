//! Which origins a browser lets read the API.

use super::service::{WIKI, on_a_service};
use reqwest::Method;
use reqwest::header::ORIGIN;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[test]
fn the_configured_wiki_is_let_in_and_its_likenesses_are_not() {
    on_a_service(|service| async move {
        let mut browser = service.browser();
        let asked = |browser: &super::browser::Browser, origin: &str| {
            browser
                .call(Method::OPTIONS, "/api/v1/support-requests/00000000/withdraw")
                .header(ORIGIN, origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type,idempotency-key")
        };
        let call = asked(&browser, WIKI);
        let answer = browser.send(call).await.expect(200);
        assert_eq!(answer.headers[ALLOW_ORIGIN], WIKI);
        assert!(!answer.headers.contains_key("access-control-allow-credentials"), "no cookie goes along");
        for origin in [
            "http://127.0.0.1:9.evil.org",
            "http://127.0.0.1:99",
            "https://127.0.0.1:9",
            "http://127.0.0.1",
            "http://evil.org",
            "http://127.0.0.1:9@evil.org",
            "http://evil.org/http://127.0.0.1:9",
            "http://sub.127.0.0.1:9",
            "null",
            "*",
            "http://127.0.0.1:9 http://evil.org",
        ] {
            let call = asked(&browser, origin);
            let answer = browser.send(call).await;
            assert!(!answer.headers.contains_key(ALLOW_ORIGIN), "{origin}");
            let call = browser.call(Method::GET, "/api/v1/policy").header(ORIGIN, origin);
            let answer = browser.send(call).await;
            assert!(!answer.headers.contains_key(ALLOW_ORIGIN), "{origin}");
        }
        let call = browser.call(Method::GET, "/api/v1/policy").header(ORIGIN, WIKI);
        let answer = browser.send(call).await.expect(200);
        assert_eq!(answer.headers[ALLOW_ORIGIN], WIKI);
        let call = browser.call(Method::GET, "/api/v1/nothing").header(ORIGIN, WIKI);
        let answer = browser.send(call).await.expect(404);
        assert_eq!(answer.headers[ALLOW_ORIGIN], WIKI, "errors can be read too");
        assert_eq!(answer.json()["code"], "not-found");
    });
}

#[test]
fn pages_are_read_by_no_other_site() {
    on_a_service(|service| async move {
        let mut browser = service.browser();
        let call = browser.call(Method::GET, "/").header(ORIGIN, WIKI);
        assert!(!browser.send(call).await.expect(200).headers.contains_key(ALLOW_ORIGIN));
    });
}

#[test]
fn a_token_holds_for_the_wiki_it_was_given_to_alone() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let token = service.token(amina.person).await;
        let mut browser = service.browser();
        for (origin, status) in
            [(Some(WIKI), 200), (Some("http://127.0.0.1:9.evil.org"), 401), (Some("null"), 401), (None, 401)]
        {
            let call = browser.call(Method::GET, "/api/v1/me").bearer_auth(&token);
            let call = match origin {
                Some(origin) => call.header(ORIGIN, origin),
                None => call,
            };
            let answer = browser.send(call).await.expect(status);
            if status == 401 {
                assert_eq!(answer.json()["code"], "unauthorized");
            }
        }
        for header in ["Bearer", "Bearer x", "bearer x", "Basic x", ""] {
            let call = browser
                .call(Method::GET, "/api/v1/policy")
                .header(ORIGIN, WIKI)
                .header("authorization", header);
            browser.send(call).await.expect(200);
            let call = browser
                .call(Method::GET, "/api/v1/support-requests")
                .header(ORIGIN, WIKI)
                .header("authorization", header);
            browser.send(call).await.expect(401);
        }
    });
}
