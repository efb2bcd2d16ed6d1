//! MariaDB, or the nodes of a Galera cluster, which can be killed and started again, and connections of the test's own.

use crate::node::Node;
use crate::{Options, node};
use anyhow::{Result, bail};
use mysql_async::prelude::{FromRow, Queryable};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The database's name.
pub const NAME: &str = "helpdesk_crash";
/// As whom the processes come to a cluster.
const USER: &str = "crash";

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// The database.
pub struct Database {
    nodes: Vec<Node>,
    /// The node that the test asks.
    asked: AtomicUsize,
    /// How often a node was killed.
    kills: AtomicU32,
}

impl Database {
    /// Starts it on an empty database.
    pub async fn start(options: &Options) -> Result<Self> {
        let cluster = options.settings.len() > 1;
        let mut nodes = Vec::new();
        for (place, settings) in options.settings.iter().enumerate() {
            let node = Node::new(options, settings, place, cluster);
            node.start_first(place == 0).await?;
            nodes.push(node);
        }
        let this = Self { nodes, asked: AtomicUsize::new(0), kills: AtomicU32::new(0) };
        let mut conn = this.nodes[0].conn(None).await?;
        conn.query_drop(format!("DROP DATABASE IF EXISTS {NAME}")).await?;
        conn.query_drop(format!("CREATE DATABASE {NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"))
            .await?;
        if cluster {
            conn.query_drop(format!("CREATE OR REPLACE USER {USER}@'127.0.0.1'")).await?;
            conn.query_drop(format!("GRANT ALL ON {NAME}.* TO {USER}@'127.0.0.1'")).await?;
        }
        conn.disconnect().await?;
        Ok(this)
    }

    /// How a process finds it; of a cluster, the node at that place first.
    pub fn environment(&self, place: usize) -> Vec<(&'static str, String)> {
        let name = ("HELPDESK_DATABASE_NAME", NAME.to_owned());
        if let [only] = &self.nodes[..] {
            let user = ("HELPDESK_DATABASE_USER", "root".to_owned());
            return vec![("HELPDESK_DATABASE_SOCKET", only.socket().to_owned()), user, name];
        }
        let mut hosts: Vec<String> = self.nodes.iter().map(|node| node.host().to_owned()).collect();
        let first = place % hosts.len();
        hosts.rotate_left(first);
        vec![("HELPDESK_DATABASE_HOST", hosts.join(",")), ("HELPDESK_DATABASE_USER", USER.to_owned()), name]
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Kills a node at once, and starts it again when the others go on without it: a machine takes longer to come back
    /// than a cluster to notice that it is gone.
    pub async fn kill_and_start(&self, place: usize) -> Result<()> {
        self.kills.fetch_add(1, Ordering::SeqCst);
        self.nodes[place].kill().await?;
        let others = self.nodes.iter().enumerate().filter(|(other, _)| *other != place);
        for (_, other) in others {
            other.goes_on_with(self.nodes.len() - 1).await?;
        }
        self.nodes[place].start_again().await
    }

    /// How often a node was killed so far.
    pub fn kills(&self) -> u32 {
        self.kills.load(Ordering::SeqCst)
    }

    /// Runs a statement that may be run twice.
    pub async fn run(&self, statement: &str) -> Result<()> {
        self.rows::<mysql_async::Row>(statement).await.map(drop)
    }

    /// The rows of a statement that may be run twice.
    pub async fn rows<T: FromRow + Send + 'static>(&self, statement: &str) -> Result<Vec<T>> {
        let mut last = None;
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            let asked = self.asked.load(Ordering::Relaxed) % self.nodes.len();
            let mut conn = match self.nodes[asked].conn(Some(NAME)).await {
                Ok(conn) => conn,
                Err(_) if self.nodes.len() > 1 => {
                    self.asked.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(node::LOOK).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            match conn.query(statement).await {
                Ok(rows) => {
                    conn.disconnect().await.ok();
                    return Ok(rows);
                }
                // Killed meanwhile, a deadlock with the worker, or a node that waits for its cluster.
                Err(error) => last = Some(error),
            }
            self.asked.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(node::LOOK).await;
        }
        bail!("{statement}: {last:?}")
    }
}
