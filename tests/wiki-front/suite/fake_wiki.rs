//! A stand-in for a wiki: as much of MediaWiki as the front's own tests need.

use std::net::TcpListener;
use std::sync::Mutex;

use actix_web::cookie::Cookie;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use url::Url;

use crate::caller;
use crate::params::Params;

/// Of every account.
pub const PASSWORD: &str = "correct horse";

/// Name, id, whether blocked.
const ACCOUNTS: [(&str, u64, bool); 4] =
    [("Alice", 4, false), ("Bob", 5, false), ("Mallory", 7, true), ("Jörg B", 8, false)];

/// What the stand-in was asked.
pub struct FakeWiki {
    key: String,
    /// Users and titles of the edits made.
    pub edits: Mutex<Vec<(String, String)>>,
    /// The second half of `/wiki/Slow` comes when there is a permit.
    pub slow: Semaphore,
}

/// Starts one; gives its address.
pub fn start(key: &str) -> (Url, Data<FakeWiki>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let wiki =
        Data::new(FakeWiki { key: key.to_owned(), edits: Mutex::new(Vec::new()), slow: Semaphore::new(0) });
    let shared = wiki.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .app_data(web::PayloadConfig::new(8 << 20))
            .default_service(web::to(answer))
    })
    .workers(1)
    .listen(listener)
    .unwrap()
    .run();
    actix_web::rt::spawn(server);
    (address.parse().unwrap(), wiki)
}

async fn answer(wiki: Data<FakeWiki>, http: HttpRequest, body: Bytes) -> HttpResponse {
    let form = "application/x-www-form-urlencoded";
    let params = Params::read(http.query_string(), form, &body);
    match http.path() {
        "/w/api.php" => api(&wiki, &http, &params),
        "/w/index.php" if params.get("title") == Some("Special:UserLogin") => login(&http, &params),
        "/wiki/Moved" => HttpResponse::MovedPermanently()
            .append_header(("Location", "/wiki/Here"))
            .cookie(Cookie::new("one", "1"))
            .cookie(Cookie::new("two", "2"))
            .finish(),
        "/wiki/Packed" => HttpResponse::Ok()
            .append_header(("Content-Encoding", "gzip"))
            .body(&b"\x1f\x8b not really gzip"[..]),
        "/wiki/Same" => HttpResponse::NotModified().append_header(("ETag", "\"x\"")).finish(),
        "/wiki/Slow" => slow(wiki),
        _ => echo(&http, &body),
    }
}

fn user(wiki: &FakeWiki, http: &HttpRequest, params: &Params) -> Option<String> {
    let header = |name: &str| http.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(name) = header("x-wiki-front-user") {
        assert_eq!(header("x-wiki-front-key"), Some(wiki.key.as_str()));
        assert!(header("cookie").is_none() && header("authorization").is_none());
        return url::form_urlencoded::parse(name.as_bytes()).next().map(|(name, _)| name.into_owned());
    }
    if params.get("origin") == Some("*") {
        return None;
    }
    caller::cookies(http.headers())
        .split("; ")
        .find_map(|pair| pair.strip_prefix("fakeUserName="))
        .and_then(|name| url::form_urlencoded::parse(name.as_bytes()).next())
        .map(|(name, _)| name.into_owned())
}

fn account(name: &str) -> Option<&'static (&'static str, u64, bool)> {
    ACCOUNTS.iter().find(|(known, ..)| *known == name)
}

