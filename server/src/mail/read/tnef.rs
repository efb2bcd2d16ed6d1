//! The files in Outlook's `winmail.dat` (MS-OXTNEF): a signature, a key, then attributes of a level,
//! an id, a length, that many bytes and a checksum.

/// A file: name and content.
pub(super) type File = (Option<String>, Vec<u8>);

const SIGNATURE: u32 = 0x223e_9f78;
const ATTACHMENT: u8 = 2;
const REND_DATA: u16 = 0x9002;
const TITLE: u16 = 0x8010;
const DATA: u16 = 0x800f;

/// The files in it; `None` if it is not TNEF. What is cut short gives the files before the cut.
pub(super) fn files(bytes: &[u8]) -> Option<Vec<File>> {
    let mut rest = bytes;
    if number(&mut rest)? != SIGNATURE {
        return None;
    }
    rest = rest.get(2..)?;
    let mut found: Vec<File> = Vec::new();
    while let Some((level, id, data)) = attribute(&mut rest) {
        if level != ATTACHMENT {
            continue;
        }
        match (id, found.last_mut()) {
            (REND_DATA, _) | (_, None) => found.push((None, Vec::new())),
            _ => {}
        }
        let Some(file) = found.last_mut() else { continue };
        match id {
            TITLE => file.0 = Some(title(data)),
            DATA => file.1 = data.to_vec(),
            _ => {}
        }
    }
    found.retain(|(name, content)| name.is_some() || !content.is_empty());
    Some(found)
}

fn attribute<'a>(rest: &mut &'a [u8]) -> Option<(u8, u16, &'a [u8])> {
    let (level, after) = rest.split_first()?;
    *rest = after;
    let id = u16::try_from(number(rest)? & 0xffff).ok()?;
    let length = usize::try_from(number(rest)?).ok()?;
    let data = rest.get(..length)?;
    *rest = rest.get(length + 2..)?;
    Some((*level, id, data))
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (four, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*four))
}

fn title(data: &[u8]) -> String {
    let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    super::charset::decode(&data[..end], Some("windows-1252"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute_bytes(id: u16, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("short");
        [&[ATTACHMENT][..], &u32::from(id).to_le_bytes(), &length.to_le_bytes(), data, &[0, 0]].concat()
    }

    #[test]
    fn files_have_names_and_contents_and_a_cut_loses_only_what_is_cut() {
        let head = [&SIGNATURE.to_le_bytes()[..], &[1, 0]].concat();
        let one = [
            attribute_bytes(REND_DATA, b"x"),
            attribute_bytes(TITLE, b"a.xls\0"),
            attribute_bytes(DATA, b"123"),
        ];
        let two = [attribute_bytes(REND_DATA, b"x"), attribute_bytes(TITLE, b"b.pdf\0")];
        let whole = [head, one.concat(), two.concat()].concat();
        let expected = vec![(Some("a.xls".to_owned()), b"123".to_vec()), (Some("b.pdf".to_owned()), vec![])];
        assert_eq!(files(&whole), Some(expected.clone()));
        assert_eq!(files(&whole[..whole.len() - 3]), Some(expected[..1].to_vec()));
        assert_eq!(files(b"PK\x03\x04"), None);
    }
}
