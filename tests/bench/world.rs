//! A service on a record of its own with generated requests, and a bare handler on the same pool.

use crate::args::Args;
use crate::fill::{Filled, fill};
use crate::stories::Cast;
use actix_web::web::Data;
use actix_web::{HttpResponse, HttpServer, web};
use anyhow::{Context, Result, ensure};
use helpdesk_domain::{Actor, Role};
use helpdesk_server::app::crypt::TokenKeys;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::app::{App, gadget_tokens, policy};
use helpdesk_server::clock::SystemClock;
use helpdesk_server::config::{Config, DatabaseConfig, IncomingMailConfig, MailConfig, OauthConfig};
use helpdesk_server::http;
use helpdesk_server::store::{Store, migrate};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder, Row};
use secrecy::{ExposeSecret, SecretString};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

/// The wiki that the gadget's calls come from.
pub const WIKI: &str = "http://127.0.0.1:9";
/// The key that tokens are kept under: `name:64 hexadecimal digits`.
pub const TOKEN_KEYS: &str = "bench:5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// What is measured.
pub struct World {
    /// The service.
    pub app: App,
    /// Where it listens.
    pub service: SocketAddr,
    /// Where the bare handler listens.
    pub bare: SocketAddr,
    /// How many requests there are.
    pub requests: u32,
    /// What there is to ask for.
    pub filled: Filled,
    /// Those who work on requests.
    pub cast: Cast,
    /// A connection beside the pool.
    pub conn: Conn,
    /// The database's name.
    pub database: String,
}

impl World {
    /// Makes a database with so many requests, and a service that answers from it.
    ///
    /// # Errors
    /// As the database says.
    pub async fn create(args: &Args, requests: u32) -> Result<Self> {
        let database = format!("helpdesk_bench_{requests}");
        let mut conn = connect(&args.socket, None).await?;
        conn.query_drop(format!("DROP DATABASE IF EXISTS {database}")).await?;
        conn.query_drop(format!("CREATE DATABASE {database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"))
            .await?;
        let config = Arc::new(config(args, &database)?);
        let app = App::new(
            Store::new(&config.database)?,
            Arc::new(SystemClock::default()),
            config,
            Arc::new(SystemIds),
        );
        migrate::migrate(&app.store, "bench-----------").await?;
        policy::adopt_default(&app).await?;
        let current = app.policy().await?;
        let cast = Cast::new();
        let mut conn = connect(&args.socket, Some(&database)).await?;
        conn.query_drop("SET unique_checks = 0, foreign_key_checks = 0, max_statement_time = 0").await?;
        let under = (&*current.policy, current.version);
        let filled = fill(&mut conn, under, &cast, requests, &args.dir, app.clock.now()).await?;
        for actor in cast.all() {
            for role in Role::ALL.iter().filter(|role| actor.roles.has(**role)) {
                let row = (actor.person.as_str(), role.code());
                conn.exec_drop("INSERT INTO role_grant (person, role, granted_at) VALUES (?, ?, 0)", row)
                    .await?;
            }
        }
        let service = serve(|listener| http::server(app.clone(), listener))?;
        let bare = serve(|listener| bare(app.store.clone(), listener))?;
        Ok(Self { app, service, bare, requests, filled, cast, conn, database })
    }