fn api(wiki: &FakeWiki, http: &HttpRequest, params: &Params) -> HttpResponse {
    let user = user(wiki, http, params);
    if params.get("assert") == Some("user") && user.is_none() {
        return HttpResponse::Ok()
            .append_header(("MediaWiki-API-Error", "assertuserfailed"))
            .json(json!({ "error": { "code": "assertuserfailed" } }));
    }
    if let Some(asserted) = params.get("assertuser")
        && user.as_deref() != Some(asserted)
    {
        return HttpResponse::Ok()
            .append_header(("MediaWiki-API-Error", "assertnameduserfailed"))
            .json(json!({ "error": { "code": "assertnameduserfailed" } }));
    }
    if params.get("action") == Some("edit") {
        let title = params.get("title").unwrap_or_default().to_owned();
        let user = user.unwrap_or_default();
        wiki.edits.lock().unwrap().push((user, title.clone()));
        let edit = json!({ "result": "Success", "title": title, "newrevid": 1 });
        return HttpResponse::Ok().json(json!({ "edit": edit }));
    }
    let mut query = json!({});
    if params.get("meta") == Some("userinfo") {
        query["userinfo"] = userinfo(user.as_deref(), http);
    }
    if params.get("meta") == Some("tokens") {
        let token = user.map_or("+\\".to_owned(), |name| format!("{name}-token+\\"));
        query["tokens"] = json!({ "csrftoken": token });
    }
    if let Some(name) = params.get("ususers") {
        query["users"] = match account(name) {
            Some((name, id, _)) => json!([{ "userid": id, "name": name }]),
            None => json!([{ "name": name, "missing": true }]),
        };
    }
    HttpResponse::Ok().json(json!({ "batchcomplete": true, "query": query }))
}

fn userinfo(user: Option<&str>, http: &HttpRequest) -> Value {
    let Some((name, id, blocked)) = user.and_then(account) else {
        return json!({ "id": 0, "name": "127.0.0.1", "anon": true });
    };
    let limited = http.headers().get("x-wiki-front-grants").is_some_and(|grants| grants == "basic");
    let rights: &[&str] = if limited { &["read"] } else { &["read", "edit", "createpage"] };
    let mut info = json!({
        "id": id, "name": name, "groups": ["*", "user"], "rights": rights, "editcount": 10,
        "registrationdate": "2026-11-23T20:46:56Z",
    });
    if *blocked {
        info["blockid"] = json!(3);
        info["blockedby"] = json!("Admin");
    }
    info
}

/// As MediaWiki's form: the answer to a good one is a redirect to `returnto` with `returntoquery`.
fn login(http: &HttpRequest, params: &Params) -> HttpResponse {
    let host = http.headers().get("host").unwrap().to_str().unwrap();
    let returnto = params.get("returnto").unwrap_or_default();
    let query = params.get("returntoquery").unwrap_or_default();
    if http.method() == "POST" {
        assert_eq!(params.get("wpLoginToken"), Some("token+\\"));
        let name = params.get("wpName").unwrap_or_default();
        if params.get("wpPassword") != Some(PASSWORD) || account(name).is_none() {
            return HttpResponse::Ok().body("Incorrect username or password entered.");
        }
        let title = returnto.replace(' ', "_");
        let back = format!("http://{host}/w/index.php?title={title}&{query}");
        return HttpResponse::Found()
            .append_header(("Location", back))
            .cookie(Cookie::build("fakeUserName", name.to_owned()).path("/").finish())
            .cookie(Cookie::build("fakeUserID", "1").path("/").finish())
            .finish();
    }
    let field = |name: &str, value: &str| {
        let value = crate::oauth::error::escape(value);
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
    };
    HttpResponse::Ok().content_type("text/html").body(format!(
        "<form action=\"/w/index.php?title=Special:UserLogin\" method=\"post\">{}{}{}</form>",
        field("wpLoginToken", "token+\\"),
        field("returnto", returnto),
        field("returntoquery", query),
    ))
}

fn slow(wiki: Data<FakeWiki>) -> HttpResponse {
    let first = stream::once(async { Ok::<_, std::io::Error>(Bytes::from("first ")) });
    let second = stream::once(async move {
        wiki.slow.acquire().await.unwrap().forget();
        Ok(Bytes::from("second"))
    });
    HttpResponse::Ok().streaming(first.chain(second))
}

/// What arrived.
fn echo(http: &HttpRequest, body: &Bytes) -> HttpResponse {
    let headers: Value = http
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap_or("?"))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    HttpResponse::Ok().json(json!({
        "method": http.method().as_str(),
        "uri": http.uri().to_string(),
        "headers": headers,
        "body": String::from_utf8_lossy(body),
    }))
}
