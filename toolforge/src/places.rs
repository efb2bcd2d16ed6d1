//! Where things are in the checkout, and where what is made goes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo's target folder: everything that xtask makes is below it.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A program of this workspace as `cargo build` leaves it.
pub fn built(program: &str) -> PathBuf {
    target().join("debug").join(program)
}

/// A program on PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    // Debian keeps servers in sbin, which a person's PATH may lack.
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin")])
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

/// Fails in one line if the disk that holds `dir` has less than `mebibytes` left.
pub fn need_space(dir: &Path, mebibytes: u64) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let disk = rustix::fs::statvfs(dir)
        .with_context(|| format!("cannot ask how full the disk of {} is", dir.display()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024);
    if free < mebibytes {
        bail!("no disk space: {} has {free} MiB free, and this needs {mebibytes} MiB", dir.display());
    }
    Ok(())
}
