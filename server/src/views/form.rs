//! Forms as the domain describes them, with what was typed and what is wrong with it.

use super::notice;
use super::words::{find, hint, label, problem, say};
use helpdesk_domain::form::{Field, FieldError, FieldKind, Label, Values};
use maud::{Markup, html};

/// What stands in a form: what was typed, or what each field begins with.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    /// What was typed; `None` in a form that nobody has touched yet.
    pub values: Option<Values>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

impl Filling {
    /// What was typed, nothing wrong with it so far.
    #[must_use]
    pub fn of(values: Values) -> Self {
        Self { values: Some(values), errors: Vec::new() }
    }

    fn value<'a>(&'a self, field: &'a Field) -> &'a str {
        match &self.values {
            Some(values) => values.get(&field.name).map_or("", String::as_str),
            None => &field.value,
        }
    }

    fn errors_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a FieldError> {
        self.errors.iter().filter(move |error| error.field == name)
    }

    /// Whether one of these fields has something in it, or something wrong with it.
    #[must_use]
    pub fn touches(&self, fields: &[&Field]) -> bool {
        fields.iter().any(|field| !self.value(field).is_empty() || self.errors_of(&field.name).next().is_some())
    }
}

/// All that is wrong, with links to the fields; nothing if all is well.
#[must_use]
pub fn summary(fields: &[Field], filling: &Filling) -> Markup {
    if filling.errors.is_empty() {
        return html! {};
    }
    let name = |error: &FieldError| {
        fields
            .iter()
            .find(|field| field.name == error.field)
            .map(|field| (id(&field.name), label(&field.label)))
    };
    notice::error(&html! {
        p { strong { (say("helpdesk-site-form-errors")) } }
        ul {
            @for error in &filling.errors {
                li {
                    @match name(error) {
                        Some((id, label)) => { a href={ "#" (id) } { (label) } ": " (problem(error)) }
                        None => { bdi { (error.field) } ": " (problem(error)) }
                    }
                }
            }
        }
    })
}

/// All fields one after the other; those that may stay empty are folded if there are many.
#[must_use]
pub fn fields(fields: &[Field], filling: &Filling) -> Markup {
    let (needed, more): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.required);
    if more.len() <= 3 {
        return html! { @for one in fields { (field(one, filling)) } };
    }
    html! {
        @for one in needed { (field(one, filling)) }
        details.more open[filling.touches(&more)] {
            summary { (say("helpdesk-site-form-more")) }
            @for one in more { (field(one, filling)) }
        }
    }
}

/// One field with its name, hint and errors.
#[must_use]
pub fn field(field: &Field, filling: &Filling) -> Markup {
    let wrong: Vec<String> = filling.errors_of(&field.name).map(problem).collect();
    let help = field.help.as_ref().and_then(hint);
    let id = id(&field.name);
    let described = Described { id: &id, help: help.is_some(), wrong: !wrong.is_empty() };
    let class = if wrong.is_empty() { "field" } else { "field invalid" };
    let below = html! {
        @if let Some(help) = &help { p.hint id={ (id) "-help" } dir="auto" { (help) } }
        @if !wrong.is_empty() {
            div id={ (id) "-wrong" } { @for problem in &wrong { p.problem { (problem) } } }
        }
    };
    match &field.kind {
        FieldKind::Choice(options) if options.len() <= 6 => html! {
            fieldset id=(id) class=(class) aria-describedby=[described.by()] {
                legend { (name(field)) }
                (below)
                (radios(field, options, filling))
            }
        },
        FieldKind::Flag => html! {
            div class=(class) { (checkbox(field, filling, &described)) (below) }
        },
        FieldKind::Line(_)
        | FieldKind::Text(_)
        | FieldKind::Choice(_)
        | FieldKind::Date
        | FieldKind::Hours
        | FieldKind::Person(_)
        | FieldKind::Mail => html! {
            div class=(class) {
                label for=(id) { (name(field)) }
                (below)
                (control(field, filling, &described))
            }
        },
    }
}

/// Several yes-or-no fields under one heading.
#[must_use]
pub fn checkboxes(heading: &str, fields: &[&Field], filling: &Filling) -> Markup {
    html! {
        fieldset.field {
            legend { (heading) " " (optional()) }
            div.choices {
                @for field in fields {
                    @let id = id(&field.name);
                    (checkbox(field, filling, &Described { id: &id, help: false, wrong: false }))
                }
            }
        }
    }
}

