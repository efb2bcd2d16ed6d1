//! Looks at rendered pages as a browser would: which tags are open where.

/// A piece of a page.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Such as `input`.
    pub name: String,
    /// Its attributes, unescaped only as far as tests need it.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }
}

/// What is met while a page is read.
pub enum Piece<'a> {
    /// A tag opens, inside of these.
    Open(&'a Tag, &'a [Tag]),
    /// Text, inside of these.
    Text(&'a str, &'a [Tag]),
}

const VOID: [&str; 6] = ["br", "img", "input", "link", "meta", "hr"];

/// Reads a page. Panics with what is wrong if its tags do not close each other.
pub fn walk(html: &str, mut meet: impl FnMut(Piece<'_>)) {
    let mut open: Vec<Tag> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        meet(Piece::Text(&rest[..at], &open));
        let end = at + tag_end(&rest[at..]);
        let inner = &rest[at + 1..end - 1];
        if let Some(name) = inner.strip_prefix('/') {
            let last = open.pop().map(|tag| tag.name);
            assert_eq!(last.as_deref(), Some(name), "closed in another order");
        } else if !inner.starts_with('!') {
            let tag = read_tag(inner);
            meet(Piece::Open(&tag, &open));
            if !VOID.contains(&tag.name.as_str()) {
                open.push(tag);
            }
        }
        rest = &rest[end..];
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    panic!("a tag that does not end: {text}");
}

fn read_tag(inner: &str) -> Tag {
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("the other quotation mark");
            quoted[..end].clone_into(&mut value);
            rest = &quoted[end + 1..];
        }
        attributes.push((key, value));
    }
    Tag { name: name.to_owned(), attributes }
}
