//! OAuth 2.0 as Extension:OAuth answers it, in both dialects.

pub mod authorize;
pub mod consent;
pub mod error;
pub mod grants;
pub mod resource;
pub mod scopes;
pub mod secret;
pub mod token;
