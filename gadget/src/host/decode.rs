//! Reads what the browser's `JSON.parse` made into Rust values.
//!
//! `serde-wasm-bindgen` does this too, for four times the bytes. Here a struct is read by its list of fields and an enum
//! by the place of its variant, so the code that serde derives for names is never compiled in. Fields that are unknown
//! are passed over; one that is missing is empty (None, no text, no entries, false).

use std::cell::Cell;
use std::fmt;

use js_sys::{Array, Object, Reflect};
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
pub fn decode<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    let mut value = Some(value);
    let mut read = None;
    let outcome = attempt(
        &mut || {
            let Ok(all) = T::deserialize(Value(value.take().unwrap_or_default()));
            read = Some(all);
        },
        &JsValue::UNDEFINED,
        &Array::new(),
    );
    outcome.ok().and(read).ok_or_else(|| AT.get().to_owned())
}

fn string(value: &JsValue) -> String {
    if value.is_undefined() {
        return String::new();
    }
    value.as_string().unwrap_or_else(|| refuse())
}

/// A whole number that JavaScript keeps exactly.
fn whole(value: &JsValue) -> i64 {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let Some(number) = value.as_f64() else { refuse() };
    if number.trunc() != number || number.abs() > EXACT {
        refuse();
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    let whole = number as i64;
    whole
}

fn list(value: &JsValue) -> Array {
    if value.is_undefined() {
        return Array::new();
    }
    if !Array::is_array(value) {
        refuse();
    }
    value.clone().unchecked_into()
}

fn entries(value: &JsValue) -> Array {
    if value.is_undefined() {
        return Array::new();
    }
    if !value.is_object() || Array::is_array(value) {
        refuse();
    }
    Object::entries(value.unchecked_ref())
}

fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or_else(|_| refuse())
}

/// The place of a variant, and what it holds.
fn variant(value: &JsValue, names: &[&str]) -> (u32, JsValue) {
    let (name, held) = match value.as_string() {
        Some(name) => (name, JsValue::UNDEFINED),
        None => {
            let pair: Array = entries(value).get(0).unchecked_into();
            if !Array::is_array(&pair) {
                refuse();
            }
            (string(&pair.get(0)), pair.get(1))
        }
    };
    let place = names.iter().position(|one| *one == name);
    (place.and_then(|place| u32::try_from(place).ok()).unwrap_or_else(|| refuse()), held)
}

struct Value(JsValue);

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty,)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.$visit(<$type>::try_from(whole(&self.0)).unwrap_or_else(|_| refuse()))
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

impl<'de> Deserializer<'de> for Value {
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
        if self.0.is_undefined() {
            return visitor.visit_bool(false);
        }
        visitor.visit_bool(self.0.as_bool().unwrap_or_else(|| refuse()))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(string(&self.0))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(string(&self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.0.is_undefined() || self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
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

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let list = list(&self.0);
        visitor.visit_seq(Items { length: list.length(), list, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let list = entries(&self.0);
        visitor.visit_map(Entries { length: list.length(), list, next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        if !self.0.is_object() {
            refuse();
        }
        visitor.visit_seq(Members { of: self.0, names })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let (place, held) = variant(&self.0, names);
        visitor.visit_enum(Variant { place, held })
    }
}

/// The members of a struct, in the order of its fields.
struct Members {
    of: JsValue,
    names: &'static [&'static str],
}

impl<'de> de::SeqAccess<'de> for Members {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        let Some((name, rest)) = self.names.split_first() else { return Ok(None) };
        self.names = rest;
        AT.set(name);
        seed.deserialize(Value(member(&self.of, name))).map(Some)
    }
}

/// The items of a list.
struct Items {
    list: Array,
    length: u32,
    next: u32,
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        if self.next == self.length {
            return Ok(None);
        }
        let item = self.list.get(self.next);
        self.next += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}

/// The entries of a map.
struct Entries {
    list: Array,
    length: u32,
    next: u32,
}

impl Entries {
    fn half(&self, entry: u32, half: u32) -> Value {
        Value(self.list.get(entry).unchecked_into::<Array>().get(half))
    }
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Never;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        if self.next == self.length {
            return Ok(None);
        }
        seed.deserialize(self.half(self.next, 0)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Never> {
        self.next += 1;
        seed.deserialize(self.half(self.next - 1, 1))
    }
}

/// A variant of an enum with what it holds.
struct Variant {
    place: u32,
    held: JsValue,
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Never;
    type Variant = Value;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Value), Never> {
        Ok((seed.deserialize(Place(self.place))?, Value(self.held)))
    }
}

impl<'de> de::VariantAccess<'de> for Value {
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

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Never> {
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
