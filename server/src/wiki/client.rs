//! The Action API, as little of it as the worker needs.
//!
//! A client of our own and not `mwapi` (0.8.0-rc.1): that one forgets the `Retry-After` of an HTTP
//! 503, keeps a cookie jar in every HTTP client, so that people who share its connections share
//! cookies too, and sleeps between its own tries, during which a job's lease would run out.

use crate::config::Config;
use crate::wiki::outcome::{Edited, Trouble, error_code, of_edit};
use crate::wiki::sent::of_mail;
use crate::wiki::titles::Titles;
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use url::Url;

/// Replication lag in seconds from which on the wiki sends us away:
/// <https://www.mediawiki.org/wiki/Manual:Maxlag_parameter>.
const MAXLAG: &str = "5";
/// How long an edit may take.
const TIMEOUT: Duration = Duration::from_secs(25);

/// The wiki.
#[derive(Clone, Debug)]
pub struct Wiki {
    http: reqwest::Client,
    api: Url,
    titles: Arc<OnceCell<Titles>>,
}

/// As whom the wiki is asked.
#[derive(Clone, Debug)]
pub struct Account {
    /// An OAuth 2.0 access token.
    pub token: SecretString,
    /// The account's name, if it is known: the wiki refuses when the token is another's.
    pub name: Option<String>,
}

/// A page, by title or by the id that it keeps when it is moved.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// By its prefixed title. Redirects are not followed.
    Title(&'a str),
    /// By its prefixed title, or where a redirect there leads.
    Behind(&'a str),
    /// By its id.
    Id(u64),
}

/// What was seen at a look at a page.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The page, if it is there.
    pub page: Option<Page>,
    /// A CSRF token for edits by this account.
    pub csrf: String,
}

/// A page's newest revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The prefixed title, with spaces.
    pub title: String,
    /// Its id.
    pub id: u64,
    /// The revision.
    pub revision: u64,
    /// Its content model, such as `wikitext`.
    pub model: String,
    /// Its text.
    pub text: String,
}

/// An edit.
#[derive(Clone, Debug)]
pub struct Edit<'a> {
    /// The prefixed title.
    pub title: &'a str,
    /// What kind of edit.
    pub change: Change<'a>,
    /// The summary in the page's history.
    pub summary: &'a str,
}

/// The kinds of edits.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// A page that must not be there yet.
    Create(&'a str),
    /// New text for a page that has this revision.
    Replace {
        /// The revision that the text was made from.
        revision: u64,
        /// The text.
        text: &'a str,
    },
    /// A section at the end of a page, which may have to be made.
    NewSection {
        /// Its heading.
        heading: &'a str,
        /// Its text.
        text: &'a str,
    },
}

