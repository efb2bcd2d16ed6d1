//! Writes JSON. Reading is the browser's work; for the few bodies that the gadget sends this is the smallest writer.

use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize, Serializer};

/// Writes a value as JSON.
///
/// # Errors
/// If it holds what the gadget never sends: a fraction, bytes, a variant with content, a key that is no text.
pub fn write(value: &impl Serialize) -> Result<String, Unwritable> {
    let mut out = String::new();
    value.serialize(Writer(&mut out))?;
    Ok(out)
}

/// A value that the gadget has no JSON for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value that the gadget has no JSON for")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Writer<'a>(&'a mut String);

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\0'..='\u{1f}' => {
                // Writing into a String never fails.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

macro_rules! whole_numbers {
    ($($method:ident $type:ty,)+) => {
        $(fn $method(self, number: $type) -> Result<(), Unwritable> {
            self.0.push_str(&number.to_string());
            Ok(())
        })+
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = ser::Impossible<(), Unwritable>;
    type SerializeTupleStruct = ser::Impossible<(), Unwritable>;
    type SerializeTupleVariant = ser::Impossible<(), Unwritable>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = ser::Impossible<(), Unwritable>;

    whole_numbers! {
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
    }

    fn serialize_bool(self, is_on: bool) -> Result<(), Unwritable> {
        self.0.push_str(if is_on { "true" } else { "false" });
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        quote(self.0, text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Unwritable> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Unwritable> {
        Ok(Inside::new(self.0, '[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Unwritable> {
        Ok(Inside::new(self.0, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Unwritable> {
        Ok(Inside::new(self.0, '{', '}'))
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_char(self, _: char) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable)
    }
}

/// Inside of a list or an object.
struct Inside<'a> {
    out: &'a mut String,
    is_first: bool,
    close: char,
}

impl<'a> Inside<'a> {
    fn new(out: &'a mut String, open: char, close: char) -> Self {
        out.push(open);
        Self { out, is_first: true, close }
    }

    fn comma(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(',');
        }
    }

    fn value(&mut self, value: &(impl ?Sized + Serialize)) -> Result<(), Unwritable> {
        value.serialize(Writer(self.out))
    }

    fn close(self) {
        self.out.push(self.close);
    }
}

impl ser::SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.comma();
        self.value(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.comma();
        let start = self.out.len();
        self.value(key)?;
        if self.out.as_bytes().get(start) == Some(&b'"') { Ok(()) } else { Err(Unwritable) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.out.push(':');
        self.value(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.comma();
        quote(self.out, name);
        self.out.push(':');
        self.value(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use helpdesk_domain::wire::{Act, PageLookups, Submit};
    use std::collections::BTreeMap;

    #[test]
    fn bodies_are_those_of_serde_json() {
        let fields: BTreeMap<String, String> = [("a\"\\", "x\n\u{1}é\u{2028}😀"), ("b", "")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into();
        let act = Act { expected_version: 7, fields: fields.clone() };
        assert_eq!(write(&act).unwrap(), serde_json::to_string(&act).unwrap());
        let submit = Submit { fields };
        assert_eq!(write(&submit).unwrap(), serde_json::to_string(&submit).unwrap());
        for known in [None, Some("0a".to_owned())] {
            let asked = PageLookups { titles: vec!["A/b c".to_owned(), String::new()], known };
            assert_eq!(write(&asked).unwrap(), serde_json::to_string(&asked).unwrap());
        }
    }

    #[test]
    fn what_the_gadget_never_sends_is_refused() {
        assert!(write(&1.5).is_err());
        assert!(write(&BTreeMap::from([(1, 2)])).is_err());
        assert!(write(&(1, 2)).is_err());
    }
}
