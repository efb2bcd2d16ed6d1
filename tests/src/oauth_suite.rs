//! One suite of what this project relies on in Wikimedia's OAuth 2.0, from the login form to a refused token.
//!
//! It uses nothing but HTTP, so it runs against `wiki-front` in both dialects and against a real wiki unchanged. It
//! needs an account and a confidential client with the grants `basic` and `editpage` at least, and edits nothing.

mod api;
mod authorize;
mod browser;
mod token;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use url::Url;

pub use browser::{Browser, Consent, Form};

use crate::front::Dialect;

/// Where the suite runs and as whom.
#[derive(Clone, Debug)]
pub struct Target {
    /// The wiki's address, up to and without `/w/`.
    pub wiki: Url,
    /// A confidential client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Its callback, exactly as registered. Nothing needs to listen there.
    pub redirect_uri: String,
    /// An account that may log in with a password.
    pub user: String,
    /// Its password.
    pub password: String,
    /// What the wiki runs.
    pub dialect: Dialect,
}

impl Target {
    /// From `HELPDESK_OAUTH_URL`, `..._CLIENT_ID`, `..._CLIENT_SECRET`, `..._REDIRECT_URI`, `..._USER`,
    /// `..._PASSWORD` and `..._DIALECT` (1.43 or master); none where the first is not set.
    pub fn from_env() -> Result<Option<Self>> {
        let Ok(wiki) = std::env::var("HELPDESK_OAUTH_URL") else {
            return Ok(None);
        };
        let read = |name: &str| {
            let name = format!("HELPDESK_OAUTH_{name}");
            std::env::var(&name).with_context(|| format!("{name} is needed beside HELPDESK_OAUTH_URL"))
        };
        Ok(Some(Self {
            wiki: wiki.parse().context("HELPDESK_OAUTH_URL")?,
            client_id: read("CLIENT_ID")?,
            client_secret: read("CLIENT_SECRET")?,
            redirect_uri: read("REDIRECT_URI")?,
            user: read("USER")?,
            password: read("PASSWORD")?,
            dialect: read("DIALECT")?.parse().map_err(anyhow::Error::msg)?,
        }))
    }

    fn at(&self, path: &str) -> Result<Url> {
        self.wiki.join(path).with_context(|| format!("{path} at {}", self.wiki))
    }

    /// The address a client sends a browser to. `more` wins over the usual fields; an empty value leaves one out.
    pub fn authorize_url(&self, more: &[(&str, &str)]) -> Result<Url> {
        let usual = [
            ("response_type", "code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("state", STATE),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let mut url = self.at("/w/rest.php/oauth2/authorize")?;
        let kept = usual.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        url.query_pairs_mut()
            .extend_pairs(kept)
            .extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
        Ok(url)
    }
}

const STATE: &str = "st4te-123 &=";
/// The verifier and challenge of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Runs everything; gives the names of what was checked, or the first thing that was not so.
pub async fn run(target: &Target) -> Result<Vec<&'static str>> {
    let mut passed = Vec::new();
    let browser = authorize::from_login_to_code(target, &mut passed).await?;
    authorize::refusals(target, &browser, &mut passed).await?;
    token::exchange(target, &browser, &mut passed).await?;
    token::refresh(target, &browser, &mut passed).await?;
    api::good_token(target, &browser, &mut passed).await?;
    api::bad_token(target, &mut passed).await?;
    Ok(passed)
}

/// An answer read to its end.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    headers: reqwest::header::HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Answer {
    async fn of(request: reqwest::RequestBuilder) -> Result<Self> {
        let answer = request.send().await.context("no answer")?;
        Ok(Self {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.context("the answer broke off")?,
        })
    }

    /// A header's text; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.text).with_context(|| format!("not JSON: {:.300}", self.text))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Result<Url> {
        ensure!(
            (300..400).contains(&self.status),
            "expected a redirect, got {} {:.300}",
            self.status,
            self.text
        );
        self.header("location").parse().with_context(|| format!("a redirect to {:?}", self.header("location")))
    }
}

/// A parameter of an address.
pub fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
