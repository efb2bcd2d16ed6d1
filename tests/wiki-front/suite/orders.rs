//! People and clients that change, API errors on command, and the journal.

use helpdesk_tests::front::{By, Dialect, Fault, NewClient, Order, Place, When};
use helpdesk_tests::oauth_suite::{self, Target};
use serde_json::json as value;

use super::{CLIENT, Rig, json};

#[actix_web::test]
async fn the_channel_is_closed_without_the_key() {
    let rig = Rig::start(Dialect::Seen);
    for (method, path) in [("GET", "log"), ("POST", "control"), ("POST", "sign-in")] {
        let url = rig.url(&format!("/__front/{path}"));
        let request = rig.http.request(method.parse().unwrap(), url);
        let answer = request.body("[]").send().await.unwrap();
        assert_eq!(answer.status(), 403, "{path}");
    }
    let answer = rig
        .http
        .post(rig.url("/__front/control"))
        .header("X-Wiki-Front-Key", super::KEY)
        .body(r#"[{"do":"set-dialect","dialect":"master"},{"do":"frobnicate"}]"#)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("frobnicate"));
    let state = rig.front.orders(&[]).await.unwrap();
    assert_eq!(state.dialect, Dialect::Seen);
}

#[actix_web::test]
async fn a_fault_is_the_answer_and_the_journal_names_it() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.clear_log().await.unwrap();
    let when =
        When { title_prefix: Some("Helpdesk/".to_owned()), user: Some("Alice".to_owned()), ..When::default() };
    rig.front.fail(when, 1, Fault::AbusefilterWarning).await.unwrap();

    let other = json(rig.edit(&access, "Other")).await;
    assert_eq!(other["edit"]["result"], "Success");
    let answer = rig.edit(&access, "Helpdesk/A").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["mediawiki-api-error"], "abusefilter-warning");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["abusefilter"]["actions"], value!(["warn"]));
    let again = json(rig.edit(&access, "Helpdesk/A")).await;
    assert_eq!(again["edit"]["result"], "Success");

    let log = rig.front.log().await.unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!(log[1].title, "Helpdesk/A");
    assert_eq!(log[1].action, "edit");
    assert_eq!(log[1].user.as_deref(), Some("Alice"));
    assert_eq!(log[1].by, By::Token);
    assert_eq!(log[1].status, Some(200));
    assert_eq!(log[1].error.as_deref(), Some("abusefilter-warning"));
    assert_eq!(log[1].fault.as_deref(), Some("abusefilter-warning"));
    assert_eq!(log[2].fault, None);
    let written = serde_json::to_string(&log).unwrap();
    assert!(!written.contains(&access) && !written.contains("secret words"));
    assert_eq!(rig.wiki.edits.lock().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_captcha_is_no_error() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.fail(When::default(), 1, Fault::Captcha).await.unwrap();
    let answer = rig.edit(&access, "X").send().await.unwrap();
    assert!(answer.headers().get("mediawiki-api-error").is_none());
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["edit"]["result"], "Failure");
    assert!(body["edit"]["captcha"]["question"].is_string());
}

#[actix_web::test]
async fn maxlag_comes_with_retry_after_to_those_who_ask() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.fail(When::default(), 1, Fault::Maxlag { lag: 9 }).await.unwrap();
    let query = "action=query&meta=userinfo";
    assert_eq!(json(rig.api(&access, query)).await["query"]["userinfo"]["name"], "Alice");
    let answer = rig.api(&access, &format!("{query}&maxlag=5")).send().await.unwrap();
    assert_eq!(answer.headers()["retry-after"], "5");
    assert_eq!(answer.headers()["x-database-lag"], "9");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["lag"], 9);
}

#[actix_web::test]
async fn a_blocked_user_is_blocked_in_the_profile_by_the_wiki_or_by_order() {
    let rig = Rig::start(Dialect::Seen);
    let (mallory, _) = rig.tokens("Mallory").await;
    assert_eq!(rig.profile(&mallory).await.1["blocked"], true);
    let (alice, _) = rig.tokens("Alice").await;
    let (_, before) = rig.profile(&alice).await;
    assert_eq!(before["blocked"], false);
    assert_eq!(before["registered"], "20261123204656");
    assert_eq!(before["sub"], "4");
    let changes = value!({ "blocked": true, "username": "~2026-1", "email_verified": null });
    let order =
        Order::OverrideProfile { user: "Alice".to_owned(), changes: changes.as_object().unwrap().clone() };
    rig.front.order(order).await.unwrap();
    let (_, after) = rig.profile(&alice).await;
    assert_eq!(after["blocked"], true);
    assert_eq!(after["username"], "~2026-1");
    assert!(after.get("email_verified").is_none());
    assert_eq!(after["sub"], "4");
}

