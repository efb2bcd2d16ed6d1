//! Secrets of one run.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

/// That many random bytes from the kernel.
fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .context("cannot read /dev/urandom")?;
    Ok(bytes)
}

/// That many random bytes as hex digits, two a byte.
pub fn hex<const N: usize>() -> Result<String> {
    let mut text = String::new();
    for byte in bytes::<N>()? {
        write!(text, "{byte:02x}").context("cannot write a secret")?;
    }
    Ok(text)
}
