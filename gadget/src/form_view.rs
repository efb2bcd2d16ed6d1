//! A form on the page, with Codex's classes.

use std::rc::Rc;

use helpdesk_domain::form::{Field, FieldKind, Label};

use crate::form::{Change, Form};
use crate::view::{Element, Node, On, el, text};
use crate::words::Words;

/// A choice of at most so many is shown with all its options at once.
const RADIOS: usize = 6;

/// How a form is drawn.
pub struct Look<'a> {
    /// The words.
    pub words: &'a Words,
    /// The form.
    pub form: &'a Form,
    /// What the ids of its fields begin with; no other form on the page has it.
    pub id: String,
    /// Whether it is being sent, and so cannot be changed.
    pub is_busy: bool,
}

impl Look<'_> {
    /// All that is wrong, with links to the fields. It takes the focus when it appears.
    pub fn summary(&self) -> Vec<Node<Change>> {
        if self.form.errors.is_empty() {
            return Vec::new();
        }
        let items = self.form.errors.iter().map(|error| {
            let words = self.words.problem(&error.problem);
            match self.form.fields.iter().find(|field| field.name == error.field) {
                Some(field) => {
                    let label = el("a").attr("href", ["#", &self.field_id(&field.name)].concat());
                    el("li").child(label.text(self.words.label(&field.label))).text([": ", &words].concat())
                }
                None => el("li").text([&error.field, ": ", &words].concat()),
            }
        });
        let body = el("div")
            .class("cdx-message__content")
            .child(el("p").text(self.words.say("helpdesk-gadget-form-errors")))
            .child(el("ul").children(items));
        vec![
            message("error", body)
                .key(["errors", &self.form.attempts.to_string()].concat())
                .attr("tabindex", "-1")
                .focused()
                .into(),
        ]
    }

    /// These fields, one after the other.
    pub fn fields<'f>(&self, fields: impl IntoIterator<Item = &'f Field>) -> Vec<Node<Change>> {
        fields.into_iter().map(|field| self.field(field)).collect()
    }

    /// All fields; those that may stay empty are folded if there are many.
    pub fn all(&self) -> Vec<Node<Change>> {
        let (needed, more): (Vec<&Field>, Vec<&Field>) = self.form.fields.iter().partition(|field| field.required);
        if more.len() <= 3 {
            return self.fields(&self.form.fields);
        }
        let mut nodes = self.fields(needed);
        nodes.push(
            el("details")
                .key("more")
                .flag("open", self.touches(&more))
                .child(el("summary").text(self.words.say("helpdesk-gadget-form-more")))
                .children(self.fields(more.iter().copied()))
                .into(),
        );
        nodes
    }

    /// Whether one of these fields began with something in it, or has something wrong with it.
    pub fn touches(&self, fields: &[&Field]) -> bool {
        let form = self.form;
        fields.iter().any(|field| {
            !field.value.is_empty() || form.restored.contains(&field.name) || self.is_wrong(field)
        })
    }

    /// Boxes to tick under one heading.
    pub fn boxes(&self, heading: &str, fields: &[&Field]) -> Node<Change> {
        el("fieldset")
            .class("cdx-field")
            .key(heading)
            .child(self.legend(&self.words.say(heading), false))
            .children(fields.iter().map(|field| self.tick(field, None)))
            .into()
    }

    fn field_id(&self, name: &str) -> String {
        [&self.id, "-", name].concat()
    }

    fn field(&self, field: &Field) -> Node<Change> {
        let below = Below::of(self, field);
        let label = self.words.label(&field.label);
        let element = match &field.kind {
            FieldKind::Choice(options) if options.len() <= RADIOS => el("fieldset")
                .attr("id", self.field_id(&field.name))
                .attr("tabindex", "-1")
                .child(self.legend(&label, field.required))
                .children(below.nodes)
                .child(el("div").key("control").children(self.radios(field, options))),
            FieldKind::Flag => el("div").child(self.tick(field, below.by.as_deref())).children(below.nodes),
            FieldKind::Line(_)
            | FieldKind::Text(_)
            | FieldKind::Choice(_)
            | FieldKind::Date
            | FieldKind::Hours
            | FieldKind::Person(_)
            | FieldKind::Mail => {
                let caption = el("label")
                    .class("cdx-label__label")
                    .attr("for", self.field_id(&field.name))
                    .children(self.caption(&label, field.required));
                el("div")
                    .child(el("div").class("cdx-label").key("label").child(caption))
                    .children(below.nodes)
                    .child(el("div").key("control").child(self.control(field, below.by.as_deref())))
            }
        };
        element.class("cdx-field helpdesk-field").key(&*field.name).into()
    }

    fn caption(&self, label: &str, is_required: bool) -> Vec<Node<Change>> {
        let mut nodes: Vec<Node<Change>> =
            vec![el("span").class("cdx-label__label__text").attr("dir", "auto").text(label).into()];
        if !is_required {
            let flag = el("span").class("cdx-label__label__optional-flag");
            nodes.push(flag.text([" ", &self.words.say("helpdesk-gadget-optional")].concat()).into());
        }
        nodes
    }

    fn legend(&self, label: &str, is_required: bool) -> Element<Change> {
        let caption = el("span").class("cdx-label__label").children(self.caption(label, is_required));
        el("legend").class("cdx-label").key("label").child(caption)
    }

    fn control(&self, field: &Field, described_by: Option<&str>) -> Element<Change> {
        let name = field.name.clone();
        let typed: Rc<dyn Fn(String) -> Change> = Rc::new(move |value| Change::Typed(name.clone(), value));
        let dress = |element: Element<Change>| {
            let element = element
                .attr("id", self.field_id(&field.name))
                .attr("dir", "auto")
                .flag("disabled", self.is_busy)
                .value(self.form.value(&field.name));
            let element = if field.required { element.attr("aria-required", "true") } else { element };
            let element = if self.is_wrong(field) { element.attr("aria-invalid", "true") } else { element };
            match described_by {
                Some(ids) => element.attr("aria-describedby", ids),
                None => element,
            }
        };
        let status = if self.is_wrong(field) { " cdx-text-input--status-error" } else { "" };
        match &field.kind {
            FieldKind::Text(_) => {
                let area = el("textarea")
                    .class("cdx-text-area__textarea")
                    .attr("rows", if field.required { "6" } else { "3" })
                    .on(On::Input(typed));
                let status = if status.is_empty() { "cdx-text-area" } else { "cdx-text-area cdx-text-area--status-error" };
                el("div").class(status).child(dress(area))
            }
            FieldKind::Choice(options) => {
                let none = (String::new(), Label::Message("helpdesk-gadget-choose".to_owned()));
                let options = std::iter::once(&none).chain(options).map(|(code, label)| {
                    el("option").attr("value", &**code).text(self.words.label(label))
                });
                dress(el("select").class("cdx-select").children(options).on(On::Change(typed)))
            }
            FieldKind::Line(_)
            | FieldKind::Flag
            | FieldKind::Date
            | FieldKind::Hours
            | FieldKind::Person(_)
            | FieldKind::Mail => {
                let kind = match &field.kind {
                    FieldKind::Date => "date",
                    FieldKind::Mail => "email",
                    FieldKind::Line(_)
                    | FieldKind::Text(_)
                    | FieldKind::Choice(_)
                    | FieldKind::Flag
                    | FieldKind::Hours
                    | FieldKind::Person(_) => "text",
                };
                let input = el("input").class("cdx-text-input__input").attr("type", kind).on(On::Input(typed));
                el("div").class(["cdx-text-input", status].concat()).child(dress(input))
            }
        }
    }

    fn radios(&self, field: &Field, options: &[(String, Label)]) -> Vec<Node<Change>> {
        let none = (String::new(), Label::Message("helpdesk-gadget-none".to_owned()));
        let none = if field.required { None } else { Some(&none) };
        options.iter().chain(none).map(|(code, label)| self.radio(field, code, label)).collect()
    }

    fn radio(&self, field: &Field, code: &str, label: &Label) -> Node<Change> {
        let id = [&*self.field_id(&field.name), "-", code].concat();
        let name = field.name.clone();
        let typed: Rc<dyn Fn(String) -> Change> = Rc::new(move |value| Change::Typed(name.clone(), value));
        let input = el("input")
            .class("cdx-radio__input")
            .attr("type", "radio")
            .attr("id", &*id)
            .attr("name", self.field_id(&field.name))
            .value(code)
            .flag("disabled", self.is_busy)
            .flag("checked", self.form.value(&field.name) == code)
            .on(On::Change(typed));
        choice("cdx-radio", input, &id, self.words.label(label)).key(code).into()
    }

    fn tick(&self, field: &Field, described_by: Option<&str>) -> Element<Change> {
        let id = self.field_id(&field.name);
        let name = field.name.clone();
        let input = el("input")
            .class("cdx-checkbox__input")
            .attr("type", "checkbox")
            .attr("id", &*id)
            .flag("disabled", self.is_busy)
            .flag("checked", !self.form.value(&field.name).is_empty())
            .on(On::Check(Rc::new(move |is_on| Change::Ticked(name.clone(), is_on))));
        let input = match described_by {
            Some(ids) => input.attr("aria-describedby", ids),
            None => input,
        };
        choice("cdx-checkbox", input, &id, self.words.label(&field.label)).key(&*field.name)
    }

    fn is_wrong(&self, field: &Field) -> bool {
        self.form.errors.iter().any(|error| error.field == field.name)
    }
}

