//! Sign-in through the wiki's OAuth, with the real server and `wiki-front`.

use super::browser::{Browser, Page};
use super::service::{OWN, Service, on_this_app};
use crate::record::{Record, on_a_record};
use crate::surroundings::{front, wiki_url};
use helpdesk_server::app::App;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::config::{Config, OauthConfig};
use helpdesk_tests::front::{Dialect, NewClient, Order};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use url::Url;

/// A service that signs people in at the wiki, as a consumer of its own.
pub fn at_the_wiki<F>(
    name: &'static str,
    dialect: Dialect,
    test: impl FnOnce(Arc<Service>) -> F + Send + 'static,
) where
    F: Future<Output = ()> + Send + 'static,
{
    on_a_record(move |record| async move {
        let app = configured(&record, name, dialect).await;
        on_this_app(record, app, test).await;
    });
}

async fn configured(record: &Arc<Record>, name: &str, dialect: Dialect) -> App {
    let consumer = NewClient {
        id: format!("http-{name}-{dialect:?}").to_lowercase(),
        secret: Some("a secret of forty characters or thereabouts".to_owned()),
        redirect_uri: format!("{OWN}/sign-in/callback"),
        dialect: Some(dialect),
        ..NewClient::default()
    };
    front().order(Order::AddClient(consumer.clone())).await.expect("the front takes a consumer");
    let old = &record.app;
    let oauth = OauthConfig {
        base_url: wiki_url().join("w/rest.php/oauth2").expect("an address"),
        client_id: consumer.id,
        client_secret: SecretString::from(consumer.secret.unwrap_or_default()),
    };
    let config = Config { oauth, ..(*old.config).clone() };
    App::new(old.store.clone(), old.clock.clone(), Arc::new(config), Arc::new(SystemIds))
}

/// Goes to the wiki, allows it, and gives the way back.
pub async fn allowed(browser: &mut Browser, user: &str, return_to: &str) -> String {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
    let begin = browser.get(&format!("/sign-in?{query}")).await.expect(303);
    let authorize: Url = begin.location().parse().expect("an address");
    let signed_in = front().sign_in_at(user, &authorize).await.expect("a code");
    signed_in.location.strip_prefix(OWN).expect("our callback").to_owned()
}

/// Signs somebody in who has an account on the wiki.
pub async fn sign_in(browser: &mut Browser, user: &str, return_to: &str) -> Page {
    let back = allowed(browser, user, return_to).await;
    browser.get(&back).await
}

fn rotates(dialect: Dialect) {
    at_the_wiki("rotates", dialect, |service| async move {
        let mut browser = service.browser();
        let fields = [
            ("idempotency_key", "kept-kept"),
            ("what", "Kept over sign-in"),
            ("reach", "talk-page"),
            ("step", "preview"),
        ];
        browser.post("/support-requests/new", &fields).await.expect(200);
        let before = browser.cookie.clone();
        let page = sign_in(&mut browser, "Outsider", "/support-requests/new?step=preview").await.expect(303);
        assert_eq!(page.location(), "/support-requests/new?step=preview");
        assert_ne!(browser.cookie, before, "the cookie is another one");
        let preview = browser.get(page.location()).await.expect(200).says("Outsider").says("Kept over sign-in");
        assert!(preview.text.contains("value=\"send\""), "it can be sent now");

        let stolen = browser.clone();
        let again = browser.get("/sign-in?return_to=/privacy").await.expect(303);
        assert_eq!(again.location(), "/privacy", "nobody signs in twice");
        browser.post("/sign-out", &[]).await.expect(303);
        let mut stolen = stolen;
        let page = stolen.get("/").await.expect(200);
        assert!(!page.text.contains("Outsider"), "a copied cookie ends with the session");
    });
}

#[test]
fn sign_in_rotates_the_session_and_keeps_the_form_as_recorded_on_1_43() {
    rotates(Dialect::Seen);
}

#[test]
fn sign_in_rotates_the_session_and_keeps_the_form_as_production_runs_it() {
    rotates(Dialect::Master);
}

fn refused(dialect: Dialect) {
    at_the_wiki("refused", dialect, |service| async move {
        let mut browser = service.browser();
        let back = allowed(&mut browser, "Outsider", "/").await;
        let refused = browser
            .get("/sign-in/callback?error=unauthorized_client&error_description=User+has+rejected")
            .await;
        refused.expect(403).says("did not allow");
        browser.get(&back).await.expect(400).says("<h1>");

        let back = allowed(&mut browser, "Outsider", "/").await;
        browser.get(&format!("{}x", back.replace("code=", "code=x"))).await.expect(400);
        let mut other = service.browser();
        other.get(&back).await.expect(400);
        browser.get("/sign-in/callback?error=server_error&state=unknown").await.expect(403);
        browser.get("/sign-in/callback?code=def50200&state=unknown").await.expect(400);

        let back = allowed(&mut browser, "Outsider", "/").await;
        let garbage = back.split("code=").next().expect("a start").to_owned()
            + "code=def50200aa&state="
            + back.split("state=").nth(1).expect("a state");
        browser.get(&garbage).await.expect(403).says("<h1>");
        assert!(!browser.get("/").await.text.contains("Outsider"), "nobody is signed in");
    });
}

#[test]
fn a_refusal_at_the_wiki_is_understood_as_recorded_on_1_43() {
    refused(Dialect::Seen);
}

#[test]
fn a_refusal_at_the_wiki_is_understood_as_production_runs_it() {
    refused(Dialect::Master);
}

#[test]
fn a_sign_in_that_took_too_long_is_begun_again() {
    at_the_wiki("late", Dialect::Seen, |service| async move {
        let mut browser = service.browser();
        let back = allowed(&mut browser, "Outsider", "/").await;
        let now = crate::record::BEGIN;
        service.record.clock.set(helpdesk_domain::Timestamp(now.0 + 3600));
        browser.get(&back).await.expect(400).says("/sign-in?return_to=");
    });
}

#[test]
fn accounts_that_cannot_be_used_are_told_how_to_go_on() {
    at_the_wiki("accounts", Dialect::Seen, |service| async move {
        let profile = |changes: serde_json::Value| {
            let changes = changes.as_object().cloned().unwrap_or_default();
            front_order(Order::OverrideProfile { user: "Chiyo".to_owned(), changes })
        };
        let mut browser = service.browser();
        profile(json!({ "blocked": true })).await;
        sign_in(&mut browser, "Chiyo", "/").await.expect(403).says("blocked");
        profile(json!({ "username": "~2026-1" })).await;
        sign_in(&mut browser, "Chiyo", "/").await.expect(403).says("temporary account");
        profile(json!({ "username": null })).await;
        sign_in(&mut browser, "Chiyo", "/").await.expect(403);
        assert!(!browser.get("/").await.text.contains("Sign out"), "nobody is signed in");

        profile(json!({})).await;
        sign_in(&mut browser, "Chiyo", "/").await.expect(303);
        let own =
            [("idempotency_key", "renamed-1"), ("what", "Mine"), ("reach", "talk-page"), ("step", "send")];
        let sent = browser.post("/support-requests/new", &own).await.expect(303);
        profile(json!({ "username": "Chiyo the Second" })).await;
        let mut renamed = service.browser();
        sign_in(&mut renamed, "Chiyo", "/").await.expect(303);
        renamed.get(sent.location()).await.expect(200).says("Chiyo the Second");
        profile(json!({})).await;
    });
}

async fn front_order(order: Order) {
    front().order(order).await.expect("the front takes it");
}
