//! What is written down about calls.

use super::attacks::scripts::{EVIL, people, story};
use super::service::{OWN, WIKI, on_a_service};
use helpdesk_domain::CommandName;
use helpdesk_server::cli::logs;
use helpdesk_server::http::routes::ROUTES;
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// All lines of this process, of other tests too.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_line_holds_what_people_wrote_nor_addresses_nor_tokens() {
    let lines = Lines::default();
    let to = lines.clone();
    // More than is written in production.
    logs::begin("warn,helpdesk_server=trace,actix_web=debug,actix_http=debug", move || to.clone())
        .expect("lines");
    on_a_service(move |service| async move {
        let people = people(&service).await;
        let reference = story(&service, &people).await;
        let mail = [("reach", "mail"), ("mail", "planted@museum.example"), ("what", "planted words")];
        let by_mail = service.record.submit(&people["amina"], &mail).await.reference;
        let mut secrets = Vec::new();
        for who in people.values() {
            let mut browser = service.browser_of(who).await;
            secrets.extend(browser.cookie.clone());
            let token = service.token(who.person).await;
            for route in ROUTES.iter() {
                let method: Method = route.method.as_str().parse().expect("a method");
                for (reference, name) in
                    [(reference, CommandName::AddPrivateNote), (by_mail, CommandName::Edit)]
                {
                    let path =
                        route.path.replace("{reference}", reference.as_str()).replace("{command}", name.code());
                    let path = path.replace('{', "planted-").replace('}', "-token");
                    let api = path.starts_with("/api/");
                    let call = browser.call(
                        method.clone(),
                        &format!(
                            "{path}?text=planted-query&code=planted-code&state=planted-state&error=PLANTED"
                        ),
                    );
                    let call = call.header(ORIGIN, if api { WIKI } else { OWN });
                    let call =
                        call.header("user-agent", "planted-agent").header("x-forwarded-for", "203.0.113.77");
                    let call = if api { call.bearer_auth(&token) } else { call };
                    let fields = [
                        ("idempotency_key", "planted-key"),
                        ("note", "planted words"),
                        ("what", "planted words"),
                    ];
                    let call = match method.as_str() {
                        "POST" if api => {
                            call.header("idempotency-key", "planted-key").json(&json!({ "planted": "words" }))
                        }
                        "POST" if path != "/sign-out" => call.form(&fields),
                        _ => call,
                    };
                    browser.send(call).await;
                }
            }
            secrets.push(token);
        }
        service.browser().get("/planted-path/planted-token").await.expect(404);
        let text = String::from_utf8(lines.0.lock().expect("not poisoned").clone()).expect("UTF-8");
        assert!(
            text.contains("\"http.route\":\"/queue\"") && text.contains(reference.as_str()),
            "there are lines"
        );
        let planted = ["planted", "PLANTED", "onerror=alert", "203.0.113.77", &EVIL[..20]].map(str::to_owned);
        for secret in planted.into_iter().chain(secrets) {
            let line = text.lines().find(|line| line.contains(&secret));
            assert!(line.is_none(), "{secret} is in {line:?}");
        }
    });
}
