//! The interface for programs.

use super::service::{Service, WIKI, on_a_service};
use helpdesk_domain::{CommandName, Role, SupportRequestView, Viewer};
use helpdesk_server::app;
use helpdesk_server::app::erasure::{Subject, erase};
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn call(
    service: &Arc<Service>,
    token: Option<&str>,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let mut browser = service.browser();
    let mut call = browser.call(method, path).header(ORIGIN, WIKI);
    if let Some(token) = token {
        call = call.bearer_auth(token);
    }
    if let Some(body) = body {
        call = call.header("idempotency-key", service.key()).json(&body);
    }
    let page = browser.send(call).await;
    let json = if page.text.is_empty() { Value::Null } else { page.json() };
    (page.status, json)
}

#[test]
fn a_request_is_made_seen_and_acted_on() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let token = service.token(amina.person).await;
        let token = Some(token.as_str());
        let (status, me) = call(&service, token, Method::GET, "/api/v1/me", None).await;
        assert_eq!((status, &me["name"], &me["roles"]), (200, &json!("Amina"), &json!([])));
        let fields = json!({ "fields": { "what": "Maps", "reach": "talk-page" } });
        let (status, view) =
            call(&service, token, Method::POST, "/api/v1/support-requests", Some(fields)).await;
        assert_eq!(status, 201, "{view}");
        let path = format!("/api/v1/support-requests/{}", view["reference"].as_str().expect("a reference"));
        let (status, same) = call(&service, token, Method::GET, &path, None).await;
        assert_eq!((status, &same), (200, &view));
        let (_, mine) = call(&service, token, Method::GET, "/api/v1/my-requests", None).await;
        assert_eq!(
            (mine["items"].as_array().map(Vec::len), &mine["items"][0]["title"]),
            (Some(1), &json!("Maps"))
        );

        let stale = json!({ "expected_version": 1, "fields": {} });
        let (status, answer) =
            call(&service, token, Method::POST, &format!("{path}/withdraw"), Some(stale)).await;
        assert_eq!((status, &answer["code"]), (409, &json!("conflict")));
        let act = json!({ "expected_version": view["version"], "fields": { "answer": "x" } });
        let (status, answer) =
            call(&service, token, Method::POST, &format!("{path}/answer-question"), Some(act)).await;
        assert_eq!((status, &answer["code"]), (422, &json!("no-open-question")));
        let act = json!({ "expected_version": view["version"], "fields": { "reason": "No time" } });
        let (status, closed) =
            call(&service, token, Method::POST, &format!("{path}/withdraw"), Some(act)).await;
        assert_eq!(status, 200, "{closed}");
        assert!(serde_json::from_value::<SupportRequestView>(closed).is_ok());
    });
}

#[test]
fn the_gadget_reads_no_private_note_and_no_contact_whatever_the_role() {
    on_a_service(|service| async move {
        let record = &service.record;
        let (amina, elin) =
            (record.person("Amina", &[]).await, record.person("Elin", &[Role::Staff, Role::Secretary]).await);
        let request = record.submit(&amina, &[("reach", "mail"), ("mail", "amina@museum.example")]).await;
        record
            .act(&elin, request.reference, CommandName::AddPrivateNote, &[("note", "whispered")])
            .await
            .expect("noted");
        let token = service.token(elin.person).await;
        let token = Some(token.as_str());
        let path = format!("/api/v1/support-requests/{}", request.reference);
        let (status, view) = call(&service, token, Method::GET, &path, None).await;
        assert_eq!(status, 200);
        let act = json!({ "expected_version": view["version"], "fields": { "note": "murmured" } });
        let (status, after) =
            call(&service, token, Method::POST, &format!("{path}/add-private-note"), Some(act)).await;
        assert_eq!(status, 200, "{after}");
        let (_, list) = call(&service, token, Method::GET, "/api/v1/support-requests", None).await;
        for answer in [view, after, list] {
            let text = answer.to_string();
            for hidden in ["whispered", "murmured", "note-added", "amina@museum.example"] {
                assert!(!text.contains(hidden), "{hidden} in {text}");
            }
        }
        let page =
            service.browser_of(&elin).await.get(&format!("/support-requests/{}", request.reference)).await;
        page.expect(200).says("whispered").says("murmured").says("amina@museum.example");
    });
}

