//! Writes JSON. Reading is the browser's work; for the few bodies that the gadget sends this is the smallest writer.

use crate::typed::Typed;

/// What a member of an object is.
pub enum Json<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// A list of texts.
    Texts(&'a [String]),
    /// Texts by name.
    Typed(&'a Typed),
    /// `null`.
    Null,
}

/// An object.
pub fn object(members: &[(&str, Json<'_>)]) -> String {
    let mut out = String::new();
    out.push('{');
    for (name, value) in members {
        part(&mut out, '{');
        quote(&mut out, name);
        out.push(':');
        match value {
            Json::Text(text) => quote(&mut out, text),
            Json::Number(number) => out.push_str(&number.to_string()),
            Json::Texts(all) => out.push_str(&list(all)),
            Json::Typed(typed) => {
                out.push('{');
                for (name, value) in &typed.0 {
                    part(&mut out, '{');
                    quote(&mut out, name);
                    out.push(':');
                    quote(&mut out, value);
                }
                out.push('}');
            }
            Json::Null => out.push_str("null"),
        }
    }
    out.push('}');
    out
}

/// A list of texts.
pub fn list(all: &[String]) -> String {
    let mut out = String::new();
    out.push('[');
    for text in all {
        part(&mut out, '[');
        quote(&mut out, text);
    }
    out.push(']');
    out
}

/// A comma, unless what was opened is empty so far.
fn part(out: &mut String, open: char) {
    if !out.ends_with(open) {
        out.push(',');
    }
}

fn quote(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.push('\\'),
            '\0'..='\u{1f}' => {
                let code = character as usize;
                out.push_str("\\u00");
                out.push(char::from(DIGITS[code >> 4 & 15]));
                out.push(char::from(DIGITS[code & 15]));
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Json, list, object};
    use crate::typed::Typed;
    use serde_json::{Value, json};

    fn read(text: &str) -> Value {
        serde_json::from_str(text).expect(text)
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let typed =
            Typed(vec![("a\"\\".into(), "x\n\u{1}é\u{2028}😀\u{1f}".into()), ("b{".into(), String::new())]);
        let titles = ["A/b c".to_owned(), "[".to_owned(), String::new()];
        let written = object(&[
            ("text", Json::Text("{\t")),
            ("number", Json::Number(-7)),
            ("titles", Json::Texts(&titles)),
            ("typed", Json::Typed(&typed)),
            ("empty", Json::Typed(&Typed::default())),
            ("null", Json::Null),
        ]);
        let meant = json!({
            "text": "{\t", "number": -7, "titles": titles, "empty": {}, "null": null,
            "typed": { "a\"\\": "x\n\u{1}é\u{2028}😀\u{1f}", "b{": "" },
        });
        assert_eq!(read(&written), meant);
        assert_eq!(read(&list(&titles)), json!(titles));
        assert_eq!(read(&list(&[])), json!([]));
    }
}
