//! Asking for the state of pages, as [`helpdesk_domain::wire::PageLookups`] says it, in less code.

use std::fmt;

use helpdesk_domain::wire::PageState;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::json::{self, Json};

/// Asks for the state of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLookups {
    /// Prefixed titles.
    pub titles: Vec<String>,
    /// The digest of the answer that is there already.
    pub known: Option<String>,
}

impl PageLookups {
    /// As it is sent.
    pub fn written(&self) -> String {
        let known = self.known.as_ref().map_or(Json::Null, |known| Json::Text(known));
        json::object(&[("titles", Json::Texts(&self.titles)), ("known", known)])
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageLookupsAnswer {
    /// Nothing differs from what is there already.
    Unchanged,
    /// The pages that are requests which this reader may see.
    Pages {
        /// To be sent as `known` the next time.
        digest: String,
        /// By title as it was asked for.
        pages: Pages,
    },
}

/// Whether two titles are the same. Those of requests begin alike, so it begins at the end.
pub fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len() && one.last() == other.last() && one == other
}

/// States by title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages(pub Vec<(String, PageState)>);

impl Pages {
    /// The state of a page.
    pub fn find(&self, title: &str) -> Option<&PageState> {
        for (one, page) in &self.0 {
            if is_same(one, title) {
                return Some(page);
            }
        }
        None
    }
}

impl<'de> Deserialize<'de> for Pages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Pages;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("pages by title")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pages, A::Error> {
        let mut pages = Pages::default();
        while let Some((title, page)) = map.next_entry()? {
            pages.0.push((title, page));
        }
        Ok(pages)
    }
}

#[cfg(test)]
mod tests {
    use super::{PageLookups, PageLookupsAnswer};
    use crate::samples::page_state;
    use helpdesk_domain::wire;

    #[test]
    fn the_service_reads_what_is_asked() {
        for known in [None, Some("0a".to_owned())] {
            let asked = PageLookups { titles: vec!["A/b c".to_owned(), "Ü\"".to_owned()], known };
            let read: wire::PageLookups = serde_json::from_str(&asked.written()).unwrap();
            assert_eq!((read.titles, read.known), (asked.titles, asked.known));
        }
    }

    #[test]
    fn the_services_answer_is_read() {
        let pages = [("A".to_owned(), page_state(None)), ("B".to_owned(), page_state(None))];
        let said = wire::PageLookupsAnswer::Pages { digest: "0a".into(), pages: pages.clone().into() };
        let read = serde_json::from_value(serde_json::to_value(said).unwrap()).unwrap();
        let PageLookupsAnswer::Pages { digest, pages: read } = read else { panic!("{read:?}") };
        assert_eq!(digest, "0a");
        assert_eq!(read.find("B"), Some(&pages[1].1));
        assert_eq!(read.find("C"), None);
        let said = serde_json::to_value(wire::PageLookupsAnswer::Unchanged).unwrap();
        assert_eq!(serde_json::from_value::<PageLookupsAnswer>(said).unwrap(), PageLookupsAnswer::Unchanged);
    }
}
