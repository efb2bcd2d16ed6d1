//! What a panel looks like, as plain values that a test can read.
//!
//! A panel is a [`Panel`]: messages change it, its view is made from it, effects are asked for and never carried out
//! here. `host` draws the view and carries out the effects.

use std::fmt;
use std::rc::Rc;

/// Something that takes messages and is shown. Pure: no host, no clock.
pub trait Panel: 'static {
    /// What can happen to it: a click, a key, an answer of the tool.
    type Message: Clone + 'static;
    /// What it may ask of the host: a call, a timer, something to keep.
    type Effect: 'static;

    /// Takes a message, and says what is to be done next.
    fn update(&mut self, message: Self::Message) -> Vec<Self::Effect>;

    /// What stands in the place called `place`. A panel with one place may ignore its name.
    fn view(&self, place: &str) -> Vec<Node<Self::Message>>;
}

/// A piece of a view.
pub enum Node<M> {
    /// Text, shown as it is.
    Text(String),
    /// An element with what is in it.
    Element(Element<M>),
}

/// An element of HTML.
pub struct Element<M> {
    /// Its name, such as `button`.
    pub tag: &'static str,
    /// Names it among its siblings: while name and tag stay, the browser's element stays, with focus and typed text.
    pub key: Option<String>,
    /// Attributes. `value` and `checked` set what is typed or ticked now, and only when they differ from the last
    /// view, so a view that does not follow typing leaves it alone.
    pub attributes: Vec<(&'static str, String)>,
    /// What happens on it.
    pub events: Vec<On<M>>,
    /// What is in it.
    pub children: Vec<Node<M>>,
}

/// Makes a message of what somebody typed or chose.
pub type FromText<M> = Rc<dyn Fn(String) -> M>;

/// An event and the message that it sends.
pub enum On<M> {
    /// A click, or its keys. On a link it takes the place of following the link.
    Click(M),
    /// A form is sent off; it stays on the page.
    Submit(M),
    /// Every change of a text, as it is typed.
    Input(FromText<M>),
    /// A choice was made, or typing ended.
    Change(FromText<M>),
    /// A box was ticked or cleared.
    Check(Rc<dyn Fn(bool) -> M>),
}

impl<M> On<M> {
    /// The attribute that marks an element which listens to this event.
    #[must_use]
    pub fn attribute(&self) -> &'static str {
        match self {
            Self::Click(_) => "data-helpdesk-click",
            Self::Submit(_) => "data-helpdesk-submit",
            Self::Input(_) => "data-helpdesk-input",
            Self::Change(_) | Self::Check(_) => "data-helpdesk-change",
        }
    }

    fn map<N: 'static>(self, f: &Rc<dyn Fn(M) -> N>) -> On<N>
    where
        M: 'static,
    {
        let f = Rc::clone(f);
        match self {
            Self::Click(message) => On::Click(f(message)),
            Self::Submit(message) => On::Submit(f(message)),
            Self::Input(make) => On::Input(Rc::new(move |text| f(make(text)))),
            Self::Change(make) => On::Change(Rc::new(move |text| f(make(text)))),
            Self::Check(make) => On::Check(Rc::new(move |is_on| f(make(is_on)))),
        }
    }
}

/// An empty element.
#[must_use]
pub fn el<M>(tag: &'static str) -> Element<M> {
    Element { tag, key: None, attributes: Vec::new(), events: Vec::new(), children: Vec::new() }
}

/// Text.
#[must_use]
pub fn text<M>(words: impl Into<String>) -> Node<M> {
    Node::Text(words.into())
}

/// A link; an address that is not one of the web or of this page goes nowhere.
#[must_use]
pub fn link<M>(label: impl Into<String>, address: &str) -> Element<M> {
    let is_safe = ["https://", "http://", "/", "#"].iter().any(|start| address.starts_with(start));
    el("a").attr("href", if is_safe { address } else { "#" }).text(label)
}

