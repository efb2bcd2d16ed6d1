//! Forms: what was typed is never lost, and nothing happens twice.

use super::browser::Page;
use super::service::{OWN, on_a_service};
use helpdesk_domain::{CommandName, Role, Viewer};
use helpdesk_server::app;
use reqwest::Method;
use reqwest::header::ORIGIN;

const NEW: &str = "/support-requests/new";

fn reference(page: &Page) -> helpdesk_domain::Reference {
    let text = page.location().strip_prefix("/support-requests/").expect("a request's page");
    helpdesk_domain::Reference::parse(text).expect("a reference")
}

#[test]
fn a_request_is_filled_in_before_sign_in_and_sent_after_it() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser();
        let form = browser.get(NEW).await.expect(200);
        let key = form.hidden("idempotency_key");
        let fields = [
            ("idempotency_key", key.as_str()),
            ("what", "Seventy maps"),
            ("reach", "mail"),
            ("mail", "a@b.example"),
            ("step", "preview"),
        ];
        let preview =
            browser.post(NEW, &fields).await.expect(200).says("Seventy maps").says("/sign-in?return_to=");
        assert_eq!(preview.hidden("mail"), "a@b.example");
        let again = browser.get(NEW).await.expect(200);
        assert!(again.text.contains("Seventy maps"), "the form kept it");

        let draft = browser.cookie.clone();
        let mut signed_in = service.browser_of(&amina).await;
        assert!(!signed_in.get(NEW).await.text.contains("Seventy maps"), "another browser has no draft");
        // Sign-in keeps the draft: see sign_in.rs. Here the preview is sent with what it holds.
        let key = preview.hidden("idempotency_key");
        let fields = [
            ("idempotency_key", key.as_str()),
            ("what", "Seventy maps"),
            ("reach", "mail"),
            ("mail", "a@b.example"),
            ("step", "send"),
        ];
        let sent = signed_in.post(NEW, &fields).await.expect(303);
        let reference = reference(&sent);
        let shown = signed_in.get(sent.location()).await.expect(200).says("Seventy maps").says("Thank you");
        assert!(!shown.text.contains("a@b.example"), "how somebody is reached is for staff alone");
        let once = signed_in.get(sent.location()).await.expect(200);
        assert!(!once.text.contains("Thank you"), "a notice is shown once");
        let staff = service.record.person("Elin", &[Role::Staff]).await;
        let mut elin = service.browser_of(&staff).await;
        elin.get(&format!("/support-requests/{reference}")).await.expect(200).says("a@b.example");
        assert!(draft.is_some());
    });
}

#[test]
fn the_same_click_twice_makes_one_request() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let fields =
            [("idempotency_key", "click-click"), ("what", "Once"), ("reach", "talk-page"), ("step", "send")];
        let first = browser.post(NEW, &fields).await.expect(303);
        let second = browser.post(NEW, &fields).await.expect(303);
        assert_eq!(first.location(), second.location());
        let other =
            [("idempotency_key", "click-click"), ("what", "Other"), ("reach", "talk-page"), ("step", "send")];
        browser.post(NEW, &other).await.expect(422).says("Other");
        let mine = app::my_requests(&service.record.app, amina.person).await.expect("a list");
        assert_eq!(mine.len(), 1);
    });
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let fields = [
            ("idempotency_key", "wrong-wrong"),
            ("what", ""),
            ("partner", "The <b>museum</b>"),
            ("reach", "mail"),
            ("mail", "no address"),
            ("step", "send"),
        ];
        let page = browser.post(NEW, &fields).await.expect(422);
        for text in [
            "value=\"The &lt;b&gt;museum&lt;/b&gt;\"",
            "value=\"no address\"",
            "id=\"field-what-wrong\"",
            "id=\"field-mail-wrong\"",
            "href=\"#field-what\"",
            "aria-invalid=\"true\"",
            "<details class=\"card more\" open",
        ] {
            assert!(page.text.contains(text), "{text} is not in {}", page.text);
        }
        let changed =
            [("idempotency_key", "wrong-again"), ("what", "Better"), ("reach", "talk-page"), ("step", "edit")];
        browser.post(NEW, &changed).await.expect(200).says("Better");
        assert!(app::my_requests(&service.record.app, amina.person).await.expect("a list").is_empty());
    });
}

