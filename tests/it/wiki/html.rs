//! What a reader sees of a piece of HTML, as far as these tests need it.

/// The text of the elements with this opening tag, one a piece. They hold no element of the same name.
pub fn texts(html: &str, open: &str, close: &str) -> Vec<String> {
    let mut pieces = html.split(open);
    pieces.next();
    pieces.map(|piece| text(piece.split(close).next().unwrap_or_default())).collect()
}

/// The text: tags taken away, entities read, `<br>` as a line break, a cell's end as a space, white space as a browser shows it.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at].replace('\n', " "));
        let tag = &rest[at..at + end_of_tag(&rest[at..])];
        if tag.starts_with("<br") {
            out.push('\n');
        } else if tag.starts_with("</t") {
            out.push(' ');
        }
        rest = &rest[at + tag.len()..];
    }
    out.push_str(&rest.replace('\n', " "));
    shown(&decoded(&out))
}

/// Text as a browser shows it: runs of white space as one space, lines without any at their ends. MediaWiki makes some
/// spaces before punctuation unbreakable.
pub fn shown(text: &str) -> String {
    let line = |line: &str| {
        line.split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split(';').next().unwrap_or_default();
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            _ => name.strip_prefix('#').and_then(number).and_then(char::from_u32),
        };
        match character {
            Some(character) => {
                out.push(character);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn number(text: &str) -> Option<u32> {
    match text.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}