/// What stands between a field's name and its control, and the ids of that.
struct Below {
    nodes: Vec<Node<Change>>,
    by: Option<String>,
}

impl Below {
    fn of(look: &Look<'_>, field: &Field) -> Self {
        let id = look.field_id(&field.name);
        let mut below = Self { nodes: Vec::new(), by: None };
        if let Some(help) = look.words.hint(field.help.as_ref()) {
            let part = el("div").class("cdx-field__help-text").attr("dir", "auto");
            below.add(part, [&id, "-help"].concat(), help);
        }
        let wrong = look.form.errors.iter().filter(|error| error.field == field.name);
        let wrong: Vec<String> = wrong.map(|error| look.words.problem(&error.problem)).collect();
        if !wrong.is_empty() {
            let part = el("div").class("cdx-message cdx-message--inline cdx-message--error helpdesk-wrong");
            below.add(part, [&id, "-wrong"].concat(), wrong.join(" "));
        }
        below
    }

    fn add(&mut self, part: Element<Change>, id: String, words: String) {
        self.by = Some(match self.by.take() {
            Some(ids) => [&ids, " ", &id].concat(),
            None => id.clone(),
        });
        self.nodes.push(part.key(&*id).attr("id", id).text(words).into());
    }
}

/// A box of Codex with a message in it.
pub fn message<M>(kind: &str, body: Element<M>) -> Element<M> {
    let role = if kind == "error" { "alert" } else { "status" };
    el("div")
        .class(["cdx-message cdx-message--block cdx-message--", kind].concat())
        .attr("role", role)
        .child(el("span").class("cdx-message__icon"))
        .child(body)
}

