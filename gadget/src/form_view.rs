//! A form on the page, with Codex's classes.

use helpdesk_domain::form::{Field, FieldKind, Label};

use crate::effect::Target;
use crate::form::Form;
use crate::html::{Html, Kind, Tag, choice, group, leaf, message, tag};
use crate::words::Words;

/// A choice of at most so many is shown with all its options at once.
const RADIOS: usize = 6;

/// A form is folded if more fields than these may stay empty.
const OPTIONAL: usize = 3;

/// How a form is drawn.
pub struct Look<'a> {
    /// The words.
    pub words: &'a Words,
    /// The form.
    pub form: &'a Form,
    /// Whose form it is.
    pub target: Target,
    /// What the ids of its fields begin with; no other form on the page has it.
    pub id: &'a str,
    /// Whether it is being sent, and so cannot be changed.
    pub is_busy: bool,
}

impl Look<'_> {
    /// All that is wrong, with links to the fields. It takes the focus when it appears.
    pub fn summary(&self, out: &mut Vec<Html>) {
        if self.form.errors.is_empty() {
            return;
        }
        let mut items = Vec::new();
        for error in &self.form.errors {
            let words = [": ", &self.words.problem(&error.problem)].concat();
            let field = self.form.fields.iter().find(|field| field.name == error.field);
            let name = match field {
                Some(field) => tag("a")
                    .set("href", ["#", &self.field_id(field)].concat())
                    .saying(self.words.label(&field.label)),
                None => tag("span").saying(error.field.clone()),
            };
            items.push(tag("li").with(name.done()).saying(words).done());
        }
        let intro = self.words.leaf("p", "helpdesk-gadget-form-errors");
        let shown = message(Kind::Error, vec![intro, group("ul", items)]);
        let key = ["errors", &self.form.attempts.to_string()].concat();
        out.push(shown.named(key).set("tabindex", "-1".to_owned()).set("autofocus", String::new()).done());
    }

    /// All fields; those that may stay empty are folded if there are many.
    pub fn all(&self, out: &mut Vec<Html>) {
        let optional = self.form.fields.iter().filter(|field| !field.required).count();
        if optional <= OPTIONAL {
            self.fields(|_| true, out);
            return;
        }
        self.fields(|field| field.required, out);
        let mut more = vec![self.words.leaf("summary", "helpdesk-gadget-form-more")];
        self.fields(|field| !field.required, &mut more);
        let is_open = self.touches(|field| !field.required);
        out.push(tag("details.helpdesk-fold~more").set_if("open", is_open).holding(more).done());
    }

    /// The fields of a kind that are asked for, one after the other.
    pub fn fields(&self, is_wanted: fn(&Field) -> bool, out: &mut Vec<Html>) {
        for field in &self.form.fields {
            if is_wanted(field) && self.form.asks(&field.name) {
                out.push(self.field(field));
            }
        }
    }

    /// Whether one of these fields began with something in it, or has something wrong with it.
    pub fn touches(&self, is_wanted: fn(&Field) -> bool) -> bool {
        let form = self.form;
        form.fields.iter().any(|field| {
            is_wanted(field)
                && (!field.value.is_empty() || form.restored.contains(&field.name) || self.is_wrong(field))
        })
    }

    fn field_id(&self, field: &Field) -> String {
        [self.id, "-", &field.name].concat()
    }

    fn field(&self, field: &Field) -> Html {
        let (below, described_by) = self.below(field);
        let element = match &field.kind {
            FieldKind::Choice(options) if options.len() <= RADIOS => {
                let caption = tag("span.cdx-label__label").holding(self.caption(field));
                tag("fieldset.cdx-field tabindex=-1")
                    .set("id", self.field_id(field))
                    .with(tag("legend.cdx-label~label").with(caption.done()).done())
                    .holding(below)
                    .with(group("div~control", self.radios(field, options)))
            }
            FieldKind::Flag => tag("div.cdx-field").with(self.tick(field, described_by)).holding(below),
            _ => {
                let caption =
                    tag("label.cdx-label__label").set("for", self.field_id(field)).holding(self.caption(field));
                tag("div.cdx-field")
                    .with(tag("div.cdx-label~label").with(caption.done()).done())
                    .holding(below)
                    .with(tag("div~control").with(self.control(field, described_by)).done())
            }
        };
        element.named(field.name.clone()).done()
    }

    fn caption(&self, field: &Field) -> Vec<Html> {
        let mut nodes = vec![leaf("span.cdx-label__label__text dir=auto", self.words.label(&field.label))];
        if !field.required {
            nodes.push(self.words.leaf("span.cdx-label__label__optional-flag", "helpdesk-gadget-optional"));
        }
        nodes
    }

    fn control(&self, field: &Field, described_by: String) -> Html {
        let is_wrong = self.is_wrong(field);
        let (spec, kind) = match &field.kind {
            FieldKind::Text(_) if field.required => ("textarea.cdx-text-area__textarea rows=6 dir=auto", ""),
            FieldKind::Text(_) => ("textarea.cdx-text-area__textarea rows=3 dir=auto", ""),
            FieldKind::Choice(_) => ("select.cdx-select", ""),
            FieldKind::Date => ("input.cdx-text-input__input dir=auto", "date"),
            FieldKind::Mail => ("input.cdx-text-input__input dir=auto", "email"),
            _ => ("input.cdx-text-input__input dir=auto", "text"),
        };
        let mut control = tag(spec).set("id", self.field_id(field));
        if !kind.is_empty() {
            control = control.set("type", kind.to_owned());
        }
        if field.required {
            control = control.set("aria-required", "true".to_owned());
        }
        if is_wrong {
            control = control.set("aria-invalid", "true".to_owned());
        }
        let mut is_choice = false;
        if let FieldKind::Choice(options) = &field.kind {
            is_choice = true;
            control = control.with(self.words.leaf("option value=", "helpdesk-gadget-choose"));
            for (code, label) in options {
                control = control
                    .with(tag("option").set("value", code.clone()).saying(self.words.label(label)).done());
            }
        }
        let control = self.dress(control, described_by).set("value", self.form.value(&field.name).to_owned());
        let control = control.typed(self.target, &field.name, is_choice).done();
        let around = match (&field.kind, is_wrong) {
            (FieldKind::Choice(_), _) => return control,
            (FieldKind::Text(_), false) => "div.cdx-text-area",
            (FieldKind::Text(_), true) => "div.cdx-text-area.cdx-text-area--status-error",
            (_, false) => "div.cdx-text-input",
            (_, true) => "div.cdx-text-input.cdx-text-input--status-error",
        };
        tag(around).with(control).done()
    }

    fn dress(&self, control: Tag, described_by: String) -> Tag {
        let control = control.set_if("disabled", self.is_busy);
        if described_by.is_empty() { control } else { control.set("aria-describedby", described_by) }
    }

    fn radios(&self, field: &Field, options: &[(String, Label)]) -> Vec<Html> {
        let mut all = Vec::new();
        for (code, label) in options {
            all.push(self.radio(field, code, self.words.label(label)));
        }
        if !field.required {
            all.push(self.radio(field, "", self.words.say("helpdesk-gadget-none")));
        }
        all
    }

    fn radio(&self, field: &Field, code: &str, label: String) -> Html {
        let name = self.field_id(field);
        let id = [&*name, "-", code].concat();
        let input = tag("input.cdx-radio__input type=radio")
            .set("id", id.clone())
            .set("name", name)
            .set("value", code.to_owned())
            .set_if("disabled", self.is_busy)
            .set_if("checked", self.form.value(&field.name) == code)
            .typed(self.target, &field.name, true);
        choice(true, input, id, label).named(code.to_owned()).done()
    }

    /// A box to tick.
    pub fn tick(&self, field: &Field, described_by: String) -> Html {
        let id = self.field_id(field);
        let input = tag("input.cdx-checkbox__input type=checkbox").set("id", id.clone());
        let input = self
            .dress(input, described_by)
            .set_if("checked", !self.form.value(&field.name).is_empty())
            .ticked(self.target, &field.name);
        choice(false, input, id, self.words.label(&field.label)).named(field.name.clone()).done()
    }

    fn is_wrong(&self, field: &Field) -> bool {
        self.form.errors.iter().any(|error| error.field == field.name)
    }

    /// What stands between a field's name and its control, and the ids of that.
    fn below(&self, field: &Field) -> (Vec<Html>, String) {
        let mut nodes = Vec::new();
        let mut ids = String::new();
        if let Some(help) = self.words.hint(field.help.as_ref()) {
            ids = [&*self.field_id(field), "-help"].concat();
            nodes
                .push(tag("div.cdx-field__help-text~help dir=auto").set("id", ids.clone()).saying(help).done());
        }
        for error in self.form.errors.iter().filter(|error| error.field == field.name) {
            let id = [&*self.field_id(field), "-wrong"].concat();
            ids = [&ids, " ", &id].concat();
            let spec = "div.cdx-message.cdx-message--inline.cdx-message--error~wrong";
            nodes.push(tag(spec).set("id", id).saying(self.words.problem(&error.problem)).done());
        }
        (nodes, ids)
    }
}
