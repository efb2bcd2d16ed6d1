//! The service as the test sees it: its record, its policy, and people with tokens of the gadget.

use crate::database::Database;
use anyhow::{Context, Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_domain::{Actor, Policy, Role};
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::app::people::{Identity, sign_in};
use helpdesk_server::app::{App, gadget_tokens, policy, roles};
use helpdesk_server::clock::SystemClock;
use helpdesk_server::config::Config;
use helpdesk_server::store::{Store, migrate};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Casts that take turns, so that nobody writes more often than a person may.
const CASTS: usize = 16;
/// Casts beside them that play the whole story.
pub const WHOLE: usize = 4;
const ROLES: [Option<Role>; 5] =
    [None, Some(Role::Staff), Some(Role::Secretary), Some(Role::Committee), Some(Role::Committee)];

/// People who act in a run; the first is the requester.
#[derive(Clone, Debug)]
pub struct Cast {
    /// They as the rules know them.
    pub actors: Vec<Actor>,
    /// Their tokens.
    pub tokens: Vec<String>,
    /// The requester's account.
    pub requester: String,
}

/// The service past its processes.
pub struct Desk {
    /// The record.
    pub app: App,
    /// The rules.
    pub policy: Arc<Policy>,
    /// What the processes find in their environment.
    pub environment: Vec<(String, String)>,
    /// The wiki's origin, which tokens are bound to.
    pub origin: String,
    /// The address that the services say they have, ending in `/`.
    pub address: String,
    /// The addresses where they are.
    pub addresses: Vec<String>,
    /// The casts.
    pub casts: Vec<Cast>,
}

impl Desk {
    /// Brings the database to its schema and makes people; the services have these ports, and mail is set as said.
    pub async fn open(
        database: &Database,
        wiki_port: u16,
        ports: &[u16],
        mail: Vec<(&'static str, String)>,
    ) -> Result<Self> {
        let port = *ports.first().context("a port")?;
        let origin = format!("http://127.0.0.1:{wiki_port}");
        let environment: Vec<(String, String)> = [
            ("PORT", port.to_string()),
            ("HELPDESK_PUBLIC_URL", format!("http://localhost:{port}/")),
            ("HELPDESK_WIKI_API", format!("{origin}/w/api.php")),
            ("HELPDESK_WIKI_ORIGINS", origin.clone()),
            ("HELPDESK_OAUTH_URL", format!("{origin}/w/rest.php/oauth2")),
            ("HELPDESK_OAUTH_CLIENT_ID", "crash".to_owned()),
            ("HELPDESK_OAUTH_CLIENT_SECRET", "crash".to_owned()),
            ("HELPDESK_TOKEN_KEYS", format!("crash:{}", "5a".repeat(32))),
            ("HELPDESK_FIRST_STEWARD", "steward".to_owned()),
            ("HELPDESK_TOOL_ACCOUNT_TOKEN", "tool".to_owned()),
            ("HELPDESK_LOG", "info".to_owned()),
        ]
        .into_iter()
        .chain(database.environment(0))
        .chain(mail)
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let config =
            Config::from_env(environment.iter().cloned()).map_err(|wrong| anyhow!(wrong.join("\n")))?;
        let store = Store::new(&config.database)?;
        migrate::migrate(&store, "crash-----------").await.context("the schema")?;
        let app = App::new(store, Arc::new(SystemClock { offset: 0 }), Arc::new(config), Arc::new(SystemIds));
        policy::adopt_default(&app).await?;
        let policy = app.policy().await?.policy;
        let address = format!("http://localhost:{port}/");
        let addresses = ports.iter().map(|port| format!("http://localhost:{port}/")).collect();
        let mut this = Self { app, policy, environment, origin, address, addresses, casts: Vec::new() };
        let steward = this.sign_in("steward").await?;
        for n in 0..CASTS + WHOLE {
            let cast = this.cast(&steward, n).await?;
            this.casts.push(cast);
        }
        Ok(this)
    }

    /// The environment of one process of several: a service has a port, and of a cluster each has its own first node.
    pub fn environment_of(
        &self,
        database: &Database,
        place: usize,
        port: Option<u16>,
    ) -> Vec<(String, String)> {
        let own = database.environment(place).into_iter().map(|(name, value)| (name.to_owned(), value));
        let port = port.map(|port| ("PORT".to_owned(), port.to_string()));
        self.environment.iter().cloned().chain(own).chain(port).collect()
    }

    async fn sign_in(&self, name: &str) -> Result<Actor> {
        let identity = Identity {
            issuer: "crash".to_owned(),
            sub: name.to_owned(),
            name: name.to_owned(),
            blocked: false,
            temporary: false,
            registered: None,
        };
        Ok(sign_in(&self.app, &identity, None).await?.actor())
    }

    async fn cast(&self, steward: &Actor, n: usize) -> Result<Cast> {
        let (mut actors, mut tokens) = (Vec::new(), Vec::new());
        for (place, role) in ROLES.iter().enumerate() {
            let name = format!("Person {place} of {n}");
            self.sign_in(&name).await?;
            if let Some(role) = role {
                roles::grant(&self.app, steward, &name, *role).await?;
            }
            let actor = self.sign_in(&name).await?;
            let verifier = format!("a verifier of more than forty characters for {name}");
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
            let code = gadget_tokens::create_code(&self.app, actor.person, &self.origin, &challenge).await?;
            let token = gadget_tokens::redeem(&self.app, code.expose_secret(), &verifier, &self.origin).await?;
            actors.push(actor);
            tokens.push(token.expose_secret().to_owned());
        }
        Ok(Cast { actors, tokens, requester: format!("Person 0 of {n}") })
    }
}
