//! What is written down about calls.

use super::attacks::scripts::{EVIL, people, story};
use super::service::{OWN, Service, WIKI, on_a_service};
use crate::mail::intake::message;
use crate::mail_out::peer::Peer;
use crate::mail_out::{relayed, sent};
use helpdesk_domain::CommandName;
use helpdesk_server::app::addressee;
use helpdesk_server::app::intake::take_in;
use helpdesk_server::app::mail_out::links;
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

/// A request by mail whose writer is refused by the relay, answers, and opens each of their links; gives what proves
/// who they are.
async fn of_mail(service: &Service) -> Vec<String> {
    let peer = Peer::plain();
    let app = relayed(&service.record, &peer);
    let from = "From: Planted Person <refuse-planted@herbarium.example>";
    let first = message("planted-1@herbarium.example", &[from, "Subject: planted maps"], "planted words");
    let request = take_in(&app, first, None).await.expect("taken in").request.expect("a request");
    sent(&service.record, &app).await;
    let who = addressee::without_account(request);
    let reply = links::reply_to(&app, request, who).await.expect("keys").expect("a pattern");
    let to = format!("To: {reply}");
    for (id, text) in [("planted-2@herbarium.example", "planted answer"), ("planted-3@herbarium.example", "")] {
        take_in(&app, message(id, &[from, &to, "Subject: Re: planted maps"], text), None)
            .await
            .expect("taken in");
    }
    let status = links::status(&app, request, who).await.expect("a link");
    let confirm = links::confirm(&app, who, 0).expect("a link");
    let unsubscribe = links::unsubscribe(&app, who).expect("a link");
    let mut secrets = vec![reply];
    for link in [status, confirm, unsubscribe] {
        let path = link.strip_prefix(OWN).expect("a link of ours").to_owned();
        let mut browser = service.browser();
        browser.get(&path).await.expect(200);
        let fields =
            [("idempotency_key", "planted-key"), ("expected_version", "1"), ("answer", "planted words")];
        browser.post(&path, &fields).await;
        browser.get(&format!("{path}0")).await.expect(404);
        secrets.push(path.rsplit('/').next().expect("a token").to_owned());
    }
    secrets
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
        let references = [reference, by_mail].map(|reference| reference.to_string());
        let mut member = service.browser_of(&people["bruno"]).await;
        let path = format!("/support-requests/{by_mail}/{}", CommandName::StandAside.code());
        let form = member.get(&path).await.expect(200);
        let [key, version] = ["idempotency_key", "expected_version"].map(|name| form.hidden(name));
        let fields = [("idempotency_key", key.as_str()), ("expected_version", version.as_str())];
        member.post(&path, &fields).await.expect(303);
        let mut secrets = of_mail(&service).await;
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
        let known: Vec<String> = people.values().map(|who| who.person.to_string()).collect();
        for name in known.iter().map(String::as_str) {
            let said =
                |line: &&str| line.contains(name) && references.iter().any(|one| line.contains(one.as_str()));
            let line = text.lines().find(said);
            assert!(line.is_none(), "it says who did something to which request: {line:?}");
        }
        let acts = [CommandName::GiveFeedback, CommandName::StandAside].map(CommandName::code);
        for act in acts {
            let by = |line: &&str| line.contains(act) && line.contains("actor.id");
            let line = text.lines().find(by);
            assert!(line.is_none(), "it says who among the members said something: {line:?}");
            assert!(text.lines().any(|line| line.contains(act)), "{act} was done");
        }
        assert!(known.iter().any(|name| text.contains(name.as_str())), "who called is said elsewhere");
        let planted = ["planted", "PLANTED", "onerror=alert", "203.0.113.77", &EVIL[..20]].map(str::to_owned);
        for secret in planted.into_iter().chain(secrets) {
            let line = text.lines().find(|line| line.contains(&secret));
            assert!(line.is_none(), "{secret} is in {line:?}");
        }
    });
}
