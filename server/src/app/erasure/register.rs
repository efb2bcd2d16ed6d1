//! The register of erasures: a file beside the backups, so that an older one cannot bring back what
//! was erased after it. JSON Lines, one [`Erasure`] a line; it only grows.

use super::{Erasure, carry_out};
use crate::app::App;
use crate::store::erasures;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The erasures of a register.
///
/// # Errors
/// If it cannot be read; with the number of a line that is none.
pub fn read(file: &Path) -> Result<Vec<Erasure>> {
    let open = File::open(file).with_context(|| file.display().to_string())?;
    let mut erasures = Vec::new();
    for (n, line) in (1..).zip(BufReader::new(open).lines()) {
        let line = line.with_context(|| format!("{}:{n}", file.display()))?;
        let erasure = serde_json::from_str(&line).with_context(|| format!("{}:{n}", file.display()))?;
        erasures.push(erasure);
    }
    Ok(erasures)
}

/// Adds erasures, and sees that they are on the disk. Only the file's owner may read it.
///
/// # Errors
/// If it cannot be written.
pub fn add(file: &Path, erasures: &[Erasure]) -> Result<()> {
    let cannot = || format!("{} cannot be written", file.display());
    let mut lines = String::new();
    for erasure in erasures {
        lines.push_str(&serde_json::to_string(erasure)?);
        lines.push('\n');
    }
    let open = OpenOptions::new().append(true).create(true).mode(0o600).open(file);
    let mut open = open.with_context(cannot)?;
    open.write_all(lines.as_bytes()).with_context(cannot)?;
    open.sync_all().with_context(cannot)
}

/// Adds the erasures on record that are not in the file yet, and gives how many.
///
/// # Errors
/// As [`read`] and [`add`], or as the database says.
pub async fn keep(app: &App, file: &Path) -> Result<usize> {
    let there = match std::fs::metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(|| file.display().to_string()),
        Ok(_) => read(file)?,
    };
    let ids: BTreeSet<_> = there.into_iter().map(|erasure| erasure.id).collect();
    let mut new = erasures::list(&mut app.store.conn().await?).await?;
    new.retain(|erasure| !ids.contains(&erasure.id));
    add(file, &new)?;
    Ok(new.len())
}

/// Erases again what is in the register and what the record says was erased; gives how many there are.
///
/// # Errors
/// As the database says.
pub async fn apply(app: &App, register: &[Erasure]) -> Result<usize> {
    let mut all = erasures::list(&mut app.store.conn().await?).await?;
    let ids: BTreeSet<_> = all.iter().map(|erasure| erasure.id.clone()).collect();
    all.extend(register.iter().filter(|erasure| !ids.contains(&erasure.id)).cloned());
    for erasure in &all {
        carry_out(app, erasure).await?;
    }
    Ok(all.len())
}
