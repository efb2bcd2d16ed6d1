//! Backups from the command line.

use super::personal_data::{REGISTER, register_beside};
use crate::app::backup::{self, Written};
use crate::app::erasure::register;
use crate::app::{App, housekeeping};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{BufReader, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What the names of backups in a folder begin and end with.
const NAME: (&str, &str) = ("helpdesk-", ".jsonl");

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; without it and without --folder, standard output
    file: Option<PathBuf>,
    /// A folder to write a file into that is named after the moment, with the register of erasures beside it
    #[arg(long, conflicts_with = "file")]
    folder: Option<PathBuf>,
    /// With --folder: how many backups stay there, the newest ones
    #[arg(long, requires = "folder", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// The register of erasures; without it, `erasures.jsonl` beside the backup
    #[arg(long, conflicts_with = "no_erasures")]
    erasures: Option<PathBuf>,
    /// There is no register: only what the backup says was erased is
    #[arg(long)]
    no_erasures: bool,
}

pub(crate) async fn backup(app: &App, args: &BackupArgs) -> Result<()> {
    let file = match (&args.folder, &args.file) {
        (Some(folder), _) => folder.join(name(app)),
        (None, Some(file)) => file.clone(),
        (None, None) => {
            let written = backup::backup(app, BufWriter::new(std::io::stdout())).await?;
            eprintln!("{} rows", written.rows());
            return Ok(());
        }
    };
    if let Some(folder) = &args.folder {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| folder.display().to_string())?;
        register::keep(app, &folder.join(REGISTER)).await?;
    }
    let written = to_file(app, &file).await?;
    println!("{}: {} rows, SHA-256 of the lines {}", file.display(), written.rows(), written.trailer.sha256);
    if let (Some(folder), Some(keep)) = (&args.folder, args.keep) {
        for old in forget(folder, usize::from(keep))? {
            println!("{}: removed, as {keep} newer ones are there", old.display());
        }
    }
    Ok(())
}

/// The file appears whole or not at all, and only its owner may read it.
async fn to_file(app: &App, file: &Path) -> Result<Written> {
    if file.exists() {
        bail!("{} is there already", file.display());
    }
    let part = file.with_extension("part");
    let cannot = || format!("{} cannot be written", part.display());
    let open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    let mut out = BufWriter::new(open.with_context(cannot)?);
    let written: Result<Written> = async {
        let written = backup::backup(app, &mut out).await?;
        out.flush()?;
        out.get_ref().sync_all()?;
        fs::rename(&part, file)?;
        Ok(written)
    }
    .await;
    if written.is_err() {
        fs::remove_file(&part).ok();
    }
    written.with_context(|| format!("{} was not written", file.display()))
}

fn name(app: &App) -> String {
    let now = chrono::DateTime::from_timestamp(app.clock.now().0, 0).unwrap_or_default();
    format!("{}{}{}", NAME.0, now.format("%Y%m%dT%H%M%SZ"), NAME.1)
}

/// Removes all but the newest backups of a folder. Their names are in the order of time.
fn forget(folder: &Path, keep: usize) -> Result<Vec<PathBuf>> {
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.strip_prefix(NAME.0).and_then(|rest| rest.strip_suffix(NAME.1)).is_some_and(is_moment) {
            backups.push(path);
        }
    }
    backups.sort();
    backups.truncate(backups.len().saturating_sub(keep));
    for old in &backups {
        fs::remove_file(old).with_context(|| old.display().to_string())?;
    }
    Ok(backups)
}

/// `YYYYMMDDThhmmssZ`
fn is_moment(text: &str) -> bool {
    text.len() == 16
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 => byte == b'T',
            15 => byte == b'Z',
            _ => byte.is_ascii_digit(),
        })
}

pub(crate) async fn restore(app: &App, args: &RestoreArgs) -> Result<()> {
    let name = args.file.display();
    let mut file = BufReader::new(File::open(&args.file).with_context(|| name.to_string())?);
    let register = match args.no_erasures {
        true => Vec::new(),
        false => register::read(&register_beside(&args.file, args.erasures.as_ref())?)?,
    };
    let finish = async || {
        let erased = register::apply(app, &register).await?;
        println!("{erased} erasures are carried out");
        Ok(housekeeping::forget_contacts(app).await?)
    };
    let restored = backup::restore(app, &mut file, finish).await;
    let restored = restored.with_context(|| format!("{name} was not restored"))?;
    if restored.resumed {
        println!("its rows were in already, from a restore that was not finished");
    }
    let taken_at = chrono::DateTime::from_timestamp(restored.header.taken_at.0, 0).unwrap_or_default();
    println!("{name}: {} rows as they were at {}", restored.rows, taken_at.format("%Y-%m-%d %H:%M:%S UTC"));
    if restored.migrations > 0 {
        println!("the schema was brought {} steps forward", restored.migrations);
    }
    println!("everybody has to sign in again");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_backups_are_removed() {
        let folder = std::env::temp_dir().join(format!("helpdesk-backups-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let names = [
            "erasures.jsonl",
            "helpdesk-20260101T000000Z.jsonl",
            "helpdesk-20260102T000000Z.jsonl",
            "helpdesk-20260103T000000Z.jsonl",
            "helpdesk-before-the-move.jsonl",
        ];
        for name in names {
            fs::write(folder.join(name), "").expect("written");
        }
        let removed = forget(&folder, 2).expect("removed");
        assert_eq!(removed, [folder.join(names[1])]);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 4);
        fs::remove_dir_all(&folder).expect("removed");
    }
}