#[test]
fn two_at_once_the_second_sees_what_happened_and_keeps_what_they_typed() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let (elin, emil) =
            (record.person("Elin", &[Role::Staff]).await, record.person("Emil", &[Role::Staff]).await);
        let request = record.submit(&amina, &[]).await;
        let path = format!("/support-requests/{}/acknowledge", request.reference);
        let (mut first, mut second) = (service.browser_of(&elin).await, service.browser_of(&emil).await);
        let (one, two) = (first.get(&path).await.expect(200), second.get(&path).await.expect(200));
        let fields = |page: &Page, message: &str| {
            vec![
                ("idempotency_key".to_owned(), page.hidden("idempotency_key")),
                ("expected_version".to_owned(), page.hidden("expected_version")),
                ("message".to_owned(), message.to_owned()),
            ]
        };
        let post = |browser: &super::browser::Browser, page: &Page, message: &str| {
            browser.call(Method::POST, &path).header(ORIGIN, OWN).form(&fields(page, message))
        };
        let call = post(&first, &one, "Hello from Elin");
        first.send(call).await.expect(303);
        let call = post(&second, &two, "Hello from Emil");
        let again = second.send(call).await.expect(409).says("Hello from Emil").says("Hello from Elin");
        let news = again.text.matches("class=\"event ").count();
        let of_hers = ["event-acknowledged", "event-promise-made"].map(|kind| again.text.contains(kind));
        assert!(
            news == 2 && of_hers == [true; 2] && !again.text.contains("asked for support"),
            "only what is new: {}",
            again.text
        );
        assert_ne!(again.hidden("expected_version"), two.hidden("expected_version"));
        let call = post(&second, &again, "Hello from Emil");
        second.send(call).await.expect(422).says("Hello from Emil");
        let view = app::view(&record.app, Viewer::Person(emil), request.reference).await.expect("a view");
        assert_eq!(view.owner, Some(elin.person));
    });
}

#[test]
fn a_stage_that_moved_on_is_said_in_words() {
    on_a_service(|service| async move {
        let record = &service.record;
        let (amina, elin) = (record.person("Amina", &[]).await, record.person("Elin", &[Role::Staff]).await);
        let request = record.submit(&amina, &[]).await;
        record.act(&elin, request.reference, CommandName::Acknowledge, &[]).await.expect("done");
        let mut browser = service.browser_of(&elin).await;
        let path = format!("/support-requests/{}/acknowledge", request.reference);
        let page = browser.get(&path).await.expect(200);
        assert!(!page.text.contains("name=\"message\""), "no form where there is nothing to do");
    });
}

#[test]
fn forms_come_from_our_own_pages() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        let fields =
            [("idempotency_key", "foreign-1"), ("what", "x"), ("reach", "talk-page"), ("step", "send")];
        for origin in
            ["https://evil.example", "null", "http://localhost:8000.evil.example", "http://127.0.0.1:9", ""]
        {
            let call = browser.call(Method::POST, NEW).header(ORIGIN, origin).form(&fields);
            browser.send(call).await.expect(403).says("<h1>");
        }
        let call = browser.call(Method::POST, NEW).form(&fields);
        browser.send(call).await.expect(403);
        let call = browser.call(Method::POST, NEW).header("sec-fetch-site", "same-origin").form(&fields);
        browser.send(call).await.expect(303);
    });
}

const LONG: &str = "A long text that somebody wrote for an hour and would not like to write again.";

#[test]
fn a_session_that_ended_meanwhile_does_not_cost_what_was_typed() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[]).await;
        let path = format!("/support-requests/{}/withdraw", request.reference);
        let fields = [("idempotency_key", "ended-ended"), ("expected_version", "2"), ("reason", LONG)];
        service.browser().post(&path, &fields).await.expect(401).says(LONG).says("/sign-in?return_to=");
        let browser = service.browser_of(&amina).await;
        let call = browser.call(Method::POST, &path).header(ORIGIN, "https://evil.example").form(&fields);
        let foreign = service.browser().send(call).await.expect(403);
        assert!(!foreign.text.contains(LONG), "what another site sent is not shown");
    });
}

#[test]
fn consent_given_later_is_warned_of_too() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[("partner", "ana@museum.example.org")]).await;
        let mut browser = service.browser_of(&amina).await;
        let path = format!("/support-requests/{}/give-consent", request.reference);
        let page =
            browser.get(&path).await.expect(200).says("CC BY-SA 4.0").says("<bdi>ana@museum.example.org</bdi>");
        assert!(page.text.contains("value=\"Amina\""), "the name to be shown is proposed");
        let fields = [
            ("idempotency_key", page.hidden("idempotency_key")),
            ("expected_version", page.hidden("expected_version")),
            ("shown_name", "Ana".to_owned()),
        ];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(&path, &fields).await.expect(303);
        let public =
            service.browser().get(&format!("/support-requests/{}", request.reference)).await.expect(200);
        assert!(public.text.contains("Ana") && !public.text.contains("Amina"), "{}", public.text);
    });
}
