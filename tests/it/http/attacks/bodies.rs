//! Bodies that are too much.

use crate::http::service::{OWN, WIKI, on_a_service};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};

const NEW: &str = "/support-requests/new";

#[test]
fn json_nested_ninety_thousand_deep_is_refused_and_the_service_lives() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let token = service.token(amina.person).await;
        let mut browser = service.browser();
        let depth = 90_000;
        for body in [
            "[".repeat(depth),
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("{}1{}", "{\"fields\":".repeat(depth), "}".repeat(depth)),
            format!("{{\"fields\":{{\"what\":{}1{}}}}}", "[".repeat(depth), "]".repeat(depth)),
        ] {
            let call = browser.call(Method::POST, "/api/v1/support-requests").header(ORIGIN, WIKI);
            let call = call.bearer_auth(&token).header("idempotency-key", "nested-nested");
            let answer =
                browser.send(call.header(CONTENT_TYPE, "application/json").body(body)).await.expect(400);
            assert_eq!(answer.json()["code"], "bad-request");
            assert!(answer.text.len() < 1000, "{}", answer.text.len());
        }
        browser.get("/healthz").await.expect(200);
    });
}

#[test]
fn a_hundred_thousand_fields_are_not_answered_one_by_one() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let token = service.token(amina.person).await;
        let mut browser = service.browser_of(&amina).await;
        let many: String = (0..90_000).map(|n| format!("&f{n}=1")).collect();
        let body = format!("idempotency_key=many-fields&what=Maps&reach=talk-page&step=send{many}");
        let call = browser.call(Method::POST, NEW).header(ORIGIN, OWN);
        let call = call.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        let page = browser.send(call).await;
        assert!(
            matches!(page.status, 400 | 422) && page.text.len() < 100_000,
            "{} {}",
            page.status,
            page.text.len()
        );
        let many: Vec<_> = (0..70_000).map(|n| format!("\"f{n}\":\"1\"")).collect();
        let body = format!("{{\"fields\":{{\"what\":\"Maps\",\"reach\":\"talk-page\",{}}}}}", many.join(","));
        let call = browser.call(Method::POST, "/api/v1/support-requests").header(ORIGIN, WIKI);
        let call = call.bearer_auth(&token).header("idempotency-key", "many-fields");
        let answer = browser.send(call.header(CONTENT_TYPE, "application/json").body(body)).await;
        assert!(matches!(answer.status, 400 | 422) && answer.text.len() < 100_000, "{}", answer.text.len());
    });
}

#[test]
fn a_search_that_would_send_a_pattern_astray_is_a_search_for_its_letters() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[helpdesk_domain::Role::Staff]).await;
        let title = format!("{}!", "a".repeat(100));
        service.record.submit(&elin, &[("title", &title), ("on_behalf_of", "Somebody")]).await;
        let mut browser = service.browser_of(&elin).await;
        for text in [
            "(a+)+$".repeat(30),
            "((((((((((a*)*)*)*)*)*)*)*)*)*)*".to_owned(),
            "a?".repeat(100),
            "%".repeat(200),
            "_".repeat(200),
            "%a".repeat(100),
            "\\".repeat(199),
            "[[:alpha:]]*".repeat(16),
            "(?R)".repeat(50),
            "' OR 1=1 -- ".to_owned(),
        ] {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("text", &text).finish();
            let page = browser.get(&format!("/queue?{query}")).await.expect(200);
            assert!(!page.text.contains("aaaaaaaaaa"), "{text} is found");
        }
    });
}
