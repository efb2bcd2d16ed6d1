//! What the tool needs around it: MariaDB, the wiki, and wiki-front before the wiki.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::dovecot::{self, Mailboxes};
use crate::front::Client;
use crate::mariadb::Database;
use crate::ports::Ports;
use crate::supervisor::Supervisor;
use crate::{accounts, front, mariadb, places, progress, random, wiki, wiki_template};

/// What is asked of the services.
#[derive(Default)]
pub struct Wanted {
    /// The wiki's address, as people use it; any free port if none is given.
    pub wiki_port: Option<u16>,
    /// Whether data of an earlier run in the same folder is thrown away.
    pub fresh: bool,
    /// OAuth clients to register.
    pub clients: Vec<Client>,
    /// Tokens of owner-only clients, with the account each one acts as.
    pub static_tokens: Vec<(String, String)>,
}

/// The running services. They belong to the supervisor, which stops them.
pub struct Services {
    /// MariaDB.
    pub database: Database,
    /// The wiki as people and clients use it.
    pub wiki_url: String,
    /// The wiki without wiki-front.
    pub backend_url: String,
    /// The secret of wiki-front.
    pub front_key: String,
    /// The wiki's data folder.
    pub wiki_data: PathBuf,
    /// The wiki's user ids by name.
    pub user_ids: BTreeMap<String, String>,
    /// Mailboxes, if Dovecot is there.
    pub mailboxes: Option<Mailboxes>,
}

/// Starts all of them and waits until they answer. `wiki-front` must have been built.
pub fn start(supervisor: &mut Supervisor, ports: &mut Ports, wanted: &Wanted) -> Result<Services> {
    let dir = supervisor.dir().to_owned();
    let (database_dir, wiki_data) = (dir.join("mariadb"), dir.join("wiki"));
    let outdated = wiki_template::is_outdated(&wiki_data)?;
    if outdated && !wanted.fresh {
        println!("The wiki is made in another way than at the last start: starting with fresh data.");
    }
    if wanted.fresh || outdated {
        for old in [&database_dir, &wiki_data] {
            if old.exists() {
                std::fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
            }
        }
    }
    places::need_space(&dir, 700)?;
    let template = wiki_template::find_or_make()?;
    let wiki_port = match wanted.wiki_port {
        Some(port) => port,
        None => ports.any()?,
    };
    let backend_port = ports.any()?;
    let front_key = random::hex::<16>()?;
    let wiki_url = format!("http://127.0.0.1:{wiki_port}");
    let database = progress::step("MariaDB and the wiki", || {
        let database = mariadb::start(supervisor, &database_dir)?;
        let settings = wiki::Settings { port: backend_port, public_url: &wiki_url, front_key: &front_key };
        wiki::start(supervisor, &template, &wiki_data, &settings)?;
        mariadb::wait(supervisor, &database)?;
        wiki::wait(supervisor, backend_port)?;
        front::start(
            supervisor,
            &front::Settings {
                port: wiki_port,
                backend_port,
                key: &front_key,
                clients: &wanted.clients,
                static_tokens: &wanted.static_tokens,
            },
        )?;
        Ok(database)
    })?;
    let mailboxes = if dovecot::is_there() {
        Some(progress::step("Dovecot", || dovecot::start(supervisor, ports, &dir.join("dovecot")))?)
    } else {
        println!("Dovecot is missing, and what needs a mailbox fails; `cargo xtask packages` gets it.");
        None
    };
    let user_ids = accounts::ids(&wiki_data)?;
    Ok(Services {
        database,
        backend_url: format!("http://127.0.0.1:{backend_port}"),
        wiki_url,
        front_key,
        wiki_data,
        user_ids,
        mailboxes,
    })
}

impl Services {
    /// What tests find the services by.
    pub fn test_environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = vec![
            ("HELPDESK_TEST_DB_SOCKET", self.database.socket.display().to_string()),
            ("HELPDESK_TEST_DB_USER", mariadb::USER.to_owned()),
            ("HELPDESK_TEST_DB_PASSWORD", mariadb::PASSWORD.to_owned()),
            ("HELPDESK_TEST_WIKI_URL", self.wiki_url.clone()),
            ("HELPDESK_TEST_WIKI_BACKEND", self.backend_url.clone()),
            ("HELPDESK_TEST_WIKI_DATA", self.wiki_data.display().to_string()),
            ("HELPDESK_TEST_FRONT_KEY", self.front_key.clone()),
            ("HELPDESK_TEST_FRONT_CONTROL", format!("{}/__front/control", self.wiki_url)),
        ];
        if let Some(mailboxes) = &self.mailboxes {
            environment.extend([
                ("HELPDESK_TEST_IMAP_PORT", mailboxes.port.to_string()),
                ("HELPDESK_TEST_IMAP_PASSWORD", dovecot::PASSWORD.to_owned()),
                ("HELPDESK_TEST_IMAP_CA", mailboxes.ca.display().to_string()),
                ("HELPDESK_TEST_IMAP_MAIL", mailboxes.mail.display().to_string()),
            ]);
        }
        environment
    }
}
