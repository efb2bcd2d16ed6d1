//! Faults of the connection.

use std::time::{Duration, Instant};

use helpdesk_tests::front::{Dialect, Fault, Place, When};

use super::{Rig, json};

#[actix_web::test]
async fn a_lost_answer_leaves_the_edit_made_and_not_a_byte_sent() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.fail(When::default(), 1, Fault::LoseAnswer).await.unwrap();
    let error = rig.edit(&access, "X").send().await.unwrap_err();
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    let edits = rig.wiki.edits.lock().unwrap().clone();
    assert_eq!(edits, [("Alice".to_owned(), "X".to_owned())]);
    let last = rig.front.log().await.unwrap().pop().unwrap();
    assert_eq!(last.status, None);
    assert_eq!(last.fault.as_deref(), Some("lose-answer"));
    assert_eq!(json(rig.edit(&access, "Y")).await["edit"]["result"], "Success");
}

#[actix_web::test]
async fn half_an_answer_has_a_head_and_breaks_off() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.fail(When::default(), 1, Fault::HalfAnswer).await.unwrap();
    let mut answer = rig.edit(&access, "X").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let length = answer.content_length().unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert_eq!(first.len() as u64, length / 2);
    assert!(answer.chunk().await.is_err());
    assert_eq!(rig.wiki.edits.lock().unwrap().len(), 1);
}

#[actix_web::test]
async fn silence_lasts_and_does_nothing() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.fail(When::default(), 1, Fault::Silence { seconds: 1 }).await.unwrap();
    let begin = Instant::now();
    let error = rig.edit(&access, "X").send().await.unwrap_err();
    assert!(begin.elapsed() >= Duration::from_secs(1), "{error}");
    assert!(rig.wiki.edits.lock().unwrap().is_empty());
}

#[actix_web::test]
async fn a_request_that_is_met_with_silence_is_in_the_journal_meanwhile() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    rig.front.clear_log().await.unwrap();
    rig.front.fail(When::default(), 1, Fault::Silence { seconds: 3_600 }).await.unwrap();
    let waiting = actix_web::rt::spawn(rig.edit(&access, "X").send());
    let deadline = Instant::now() + Duration::from_secs(10);
    let log = loop {
        let log = rig.front.log().await.unwrap();
        if !log.is_empty() || Instant::now() > deadline {
            break log;
        }
    };
    waiting.abort();
    assert_eq!(log[0].fault.as_deref(), Some("silence"));
    assert_eq!(log[0].status, None);
}

#[actix_web::test]
async fn the_token_end_point_can_be_down() {
    let rig = Rig::start(Dialect::Seen);
    let when =
        When { place: Place::AccessToken, action: Some("authorization_code".to_owned()), ..When::default() };
    let fault = Fault::Http503 { retry_after: Some(7) };
    rig.front.fail(when, 1, fault).await.unwrap();
    let code = rig.code("Alice").await;
    let answer = rig
        .http
        .post(rig.url("/w/rest.php/oauth2/access_token"))
        .form(&[("grant_type", "authorization_code"), ("code", &code)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(rig.exchange(&code).await.0, 200, "the code is still good");
}

#[actix_web::test]
async fn a_page_can_be_down_too() {
    let rig = Rig::start(Dialect::Seen);
    let when = When { place: Place::Page, ..When::default() };
    let fault = Fault::Http503 { retry_after: None };
    rig.front.fail(when, 1, fault).await.unwrap();
    let get = || rig.http.get(rig.url("/wiki/X")).send();
    assert_eq!(get().await.unwrap().status(), 503);
    assert_eq!(get().await.unwrap().status(), 200);
}
