//! Draws a view into the page and changes no more of it than differs from the last view.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, Node as DomNode};

use super::browser::{make, write};
use super::dom::Listener;
use super::{property, set_property};
use crate::view::{self, Node, On};

/// What happens on each element that listens, by the number in its attribute.
type Handlers<M> = Rc<RefCell<Vec<On<M>>>>;

/// Listens for a panel's events: one listener a kind of event, on an element around all of its places.
pub struct Ears<M> {
    handlers: Handlers<M>,
    _listeners: [Listener; 4],
}

impl<M: Clone + 'static> Ears<M> {
    /// Sends the messages of what happens inside of `around`.
    pub fn new(around: &Element, send: impl Fn(M) + 'static) -> Self {
        let handlers = Handlers::default();
        let send: Rc<dyn Fn(M)> = Rc::new(send);
        let listeners = ["click", "submit", "input", "change"].map(|kind| {
            let (around, handlers, send) = (around.clone(), Rc::clone(&handlers), Rc::clone(&send));
            Listener::new(&around.clone(), kind, move |event| {
                let message = message(&event, kind, &around, &handlers.borrow());
                if let Some(message) = message {
                    send(message);
                }
            })
        });
        Self { handlers, _listeners: listeners }
    }

    /// Draws the views of all places anew.
    pub fn draw<'a>(&self, places: impl Iterator<Item = (&'a mut Place, Vec<Node<M>>)>) {
        let mut handlers = Vec::new();
        for (place, nodes) in places {
            let mut fresh = Vec::new();
            children(&place.root, &mut place.shown, nodes, &mut handlers, &mut fresh);
            if let Some(element) = fresh.pop() {
                let _ = element.focus();
            }
        }
        *self.handlers.borrow_mut() = handlers;
    }
}

fn message<M: Clone>(event: &Event, kind: &str, around: &Element, handlers: &[On<M>]) -> Option<M> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let attribute = format!("data-helpdesk-{kind}");
    let element = target.closest(&format!("[{attribute}]")).ok()??;
    if !around.contains(Some(&element)) {
        return None;
    }
    let handler = handlers.get(element.get_attribute(&attribute)?.parse::<usize>().ok()?)?;
    match handler {
        On::Click(message) => {
            if element.tag_name() == "A" {
                event.prevent_default();
            }
            Some(message.clone())
        }
        On::Submit(message) => {
            event.prevent_default();
            Some(message.clone())
        }
        On::Input(make) | On::Change(make) => Some(make(property(&element, "value").as_string()?)),
        On::Check(make) => Some(make(property(&element, "checked").is_truthy())),
    }
}

/// Where a view is drawn. Whatever stood there goes.
pub struct Place {
    root: Element,
    shown: Vec<Shown>,
}

impl Place {
    /// An empty place.
    pub fn new(root: Element) -> Self {
        root.set_text_content(None);
        Self { root, shown: Vec::new() }
    }

    /// Whether it is still on the page.
    pub fn is_there(&self) -> bool {
        self.root.is_connected()
    }

    /// Its element.
    pub fn root(&self) -> &Element {
        &self.root
    }
}

/// An attribute's name and value.
type Attribute = (&'static str, String);

/// What was drawn.
struct Shown {
    dom: DomNode,
    /// None is text.
    tag: Option<&'static str>,
    key: Option<String>,
    words: String,
    attributes: Vec<Attribute>,
    children: Vec<Shown>,
}

impl Shown {
    fn fits<M>(&self, node: &Node<M>) -> bool {
        match node {
            Node::Text(_) => self.tag.is_none(),
            Node::Element(element) => self.tag == Some(element.tag) && self.key == element.key,
        }
    }
}

fn children<M>(
    parent: &DomNode,
    shown: &mut Vec<Shown>,
    nodes: Vec<Node<M>>,
    handlers: &mut Vec<On<M>>,
    fresh: &mut Vec<HtmlElement>,
) {
    let mut rest: Vec<Option<Shown>> = shown.drain(..).map(Some).collect();
    let is_empty = rest.is_empty();
    let mut first = 0;
    for node in nodes {
        while rest.get(first).is_some_and(Option::is_none) {
            first += 1;
        }
        let found = (first..rest.len()).find(|i| rest[*i].as_ref().is_some_and(|old| old.fits(&node)));
        let old = found.and_then(|i| rest[i].take());
        match node {
            Node::Text(words) => shown.push(show_text(old, words)),
            Node::Element(element) => {
                if let Some(now) = show_element(old, element, handlers, fresh) {
                    shown.push(now);
                }
            }
        }
    }
    for gone in rest.into_iter().flatten() {
        let _ = parent.remove_child(&gone.dom);
    }
    let mut next = if is_empty { None } else { parent.first_child() };
    for now in shown {
        if next.is_none() {
            let _ = parent.append_child(&now.dom);
        } else if next.as_ref() == Some(&now.dom) {
            next = now.dom.next_sibling();
        } else {
            let _ = parent.insert_before(&now.dom, next.as_ref());
        }
    }
}

fn show_text(old: Option<Shown>, words: String) -> Shown {
    match old {
        Some(mut old) => {
            if old.words != words {
                old.dom.set_text_content(Some(&words));
                old.words = words;
            }
            old
        }
        None => Shown {
            dom: write(&words),
            tag: None,
            key: None,
            words,
            attributes: Vec::new(),
            children: Vec::new(),
        },
    }
}

fn show_element<M>(
    old: Option<Shown>,
    element: view::Element<M>,
    handlers: &mut Vec<On<M>>,
    fresh: &mut Vec<HtmlElement>,
) -> Option<Shown> {
    let mut attributes = element.attributes;
    for event in element.events {
        attributes.push((event.attribute(), handlers.len().to_string()));
        handlers.push(event);
    }
    let (mut shown, dom) = match old {
        Some(old) => {
            let dom: Element = old.dom.clone().dyn_into().ok()?;
            (old, dom)
        }
        None => {
            let dom = make(element.tag);
            if attributes.iter().any(|(name, _)| *name == "autofocus") {
                fresh.extend(dom.dyn_ref::<HtmlElement>().cloned());
            }
            let shown = Shown {
                dom: dom.clone().into(),
                tag: Some(element.tag),
                key: element.key,
                words: String::new(),
                attributes: Vec::new(),
                children: Vec::new(),
            };
            (shown, dom)
        }
    };
    children(&dom, &mut shown.children, element.children, handlers, fresh);
    // After the children: a list's value is one of them.
    set_attributes(&dom, &shown.attributes, &attributes);
    shown.attributes = attributes;
    Some(shown)
}

fn set_attributes(dom: &Element, old: &[Attribute], new: &[Attribute]) {
    for (name, _) in old {
        if !new.iter().any(|(kept, _)| kept == name) {
            match *name {
                "checked" => set_property(dom, name, &JsValue::FALSE),
                "value" => set_property(dom, name, &JsValue::from_str("")),
                _ => {}
            }
            let _ = dom.remove_attribute(name);
        }
    }
    for (name, value) in new {
        if old.iter().any(|(had, before)| had == name && before == value) {
            continue;
        }
        match *name {
            "checked" => set_property(dom, name, &JsValue::TRUE),
            // Setting it moves the cursor, so not when it is there already.
            "value" if dom.tag_name() != "OPTION" => {
                if property(dom, "value").as_string().as_deref() != Some(value) {
                    set_property(dom, name, &JsValue::from_str(value));
                }
            }
            _ => {
                let _ = dom.set_attribute(name, value);
            }
        }
    }
}
