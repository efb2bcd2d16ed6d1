//! What a machine needs beyond Rust and git, and installing what is missing. Nothing here starts or replaces a service.

mod install;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::dovecot;
use crate::options::Options;
use crate::places;
use crate::wasm::{Choice, DEBIAN_PACKAGES};

/// The server and its tools without the service that `mariadb-server` would start.
const DATABASE: [&str; 2] = ["mariadb-server-core", "mariadb-client"];
/// The SMTP peer of the tests and the demo, and the certificates that it makes.
const MAIL: [&str; 2] = ["python3-aiosmtpd", "openssl"];
const WIKI: [&str; 8] =
    ["php-cli", "php-sqlite3", "php-intl", "php-mbstring", "php-xml", "php-curl", "php-apcu", "php-gmp"];
/// The version that `.cargo/deny.toml` was written for.
const CARGO_DENY: &str = "0.20.2";

/// What a command is going to use.
#[derive(Clone, Copy)]
pub struct Wants {
    /// Chromium.
    pub browser: bool,
    /// cargo-deny.
    pub deny: bool,
    /// How the gadget's wasm is made.
    pub wasm: Choice,
}

/// One thing that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Missing {
    /// Debian packages.
    Debian { packages: Vec<String>, what_for: &'static str },
    /// The wasm target, from rustup or as Debian's packages.
    Wasm(Choice),
    /// Debian's packages of Dovecot, unpacked below the target folder.
    Dovecot,
    /// cargo-deny, from source.
    CargoDeny,
    /// The packages of toolforge/npm.
    Npm,
}

/// `cargo xtask packages`.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &["--no-install", "--browser"], &["--wasm"])?;
    let wasm = Choice::parse(options.value("--wasm"))?;
    let complete =
        provide(Wants { browser: options.has("--browser"), deny: true, wasm }, options.has("--no-install"))?;
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says what is missing and installs it; with `no_install` it only says so. Gives back whether all is there then.
pub fn provide(wants: Wants, no_install: bool) -> Result<bool> {
    let missing = missing(wants)?;
    if missing.is_empty() {
        println!("Everything that is needed is installed.");
        return Ok(true);
    }
    println!("{}", if no_install { "This machine lacks:" } else { "This machine lacks, and gets now:" });
    for one in &missing {
        println!("  {}", one.words());
    }
    if no_install {
        return Ok(false);
    }
    places::need_space(&places::target(), 2048)?;
    install::all(&missing)?;
    Ok(true)
}

impl Missing {
    fn words(&self) -> String {
        match self {
            Self::Debian { packages, what_for } => {
                format!("Debian packages for {what_for}: {}", packages.join(" "))
            }
            Self::Wasm(Choice::Rustup) => "rustup's target wasm32-unknown-unknown, for the gadget".to_owned(),
            Self::Wasm(Choice::Debian) => {
                format!("Debian packages for the gadget: {}", DEBIAN_PACKAGES.join(" "))
            }
            Self::Dovecot => "Debian's Dovecot, unpacked and not installed, for the mailbox".to_owned(),
            Self::CargoDeny => {
                format!("cargo-deny {CARGO_DENY}, for the licence check (built from source: minutes)")
            }
            Self::Npm => {
                "the npm packages of toolforge/npm, for building the gadget and driving the browser".to_owned()
            }
        }
    }
}

fn missing(wants: Wants) -> Result<Vec<Missing>> {
    let mut found = Vec::new();
    let mut debian = |needed: &[&str], what_for| -> Result<()> {
        let packages = lacking(needed, &installed(needed)?);
        if !packages.is_empty() {
            found.push(Missing::Debian { packages, what_for });
        }
        Ok(())
    };
    // A machine that has a whole server of its own has these programs too.
    if ["mariadbd", "mariadb-install-db", "mariadb"].iter().any(|program| places::on_path(program).is_none()) {
        debian(&DATABASE, "the database")?;
    }
    debian(&WIKI, "the wiki")?;
    debian(&MAIL, "mail")?;
    if wants.browser && places::on_path("chromium").is_none() {
        debian(&["chromium"], "the browser")?;
    }
    let programs: Vec<&str> = [("node", "nodejs"), ("npm", "npm"), ("xz", "xz-utils")]
        .iter()
        .filter(|(program, _)| places::on_path(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    debian(&programs, "building the gadget")?;
    if places::on_path("openssl").is_none() {
        debian(&["openssl"], "the mailbox's certificates")?;
    }
    if !dovecot::is_there() {
        found.push(Missing::Dovecot);
    }
    if wants.wasm.ready().is_none() {
        found.push(Missing::Wasm(wants.wasm));
    }
    if wants.deny && !has_cargo_deny() {
        found.push(Missing::CargoDeny);
    }
    if !install::npm_is_current() {
        found.push(Missing::Npm);
    }
    Ok(found)
}

fn has_cargo_deny() -> bool {
    let deny =
        Command::new("cargo").args(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    deny.is_ok_and(|status| status.success())
}

/// Those of the packages that dpkg has installed.
pub fn installed(packages: &[&str]) -> Result<BTreeSet<String>> {
    if packages.is_empty() {
        return Ok(BTreeSet::new());
    }
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()
        .context("dpkg-query is missing: this needs Debian 12 or 13")?;
    Ok(parse_installed(&String::from_utf8_lossy(&output.stdout)))
}

fn parse_installed(lines: &str) -> BTreeSet<String> {
    lines.lines().filter_map(|line| line.strip_suffix(" installed")).map(str::to_owned).collect()
}

fn lacking(needed: &[&str], installed: &BTreeSet<String>) -> Vec<String> {
    needed
        .iter()
        .filter(|package| !installed.contains(**package))
        .map(|package| (*package).to_owned())
        .collect()
}

/// Where npm's packages are named.
fn npm_dir() -> PathBuf {
    places::root().join("toolforge/npm")
}

/// `apt-get` as root, or through sudo.
fn apt_get() -> Result<Command> {
    let quiet = ["DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1", "apt-get"];
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("env");
        command.args(quiet);
        return Ok(command);
    }
    if places::on_path("sudo").is_none() {
        bail!("not root, and there is no sudo: run this as root once, or install the packages above by hand");
    }
    // The password is asked for here, in the foreground.
    if !Command::new("sudo").arg("-v").status().context("cannot start sudo")?.success() {
        bail!("not root, and sudo gave no permission to install packages");
    }
    let mut command = Command::new("sudo");
    command.args(quiet);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_installed_now_counts() {
        let lines = "php-cli installed\nphp-xml config-files\nphp-intl not-installed\n";
        let installed = parse_installed(lines);
        assert_eq!(
            lacking(&["php-cli", "php-xml", "php-intl", "php-gmp"], &installed),
            ["php-xml", "php-intl", "php-gmp"]
        );
        assert!(lacking(&["php-cli"], &installed).is_empty());
    }

    #[test]
    fn no_package_with_a_service_is_asked_for() {
        let all: Vec<&str> =
            DATABASE.iter().chain(&WIKI).chain(&MAIL).chain(&DEBIAN_PACKAGES).copied().collect();
        for service in ["mariadb-server", "mediawiki", "apache2", "php", "php-fpm"] {
            assert!(!all.contains(&service), "{service} would start or replace a service");
        }
    }
}
