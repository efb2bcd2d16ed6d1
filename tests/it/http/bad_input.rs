//! What nobody should send: each gets a clear answer in words, and changes nothing.

use super::service::{OWN, WIKI, on_a_service};
use helpdesk_domain::Role;
use helpdesk_server::app;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::{Value, json};

const NEW: &str = "/support-requests/new";
const WIKITEXT: &str =
    "}} {{x|1=y}} | [[File:A.jpg]] ~~~~ <nowiki> <script>alert(1)</script> <!-- helpdesk:x:end -->";

fn too_long() -> String {
    "é".repeat(20_001)
}

#[test]
fn texts_that_nobody_can_have_meant_are_refused_in_words() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let token = service.token(amina.person).await;
        for (n, (what, word)) in [
            (String::new(), "empty"),
            (" \n\t ".to_owned(), "empty"),
            (too_long(), "too-long"),
            ("a\u{0}b".to_owned(), "control-character"),
            ("a\u{1b}[31mb".to_owned(), "control-character"),
            ("a\u{202e}b".to_owned(), "direction-override"),
            ("a\u{2066}b".to_owned(), "direction-override"),
        ]
        .into_iter()
        .enumerate()
        {
            let key = format!("bad-text-{n}");
            let fields = [
                ("idempotency_key", key.as_str()),
                ("what", what.as_str()),
                ("reach", "talk-page"),
                ("step", "send"),
            ];
            browser.post(NEW, &fields).await.expect(422).says("id=\"field-what-wrong\"");
            let body = json!({ "fields": { "what": what, "reach": "talk-page" } });
            let call = browser.call(Method::POST, "/api/v1/support-requests");
            let call =
                call.header(ORIGIN, WIKI).bearer_auth(&token).header("idempotency-key", &key).json(&body);
            let answer = browser.send(call).await.expect(422).json();
            assert_eq!(
                (&answer["code"], &answer["fields"][0]["field"]),
                (&json!("form"), &json!("what")),
                "{word}"
            );
            assert!(answer["message"].as_str().is_some_and(|words| words.len() > 10), "{answer}");
        }
        assert!(app::my_requests(&service.record.app, amina.person).await.expect("a list").is_empty());
    });
}

#[test]
fn wikitext_and_markup_in_every_field_are_text() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&elin).await;
        let mut fields = vec![("idempotency_key", "wikitext-1"), ("reach", "talk-page"), ("step", "send")];
        for name in [
            "what",
            "title",
            "partner",
            "affiliate",
            "country",
            "context_page",
            "on_behalf_of",
            "answers.gaps",
            "answers.skills",
        ] {
            fields.push((name, WIKITEXT));
        }
        let sent = browser.post(NEW, &fields).await.expect(303);
        let page = browser
            .get(sent.location())
            .await
            .expect(200)
            .says("}} {{x|1=y}} | [[File:A.jpg]] ~~~~ &lt;nowiki&gt;");
        assert!(!page.text.contains("<script>") && !page.text.contains("<!--"), "{}", page.text);
    });
}

#[test]
fn a_body_of_ten_megabytes_is_too_much() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let token = service.token(amina.person).await;
        let body = format!("idempotency_key=ten-megabytes&what={}", "a".repeat(10 << 20));
        let call = browser.call(Method::POST, NEW).header(ORIGIN, OWN);
        let call = call.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        browser.send(call).await.expect(413).says("<h1>");
        let body = json!({ "fields": { "what": "a".repeat(10 << 20) } });
        let call = browser.call(Method::POST, "/api/v1/support-requests").header(ORIGIN, WIKI);
        let call = call.bearer_auth(token).header("idempotency-key", "ten-megabytes").json(&body);
        assert_eq!(browser.send(call).await.expect(413).json()["code"], "too-large");
    });
}

#[test]
fn fields_that_are_unknown_or_there_twice_are_refused() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let unknown = [
            ("idempotency_key", "unknown-1"),
            ("what", "Kept text"),
            ("reach", "talk-page"),
            ("colour", "red"),
            ("step", "send"),
        ];
        browser.post(NEW, &unknown).await.expect(422).says("colour").says("Kept text");
        let twice = [("idempotency_key", "twice-twice"), ("what", "a"), ("what", "b"), ("reach", "talk-page")];
        browser.post(NEW, &twice).await.expect(400).says("<h1>");
        let without_key = [("what", "a"), ("reach", "talk-page"), ("step", "send")];
        browser.post(NEW, &without_key).await.expect(400).says("<h1>");
    });
}

