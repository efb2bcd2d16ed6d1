//! The wiki's OAuth, and the service's client of it, in the dialects of two releases.

use crate::surroundings::{front, password, wiki_url};
use helpdesk_server::config::OauthConfig;
use helpdesk_server::oauth::{Client, OauthError};
use helpdesk_tests::front::{Dialect, NewClient, Order};
use helpdesk_tests::oauth_suite::{self, Target};
use secrecy::SecretString;
use url::Url;

const CALLBACK: &str = "http://localhost:9/sign-in/callback";

/// A consumer of its own, so that tests of both dialects share the front.
async fn consumer(name: &str, dialect: Dialect) -> NewClient {
    let consumer = NewClient {
        id: format!("{name}-{dialect:?}").to_lowercase(),
        secret: Some("a secret of forty characters or thereabouts".to_owned()),
        redirect_uri: CALLBACK.to_owned(),
        name: None,
        grants: None,
        dialect: Some(dialect),
    };
    front().order(Order::AddClient(consumer.clone())).await.expect("the front takes a consumer");
    consumer
}

async fn the_suite_passes(dialect: Dialect) {
    let consumer = consumer("suite", dialect).await;
    let target = Target {
        wiki: wiki_url(),
        client_id: consumer.id,
        client_secret: consumer.secret.unwrap_or_default(),
        redirect_uri: consumer.redirect_uri,
        user: "Outsider".to_owned(),
        password: password("Outsider"),
        dialect,
    };
    let passed = oauth_suite::run(&target).await.expect("the suite passes");
    assert!(passed.len() >= 20, "{passed:?}");
}

#[tokio::test]
async fn the_oauth_suite_passes_as_recorded_on_1_43() {
    the_suite_passes(Dialect::Seen).await;
}

#[tokio::test]
async fn the_oauth_suite_passes_as_production_runs_it() {
    the_suite_passes(Dialect::Master).await;
}

async fn client(name: &str, dialect: Dialect) -> Client {
    let consumer = consumer(name, dialect).await;
    let config = OauthConfig {
        base_url: wiki_url().join("w/rest.php/oauth2").expect("an address"),
        client_id: consumer.id,
        client_secret: SecretString::from(consumer.secret.unwrap_or_default()),
    };
    let callback: Url = CALLBACK.parse().expect("an address");
    Client::new(&config, &callback, "HelpdeskTests/1.0").expect("a client")
}

async fn signs_in_and_refreshes(dialect: Dialect) {
    let client = client("service", dialect).await;
    let authorization = client.authorize();
    let signed_in = front().sign_in_at("Outsider", &authorization.url).await.expect("a code");
    let code = signed_in.code;
    let state = format!("state={}", authorization.state);
    assert!(signed_in.location.contains(&state), "the state comes back: {}", signed_in.location);

    let other = client.authorize();
    let stolen = client.exchange(&code, &other.verifier).await;
    assert!(matches!(stolen, Err(OauthError::SignInAgain(_))), "a code needs its verifier: {stolen:?}");

    let tokens = client.exchange(&code, &authorization.verifier).await.expect("tokens");
    assert_eq!(tokens.expires_in, 14_400);
    let identity = client.profile(&tokens.access).await.expect("a profile").identity(client.issuer());
    assert_eq!(identity.name, "Outsider");

    let refresh = tokens.refresh.expect("a refresh token");
    let fresh = client.refresh(&refresh).await.expect("both tokens are replaced");
    assert!(client.profile(&fresh.access).await.is_ok());
    let old = client.profile(&tokens.access).await;
    assert!(matches!(old, Err(OauthError::SignInAgain(_))), "the old token ends at once: {old:?}");
    let garbage = client.refresh(&SecretString::from("def50200")).await;
    assert!(matches!(garbage, Err(OauthError::SignInAgain(_))), "{garbage:?}");
}

#[tokio::test]
async fn the_service_signs_in_and_refreshes_as_recorded_on_1_43() {
    signs_in_and_refreshes(Dialect::Seen).await;
}

#[tokio::test]
async fn the_service_signs_in_and_refreshes_as_production_runs_it() {
    signs_in_and_refreshes(Dialect::Master).await;
}

#[tokio::test]
async fn a_wiki_that_does_not_answer_is_no_reason_to_sign_in_again() {
    let config = OauthConfig {
        base_url: "http://127.0.0.1:9/w/rest.php/oauth2".parse().expect("an address"),
        client_id: "x".to_owned(),
        client_secret: SecretString::from("y"),
    };
    let callback: Url = CALLBACK.parse().expect("an address");
    let client = Client::new(&config, &callback, "HelpdeskTests/1.0").expect("a client");
    let refused = client.refresh(&SecretString::from("z")).await;
    assert!(matches!(refused, Err(OauthError::Unavailable(_))), "{refused:?}");
}
