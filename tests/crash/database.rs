//! MariaDB, which can be killed and started again, and a connection of the test's own.

use crate::Options;
use anyhow::{Context, Result, bail};
use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Conn, Opts, OptsBuilder};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

/// The database's name.
pub const NAME: &str = "helpdesk_crash";
/// How long it may take to come back.
const PATIENCE: Duration = Duration::from_secs(30);

/// The database.
pub struct Database {
    command: (PathBuf, PathBuf, PathBuf),
    socket: String,
    server: Mutex<Option<Child>>,
}

impl Database {
    /// Starts it on an empty database.
    pub async fn start(options: &Options) -> Result<Self> {
        let this = Self {
            command: (options.mariadbd.clone(), options.settings.clone(), options.dir.join("mariadb.log")),
            socket: options.socket.display().to_string(),
            server: Mutex::new(None),
        };
        this.spawn().await?;
        let mut conn = this.conn(None).await?;
        conn.query_drop(format!("DROP DATABASE IF EXISTS {NAME}")).await?;
        conn.query_drop(format!("CREATE DATABASE {NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"))
            .await?;
        conn.disconnect().await?;
        Ok(this)
    }

    /// The socket's path.
    pub fn socket(&self) -> &str {
        &self.socket
    }

    async fn spawn(&self) -> Result<()> {
        let (program, settings, log) = &self.command;
        let log = std::fs::File::options().create(true).append(true).open(log).context("the log of MariaDB")?;
        let mut command = Command::new(program);
        command.arg(format!("--defaults-file={}", settings.display())).arg("--user=root");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        *self.server.lock().await = Some(command.spawn().context("mariadbd")?);
        self.conn(None).await?.disconnect().await?;
        Ok(())
    }

    /// Kills it at once, and starts it again.
    pub async fn kill_and_start(&self) -> Result<()> {
        if let Some(mut server) = self.server.lock().await.take() {
            server.kill().await.context("killing MariaDB")?;
        }
        self.spawn().await
    }

    /// A connection, as soon as it answers.
    async fn conn(&self, name: Option<&str>) -> Result<Conn> {
        let begin = Instant::now();
        loop {
            let options = OptsBuilder::default()
                .user(Some("root"))
                .prefer_socket(false)
                .socket(Some(&self.socket))
                .db_name(name);
            match Conn::new(Opts::from(options)).await {
                Ok(conn) => return Ok(conn),
                Err(error) if begin.elapsed() > PATIENCE => bail!("MariaDB does not answer: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    /// Runs a statement that may be run twice.
    pub async fn run(&self, statement: &str) -> Result<()> {
        self.rows::<mysql_async::Row>(statement).await.map(drop)
    }

    /// The rows of a statement that may be run twice.
    pub async fn rows<T: FromRow + Send + 'static>(&self, statement: &str) -> Result<Vec<T>> {
        let mut last = None;
        for _ in 0..20 {
            let mut conn = self.conn(Some(NAME)).await?;
            match conn.query(statement).await {
                Ok(rows) => {
                    conn.disconnect().await.ok();
                    return Ok(rows);
                }
                // Killed meanwhile, or a deadlock with the worker.
                Err(error) => last = Some(error),
            }
        }
        bail!("{statement}: {last:?}")
    }
}
