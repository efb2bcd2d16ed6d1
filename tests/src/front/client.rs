//! A client of the control channel.

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::{Entry, Fault, FaultOrder, FrontState, KEY_HEADER, Order, SignIn, SignedIn, When};

/// Talks to one running `wiki-front`.
#[derive(Clone, Debug)]
pub struct FrontClient {
    base: Url,
    key: String,
    http: reqwest::Client,
}

impl FrontClient {
    /// `base` is the front's public address, `key` what it was started with. Fails only if TLS cannot be set up.
    pub fn new(base: Url, key: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .context("the HTTP client for the front's control channel")?;
        Ok(Self { base, key: key.to_owned(), http })
    }

    /// Carries out orders, first to last. Fails if the front refuses one: then none of them was carried out.
    pub async fn orders(&self, orders: &[Order]) -> Result<FrontState> {
        self.call(reqwest::Method::POST, "/__front/control", Some(orders)).await
    }

    /// Carries out one order.
    pub async fn order(&self, order: Order) -> Result<FrontState> {
        self.orders(&[order]).await
    }

    /// The next `count` requests that match fail so; 0 is all until [`Order::ClearFaults`].
    pub async fn fail(&self, when: When, count: u32, fault: Fault) -> Result<FrontState> {
        self.order(Order::AddFault(FaultOrder { when, count, fault })).await
    }

    /// What was asked of the front since the journal was last cleared, first to last.
    pub async fn log(&self) -> Result<Vec<Entry>> {
        self.call(reqwest::Method::GET, "/__front/log", None::<&()>).await
    }

    /// What was asked after a certain entry. For tests that share a front, which must not clear its journal.
    pub async fn log_after(&self, number: u64) -> Result<Vec<Entry>> {
        let path = format!("/__front/log?after={number}");
        self.call(reqwest::Method::GET, &path, None::<&()>).await
    }

    /// Empties the journal.
    pub async fn clear_log(&self) -> Result<()> {
        self.call::<serde_json::Value>(reqwest::Method::DELETE, "/__front/log", None::<&()>).await.map(drop)
    }

    /// A code for a user without a browser. Fails for a user or client that does not exist.
    pub async fn sign_in(&self, sign_in: &SignIn) -> Result<SignedIn> {
        self.call(reqwest::Method::POST, "/__front/sign-in", Some(sign_in)).await
    }

    /// The same for an authorize URL that a client made: what the user's Allow at that URL would give.
    pub async fn sign_in_at(&self, user: &str, authorize: &Url) -> Result<SignedIn> {
        let field = |name: &str| {
            authorize.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let sign_in = SignIn {
            user: user.to_owned(),
            client_id: field("client_id").context("the authorize URL has no client_id")?,
            scope: field("scope"),
            redirect_uri: field("redirect_uri"),
            state: field("state"),
            code_challenge: field("code_challenge"),
            code_challenge_method: field("code_challenge_method"),
        };
        self.sign_in(&sign_in).await
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<&(impl Serialize + ?Sized)>,
    ) -> Result<T> {
        let url = self.base.join(path).context("the front's address")?;
        let mut request = self.http.request(method.clone(), url).header(KEY_HEADER, &self.key);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.with_context(|| format!("{method} {path} of wiki-front"))?;
        let status = answer.status();
        let text =
            answer.text().await.with_context(|| format!("the answer of wiki-front to {method} {path}"))?;
        if !status.is_success() {
            bail!("wiki-front answered {status} to {method} {path}: {text}");
        }
        serde_json::from_str(&text).with_context(|| format!("wiki-front's answer to {method} {path}: {text}"))
    }
}
