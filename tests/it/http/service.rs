//! A running service.

use super::browser::Browser;
use crate::record::{Record, on_a_record};
use helpdesk_domain::{Actor, PersonId};
use helpdesk_server::app::gadget_tokens;
use helpdesk_server::app::sessions;
use helpdesk_server::http;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The tool's origin as the configuration says it; the socket is elsewhere.
pub const OWN: &str = "http://localhost:8000";
/// The wiki's origin as the configuration says it.
pub const WIKI: &str = "http://127.0.0.1:9";

/// A service that listens.
pub struct Service {
    /// Its record, for what is asserted.
    pub record: Arc<Record>,
    /// Where it listens.
    pub address: SocketAddr,
    browser: Browser,
    keys: AtomicU32,
}

/// Runs a test on a service that listens, and stops it.
pub fn on_a_service<F>(test: impl FnOnce(Arc<Service>) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_a_record(|record| async move {
        let app = record.app.clone();
        on_this_app(record, app, test).await;
    });
}

/// The same with a service that is configured otherwise, or with one of several; gives what the test gives.
pub async fn on_this_app<F>(
    record: Arc<Record>,
    app: helpdesk_server::app::App,
    test: impl FnOnce(Arc<Service>) -> F + Send + 'static,
) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = listener.local_addr().expect("an address");
    let server = http::server(app, listener).expect("a server");
    let handle = server.handle();
    let running = tokio::spawn(server);
    let browser = Browser::new(&format!("http://{address}"));
    let done =
        tokio::spawn(test(Arc::new(Service { record, address, browser, keys: AtomicU32::new(0) }))).await;
    handle.stop(false).await;
    running.await.expect("no panic").expect("it ran");
    done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

impl Service {
    /// An idempotency key that was not used before.
    pub fn key(&self) -> String {
        format!("http-key-{}", self.keys.fetch_add(1, Ordering::SeqCst))
    }

    /// A browser that nobody is signed in with.
    pub fn browser(&self) -> Browser {
        self.browser.clone()
    }

    /// A browser that this person is signed in with.
    pub async fn browser_of(&self, actor: &Actor) -> Browser {
        let token = sessions::create(&self.record.app, actor.person).await.expect("a session");
        let mut browser = self.browser();
        browser.sign_in_with(&self.record.app.config.token_keys, token.expose_secret());
        browser
    }

    /// A gadget's token of this person.
    pub async fn token(&self, person: PersonId) -> String {
        let verifier = "a verifier of the gadget that is long enough";
        let challenge = challenge(verifier);
        let app = &self.record.app;
        let code = gadget_tokens::create_code(app, person, WIKI, &challenge).await.expect("a code");
        let token = gadget_tokens::redeem(app, code.expose_secret(), verifier, WIKI).await.expect("a token");
        token.expose_secret().to_owned()
    }
}

/// The challenge of a verifier (PKCE, S256).
pub fn challenge(verifier: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}
