//! The running wiki: PHP's own server on a copy of the template's data.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::supervisor::Supervisor;
use crate::wiki_template::Template;
use crate::{http_probe, places};

/// Where it listens and what it is told.
pub struct Settings<'a> {
    /// Port of PHP's server; people go through wiki-front.
    pub port: u16,
    /// The address that people use.
    pub public_url: &'a str,
    /// The secret shared with wiki-front.
    pub front_key: &'a str,
}

/// Starts the wiki on `data`, which is copied from the template if it is not there; `wait` tells when it answers.
pub fn start(supervisor: &mut Supervisor, template: &Template, data: &Path, settings: &Settings) -> Result<()> {
    if !data.is_dir() {
        let new = data.with_extension("new");
        if new.exists() {
            std::fs::remove_dir_all(&new).with_context(|| format!("cannot remove {}", new.display()))?;
        }
        copy(&template.data, &new)?;
        std::fs::rename(&new, data).with_context(|| format!("cannot make {}", data.display()))?;
    }
    let files = places::root().join("tests/wiki");
    let mut php = Command::new("php");
    // Settings may be changed while the wiki runs, so compiled ones are checked at every request.
    for setting in
        ["apc.enable_cli=1", "opcache.enable_cli=1", "opcache.revalidate_freq=0", "memory_limit=512M"]
    {
        php.arg("-d").arg(setting);
    }
    let sendmail = format!("sendmail_path=\"/bin/sh '{}'\"", files.join("sendmail.sh").display());
    php.arg("-d").arg(sendmail);
    php.arg("-S")
        .arg(format!("127.0.0.1:{}", settings.port))
        .arg("-t")
        .arg(&template.tree)
        .arg(files.join("router.php"));
    php.env("PHP_CLI_SERVER_WORKERS", "4")
        .env("MW_CONFIG_FILE", files.join("LocalSettings.php"))
        .env("HELPDESK_WIKI_DATA", data)
        .env("HELPDESK_WIKI_SERVER", settings.public_url)
        .env("HELPDESK_WIKI_FRONT_KEY", settings.front_key)
        .env("HELPDESK_WIKI_CSP", "wmf");
    supervisor.start("wiki", php, Duration::from_secs(10))
}

/// Waits until the API answers.
pub fn wait(supervisor: &mut Supervisor, port: u16) -> Result<()> {
    supervisor.wait_until("wiki", Duration::from_secs(60), || {
        http_probe::status(port, "/w/api.php?action=query&meta=siteinfo&format=json") == Some(200)
    })
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &PathBuf) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry.with_context(|| format!("cannot read {}", from.display()))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}
