//! The token that says who the reader is, as the tool gives it and as the browser keeps it.

use helpdesk_domain::Timestamp;
use serde::Deserialize;

use crate::json::{self, Json};

/// Where it is kept; the loader looks there too.
pub const KEY: &str = "token";

/// A token, kept in the browser until it expires. The tool has only its hash.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Token {
    /// What is sent as `Authorization: Bearer`.
    pub token: String,
    /// When it ends.
    pub expires: Timestamp,
    /// Whose it is, by the name of the account.
    pub user: String,
}

/// A token as the tool gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Given {
    /// What is sent as `Authorization: Bearer`.
    pub token: String,
    /// For how many seconds it holds.
    pub expires_in: i64,
    /// Whose it is, by the name of the account.
    pub user: String,
}

impl Given {
    /// The token as it is kept.
    pub fn received(self, at: Timestamp) -> Token {
        Token { token: self.token, expires: Timestamp(at.0 + self.expires_in), user: self.user }
    }
}

impl Token {
    /// As it is kept.
    pub fn written(&self) -> String {
        json::object(&[
            ("token", Json::Text(&self.token)),
            ("expires", Json::Number(self.expires.0)),
            ("user", Json::Text(&self.user)),
        ])
    }

    /// Whether it still says who this reader of the wiki is. Somebody else's does not, on a shared computer.
    pub fn holds(&self, wiki_user: Option<&str>, now: Timestamp) -> bool {
        self.expires > now && wiki_user == Some(self.user.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_own_account_until_it_ends() {
        let given = Given { token: "t".into(), expires_in: 60, user: "Alice".into() };
        let token = given.received(Timestamp(1000));
        assert!(token.holds(Some("Alice"), Timestamp(1059)));
        assert!(!token.holds(Some("Alice"), Timestamp(1060)), "it ended");
        assert!(!token.holds(Some("Bob"), Timestamp(1000)), "somebody else reads the wiki now");
        assert!(!token.holds(None, Timestamp(1000)), "nobody is logged in on the wiki");
    }
}
