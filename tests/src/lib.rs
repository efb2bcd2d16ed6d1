//! What the binary `wiki-front` and the tests share: the words of its control channel, and the OAuth suite that
//! runs against it and against a real wiki alike.

pub mod front;
pub mod oauth_suite;