impl<M> Element<M> {
    /// Names it among its siblings.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute that is there or not, such as `required`.
    #[must_use]
    pub fn flag(self, name: &'static str, is_on: bool) -> Self {
        if is_on { self.attr(name, "") } else { self }
    }

    /// Sets the classes.
    #[must_use]
    pub fn class(self, names: impl Into<String>) -> Self {
        self.attr("class", names)
    }

    /// What is typed or chosen.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        self.attr("value", value)
    }

    /// Takes the focus when it appears.
    #[must_use]
    pub fn focused(self) -> Self {
        self.attr("autofocus", "")
    }

    /// Adds a child.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node<M>>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds children.
    #[must_use]
    pub fn children<T: Into<Node<M>>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, words: impl Into<String>) -> Self {
        self.child(Node::Text(words.into()))
    }

    /// Sends a message when something happens.
    #[must_use]
    pub fn on(mut self, event: On<M>) -> Self {
        self.events.push(event);
        self
    }

    /// Sends a message on a click.
    #[must_use]
    pub fn on_click(self, message: M) -> Self {
        self.on(On::Click(message))
    }

    /// Sends a message as text is typed.
    #[must_use]
    pub fn on_input(self, make: impl Fn(String) -> M + 'static) -> Self {
        self.on(On::Input(Rc::new(make)))
    }
}

impl<M> From<Element<M>> for Node<M> {
    fn from(element: Element<M>) -> Self {
        Self::Element(element)
    }
}

impl<M: 'static> Node<M> {
    /// The same view inside a panel with other messages.
    #[must_use]
    pub fn map<N: 'static>(self, f: impl Fn(M) -> N + 'static) -> Node<N> {
        let f: Rc<dyn Fn(M) -> N> = Rc::new(f);
        self.mapped(&f)
    }

    fn mapped<N: 'static>(self, f: &Rc<dyn Fn(M) -> N>) -> Node<N> {
        match self {
            Self::Text(words) => Node::Text(words),
            Self::Element(element) => Node::Element(Element {
                tag: element.tag,
                key: element.key,
                attributes: element.attributes,
                events: element.events.into_iter().map(|event| event.map(f)).collect(),
                children: element.children.into_iter().map(|child| child.mapped(f)).collect(),
            }),
        }
    }
}

/// HTML, for tests and for reading.
impl<M> fmt::Display for Node<M> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(words) => out.write_str(&escaped(words)),
            Self::Element(element) => {
                write!(out, "<{}", element.tag)?;
                for (name, value) in &element.attributes {
                    write!(out, " {name}=\"{}\"", escaped(value))?;
                }
                out.write_str(">")?;
                for child in &element.children {
                    write!(out, "{child}")?;
                }
                if matches!(element.tag, "input" | "br" | "hr" | "img") {
                    return Ok(());
                }
                write!(out, "</{}>", element.tag)
            }
        }
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_reads_as_html_and_keeps_markup_out_of_text() {
        let node: Node<()> = el("p").class("a\"b").flag("hidden", false).text("<b>").child(el("br")).into();
        assert_eq!(node.to_string(), "<p class=\"a&quot;b\">&lt;b&gt;<br></p>");
    }

    #[test]
    fn a_link_to_a_script_goes_nowhere() {
        let node: Node<()> = link("x", "javascript:alert(1)").into();
        assert_eq!(node.to_string(), "<a href=\"#\">x</a>");
    }

    #[test]
    fn a_mapped_view_sends_the_outer_message() {
        let node: Node<u8> =
            el("input").on_input(|typed| typed.len()).on_click(1).into_node().map(|n| n as u8 + 1);
        let Node::Element(element) = node else { panic!("not an element") };
        let sent: Vec<u8> = element
            .events
            .iter()
            .map(|event| match event {
                On::Input(make) => make("abc".to_owned()),
                On::Click(message) => *message,
                _ => 0,
            })
            .collect();
        assert_eq!(sent, [4, 2]);
    }

    impl<M> Element<M> {
        fn into_node(self) -> Node<M> {
            self.into()
        }
    }
}
