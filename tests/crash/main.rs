//! The crash test: generated histories over the real service, worker and intake, which are killed, as MariaDB is, at
//! points inside commands, jobs and messages. Afterwards everything acknowledged is on record, every edit is on the
//! wiki once and in order, every mail came in and went out once, and the state is that of a run without faults.
//!
//! `cargo xtask crash` prepares the database and the mailbox and starts this program; as `serve`, `work` and `mail` it
//! is the service, the worker and intake, compiled with the points at which they can be killed. With `--crowd` several services and workers share
//! the database, or the nodes of a cluster, and one of all dies each second.

mod crowd;
mod crowd_load;
mod database;
mod desk;
mod kills;
mod letters;
mod mail_verdict;
mod mailbox;
mod node;
mod parts;
mod play;
mod relay;
mod run;
mod scene;
mod story;
mod verdict;
mod whole;
mod wiki;

use anyhow::{Result, bail};
use clap::Parser;
use helpdesk_server::cli::Cli;
use std::path::PathBuf;
use std::process::ExitCode;

/// The variable that names the file with the plan of the next kill.
const PLAN: &str = "HELPDESK_KILL_PLAN";

/// What the program is told; `cargo xtask` tells it.
#[derive(Debug, Parser)]
pub struct Options {
    /// How many runs
    #[arg(long, default_value_t = 0)]
    pub runs: u32,
    /// How many seconds a crowd is shot at
    #[arg(long, conflicts_with = "runs")]
    pub crowd: Option<u64>,
    /// What the histories and kills are made from
    #[arg(long)]
    pub seed: u64,
    /// The program `mariadbd`
    #[arg(long)]
    pub mariadbd: PathBuf,
    /// Its settings; several are the nodes of a cluster
    #[arg(long, required = true)]
    pub settings: Vec<PathBuf>,
    /// Its socket, or those of the nodes in the same order
    #[arg(long, required = true)]
    pub socket: Vec<PathBuf>,
    /// Hosts and ports of the nodes of a cluster in the same order
    #[arg(long)]
    pub host: Vec<String>,
    /// The port of a mailbox by IMAP over TLS on localhost, which runs need
    #[arg(long)]
    pub imap_port: Option<u16>,
    /// Its password
    #[arg(long)]
    pub imap_password: Option<String>,
    /// The certificate authority to believe, as PEM
    #[arg(long)]
    pub imap_ca: Option<PathBuf>,
    /// The folder with its Maildirs
    #[arg(long)]
    pub imap_mail: Option<PathBuf>,
    /// Where logs and plans go
    #[arg(long)]
    pub dir: PathBuf,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [command] = words.as_slice()
        && matches!(command.as_str(), "serve" | "work" | "mail")
    {
        return child(command);
    }
    match all(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crash: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all held.
fn all(options: &Options) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let test = async {
            match options.crowd {
                Some(seconds) => crowd::hold(options, seconds).await,
                None => run::every(options).await,
            }
        };
        tokio::select! {
            done = test => done,
            _ = tokio::signal::ctrl_c() => bail!("interrupted"),
        }
    })
}

/// The service, the worker or intake.
fn child(command: &str) -> ExitCode {
    if let Some(plan) = std::env::var_os(PLAN) {
        helpdesk_server::faults::arm(plan.into());
    }
    let more: &[&str] = match command {
        "serve" => &["--no-migrate"],
        "mail" => &["poll", "--loop"],
        _ => &[],
    };
    let words = ["helpdesk-server", command].into_iter().chain(more.iter().copied());
    helpdesk_server::cli::run(Cli::parse_from(words), std::env::vars())
}
