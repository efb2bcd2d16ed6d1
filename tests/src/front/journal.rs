//! What the front writes down about the requests it saw: who did what, never a token and never a body.

use serde::{Deserialize, Serialize};

use super::Place;

/// How the caller of a request proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// An OAuth access token that is good.
    Token,
    /// An access token that is unknown, expired or revoked.
    BadToken,
    /// The wiki's own session cookies. The user is what the browser's cookies claim.
    Cookies,
    /// Nothing.
    Nobody,
}

/// One request to the API, to OAuth or to the REST API. Pages are not written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Counts up from 1 since the front started.
    pub number: u64,
    /// When it came, in milliseconds since 1970, by the machine's clock.
    pub at_ms: u64,
    /// The end point.
    pub place: Place,
    /// HTTP method.
    pub method: String,
    /// The API's `action`, OAuth's `grant_type`, or empty.
    pub action: String,
    /// The title or titles asked about or edited, the account that is sent an e-mail, or empty.
    pub title: String,
    /// The user name, where one is known.
    pub user: Option<String>,
    /// How the caller was known.
    pub by: By,
    /// HTTP status; none while the request is under way, and when no answer was given.
    pub status: Option<u16>,
    /// The API's or OAuth's error code.
    pub error: Option<String>,
    /// The fault that was applied.
    pub fault: Option<String>,
}
