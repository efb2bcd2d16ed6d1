//! Configuration from the environment. Nothing else reads it, and nothing reads it after start-up.

mod incoming_mail;
mod mail;
mod read;

pub use incoming_mail::{ImapConfig, IncomingMailConfig};
pub use mail::{MailConfig, SmtpConfig, SmtpTls};
pub use read::ConfigProblems;

use crate::app::crypt::TokenKeys;
use secrecy::SecretString;
use std::net::IpAddr;
use std::path::PathBuf;
use url::Url;

/// All that is set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on.
    pub bind: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// Where people reach the tool, ending in `/`.
    pub public_url: Url,
    /// The database.
    pub database: DatabaseConfig,
    /// The wiki's `api.php`.
    pub wiki_api: Url,
    /// Sign-in with the wiki.
    pub oauth: OauthConfig,
    /// Keys for what is encrypted or signed.
    pub token_keys: TokenKeys,
    /// Central id of the wiki account that becomes the first steward when it signs in.
    pub first_steward: Option<String>,
    /// Origins of the wikis that the gadget runs on, such as `https://meta.wikimedia.org`.
    pub wiki_origins: Vec<String>,
    /// The owner-only OAuth token of the tool's own account.
    pub tool_account_token: Option<SecretString>,
    /// Where mail comes from, and how it is told apart.
    pub incoming_mail: IncomingMailConfig,
    /// How mail goes out.
    pub mail: MailConfig,
    /// A filter for log lines, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
    /// Seconds that the clock people see is set off by; 0 unless the tool runs on `localhost`.
    pub clock_offset: i64,
}

impl Config {
    /// Where the wiki sends people back after signing in.
    #[must_use]
    pub fn callback(&self) -> Url {
        let mut url = self.public_url.clone();
        url.set_path(&format!("{}sign-in/callback", url.path()));
        url
    }

    /// How the tool names itself towards the wiki, as the Wikimedia User-Agent policy asks.
    #[must_use]
    pub fn user_agent(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!("ContentPartnershipsHubHelpdesk/{version} ({}; helpdesk@wikimedia.se)", self.public_url)
    }
}

/// Where the database is.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// A socket file, before host and port.
    pub socket: Option<PathBuf>,
    /// Hosts and ports: one, or the nodes of one Galera cluster, the first to be used first.
    pub hosts: Vec<(String, u16)>,
    /// The account.
    pub user: String,
    /// Its password, if it has one.
    pub password: Option<SecretString>,
    /// The database's name.
    pub name: String,
    /// The most connections that this process opens.
    pub connections: usize,
}

/// Sign-in with a wiki's OAuth 2.0.
#[derive(Clone, Debug)]
pub struct OauthConfig {
    /// The address that ends in `/oauth2`, without a slash behind.
    pub base_url: Url,
    /// The consumer's key.
    pub client_id: String,
    /// The consumer's secret.
    pub client_secret: SecretString,
}
