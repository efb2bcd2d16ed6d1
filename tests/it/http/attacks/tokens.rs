//! Tokens that are guessed, stolen, or used in another's place.

use crate::http::service::{WIKI, on_a_service};
use helpdesk_domain::Role;
use reqwest::Method;
use reqwest::header::{COOKIE, ORIGIN};
use serde_json::json;

/// The same with one letter changed.
fn almost(token: &str, place: usize) -> String {
    let change = |letter: char| if letter == 'A' { 'B' } else { 'A' };
    token.chars().enumerate().map(|(n, letter)| if n == place { change(letter) } else { letter }).collect()
}

#[test]
fn a_token_that_is_almost_right_is_as_wrong_as_any_other() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let token = service.token(elin.person).await;
        assert!(token.len() >= 43, "256 bits");
        let mut browser = service.browser();
        let mut answers = Vec::new();
        for wrong in [
            almost(&token, 0),
            almost(&token, 20),
            almost(&token, 41),
            token[..token.len() - 1].to_owned(),
            format!("{token}A"),
            token.to_lowercase(),
            String::new(),
            "' OR '1'='1".to_owned(),
            "a".repeat(5000),
        ] {
            let call = browser.call(Method::GET, "/api/v1/me").header(ORIGIN, WIKI).bearer_auth(&wrong);
            let answer = browser.send(call).await;
            assert!(matches!(answer.status, 400 | 401), "{wrong}: {}", answer.status);
            if answer.status == 401 {
                answers.push(answer.text);
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "nothing tells how wrong it was: {answers:?}");
        let call = browser.call(Method::GET, "/api/v1/me").header(ORIGIN, WIKI).bearer_auth(&token);
        browser.send(call).await.expect(200);
    });
}

#[test]
fn a_gadgets_token_opens_no_page_and_a_cookie_that_somebody_made_up_no_session() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let token = service.token(elin.person).await;
        let mut browser = service.browser();
        for cookie in [token.clone(), json!({ "token": format!("{token:?}") }).to_string().replace('"', "%22")]
        {
            let call = browser.call(Method::GET, "/queue").header(COOKIE, format!("__Host-helpdesk={cookie}"));
            browser.send(call.bearer_auth(&token)).await.expect(401);
        }
        let right = service.browser_of(&elin).await.cookie.expect("a cookie");
        for place in [0, right.len() / 2, right.len() - 1] {
            let mut wrong = service.browser();
            wrong.cookie = Some(almost(&right, place));
            wrong.get("/queue").await.expect(401);
        }
        let mut as_token = service.browser();
        let call = as_token.call(Method::GET, "/api/v1/me").header(ORIGIN, WIKI).bearer_auth(right);
        as_token.send(call).await.expect(401);
    });
}

#[test]
fn what_was_read_with_a_token_is_kept_by_no_cache() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[]).await.reference;
        let token = service.token(amina.person).await;
        let mut browser = service.browser();
        for path in ["/api/v1/me", "/api/v1/my-requests", &format!("/api/v1/support-requests/{request}")] {
            let call = browser.call(Method::GET, path).header(ORIGIN, WIKI).bearer_auth(&token);
            let answer = browser.send(call).await.expect(200);
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            let varies: Vec<_> =
                answer.headers.get_all("vary").iter().map(|value| value.to_str().expect("text")).collect();
            assert!(varies.join(",").to_lowercase().contains("origin"), "{path}: {varies:?}");
        }
    });
}
