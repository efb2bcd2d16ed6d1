//! A private Dovecot: IMAP over TLS on loopback, with a certificate authority of its own and an empty
//! mailbox for every user name.
//!
//! Debian's packages are unpacked below the target folder, not installed, since they would bring a
//! service. Their programs look in /usr for one another, so Dovecot runs in a mount namespace of its
//! own where the unpacked files lie over the machine's.

mod settings;

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::places;
use crate::ports::Ports;
use crate::supervisor::Supervisor;
use settings::{Owner, Settings};

/// The password of every mailbox.
pub const PASSWORD: &str = "helpdesk-local";

/// A running server.
pub struct Mailboxes {
    /// The port of IMAP over TLS on `localhost`.
    pub port: u16,
    /// The certificate authority, as PEM.
    pub ca: PathBuf,
    /// The folder with a Maildir for each user.
    pub mail: PathBuf,
}

/// Where Debian's packages are unpacked.
pub fn unpacked() -> PathBuf {
    places::target().join("dovecot")
}

/// Whether they are.
pub fn is_there() -> bool {
    unpacked().join("usr/sbin/dovecot").is_file()
}

/// Starts the server on `dir` and waits until it answers.
pub fn start(supervisor: &mut Supervisor, ports: &mut Ports, dir: &Path) -> Result<Mailboxes> {
    if dir.exists() {
        std::fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    for folder in ["base", "state", "mail", "tls"] {
        std::fs::create_dir_all(dir.join(folder)).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    let ca = certificates(supervisor, &dir.join("tls"))?;
    let owner = Owner::of_this_process()?;
    if let Some(user) = owner.to_give_to() {
        let mut chown = Command::new("chown");
        chown.arg(user).arg(dir.join("mail"));
        supervisor.run("dovecot-owner", chown)?;
    }
    let port = ports.any()?;
    let settings = dir.join("dovecot.conf");
    let words = Settings { dir, port, password: PASSWORD, owner: &owner }.text(version()?);
    std::fs::write(&settings, words).with_context(|| format!("cannot write {}", settings.display()))?;
    supervisor.start("dovecot", in_namespace(&owner, &settings), Duration::from_secs(10))?;
    supervisor.wait_until("dovecot", Duration::from_secs(30), || {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
    })?;
    Ok(Mailboxes { port, ca, mail: dir.join("mail") })
}

/// The command in a mount namespace where the unpacked files lie over the machine's.
fn in_namespace(owner: &Owner, settings: &Path) -> Command {
    let over = "mount -t overlay overlay -o lowerdir=\"$1/usr/lib:/usr/lib\" /usr/lib && \
                mount -t overlay overlay -o lowerdir=\"$1/usr/bin:/usr/bin\" /usr/bin && \
                exec \"$1/usr/sbin/dovecot\" -F -c \"$2\"";
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !owner.is_root() {
        command.args(["--map-current-user", "--keep-caps"]);
    }
    command.args(["sh", "-c", over, "sh"]).arg(unpacked()).arg(settings);
    command
}

/// Major and minor version, of which the settings depend.
fn version() -> Result<(u32, u32)> {
    let said = Command::new(unpacked().join("usr/sbin/dovecot"))
        .arg("--version")
        .env("LD_LIBRARY_PATH", unpacked().join("usr/lib/dovecot"))
        .output()
        .context("Dovecot does not run; remove target/dovecot and let `cargo xtask packages` get it again")?;
    let said = String::from_utf8_lossy(&said.stdout);
    parse_version(&said).with_context(|| format!("Dovecot calls its version {said:?}"))
}

fn parse_version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.split(['.', ' ']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// A certificate authority and the server's certificate by it, good for a week.
fn certificates(supervisor: &Supervisor, dir: &Path) -> Result<PathBuf> {
    if places::on_path("openssl").is_none() {
        bail!("openssl is missing; `cargo xtask packages` installs it");
    }
    let extensions = dir.join("extensions");
    std::fs::write(&extensions, "subjectAltName=DNS:localhost,IP:127.0.0.1\n").context("cannot write")?;
    let file = |name: &str| dir.join(name);
    let run = |words: &[&str], files: &[(&str, PathBuf)]| {
        let mut openssl = Command::new("openssl");
        openssl.args(words);
        for (option, path) in files {
            openssl.arg(option).arg(path);
        }
        supervisor.run("openssl", openssl)
    };
    run(
        &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj", "/CN=Helpdesk tests"],
        &[("-keyout", file("ca.key")), ("-out", file("ca.pem"))],
    )?;
    run(
        &["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"],
        &[("-keyout", file("server.key")), ("-out", file("server.csr"))],
    )?;
    run(
        &["x509", "-req", "-CAcreateserial", "-days", "7"],
        &[
            ("-in", file("server.csr")),
            ("-CA", file("ca.pem")),
            ("-CAkey", file("ca.key")),
            ("-extfile", extensions),
            ("-out", file("server.pem")),
        ],
    )?;
    Ok(file("ca.pem"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_two_numbers() {
        assert_eq!(parse_version("2.3.19.1 (9b53102964)\n"), Some((2, 3)));
        assert_eq!(parse_version("2.4.1-4 (7d8c0e5759)"), Some((2, 4)));
        assert_eq!(parse_version("none"), None);
    }
}
