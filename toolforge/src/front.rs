//! wiki-front: what people and clients use as the wiki.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::supervisor::{Supervisor, run_to_end};
use crate::{http_probe, places};

/// An OAuth client that the front knows from the start.
pub struct Client {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Its callback, exactly.
    pub redirect_uri: String,
}

/// What the front is told.
pub struct Settings<'a> {
    /// The port that people use.
    pub port: u16,
    /// PHP's port behind it.
    pub backend_port: u16,
    /// The secret shared with the wiki, which also guards the front's control channel.
    pub key: &'a str,
    /// OAuth clients.
    pub clients: &'a [Client],
    /// Tokens of owner-only clients, with the account each one acts as.
    pub static_tokens: &'a [(String, String)],
}

/// Builds the program.
pub fn build() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root()).args(["build", "-p", "helpdesk_tests", "--bin", "wiki-front"]);
    run_to_end("building wiki-front", cargo, &places::target().join("logs/build-wiki-front.log"))
}

/// Starts it and waits until the wiki answers through it.
pub fn start(supervisor: &mut Supervisor, settings: &Settings) -> Result<()> {
    let address = format!("127.0.0.1:{}", settings.port);
    let mut front = Command::new(places::built("wiki-front"));
    front.args(["--listen", &address, "--public-url", &format!("http://{address}")]);
    front.args(["--backend", &format!("http://127.0.0.1:{}", settings.backend_port), "--key", settings.key]);
    for client in settings.clients {
        front.args([
            "--client",
            &client.id,
            "--client-secret",
            &client.secret,
            "--redirect-uri",
            &client.redirect_uri,
        ]);
    }
    for (token, user) in settings.static_tokens {
        front.args(["--static-token", &format!("{token}={user}")]);
    }
    supervisor.start("wiki-front", front, Duration::from_secs(10))?;
    supervisor.wait_until("wiki-front", Duration::from_secs(60), || {
        http_probe::status(settings.port, "/w/api.php?action=query&meta=siteinfo&format=json") == Some(200)
    })
}
