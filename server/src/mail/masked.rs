//! What proves who somebody is, taken out of mail that others look at: a reply address or private link of ours
//! holds a proof (see [`super::reply_address`]), and whoever has it can answer as that person. The rest of an
//! address stays, so that it is seen for whom it was made.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Characters of the proof.
const PROOF: usize = 20;
/// Characters of a request's and of a person's name.
const NAME: usize = 8;
/// Characters of a line of base64 (RFC 2045, 6.8).
const LINE: usize = 76;

/// A text without proofs.
#[must_use]
pub fn text(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    mask(&mut bytes, &places(text.as_bytes(), 0..text.len()));
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A whole message without proofs, as it came otherwise: in its headers and in text that is plain,
/// quoted-printable or base64.
#[must_use]
pub fn raw(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut run: Vec<&[u8]> = Vec::new();
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if is_base64(line.trim_ascii()) {
            run.push(line);
        } else {
            unpacked(&mut out, &std::mem::take(&mut run));
            out.extend_from_slice(line);
        }
    }
    unpacked(&mut out, &run);
    let joined = without_soft_breaks(&out);
    let seen: Vec<u8> = joined.iter().filter_map(|at| out.get(*at).copied()).collect();
    let found = places(&seen, 0..seen.len());
    let found: Vec<usize> = found.into_iter().filter_map(|at| joined.get(at).copied()).collect();
    mask(&mut out, &found);
    out
}

/// Appends lines of base64; packed anew if there is a proof in what they hold.
fn unpacked(out: &mut Vec<u8>, lines: &[&[u8]]) {
    let packed: Vec<u8> = lines.iter().flat_map(|line| line.trim_ascii()).copied().collect();
    // Nothing shorter holds a proof, and what is inside is shorter again, so this ends.
    if packed.len() > PROOF
        && let Ok(held) = STANDARD.decode(&packed)
        && let masked = raw(&held)
        && masked != held
    {
        for line in STANDARD.encode(masked).as_bytes().chunks(LINE) {
            out.extend_from_slice(line);
            out.extend_from_slice(b"\r\n");
        }
    } else {
        out.extend(lines.iter().copied().flatten());
    }
}

/// Whether a line may be one of base64.
fn is_base64(line: &[u8]) -> bool {
    !line.is_empty() && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
}

/// Where each byte stands that is left when soft line breaks are taken out (RFC 2045, 6.7).
fn without_soft_breaks(raw: &[u8]) -> Vec<usize> {
    let mut kept = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        match rest {
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            _ => {
                kept.push(at);
                at += 1;
            }
        }
    }
    kept
}

/// Where the characters of proofs stand.
fn places(bytes: &[u8], within: std::ops::Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut begin = within.start;
    let ends = within.clone().chain(std::iter::once(within.end));
    for at in ends {
        let inside = bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        if !inside {
            found.extend(of_word(bytes.get(begin..at).unwrap_or_default()).map(|place| begin + place));
            begin = at + 1;
        }
    }
    found
}

/// The same in a word of letters, digits and hyphens.
fn of_word(word: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let parts: Vec<&[u8]> = word.split(|byte| *byte == b'-').collect();
    let mut begins = vec![0];
    for part in &parts {
        begins.push(begins.last().copied().unwrap_or_default() + part.len() + 1);
    }
    let proofs: Vec<usize> = parts
        .windows(5)
        .zip(begins.iter().skip(4))
        .filter(|(parts, _)| is_token(parts))
        .map(|(_, begin)| *begin)
        .collect();
    proofs.into_iter().flat_map(|begin| begin..begin + PROOF)
}

/// Whether these are a key's id, a request, a person, a generation and a proof.
fn is_token(parts: &[&[u8]]) -> bool {
    match parts {
        [key, request, person, generation, proof] => {
            !key.is_empty()
                && request.len() == NAME
                && person.len() == NAME
                && !generation.is_empty()
                && generation.iter().all(u8::is_ascii_digit)
                && proof.len() == PROOF
        }
        _ => false,
    }
}

fn mask(bytes: &mut [u8], places: &[usize]) {
    for at in places {
        if let Some(byte) = bytes.get_mut(*at) {
            *byte = b'x';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::read::read;

    const TOKEN: &str = "k1-7h2kq0vw-0000000a-12-0123456789abcdefghjk";
    const MASKED: &str = "k1-7h2kq0vw-0000000a-12-xxxxxxxxxxxxxxxxxxxx";

    #[test]
    fn the_proof_is_taken_out_and_nothing_else() {
        for frame in ["{}", "helpdesk+{}@x.example", "<https://x.example/status/{}#mail>", "desk-{}@x", "é {}."]
        {
            let (whole, kept) = (frame.replace("{}", TOKEN), frame.replace("{}", MASKED));
            assert_eq!(text(&whole), kept);
            assert_eq!(
                text(&whole.to_uppercase()),
                kept.to_uppercase().replace("XXXXXXXXXXXXXXXXXXXX", &"x".repeat(20))
            );
        }
        for plain in
            ["", "2026-11-26", "a-b-c-d-e", "k1-7h2kq0vw-0000000a-x-0123456789abcdefghjk", "né-à-la-mode"]
        {
            assert_eq!(text(plain), plain);
        }
        let twice = format!("{TOKEN} {TOKEN}");
        assert_eq!(text(&twice), format!("{MASKED} {MASKED}"));
    }

    #[test]
    fn a_message_is_otherwise_as_it_came_in_every_encoding() {
        let head = format!(
            "To: desk+{TOKEN}@x.example\r\nSubject: Re: Maps\r\nContent-Type: text/plain; charset=utf-8\r\n"
        );
        let said = format!("Yes.\r\n> https://x.example/status/{TOKEN} \u{e9}\r\n");
        let broken = format!("{}=\r\n{}", &TOKEN[..30], &TOKEN[30..]);
        let packed = STANDARD.encode(&said);
        let lines: Vec<&str> =
            packed.as_bytes().chunks(LINE).map(|line| str::from_utf8(line).expect("ASCII")).collect();
        for (encoding, body) in [
            ("8bit", said.clone()),
            ("quoted-printable", format!("Yes.\r\n> https://x.example/status/{broken} =C3=A9\r\n")),
            ("base64", format!("{}\r\n", lines.join("\r\n"))),
        ] {
            let whole = format!("{head}Content-Transfer-Encoding: {encoding}\r\n\r\n{body}");
            let masked = raw(whole.as_bytes());
            let seen = read(&masked);
            assert_eq!(
                seen.text.trim(),
                said.replace(TOKEN, MASKED).replace("\r\n", "\n").trim(),
                "{encoding}"
            );
            let to = seen.recipients.first().and_then(|one| one.address.clone());
            assert_eq!(to, Some(format!("desk+{MASKED}@x.example")), "{encoding}");
            assert_eq!(masked.len(), whole.len(), "{encoding}");
            let without = whole.replace(TOKEN, "nothing").replace(&broken, "nothing");
            if encoding != "base64" {
                assert_eq!(raw(without.as_bytes()), without.as_bytes(), "{encoding}");
            }
        }
        let picture = format!("To: a@x.example\r\n\r\n{}\r\n", STANDARD.encode([7; 300]));
        assert_eq!(raw(picture.as_bytes()), picture.as_bytes());
    }
}
