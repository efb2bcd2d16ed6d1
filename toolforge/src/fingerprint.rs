//! Whether what something was made from has changed since.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A number for the files at these paths, with all below them in name order, and for `note`.
pub fn of(paths: &[PathBuf], note: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    note.hash(&mut hasher);
    for path in paths {
        add(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let read = || format!("cannot read {}", path.display());
        let mut below = Vec::new();
        for entry in std::fs::read_dir(path).with_context(read)? {
            below.push(entry.with_context(read)?.path());
        }
        below.sort();
        below.iter().try_for_each(|path| add(path, hasher))
    } else {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(hasher);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_contents_and_the_note_count() {
        let dir = std::env::temp_dir().join(format!("helpdesk-xtask-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("below")).unwrap();
        std::fs::write(dir.join("below/a"), "1").unwrap();
        let now = |note| of(std::slice::from_ref(&dir), note).unwrap();
        let first = now("x");
        assert_eq!(now("x"), first);
        assert_ne!(now("y"), first);
        std::fs::write(dir.join("below/a"), "2").unwrap();
        assert_ne!(now("x"), first);
        std::fs::write(dir.join("below/a"), "1").unwrap();
        assert_eq!(now("x"), first);
        std::fs::rename(dir.join("below/a"), dir.join("below/b")).unwrap();
        assert_ne!(now("x"), first);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
