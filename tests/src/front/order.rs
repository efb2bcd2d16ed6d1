//! What the front can be told to do.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::FaultOrder;

/// Which version of Extension:OAuth the answers copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialect {
    /// As seen on MediaWiki 1.43 with Extension:OAuth of the same release.
    #[serde(rename = "1.43")]
    Seen,
    /// As the sources of what Wikimedia runs say: Extension:OAuth master with league/oauth2-server 9.4.
    #[serde(rename = "master")]
    Master,
}

impl std::str::FromStr for Dialect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "1.43" => Ok(Self::Seen),
            "master" => Ok(Self::Master),
            other => Err(format!("unknown dialect {other:?}: say 1.43 or master")),
        }
    }
}

/// One order. In JSON the field `do` names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Order {
    /// A fault waits for its requests. Faults are tried in the order they came.
    AddFault(FaultOrder),
    /// No fault waits any more.
    ClearFaults,
    /// The user takes back what they granted: access and refresh tokens and unused codes are dead.
    RevokeTokens {
        /// User name.
        user: String,
    },
    /// The user's access tokens are past their time; their refresh tokens are good.
    ExpireAccessTokens {
        /// User name.
        user: String,
    },
    /// The user has a new name with the same id: in the profile, in `assertuser`, and in the journal. The wiki behind
    /// keeps the old name, so its own pages and `meta=userinfo` still show it.
    RenameUser {
        /// The name on the wiki behind.
        from: String,
        /// The name shown from now on.
        to: String,
    },
    /// Fields of the user's OAuth profile that differ from the wiki's: `{"blocked": true}`,
    /// `{"username": "~2026-1"}`. `null` leaves a field out. Replaces an earlier order for the user.
    OverrideProfile {
        /// User name on the wiki behind.
        user: String,
        /// The fields.
        changes: Map<String, Value>,
    },
    /// Answer in another dialect from now on.
    SetDialect {
        /// Which.
        dialect: Dialect,
    },
    /// Move the clock by which codes and tokens expire.
    SetClockOffset {
        /// Seconds ahead of the machine's clock.
        seconds: i64,
    },
    /// Registers an OAuth client, or replaces the one with this id; its tokens stay.
    AddClient(NewClient),
    /// Registers an access token that needs no sign-in and never expires, as an owner-only client has one.
    AddStaticToken {
        /// What follows `Bearer`.
        token: String,
        /// As whom it acts.
        user: String,
        /// Grant names; none is `basic editpage createeditmovepage highvolume sendemail`.
        #[serde(default)]
        grants: Option<Vec<String>>,
    },
    /// An administrator disables the client, or enables it again.
    SetClientDisabled {
        /// Client id.
        client: String,
        /// Whether it is disabled.
        disabled: bool,
    },
    /// Back to the start: no faults, no overrides, no tokens, no journal, the first dialect and clients, the true time.
    Reset,
}

/// A client to register. In JSON only `id` and `redirect_uri` are needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Client id.
    pub id: String,
    /// Client secret; none makes it a public client.
    #[serde(default)]
    pub secret: Option<String>,
    /// Its callback, exactly.
    pub redirect_uri: String,
    /// As the consent page shows it; none is the id.
    #[serde(default)]
    pub name: Option<String>,
    /// Grant names; none is `basic editpage createeditmovepage`.
    #[serde(default)]
    pub grants: Option<Vec<String>>,
    /// The dialect that this client is answered in; none is the front's. So tests of both dialects can share a front.
    #[serde(default)]
    pub dialect: Option<Dialect>,
}

/// What the front is set to, as the answer to every order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontState {
    /// The dialect.
    pub dialect: Dialect,
    /// Seconds ahead of the machine's clock.
    pub clock_offset: i64,
    /// Faults that still wait, with what is left of their count.
    pub faults: Vec<FaultOrder>,
}

/// A sign-in without a browser: as if the user had logged in and pressed Allow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// User name; must exist on the wiki.
    pub user: String,
    /// Client id.
    #[serde(rename = "client")]
    pub client_id: String,
    /// Grants, separated by spaces; none is all that the client has.
    #[serde(default)]
    pub scope: Option<String>,
    /// As in the authorize URL.
    #[serde(default)]
    pub redirect_uri: Option<String>,
    /// As in the authorize URL.
    #[serde(default)]
    pub state: Option<String>,
    /// As in the authorize URL.
    #[serde(default)]
    pub code_challenge: Option<String>,
    /// As in the authorize URL.
    #[serde(default)]
    pub code_challenge_method: Option<String>,
}

/// The answer to a [`SignIn`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The authorization code.
    pub code: String,
    /// Where the browser would be sent: the client's callback with code and state.
    pub location: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::Fault;

    #[test]
    fn orders_are_told_apart_by_do() {
        let orders: Vec<Order> = serde_json::from_str(
            r#"[{"do":"add-fault","fault":{"kind":"lose-answer"}},{"do":"set-dialect","dialect":"master"},
                {"do":"set-clock-offset","seconds":14401},{"do":"override-profile","user":"Bob","changes":{"blocked":true}}]"#,
        )
        .unwrap();
        assert_eq!(orders[0], Order::AddFault(FaultOrder::next(Fault::LoseAnswer)));
        assert_eq!(orders[1], Order::SetDialect { dialect: Dialect::Master });
        let back: Vec<Order> = serde_json::from_str(&serde_json::to_string(&orders).unwrap()).unwrap();
        assert_eq!(back, orders);
    }
}
