//! What has to be set right before a message can be parsed.

use super::charset;
use std::borrow::Cow;

/// Messages inside messages that are opened; more are a trap.
const NESTED_MAX: usize = 40;

pub(super) struct Prepared<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) too_deep: bool,
    pub(super) defects: Vec<&'static str>,
}

/// Takes away what stands before the headers, makes line ends of lone CRs, and headers UTF-8.
pub(super) fn prepare(raw: &[u8]) -> Prepared<'_> {
    let mut defects = Vec::new();
    let mut bytes = Cow::Borrowed(raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw));
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        defects.push("lines end with CR alone");
        bytes = bytes.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
    }
    let start = start_of_headers(&bytes);
    if start > 0 {
        bytes = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[start..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[start..].to_vec()),
        };
    }
    let end = end_of_headers(&bytes);
    if std::str::from_utf8(&bytes[..end]).is_err() {
        defects.push("headers have bytes that no charset explains");
        let decoded = charset::decode(&bytes[..end], None);
        bytes = Cow::Owned([decoded.as_bytes(), &bytes[end..]].concat());
    }
    let too_deep = count(&bytes, b"message/rfc822") + count(&bytes, b"message/global") > NESTED_MAX;
    Prepared { bytes, too_deep, defects }
}

/// Where the headers begin: after empty lines and the `From ` line of a mailbox file.
fn start_of_headers(bytes: &[u8]) -> usize {
    let mut start = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    if bytes[start..].starts_with(b"From ") {
        start += bytes[start..].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    }
    start
}

/// Where the headers end: at the first empty line.
fn end_of_headers(bytes: &[u8]) -> usize {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
        at += line.len();
    }
    at
}

/// What stands behind the headers.
pub(super) fn body(bytes: &[u8]) -> &[u8] {
    bytes.get(end_of_headers(bytes)..).unwrap_or_default()
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    let first = what[0];
    let mut found = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let same = byte.to_ascii_lowercase() == first
            && bytes.get(at..at + what.len()).is_some_and(|part| part.eq_ignore_ascii_case(what));
        found += usize::from(same);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_headers_goes() {
        for raw in
            [&b"\r\n\nSubject: a\n\nb"[..], b"From a@b Mon\nSubject: a\n\nb", b"\xef\xbb\xbfSubject: a\n\nb"]
        {
            assert_eq!(prepare(raw).bytes.as_ref(), b"Subject: a\n\nb");
        }
    }

    #[test]
    fn headers_become_utf_8_and_the_body_stays() {
        let prepared = prepare(b"Subject: r\xe9ponse \xe0 la demande\n\n\xe9");
        assert_eq!(prepared.bytes.as_ref(), b"Subject: r\xc3\xa9ponse \xc3\xa0 la demande\n\n\xe9");
    }

    #[test]
    fn a_trap_of_nested_messages_is_not_opened() {
        let nested = "Content-Type: message/rfc822\n\n".repeat(NESTED_MAX + 1);
        assert!(prepare(nested.as_bytes()).too_deep);
        assert!(!prepare(b"Content-Type: message/rfc822\n\n").too_deep);
    }
}
