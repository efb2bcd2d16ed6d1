//! Debian packages that are downloaded and unpacked, never installed: the machine is left as it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt_source;
use crate::supervisor::run_to_end;

/// Downloads packages of a release, or of this machine's own, and unpacks them into a new folder `to`. `dir` holds the
/// logs.
pub fn unpack(dir: &Path, release: Option<&str>, packages: &[&str], to: &Path) -> Result<()> {
    let apt = dir.join("apt");
    let debs = download(dir, &apt, release, packages)?;
    remove(to)?;
    for deb in debs {
        let mut unpack = Command::new("dpkg");
        unpack.arg("-x").arg(&deb).arg(to);
        run_to_end("unpacking packages", unpack, &dir.join("logs/unpack.log"))?;
    }
    remove(&apt)
}

/// With an apt state of our own.
fn download(dir: &Path, apt: &Path, release: Option<&str>, packages: &[&str]) -> Result<Vec<PathBuf>> {
    remove(apt)?;
    for folder in ["lists/partial", "cache/archives/partial", "debs"] {
        std::fs::create_dir_all(apt.join(folder)).context("cannot make a private apt state")?;
    }
    let own = codename(&std::fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?)?;
    let sources = apt_source::derive(&apt_source::of_this_machine()?, &own, release.unwrap_or(&own))?;
    std::fs::write(apt.join("debian.list"), sources).context("cannot write a private apt state")?;
    let command = |verb: &str| {
        let mut command = Command::new("apt-get");
        command.current_dir(apt.join("debs"));
        for (name, value) in [
            ("Dir::Etc::sourcelist", apt.join("debian.list")),
            ("Dir::Etc::sourceparts", PathBuf::from("/dev/null")),
            ("Dir::State::lists", apt.join("lists")),
            ("Dir::Cache", apt.join("cache")),
        ] {
            command.arg("-o").arg(format!("{name}={}", value.display()));
        }
        command.args(["-o", "Acquire::Languages=none", "-o", "APT::Sandbox::User=root", verb]);
        command
    };
    run_to_end("reading Debian's package lists", command("update"), &dir.join("logs/apt-update.log"))?;
    let mut get = command("download");
    get.args(packages);
    run_to_end("downloading packages", get, &dir.join("logs/apt-download.log"))?;
    let mut debs = Vec::new();
    for entry in std::fs::read_dir(apt.join("debs")).context("cannot read the downloaded packages")? {
        debs.push(entry.context("cannot read the downloaded packages")?.path());
    }
    if debs.len() != packages.len() {
        bail!("apt-get download left {} packages where {} were asked for", debs.len(), packages.len());
    }
    Ok(debs)
}

fn codename(os_release: &str) -> Result<String> {
    os_release
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .map(|name| name.trim_matches('"').to_owned())
        .context("/etc/os-release names no Debian release")
}

fn remove(dir: &Path) -> Result<()> {
    if dir.exists() {
        std::fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_from_the_system() {
        assert_eq!(codename("NAME=\"Debian\"\nVERSION_CODENAME=bookworm\n").unwrap(), "bookworm");
        assert!(codename("NAME=x").is_err());
    }
}
