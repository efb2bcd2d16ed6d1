//! What was typed into a form, by field. A list: forms are short, and a list is far less code than a map.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// Values by the names of their fields, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What stands in a field, if the field is there.
    pub fn find(&self, name: &str) -> Option<&str> {
        for (one, value) in &self.0 {
            if one == name {
                return Some(value);
            }
        }
        None
    }

    /// Puts a value into a field.
    pub fn put(&mut self, name: &str, value: &str) {
        for (one, old) in &mut self.0 {
            if one == name {
                value.clone_into(old);
                return;
            }
        }
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Typed;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("texts by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Typed, A::Error> {
        let mut typed = Typed::default();
        while let Some((name, value)) = map.next_entry::<String, String>()? {
            typed.0.push((name, value));
        }
        Ok(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn a_field_has_one_value() {
        let mut typed: Typed = serde_json::from_str(r#"{"b": "1", "a": "2"}"#).unwrap();
        typed.put("b", "3");
        typed.put("c", "");
        let all: Vec<_> = typed.0.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(all, [("b", "3"), ("a", "2"), ("c", "")]);
        assert_eq!((typed.find("a"), typed.find("d")), (Some("2"), None));
    }
}
