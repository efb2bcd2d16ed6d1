//! Text that people typed, within limits. A value of these types has been checked.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text was refused. Lengths are in Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextError {
    /// Nothing was written but white space.
    Empty,
    /// Longer than the field takes.
    TooLong {
        /// The most that the field takes.
        max: u32,
        /// What was given.
        length: u32,
    },
    /// A control character that people cannot have meant, such as U+0000.
    ControlCharacter,
    /// A character that overrides or embeds the direction of text (U+202A..U+202E, U+2066..U+2069)
    /// and can make a text read as another.
    DirectionOverride,
    /// A line break where one line is asked for.
    LineBreak,
}

/// One line of text: trimmed, not empty, at most `MAX` code points, no control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// Text of several lines: trimmed at the end, not empty, at most `MAX` code points, line ends as
/// `\n`, no control characters but line breaks and tabs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose<const MAX: usize>(String);

/// Code points that a request's title takes.
pub const TITLE_MAX: usize = 120;
/// Code points that a short answer takes.
pub const LINE_MAX: usize = 250;
/// Code points that a long answer takes.
pub const PROSE_MAX: usize = 20_000;

fn check(text: &str, max: usize, breaks: bool) -> Result<(), TextError> {
    for character in text.chars() {
        match character {
            '\n' if !breaks => return Err(TextError::LineBreak),
            '\n' | '\t' if breaks => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return Err(TextError::DirectionOverride),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => return Err(TextError::ControlCharacter),
            other if other.is_control() => return Err(TextError::ControlCharacter),
            _ => {}
        }
    }
    let length = text.chars().count();
    if length == 0 {
        return Err(TextError::Empty);
    }
    if length > max {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Err(TextError::TooLong { max: count(max), length: count(length) });
    }
    Ok(())
}

impl<const MAX: usize> Line<MAX> {
    /// Trims and checks one line.
    ///
    /// # Errors
    /// A [`TextError`] that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        check(text, MAX, false)?;
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// Unifies line ends, trims and checks.
    ///
    /// # Errors
    /// A [`TextError`] that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_end().trim_start_matches('\n');
        if text.trim().is_empty() {
            return Err(TextError::Empty);
        }
        check(text, MAX, true)?;
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("nothing is written"),
            Self::TooLong { max, length } => write!(out, "{length} characters, the most is {max}"),
            Self::ControlCharacter => out.write_str("a control character"),
            Self::DirectionOverride => out.write_str("a character that turns the direction of text"),
            Self::LineBreak => out.write_str("a line break"),
        }
    }
}

macro_rules! text_conversions {
    ($name:ident) => {
        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }
        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = TextError;
            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }
        impl<const MAX: usize> From<&$name<MAX>> for Body {
            fn from(text: &$name<MAX>) -> Self {
                Self::Text(text.0.clone())
            }
        }
    };
}
text_conversions!(Line);
text_conversions!(Prose);

/// A text inside an event or a request. The record keeps it apart from the event, so that it can be
/// erased while the event stays; in JSON it is `{"body": "..."}` or `"erased"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// The text as it was typed.
    #[serde(rename = "body")]
    Text(String),
    /// There was a text, and it was erased.
    #[serde(rename = "erased")]
    Erased,
}

impl Body {
    /// The text, empty if it was erased.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Erased => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_bounded_in_code_points() {
        assert_eq!(Line::<5>::parse("  ড়াশ  ").expect("a line").as_str(), "ড়াশ");
        assert_eq!(Line::<3>::parse("abcd"), Err(TextError::TooLong { max: 3, length: 4 }));
    }

    #[test]
    fn what_people_cannot_have_meant_is_refused() {
        assert_eq!(Line::<9>::parse("a\u{0}b"), Err(TextError::ControlCharacter));
        assert_eq!(Line::<9>::parse("a\u{202e}b"), Err(TextError::DirectionOverride));
        assert_eq!(Line::<9>::parse("a\nb"), Err(TextError::LineBreak));
        assert_eq!(Prose::<9>::parse(" \n\t "), Err(TextError::Empty));
    }

    #[test]
    fn line_ends_become_one() {
        assert_eq!(Prose::<9>::parse("a\r\nb\rc\n\n").expect("prose").as_str(), "a\nb\nc");
    }

    #[test]
    fn marks_that_help_right_to_left_text_are_kept() {
        assert!(Line::<20>::parse("\u{200f}مرحبا\u{200e} abc").is_ok());
    }
}
