//! `cargo xtask bench`: what the service costs, on generated requests.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::options::Options;
use crate::packages::{self, Wants};
use crate::supervisor::{Supervisor, run_in_foreground, run_to_end};
use crate::wasm::Choice;
use crate::{gadget, mariadb, places, progress};

/// The small record that the large one is compared with, so that growth is seen.
const FEW: u32 = 1000;
/// The large record: far more than a helpdesk has in many years.
const MANY: u32 = 100_000;
/// Enough to see what grows, in a short run.
const QUICK: u32 = 10_000;

/// Builds, starts a private MariaDB, measures, and stops it.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &["--quick", "--no-install"], &["--requests", "--wasm"])?;
    let many = match options.value("--requests") {
        Some(text) => text
            .parse()
            .ok()
            .filter(|many| *many >= FEW)
            .with_context(|| format!("--requests is a number, at least {FEW}, not «{text}»"))?,
        None if options.has("--quick") => QUICK,
        None => MANY,
    };
    let wasm = Choice::parse(options.value("--wasm"))?;
    if !packages::provide(Wants { browser: false, deny: false, wasm }, options.has("--no-install"))? {
        return Ok(ExitCode::FAILURE);
    }
    // A kilobyte an event, with what the database needs to load it.
    places::need_space(&places::target(), 4096 + u64::from(many) / 20)?;
    let program = progress::step("release build", build)?;
    let rules = match options.has("--quick") {
        true => None,
        false => Some(progress::step("gadget's rules for comparison", || gadget::conformance(wasm))?),
    };
    let dir = places::target().join("bench");
    let mut supervisor = Supervisor::new(&dir)?;
    let data = dir.join("mariadb");
    if data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?;
    }
    let database = progress::step("MariaDB", || {
        let database = mariadb::start(&mut supervisor, &data)?;
        mariadb::wait(&mut supervisor, &database)?;
        Ok(database)
    })?;
    let sizes = if many > FEW { format!("{FEW},{many}") } else { many.to_string() };
    let mut bench = Command::new(program);
    bench
        .current_dir(places::root())
        .env("HELPDESK_TEST_DB_SOCKET", &database.socket)
        .env("HELPDESK_TEST_DB_USER", mariadb::USER)
        .env("HELPDESK_TEST_DB_PASSWORD", mariadb::PASSWORD)
        .env("HELPDESK_BENCH_DIR", &dir)
        .env("HELPDESK_BENCH_SERVER", places::target().join("release/helpdesk-server"))
        .env("HELPDESK_BENCH_REQUESTS", sizes);
    if let Some(folder) = rules {
        bench.env("HELPDESK_TEST_CONFORMANCE", folder);
    }
    let status = run_in_foreground("the bench", bench)?;
    if !status.success() {
        bail!("the bench ended with {status}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the service and the bench at once, so that what both use is compiled once, and gives the bench's program.
fn build() -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root());
    cargo.args(["build", "--release", "--message-format", "json-render-diagnostics"]);
    cargo.args([
        "-p",
        "helpdesk_server",
        "--bin",
        "helpdesk-server",
        "-p",
        "helpdesk_tests",
        "--bench",
        "load",
    ]);
    let log = places::target().join("logs/build-bench.log");
    run_to_end("building for the bench", cargo, &log)?;
    let said = std::fs::read_to_string(&log).with_context(|| format!("cannot read {}", log.display()))?;
    executable(&said, "load").context("cargo does not say where the bench is")
}

/// The program of a target, from cargo's messages.
fn executable(messages: &str, target: &str) -> Option<PathBuf> {
    let name = format!("\"name\":\"{target}\"");
    let line = messages.lines().find(|line| line.contains(&name) && line.contains("\"executable\":\""))?;
    let path = line.split_once("\"executable\":\"")?.1.split_once('"')?.0;
    Some(path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_a_target_is_found_among_the_messages() {
        let messages = r#"{"target":{"name":"helpdesk-server"},"executable":"/t/helpdesk-server"}
{"target":{"kind":["bench"],"name":"load"},"fresh":true,"executable":"/t/deps/load-1"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages, "load"), Some("/t/deps/load-1".into()));
        assert_eq!(executable(messages, "other"), None);
    }
}
