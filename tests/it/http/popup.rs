//! The gadget's pop-up: from the click to the token.

use super::service::{WIKI, challenge, on_a_service};
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;

const VERIFIER: &str = "the gadget keeps this to itself until the exchange";

fn attribute(page: &str, name: &str) -> String {
    let rest = page.split(&format!("{name}=\"")).nth(1).expect("an attribute");
    rest.split('"').next().expect("a value").to_owned()
}

#[test]
fn a_click_gives_a_code_for_one_wiki_that_is_exchanged_once() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let challenge = challenge(VERIFIER);
        let path = format!("/sign-in/gadget?origin={WIKI}&challenge={challenge}&state=here");
        let ask = browser.get(&path).await.expect(200).says(WIKI).says("Amina");
        assert!(!ask.text.contains("<script"), "nothing happens without a click");
        let fields = [("origin", WIKI), ("challenge", challenge.as_str()), ("state", "here")];
        let done = browser.post("/sign-in/gadget", &fields).await.expect(200).says("/static/popup.js");
        assert_eq!(attribute(&done.text, "data-origin"), WIKI);
        assert_eq!(attribute(&done.text, "data-state"), "here");
        let code = attribute(&done.text, "data-code");

        let mut wiki = service.browser();
        let exchange = |browser: &super::browser::Browser, origin: &str, code: &str, verifier: &str| {
            let body = json!({ "code": code, "verifier": verifier });
            browser.call(Method::POST, "/api/v1/gadget-tokens").header(ORIGIN, origin).json(&body)
        };
        let call = exchange(&wiki, WIKI, &code, VERIFIER);
        let token = wiki.send(call).await.expect(201).json();
        assert_eq!((&token["user"], &token["expires_in"]), (&json!("Amina"), &json!(43_200)));
        let call = exchange(&wiki, WIKI, &code, VERIFIER);
        wiki.send(call).await.expect(401);

        for (origin, verifier) in [(WIKI, "another verifier"), ("http://127.0.0.1:9.evil.org", VERIFIER)] {
            let done = browser.post("/sign-in/gadget", &fields).await.expect(200);
            let code = attribute(&done.text, "data-code");
            let call = exchange(&wiki, origin, &code, verifier);
            wiki.send(call).await.expect(401);
            let call = exchange(&wiki, WIKI, &code, VERIFIER);
            wiki.send(call).await.expect(401);
        }
    });
}

#[test]
fn no_other_site_is_asked_for_nor_handed_a_code() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let good = challenge(VERIFIER);
        for (origin, challenge, state, status) in [
            ("http://127.0.0.1:9.evil.org", good.as_str(), "s", 403),
            ("http://evil.org", good.as_str(), "s", 403),
            ("null", good.as_str(), "s", 403),
            ("", good.as_str(), "s", 403),
            (WIKI, "short", "s", 400),
            (WIKI, "<script>alert(1)</script>aaaaaaaaaaaaaaaaaaa", "s", 400),
            (WIKI, good.as_str(), "", 400),
        ] {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("origin", origin), ("challenge", challenge), ("state", state)])
                .finish();
            browser.get(&format!("/sign-in/gadget?{query}")).await.expect(status);
            let fields = [("origin", origin), ("challenge", challenge), ("state", state)];
            let page = browser.post("/sign-in/gadget", &fields).await.expect(status);
            assert!(!page.text.contains("data-code"), "{}", page.text);
        }
        browser.get("/sign-in/gadget").await.expect(400).says("<h1>");
    });
}

#[test]
fn who_is_not_signed_in_comes_back_to_the_question() {
    on_a_service(|service| async move {
        let mut browser = service.browser();
        let path = format!("/sign-in/gadget?origin={WIKI}&challenge={}&state=s", challenge(VERIFIER));
        let page = browser.get(&path).await.expect(303);
        let begin = browser.get(page.location()).await.expect(303);
        assert!(
            begin.location().starts_with("http://127.0.0.1:9/w/rest.php/oauth2/authorize?"),
            "{}",
            begin.location()
        );
    });
}
