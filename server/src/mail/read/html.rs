//! HTML to text by a library: links keep their address, block quotes become `> ` lines.

use html2text::config;
use html2text::render::{TaggedLine, TextDecorator};

/// Wide enough that no line of a mail is wrapped.
const WIDTH: usize = 4_000;

/// The text of an HTML part. What cannot be read as HTML is given as it is.
#[must_use]
pub fn text_of_html(html: &str) -> String {
    let read = config::with_decorator(Plain { url: String::new() })
        .raw_mode(true)
        .no_link_wrapping()
        .link_footnotes(false)
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), WIDTH);
    read.unwrap_or_else(|_| html.to_owned())
}

/// Nothing but the words, and where a link leads if its words do not say so.
struct Plain {
    url: String,
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        let shown = url.starts_with("http://") || url.starts_with("https://");
        self.url = if shown { url.to_owned() } else { String::new() };
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        let url = std::mem::take(&mut self.url);
        if url.is_empty() { url } else { format!(" <{url}>") }
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _src: &str, title: &str) -> (String, ()) {
        (title.to_owned(), ())
    }

    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "* ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self { url: String::new() }
    }

    fn finalise(&mut self, _links: Vec<String>) -> Vec<TaggedLine<()>> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_markup_goes() {
        let html = "<html><head><title>t</title><style>p{}</style></head><body><p>Dear <b>all</b>,<br>hello</p><script>x()</script></body></html>";
        assert_eq!(text_of_html(html).trim(), "Dear all,\nhello");
    }

    #[test]
    fn a_link_keeps_its_address_and_a_quote_its_marks() {
        let html = "<a href='https://a.example/x'>here</a><blockquote>was <a href='mailto:a@b.c'>a@b.c</a></blockquote>";
        let text = text_of_html(html);
        assert!(text.contains("here <https://a.example/x>"), "{text}");
        assert!(text.contains("> was a@b.c"), "{text}");
    }

    #[test]
    fn a_layout_table_is_text() {
        let text = text_of_html("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
    }
}
