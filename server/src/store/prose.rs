//! Texts apart from the events that they belong to. In an event's JSON a text is
//! `{"body": "..."}`; in the record `{"prose": n, "sha256": "..."}` stands there, and the text with
//! the digest's salt is a row of its own.

use crate::app::ids::{Ids, bytes};
use crate::store::{StoreError, Tx, sql};
use mysql_async::prelude::Queryable;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A text that was taken out of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseRow {
    /// Its place among the texts of the event, from 0.
    pub n: u16,
    /// What the digest was made with besides the text.
    pub salt: [u8; 16],
    /// The text.
    pub body: String,
}

/// Takes the texts out of an event and leaves their digests.
///
/// # Errors
/// Without randomness.
pub fn take_out(data: &mut Value, ids: &dyn Ids) -> anyhow::Result<Vec<ProseRow>> {
    let mut taken = Vec::new();
    walk_out(data, ids, &mut taken)?;
    Ok(taken)
}

fn walk_out(value: &mut Value, ids: &dyn Ids, taken: &mut Vec<ProseRow>) -> anyhow::Result<()> {
    if let Some(body) = text_of(value) {
        let n = u16::try_from(taken.len())?;
        let row = ProseRow { n, salt: bytes(ids)?, body: body.to_owned() };
        *value = json!({ "prose": n, "sha256": digest(&row.salt, &row.body) });
        taken.push(row);
        return Ok(());
    }
    match value {
        Value::Object(map) => map.values_mut().try_for_each(|inner| walk_out(inner, ids, taken)),
        Value::Array(list) => list.iter_mut().try_for_each(|inner| walk_out(inner, ids, taken)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// Erases the texts of an event, which stays.
///
/// # Errors
/// As the database says.
pub(crate) async fn erase(tx: &mut Tx<'_>, request_id: u64, seq: u32) -> Result<(), StoreError> {
    Ok(tx.exec_drop(sql!("prose/delete"), (request_id, seq)).await?)
}

/// Puts the texts back; one that is no longer there becomes `"erased"`.
pub fn put_back(value: &mut Value, texts: &mut BTreeMap<u16, String>) {
    if let Some(n) = place_of(value) {
        *value = match texts.remove(&n) {
            Some(body) => Value::Object(Map::from_iter([("body".to_owned(), Value::String(body))])),
            None => Value::String("erased".to_owned()),
        };
        return;
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(|inner| put_back(inner, texts)),
        Value::Array(list) => list.iter_mut().for_each(|inner| put_back(inner, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// SHA-256 of salt and text, in hexadecimal. Without the salt it tells nothing about a short text.
#[must_use]
pub fn digest(salt: &[u8; 16], body: &str) -> String {
    let hash = Sha256::new().chain_update(salt).chain_update(body).finalize();
    hash.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn text_of(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.get("body")?.as_str()
}

fn place_of(value: &Value) -> Option<u16> {
    let map = value.as_object().filter(|map| map.len() == 2 && map.contains_key("sha256"))?;
    u16::try_from(map.get("prose")?.as_u64()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ids::SystemIds;
    use helpdesk_domain::Event;
    use helpdesk_domain::facts::Facts;
    use helpdesk_domain::text::Body;

    fn event() -> Event {
        let text = |text: &str| Body::Text(text.to_owned());
        let answers = BTreeMap::from([("body".to_owned(), text("an answer"))]);
        let mut facts: Facts =
            serde_json::from_value(json!({"title": {"body": "a"}, "what": {"body": "b"}})).expect("facts");
        facts.answers = answers;
        facts.partner = Some(text("a museum"));
        Event::Submitted { facts, requester: None, requester_name: Some(text("somebody")) }
    }

    #[test]
    fn no_text_stays_in_the_event_and_all_come_back() {
        let mut data = serde_json::to_value(event()).expect("JSON");
        let rows = take_out(&mut data, &SystemIds).expect("rows");
        assert_eq!(rows.len(), 5);
        let stored = data.to_string();
        for row in &rows {
            assert!(!stored.contains(&format!("\"{}\"", row.body)), "{} in {stored}", row.body);
        }
        let mut texts = rows.into_iter().map(|row| (row.n, row.body)).collect();
        put_back(&mut data, &mut texts);
        assert_eq!(serde_json::from_value::<Event>(data).expect("an event"), event());
    }

    #[test]
    fn a_text_whose_row_is_gone_is_erased_and_the_event_stays() {
        let mut data =
            serde_json::to_value(Event::NoteAdded { note: Body::Text("x".to_owned()) }).expect("JSON");
        take_out(&mut data, &SystemIds).expect("rows");
        put_back(&mut data, &mut BTreeMap::new());
        assert_eq!(
            serde_json::from_value::<Event>(data).expect("an event"),
            Event::NoteAdded { note: Body::Erased }
        );
    }

    #[test]
    fn the_same_text_has_another_digest_under_another_salt() {
        assert_ne!(digest(&[0; 16], "Ada"), digest(&[1; 16], "Ada"));
    }
}
