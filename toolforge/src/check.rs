//! `cargo xtask check`: every check and test. It goes on after a failed step, so that all failures are seen at once.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::options::Options;
use crate::packages::{self, Wants};
use crate::ports::Ports;
use crate::progress::seconds;
use crate::services::{self, Wanted};
use crate::supervisor::{Supervisor, run_to_end};
use crate::tally::Tally;
use crate::wasm::Choice;
use crate::{crash, demo, front, gadget, galera, places, process_log, stop_signal};

/// Runs all steps; the last line is the sum.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &["--all", "--no-install"], &["--wasm"])?;
    let wasm = Choice::parse(options.value("--wasm"))?;
    if !packages::provide(Wants { browser: true, deny: true, wasm }, options.has("--no-install"))? {
        return Ok(ExitCode::FAILURE);
    }
    let mut check = Check { sum: Tally::default(), all: options.has("--all") };
    check.step("formatting", 20, || cargo("fmt", &["fmt", "--all", "--", "--check", "--color", "never"]))?;
    check.step("clippy", 400, || {
        cargo("clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
    })?;
    check.step("licences, bans, sources", 30, || {
        cargo("deny", &["deny", "--config", ".cargo/deny.toml", "check", "licenses", "bans", "sources"])
    })?;
    check.step("gadget: size and language", 240, || {
        let (_, printed) = gadget::build(wasm, true)?;
        print!("{printed}");
        Ok(())
    })?;
    let mut conformance = None;
    check.step("gadget: rules for comparison", 120, || {
        conformance = Some(gadget::conformance(wasm)?);
        Ok(())
    })?;
    check.tests(conformance.as_deref())?;
    check.step("killed and started again", 180, || {
        let (runs, seed) = crash::SHORT;
        crash::runs_of(runs, seed)
    })?;
    check.step("three services, two workers, one killed a second", 120, || {
        let (seconds, seed) = crash::SHORT_CROWD;
        crash::crowd_for(seconds, seed)
    })?;
    check.step("story in a browser", 400, || demo::walk(demo::Made { wasm, policy: None }))?;
    if check.all {
        let (seconds, seed) = galera::LONG;
        check.step("on a Galera cluster whose nodes are killed", 300, || galera::for_seconds(seconds, seed))?;
        let second = places::root().join("tests/browser/second-policy.toml");
        check.step("story under a second policy", 400, || {
            demo::walk(demo::Made { wasm, policy: Some(&second) })
        })?;
    }
    println!("{}", check.sum);
    Ok(if check.sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Check {
    sum: Tally,
    all: bool,
}

impl Check {
    /// A step that passes or fails as a whole; `budget` is how many seconds it may take on two cores from nothing.
    fn step(&mut self, title: &str, budget: u64, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let start = Instant::now();
        let done = work();
        if stop_signal::came() {
            bail!("interrupted");
        }
        self.sum.add(Tally::of_step(done.is_ok()));
        println!("{title}: {}, {} of {budget} s", word(done.is_ok()), seconds(start.elapsed()));
        if let Err(error) = done {
            println!("{error:#}");
        }
        Ok(())
    }

    /// All tests, with the services they need.
    fn tests(&mut self, conformance: Option<&Path>) -> Result<()> {
        let start = Instant::now();
        let log = places::target().join("logs/test.log");
        std::fs::remove_file(&log).ok();
        let done = run_tests(conformance, self.all, &log);
        if stop_signal::came() {
            bail!("interrupted");
        }
        let output = std::fs::read_to_string(&log).unwrap_or_default();
        let mut tally = Tally::of_cargo_test(&output);
        let broken = done.is_err() && tally.failed == 0;
        if broken {
            // What did not compile or start has run no test that could have failed.
            tally.failed = 1;
        }
        self.sum.add(tally);
        println!("tests: {tally}, {} of 900 s", seconds(start.elapsed()));
        print!("{}", process_log::failed_tests(&output));
        match done {
            Err(error) if broken => println!("{error:#}"),
            Ok(()) | Err(_) => {}
        }
        Ok(())
    }
}

fn run_tests(conformance: Option<&Path>, all: bool, log: &Path) -> Result<()> {
    front::build()?;
    let mut supervisor = Supervisor::new(&places::target().join("check"))?;
    let services =
        services::start(&mut supervisor, &mut Ports::default(), &Wanted { fresh: true, ..Wanted::default() })?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root()).args(["test", "--workspace", "--no-fail-fast"]);
    cargo.envs(services.test_environment());
    if let Some(folder) = conformance {
        cargo.env("HELPDESK_TEST_CONFORMANCE", folder);
    }
    if all {
        cargo.env("HELPDESK_TEST_ALL", "1");
    }
    run_to_end("cargo test", cargo, log)
}

fn cargo(name: &str, words: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root()).args(words);
    run_to_end(name, cargo, &places::target().join(format!("logs/{name}.log")))
}

fn word(ok: bool) -> &'static str {
    if ok { "ok" } else { "FAILED" }
}
