//! What the panels say, in the reader's language.

use helpdesk_domain::CommandName;
use helpdesk_domain::form::{Label, Problem};
use helpdesk_domain::rejection::{Argument, Rejection};
use helpdesk_domain::time::Timestamp;
use helpdesk_domain::words::fill;

/// Finds the message of a key, of `gadget/i18n`, in the reader's language.
pub type FindMessage = fn(&str) -> Option<String>;

/// Writes a moment, in seconds since 1970, as a date in the reader's language.
pub type WriteDate = fn(i64) -> String;

/// The messages, and how days are written.
#[derive(Clone, Debug)]
pub struct Words {
    find_message: FindMessage,
    write_date: WriteDate,
}

impl Words {
    /// What is said is found, and days are written, by these.
    pub fn new(find_message: FindMessage, write_date: WriteDate) -> Self {
        Self { find_message, write_date }
    }

    /// A message without parameters. An unknown key is shown as MediaWiki shows it.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A message with `$1`, `$2` and so on filled in. An unknown key is shown as MediaWiki shows it.
    pub fn say_with(&self, key: &str, arguments: &[&str]) -> String {
        let Some(message) = self.find(key) else { return ["⧼", key, "⧽"].concat() };
        let mut owned = Vec::new();
        for argument in arguments {
            owned.push((*argument).to_owned());
        }
        fill(&message, &owned)
    }

    /// A message whose key is put together, such as `helpdesk-stage-` and a stage's code.
    pub fn say_of(&self, group: &str, code: &str) -> String {
        self.say(&[group, code].concat())
    }

    /// A message, if there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        (self.find_message)(key)
    }

    /// What a form calls something.
    pub fn label(&self, label: &Label) -> String {
        match label {
            Label::Message(key) => self.say(key),
            Label::Text(text) => text.clone(),
        }
    }

    /// A form's hint, if it has words.
    pub fn hint(&self, label: Option<&Label>) -> Option<String> {
        match label? {
            Label::Message(key) => self.find(key),
            Label::Text(text) => Some(text.clone()),
        }
    }

    /// What a command is called on its button.
    pub fn command(&self, name: CommandName) -> String {
        self.say_of("helpdesk-command-", name.code())
    }

    /// Why something was refused, and what to do.
    pub fn rejection(&self, rejection: &Rejection) -> String {
        let spoken = |argument| match argument {
            Argument::Text(text) => text,
            Argument::Message(key) => self.say(&key),
        };
        let arguments: Vec<String> = rejection.arguments().into_iter().map(spoken).collect();
        self.say_with(&["helpdesk-rejection-", rejection.code()].concat(), &[&arguments.join(", ")])
    }

    /// What is wrong with a field.
    pub fn problem(&self, problem: &Problem) -> String {
        let (key, arguments) = problem.message();
        self.say_with(key, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A moment as its day.
    pub fn day(&self, at: Timestamp) -> String {
        (self.write_date)(at.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use helpdesk_domain::Timestamp;

    #[test]
    fn a_message_is_filled_in_and_a_missing_one_is_seen() {
        let find = |key: &str| (key == "a").then(|| "$1 by $2".to_owned());
        let words = Words::new(find, |at| at.to_string());
        assert_eq!(words.say_with("a", &["x", "y"]), "x by y");
        assert_eq!(words.say("b"), "⧼b⧽");
        assert_eq!(words.find("b"), None);
        assert_eq!(words.day(Timestamp(7)), "7");
    }
}
