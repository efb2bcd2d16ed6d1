//! The wiki as it is before any run: MediaWiki's tree from Debian's packages, and a data folder with the accounts.
//! Both are made once, below `target/wiki-template`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::supervisor::run_to_end;
use crate::{accounts, debs, fingerprint, places, progress, random};

/// The release whose MediaWiki (1.43 LTS) is taken, also on Debian 12, where PHP is new enough for it.
const RELEASE: &str = "trixie";
const PACKAGES: [&str; 2] = ["mediawiki", "mediawiki-classes"];
const SETTINGS: &str = include_str!("../../tests/wiki/LocalSettings.php");
/// The file that names the recipe a data folder was made by.
const MARK: &str = "recipe";
/// Changes when what this file does changes.
const RECIPE: u32 = 2;

/// The finished parts.
pub struct Template {
    /// MediaWiki's code, used in place and never written to.
    pub tree: PathBuf,
    /// The data folder to copy.
    pub data: PathBuf,
}

/// Whether a wiki's data was copied from another template than today's, whose settings it would not fit.
pub fn is_outdated(wiki_data: &Path) -> Result<bool> {
    Ok(wiki_data.is_dir() && std::fs::read_to_string(wiki_data.join(MARK)).ok() != Some(recipe()?))
}

/// Finds the template, or makes it.
pub fn find_or_make() -> Result<Template> {
    let dir = places::target().join("wiki-template");
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    // Two runs at once would make it twice over.
    let lock = File::create(dir.join("lock")).context("cannot make the template's lock")?;
    lock.lock().context("cannot lock the template")?;
    let tree = dir.join("tree");
    let recipe = recipe()?;
    let data = dir.join(format!("data-{recipe}"));
    if !tree.is_dir() {
        progress::step("MediaWiki 1.43 from Debian's packages", || make_tree(&dir, &tree))?;
    }
    if !data.is_dir() {
        progress::step("wiki installed, accounts and pages made", || make_data(&dir, &tree, &data, &recipe))?;
        remove_older(&dir, &data)?;
    }
    Ok(Template { tree, data })
}

/// All that the data is made from, and how.
fn recipe() -> Result<String> {
    fingerprint::of(&[places::root().join("tests/wiki")], &RECIPE.to_string())
}

fn make_tree(dir: &Path, tree: &Path) -> Result<()> {
    let unpacked = dir.join("unpacked.new");
    debs::unpack(dir, Some(RELEASE), &PACKAGES, &unpacked)?;
    let new = unpacked.join("usr/share/mediawiki");
    // The packages' links lead to the system's own wiki.
    for link in ["LocalSettings.php", "config", "extensions", "images"] {
        std::fs::remove_file(new.join(link))
            .with_context(|| format!("MediaWiki's package has no link {link}"))?;
    }
    std::fs::rename(new.join("extensions-core"), new.join("extensions"))
        .context("MediaWiki's package has no extensions-core")?;
    std::fs::rename(&new, tree).context("cannot put MediaWiki's tree in place")?;
    remove(&unpacked)
}

fn make_data(dir: &Path, tree: &Path, data: &Path, recipe: &str) -> Result<()> {
    let new = dir.join("data.new");
    remove(&new)?;
    for folder in ["cache", "images", "tmp"] {
        std::fs::create_dir_all(new.join(folder)).context("cannot make the wiki's data folder")?;
    }
    for (file, text) in [("secret", random::hex::<16>()?), (MARK, recipe.to_owned())] {
        std::fs::write(new.join(file), text).context("cannot write in the wiki's data folder")?;
    }
    let first = accounts::all().into_iter().next().context("accounts.tsv is empty")?;
    let mut install = php();
    install.current_dir(tree).args([
        "maintenance/run.php",
        "install",
        "--dbtype",
        "sqlite",
        "--dbname",
        "helpdeskwiki",
    ]);
    install.arg("--dbpath").arg(&new).arg("--confpath").arg(&new);
    install.args(["--server", "http://127.0.0.1", "--scriptpath", "/w", "--pass", &first.password()]);
    install.args([
        "--extensions",
        &loaded("wfLoadExtension").join(","),
        "--skins",
        &loaded("wfLoadSkin").join(","),
    ]);
    install.args(["Helpdesk Test Wiki", first.name]);
    run_to_end("installing the wiki", install, &dir.join("logs/install.log"))?;
    // The installer's settings are not used: those in tests/wiki are.
    std::fs::remove_file(new.join("LocalSettings.php")).context("the wiki's installer wrote no settings")?;
    let wiki = places::root().join("tests/wiki");
    let mut fill = php();
    fill.current_dir(tree).arg("maintenance/run.php").arg(wiki.join("fill.php"));
    fill.env("MW_CONFIG_FILE", wiki.join("LocalSettings.php"))
        .env("HELPDESK_WIKI_DATA", &new)
        .env("HELPDESK_WIKI_TREE", tree);
    run_to_end("filling the wiki", fill, &dir.join("logs/fill.log"))?;
    std::fs::rename(&new, data).context("cannot put the wiki's data folder in place")
}

fn php() -> Command {
    let mut php = Command::new("php");
    php.args(["-d", "memory_limit=512M"]);
    php
}

/// What the settings load, so that the installer makes just those tables.
fn loaded(function: &str) -> Vec<&'static str> {
    SETTINGS
        .lines()
        .filter_map(|line| line.trim().strip_prefix(function)?.strip_prefix("( '")?.strip_suffix("' );"))
        .collect()
}

fn remove_older(dir: &Path, current: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dir).context("cannot read the template's folder")? {
        let path = entry.context("cannot read the template's folder")?.path();
        let is_data = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("data-"));
        if is_data && path != current {
            remove(&path)?;
        }
    }
    Ok(())
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
    fn the_installer_makes_what_the_settings_load() {
        assert_eq!(loaded("wfLoadSkin"), ["Vector", "MinervaNeue", "MonoBook", "Timeless"]);
        assert!(loaded("wfLoadExtension").contains(&"Gadgets"));
    }
}
