//! Sign-in with a Wikimedia account.