/// A message of a few words.
pub fn words_message<M>(kind: &str, words: impl Into<String>) -> Element<M> {
    message(kind, el("div").class("cdx-message__content").child(text(words)))
}

/// A radio button or a check box with its name.
pub fn choice<M>(class: &'static str, input: Element<M>, id: &str, label: String) -> Element<M> {
    let part = |suffix: &str| [class, suffix].concat();
    let words = el("label")
        .class("cdx-label__label")
        .attr("for", id)
        .child(el("span").class("cdx-label__label__text").attr("dir", "auto").text(label));
    el("div").class(class).child(
        el("div")
            .class(part("__wrapper"))
            .child(input)
            .child(el("span").class(part("__icon")))
            .child(el("div").class([&part("__label"), " cdx-label"].concat()).child(words)),
    )
}

/// A button; the first of a group is the one that moves things on.
pub fn button<M>(label: String, is_primary: bool) -> Element<M> {
    typed_button("button", label, is_primary)
}

/// The button that sends its form off.
pub fn submit_button<M>(label: String) -> Element<M> {
    typed_button("submit", label, true)
}

fn typed_button<M>(kind: &str, label: String, is_primary: bool) -> Element<M> {
    let class = if is_primary {
        "cdx-button cdx-button--action-progressive cdx-button--weight-primary"
    } else {
        "cdx-button"
    };
    el("button").attr("type", kind).class(class).text(label)
}
