//! `cargo xtask up -- COMMAND`: the services for one command.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::options::Options;
use crate::ports::{self, Ports};
use crate::services::{self, Wanted};
use crate::supervisor::{Supervisor, run_in_foreground};
use crate::{front, places, progress};

/// Starts the services on fresh data, runs the command with their addresses in its environment, and stops them.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &[], &["--dir", "--wiki-port"])?;
    let Some((program, arguments)) = options.rest.split_first() else {
        bail!("say after -- which command to run, for example: cargo xtask up -- cargo test -p helpdesk_tests");
    };
    let dir = match options.value("--dir") {
        Some(dir) => std::path::absolute(dir)?,
        None => places::target().join("up"),
    };
    let mut ports = Ports::default();
    let wiki_port = match options.value("--wiki-port") {
        Some(text) => Some(ports.given("--wiki-port", ports::parse("--wiki-port", text)?)?),
        None => None,
    };
    progress::step("wiki-front built", front::build)?;
    let mut supervisor = Supervisor::new(&dir)?;
    let services =
        services::start(&mut supervisor, &mut ports, &Wanted { wiki_port, fresh: true, ..Wanted::default() })?;
    let mut command = Command::new(program);
    command.args(arguments).envs(services.test_environment());
    let status = run_in_foreground(program, command)?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
