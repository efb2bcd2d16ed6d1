//! The crash test: generated histories over the real service and worker, which are killed, as MariaDB is, at
//! points inside commands and jobs. Afterwards everything acknowledged is on record, every edit is on the wiki once
//! and in order, and the state is that of a run without faults.
//!
//! `cargo xtask crash` prepares the database and starts this program; as `serve` and `work` it is the service and the
//! worker, compiled with the points at which they can be killed.

mod database;
mod desk;
mod kills;
mod parts;
mod play;
mod run;
mod story;
mod verdict;
mod wiki;

use anyhow::{Context, Result, bail};
use clap::Parser;
use helpdesk_server::cli::Cli;
use std::path::PathBuf;
use std::process::ExitCode;

/// The variable that names the file with the plan of the next kill.
const PLAN: &str = "HELPDESK_KILL_PLAN";

/// What the program is told.
pub struct Options {
    /// How many runs.
    pub runs: u32,
    /// What the histories and kills are made from.
    pub seed: u64,
    /// The program `mariadbd`.
    pub mariadbd: PathBuf,
    /// Its settings.
    pub settings: PathBuf,
    /// Its socket.
    pub socket: PathBuf,
    /// Where logs and plans go.
    pub dir: PathBuf,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [command] = words.as_slice()
        && matches!(command.as_str(), "serve" | "work")
    {
        return child(command);
    }
    match options(&words).and_then(|options| run::all(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crash: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The service or the worker.
fn child(command: &str) -> ExitCode {
    if let Some(plan) = std::env::var_os(PLAN) {
        helpdesk_server::faults::arm(plan.into());
    }
    let more = (command == "serve").then_some("--no-migrate");
    let words = ["helpdesk-server", command].into_iter().chain(more);
    helpdesk_server::cli::run(Cli::parse_from(words), std::env::vars())
}

fn options(words: &[String]) -> Result<Options> {
    let value = |name: &str| {
        let place = words.iter().position(|word| word == name);
        place
            .and_then(|at| words.get(at + 1))
            .with_context(|| format!("{name} is missing; start this with xtask"))
    };
    if words.len() != 12 {
        bail!("start this with `cargo xtask crash`");
    }
    Ok(Options {
        runs: value("--runs")?.parse().context("--runs")?,
        seed: value("--seed")?.parse().context("--seed")?,
        mariadbd: value("--mariadbd")?.into(),
        settings: value("--settings")?.into(),
        socket: value("--socket")?.into(),
        dir: value("--dir")?.into(),
    })
}
