//! Bytes to text: the charset that was declared where it can be true, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;

/// The text. A byte order mark is believed first; then valid UTF-8 beside a declaration that can
/// only be a client's default; then the declaration; then a guess from the bytes.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let label = declared.map(clean).filter(|label| !label.is_empty());
    let encoding = label.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let high = bytes.iter().any(|byte| *byte >= 0x80);
    if high
        && encoding.is_none_or(is_default)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return text.to_owned();
    }
    match encoding {
        Some(encoding) => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if broken && encoding == UTF_8 { guess(bytes) } else { text.into_owned() }
        }
        // Names that browsers do not know but mail does: UTF-7, IBM850.
        None => match label.as_deref().and_then(|label| charset_decoder(label.as_bytes())) {
            Some(decoder) if label.as_deref() != Some("us-ascii") => decoder(bytes),
            _ => guess(bytes),
        },
    }
}

/// Charsets that clients put where they do not know: one byte a character.
fn is_default(encoding: &'static Encoding) -> bool {
    encoding.is_single_byte()
}

fn clean(label: &str) -> String {
    label.trim().trim_matches(['"', '\'', ';']).trim().to_ascii_lowercase()
}

fn guess(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let iso_2022 = bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@" | b"\x1b(J"));
        return if iso_2022 {
            ISO_2022_JP.decode_without_bom_handling(bytes).0.into_owned()
        } else {
            text.to_owned()
        };
    }
    // A text that is UTF-8 but for a few bytes was UTF-8 when it was written.
    let lossy = String::from_utf8_lossy(bytes);
    let lost = lossy.matches('\u{fffd}').count();
    let other = lossy.chars().filter(|character| !character.is_ascii() && *character != '\u{fffd}').count();
    if other > 4 * lost {
        return lossy.into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny).decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_is_believed_where_it_can_be_true() {
        assert_eq!(decode(b"caf\xe9", Some("iso-8859-1")), "café");
        assert_eq!(decode(b"caf\xe9", Some("\"ISO-8859-1\";")), "café");
        assert_eq!(decode(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251")), "Привет");
        assert_eq!(decode(b"+AOk-t+AOk-", Some("utf-7")), "été");
    }

    #[test]
    fn utf_8_under_a_wrong_name_is_utf_8() {
        for declared in [None, Some("us-ascii"), Some("iso-8859-1"), Some("x-unknown"), Some("utf-8")] {
            assert_eq!(decode("বাংলা".as_bytes(), declared), "বাংলা", "{declared:?}");
        }
    }

    #[test]
    fn latin_1_under_the_name_of_utf_8_is_read() {
        let bytes = b"Le mus\xe9e a d\xe9j\xe0 r\xe9pondu \xe0 la demande";
        assert_eq!(decode(bytes, Some("utf-8")), "Le musée a déjà répondu à la demande");
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_utf_8_something_else() {
        let mut bytes = "আমাদের সংগ্রহ".as_bytes().to_vec();
        bytes.push(0xe0);
        assert!(decode(&bytes, Some("utf-8")).starts_with("আমাদের সংগ্রহ"));
    }
}
