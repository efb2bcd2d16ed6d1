//! The mailbox that intake reads: a Maildir (<https://cr.yp.to/proto/maildir.html>) behind Dovecot.

use crate::Options;
use anyhow::{Context, Result};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

/// Its user.
pub const USER: &str = "helpdesk";

/// The mailbox.
pub struct Mailbox {
    folder: PathBuf,
}

impl Mailbox {
    /// An empty one, and how intake finds it.
    pub fn open(options: &Options) -> Result<(Self, Vec<(&'static str, String)>)> {
        let port = options.imap_port.context("runs need a mailbox: --imap-port")?;
        let around = options.imap_mail.as_ref().context("runs need a mailbox: --imap-mail")?;
        let ca = options.imap_ca.as_ref().context("runs need a mailbox: --imap-ca")?;
        let this = Self { folder: around.join(USER) };
        for part in ["", "tmp", "cur", "new"] {
            let made = this.folder.join(part);
            fs::create_dir(&made).with_context(|| format!("cannot make {}", made.display()))?;
            this.give(&made)?;
        }
        let environment = vec![
            ("HELPDESK_IMAP_URL", format!("imaps://{USER}@localhost:{port}/INBOX")),
            ("HELPDESK_IMAP_PASSWORD", options.imap_password.clone().unwrap_or_default()),
            ("HELPDESK_IMAP_CA", ca.display().to_string()),
            ("HELPDESK_IMAP_DONE", "Done".to_owned()),
        ];
        Ok((this, environment))
    }

    /// To whom Dovecot runs as: the owner of the folder around.
    fn give(&self, path: &Path) -> Result<()> {
        let owner = fs::metadata(self.folder.parent().context("a folder around")?)?;
        Ok(chown(path, Some(owner.uid()), Some(owner.gid()))?)
    }

    /// Delivers a message.
    pub fn deliver(&self, name: &str, raw: &[u8]) -> Result<()> {
        let (written, there) = (self.folder.join("tmp").join(name), self.folder.join("new").join(name));
        fs::write(&written, raw).context("a message")?;
        self.give(&written)?;
        fs::rename(written, there).context("a message")
    }

    /// How many messages are not put away.
    pub fn left(&self) -> usize {
        self.count("")
    }

    /// How many are.
    pub fn put_away(&self) -> usize {
        self.count(".Done")
    }

    fn count(&self, folder: &str) -> usize {
        let within = |part: &str| fs::read_dir(self.folder.join(folder).join(part)).map_or(0, Iterator::count);
        within("cur") + within("new")
    }
}
