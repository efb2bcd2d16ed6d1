//! Installing what is missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{CARGO_DENY, Missing, apt_get, npm_dir};
use crate::supervisor::run_to_end;
use crate::wasm::{self, Choice, DEBIAN_PACKAGES};
use crate::{places, progress};

/// Installs everything, one step a kind.
pub fn all(missing: &[Missing]) -> Result<()> {
    let mut packages: Vec<String> = Vec::new();
    for one in missing {
        match one {
            Missing::Debian { packages: more, .. } => packages.extend(more.iter().cloned()),
            Missing::Wasm(Choice::Rustup) => {
                if !progress::step("rustup target add", wasm::add_target)? {
                    bail!("rustup cannot give the target wasm32-unknown-unknown; try --wasm debian");
                }
            }
            Missing::Wasm(Choice::Debian) => {
                packages.extend(DEBIAN_PACKAGES.iter().map(|package| (*package).to_owned()));
            }
            Missing::CargoDeny | Missing::Npm => {}
        }
    }
    if !packages.is_empty() {
        debian(&packages)?;
    }
    if missing.contains(&Missing::Npm) {
        progress::step("npm packages", npm)?;
    }
    if missing.contains(&Missing::CargoDeny) {
        progress::step("cargo-deny", cargo_deny)?;
    }
    Ok(())
}

fn debian(packages: &[String]) -> Result<()> {
    let mut update = apt_get()?;
    update.arg("update");
    progress::step("package lists", || run_to_end("apt-get update", update, &log("apt-update")))?;
    let mut install = apt_get()?;
    // Nothing is removed for it: a server that is there stays.
    install.args([
        "install",
        "--yes",
        "--no-install-recommends",
        "--no-remove",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]);
    install.args(packages);
    progress::step("Debian packages", || run_to_end("apt-get install", install, &log("apt-install")))
}

/// A copy of the lock file that the installed packages were made from.
fn npm_mark() -> PathBuf {
    npm_dir().join("node_modules/.installed-package-lock.json")
}

/// Whether the packages that the lock file names are installed.
pub fn npm_is_current() -> bool {
    let lock = std::fs::read(npm_dir().join("package-lock.json"));
    let mark = std::fs::read(npm_mark());
    matches!((lock, mark), (Ok(lock), Ok(mark)) if lock == mark)
}

fn npm() -> Result<()> {
    let mut npm = Command::new("npm");
    npm.current_dir(npm_dir()).arg("ci");
    run_to_end("npm ci", npm, &log("npm-ci"))?;
    std::fs::copy(npm_dir().join("package-lock.json"), npm_mark())
        .context("cannot mark the npm packages as installed")?;
    Ok(())
}

fn cargo_deny() -> Result<()> {
    let mut cargo = Command::new("cargo");
    // Outside of the checkout, whose own settings are not meant for it.
    cargo.current_dir("/").args(["install", "--locked", "--version", CARGO_DENY, "cargo-deny"]);
    run_to_end("cargo install cargo-deny", cargo, &log("cargo-deny"))
}

fn log(name: &str) -> PathBuf {
    places::target().join("logs").join(format!("{name}.log"))
}
