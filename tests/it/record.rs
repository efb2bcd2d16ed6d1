//! The record on a real MariaDB: a database of its own for each test.

mod backup;
mod columns;
mod deadlocks;
mod equity;
mod erasure;
mod erasure_by_mail;
mod execute;
mod hidden;
mod lists;
mod meetings;
mod outbox;
mod people;
mod plans;
mod policies;
mod promises;
mod recusal;
mod refresh;
pub mod rotate_keys;
mod schema;
mod seats;
mod seed;
mod time;
mod upgrade;

use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Reference, Role, SupportRequestView, Timestamp, Values, Viewer};
use helpdesk_server::app::crypt::TokenKeys;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::app::people::{Identity, sign_in};
use helpdesk_server::app::{self, App, AppError, IdempotencyKey, policy, roles};
use helpdesk_server::clock::SetClock;
use helpdesk_server::config::{Config, DatabaseConfig, IncomingMailConfig, MailConfig, OauthConfig};
use helpdesk_server::store::{Store, migrate};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder};
use secrecy::SecretString;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Without a database there is nothing to test on.
const HOW: &str = "run `cargo xtask check`, or `cargo xtask up -- cargo test`";
/// The moment at which a test begins: 2026-01-05.
pub const BEGIN: Timestamp = Timestamp(1_767_571_200);

/// Whose accounts the people have.
pub const ISSUER: &str = "http://127.0.0.1:9/w/rest.php/oauth2";

/// A service on a database of its own.
pub struct Record {
    /// The service.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SetClock>,
    socket: String,
    database: String,
    steward: std::sync::Mutex<Option<Actor>>,
    keys: AtomicU32,
}

