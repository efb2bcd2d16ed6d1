//! Who is named in a text, as in `@Ada Lovelace`.

use crate::ids::PersonId;
use std::collections::BTreeSet;

/// The people whose names follow an `@` in the text. Of two names that fit the longer one is meant;
/// `_` is read as a space and the first letter in either case, as the wiki does.
#[must_use]
pub fn mentioned(text: &str, people: &[(PersonId, String)]) -> BTreeSet<PersonId> {
    let plain = text.replace('_', " ");
    let at = plain.match_indices('@').map(|(place, _)| place);
    let begins = |place: &usize| !plain[..*place].ends_with(char::is_alphanumeric);
    at.filter(begins).filter_map(|place| named(&plain[place + 1..], people)).collect()
}

fn named(rest: &str, people: &[(PersonId, String)]) -> Option<PersonId> {
    let fits = |name: &str| {
        let (mut rest, mut name) = (rest.chars(), name.chars());
        let first = match (rest.next(), name.next()) {
            (Some(one), Some(other)) => one.to_lowercase().eq(other.to_lowercase()),
            _ => false,
        };
        first
            && name.all(|character| rest.next() == Some(character))
            && !rest.next().is_some_and(char::is_alphanumeric)
    };
    let longest = people.iter().filter(|(_, name)| fits(name)).max_by_key(|(_, name)| name.chars().count());
    longest.map(|(person, _)| *person)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        let people: Vec<_> = ["Ada", "Ada Lovelace", "Ádám", "Chiyo"]
            .iter()
            .zip(0..)
            .map(|(name, n)| (PersonId::from_random([0, 0, 0, 0, n]), (*name).to_owned()))
            .collect();
        let named = mentioned(text, &people);
        (0..people.len()).filter(|n| named.contains(&people[*n].0)).collect()
    }

    #[test]
    fn the_longest_name_is_meant_and_nobody_is_named_by_a_part_of_a_word() {
        assert_eq!(found("@Ada, what do you think?"), [0]);
        assert_eq!(found("@Ada Lovelace and @chiyo."), [1, 3]);
        assert_eq!(found("(@Ada_Lovelace)"), [1]);
        assert_eq!(found("@Adam @ádám"), [2]);
        assert_eq!(found("mail@Ada.example @ Ada Ada @"), Vec::<usize>::new());
    }
}
