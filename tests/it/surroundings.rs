//! What the tests stand on: the neighbours that `cargo xtask up` started.

use helpdesk_tests::front::FrontClient;
use url::Url;

/// A variable that `cargo xtask up` sets.
pub fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `cargo xtask check`, or `cargo xtask up -- cargo test`")
    })
}

/// The wiki's address as browsers reach it.
pub fn wiki_url() -> Url {
    given("HELPDESK_TEST_WIKI_URL").parse().expect("an address")
}

/// The front before the wiki, to be told what to do.
pub fn front() -> FrontClient {
    FrontClient::new(wiki_url(), &given("HELPDESK_TEST_FRONT_KEY")).expect("a front")
}

/// The password of one of the test wiki's accounts.
pub fn password(account: &str) -> String {
    format!("helpdesk-demo-{}", account.to_lowercase())
}
