//! Who asks.

use actix_web::http::header::{AUTHORIZATION, COOKIE, HeaderMap};
use helpdesk_tests::front::By;
use url::form_urlencoded;

use crate::oauth::grants::{Access, Acting};
use crate::state::Front;

/// Who asks, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    Nobody,
    /// Session cookies of the wiki; the name is what the browser claims, good enough for the journal.
    Cookies(String),
    /// A good access token.
    Token(Acting),
    /// A token that is not good.
    BadToken,
}

impl Caller {
    /// From the headers of a request. The scheme is compared as MediaWiki does it: `bearer` is nobody's.
    pub fn of(front: &Front, headers: &HeaderMap) -> Self {
        match bearer(headers) {
            Some(token) => match access(front, token) {
                Access::Good(acting) => Self::Token(acting),
                Access::Unknown | Access::Expired | Access::Revoked => Self::BadToken,
            },
            None => Self::by_cookies(headers),
        }
    }

    /// The same where a token does not count.
    pub fn by_cookies(headers: &HeaderMap) -> Self {
        claimed_user(&cookies(headers)).map_or(Self::Nobody, Self::Cookies)
    }

    /// For the journal.
    pub fn by(&self) -> By {
        match self {
            Self::Nobody => By::Nobody,
            Self::Cookies(_) => By::Cookies,
            Self::Token(_) => By::Token,
            Self::BadToken => By::BadToken,
        }
    }
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// What a token is worth now.
pub fn access(front: &Front, token: &str) -> Access {
    let state = front.state();
    if let Some(fixed) = state.static_tokens.iter().find(|fixed| fixed.token == token) {
        return Access::Good(Acting {
            name: fixed.user.clone(),
            client_id: String::new(),
            grants: fixed.grants.clone(),
        });
    }
    state.grants.access(token, state.now())
}

/// All cookies of a request as one header value.
pub fn cookies(headers: &HeaderMap) -> String {
    headers.get_all(COOKIE).filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join("; ")
}

/// MediaWiki sets `{wiki}UserName` and `{wiki}UserID`; after a logout only the name stays.
fn claimed_user(cookies: &str) -> Option<String> {
    let pairs = || cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs().find(|(name, value)| name.ends_with("UserID") && !value.is_empty())?;
    let (_, encoded) = pairs().find(|(name, _)| name.ends_with("UserName"))?;
    form_urlencoded::parse(encoded.as_bytes()).next().map(|(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookies_name_the_user_until_the_logout() {
        let name = claimed_user("wikiUserID=4; wikiUserName=J%C3%B6rg+B; wiki_session=x");
        assert_eq!(name.as_deref(), Some("Jörg B"));
        assert_eq!(claimed_user("wikiUserName=Alice; wiki_session=x"), None);
    }
}
