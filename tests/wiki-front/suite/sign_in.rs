//! OAuth.

use helpdesk_tests::front::{Dialect, Order, SignIn};
use helpdesk_tests::oauth_suite;

use super::{CLIENT, PUBLIC_CLIENT, Rig, SECRET, STATIC_TOKEN, json};

#[actix_web::test]
async fn the_oauth_suite_passes_as_1_43_answers() {
    let rig = Rig::start(Dialect::Seen);
    let passed = oauth_suite::run(&rig.target(Dialect::Seen)).await.unwrap();
    assert!(passed.len() > 15, "{passed:?}");
}

#[actix_web::test]
async fn the_oauth_suite_passes_as_production_answers() {
    let rig = Rig::start(Dialect::Master);
    oauth_suite::run(&rig.target(Dialect::Master)).await.unwrap();
}

#[actix_web::test]
async fn the_oauth_suite_fails_where_the_dialect_is_another() {
    let rig = Rig::start(Dialect::Master);
    let error = oauth_suite::run(&rig.target(Dialect::Seen)).await.unwrap_err().to_string();
    assert!(error.contains("unknown scope"), "{error}");
}

#[actix_web::test]
async fn approval_pass_in_the_address_does_not_replace_the_consent_page() {
    let rig = Rig::start(Dialect::Seen);
    let target = rig.target(Dialect::Seen);
    let browser = oauth_suite::Browser::new().unwrap();
    let login = rig.url("/w/index.php?title=Special:UserLogin&returnto=X");
    browser.log_in(&target, login).await.unwrap();
    let forced = target.authorize_url(&[("approval_pass", "1")]).unwrap();
    let answer = browser.get(forced).await.unwrap();
    assert_eq!(answer.status, 307);
    assert!(answer.location().unwrap().as_str().contains("Special:OAuth/approve"));
}

#[actix_web::test]
async fn nobody_is_sent_to_another_site() {
    let rig = Rig::start(Dialect::Seen);
    for path in [
        "/wiki/Special:OAuth/rest_redirect?rest_url=http://evil.example/",
        "/wiki/Special:OAuth/rest_redirect?rest_url=//evil.example/w/rest.php/oauth2/authorize?",
        "/wiki/Special:OAuth/approve?client_id=9554d45a84e3852741bdfed47d055c06&returnto=//evil.example",
    ] {
        let answer = rig.http.get(rig.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{path}");
        assert!(answer.headers().get("location").is_none(), "{path}");
    }
}

#[actix_web::test]
async fn what_the_consent_page_shows_is_text() {
    let rig = Rig::start(Dialect::Seen);
    let target = rig.target(Dialect::Seen);
    let browser = oauth_suite::Browser::new().unwrap();
    let login = rig.url("/w/index.php?title=Special:UserLogin&returnto=X");
    browser.log_in(&target, login).await.unwrap();
    let url = target.authorize_url(&[("state", "\"><script>")]).unwrap();
    let (_, page) = browser.follow(&target, url).await.unwrap();
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.text.contains("Rig &lt;client&gt;"), "{}", page.text);
    assert!(!page.text.contains("<script"), "{}", page.text);
    assert!(page.text.contains("Edit existing pages"), "{}", page.text);
}

#[actix_web::test]
async fn a_code_dies_after_ten_minutes_and_a_token_after_four_hours() {
    let rig = Rig::start(Dialect::Seen);
    let (access, refresh) = rig.tokens("Alice").await;
    let code = rig.code("Alice").await;
    let later = |seconds| rig.front.order(Order::SetClockOffset { seconds });

    later(599).await.unwrap();
    let early = rig.code("Alice").await;
    assert_eq!(rig.exchange(&early).await.0, 200);
    later(602).await.unwrap();
    let (status, body) = rig.exchange(&code).await;
    assert_eq!((status, &body["hint"]), (400, &"Authorization code has expired".into()));

    later(14_390).await.unwrap();
    assert_eq!(rig.profile(&access).await.0, 200);
    later(14_401).await.unwrap();
    let (status, body) = rig.profile(&access).await;
    assert_eq!(status, 401);
    assert_eq!(body["hint"], "Access token could not be verified");
    let refused = json(rig.api(&access, "action=query&meta=userinfo")).await;
    assert_eq!(refused["error"]["code"], "mwoauth-invalid-authorization");

    assert_eq!(rig.refresh(&refresh).await.0, 200);
    later(366 * 86_400).await.unwrap();
    let (_, body) = rig.refresh(&refresh).await;
    assert_eq!(body["hint"], "Token has expired");
}

#[actix_web::test]
async fn the_grace_of_a_used_refresh_token_ends() {
    let rig = Rig::start(Dialect::Master);
    let (_, refresh) = rig.tokens("Alice").await;
    assert_eq!(rig.refresh(&refresh).await.0, 200);
    assert_eq!(rig.refresh(&refresh).await.0, 200);
    let order = Order::SetClockOffset { seconds: 605 };
    rig.front.order(order).await.unwrap();
    let (status, body) = rig.refresh(&refresh).await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    assert!(body.get("message").is_none(), "{body}");
}

