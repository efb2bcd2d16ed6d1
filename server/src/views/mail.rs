//! A letter as HTML, as simple as mail clients need it.

use super::words::direction;
use crate::mail::letter::{Block, Letter};
use maud::{DOCTYPE, Markup, html};

/// The whole document.
#[must_use]
pub fn document(letter: &Letter) -> String {
    html! {
        (DOCTYPE)
        html lang=(letter.language) dir=(direction(letter.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (letter.subject) }
            }
            body { (body(letter)) }
        }
    }
    .into_string()
}

/// What stands in it.
#[must_use]
pub fn body(letter: &Letter) -> Markup {
    html! {
        @for block in &letter.blocks {
            @match block {
                Block::Words(words) => (paragraphs(words)),
                Block::Said(words) => blockquote dir="auto" { (paragraphs(words)) },
                Block::Link { words, href } => p { (words) br; a href=(href) { (href) } },
                Block::Form(lines) => pre dir="auto" { (lines) },
                Block::List(items) => ul {
                    @for item in items { li { a href=(item.href) dir="auto" { (item.words) } } }
                },
                Block::Small(words) => p { small { (lines(words)) } },
            }
        }
    }
}

fn paragraphs(words: &str) -> Markup {
    let parts = words.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    html! {
        @for part in parts {
            p dir="auto" { (lines(part)) }
        }
    }
}

fn lines(words: &str) -> Markup {
    html! { @for (n, line) in words.lines().enumerate() { @if n > 0 { br; } (line) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_never_markup() {
        let evil = "<script>alert(1)</script>";
        let letter = Letter {
            language: "ar",
            subject: evil.to_owned(),
            blocks: vec![
                Block::Words(evil.to_owned()),
                Block::Said(evil.to_owned()),
                Block::Form(evil.to_owned()),
            ],
        };
        let html = document(&letter);
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains(r#"dir="rtl""#), "{html}");
    }
}