#[test]
fn json_of_another_shape_is_refused() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[]).await;
        let mut browser = service.browser();
        let token = service.token(amina.person).await;
        let path = format!("/api/v1/support-requests/{}/withdraw", request.reference);
        for body in [
            "",
            "{",
            "[]",
            "null",
            r#"{"expected_version":"2"}"#,
            r#"{"expected_version":-1}"#,
            r#"{"expected_version":2,"more":1}"#,
            r#"{"expected_version":2,"fields":{"reason":1}}"#,
            r#"{"expected_version":2,"fields":[]}"#,
        ] {
            let call = browser.call(Method::POST, &path).header(ORIGIN, WIKI).bearer_auth(&token);
            let call = call
                .header("idempotency-key", "bad-json-1")
                .header(CONTENT_TYPE, "application/json")
                .body(body);
            assert_eq!(browser.send(call).await.expect(400).json()["code"], "bad-request", "{body}");
        }
        let good = json!({ "expected_version": 2 });
        let call = browser.call(Method::POST, &path).header(ORIGIN, WIKI).bearer_auth(&token).json(&good);
        assert_eq!(browser.send(call).await.expect(400).json()["code"], "no-key");
        for key in ["short", "a b c d e f g h", &"k".repeat(101)] {
            let call = browser.call(Method::POST, &path).header(ORIGIN, WIKI).bearer_auth(&token);
            browser.send(call.header("idempotency-key", key).json(&good)).await.expect(400);
        }
        let call = browser.call(Method::POST, &path).header(ORIGIN, WIKI).bearer_auth(&token);
        let call = call
            .header("idempotency-key", "wrong-type")
            .header(CONTENT_TYPE, "text/plain")
            .body(good.to_string());
        browser.send(call).await.expect(415);
        let seen = app::my_requests(&service.record.app, amina.person).await.expect("a list");
        assert!(seen[0].outcome.is_none(), "nothing happened");
    });
}

#[test]
fn what_is_not_mine_is_not_there() {
    on_a_service(|service| async move {
        let (amina, other) =
            (service.record.person("Amina", &[]).await, service.record.person("Outsider", &[]).await);
        let request = service.record.submit(&amina, &[]).await;
        let mut browser = service.browser_of(&other).await;
        let token = service.token(other.person).await;
        let private = format!("/support-requests/{}", request.reference);
        let mut bodies = Vec::new();
        for path in [
            private.as_str(),
            "/support-requests/00000000",
            "/support-requests/x",
            "/support-requests/..%2f",
            "/support-requests/%00",
        ] {
            bodies.push(browser.get(path).await.expect(404).text.len());
            let call =
                browser.call(Method::GET, &format!("/api/v1{path}")).header(ORIGIN, WIKI).bearer_auth(&token);
            let answer: Value = browser.send(call).await.expect(404).json();
            assert_eq!(answer["code"], "not-found");
        }
        let fields = [("idempotency_key", "not-mine-1"), ("expected_version", "2")];
        browser.post(&format!("{private}/withdraw"), &fields).await.expect(404);
        browser.get(&format!("{private}/withdraw")).await.expect(404);
        browser.get(&format!("{private}/no-such-command")).await.expect(404);
    });
}

#[test]
fn addresses_with_odd_queries_are_answered() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&elin).await;
        for query in [
            "stage=no-such",
            "year=99999999999",
            "text=%00%ff",
            "text=%25_%27%22\\",
            "turn=&late=&closed=on",
            "priority=high&priority=low",
        ] {
            let status = browser.get(&format!("/queue?{query}")).await.status;
            assert!(matches!(status, 200 | 400), "{query}: {status}");
        }
        browser.get("/queue?from=nonsense").await.expect(404);
        browser.get(&format!("/queue?text={}", "a".repeat(3000))).await.expect(200);
    });
}

#[test]
fn somebody_who_writes_without_end_is_asked_to_wait() {
    on_a_service(|service| async move {
        let (amina, other) =
            (service.record.person("Amina", &[]).await, service.record.person("Other", &[]).await);
        let mut browser = service.browser_of(&amina).await;
        let mut statuses = Vec::new();
        for _ in 0..80 {
            statuses.push(browser.post(NEW, &[("idempotency_key", "many-many"), ("what", "")]).await.status);
        }
        assert_eq!((statuses[0], statuses[79]), (422, 429));
        let wait = browser.post(NEW, &[("idempotency_key", "many-many"), ("what", "")]).await.expect(429);
        assert_eq!(wait.headers["retry-after"], "60");
        let mut browser = service.browser_of(&other).await;
        browser.post(NEW, &[("idempotency_key", "many-many"), ("what", "")]).await.expect(422);
    });
}
