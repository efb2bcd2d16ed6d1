//! Secrets of one run.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

/// That many random bytes from the kernel.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .context("cannot read /dev/urandom")?;
    Ok(bytes)
}

/// 32 random hex digits.
pub fn hex() -> Result<String> {
    let mut text = String::new();
    for byte in bytes::<16>()? {
        write!(text, "{byte:02x}").context("cannot write a secret")?;
    }
    Ok(text)
}

/// Standard base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            if digit <= chunk.len() {
                let six = (word >> (18 - 6 * digit)) & 63;
                text.push(char::from(DIGITS[six as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{ff}~?", "w79+Pw=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
