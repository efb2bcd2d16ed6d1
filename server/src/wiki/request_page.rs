//! What is to be done with a request's page, given what stands there.

use crate::wiki::client::Page;
use crate::wiki::outcome::Why;
use crate::wiki::seal;
use crate::wiki::splice::{self, Found, Spliced};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Make the page with this text.
    Create(String),
    /// Replace its text.
    Replace(String),
    /// The page is as it should be.
    Nothing,
    /// The title is somebody else's page.
    Taken,
    /// A person has to look.
    Handover(Why),
}

/// What stands where the request's page should be, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The request's reference, the name in the markers.
    pub name: &'a str,
    /// The page, if it is there.
    pub page: Option<&'a Page>,
    /// SHA-256 of what was written last, if anything was.
    pub written: Option<&'a [u8]>,
    /// The block as it should be.
    pub block: &'a str,
    /// Whether the block stands for a request that is no longer published: then a page or a block
    /// that is not there is well.
    pub emptied: bool,
}

impl Situation<'_> {
    /// What is to be done.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let Some(page) = self.page else {
            return match (self.emptied, self.written) {
                (true, _) => Plan::Nothing,
                (false, None) => Plan::Create(splice::framed(self.name, self.block)),
                (false, Some(_)) => Plan::Handover(Why::PageGone),
            };
        };
        if page.model != "wikitext" {
            return if self.written.is_some() { Plan::Handover(Why::NotWikitext) } else { Plan::Taken };
        }
        if let Found::Block { inner, .. } = splice::find(&page.text, self.name)
            && !self.is_ours(&page.text[inner])
        {
            return Plan::Handover(Why::HumanEdit);
        }
        match splice::splice(&page.text, self.name, self.block) {
            Spliced::New(text) => Plan::Replace(text),
            Spliced::Unchanged => Plan::Nothing,
            Spliced::Missing if self.emptied => Plan::Nothing,
            Spliced::Missing if self.written.is_none() => Plan::Taken,
            Spliced::Missing => Plan::Handover(Why::MarkersGone),
            Spliced::Doubled | Spliced::Cut | Spliced::MarkersInBlock => Plan::Handover(Why::Markers),
        }
    }

    fn is_ours(&self, block: &str) -> bool {
        block.trim().is_empty()
            || block == self.block
            || seal::holds(block)
            || self.written == Some(splice::digest(block).as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REF: &str = "7h2kq0vw";

    fn page(text: &str) -> Page {
        Page { title: "X".to_owned(), id: 1, revision: 2, model: "wikitext".to_owned(), text: text.to_owned() }
    }

    fn plan(page: Option<&Page>, written: Option<&str>, block: &str, emptied: bool) -> Plan {
        let digest = written.map(splice::digest);
        Situation { name: REF, page, written: digest.as_ref().map(<[u8; 32]>::as_slice), block, emptied }.plan()
    }

    #[test]
    fn a_new_page_is_made_and_a_deleted_one_is_not() {
        assert_eq!(plan(None, None, "a", false), Plan::Create(splice::framed(REF, "a")));
        assert_eq!(plan(None, Some("a"), "b", false), Plan::Handover(Why::PageGone));
        assert_eq!(plan(None, Some("a"), "b", true), Plan::Nothing);
    }

    #[test]
    fn a_page_of_somebody_else_is_not_ours_to_write() {
        assert_eq!(plan(Some(&page("An essay")), None, "a", false), Plan::Taken);
        let script = Page { model: "javascript".to_owned(), ..page("") };
        assert_eq!(plan(Some(&script), None, "a", false), Plan::Taken);
    }

    #[test]
    fn what_was_written_last_is_replaced() {
        let before = page(&format!("Hello\n{}", splice::framed(REF, "old")));
        let after = format!("Hello\n{}", splice::framed(REF, "new"));
        assert_eq!(plan(Some(&before), Some("old"), "new", false), Plan::Replace(after.clone()));
        assert_eq!(plan(Some(&page(&after)), Some("old"), "new", false), Plan::Nothing);
    }

    #[test]
    fn a_block_whose_answer_was_lost_is_known_by_its_check_number() {
        let lost = page(&splice::framed(REF, &seal::sealed("{{A|b=c}}")));
        assert_eq!(plan(Some(&lost), None, "new", false), Plan::Replace(splice::framed(REF, "new")));
        assert_eq!(plan(Some(&lost), Some("older"), "new", false), Plan::Replace(splice::framed(REF, "new")));
    }

    #[test]
    fn a_person_s_edit_in_the_block_is_left_alone() {
        let edited = page(&splice::framed(REF, "old, and my remark"));
        for emptied in [false, true] {
            assert_eq!(plan(Some(&edited), Some("old"), "new", emptied), Plan::Handover(Why::HumanEdit));
        }
        assert_eq!(plan(Some(&page("")), Some("old"), "new", false), Plan::Handover(Why::MarkersGone));
        let doubled = page(&format!("{0}{0}", splice::framed(REF, "old")));
        assert_eq!(plan(Some(&doubled), Some("old"), "new", false), Plan::Handover(Why::Markers));
    }
}
