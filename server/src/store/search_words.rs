//! Words by which requests are found: table `search_word`. A word is found by its beginning.

use crate::store::{Store, StoreError, Tx, sql};
use mysql_async::prelude::Queryable;
use std::collections::BTreeSet;

/// Letters of a word that are kept.
const WORD_MAX: usize = 40;
/// Words of a search that are looked at.
const TERMS_MAX: usize = 6;
/// A word that more requests have is no help in finding them.
const RARE: u64 = 1000;

/// What stands between words, as a regular expression of the database (PCRE): no more than what
/// [`words`] parts at, so that whatever begins a word here begins one in the table.
pub(crate) const BETWEEN: &str =
    "[^\\p{L}\\p{N}\\p{M}\\x{200c}\\x{200d}\\x{24b6}-\\x{24e9}\\x{1f130}-\\x{1f189}]+";

/// The words of a text, small letters. In scripts without spaces a word may begin at any letter.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let mut words = BTreeSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|run| !run.is_empty()) {
        let letters: Vec<char> = run.chars().collect();
        let starts = if letters.iter().any(|c| is_unspaced(*c)) { letters.len() } else { 1 };
        words.extend((0..starts).map(|start| letters[start..].iter().take(WORD_MAX).collect::<String>()));
    }
    words
}

/// Signs that belong to the letter before them, as in the scripts of South Asia.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0dff}' | '\u{200c}' | '\u{200d}')
}

/// Thai to Burmese, Khmer, and the scripts of East Asia.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Makes the words of a request anew from its row and its requester's name.
///
/// # Errors
/// As the database says.
pub(crate) async fn replace(tx: &mut Tx<'_>, request_id: u64) -> Result<(), StoreError> {
    let texts: Option<String> = tx.exec_first(sql!("search_word/texts"), (request_id,)).await?;
    tx.exec_drop(sql!("search_word/delete"), (request_id,)).await?;
    for word in words(&texts.unwrap_or_default()) {
        tx.exec_drop(sql!("search_word/insert"), (word, request_id)).await?;
    }
    Ok(())
}

/// The rarest word of a search, as a pattern of its beginning; `None` if all of them are common, or
/// there is none.
///
/// # Errors
/// As the database says.
pub(crate) async fn rarest(store: &Store, text: &str) -> Result<Option<String>, StoreError> {
    let mut conn = store.conn().await?;
    let mut rarest: Option<(u64, String)> = None;
    for term in terms(text) {
        let pattern = format!("{term}%");
        let count: Option<u64> = conn.exec_first(sql!("search_word/count"), (&pattern,)).await?;
        let count = count.unwrap_or(0);
        if count <= RARE && rarest.as_ref().is_none_or(|(least, _)| count < *least) {
            rarest = Some((count, pattern));
        }
    }
    Ok(rarest.map(|(_, pattern)| pattern))
}

/// The first word that is typed; `None` where one may begin within others, or there is none.
pub(crate) fn first(text: &str) -> Option<String> {
    terms(text).into_iter().next().filter(|word| !word.chars().any(is_unspaced))
}

/// The words that are typed, without those that begin within them.
fn terms(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .filter(|run| !run.is_empty())
        .map(|run| run.chars().take(WORD_MAX).collect())
        .take(TERMS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{terms, words};

    fn of(text: &str) -> Vec<String> {
        words(text).into_iter().collect()
    }

    #[test]
    fn words_are_letters_and_digits_without_what_is_between() {
        assert_eq!(
            of("Wiki Loves Monuments (2026): Göteborg's"),
            ["2026", "göteborg", "loves", "monuments", "s", "wiki"]
        );
        assert_eq!(terms("100% of_the"), ["100", "of", "the"]);
        assert!(terms(" %_ ").is_empty());
    }

    #[test]
    fn signs_stay_with_their_letters() {
        assert_eq!(of("গ্রন্থাগারের ছবি").len(), 2);
    }

    #[test]
    fn without_spaces_a_word_begins_anywhere() {
        assert_eq!(of("地図帳"), ["図帳", "地図帳", "帳"]);
        assert_eq!(terms("図帳"), ["図帳"]);
    }
}
