//! Scripts and wikitext stored in every field.

use crate::http::service::{OWN, Service, WIKI, on_a_service};
use helpdesk_domain::form::{FieldKind, fields, submission_fields};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Values, Viewer};
use helpdesk_server::app;
use helpdesk_server::http::routes::ROUTES;
use helpdesk_server::wiki::{block, row};
use reqwest::Method;
use reqwest::header::ORIGIN;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is typed into every field.
pub const EVIL: &str = "\"'><img src=x onerror=alert(1)></textarea></title><script>alert(1)</script>\
    }}{{Evil|1=2}}[[File:Evil.jpg]]<!-- helpdesk:x:end --> javascript:alert(1) {{PLURAL:$1|a|b}} ~~~~";
const EVIL_LINK: &str = "https://evil.example/\"'><script>alert(1)</script>#{{Evil}}";

/// A form filled in with nothing but evil, as far as it takes any; `chosen` is what it must say.
fn filled(described: Vec<helpdesk_domain::form::Field>, chosen: &[(&str, &str)]) -> Values {
    let mut values = Values::new();
    for field in described {
        let value = match &field.kind {
            FieldKind::Line(max) => {
                Some(if field.name == "link" { EVIL_LINK } else { EVIL }.chars().take(*max).collect())
            }
            FieldKind::Text(_) => Some(EVIL.to_owned()),
            FieldKind::Choice(options) => options.first().map(|(code, _)| code.clone()),
            FieldKind::Date => Some("2026-03-01".to_owned()),
            FieldKind::Hours => Some("1".to_owned()),
            FieldKind::Flag | FieldKind::Person(_) | FieldKind::Mail => None,
        };
        values.extend(value.map(|value| (field.name.clone(), value)));
    }
    values.remove("language");
    values.extend(chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    values
}

async fn send(service: &Arc<Service>, who: &Actor, path: &str, mut values: Values) -> String {
    values.insert("idempotency_key".to_owned(), service.key());
    let mut browser = service.browser_of(who).await;
    let call = browser.call(Method::POST, path).header(ORIGIN, OWN).form(&values);
    browser.send(call).await.expect(303).location().to_owned()
}

async fn act(
    service: &Arc<Service>,
    who: &Actor,
    reference: Reference,
    name: CommandName,
    chosen: &[(&str, &str)],
) {
    let app = &service.record.app;
    let view = app::view(app, Viewer::Person(*who), reference).await.expect("a view");
    let policy = app.policy().await.expect("a policy").policy;
    let mut values = filled(fields(&policy, &view, name), chosen);
    values.insert("expected_version".to_owned(), view.version.to_string());
    send(service, who, &format!("/support-requests/{reference}/{}", name.code()), values).await;
}

/// Who takes part in the story.
pub async fn people(service: &Arc<Service>) -> BTreeMap<&'static str, Actor> {
    let mut people = BTreeMap::new();
    for (name, account, given) in [
        ("amina", "Amina' onmouseover=alert(1) \"x", &[][..]),
        ("elin", "Elin", &[Role::Staff]),
        ("bruno", "Bruno", &[Role::Committee]),
        ("secretary", "Sigrid", &[Role::Secretary]),
        ("group", "Group", &[Role::WorkingGroup]),
        ("outsider", "Outsider", &[]),
    ] {
        people.insert(name, service.record.person(account, given).await);
    }
    people
}

/// A request that went the whole way, with evil in every text.
pub async fn story(service: &Arc<Service>, people: &BTreeMap<&str, Actor>) -> Reference {
    use CommandName as C;
    let [amina, elin, bruno, secretary] = ["amina", "elin", "bruno", "secretary"].map(|name| people[name]);
    let policy = service.record.app.policy().await.expect("a policy").policy;
    let chosen = [("step", "send"), ("reach", "talk-page"), ("publish", "on"), ("talk_page_notes", "on")];
    let form = filled(submission_fields(&policy, amina.roles), &chosen);
    let place = send(service, &amina, "/support-requests/new", form).await;
    let reference = Reference::parse(place.rsplit('/').next().expect("a part")).expect("a reference");
    let act =
        async |who: &Actor, name, chosen: &[(&str, &str)]| act(service, who, reference, name, chosen).await;
    act(&elin, C::Acknowledge, &[]).await;
    act(&elin, C::AskRequester, &[]).await;
    act(&amina, C::AnswerQuestion, &[]).await;
    act(&elin, C::AddPrivateNote, &[]).await;
    act(&elin, C::SetWaiting, &[]).await;
    act(&elin, C::MarkReadyForCommittee, &[]).await;
    act(&bruno, C::GiveFeedback, &[]).await;
    act(&secretary, C::RecordInitialDecision, &[("outcome", "positive"), ("priority", "high")]).await;
    for item in &policy.checklist {
        let who = [elin, bruno, secretary, people["group"]];
        let who =
            who.into_iter().find(|one| item.who.iter().any(|role| one.roles.has(*role))).expect("somebody");
        act(&who, C::SetChecklistItem, &[("item", &item.id), ("state", "done")]).await;
    }
    act(&elin, C::SetPromise, &[]).await;
    act(&elin, C::MarkReadyForGo, &[]).await;
    act(&secretary, C::RecordGoDecision, &[("outcome", "not-yet")]).await;
    act(&elin, C::MarkReadyForGo, &[]).await;
    act(&secretary, C::RecordGoDecision, &[("outcome", "go")]).await;
    act(&elin, C::LogEffort, &[]).await;
    act(&elin, C::RecordDelivery, &[]).await;
    act(&elin, C::FinishSupport, &[]).await;
    act(&elin, C::RecordLessons, &[]).await;
    act(&elin, C::Close, &[("outcome", "delivered")]).await;
    reference
}

