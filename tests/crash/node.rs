//! One MariaDB server, alone or in a Galera cluster.

use crate::Options;
use anyhow::{Context, Result, bail};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

/// How often it is looked whether a server answers.
pub const LOOK: Duration = Duration::from_millis(10);
/// How long one may take to come back.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a node may take to be in step with its cluster.
const IN_STEP: Duration = Duration::from_secs(180);

/// A server.
pub struct Node {
    program: PathBuf,
    settings: PathBuf,
    log: PathBuf,
    socket: String,
    host: String,
    cluster: bool,
    server: Mutex<Option<Child>>,
}

impl Node {
    /// The server of these settings, not started yet.
    pub fn new(options: &Options, settings: &Path, place: usize, cluster: bool) -> Self {
        let name = if cluster { format!("mariadb-{place}.log") } else { "mariadb.log".to_owned() };
        Self {
            program: options.mariadbd.clone(),
            settings: settings.to_owned(),
            log: options.dir.join(name),
            socket: options.socket[place].display().to_string(),
            host: options.host.get(place).cloned().unwrap_or_default(),
            cluster,
            server: Mutex::new(None),
        }
    }

    /// The socket's path.
    pub fn socket(&self) -> &str {
        &self.socket
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Starts it on the data that was prepared; the first of a cluster makes the cluster.
    pub async fn start_first(&self, makes_cluster: bool) -> Result<()> {
        std::fs::remove_file(&self.log).ok();
        self.start((self.cluster && makes_cluster).then(|| "--wsrep-new-cluster".to_owned())).await
    }

    /// Starts it after it was killed: a node says up to where it has what the cluster did, and gets the rest.
    pub async fn start_again(&self) -> Result<()> {
        if !self.cluster {
            return self.start(None).await;
        }
        let said = self.command().arg("--wsrep-recover").stdout(Stdio::piped()).stderr(Stdio::piped()).output();
        let said = said.await.context("mariadbd --wsrep-recover")?;
        self.start(Some(format!("--wsrep-start-position={}", recovered(&said)?))).await
    }

    /// Kills it at once.
    pub async fn kill(&self) -> Result<()> {
        match self.server.lock().await.take() {
            Some(mut server) => server.kill().await.context("killing MariaDB"),
            None => Ok(()),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(format!("--defaults-file={}", self.settings.display())).arg("--user=root");
        command.stdin(Stdio::null()).kill_on_drop(true);
        command
    }

    async fn start(&self, more: Option<String>) -> Result<()> {
        let log =
            std::fs::File::options().create(true).append(true).open(&self.log).context("the log of MariaDB")?;
        let mut command = self.command();
        command.args(more).stdout(log.try_clone()?).stderr(log);
        *self.server.lock().await = Some(command.spawn().context("mariadbd")?);
        let begin = Instant::now();
        let patience = if self.cluster { IN_STEP } else { PATIENCE };
        while !self.is_ready().await {
            if begin.elapsed() > patience {
                bail!("MariaDB is not ready after {} s: {}", patience.as_secs(), self.log.display());
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Waits until it is in a cluster of so many nodes that takes writes.
    pub async fn goes_on_with(&self, nodes: usize) -> Result<()> {
        let begin = Instant::now();
        while self.takes_writes_with().await != Some(nodes) {
            if begin.elapsed() > IN_STEP {
                bail!("{nodes} nodes do not go on after {} s: {}", IN_STEP.as_secs(), self.log.display());
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// With how many nodes it takes writes, itself among them.
    async fn takes_writes_with(&self) -> Option<usize> {
        let mut conn = self.connect(None).await.ok()?;
        let status = "SHOW STATUS WHERE Variable_name IN ('wsrep_cluster_size', 'wsrep_cluster_status')";
        let rows: mysql_async::Result<Vec<(String, String)>> = conn.query(status).await;
        conn.disconnect().await.ok();
        let rows = rows.ok()?;
        let of = |name: &str| rows.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        of("wsrep_cluster_size")?.parse().ok().filter(|_| of("wsrep_cluster_status") == Some("Primary"))
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut conn) = self.connect(None).await else { return false };
        let state: Result<Option<(String, String)>, _> =
            conn.query_first("SHOW STATUS LIKE 'wsrep_local_state_comment'").await;
        conn.disconnect().await.ok();
        !self.cluster || matches!(state, Ok(Some((_, state))) if state == "Synced")
    }

    async fn connect(&self, name: Option<&str>) -> mysql_async::Result<Conn> {
        let options = OptsBuilder::default()
            .user(Some("root"))
            .prefer_socket(false)
            .socket(Some(&self.socket))
            .db_name(name);
        let mut conn = Conn::new(Opts::from(options)).await?;
        if self.cluster && name.is_some() {
            conn.query_drop("SET SESSION wsrep_sync_wait = 7").await?;
            conn.query_drop("DO 1").await?;
        }
        Ok(conn)
    }

    /// A connection, as soon as it answers; of a cluster, only if it does so now.
    pub async fn conn(&self, name: Option<&str>) -> Result<Conn> {
        let begin = Instant::now();
        loop {
            match self.connect(name).await {
                Ok(conn) => return Ok(conn),
                Err(error) if self.cluster || begin.elapsed() > PATIENCE => {
                    bail!("MariaDB does not answer: {error}")
                }
                Err(_) => tokio::time::sleep(LOOK).await,
            }
        }
    }
}

/// The position in what `--wsrep-recover` says: the cluster's id and a number.
fn recovered(said: &Output) -> Result<String> {
    let text = [String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr)].concat();
    let position =
        text.lines().find_map(|line| line.split_once("Recovered position:")).map(|(_, rest)| rest.trim());
    position.map(str::to_owned).context("mariadbd --wsrep-recover names no position")
}
