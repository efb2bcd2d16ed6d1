//! A letter before it becomes a message: a subject and blocks of words.

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The language of its words.
    pub language: &'static str,
    /// The subject.
    pub subject: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Words of the Helpdesk.
    Words(String),
    /// What somebody wrote, as they wrote it.
    Said(String),
    /// Words with an address of the web.
    Link {
        /// What is there.
        words: String,
        /// The address.
        href: String,
    },
    /// A form whose lines stay as they are.
    Form(String),
    /// A list.
    List(Vec<Item>),
    /// Small words below the rest.
    Small(String),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub words: String,
    /// Where.
    pub href: String,
}

impl Letter {
    /// Whether there is a form in it, which is filled in by answering.
    #[must_use]
    pub fn has_form(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Form(_)))
    }

    /// As plain text. Lines are not broken: clients do that.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut small = false;
        for block in &self.blocks {
            out.push(match block {
                Block::Words(words) | Block::Form(words) => words.trim_end().to_owned(),
                Block::Said(words) => indented(words),
                Block::Link { words, href } => format!("{words}\n{href}"),
                Block::List(items) => {
                    let items = items.iter().map(|item| format!("* {}\n  {}", item.words, item.href));
                    items.collect::<Vec<_>>().join("\n")
                }
                Block::Small(words) if small => words.clone(),
                Block::Small(words) => {
                    small = true;
                    // The line that clients take a signature to begin with (RFC 3676 section 4.3).
                    format!("-- \n{words}")
                }
            });
        }
        out.join("\n\n") + "\n"
    }
}

fn indented(words: &str) -> String {
    words.trim().lines().map(|line| format!("    {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_without_any_markup() {
        let letter = Letter {
            language: "en",
            subject: "Maps".to_owned(),
            blocks: vec![
                Block::Words("Hello Ada,".to_owned()),
                Block::Said("Which maps?\n\nAll of them?".to_owned()),
                Block::Link { words: "Your request:".to_owned(), href: "https://x.example/1".to_owned() },
                Block::List(vec![Item { words: "Maps".to_owned(), href: "https://x.example/2".to_owned() }]),
                Block::Small("Helpdesk".to_owned()),
            ],
        };
        assert_eq!(
            letter.text(),
            "Hello Ada,\n\n    Which maps?\n\n    All of them?\n\nYour request:\nhttps://x.example/1\n\n\
             * Maps\n  https://x.example/2\n\n-- \nHelpdesk\n"
        );
    }
}
