//! The SMTP peer as a process: `tests/smtp/peer.py`.

use super::plain;
use helpdesk_server::config::{SmtpConfig, SmtpTls};
use helpdesk_server::mail::read::{Incoming, read};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A message that the peer took.
pub struct Taken {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipient.
    pub to: String,
    /// Whether the connection was encrypted.
    pub encrypted: bool,
    /// The message as it was sent.
    pub raw: String,
    /// The message as it is read.
    pub message: Incoming,
}

/// The peer. It ends with the test.
pub struct Peer {
    child: Child,
    folder: PathBuf,
    port: u16,
    tls: SmtpTls,
}

impl Peer {
    /// One that is not encrypted.
    pub fn plain() -> Self {
        Self::start(SmtpTls::None)
    }

    /// One that is encrypted in this way.
    pub fn start(tls: SmtpTls) -> Self {
        let mode = match tls {
            SmtpTls::Whole => "--tls",
            SmtpTls::Required | SmtpTls::Offered => "--starttls",
            SmtpTls::None => "--plain",
        };
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("randomness");
        let folder = std::env::temp_dir().join(format!("helpdesk-smtp-{:016x}", u64::from_be_bytes(random)));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("smtp/peer.py");
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(&folder)
            .arg(mode)
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 with aiosmtpd: run `cargo xtask packages`");
        let out = child.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("its port");
        let port = line.trim().parse().expect("a port: is python3-aiosmtpd installed?");
        Self { child, folder, port, tls }
    }

    /// The peer as a relay.
    pub fn relay(&self) -> SmtpConfig {
        let mut relay = plain(self.port);
        relay.tls = self.tls;
        relay.ca = (self.tls != SmtpTls::None).then(|| self.folder.join("ca.pem"));
        relay
    }

    /// What it took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        let mut names: Vec<PathBuf> = fs::read_dir(&self.folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        names.sort();
        names.iter().map(|name| taken(name)).collect()
    }

    /// The one message that it took.
    pub fn only(&self) -> Taken {
        let mut all = self.taken();
        assert_eq!(all.len(), 1, "one message");
        all.remove(0)
    }
}

fn taken(file: &Path) -> Taken {
    let bytes = fs::read(file).expect("a message");
    let about = fs::read_to_string(file.with_extension("json")).expect("its envelope");
    let about: serde_json::Value = serde_json::from_str(&about).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    Taken {
        from: text(&about["from"]),
        to: text(&about["to"][0]),
        encrypted: about["encrypted"].as_bool().expect("a flag"),
        message: read(&bytes),
        raw: String::from_utf8(bytes).expect("ASCII"),
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