fn name(field: &Field) -> Markup {
    html! {
        @match &field.label {
            Label::Message(key) => (say(key)),
            Label::Text(text) => bdi { (text) },
        }
        @if !field.required { " " (optional()) }
    }
}

fn optional() -> Markup {
    html! { span.optional { (say("helpdesk-site-form-optional")) } }
}

fn control(field: &Field, filling: &Filling, described: &Described<'_>) -> Markup {
    let value = filling.value(field);
    let (id, name, by) = (described.id, &field.name, described.by());
    let required = field.required.then_some("true");
    let invalid = described.wrong.then_some("true");
    match &field.kind {
        FieldKind::Text(_) => html! {
            textarea id=(id) name=(name) rows=(rows(field)) dir="auto" aria-describedby=[by] aria-required=[required]
                aria-invalid=[invalid] { "\n" (value) }
        },
        FieldKind::Choice(options) => html! {
            select id=(id) name=(name) aria-describedby=[by] aria-required=[required] aria-invalid=[invalid] {
                option value="" { (say("helpdesk-site-form-choose")) }
                @for (code, text) in options {
                    option value=(code) selected[code == value] { (label(text)) }
                }
            }
        },
        FieldKind::Line(_)
        | FieldKind::Flag
        | FieldKind::Date
        | FieldKind::Hours
        | FieldKind::Person(_)
        | FieldKind::Mail => html! {
            input id=(id) name=(name) type=(input_type(&field.kind)) value=(value) dir="auto" class=(width(&field.kind))
                inputmode=[inputmode(&field.kind)] autocomplete=[autocomplete(&field.kind)] aria-describedby=[by]
                aria-required=[required] aria-invalid=[invalid];
        },
    }
}

fn radios(field: &Field, options: &[(String, Label)], filling: &Filling) -> Markup {
    let value = filling.value(field);
    html! {
        div.choices {
            @for (code, text) in options {
                label.choice {
                    input type="radio" name=(field.name) value=(code) checked[code == value];
                    span dir="auto" { (label(text)) }
                }
            }
            @if !field.required {
                label.choice {
                    input type="radio" name=(field.name) value="" checked[value.is_empty()];
                    span { (say("helpdesk-site-form-none")) }
                }
            }
        }
    }
}

fn checkbox(field: &Field, filling: &Filling, described: &Described<'_>) -> Markup {
    let checked = !filling.value(field).is_empty();
    html! {
        label.choice {
            input id=(described.id) type="checkbox" name=(field.name) value="on" checked[checked]
                aria-describedby=[described.by()];
            span dir="auto" { (label(&field.label)) }
        }
    }
}

fn input_type(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Date => "date",
        FieldKind::Mail => "email",
        FieldKind::Line(_)
        | FieldKind::Text(_)
        | FieldKind::Choice(_)
        | FieldKind::Flag
        | FieldKind::Hours
        | FieldKind::Person(_) => "text",
    }
}

fn width(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Date | FieldKind::Hours => "short",
        FieldKind::Person(_) | FieldKind::Mail => "medium",
        FieldKind::Line(_) | FieldKind::Text(_) | FieldKind::Choice(_) | FieldKind::Flag => "wide",
    }
}

fn inputmode(kind: &FieldKind) -> Option<&'static str> {
    matches!(kind, FieldKind::Hours).then_some("decimal")
}

fn autocomplete(kind: &FieldKind) -> Option<&'static str> {
    match kind {
        FieldKind::Mail => Some("email"),
        FieldKind::Person(_) => Some("off"),
        FieldKind::Line(_)
        | FieldKind::Text(_)
        | FieldKind::Choice(_)
        | FieldKind::Flag
        | FieldKind::Date
        | FieldKind::Hours => None,
    }
}

fn rows(field: &Field) -> u8 {
    if field.required { 7 } else { 4 }
}

/// The id of a field's control in the page.
#[must_use]
pub fn id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("field-{}", name.chars().map(plain).collect::<String>())
}

/// A hidden field.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Words of a form's own, if the catalogue has them.
#[must_use]
pub fn introduction(key: &str) -> Markup {
    html! { @if let Some(text) = find(key) { p.lead { (text) } } }
}

struct Described<'a> {
    id: &'a str,
    help: bool,
    wrong: bool,
}

impl Described<'_> {
    fn by(&self) -> Option<String> {
        let parts = [(self.help, "help"), (self.wrong, "wrong")];
        let ids: Vec<_> =
            parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{}-{part}", self.id)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