#[actix_web::test]
async fn revoking_kills_every_token_and_expiring_only_the_access_token() {
    let rig = Rig::start(Dialect::Seen);
    let (access, refresh) = rig.tokens("Alice").await;
    let (of_bob, _) = rig.tokens("Bob").await;
    let user = || "Alice".to_owned();

    let order = Order::ExpireAccessTokens { user: user() };
    rig.front.order(order).await.unwrap();
    assert_eq!(rig.profile(&access).await.0, 401);
    let (status, fresh) = rig.refresh(&refresh).await;
    assert_eq!(status, 200);
    let access = fresh["access_token"].as_str().unwrap();
    let refresh = fresh["refresh_token"].as_str().unwrap();

    let unused = rig.code("Alice").await;
    let order = Order::RevokeTokens { user: user() };
    rig.front.order(order).await.unwrap();
    let (_, body) = rig.profile(access).await;
    assert_eq!(body["hint"], "Access token has been revoked");
    let (status, body) = rig.refresh(refresh).await;
    assert_eq!((status, &body["hint"]), (401, &"Token has been revoked".into()));
    assert_eq!(rig.exchange(&unused).await.0, 400);
    assert_eq!(rig.profile(&of_bob).await.0, 200);
}

#[actix_web::test]
async fn a_public_client_refreshes_in_the_master_dialect_only() {
    let rig = Rig::start(Dialect::Seen);
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let sign_in = SignIn {
        user: "Alice".to_owned(),
        client_id: PUBLIC_CLIENT.to_owned(),
        code_challenge: Some(verifier.to_owned()),
        code_challenge_method: Some("plain".to_owned()),
        ..SignIn::default()
    };
    let code = rig.front.sign_in(&sign_in).await.unwrap().code;
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", PUBLIC_CLIENT),
        ("code", &code),
        ("code_verifier", verifier),
    ];
    let (status, body) = rig.token_answer(&fields).await;
    assert_eq!(status, 200, "{body}");
    let refresh = [
        ("grant_type", "refresh_token"),
        ("client_id", PUBLIC_CLIENT),
        ("refresh_token", body["refresh_token"].as_str().unwrap()),
    ];
    let (status, body) = rig.token_answer(&refresh).await;
    assert_eq!((status, &body["error"]), (401, &"invalid_client".into()));
    let order = Order::SetDialect { dialect: Dialect::Master };
    rig.front.order(order).await.unwrap();
    assert_eq!(rig.token_answer(&refresh).await.0, 200);

    let without = SignIn { code_challenge: None, ..sign_in };
    let error = rig.front.sign_in(&without).await.unwrap_err().to_string();
    assert!(error.contains("public clients"), "{error}");
}

#[actix_web::test]
async fn a_client_without_pkce_may_not_send_a_verifier() {
    let rig = Rig::start(Dialect::Seen);
    let code = rig.code("Alice").await;
    let (status, body) = rig
        .token_answer(&[
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("code", &code),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ])
        .await;
    assert_eq!(status, 400);
    assert!(body["hint"].as_str().unwrap().contains("no code_challenge"));
}

#[actix_web::test]
async fn a_static_token_acts_without_a_sign_in() {
    let rig = Rig::start(Dialect::Seen);
    let (_, profile) = rig.profile(STATIC_TOKEN).await;
    assert_eq!(profile["username"], "Bob");
    let edit = json(rig.edit(STATIC_TOKEN, "X")).await;
    assert_eq!(edit["edit"]["result"], "Success");
}

#[actix_web::test]
async fn a_sign_in_of_nobody_is_refused() {
    let rig = Rig::start(Dialect::Seen);
    let sign_in = SignIn { user: "Nobody".to_owned(), client_id: CLIENT.to_owned(), ..SignIn::default() };
    let error = rig.front.sign_in(&sign_in).await.unwrap_err().to_string();
    assert!(error.contains("no user"), "{error}");
}

#[actix_web::test]
async fn an_authorize_address_gives_a_callback_without_a_browser() {
    let rig = Rig::start(Dialect::Seen);
    let url = rig.target(Dialect::Seen).authorize_url(&[]).unwrap();
    let signed = rig.front.sign_in_at("Jörg B", &url).await.unwrap();
    assert!(signed.location.starts_with(super::CALLBACK));
    assert!(signed.location.contains("state=st4te-123"));
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("redirect_uri", super::CALLBACK),
        ("code", &signed.code),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ];
    let (_, body) = rig.token_answer(&fields).await;
    let access = body["access_token"].as_str().unwrap();
    assert_eq!(rig.profile(access).await.1["username"], "Jörg B");
}
