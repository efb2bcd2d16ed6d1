//! The control channel of `wiki-front`: what can be ordered, what it writes down, and a client for tests.
//!
//! Every call carries the header [`KEY_HEADER`]. `POST /__front/control` takes a JSON list of [`Order`]s and answers
//! [`FrontState`]; `GET /__front/log` (with `?after=NUMBER` the newer ones) answers a list of [`Entry`], `DELETE /__front/log` empties it;
//! `POST /__front/sign-in` takes a [`SignIn`] and answers a [`SignedIn`].

mod client;
mod fault;
mod journal;
mod order;

pub use client::FrontClient;
pub use fault::{Fault, FaultOrder, Place, When};
pub use journal::{By, Entry};
pub use order::{Dialect, FrontState, NewClient, Order, SignIn, SignedIn};

/// The header that guards the control channel, and that the front sends to the wiki with a request it vouches for.
pub const KEY_HEADER: &str = "X-Wiki-Front-Key";

/// The header that tells the wiki as whom to carry out a request: the user name, percent-encoded.
pub const USER_HEADER: &str = "X-Wiki-Front-User";

/// The header that tells the wiki which grants limit the request: grant names joined by `|`.
pub const GRANTS_HEADER: &str = "X-Wiki-Front-Grants";

/// The header that tells the wiki the number of the OAuth client, which marks its edits; 0 is an owner-only client.
pub const CID_HEADER: &str = "X-Wiki-Front-Cid";
