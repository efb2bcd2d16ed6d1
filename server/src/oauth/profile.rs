//! The profile that the wiki gives of an account.

use super::OauthError;
use crate::app::people::Identity;
use chrono::NaiveDateTime;
use helpdesk_domain::Timestamp;
use serde::Deserialize;

/// What `oauth2/resource/profile` says, as far as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Profile {
    /// The central id, as text. Some releases give a number.
    #[serde(deserialize_with = "text_or_number")]
    sub: String,
    /// The name; absent for an account that is hidden.
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    blocked: bool,
    #[serde(default)]
    registered: Option<String>,
}

impl Profile {
    /// Reads the wiki's answer.
    ///
    /// # Errors
    /// [`OauthError::Unavailable`] if it is no profile.
    pub fn parse(body: &[u8]) -> Result<Self, OauthError> {
        serde_json::from_slice(body).map_err(|error| OauthError::Unavailable(format!("no profile: {error}")))
    }

    /// The account as the service knows people. An account without a name is hidden, and is treated
    /// as blocked.
    #[must_use]
    pub fn identity(self, issuer: &str) -> Identity {
        let hidden = self.username.is_none();
        let name = self.username.unwrap_or_default();
        Identity {
            issuer: issuer.to_owned(),
            sub: self.sub,
            // Temporary accounts are named ~ and a year: https://www.mediawiki.org/wiki/Trust_and_Safety_Product/Temporary_Accounts
            temporary: name.starts_with('~'),
            name,
            blocked: self.blocked || hidden,
            registered: self.registered.as_deref().and_then(registered),
        }
    }
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sub {
        Text(String),
        Number(u64),
    }
    let sub = match Sub::deserialize(from)? {
        Sub::Text(text) => text,
        Sub::Number(number) => number.to_string(),
    };
    if sub.is_empty() {
        return Err(serde::de::Error::custom("an empty sub belongs to no account"));
    }
    Ok(sub)
}

/// 14 digits, as MediaWiki writes moments.
fn registered(text: &str) -> Option<Timestamp> {
    NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok().map(|at| Timestamp(at.and_utc().timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(json: &str) -> Identity {
        Profile::parse(json.as_bytes()).expect("a profile").identity("https://wiki.example/w/rest.php/oauth2")
    }

    #[test]
    fn a_profile_says_who_somebody_is() {
        let amina = identity(
            r#"{"sub":"4","username":"Amina","editcount":10,"confirmed_email":true,"blocked":false,
                "registered":"20261123204656","groups":["*","user"],"rights":[],"grants":["basic"]}"#,
        );
        assert_eq!((amina.sub.as_str(), amina.name.as_str()), ("4", "Amina"));
        assert!(!amina.blocked && !amina.temporary);
        assert_eq!(amina.registered, Some(Timestamp(1_795_466_816)));
    }

    #[test]
    fn blocked_hidden_and_temporary_accounts_are_known_as_such() {
        assert!(identity(r#"{"sub":5,"username":"B","blocked":true}"#).blocked);
        assert!(identity(r#"{"sub":"5"}"#).blocked);
        assert!(identity(r#"{"sub":"5","username":"~2026-123"}"#).temporary);
    }

    #[test]
    fn what_is_no_profile_is_refused() {
        for body in ["", "{}", "<html>", r#"{"sub":"","username":"x"}"#, r#"{"sub":null}"#] {
            assert!(Profile::parse(body.as_bytes()).is_err(), "{body}");
        }
    }
}