#[test]
fn without_a_token_there_is_what_is_public_and_nothing_else() {
    on_a_service(|service| async move {
        let record = &service.record;
        let (amina, elin) = (record.person("Amina", &[]).await, record.person("Elin", &[Role::Staff]).await);
        let hidden = record.submit(&amina, &[("title", "Hidden maps")]).await;
        let shown =
            record.submit(&amina, &[("title", "Shown maps"), ("publish", "on"), ("shown_name", "Ana")]).await;
        record
            .act(&elin, shown.reference, CommandName::Acknowledge, &[("message", "Dear Amina")])
            .await
            .expect("done");
        let (_, list) = call(&service, None, Method::GET, "/api/v1/support-requests", None).await;
        let text = list.to_string();
        assert!(
            text.contains("Shown maps") && !text.contains("Hidden maps") && !text.contains("Amina"),
            "{text}"
        );
        let path = format!("/api/v1/support-requests/{}", shown.reference);
        let (status, view) = call(&service, None, Method::GET, &path, None).await;
        assert_eq!(status, 200);
        assert!(!view.to_string().contains("Amina"), "{view}");
        let path = format!("/api/v1/support-requests/{}", hidden.reference);
        assert_eq!(call(&service, None, Method::GET, &path, None).await.0, 404);
        let (_, csv) = (0, service.browser().get("/counts.csv").await.expect(200).text);
        assert!(
            csv.lines().nth(1).is_some_and(|line| line.starts_with("2026,1,1,")),
            "one public request: {csv}"
        );
    });
}

#[test]
fn sign_out_of_the_gadget_ends_its_tokens() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let (one, two) = (service.token(amina.person).await, service.token(amina.person).await);
        assert_eq!(call(&service, Some(&one), Method::DELETE, "/api/v1/gadget-tokens", None).await.0, 204);
        for token in [&one, &two] {
            assert_eq!(call(&service, Some(token), Method::GET, "/api/v1/me", None).await.0, 401);
        }
        let again = service.token(amina.person).await;
        let mut browser = service.browser_of(&amina).await;
        browser.post("/sign-out", &[]).await.expect(303);
        assert_eq!(
            call(&service, Some(&again), Method::GET, "/api/v1/me", None).await.0,
            401,
            "the tool's sign-out too"
        );
        browser.get("/").await.expect(200).says("/sign-in?return_to=");
    });
}

#[test]
fn a_list_of_titles_is_answered_once_and_then_with_unchanged() {
    on_a_service(|service| async move {
        let asked = json!({ "titles": ["A", "B"] });
        let (status, answer) = call(&service, None, Method::POST, "/api/v1/page-lookups", Some(asked)).await;
        assert_eq!(status, 200, "{answer}");
        let again = json!({ "titles": ["A", "B"], "known": answer["pages"]["digest"] });
        let (_, answer) = call(&service, None, Method::POST, "/api/v1/page-lookups", Some(again)).await;
        assert_eq!(answer, json!("unchanged"));
        let many: Vec<_> = (0..501).map(|n| format!("Title {n}")).collect();
        let (status, answer) =
            call(&service, None, Method::POST, "/api/v1/page-lookups", Some(json!({ "titles": many }))).await;
        assert_eq!((status, &answer["fields"][0]["field"]), (422, &json!("titles")));
    });
}

#[test]
fn a_fault_of_ours_is_told_with_a_number_and_without_its_cause() {
    on_a_service(|service| async move {
        use mysql_async::prelude::Queryable;
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[]).await;
        let token = service.token(amina.person).await;
        let mut conn = service.record.conn().await;
        conn.query_drop("UPDATE event SET data = '{}'").await.expect("broken");
        // What was read before is not remembered.
        conn.query_drop("UPDATE support_request SET changes = changes + 1").await.expect("changed");
        let path = format!("/api/v1/support-requests/{}", request.reference);
        let (status, answer) = call(&service, Some(&token), Method::GET, &path, None).await;
        assert_eq!((status, &answer["code"]), (500, &json!("internal")));
        assert!(answer["incident"].as_str().is_some_and(|id| id.len() > 20), "{answer}");
        let page =
            service.browser_of(&amina).await.get(&format!("/support-requests/{}", request.reference)).await;
        let page = page.expect(500).says("helpdesk@wikimedia.se");
        assert!(!page.text.contains("event.") && !page.text.contains("missing field"), "{}", page.text);
        assert!(app::view(&service.record.app, Viewer::Anonymous, request.reference).await.is_err());
    });
}

#[test]
fn what_everybody_may_read_is_remembered_and_never_out_of_date() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.sign_in("sub amina", "Amina").await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let published = [("publish", "on"), ("shown_name", "Amina"), ("answers.gaps", "Photographs, xyzzy")];
        let reference = record.submit(&amina, &published).await.reference;
        let path = format!("/api/v1/support-requests/{reference}");
        let seen = async || call(&service, None, Method::GET, &path, None).await;

        let (status, first) = seen().await;
        assert_eq!(status, 200, "{first}");
        assert!(first.to_string().contains("xyzzy"));
        assert_eq!(seen().await, (200, first.clone()));

        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("acknowledged");
        let (_, second) = seen().await;
        assert_ne!(second["version"], first["version"]);

        let subject = Subject::Text { reference, event: 1 };
        erase(&record.app, None, subject, |_| Ok(())).await.expect("erased");
        let (status, erased) = seen().await;
        assert!(status == 200 && !erased.to_string().contains("xyzzy"), "{erased}");

        record.act(&amina, reference, CommandName::TakeConsentBack, &[]).await.expect("taken back");
        assert_eq!(seen().await.0, 404);
    });
}
