//! Sites whose names look like a wiki's.

use crate::http::service::{Service, challenge, on_this_app};
use crate::record::on_a_record;
use helpdesk_server::app::App;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::config::Config;
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;
use std::sync::Arc;

const WIKIS: [&str; 2] = ["https://meta.wikimedia.org", "https://en.wikipedia.org"];

const LIKENESSES: [&str; 22] = [
    "https://evilwikipedia.org",
    "https://evil-en.wikipedia.org",
    "https://en.wikipedia.org.evil.com",
    "https://wikipedia.org.evil.com",
    "https://wikipedia.org",
    "https://xen.wikipedia.org",
    "https://en.wikipedia.org.",
    "https://en.wikipedia.org:8443",
    "https://en.wikipedia.org:443",
    "http://en.wikipedia.org",
    "https://en.wikipedia.org@evil.com",
    "https://evil.com#https://en.wikipedia.org",
    "https://evil.com/https://en.wikipedia.org",
    "https://en.wikipedia.org%60.evil.com",
    "https://en.wikipedia.org_.evil.com",
    "https://en-wikipedia.org",
    "https://enXwikipedia.org",
    "https://EN.wikipedia.org",
    "https://en.wikipedia.org https://evil.com",
    "null",
    "file://",
    "*",
];

fn on_wikis<F>(test: impl FnOnce(Arc<Service>) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_a_record(|record| async move {
        let old = record.app.clone();
        let wikis = WIKIS.map(str::to_owned).to_vec();
        let config = Config { wiki_origins: wikis, ..(*old.config).clone() };
        let app = App::new(old.store.clone(), old.clock.clone(), Arc::new(config), Arc::new(SystemIds));
        on_this_app(record, app, test).await;
    });
}

#[test]
fn a_site_named_almost_like_a_wiki_reads_no_answer() {
    on_wikis(|service| async move {
        let mut browser = service.browser();
        for origin in WIKIS.into_iter().chain(LIKENESSES) {
            let known = WIKIS.contains(&origin);
            for (method, path) in [
                (Method::GET, "/api/v1/policy"),
                (Method::GET, "/api/v1/support-requests"),
                (Method::GET, "/api/v1/nothing"),
                (Method::OPTIONS, "/api/v1/support-requests/00000000/withdraw"),
            ] {
                let call = browser.call(method, path).header(ORIGIN, origin);
                let call = call.header("access-control-request-method", "POST");
                let answer = browser.send(call.header("access-control-request-headers", "authorization")).await;
                let allowed = answer
                    .headers
                    .get("access-control-allow-origin")
                    .map(|value| value.to_str().expect("text"));
                assert_eq!(allowed, known.then_some(origin), "{origin} {path}");
                assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{origin}");
            }
        }
    });
}

#[test]
fn a_site_named_almost_like_a_wiki_gets_no_code_and_no_token() {
    on_wikis(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let verifier = "the gadget keeps this to itself until the exchange";
        let challenge = challenge(verifier);
        let fields = |origin| [("origin", origin), ("challenge", challenge.as_str()), ("state", "s")];
        for origin in LIKENESSES {
            let page = browser.post("/sign-in/gadget", &fields(origin)).await.expect(403);
            assert!(!page.text.contains("data-code"), "{origin}");
            let query =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields(origin)).finish();
            browser.get(&format!("/sign-in/gadget?{query}")).await.expect(403);
        }
        let page = browser.post("/sign-in/gadget", &fields(WIKIS[1])).await.expect(200);
        let code =
            page.text.split("data-code=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a code");
        for origin in [LIKENESSES[0], LIKENESSES[2], "null", WIKIS[0]] {
            let call = browser.call(Method::POST, "/api/v1/gadget-tokens").header(ORIGIN, origin);
            browser.send(call.json(&json!({ "code": code, "verifier": verifier }))).await.expect(401);
        }
    });
}
