//! A form under way: what was typed into the fields that the domain describes.

use std::collections::BTreeSet;

use helpdesk_domain::form::{Field, FieldError, FieldKind, Values};

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Its fields.
    pub fields: Vec<Field>,
    /// What was typed, by field.
    pub values: Values,
    /// The fields that were filled in when it appeared.
    pub restored: BTreeSet<String>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// How often it was sent: what is wrong is said anew each time.
    pub attempts: u32,
}

/// Something was typed or chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A text or a choice.
    Typed(String, String),
    /// A box was ticked or cleared.
    Ticked(String, bool),
}

impl Form {
    /// The form as it begins.
    pub fn new(fields: Vec<Field>) -> Self {
        let values = fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
        Self { fields, values, restored: BTreeSet::new(), errors: Vec::new(), attempts: 0 }
    }

    /// Takes a change. An error stays beside its field until the form is sent again.
    pub fn update(&mut self, change: Change) {
        let (name, value) = match change {
            Change::Typed(name, value) => (name, value),
            Change::Ticked(name, is_on) => (name, if is_on { "on".to_owned() } else { String::new() }),
        };
        self.values.insert(name, value);
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// What is sent: the form's own fields, where they are not empty.
    pub fn filled(&self) -> Values {
        self.fields
            .iter()
            .filter_map(|field| {
                let value = self.value(&field.name);
                (!value.is_empty()).then(|| (field.name.clone(), value.to_owned()))
            })
            .collect()
    }

    /// Fills in what was kept. Fields that the form does not have any more are left out.
    pub fn restore(&mut self, values: &Values) {
        for field in &self.fields {
            if let Some(value) = values.get(&field.name).filter(|value| **value != field.value) {
                self.values.insert(field.name.clone(), value.clone());
                self.restored.insert(field.name.clone());
            }
        }
    }

    /// The same form on newer facts: what was typed stays, what was not touched follows the facts.
    pub fn moved_to(&mut self, fields: Vec<Field>) {
        for field in &fields {
            let before = self.fields.iter().find(|old| old.name == field.name).map_or("", |old| &old.value);
            if self.value(&field.name) == before {
                self.values.insert(field.name.clone(), field.value.clone());
            }
        }
        self.fields = fields;
        self.errors.clear();
    }

    /// Takes what is wrong. False if all is well.
    pub fn fails(&mut self, errors: Vec<FieldError>) -> bool {
        self.attempts += 1;
        self.errors = errors;
        !self.errors.is_empty()
    }

    /// What of these errors this browser can be sure of: who has which role, only the tool knows.
    pub fn sure(&self, errors: Vec<FieldError>) -> Vec<FieldError> {
        let is_person = |name: &str| {
            self.fields.iter().any(|field| field.name == name && matches!(field.kind, FieldKind::Person(_)))
        };
        errors.into_iter().filter(|error| self.value(&error.field).is_empty() || !is_person(&error.field)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::form::{Label, Problem};
    use helpdesk_domain::people::Role;

    fn field(name: &str, value: &str) -> Field {
        let label = Label::Text(name.to_owned());
        Field { name: name.into(), kind: FieldKind::Line(9), label, help: None, required: false, value: value.into() }
    }

    fn typed(form: &mut Form, name: &str, value: &str) {
        form.update(Change::Typed(name.into(), value.into()));
    }

    #[test]
    fn only_what_was_filled_in_is_sent() {
        let mut form = Form::new(vec![field("a", "1"), field("b", ""), field("c", "on")]);
        typed(&mut form, "x", "not of this form");
        form.update(Change::Ticked("c".into(), false));
        assert_eq!(form.filled(), Values::from([("a".into(), "1".into())]));
    }

    #[test]
    fn on_newer_facts_what_was_typed_stays() {
        let mut form = Form::new(vec![field("a", "old"), field("b", "old")]);
        typed(&mut form, "a", "typed");
        form.moved_to(vec![field("a", "new"), field("b", "new")]);
        assert_eq!((form.value("a"), form.value("b")), ("typed", "new"));
    }

    #[test]
    fn what_was_kept_counts_as_typed() {
        let mut form = Form::new(vec![field("a", "old"), field("b", "old")]);
        form.restore(&Values::from([("a".into(), "kept".into()), ("gone".into(), "kept".into())]));
        form.moved_to(vec![field("a", "new"), field("b", "new")]);
        assert_eq!((form.value("a"), form.value("b"), form.value("gone")), ("kept", "new", ""));
    }

    #[test]
    fn whether_a_name_is_a_persons_only_the_tool_knows() {
        let mut form = Form::new(vec![Field { kind: FieldKind::Person(Role::Staff), ..field("to", "") }]);
        let error = || vec![FieldError { field: "to".into(), problem: Problem::NotAPerson }];
        assert_eq!(form.sure(error()).len(), 1, "nothing was typed");
        typed(&mut form, "to", "Alice");
        assert_eq!(form.sure(error()), []);
    }
}
