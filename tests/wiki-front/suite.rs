//! The running front before a small stand-in for a wiki.

mod connection;
mod fake_wiki;
mod orders;
mod passing_on;
mod sign_in;

use std::net::TcpListener;

use actix_web::web::Data;
use helpdesk_tests::front::{Dialect, FrontClient, SignIn};
use helpdesk_tests::oauth_suite::Target;
use url::Url;

use crate::args::{Client, Config, StaticToken};
use crate::server;
use fake_wiki::FakeWiki;

const KEY: &str = "only for tests";
const CLIENT: &str = "9554d45a84e3852741bdfed47d055c06";
const PUBLIC_CLIENT: &str = "3440416b2d885530e6124de620d26ea0";
const SECRET: &str = "d5373484218938065afbb978db32742c9028be21";
const CALLBACK: &str = "http://127.0.0.1:9000/oauth/callback";
const STATIC_TOKEN: &str = "static";

/// A front, the wiki behind it, and the way to both.
struct Rig {
    front: FrontClient,
    public: Url,
    wiki: Data<FakeWiki>,
    http: reqwest::Client,
}

impl Rig {
    fn start(dialect: Dialect) -> Self {
        let (backend, wiki) = fake_wiki::start(KEY);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = listener.local_addr().unwrap();
        let public: Url = format!("http://{listen}").parse().unwrap();
        let client = |id: &str, secret: Option<&str>| Client {
            id: id.to_owned(),
            secret: secret.map(str::to_owned),
            redirect_uri: CALLBACK.to_owned(),
            name: "Rig <client>".to_owned(),
            dialect: None,
            grants: ["basic", "editpage", "createeditmovepage"].map(str::to_owned).to_vec(),
        };
        let config = Config {
            listen,
            backend,
            public: format!("http://{listen}"),
            key: KEY.to_owned(),
            dialect,
            clients: vec![client(CLIENT, Some(SECRET)), client(PUBLIC_CLIENT, None)],
            static_tokens: vec![StaticToken {
                token: STATIC_TOKEN.to_owned(),
                user: "Bob".to_owned(),
                grants: vec!["editpage".to_owned()],
            }],
        };
        actix_web::rt::spawn(server::start(config, listener).unwrap());
        let http = reqwest::Client::builder()
            .no_proxy()
            .no_gzip()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { front: FrontClient::new(public.clone(), KEY).unwrap(), public, wiki, http }
    }

    fn target(&self, dialect: Dialect) -> Target {
        Target {
            wiki: self.public.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: SECRET.to_owned(),
            redirect_uri: CALLBACK.to_owned(),
            user: "Alice".to_owned(),
            password: fake_wiki::PASSWORD.to_owned(),
            dialect,
        }
    }

    fn url(&self, path: &str) -> Url {
        self.public.join(path).unwrap()
    }

    fn api(&self, token: &str, query: &str) -> reqwest::RequestBuilder {
        self.http.get(self.url(&format!("/w/api.php?format=json&formatversion=2&{query}"))).bearer_auth(token)
    }

    fn edit(&self, token: &str, title: &str) -> reqwest::RequestBuilder {
        let fields = [
            ("action", "edit"),
            ("format", "json"),
            ("formatversion", "2"),
            ("title", title),
            ("text", "secret words"),
            ("token", "+\\"),
        ];
        self.http.post(self.url("/w/api.php")).bearer_auth(token).form(&fields)
    }

    /// The answer of the token end point.
    async fn token_answer(&self, fields: &[(&str, &str)]) -> (u16, serde_json::Value) {
        let answer =
            self.http.post(self.url("/w/rest.php/oauth2/access_token")).form(fields).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// A code for a user, without PKCE.
    async fn code(&self, user: &str) -> String {
        let sign_in = SignIn { user: user.to_owned(), client_id: CLIENT.to_owned(), ..SignIn::default() };
        self.front.sign_in(&sign_in).await.unwrap().code
    }

    async fn exchange(&self, code: &str) -> (u16, serde_json::Value) {
        self.token_answer(&[
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("code", code),
        ])
        .await
    }

    async fn refresh(&self, token: &str) -> (u16, serde_json::Value) {
        self.token_answer(&[
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("refresh_token", token),
        ])
        .await
    }

    /// Access and refresh token for a user.
    async fn tokens(&self, user: &str) -> (String, String) {
        let code = self.code(user).await;
        let (status, body) = self.exchange(&code).await;
        assert_eq!(status, 200, "{body}");
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        (text("access_token"), text("refresh_token"))
    }

    async fn profile(&self, token: &str) -> (u16, serde_json::Value) {
        let answer = self
            .http
            .get(self.url("/w/rest.php/oauth2/resource/profile"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

async fn json(request: reqwest::RequestBuilder) -> serde_json::Value {
    request.send().await.unwrap().json().await.unwrap()
}