/// An e-mail through the wiki.
#[derive(Clone, Copy, Debug)]
pub struct Email<'a> {
    /// The account that it goes to.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Wiki {
    /// A client for the configured wiki.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        Self::patient(config, TIMEOUT)
    }

    /// A client that waits so long for an answer.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn patient(config: &Config, timeout: Duration) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent(config.user_agent())
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(10).min(timeout))
            .timeout(timeout)
            .build()?;
        Ok(Self { http, api: config.wiki_api.clone(), titles: Arc::default() })
    }

    /// The wiki's rules for titles, asked for once.
    ///
    /// # Errors
    /// As the wiki says.
    pub async fn titles(&self) -> Result<&Titles, Trouble> {
        self.titles.get_or_try_init(|| self.ask_titles()).await
    }

    async fn ask_titles(&self) -> Result<Titles, Trouble> {
        let properties = "general|namespaces|namespacealiases|interwikimap";
        let answer =
            self.get(None, &[("action", "query"), ("meta", "siteinfo"), ("siprop", properties)]).await?;
        let unreadable = |error: &dyn std::fmt::Display| {
            tracing::warn!(%error, "the wiki's site information cannot be read");
            Trouble::Retry { after: None, code: "siteinfo".to_owned() }
        };
        let site = serde_json::from_value(answer["query"].clone()).map_err(|error| unreadable(&error))?;
        Titles::new(site).map_err(|error| unreadable(&error))
    }

    /// Reads a page and takes a CSRF token.
    ///
    /// # Errors
    /// As the wiki says.
    pub async fn look(&self, account: &Account, wanted: Wanted<'_>) -> Result<Seen, Trouble> {
        let id;
        let mut parameters = vec![
            ("action", "query"),
            ("prop", "revisions"),
            ("rvprop", "ids|content|contentmodel"),
            ("rvslots", "main"),
            ("meta", "tokens"),
            ("type", "csrf"),
        ];
        match wanted {
            Wanted::Title(title) => parameters.push(("titles", title)),
            Wanted::Behind(title) => parameters.extend([("titles", title), ("redirects", "1")]),
            Wanted::Id(number) => {
                id = number.to_string();
                parameters.push(("pageids", &id));
            }
        }
        let answer = self.get(Some(account), &parameters).await?;
        let query = &answer["query"];
        let csrf = query["tokens"]["csrftoken"].as_str().unwrap_or_default().to_owned();
        let found = &query["pages"][0];
        if found["invalid"].as_bool() == Some(true) {
            return Err(Trouble::of_code("invalidtitle", None));
        }
        Ok(Seen { page: page(found), csrf })
    }

    /// Reads a page as everybody sees it.
    ///
    /// # Errors
    /// As the wiki says.
    pub async fn read(&self, title: &str) -> Result<Option<Page>, Trouble> {
        let parameters = [
            ("action", "query"),
            ("prop", "revisions"),
            ("rvprop", "ids|content|contentmodel"),
            ("rvslots", "main"),
            ("titles", title),
        ];
        let answer = self.get(None, &parameters).await?;
        Ok(page(&answer["query"]["pages"][0]))
    }

    /// Whether one of a page's newest 100 revisions has this in its summary.
    ///
    /// # Errors
    /// As the wiki says.
    pub async fn has_summary(&self, account: &Account, title: &str, part: &str) -> Result<bool, Trouble> {
        let parameters = [
            ("action", "query"),
            ("prop", "revisions"),
            ("rvprop", "comment"),
            ("rvlimit", "100"),
            ("titles", title),
            ("redirects", "1"),
        ];
        let answer = self.get(Some(account), &parameters).await?;
        let revisions = answer["query"]["pages"][0]["revisions"].as_array();
        let has = |revision: &Value| revision["comment"].as_str().is_some_and(|comment| comment.contains(part));
        Ok(revisions.is_some_and(|revisions| revisions.iter().any(has)))
    }

    /// Makes an edit.
    ///
    /// # Errors
    /// As the wiki says; [`Trouble::Lost`] if it may have been made.
    pub async fn edit(&self, account: &Account, csrf: &str, edit: &Edit<'_>) -> Result<Edited, Trouble> {
        let revision;
        let mut parameters = vec![
            ("action", "edit"),
            ("title", edit.title),
            ("summary", edit.summary),
            // Whose edit it is has not asked to watch the page.
            ("watchlist", "nochange"),
        ];
        match edit.change {
            Change::Create(text) => parameters.extend([("createonly", "1"), ("text", text)]),
            Change::Replace { revision: base, text } => {
                revision = base.to_string();
                parameters.extend([("nocreate", "1"), ("baserevid", revision.as_str()), ("text", text)]);
            }
            Change::NewSection { heading, text } => {
                parameters.extend([("section", "new"), ("sectiontitle", heading), ("text", text)]);
            }
        }
        // The wiki wants the token last, so that a request that was cut off is refused.
        parameters.push(("token", csrf));
        let (answer, after) = self.send(self.post(account, &parameters)).await?;
        of_edit(&answer, after)
    }

    /// A CSRF token for acts of this account.
    ///
    /// # Errors
    /// As the wiki says.
    pub async fn csrf(&self, account: &Account) -> Result<String, Trouble> {
        let parameters = [("action", "query"), ("meta", "tokens"), ("type", "csrf")];
        let answer = self.get(Some(account), &parameters).await?;
        Ok(answer["query"]["tokens"]["csrftoken"].as_str().unwrap_or_default().to_owned())
    }

    /// Sends somebody an e-mail through the wiki, which knows their address.
    ///
    /// # Errors
    /// As the wiki says; [`Trouble::Lost`] if it may have been sent.
    pub async fn email(&self, account: &Account, csrf: &str, mail: &Email<'_>) -> Result<(), Trouble> {
        let parameters = [
            ("action", "emailuser"),
            ("target", mail.to),
            ("subject", mail.subject),
            ("text", mail.text),
            ("token", csrf),
        ];
        match self.send(self.post(account, &parameters)).await {
            Ok((answer, after)) => of_mail(&answer, after),
            // What stands before the wiki cannot know what became of it behind.
            Err(Trouble::Retry { code, .. }) if code.starts_with("http-5") => Err(Trouble::Lost),
            Err(other) => Err(other),
        }
    }

    async fn get(&self, account: Option<&Account>, parameters: &[(&str, &str)]) -> Result<Value, Trouble> {
        let request = self.http.get(self.api.clone()).query(&common(account)).query(parameters);
        match self.send(signed(request, account)).await {
            Ok((answer, after)) => match error_code(&answer) {
                Some(code) => Err(Trouble::of_code(code, after)),
                None => Ok(answer),
            },
            // Asking again does no harm.
            Err(Trouble::Lost) => Err(Trouble::Retry { after: None, code: "no-answer".to_owned() }),
            Err(other) => Err(other),
        }
    }

    fn post(&self, account: &Account, parameters: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let form: Vec<_> = common(Some(account)).into_iter().chain(parameters.iter().copied()).collect();
        signed(self.http.post(self.api.clone()).form(&form), Some(account))
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<(Value, Option<u32>), Trouble> {
        let answer = request.send().await.map_err(|error| unsent(&error))?;
        let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let status = answer.status();
        if status != reqwest::StatusCode::OK {
            return Err(Trouble::of_status(status.as_u16(), after));
        }
        let answer = answer.json().await.map_err(|error| {
            tracing::info!(error = %error.without_url(), "the wiki's answer broke off");
            Trouble::Lost
        })?;
        Ok((answer, after))
    }
}

