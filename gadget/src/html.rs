//! Elements, written shortly: each line of a view is a few bytes of the module.

use std::rc::Rc;

use crate::effect::Target;
use crate::message::Message;
use crate::view::{Element, Node, On};
use crate::words::Words;

/// A piece of a panel's view.
pub type Html = Node<Message>;
/// An element of a panel's view.
pub type Tag = Element<Message>;

/// An element as in `ul.some.classes~key name=value flag`.
pub fn tag(spec: &'static str) -> Tag {
    let (head, rest) = spec.split_once(' ').unwrap_or((spec, ""));
    let (head, key) = head.split_once('~').unwrap_or((head, ""));
    let (name, classes) = head.split_once('.').unwrap_or((head, ""));
    let mut element =
        Element { tag: name, key: None, attributes: Vec::new(), events: Vec::new(), children: Vec::new() };
    if !key.is_empty() {
        element.key = Some(key.to_owned());
    }
    if !classes.is_empty() {
        element.attributes.push(("class", classes.replace('.', " ")));
    }
    for attribute in rest.split_ascii_whitespace() {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        element.attributes.push((name, value.to_owned()));
    }
    element
}

/// An element with text in it.
pub fn leaf(spec: &'static str, words: String) -> Html {
    let mut element = tag(spec);
    element.children.push(Node::Text(words));
    Node::Element(element)
}

/// An element with others in it.
pub fn group(spec: &'static str, children: Vec<Html>) -> Html {
    let mut element = tag(spec);
    element.children = children;
    Node::Element(element)
}

impl Tag {
    /// With an attribute.
    pub fn set(mut self, name: &'static str, value: String) -> Self {
        self.attributes.push((name, value));
        self
    }

    /// With an attribute that is there or not.
    pub fn set_if(self, name: &'static str, is_there: bool) -> Self {
        if is_there { self.set(name, String::new()) } else { self }
    }

    /// With a name among its siblings.
    pub fn named(mut self, key: String) -> Self {
        self.key = Some(key);
        self
    }

    /// With something more in it.
    pub fn with(mut self, child: Html) -> Self {
        self.children.push(child);
        self
    }

    /// With text in it.
    pub fn saying(self, words: String) -> Self {
        self.with(Node::Text(words))
    }

    /// With more in it.
    pub fn holding(mut self, children: Vec<Html>) -> Self {
        self.children.extend(children);
        self
    }

    /// A click sends a message.
    pub fn clicked(mut self, message: Message) -> Self {
        self.events.push(On::Click(message));
        self
    }

    /// Sending it off sends a message.
    pub fn sent(mut self, message: Message) -> Self {
        self.events.push(On::Submit(message));
        self
    }

    /// Typing or choosing sends what is there then, as that field's.
    pub fn typed(mut self, target: Target, field: &str, is_choice: bool) -> Self {
        let field: Rc<str> = field.into();
        let make = Rc::new(move |value: String| Message::Change(target, Rc::clone(&field), value.into()));
        self.events.push(if is_choice { On::Change(make) } else { On::Input(make) });
        self
    }

    /// Ticking or clearing sends that.
    pub fn ticked(mut self, target: Target, field: &str) -> Self {
        let field: Rc<str> = field.into();
        let make =
            move |is_on| Message::Change(target, Rc::clone(&field), if is_on { "on" } else { "" }.into());
        self.events.push(On::Check(Rc::new(make)));
        self
    }

    /// As it is.
    pub fn done(self) -> Html {
        Node::Element(self)
    }
}

impl Words {
    /// An element with a message in it.
    pub fn leaf(&self, spec: &'static str, key: &str) -> Html {
        leaf(spec, self.say(key))
    }

    /// A plain button.
    pub fn button(&self, key: &str, message: Message) -> Html {
        button(self.say(key), false).clicked(message).done()
    }

    /// Something under a heading that opens it; the heading's key names it among its siblings.
    pub fn folded(&self, key: &str, inner: Vec<Html>) -> Html {
        let heading = self.leaf("summary", key);
        tag("details.helpdesk-fold").named(key.to_owned()).with(heading).holding(inner).done()
    }

    /// What is shown while the tool is asked.
    pub fn waiting(&self) -> Html {
        self.leaf("p.helpdesk-about~wait role=status", "helpdesk-gadget-wait")
    }
}

/// A button; the first of a group is the one that moves things on.
pub fn button(label: String, is_primary: bool) -> Tag {
    let spec = if is_primary {
        "button.cdx-button.cdx-button--action-progressive.cdx-button--weight-primary type=button"
    } else {
        "button.cdx-button type=button"
    };
    tag(spec).saying(label)
}

/// The button that sends its form off.
pub fn submit_button(label: String, is_off: bool) -> Html {
    let spec = "button.cdx-button.cdx-button--action-progressive.cdx-button--weight-primary type=submit";
    tag(spec).set_if("disabled", is_off).saying(label).done()
}

/// A button that opens and closes something.
pub fn opener(label: String, is_primary: bool, is_open: bool, message: Message) -> Tag {
    button(label, is_primary)
        .set("aria-expanded", if is_open { "true" } else { "false" }.to_owned())
        .clicked(message)
}

/// A row of buttons.
pub fn buttons(all: Vec<Html>) -> Html {
    group("div.helpdesk-buttons~buttons", all)
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is wrong.
    Error,
    /// Something to look at.
    Warning,
    /// Something to know.
    Notice,
    /// Something worked.
    Success,
}

/// A box of Codex with a message in it. Read out when it appears.
pub fn message(kind: Kind, inner: Vec<Html>) -> Tag {
    let spec = match kind {
        Kind::Error => "div.cdx-message.cdx-message--block.cdx-message--error role=alert",
        Kind::Warning => "div.cdx-message.cdx-message--block.cdx-message--warning role=status",
        Kind::Notice => "div.cdx-message.cdx-message--block.cdx-message--notice role=status",
        Kind::Success => "div.cdx-message.cdx-message--block.cdx-message--success role=status",
    };
    tag(spec).with(tag("span.cdx-message__icon").done()).with(group("div.cdx-message__content", inner))
}

/// The same, of a few words.
pub fn spoken(kind: Kind, words: String) -> Html {
    message(kind, vec![Node::Text(words)]).done()
}

/// A radio button or a check box with its name.
pub fn choice(is_radio: bool, input: Tag, id: String, label: String) -> Tag {
    let (outer, inner, icon, caption) = if is_radio {
        ("div.cdx-radio", "div.cdx-radio__wrapper", "span.cdx-radio__icon", "div.cdx-radio__label.cdx-label")
    } else {
        (
            "div.cdx-checkbox",
            "div.cdx-checkbox__wrapper",
            "span.cdx-checkbox__icon",
            "div.cdx-checkbox__label.cdx-label",
        )
    };
    let name =
        tag("label.cdx-label__label").set("for", id).with(leaf("span.cdx-label__label__text dir=auto", label));
    let caption = group(caption, vec![name.done()]);
    tag(outer).with(group(inner, vec![input.done(), tag(icon).done(), caption]))
}

/// A word or two that stand out.
pub fn chip(label: String) -> Html {
    leaf("span.helpdesk-chip", label)
}

/// A link to the tool, or to the web.
pub fn link(label: String, address: String) -> Tag {
    tag("a").set("href", address).saying(label)
}
