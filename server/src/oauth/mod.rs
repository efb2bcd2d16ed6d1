//! Sign-in with a Wikimedia account: OAuth 2.0 (RFC 6749) with PKCE (RFC 7636), as MediaWiki's
//! Extension:OAuth speaks it. The access token is never read: who somebody is, the profile says.

mod client;
mod error;
mod profile;

pub use client::{Authorization, Client};
pub use error::OauthError;
pub use profile::Profile;