/// What every request says.
fn common(account: Option<&Account>) -> Vec<(&'static str, &str)> {
    let mut parameters = vec![
        ("format", "json"),
        ("formatversion", "2"),
        ("errorformat", "plaintext"),
        ("errorlang", "en"),
        ("maxlag", MAXLAG),
    ];
    if let Some(account) = account {
        parameters.push(("assert", "user"));
        parameters.extend(account.name.as_deref().map(|name| ("assertuser", name)));
    }
    parameters
}

fn signed(request: reqwest::RequestBuilder, account: Option<&Account>) -> reqwest::RequestBuilder {
    match account {
        Some(account) => request.bearer_auth(account.token.expose_secret()),
        None => request,
    }
}

/// A request that never reached the wiki can be sent again; any other may have been carried out.
fn unsent(error: &reqwest::Error) -> Trouble {
    tracing::info!(connect = error.is_connect(), timeout = error.is_timeout(), "no answer from the wiki");
    if error.is_connect() || error.is_builder() {
        Trouble::Retry { after: None, code: "not-reached".to_owned() }
    } else {
        Trouble::Lost
    }
}

fn page(found: &Value) -> Option<Page> {
    let revision = &found["revisions"][0];
    let slot = &revision["slots"]["main"];
    Some(Page {
        title: found["title"].as_str()?.to_owned(),
        id: found["pageid"].as_u64()?,
        revision: revision["revid"].as_u64()?,
        model: slot["contentmodel"].as_str()?.to_owned(),
        text: slot["content"].as_str()?.to_owned(),
    })
}
