//! `cargo xtask crash`: the service, the worker, intake and MariaDB are killed while requests and mail travel.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::dovecot::{self, Mailboxes};
use crate::options::Options;
use crate::ports::Ports;
use crate::supervisor::{Supervisor, run_in_foreground, run_to_end};
use crate::{mariadb, places, progress, random};

/// How many runs `check` makes, and from which seed.
pub const SHORT: (u32, u64) = (12, 1);
/// For how many seconds `check` shoots at a crowd, and from which seed.
pub const SHORT_CROWD: (u64, u64) = (15, 1);

/// Runs as many as asked for, or shoots at a crowd for so long, from the given seed or a new one.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &[], &["--runs", "--crowd", "--seed"])?;
    let number = |name: &str, default: u64| match options.value(name) {
        Some(text) => text.parse().with_context(|| format!("{name} is a number, not «{text}»")),
        None => Ok(default),
    };
    let seed = number("--seed", u64::from_str_radix(&random::hex::<4>()?, 16)?)?;
    match (options.value("--crowd"), options.value("--runs")) {
        (Some(_), Some(_)) => bail!("say --runs or --crowd"),
        (Some(_), None) => crowd_for(number("--crowd", 0)?, seed)?,
        (None, _) => runs_of(u32::try_from(number("--runs", 100)?).context("--runs")?, seed)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets the crash test kill a database and the rest so many times.
pub fn runs_of(runs: u32, seed: u64) -> Result<()> {
    on_a_database(seed, "--runs", &runs.to_string())
}

/// Lets it kill services and workers that share a database, one a second.
pub fn crowd_for(seconds: u64, seed: u64) -> Result<()> {
    on_a_database(seed, "--crowd", &seconds.to_string())
}

fn on_a_database(seed: u64, option: &str, value: &str) -> Result<()> {
    progress::step("crash test built", build)?;
    let dir = places::target().join("crash");
    let mut supervisor = Supervisor::new(&dir)?;
    places::need_space(&dir, 700)?;
    let data = dir.join("mariadb");
    if data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?;
    }
    let database = progress::step("MariaDB", || {
        let database = mariadb::start(&mut supervisor, &data)?;
        mariadb::wait(&mut supervisor, &database)?;
        supervisor.stop();
        Ok(database)
    })?;
    let mailboxes = progress::step("Dovecot", || {
        dovecot::start(&mut supervisor, &mut Ports::default(), &dir.join("dovecot"))
    })?;
    let server =
        places::on_path("mariadbd").context("mariadbd is missing; `cargo xtask packages` installs it")?;
    println!("{option} {value}, seed {seed}");
    let mut crash = Command::new(places::built("crash"));
    crash.args([option, value, "--seed", &seed.to_string()]);
    crash.arg("--mariadbd").arg(server).arg("--settings").arg(data.join("my.cnf"));
    crash.arg("--socket").arg(&database.socket).arg("--dir").arg(dir.join("parts"));
    tell(&mut crash, &mailboxes);
    let status = run_in_foreground("the crash test", crash)?;
    if !status.success() {
        bail!(
            "the crash test failed; `cargo xtask crash {option} {value} --seed {seed}` plays the same histories again"
        );
    }
    Ok(())
}

fn tell(crash: &mut Command, mailboxes: &Mailboxes) {
    crash.args(["--imap-port", &mailboxes.port.to_string(), "--imap-password", dovecot::PASSWORD]);
    crash.arg("--imap-ca").arg(&mailboxes.ca).arg("--imap-mail").arg(&mailboxes.mail);
}

/// The service with the places at which it is killed; elsewhere it has none.
pub fn build() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root());
    cargo.args(["build", "-p", "helpdesk_tests", "--bin", "crash", "--features", "crash"]);
    run_to_end("building the crash test", cargo, &places::target().join("logs/build-crash.log"))
}
