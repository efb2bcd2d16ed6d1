//! Installing what is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{CARGO_DENY, Missing, apt_get, npm_dir};
use crate::supervisor::run_to_end;
use crate::wasm::{self, Choice, DEBIAN_PACKAGES};
use crate::{dovecot, places, progress};

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
            Missing::CargoDeny | Missing::Npm | Missing::Dovecot => {}
        }
    }
    if !packages.is_empty() {
        debian(&packages)?;
    }
    if missing.contains(&Missing::Dovecot) {
        progress::step("Dovecot", || unpack("dovecot-imapd", &dovecot::unpacked()))?;
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

/// Gets a Debian package, and what it needs that is not installed, and unpacks all of it to a folder.
fn unpack(package: &str, folder: &Path) -> Result<()> {
    let (archives, new) = (folder.with_extension("debs"), folder.with_extension("new"));
    for old in [&archives, &new, folder] {
        if old.exists() {
            std::fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
    }
    std::fs::create_dir_all(archives.join("partial"))
        .with_context(|| format!("cannot make {}", archives.display()))?;
    let mut get = apt_get()?;
    get.args(["install", "--download-only", "--yes", "--no-install-recommends", "-o"]);
    get.arg(format!("Dir::Cache::archives={}", archives.display())).arg(package);
    run_to_end("apt-get download", get, &log("apt-download"))?;
    for entry in std::fs::read_dir(&archives).context("cannot look for what apt-get downloaded")? {
        let file = entry?.path();
        if file.extension().is_some_and(|ending| ending == "deb") {
            let mut dpkg = Command::new("dpkg");
            dpkg.arg("--extract").arg(&file).arg(&new);
            run_to_end("dpkg --extract", dpkg, &log("dpkg-extract"))?;
        }
    }
    std::fs::rename(&new, folder).with_context(|| format!("cannot make {}", folder.display()))
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
