//! A form under way: what was typed into the fields that the domain describes.

use helpdesk_domain::TextError;
use helpdesk_domain::form::{Field, FieldError, Problem};

use crate::typed::Typed;

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Its fields.
    pub fields: Vec<Field>,
    /// What was typed, by field.
    pub values: Typed,
    /// The fields that were filled in when it appeared.
    pub restored: Vec<String>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// How often it was sent: what is wrong is said anew each time.
    pub attempts: u32,
}

impl Form {
    /// The form as it begins.
    pub fn new(fields: Vec<Field>) -> Self {
        let mut values = Typed::default();
        for field in &fields {
            values.put(&field.name, &field.value);
        }
        Self { fields, values, restored: Vec::new(), errors: Vec::new(), attempts: 0 }
    }

    /// Takes what was typed. An error stays beside its field until the form is sent again.
    pub fn change(&mut self, name: &str, value: &str) {
        self.values.put(name, value);
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.find(name).unwrap_or_default()
    }

    /// What is sent: the form's own fields, where they are not empty and asked for.
    pub fn filled(&self) -> Typed {
        let mut filled = Typed::default();
        for field in &self.fields {
            let value = self.value(&field.name);
            if !value.is_empty() && self.asks(&field.name) {
                filled.put(&field.name, value);
            }
        }
        filled
    }

    /// Whether the form asks for this now: for the address of mail only when mail is chosen, for the name to be shown
    /// only with consent.
    pub fn asks(&self, name: &str) -> bool {
        match name {
            "mail" => self.value("reach") == "mail",
            "shown_name" | "talk_page_notes" if self.values.find("publish").is_some() => {
                !self.value("publish").is_empty()
            }
            _ => true,
        }
    }

    /// Fills in what was kept. Fields that the form does not have any more are left out.
    pub fn restore(&mut self, values: &Typed) {
        for field in &self.fields {
            if let Some(value) = values.find(&field.name)
                && value != field.value
            {
                self.values.put(&field.name, value);
                self.restored.push(field.name.clone());
            }
        }
    }

    /// The same form on newer facts: what was typed stays, what was not touched follows the facts.
    pub fn moved_to(&mut self, fields: Vec<Field>) {
        for field in &fields {
            let before = self.fields.iter().find(|old| old.name == field.name).map_or("", |old| &old.value);
            if self.value(&field.name) == before {
                self.values.put(&field.name, &field.value);
            }
        }
        self.fields = fields;
        self.errors.clear();
    }

    /// What this browser can see of it itself: what has to be filled in is. False if it is not; the rest the tool says.
    pub fn is_complete(&mut self) -> bool {
        let mut errors = Vec::new();
        for field in &self.fields {
            let is_needed = field.required || matches!(&*field.name, "mail" | "shown_name");
            if is_needed && self.asks(&field.name) && self.value(&field.name).trim().is_empty() {
                let problem = Problem::Text(TextError::Empty);
                errors.push(FieldError { field: field.name.clone(), problem });
            }
        }
        self.take_errors(errors);
        self.errors.is_empty()
    }

    /// Takes what is wrong with it.
    pub fn take_errors(&mut self, errors: Vec<FieldError>) {
        self.attempts += 1;
        self.errors = errors;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::form::{FieldKind, Label};

    fn field(name: &str, value: &str) -> Field {
        let label = Label::Text(name.to_owned());
        Field {
            name: name.into(),
            kind: FieldKind::Line(9),
            label,
            help: None,
            required: false,
            value: value.into(),
        }
    }

    #[test]
    fn only_what_was_filled_in_is_sent() {
        let mut form = Form::new(vec![field("a", "1"), field("b", ""), field("c", "on")]);
        form.change("x", "not of this form");
        form.change("c", "");
        assert_eq!(form.filled(), Typed(vec![("a".into(), "1".into())]));
    }

    #[test]
    fn what_is_not_asked_for_any_more_is_not_sent() {
        let mut form = Form::new(vec![
            field("reach", "mail"),
            field("mail", "a@b.org"),
            field("publish", ""),
            field("shown_name", "Rosa"),
        ]);
        assert_eq!(form.filled().0.len(), 2, "no consent, no name");
        form.change("reach", "talk-page");
        assert_eq!(form.filled().find("mail"), None);
        form.change("publish", "on");
        assert_eq!(form.filled().find("shown_name"), Some("Rosa"));
    }

    #[test]
    fn the_name_to_be_shown_is_asked_where_it_is_the_whole_form() {
        assert_eq!(Form::new(vec![field("shown_name", "Rosa")]).filled().find("shown_name"), Some("Rosa"));
    }

    #[test]
    fn on_newer_facts_what_was_typed_stays() {
        let mut form = Form::new(vec![field("a", "old"), field("b", "old")]);
        form.change("a", "typed");
        form.moved_to(vec![field("a", "new"), field("b", "new")]);
        assert_eq!((form.value("a"), form.value("b")), ("typed", "new"));
    }

    #[test]
    fn what_was_kept_counts_as_typed() {
        let mut form = Form::new(vec![field("a", "old"), field("b", "old")]);
        form.restore(&Typed(vec![("a".into(), "kept".into()), ("gone".into(), "kept".into())]));
        form.moved_to(vec![field("a", "new"), field("b", "new")]);
        assert_eq!((form.value("a"), form.value("b"), form.value("gone")), ("kept", "new", ""));
    }

    #[test]
    fn what_has_to_be_filled_in_is_said_at_once() {
        let mut form = Form::new(vec![
            Field { required: true, ..field("a", " ") },
            field("reach", "mail"),
            field("mail", ""),
        ]);
        assert!(!form.is_complete());
        let wrong: Vec<_> = form.errors.iter().map(|error| &*error.field).collect();
        assert_eq!(wrong, ["a", "mail"]);
        form.change("a", "x");
        form.change("mail", "a@b.org");
        assert!(form.is_complete());
    }
}
