//! What goes wrong between the service and the wiki's OAuth.

/// Why a token or a profile could not be had.
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// The wiki refuses: a code or token that ran out, was used or revoked, or a consent that was
    /// taken back. Which one cannot be told apart, and signing in again mends all of them.
    #[error("the wiki refuses: {0}")]
    SignInAgain(String),
    /// The wiki does not answer, or answers something else than OAuth; trying later may help.
    #[error("the wiki's OAuth does not answer as it should: {0}")]
    Unavailable(String),
    /// The configuration cannot be used.
    #[error("OAuth configuration: {0}")]
    Configuration(String),
}
