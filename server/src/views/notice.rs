//! Boxes that say something to the reader.

use maud::{Markup, html};

/// Something went well.
#[must_use]
pub fn success(text: &str) -> Markup {
    html! { div.notice.success role="status" { p { (text) } } }
}

/// Something to know.
#[must_use]
pub fn info(inner: &Markup) -> Markup {
    html! { div.notice { (inner) } }
}

/// Something to look at before going on.
#[must_use]
pub fn warning(inner: &Markup) -> Markup {
    html! { div.notice.warning { (inner) } }
}

/// Something went wrong.
#[must_use]
pub fn error(inner: &Markup) -> Markup {
    html! { div.notice.error role="alert" { (inner) } }
}