/// What of the evil would work if a browser met it.
#[track_caller]
fn harmless(page: &str, place: &str) {
    for alive in
        ["<img src=x", "<script>alert", "</textarea></title>", "=\"javascript:", "<!-- helpdesk", "\"'>"]
    {
        assert!(!page.contains(alive), "{alive} is alive at {place}");
    }
    let handlers = page.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    for tag in handlers.filter(|tag| !tag.starts_with('/')) {
        let outside: String = tag.split('"').step_by(2).collect();
        assert!(!outside.contains("onerror") && !outside.contains(" style"), "<{tag}> at {place}");
    }
}

#[test]
fn a_script_in_any_field_is_text_on_every_page_and_in_every_list() {
    on_a_service(|service| async move {
        let people = people(&service).await;
        let reference = story(&service, &people).await;
        let mut escaped = 0;
        for who in people.values() {
            let mut browser = service.browser_of(who).await;
            let token = service.token(who.person).await;
            for route in ROUTES.iter().filter(|route| route.method == "GET") {
                let path = route.path.replace("{reference}", reference.as_str()).replace("{name}", "popup.js");
                let names = CommandName::ALL.iter().map(|name| path.replace("{command}", name.code()));
                let paths: Vec<_> = if path.contains("{command}") { names.collect() } else { vec![path] };
                for path in paths.iter().map(|path| format!("{path}?closed=on&text=alert")) {
                    let call = browser.call(Method::GET, &path).header(ORIGIN, WIKI);
                    let api = path.starts_with("/api/");
                    let call = if api { call.bearer_auth(&token) } else { call };
                    let page = browser.send(call).await;
                    assert_eq!(page.headers["x-content-type-options"], "nosniff");
                    let kind = page.headers.get("content-type").map_or("", |kind| kind.to_str().expect("text"));
                    if api {
                        assert!(kind.starts_with("application/json"), "{path}: {kind}");
                    } else if kind.starts_with("text/html") {
                        harmless(&page.text, &path);
                    }
                    escaped += usize::from(page.text.contains("&lt;script&gt;alert(1)"));
                }
            }
        }
        assert!(escaped > 20, "the evil is shown, as text: {escaped}");
        let app = &service.record.app;
        let policy = app.policy().await.expect("a policy").policy;
        let whole = app::whole_record(app, reference).await.expect("a record");
        let page = block::of_request(&policy, &whole, "https://tool.example/").expect("it is published");
        let row = row::of_request(&policy, &whole, "Requests/0").expect("it is published");
        for wikitext in [page, row] {
            assert!(wikitext.contains("alert"), "{wikitext}");
            for alive in ["<script", "<img", "{{Evil", "[[File:Evil", "<!-- helpdesk:x", "~~~~", "{{PLURAL"] {
                assert!(!wikitext.contains(alive), "{alive} is alive in {wikitext}");
            }
        }
    });
}

#[test]
fn a_link_that_is_a_script_is_no_link() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let made = service.record.submit(&elin, &[("on_behalf_of", "Somebody")]).await.reference;
        service.record.act(&elin, made, CommandName::Acknowledge, &[]).await.expect("done");
        let policy = service.record.app.policy().await.expect("a policy").policy;
        let item = policy.checklist.iter().find(|item| item.who.contains(&Role::Staff)).expect("an item");
        for link in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "//evil.example",
            "file:///etc/passwd",
            " javascript:alert(1)",
        ] {
            let fields = [("item", item.id.as_str()), ("state", "done"), ("link", link)];
            let refused = service.record.act(&elin, made, CommandName::SetChecklistItem, &fields).await;
            assert!(refused.is_err(), "{link} is taken for a link");
        }
    });
}

#[test]
fn no_page_lets_a_script_or_a_style_in_it_run() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff, Role::Steward, Role::Committee]).await;
        let amina = service.record.person("Amina", &[]).await;
        let request = service.record.submit(&amina, &[]).await.reference;
        let mut browser = service.browser_of(&elin).await;
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            let path =
                route.path.replace("{reference}", request.as_str()).replace("{command}", "add-private-note");
            let page = browser.get(&path).await;
            let policy = page.headers["content-security-policy"].to_str().expect("text");
            let parts: BTreeMap<_, _> =
                policy.split(';').filter_map(|part| part.trim().split_once(' ')).collect();
            for (part, allowed) in [
                ("default-src", "'none'"),
                ("script-src", "'self'"),
                ("style-src", "'self'"),
                ("base-uri", "'none'"),
                ("form-action", "'self'"),
                ("frame-ancestors", "'none'"),
            ] {
                assert_eq!(parts.get(part), Some(&allowed), "{path}");
            }
            assert!(!page.headers.contains_key("content-security-policy-report-only"));
            for header in ["permissions-policy", "referrer-policy", "x-content-type-options"] {
                assert!(page.headers.contains_key(header), "{header} at {path}");
            }
            let html =
                page.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
            if html {
                let inline = page.text.split("<script").skip(1).any(|tag| !tag.starts_with(" src=\"/static/"));
                assert!(!inline && !page.text.contains("<style") && !page.text.contains(" style="), "{path}");
                assert_eq!(page.headers["cache-control"], "no-store", "{path}");
            }
        }
    });
}