    /// What a gadget of this person writes in the head of its calls.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bearer(&self, actor: &Actor) -> Result<String> {
        use base64::Engine;
        use sha2::Digest;
        let verifier = "a verifier of the gadget that is long enough";
        let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier));
        let code = gadget_tokens::create_code(&self.app, actor.person, WIKI, &challenge).await?;
        let token = gadget_tokens::redeem(&self.app, code.expose_secret(), verifier, WIKI).await?;
        Ok(format!("Bearer {}", token.expose_secret()))
    }

    /// The same of many people, as one alone may not send all that a bench sends.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bearers(&self) -> Result<Vec<String>> {
        let mut bearers = Vec::new();
        for actor in self.cast.members.iter().chain(&self.cast.staff) {
            bearers.push(self.bearer(actor).await?);
        }
        Ok(bearers)
    }

    /// How many statements the server has carried out for anybody.
    ///
    /// # Errors
    /// As the database says.
    pub async fn statements(&mut self) -> Result<u64> {
        let row: Option<(String, u64)> =
            self.conn.query_first("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'").await?;
        Ok(row.context("the database counts its statements")?.1)
    }

    /// Every request must be what its events make of it.
    ///
    /// # Errors
    /// If one of those that are looked at cannot be read.
    pub async fn check(&mut self) -> Result<()> {
        let counted: Option<(u64, u64)> = self
            .conn
            .query_first("SELECT (SELECT COUNT(*) FROM support_request), (SELECT COUNT(*) FROM event)")
            .await?;
        let expected = (u64::from(self.requests), self.filled.events);
        ensure!(counted == Some(expected), "{counted:?} were loaded of {expected:?}");
        for reference in self.filled.open.iter().chain(&self.filled.published).step_by(97) {
            helpdesk_server::app::whole_record(&self.app, *reference).await?;
        }
        Ok(())
    }
}

fn serve(server: impl FnOnce(TcpListener) -> Result<actix_web::dev::Server>) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    tokio::spawn(server(listener)?);
    Ok(address)
}

/// What a handler costs that does nothing but ask the database for a number, or for a request's rows.
fn bare(store: Store, listener: TcpListener) -> Result<actix_web::dev::Server> {
    async fn one(store: Data<Store>) -> actix_web::Result<HttpResponse> {
        use actix_web::error::ErrorInternalServerError;
        let mut conn = store.conn().await.map_err(ErrorInternalServerError)?;
        let one: Option<u8> = conn.exec_first("SELECT 1", ()).await.map_err(ErrorInternalServerError)?;
        Ok(HttpResponse::Ok().json(one))
    }
    async fn record(store: Data<Store>, reference: web::Path<String>) -> actix_web::Result<HttpResponse> {
        use actix_web::error::ErrorInternalServerError;
        let mut conn = store.conn().await.map_err(ErrorInternalServerError)?;
        let statement = include_str!("../../sql/queries/support_request/load.sql");
        let rows: Vec<Row> =
            conn.exec(statement, (reference.into_inner(),)).await.map_err(ErrorInternalServerError)?;
        Ok(HttpResponse::Ok().json(rows.len()))
    }
    let server = HttpServer::new(move || {
        let app = actix_web::App::new().app_data(Data::new(store.clone()));
        app.route("/", web::get().to(one)).route("/records/{reference}", web::get().to(record))
    });
    Ok(server.workers(2).disable_signals().listen(listener)?.run())
}

async fn connect(socket: &Path, database: Option<&str>) -> Result<Conn> {
    let options = OptsBuilder::default()
        .user(Some("root"))
        .socket(Some(socket.to_string_lossy()))
        .prefer_socket(false)
        .db_name(database);
    Conn::new(Opts::from(options)).await.context("no connection to MariaDB; run `cargo xtask bench`")
}

fn config(args: &Args, database: &str) -> Result<Config> {
    Ok(Config {
        bind: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        public_url: "http://localhost:8000/".parse()?,
        database: DatabaseConfig {
            socket: Some(args.socket.clone()),
            hosts: vec![("127.0.0.1".to_owned(), 3306)],
            user: args.user.clone(),
            password: Some(SecretString::from(args.password.clone())),
            name: database.to_owned(),
            connections: 4,
        },
        wiki_api: format!("{WIKI}/w/api.php").parse()?,
        oauth: OauthConfig {
            base_url: format!("{WIKI}/w/rest.php/oauth2").parse()?,
            client_id: "client".to_owned(),
            client_secret: SecretString::from("secret"),
        },
        token_keys: TokenKeys::parse(TOKEN_KEYS).map_err(anyhow::Error::msg)?,
        first_steward: None,
        wiki_origins: vec![WIKI.to_owned()],
        tool_account_token: None,
        incoming_mail: IncomingMailConfig::default(),
        mail: MailConfig::default(),
        log: "info".to_owned(),
        clock_offset: 0,
    })
}
