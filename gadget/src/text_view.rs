//! Text that people typed, and small marks.

use helpdesk_domain::Body;

use crate::view::{Element, Node, el};
use crate::words::Words;

/// A text with its line breaks, in its own direction; the style sheet keeps the breaks.
pub fn prose<M>(words: &Words, body: &Body) -> Node<M> {
    match body {
        Body::Text(said) => el("p").class("helpdesk-prose").attr("dir", "auto").text(&**said).into(),
        Body::Erased => el("p").class("helpdesk-about").text(words.say("helpdesk-gadget-erased")).into(),
    }
}

/// A word or two that stand out.
pub fn chip<M>(label: String) -> Element<M> {
    el("span").class("helpdesk-chip").text(label)
}
