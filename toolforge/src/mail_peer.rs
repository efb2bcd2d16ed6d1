//! The demo's mail: an SMTP peer that keeps what it is given, and brings it into the mailboxes of whom
//! it is addressed to.

use crate::dovecot::{self, Mailboxes};
use crate::places;
use crate::ports::Ports;
use crate::supervisor::Supervisor;
use anyhow::{Context, Result};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Debian's Python: the package of the peer's library is for it.
const PYTHON: &str = "/usr/bin/python3";
/// Where people write to: the mailbox of that user.
pub const ADDRESS: &str = "helpdesk@mail.example";
const USER: &str = "helpdesk";

/// The peer and the mailboxes.
pub struct MailPeer {
    smtp_port: u16,
    imap_port: u16,
    imap_ca: PathBuf,
    folder: PathBuf,
}

/// Starts the peer, which keeps mail in `folder`; `fresh` without that of an earlier run.
pub fn start(
    supervisor: &mut Supervisor,
    ports: &mut Ports,
    folder: PathBuf,
    mailboxes: &Mailboxes,
    fresh: bool,
) -> Result<MailPeer> {
    if fresh && folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let smtp_port = ports.any()?;
    let mut peer = Command::new(PYTHON);
    peer.arg(places::root().join("tests/smtp/peer.py"))
        .arg(&folder)
        .args(["--plain", &smtp_port.to_string(), &mailboxes.port.to_string(), dovecot::PASSWORD])
        .arg(&mailboxes.ca);
    supervisor.start("mail", peer, Duration::from_secs(2))?;
    let answers = || TcpStream::connect(("127.0.0.1", smtp_port)).is_ok();
    supervisor.wait_until("mail", Duration::from_secs(20), answers)?;
    Ok(MailPeer { smtp_port, imap_port: mailboxes.port, imap_ca: mailboxes.ca.clone(), folder })
}

impl MailPeer {
    /// What the service has to be told.
    pub fn service_environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("HELPDESK_SMTP_URL", format!("smtp://127.0.0.1:{}?tls=none", self.smtp_port)),
            ("HELPDESK_MAIL_FROM", "tools.helpdesk@toolforge.org".to_owned()),
            ("HELPDESK_MAIL_REPLY", ADDRESS.replace('@', "+{token}@")),
            ("HELPDESK_MAIL_OWN_ADDRESSES", ADDRESS.to_owned()),
            ("HELPDESK_IMAP_URL", format!("imaps://{USER}@localhost:{}/INBOX", self.imap_port)),
            ("HELPDESK_IMAP_PASSWORD", dovecot::PASSWORD.to_owned()),
            ("HELPDESK_IMAP_CA", self.imap_ca.display().to_string()),
            ("HELPDESK_IMAP_DONE", "Done".to_owned()),
        ]
    }

    /// What the walk has to be told.
    pub fn test_environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("HELPDESK_TEST_SMTP_PORT", self.smtp_port.to_string()),
            ("HELPDESK_TEST_SMTP_FOLDER", self.folder.display().to_string()),
            ("HELPDESK_TEST_MAIL_ADDRESS", ADDRESS.to_owned()),
        ]
    }

    /// What a person needs to write and read mail.
    pub fn introduce(&self) {
        println!("\n  mail       to {ADDRESS} by SMTP at 127.0.0.1:{}, not encrypted", self.smtp_port);
        println!(
            "             is read by IMAP over TLS at localhost:{}, by the name before the @",
            self.imap_port
        );
        println!(
            "             and the password {}; its authority is {}",
            dovecot::PASSWORD,
            self.imap_ca.display()
        );
        println!("             all of it is kept in {}", self.folder.display());
    }
}
