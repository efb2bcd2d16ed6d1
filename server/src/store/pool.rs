//! Connections, few and short, and transactions that are tried again.

use crate::config::DatabaseConfig;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, DriverError, Opts, OptsBuilder, Pool, PoolConstraints, PoolOpts, Transaction, TxOpts};
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A transaction that is under way.
pub type Tx<'a> = Transaction<'a>;

/// How long a caller waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(3);
/// How long a connection may stay open unused: ToolsDB asks for short.
const IDLE: Duration = Duration::from_secs(30);
/// How often a transaction is tried in all: for some seconds, in which a cluster notices that a node is dead.
const ATTEMPTS: u32 = 11;
/// How long after its first try it may still be tried again.
const BUDGET: Duration = Duration::from_secs(20);
/// One statement, because the driver would run several in no order worth relying on.
const SETUP: &str = "SET SESSION time_zone = '+00:00', \
    sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', \
    max_statement_time = 20, innodb_lock_wait_timeout = 10, tx_isolation = 'READ-COMMITTED'";
/// The same on a Galera cluster: every statement sees what was committed before it on any node.
const SETUP_OF_A_NODE: &str = "SET SESSION time_zone = '+00:00', \
    sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', \
    max_statement_time = 20, innodb_lock_wait_timeout = 10, tx_isolation = 'READ-COMMITTED', wsrep_sync_wait = 7";

// Error numbers: <https://mariadb.com/kb/en/mariadb-error-code-reference/>.
/// A deadlock; on a cluster also another node's transaction that came first.
const LOST_TO_ANOTHER: u16 = 1213;
const LOCK_WAIT_TIMEOUT: u16 = 1205;
const CHANGED_SINCE_READ: u16 = 1020;
/// At a commit that the cluster could not settle.
const ERROR_DURING_COMMIT: u16 = 1180;

/// Why the record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection was to be had in time, or a statement took too long.
    #[error("the database is busy")]
    Busy,
    /// The database is not there for the moment, or this node of its cluster is not part of it.
    #[error("the database is away")]
    Away,
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
                // Shutting down; WSREP has not yet prepared the node; the connection was killed.
                1053 | 1047 | 1927 => Self::Away,
                _ => Self::Database(error),
            },
            mysql_async::Error::Io(_) | mysql_async::Error::Driver(DriverError::ConnectionClosed) => {
                tracing::warn!(error = %error, "no connection to the database");
                Self::Away
            }
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether a table is not there: the schema was not made yet.
    #[must_use]
    pub fn is_missing_table(&self) -> bool {
        matches!(self, Self::Database(mysql_async::Error::Server(server)) if server.code == 1146)
    }

    /// Whether a statement would make a table, column, key or constraint that is there, or remove
    /// one that is not. A statement that changes the schema is done as a whole or not at all.
    #[must_use]
    pub fn is_done_already(&self) -> bool {
        matches!(
            self,
            Self::Database(mysql_async::Error::Server(server))
                if matches!(server.code, 1050 | 1060 | 1061 | 1091 | 1826)
        )
    }

    /// Whether the same transaction may succeed when tried again: a deadlock or a failed certification, a lock wait
    /// timeout, a record that changed since it was read, or a database that was away for a moment.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(mysql_async::Error::Server(server)) => {
                matches!(server.code, LOST_TO_ANOTHER | LOCK_WAIT_TIMEOUT | CHANGED_SINCE_READ)
            }
            Self::Away | Self::Unknown => true,
            Self::Busy | Self::Duplicate | Self::Broken(_) | Self::Database(_) => false,
        }
    }

    /// The server's error number, or a word for what has none; for logs.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Database(mysql_async::Error::Server(server)) => server.code.to_string(),
            Self::Database(_) => "driver".to_owned(),
            Self::Busy => "busy".to_owned(),
            Self::Away => "away".to_owned(),
            Self::Duplicate => "duplicate".to_owned(),
            Self::Unknown => "unknown-commit".to_owned(),
            Self::Broken(_) => "broken".to_owned(),
        }
    }
}

/// The database, by a pool of few connections; of a cluster, one node at a time.
#[derive(Clone, Debug)]
pub struct Store {
    nodes: Arc<[Pool]>,
    /// The place of the node in use.
    current: Arc<AtomicUsize>,
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
        let cluster = socket.is_none() && config.hosts.len() > 1;
        let options = OptsBuilder::default()
            .user(Some(config.user.clone()))
            .pass(config.password.as_ref().map(|password| password.expose_secret().to_owned()))
            .db_name(Some(config.name.clone()))
            .prefer_socket(false)
            .socket(socket)
            // An update that changes nothing still found its row.
            .client_found_rows(true)
            .stmt_cache_size(100)
            .setup(vec![if cluster { SETUP_OF_A_NODE } else { SETUP }])
            .pool_opts(pool);
        let of_host = |(host, port): &(String, u16)| {
            Pool::new(Opts::from(options.clone().ip_or_hostname(host.clone()).tcp_port(*port)))
        };
        let hosts = if cluster { &config.hosts[..] } else { &config.hosts[..1] };
        Ok(Self { nodes: hosts.iter().map(of_host).collect(), current: Arc::default() })
    }

    /// A connection, for one or a few statements. Where the database is a cluster and the node in use is lost, the
    /// next one that is ready is used from then on.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if none is free within seconds, [`StoreError::Away`] if none can be made.
    pub async fn conn(&self) -> Result<Conn, StoreError> {
        let first = self.current.load(Ordering::Relaxed);
        let mut refused = StoreError::Away;
        for step in 0..self.nodes.len() {
            let place = (first + step) % self.nodes.len();
            match self.conn_of(place).await {
                Ok(conn) if step == 0 => return Ok(conn),
                Ok(conn) => {
                    tracing::warn!(node = place, "another node of the database is used");
                    self.current.store(place, Ordering::Relaxed);
                    return Ok(conn);
                }
                Err(error @ (StoreError::Away | StoreError::Busy)) => refused = error,
                Err(other) => return Err(other),
            }
        }
        Err(refused)
    }

    async fn conn_of(&self, place: usize) -> Result<Conn, StoreError> {
        let conn = tokio::time::timeout(ACQUIRE, self.nodes[place].get_conn()).await;
        let mut conn = conn.map_err(|_| StoreError::Busy)??;
        if self.nodes.len() > 1 {
            // A node that lost its cluster still takes connections.
            conn.query_drop("DO 1").await?;
        }
        Ok(conn)
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
        for node in self.nodes.iter() {
            node.clone().disconnect().await?;
        }
        Ok(())
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
    tx.commit().await.map_err(|error| match StoreError::from(error) {
        StoreError::Away => StoreError::Unknown,
        StoreError::Database(mysql_async::Error::Server(server)) if server.code == ERROR_DURING_COMMIT => {
            StoreError::Unknown
        }
        other => other,
    })
}

/// Counts how often a transaction was tried, and since when.
#[derive(Debug)]
pub struct Attempts {
    made: u32,
    begun: Instant,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { made: 0, begun: Instant::now() }
    }
}

impl Attempts {
    /// Whether to run it once more after this error. Waits a little before it says so.
    pub async fn again(&mut self, error: &StoreError) -> bool {
        self.made += 1;
        if !error.is_passing() || self.made >= ATTEMPTS || self.begun.elapsed() > BUDGET {
            return false;
        }
        tracing::info!(attempt = self.made, code = error.code(), error = %error, "a transaction is run again");
        tokio::time::sleep(Duration::from_millis(u64::from(10 * self.made * self.made))).await;
        true
    }
}