#[actix_web::test]
async fn a_renamed_user_keeps_id_and_tokens() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.order(Order::RenameUser { from: "Alice".to_owned(), to: "Alicia".to_owned() }).await.unwrap();
    let (_, profile) = rig.profile(&access).await;
    assert_eq!((&profile["username"], &profile["sub"]), (&"Alicia".into(), &"4".into()));
    let asserting = |name: &str| rig.api(&access, &format!("action=query&meta=userinfo&assertuser={name}"));
    assert_eq!(json(asserting("Alice")).await["error"]["code"], "assertnameduserfailed");
    assert_eq!(json(asserting("Alicia")).await["query"]["userinfo"]["id"], 4);
    let last = rig.front.log().await.unwrap().pop().unwrap();
    assert_eq!(last.user.as_deref(), Some("Alicia"));
}

#[actix_web::test]
async fn a_disabled_client_is_told_so() {
    let rig = Rig::start(Dialect::Seen);
    let (access, refresh) = rig.tokens("Alice").await;
    rig.front.order(Order::SetClientDisabled { client: CLIENT.to_owned(), disabled: true }).await.unwrap();
    let refused = json(rig.api(&access, "action=query&meta=userinfo")).await;
    assert_eq!(refused["error"]["code"], "mwoauth-invalid-authorization-not-approved");
    let (status, profile) = rig.profile(&access).await;
    assert_eq!((status, &profile["rights"]), (200, &value!([])));
    let (status, body) = rig.refresh(&refresh).await;
    assert_eq!((status, &body["error"]), (401, &"access_denied".into()));
}

#[actix_web::test]
async fn the_journal_knows_sessions_and_bad_tokens_apart() {
    let rig = Rig::start(Dialect::Seen);
    json(rig.api("garbage", "action=query&titles=A%7CB")).await;
    let cookies = "fakeUserID=1; fakeUserName=Bob";
    json(rig.http.get(rig.url("/w/api.php?action=query&meta=userinfo")).header("Cookie", cookies)).await;
    let page = rig.http.get(rig.url("/wiki/X")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let log = rig.front.log().await.unwrap();
    assert_eq!(log.len(), 2, "pages are not written down");
    assert_eq!((log[0].by, log[0].user.as_deref()), (By::BadToken, None));
    assert_eq!(log[0].title, "A|B");
    assert_eq!((log[1].by, log[1].user.as_deref()), (By::Cookies, Some("Bob")));
    assert!(log[1].number > log[0].number && log[0].place == Place::Api);
}

#[actix_web::test]
async fn a_reset_forgets_everything_but_the_numbering() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    let before = rig.front.log().await.unwrap().pop().unwrap().number;
    let state =
        rig.front.orders(&[Order::SetDialect { dialect: Dialect::Master }, Order::Reset]).await.unwrap();
    assert_eq!(state.dialect, Dialect::Seen);
    assert_eq!(rig.profile(&access).await.0, 401);
    let log = rig.front.log().await.unwrap();
    assert_eq!(log[0].number, before + 1);
}

#[actix_web::test]
async fn a_client_registered_later_is_answered_in_its_own_dialect() {
    let rig = Rig::start(Dialect::Seen);
    let client = NewClient {
        id: "later".to_owned(),
        secret: Some("its secret".to_owned()),
        redirect_uri: "http://localhost:4711/callback".to_owned(),
        dialect: Some(Dialect::Master),
        ..NewClient::default()
    };
    rig.front.order(Order::AddClient(client.clone())).await.unwrap();
    let target = Target {
        client_id: client.id.clone(),
        client_secret: "its secret".to_owned(),
        redirect_uri: client.redirect_uri.clone(),
        ..rig.target(Dialect::Master)
    };
    oauth_suite::run(&target).await.unwrap();
    oauth_suite::run(&rig.target(Dialect::Seen)).await.unwrap();

    let moved = NewClient { redirect_uri: "http://localhost:4712/callback".to_owned(), ..client };
    rig.front.order(Order::AddClient(moved)).await.unwrap();
    let error = rig.front.sign_in_at("Alice", &target.authorize_url(&[]).unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("invalid_client"), "{error}");
}

#[actix_web::test]
async fn a_token_registered_later_acts_and_its_edits_have_no_mark() {
    let rig = Rig::start(Dialect::Seen);
    let order = Order::AddStaticToken { token: "bot".to_owned(), user: "Bob".to_owned(), grants: None };
    rig.front.order(order).await.unwrap();
    let headers =
        json(rig.http.get(rig.url("/w/rest.php/v1/page/X")).bearer_auth("bot")).await["headers"].clone();
    assert_eq!(headers["x-wiki-front-user"], "Bob");
    assert_eq!(headers["x-wiki-front-cid"], "0");
    assert_eq!(headers["x-wiki-front-grants"], "basic|editpage|createeditmovepage|highvolume|sendemail");
}

#[actix_web::test]
async fn the_journal_can_be_read_from_a_place_on() {
    let rig = Rig::start(Dialect::Seen);
    let ask = |title: &str| rig.api("garbage", &format!("action=query&titles={title}"));
    json(ask("A")).await;
    let mark = rig.front.log().await.unwrap().pop().unwrap().number;
    json(ask("B")).await;
    let later = rig.front.log_after(mark).await.unwrap();
    assert_eq!(later.len(), 1);
    assert_eq!(later[0].title, "B");
}
