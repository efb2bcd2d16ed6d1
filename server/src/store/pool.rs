//! Connections, few and short, and transactions that are tried again.

use crate::config::DatabaseConfig;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder, Pool, PoolConstraints, PoolOpts, Transaction, TxOpts};
use secrecy::ExposeSecret;
use std::time::Duration;

/// A transaction that is under way.
pub type Tx<'a> = Transaction<'a>;

/// How long a caller waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(3);
/// How long a connection may stay open unused: ToolsDB asks for short.
const IDLE: Duration = Duration::from_secs(30);
/// How often a transaction is tried in all.
const ATTEMPTS: u32 = 6;
/// One statement, because the driver would run several in no order worth relying on.
const SETUP: &str = "SET SESSION time_zone = '+00:00', \
    sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', \
    max_statement_time = 20, innodb_lock_wait_timeout = 10, tx_isolation = 'READ-COMMITTED'";

/// Why the record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection was to be had in time, or the database is not there for the moment.
    #[error("the database is busy")]
    Busy,
    /// A value that has to be unique is there already.
    #[error("it is there already")]
    Duplicate,
    /// The connection broke while a transaction was committed.
    #[error("the connection broke at a commit")]
    Unknown,
    /// What is stored cannot be what was written.
    #[error("the record is broken: {0}")]
    Broken(String),
    /// The driver's or the server's error.
    #[error("database: {0}")]
    Database(#[source] mysql_async::Error),
}

impl From<mysql_async::Error> for StoreError {
    fn from(error: mysql_async::Error) -> Self {
        match &error {
            mysql_async::Error::Server(server) => match server.code {
                1062 => Self::Duplicate,
                // Too many connections, of all or of this user; a statement that took too long.
                1040 | 1203 | 1226 | 1969 => Self::Busy,
                _ => Self::Database(error),
            },
            mysql_async::Error::Io(_) => {
                tracing::warn!(error = %error, "no connection to the database");
                Self::Busy
            }
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether the same transaction may succeed when tried again: deadlock, lock wait timeout, or a
    /// record that changed since it was read.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(mysql_async::Error::Server(server)) => matches!(server.code, 1020 | 1205 | 1213),
            Self::Unknown => true,
            Self::Busy | Self::Duplicate | Self::Broken(_) | Self::Database(_) => false,
        }
    }
}

/// The database, by a pool of few connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
}

impl Store {
    /// Prepares a pool. Nothing is opened before it is needed.
    ///
    /// # Errors
    /// In words, if the number of connections is 0.
    pub fn new(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let constraints = PoolConstraints::new(0, config.connections)
            .ok_or_else(|| anyhow::anyhow!("a pool needs at least one connection"))?;
        let pool = PoolOpts::default()
            .with_constraints(constraints)
            .with_inactive_connection_ttl(IDLE)
            .with_ttl_check_interval(Duration::from_secs(10))
            // No session state is changed after the set-up; keeping it keeps prepared statements.
            .with_reset_connection(false);
        let socket = config.socket.as_ref().map(|path| path.to_string_lossy().into_owned());
        let options = OptsBuilder::default()
            .ip_or_hostname(config.host.clone())
            .tcp_port(config.port)
            .user(Some(config.user.clone()))
            .pass(config.password.as_ref().map(|password| password.expose_secret().to_owned()))
            .db_name(Some(config.name.clone()))
            .prefer_socket(false)
            .socket(socket)
            // An update that changes nothing still found its row.
            .client_found_rows(true)
            .stmt_cache_size(100)
            .setup(vec![SETUP])
            .pool_opts(pool);
        Ok(Self { pool: Pool::new(Opts::from(options)) })
    }

    /// A connection, for one or a few statements.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if none is free within seconds.
    pub async fn conn(&self) -> Result<Conn, StoreError> {
        match tokio::time::timeout(ACQUIRE, self.pool.get_conn()).await {
            Ok(conn) => Ok(conn?),
            Err(_) => Err(StoreError::Busy),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.conn().await?.query_drop("DO 1").await?)
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.pool.disconnect().await?)
    }
}

/// Begins a transaction. Unless it is committed it is rolled back when its connection is given back.
///
/// # Errors
/// As the database says.
pub async fn begin(conn: &mut Conn) -> Result<Tx<'_>, StoreError> {
    Ok(conn.start_transaction(TxOpts::default()).await?)
}

/// Commits. A connection that breaks here leaves open whether it was committed: the transaction is
/// then run again, and its idempotency key tells.
///
/// # Errors
/// As the database says.
pub async fn commit(tx: Tx<'_>) -> Result<(), StoreError> {
    tx.commit().await.map_err(|error| match error {
        mysql_async::Error::Io(_) => StoreError::Unknown,
        other => other.into(),
    })
}

/// Counts how often a transaction was tried.
#[derive(Debug, Default)]
pub struct Attempts(u32);

impl Attempts {
    /// Whether to run it once more after this error. Waits a little before it says so.
    pub async fn again(&mut self, error: &StoreError) -> bool {
        self.0 += 1;
        if !error.is_passing() || self.0 >= ATTEMPTS {
            return false;
        }
        tracing::info!(attempt = self.0, error = %error, "a transaction is run again");
        tokio::time::sleep(Duration::from_millis(u64::from(10 * self.0 * self.0))).await;
        true
    }
}