/// Runs a test on a migrated database with the default policy, and drops it afterwards.
pub fn on_a_record<F>(test: impl FnOnce(Arc<Record>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let record = Arc::new(runtime.block_on(Record::create()));
    let done = runtime.block_on(async { tokio::spawn(test(record.clone())).await });
    runtime.block_on(record.remove());
    if let Err(error) = done {
        std::panic::resume_unwind(error.into_panic());
    }
}

impl Record {
    /// Makes a database, migrates it and adopts the default policy.
    pub async fn create() -> Self {
        let record = Self::bare().await;
        migrate::migrate(&record.app.store, "test------------").await.expect("migrated");
        policy::adopt_default(&record.app).await.expect("a policy");
        record
    }

    /// Makes a database with nothing in it.
    pub async fn bare() -> Self {
        let socket = std::env::var("HELPDESK_TEST_DB_SOCKET").unwrap_or_else(|_| panic!("{HOW}"));
        Self::bare_on(&socket).await
    }

    /// Makes one on the server behind that socket.
    pub async fn bare_on(socket: &str) -> Self {
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("randomness");
        let database = format!("helpdesk_test_{:016x}", u64::from_be_bytes(random));
        let mut conn = connect(socket, None).await;
        let create = format!("CREATE DATABASE {database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
        conn.query_drop(create).await.expect("a database");
        conn.disconnect().await.expect("disconnected");
        let clock = Arc::new(SetClock::at(BEGIN));
        let config = Arc::new(config(socket, &database));
        let store = Store::new(&config.database).expect("a pool");
        let app = App::new(store, clock.clone(), config, Arc::new(SystemIds));
        Self { app, clock, socket: socket.to_owned(), database, steward: None.into(), keys: AtomicU32::new(0) }
    }

    /// Drops the database.
    pub async fn remove(&self) {
        self.app.store.clone().close().await.expect("closed");
        let mut conn = connect(&self.socket, None).await;
        conn.query_drop(format!("DROP DATABASE {}", self.database)).await.expect("dropped");
        conn.disconnect().await.expect("disconnected");
    }

    /// A connection beside the service's own.
    pub async fn conn(&self) -> Conn {
        connect(&self.socket, Some(&self.database)).await
    }

    /// A key that was not used before.
    pub fn key(&self) -> IdempotencyKey {
        let n = self.keys.fetch_add(1, Ordering::SeqCst);
        IdempotencyKey::parse(&format!("{}-{n}", self.database)).expect("a key")
    }

    /// Somebody who signs in for the first time, and is given these roles by the first steward.
    pub async fn person(&self, name: &str, given: &[Role]) -> Actor {
        let kept = *self.steward.lock().expect("not poisoned");
        let steward = match kept {
            Some(steward) => steward,
            None => {
                let steward = self.sign_in("1", "First Steward").await;
                *self.steward.lock().expect("not poisoned") = Some(steward);
                steward
            }
        };
        let sub = format!("sub of {name}");
        self.sign_in(&sub, name).await;
        for role in given {
            roles::grant(&self.app, &steward, name, *role).await.expect("granted");
        }
        self.sign_in(&sub, name).await
    }

    /// Signs an account in.
    pub async fn sign_in(&self, sub: &str, name: &str) -> Actor {
        let identity = Identity {
            issuer: ISSUER.to_owned(),
            sub: sub.to_owned(),
            name: name.to_owned(),
            blocked: false,
            temporary: false,
            registered: None,
        };
        sign_in(&self.app, &identity, None).await.expect("signed in").actor()
    }

    /// A request of somebody, with nothing but what is needed and these.
    pub async fn submit(&self, actor: &Actor, more: &[(&str, &str)]) -> SupportRequestView {
        let mut fields = values(&[("what", "Please help us."), ("reach", "talk-page")]);
        fields.extend(values(more));
        app::submit(&self.app, actor, &fields, &self.key()).await.expect("a request")
    }

    /// An act on what the actor sees now.
    pub async fn act(
        &self,
        actor: &Actor,
        reference: Reference,
        name: CommandName,
        fields: &[(&str, &str)],
    ) -> Result<SupportRequestView, AppError> {
        let seen = app::view(&self.app, Viewer::Person(*actor), reference).await?;
        let act = Act { expected_version: seen.version, fields: values(fields) };
        app::execute(&self.app, actor, reference, name, &act, &self.key()).await
    }
}

/// Fields of a form.
pub fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A configuration for a service on this database; the rest is made up.
pub fn config(socket: &str, database: &str) -> Config {
    let url = |text: &str| text.parse().expect("an address");
    Config {
        bind: std::net::Ipv4Addr::LOCALHOST.into(),
        port: 0,
        public_url: url("http://localhost:8000/"),
        database: DatabaseConfig {
            socket: Some(socket.into()),
            hosts: vec![("127.0.0.1".to_owned(), 3306)],
            user: "root".to_owned(),
            password: None,
            name: database.to_owned(),
            connections: 4,
        },
        wiki_api: url("http://127.0.0.1:9/w/api.php"),
        oauth: OauthConfig {
            base_url: url(ISSUER),
            client_id: "client".to_owned(),
            client_secret: SecretString::from("secret"),
        },
        token_keys: TokenKeys::parse(&format!("test:{}", "5a".repeat(32))).expect("a key"),
        first_steward: Some("1".to_owned()),
        wiki_origins: vec!["http://127.0.0.1:9".to_owned()],
        tool_account_token: None,
        incoming_mail: IncomingMailConfig {
            receiving_host: "mx.example.org".to_owned(),
            ..IncomingMailConfig::default()
        },
        mail: MailConfig { reply: Some("desk+{token}@mail.example".to_owned()), ..MailConfig::default() },
        log: "info".to_owned(),
        clock_offset: 0,
    }
}

async fn connect(socket: &str, database: Option<&str>) -> Conn {
    let options =
        OptsBuilder::default().user(Some("root")).socket(Some(socket)).prefer_socket(false).db_name(database);
    Conn::new(Opts::from(options)).await.unwrap_or_else(|error| panic!("{error}: {HOW}"))
}
