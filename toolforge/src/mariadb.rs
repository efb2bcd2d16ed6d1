//! A private MariaDB: own data folder, socket only, with ToolsDB's values.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::places;
use crate::supervisor::Supervisor;

/// A user like a tool's on ToolsDB: 20 connections, its own databases, nothing else.
pub const USER: &str = "helpdesk";
/// Its password.
pub const PASSWORD: &str = "helpdesk-local";

/// ToolsDB's values.
pub const COMMON: &str = "\
sql_mode=STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
innodb_strict_mode=ON
innodb_flush_log_at_trx_commit=1
innodb_log_file_size=48M
max_allowed_packet=32M
max_connections=1024
max_statement_time=3600
wait_timeout=600
interactive_timeout=28800
";

/// Linux allows 107 bytes for a socket's path.
const SOCKET_PATH: usize = 100;

/// A running server.
pub struct Database {
    /// The socket, where `root` needs no password.
    pub socket: PathBuf,
}

impl Database {
    /// Runs statements as root.
    pub fn execute(&self, supervisor: &Supervisor, statements: &str) -> Result<()> {
        let mut client = Command::new("mariadb");
        client
            .args(["--no-defaults", "--user=root", "--execute", statements])
            .arg(option("socket", &self.socket));
        supervisor.run("mariadb-client", client)
    }
}

/// Starts the server on `dir`, making its data folder if there is none; `wait` tells when it answers.
pub fn start(supervisor: &mut Supervisor, dir: &Path) -> Result<Database> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let data = dir.join("data");
    let socket = socket(dir, "")?;
    let settings = dir.join("my.cnf");
    write_settings(&settings, &data, &socket, dir)?;
    if !data.is_dir() {
        install(supervisor, dir, &data)?;
    }
    let command = server(&settings)?;
    // A clean shutdown writes the pages back; killed, the next start has to recover them.
    supervisor.start("mariadb", command, Duration::from_secs(30))?;
    Ok(Database { socket })
}

/// The server under these settings.
pub fn server(settings: &Path) -> Result<Command> {
    let server =
        places::on_path("mariadbd").context("mariadbd is missing; `cargo xtask packages` installs it")?;
    let mut command = Command::new(server);
    command.arg(option("defaults-file", settings)).args(as_root());
    Ok(command)
}

/// Waits until the server answers, and makes the tool's user.
pub fn wait(supervisor: &mut Supervisor, database: &Database) -> Result<()> {
    supervisor
        .wait_until("mariadb", Duration::from_secs(60), || UnixStream::connect(&database.socket).is_ok())?;
    database.execute(
        supervisor,
        &format!(
            "CREATE USER IF NOT EXISTS {USER}@localhost IDENTIFIED BY '{PASSWORD}' WITH MAX_USER_CONNECTIONS 20; \
             GRANT ALL ON `{USER}%`.* TO {USER}@localhost;"
        ),
    )
}

/// The data folder appears whole or not at all, so that a start which was interrupted is simply made again.
pub fn install(supervisor: &Supervisor, dir: &Path, data: &Path) -> Result<()> {
    let new = dir.join("data.new");
    if new.exists() {
        std::fs::remove_dir_all(&new).with_context(|| format!("cannot remove {}", new.display()))?;
    }
    let mut command = Command::new("mariadb-install-db");
    command
        .arg("--no-defaults")
        .arg(option("datadir", &new))
        .args([
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--innodb-log-file-size=48M",
        ])
        .args(as_root());
    supervisor.run("mariadb-install", command)?;
    std::fs::rename(&new, data).with_context(|| format!("cannot make {}", data.display()))
}

fn write_settings(file: &Path, data: &Path, socket: &Path, dir: &Path) -> Result<()> {
    let settings = format!(
        "[mariadbd]\ndatadir={}\nsocket={}\npid-file={}\nskip-networking\nskip-name-resolve\n{COMMON}",
        data.display(),
        socket.display(),
        dir.join("mariadb.pid").display()
    );
    std::fs::write(file, settings).with_context(|| format!("cannot write {}", file.display()))
}

/// A socket in the folder, or elsewhere if its path is too long; `name` tells several of one process apart.
pub fn socket(dir: &Path, name: &str) -> Result<PathBuf> {
    let near = dir.join("mariadb.sock");
    if near.as_os_str().len() <= SOCKET_PATH {
        return Ok(near);
    }
    let far = std::env::temp_dir().join(format!("helpdesk-{}{name}.sock", std::process::id()));
    if far.as_os_str().len() > SOCKET_PATH {
        bail!("the path {} is too long for a socket; give a shorter folder with --dir", near.display());
    }
    Ok(far)
}

fn option(name: &str, path: &Path) -> String {
    format!("--{name}={}", path.display())
}

/// MariaDB refuses to run as root unless told to.
fn as_root() -> Option<&'static str> {
    rustix::process::geteuid().is_root().then_some("--user=root")
}
