//! Reads what the browser's `JSON.parse` made into Rust values.
//!
//! `serde-wasm-bindgen` does this too, for many times the bytes. Here a struct is read by its list of fields and an enum
//! by the place of its variant, so the code that serde derives for names is never compiled in. Fields that are unknown
//! are passed over; one that is missing is empty (None, no text, no entries, false).

use std::cell::Cell;
use std::fmt;

use js_sys::{Array, Object};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Visitor};
use wasm_bindgen::prelude::*;

/// There is no such value: what cannot be read is thrown as an exception of JavaScript, straight to [`decode`]. So the
/// compiler makes no way back out of every field, which would be half of the code.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        refuse()
    }
}

thread_local! {
    /// The member that is being read.
    static AT: Cell<&'static str> = const { Cell::new("") };
}

fn refuse() -> ! {
    wasm_bindgen::throw_str(AT.get())
}

#[wasm_bindgen]
extern "C" {
    /// Calls `work` once: an exception in it comes back as an error.
    #[wasm_bindgen(js_namespace = Reflect, js_name = apply, catch)]
    fn attempt(work: &mut dyn FnMut(), this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
}

/// Reads a value.
///
/// # Errors
/// With the name of the member that could not be read.
pub fn decode<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    let mut read = None;
    let tree = tree(value);
    guarded(&mut || {
        let Ok(all) = T::deserialize(Value(&tree));
        read = Some(all);
    });
    read.ok_or_else(|| AT.get().to_owned())
}

/// One for all types, so that it is compiled once.
fn guarded(work: &mut dyn FnMut()) {
    let _ = attempt(&mut || work(), &JsValue::UNDEFINED, &Array::new());
}

/// What `JSON.parse` made, without handles of JavaScript: nothing has to be let go of while it is read.
enum Tree {
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    Members(Vec<(String, Tree)>),
}

fn tree(value: &JsValue) -> Tree {
    if let Some(text) = value.as_string() {
        Tree::Text(text)
    } else if let Some(number) = value.as_f64() {
        Tree::Number(number)
    } else if let Some(is_on) = value.as_bool() {
        Tree::Flag(is_on)
    } else if Array::is_array(value) {
        let list: &Array = value.unchecked_ref();
        let mut items = Vec::new();
        for at in 0..list.length() {
            items.push(tree(&list.get(at)));
        }
        Tree::List(items)
    } else if value.is_object() {
        let list = Object::entries(value.unchecked_ref());
        let mut members = Vec::new();
        for at in 0..list.length() {
            let entry: Array = list.get(at).unchecked_into();
            members.push((entry.get(0).as_string().unwrap_or_default(), tree(&entry.get(1))));
        }
        Tree::Members(members)
    } else {
        Tree::Nothing
    }
}

fn text(tree: &Tree) -> String {
    match tree {
        Tree::Text(text) => text.clone(),
        Tree::Nothing => String::new(),
        _ => refuse(),
    }
}

/// A whole number that JavaScript keeps exactly.
fn whole(tree: &Tree) -> i64 {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let Tree::Number(number) = *tree else { refuse() };
    if number.trunc() != number || number.abs() > EXACT {
        refuse();
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    let whole = number as i64;
    whole
}

fn list(tree: &Tree) -> &[Tree] {
    match tree {
        Tree::List(items) => items,
        Tree::Nothing => &[],
        _ => refuse(),
    }
}

fn members(tree: &Tree) -> &[(String, Tree)] {
    match tree {
        Tree::Members(members) => members,
        Tree::Nothing => &[],
        _ => refuse(),
    }
}

fn member<'t>(of: &'t [(String, Tree)], name: &str) -> &'t Tree {
    of.iter().find(|(one, _)| one == name).map_or(&Tree::Nothing, |(_, held)| held)
}

/// The place of a variant, and what it holds.
fn variant<'t>(tree: &'t Tree, names: &[&str]) -> (u32, &'t Tree) {
    let (name, held) = match tree {
        Tree::Text(name) => (name, &Tree::Nothing),
        Tree::Members(members) => match members.first() {
            Some((name, held)) => (name, held),
            None => refuse(),
        },
        _ => refuse(),
    };
    let place = names.iter().position(|one| one == name);
    (place.and_then(|place| u32::try_from(place).ok()).unwrap_or_else(|| refuse()), held)
}

#[derive(Clone, Copy)]
struct Value<'t>(&'t Tree);

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty,)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.$visit(<$type>::try_from(whole(self.0)).unwrap_or_else(|_| refuse()))
        })+
    };
}

macro_rules! refused {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
            refuse()
        })+
    };
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Never;

    whole_numbers! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
    }

    refused! {
        deserialize_any deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf
        deserialize_identifier
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(match *self.0 {
            Tree::Flag(is_on) => is_on,
            Tree::Nothing => false,
            _ => refuse(),
        })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(text(self.0))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(text(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if matches!(self.0, Tree::Nothing) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Items(list(self.0)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_map(Entries { rest: members(self.0), held: &Tree::Nothing })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Members { of: members(self.0), names })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let (place, held) = variant(self.0, names);
        visitor.visit_enum(Variant { place, held })
    }
}

/// The members of a struct, in the order of its fields.
struct Members<'t> {
    of: &'t [(String, Tree)],
    names: &'static [&'static str],
}

impl<'t> Members<'t> {
    fn next(&mut self) -> Option<Value<'t>> {
        let (name, rest) = self.names.split_first()?;
        self.names = rest;
        AT.set(name);
        Some(Value(member(self.of, name)))
    }
}

impl<'de> de::SeqAccess<'de> for Members<'_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        match self.next() {
            Some(value) => seed.deserialize(value).map(Some),
            None => Ok(None),
        }
    }
}

/// The items of a list.
struct Items<'t>(&'t [Tree]);

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        let Some((item, rest)) = self.0.split_first() else { return Ok(None) };
        self.0 = rest;
        seed.deserialize(Value(item)).map(Some)
    }
}

/// The entries of a map.
struct Entries<'t> {
    rest: &'t [(String, Tree)],
    held: &'t Tree,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Never;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        let Some(((name, held), rest)) = self.rest.split_first() else { return Ok(None) };
        self.rest = rest;
        self.held = held;
        seed.deserialize(Value(&Tree::Text(name.clone()))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(Value(self.held))
    }
}

/// A variant of an enum with what it holds.
struct Variant<'t> {
    place: u32,
    held: &'t Tree,
}

impl<'de, 't> de::EnumAccess<'de> for Variant<'t> {
    type Error = Never;
    type Variant = Value<'t>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Value<'t>), Never> {
        Ok((seed.deserialize(Place(self.place))?, Value(self.held)))
    }
}

impl<'de> de::VariantAccess<'de> for Value<'_> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_struct("", names, visitor)
    }
}

/// The place of a variant in its enum.
struct Place(u32);

impl<'de> Deserializer<'de> for Place {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u64(u64::from(self.0))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
