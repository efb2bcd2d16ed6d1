//! The wiki behind, where the front itself asks it something.

use anyhow::{Context, Result, bail};
use helpdesk_tests::front::{GRANTS_HEADER, KEY_HEADER, USER_HEADER};
use serde::Deserialize;
use url::Url;

/// A user of the wiki behind, by the name there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: u64,
    pub name: String,
}

/// `meta=userinfo` of one request.
#[derive(Clone, Debug, Deserialize)]
pub struct UserInfo {
    pub id: u64,
    pub name: String,
    #[serde(default)]
    pub anon: bool,
    #[serde(default)]
    pub temp: bool,
    #[serde(default)]
    pub editcount: u64,
    #[serde(default)]
    pub groups: Vec<String>,
    #[serde(default)]
    pub rights: Vec<String>,
    pub registrationdate: Option<String>,
    pub blockid: Option<serde_json::Value>,
    pub blockedby: Option<String>,
}

impl UserInfo {
    /// Whether this is an account that OAuth lets in: not anonymous and not temporary.
    pub fn is_named(&self) -> bool {
        self.id != 0 && !self.anon && !self.temp
    }

    /// Whether any block, sitewide or partial, lies on the account.
    pub fn is_blocked(&self) -> bool {
        self.blockid.is_some() || self.blockedby.is_some()
    }
}

/// The wiki behind.
pub struct Backend {
    pub base: Url,
    pub http: reqwest::Client,
    /// `host:port` that browsers use.
    public_authority: String,
    key: String,
}

impl Backend {
    /// Fails only if the HTTP client cannot be made, or `public` is no address.
    pub fn new(base: Url, public: &str, key: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .no_gzip()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("the HTTP client for the wiki behind")?;
        let public: Url = public.parse().context("the public address")?;
        Ok(Self { base, http, public_authority: public.authority().to_owned(), key: key.to_owned() })
    }

    /// Host header of requests to the wiki behind, so that it makes links to the front.
    pub fn host(&self) -> &str {
        &self.public_authority
    }

    /// Who is logged in with these cookies.
    pub async fn by_cookies(&self, cookies: &str) -> Result<UserInfo> {
        self.userinfo(|request| {
            if cookies.is_empty() { request } else { request.header(reqwest::header::COOKIE, cookies) }
        })
        .await
    }

    /// A user's own information with the rights that the grants leave.
    pub async fn as_user(&self, name: &str, grants: &[String]) -> Result<UserInfo> {
        let grants = grants.join("|");
        self.userinfo(|request| {
            request
                .header(USER_HEADER, percent_encoded(name))
                .header(KEY_HEADER, &self.key)
                .header(GRANTS_HEADER, grants)
        })
        .await
    }

    /// A user by name, or none.
    pub async fn find_user(&self, name: &str) -> Result<Option<Person>> {
        #[derive(Deserialize)]
        struct User {
            userid: Option<u64>,
            name: String,
        }
        #[derive(Deserialize)]
        struct Query {
            users: Vec<User>,
        }
        #[derive(Deserialize)]
        struct Answer {
            query: Query,
        }
        let request = self.api(&[("list", "users"), ("ususers", name)])?;
        let answer: Answer = read(request).await?;
        Ok(answer
            .query
            .users
            .into_iter()
            .next()
            .and_then(|user| Some(Person { id: user.userid.filter(|id| *id != 0)?, name: user.name })))
    }

    async fn userinfo(
        &self,
        prove: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    ) -> Result<UserInfo> {
        #[derive(Deserialize)]
        struct Query {
            userinfo: UserInfo,
        }
        #[derive(Deserialize)]
        struct Answer {
            query: Query,
        }
        let props = "groups|rights|editcount|blockinfo|registrationdate";
        let request = self.api(&[("meta", "userinfo"), ("uiprop", props)])?;
        let answer: Answer = read(prove(request)).await?;
        Ok(answer.query.userinfo)
    }

    fn api(&self, query: &[(&str, &str)]) -> Result<reqwest::RequestBuilder> {
        let mut url = self.base.join("/w/api.php").context("the wiki's API")?;
        url.query_pairs_mut()
            .extend_pairs([("action", "query"), ("format", "json"), ("formatversion", "2")])
            .extend_pairs(query);
        Ok(self.http.get(url).header(reqwest::header::HOST, &self.public_authority))
    }
}

async fn read<T: serde::de::DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T> {
    let answer = request.send().await.context("asking the wiki behind")?;
    let status = answer.status();
    let text = answer.text().await.context("reading the answer of the wiki behind")?;
    if !status.is_success() {
        bail!("the wiki behind answered {status}");
    }
    serde_json::from_str(&text).with_context(|| format!("the wiki behind answered something else: {text:.300}"))
}

/// A name for a header: everything but letters, digits and `-._~` of ASCII is escaped.
pub fn percent_encoded(name: &str) -> String {
    use std::fmt::Write;
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_fits_into_a_header() {
        assert_eq!(percent_encoded("Jörg B-1"), "J%C3%B6rg%20B-1");
    }
}
