//! Dovecot's settings, in the words of 2.3 (Debian 12) and of 2.4 (Debian 13).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// As whom Dovecot's processes run.
pub struct Owner {
    user: String,
    group: String,
    root: bool,
}

impl Owner {
    /// Who runs this; for root, who has no rights otherwise.
    pub fn of_this_process() -> Result<Self> {
        let root = rustix::process::geteuid().is_root();
        if root {
            return Ok(Self { user: "nobody".to_owned(), group: "nogroup".to_owned(), root });
        }
        Ok(Self { user: id("-un")?, group: id("-gn")?, root })
    }

    /// Whether this process may become somebody else.
    pub fn is_root(&self) -> bool {
        self.root
    }

    /// Whose the mailboxes have to be made.
    pub fn to_give_to(&self) -> Option<&str> {
        self.root.then_some(self.user.as_str())
    }
}

fn id(option: &str) -> Result<String> {
    let said = Command::new("id").arg(option).output().context("cannot ask who this is")?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

/// What is set.
pub struct Settings<'a> {
    /// The folder of this run.
    pub dir: &'a Path,
    /// The port.
    pub port: u16,
    /// The password of every mailbox.
    pub password: &'a str,
    /// As whom it runs.
    pub owner: &'a Owner,
}

impl Settings<'_> {
    /// The settings file for that version.
    pub fn text(&self, version: (u32, u32)) -> String {
        let own = if version >= (2, 4) { self.since_2_4() } else { self.until_2_3() };
        let (dir, Owner { user, group, .. }, port) = (self.dir.display(), self.owner, self.port);
        format!(
            "{own}base_dir = {dir}/base\nstate_dir = {dir}/state\nlog_path = /dev/stderr\n\
             default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n\
             listen = 127.0.0.1\nssl = required\nfirst_valid_uid = 1\n\
             service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n\
             service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = 0\n  }}\n  \
             inet_listener imaps {{\n    port = {port}\n  }}\n}}\n"
        )
    }

    fn until_2_3(&self) -> String {
        let (dir, Owner { user, group, root }) = (self.dir.display(), self.owner);
        let ids = if *root { format!("uid={user} gid={group} ") } else { String::new() };
        format!(
            "protocols = imap\nssl_cert = <{dir}/tls/server.pem\nssl_key = <{dir}/tls/server.key\n\
             mail_location = maildir:{dir}/mail/%u\n\
             passdb {{\n  driver = static\n  args = password={}\n}}\n\
             userdb {{\n  driver = static\n  args = {ids}home={dir}/mail/%u\n}}\n",
            self.password
        )
    }

    fn since_2_4(&self) -> String {
        let (dir, Owner { user, group, root }) = (self.dir.display(), self.owner);
        let ids = if *root { format!("    uid = {user}\n    gid = {group}\n") } else { String::new() };
        format!(
            "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\nprotocols {{\n  imap = yes\n}}\n\
             ssl_server_cert_file = {dir}/tls/server.pem\nssl_server_key_file = {dir}/tls/server.key\n\
             mail_driver = maildir\nmail_path = {dir}/mail/%{{user}}\n\
             passdb static {{\n  password = {}\n}}\n\
             userdb static {{\n  fields {{\n{ids}    home = {dir}/mail/%{{user}}\n  }}\n}}\n",
            self.password
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_gets_its_own_words() {
        let owner = Owner { user: "nobody".to_owned(), group: "nogroup".to_owned(), root: true };
        let settings = Settings { dir: Path::new("/x"), port: 1993, password: "secret", owner: &owner };
        let (old, new) = (settings.text((2, 3)), settings.text((2, 4)));
        assert!(old.contains("mail_location = maildir:/x/mail/%u") && !old.contains("dovecot_config_version"));
        assert!(new.starts_with("dovecot_config_version") && !new.contains("mail_location"));
        for text in [old, new] {
            assert!(text.contains("    port = 1993\n") && text.contains("uid"), "{text}");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
        }
    }
}
