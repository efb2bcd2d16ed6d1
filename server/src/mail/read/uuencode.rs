//! Files that were put into the text by uuencode.

/// The text without them, and the files: name and content. What is not complete stays text.
pub(super) fn take_out(text: &str) -> (String, Vec<(String, Vec<u8>)>) {
    if !text.contains("begin ") {
        return (text.to_owned(), Vec::new());
    }
    let lines: Vec<&str> = text.lines().collect();
    let (mut kept, mut files, mut at) = (Vec::new(), Vec::new(), 0);
    while at < lines.len() {
        match begins(lines[at]).and_then(|name| Some((name, file(&lines[at + 1..])?))) {
            Some((name, (content, used))) => {
                files.push((name.to_owned(), content));
                at += used + 1;
            }
            None => {
                kept.push(lines[at]);
                at += 1;
            }
        }
    }
    (kept.join("\n"), files)
}

fn begins(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let octal = matches!(mode.len(), 3 | 4) && mode.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    (octal && !name.trim().is_empty()).then_some(name.trim())
}

fn file(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut content = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if *line == "end" {
            return Some((content, at + 1));
        }
        let mut bytes = line.bytes();
        let length = usize::from(value(bytes.next().unwrap_or(b'`'))?);
        let sixes = bytes.map(value).collect::<Option<Vec<u8>>>()?;
        let mut decoded = Vec::with_capacity(length);
        for four in sixes.chunks(4) {
            let sum = (0..4).fold(0u32, |sum, at| sum << 6 | u32::from(*four.get(at).unwrap_or(&0)));
            decoded.extend_from_slice(&sum.to_be_bytes()[1..]);
        }
        if decoded.len() < length {
            return None;
        }
        content.extend_from_slice(&decoded[..length]);
    }
    None
}

fn value(byte: u8) -> Option<u8> {
    matches!(byte, 32..=96).then(|| (byte - 32) & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_out_of_the_text() {
        let (text, files) = take_out("Hello\nbegin 644 a.txt\n#0V%T\n`\nend\nBye");
        assert_eq!((text.as_str(), files), ("Hello\nBye", vec![("a.txt".to_owned(), b"Cat".to_vec())]));
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for text in ["begin 644 a.txt\n#0V%T", "begin the work\nend", "begin 644 a\nlower case\nend"] {
            assert_eq!(take_out(text), (text.to_owned(), vec![]));
        }
    }
}
