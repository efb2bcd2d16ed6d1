//! What is passed on to the wiki and back.

use helpdesk_tests::front::Dialect;

use super::{Rig, json};

#[actix_web::test]
async fn a_request_arrives_as_it_was_sent_but_for_the_front_s_own_headers() {
    let rig = Rig::start(Dialect::Seen);
    let request = rig
        .http
        .post(rig.url("/w/index.php?title=A%2FB&x=a+b%7Cc"))
        .header("Cookie", "a=1; b=2")
        .header("X-Wiki-Front-User", "Alice")
        .header("X-Wiki-Front-Key", super::KEY)
        .header("X-Forwarded-Host", "evil.example")
        .header("Accept-Encoding", "gzip")
        .header("Authorization", "Basic abc")
        .body("wpText=1");
    let seen = json(request).await;
    assert_eq!(seen["method"], "POST");
    assert_eq!(seen["uri"], "/w/index.php?title=A%2FB&x=a+b%7Cc");
    assert_eq!(seen["body"], "wpText=1");
    let headers = &seen["headers"];
    let host = rig.public.authority();
    assert_eq!(headers["host"], host);
    assert_eq!(headers["x-forwarded-host"], host);
    assert_eq!(headers["x-forwarded-proto"], "http");
    assert_eq!(headers["cookie"], "a=1; b=2");
    assert_eq!(headers["accept-encoding"], "gzip");
    assert_eq!(headers["authorization"], "Basic abc");
    assert!(headers.get("x-wiki-front-user").is_none(), "{headers}");
    assert!(headers.get("x-wiki-front-key").is_none(), "{headers}");
}

#[actix_web::test]
async fn a_token_becomes_a_name_with_its_grants() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Jörg B").await;
    let request = rig
        .http
        .get(rig.url("/w/rest.php/v1/page/X/bare"))
        .bearer_auth(&access)
        .header("Cookie", "fakeUserName=Bob");
    let headers = json(request).await["headers"].clone();
    assert_eq!(headers["x-wiki-front-user"], "J%C3%B6rg%20B");
    assert_eq!(headers["x-wiki-front-grants"], "basic|editpage|createeditmovepage");
    assert_eq!(headers["x-wiki-front-cid"], "1");
    assert_eq!(headers["x-wiki-front-key"], super::KEY);
    assert!(headers.get("cookie").is_none() && headers.get("authorization").is_none());

    let refused =
        rig.http.get(rig.url("/w/rest.php/v1/page/X/bare")).bearer_auth("garbage").send().await.unwrap();
    assert_eq!(refused.status(), 403);
}

#[actix_web::test]
async fn a_token_counts_nothing_on_pages() {
    let rig = Rig::start(Dialect::Seen);
    let (access, _) = rig.tokens("Alice").await;
    let request = || rig.http.get(rig.url("/w/index.php?title=X")).bearer_auth(&access);
    let headers = json(request()).await["headers"].clone();
    assert!(headers.get("authorization").is_none() && headers.get("x-wiki-front-user").is_none());
    rig.front.order(helpdesk_tests::front::Order::SetDialect { dialect: Dialect::Master }).await.unwrap();
    let answer = request().send().await.unwrap();
    assert!(answer.text().await.unwrap().contains("mwoauth-not-api"));
}

#[actix_web::test]
async fn an_answer_comes_back_as_the_wiki_gave_it() {
    let rig = Rig::start(Dialect::Seen);
    let get = |path: &str| rig.http.get(rig.url(path)).send();

    let moved = get("/wiki/Moved").await.unwrap();
    assert_eq!(moved.status(), 301);
    assert_eq!(moved.headers()["location"], "/wiki/Here");
    assert_eq!(moved.headers().get_all("set-cookie").iter().count(), 2);

    let packed = get("/wiki/Packed").await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.content_length(), Some(18));
    assert_eq!(&packed.bytes().await.unwrap()[..], b"\x1f\x8b not really gzip");

    let same = get("/wiki/Same").await.unwrap();
    assert_eq!(same.status(), 304);
    assert_eq!(same.headers()["etag"], "\"x\"");

    let head = rig.http.head(rig.url("/wiki/Packed")).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], "18");
    assert!(head.bytes().await.unwrap().is_empty());
}

#[actix_web::test]
async fn an_answer_streams_through() {
    let rig = Rig::start(Dialect::Seen);
    let mut answer = rig.http.get(rig.url("/wiki/Slow")).send().await.unwrap();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "first ");
    rig.wiki.slow.add_permits(1);
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "second");
    assert!(answer.chunk().await.unwrap().is_none());
}

#[actix_web::test]
async fn a_large_edit_passes() {
    let rig = Rig::start(Dialect::Seen);
    let text = "x".repeat(2 * 1024 * 1024);
    let request = rig.http.post(rig.url("/w/index.php?a")).body(text.clone());
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let answer = answer.text().await.unwrap();
    assert_eq!(status, 200, "{answer:.300}");
    assert!(answer.contains(&text));
}
