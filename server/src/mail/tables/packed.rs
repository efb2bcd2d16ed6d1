//! The texts in a file that is packed as a ZIP. What its directory says of sizes is looked at first, and not
//! believed: what is unpacked is counted.

use super::Unshown;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts of a file.
const PARTS: usize = 1000;
/// Bytes of all parts, unpacked.
const UNPACKED: u64 = 32 << 20;

/// The parts that are text in UTF-8, by name; pictures and the like are left out.
pub(super) fn texts(content: &[u8]) -> Result<Vec<(String, String)>, Unshown> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| Unshown::Unreadable)?;
    if archive.len() > PARTS {
        return Err(Unshown::TooBig);
    }
    let mut said: u64 = 0;
    for n in 0..archive.len() {
        let part = archive.by_index_raw(n).map_err(|_| Unshown::Unreadable)?;
        said = said.saturating_add(part.size());
    }
    if said > UNPACKED {
        return Err(Unshown::TooBig);
    }
    let (mut left, mut texts) = (UNPACKED, Vec::new());
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| Unshown::Unreadable)?;
        let name = part.name().map_err(|_| Unshown::Unreadable)?.into_owned();
        let mut bytes = Vec::new();
        let count = part.take(left + 1).read_to_end(&mut bytes).map_err(|_| Unshown::Unreadable)?;
        left = left.checked_sub(u64::try_from(count).unwrap_or(u64::MAX)).ok_or(Unshown::TooBig)?;
        texts.extend(text(bytes).map(|text| (name, text)));
    }
    Ok(texts)
}

/// The bytes as text, if no reader can take them for anything but UTF-8.
fn text(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    let declared =
        text.trim_start_matches('\u{feff}').strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let other = declared.is_some_and(|declared| {
        let declared = declared.to_lowercase();
        declared.contains("encoding") && !declared.contains("utf-8")
    });
    (!other).then_some(text)
}
