//! Reading what was filled in. All that is wrong is said at once.

use super::{FieldError, FilledSubmission, MailAddress, Problem, Reach, Values};
use crate::command::{Command, CommandName, LinkText, LongText, Recording};
use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::Party;
use crate::process::{GoOutcome, InitialOutcome, ItemState, LinkKind, Outcome, Position, Priority};
use crate::submission::{Submission, title_from};
use crate::text::{Body, LINE_MAX, Line, PROSE_MAX, Prose, TITLE_MAX, TextError};
use crate::time::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a command. A field that the form does not have is an error, not ignored.
///
/// # Errors
/// All that is wrong, field by field.
pub fn read(name: CommandName, values: &Values) -> Result<Command, Vec<FieldError>> {
    let from = Reader::new(values);
    let command = command(name, &from);
    from.finish(command)
}

fn command(name: CommandName, from: &Reader<'_>) -> Option<Command> {
    Some(match name {
        CommandName::Edit => Command::Edit { facts: Box::new(facts(from)?) },
        CommandName::Acknowledge => Command::Acknowledge { message: from.text_if_any("message")? },
        CommandName::AnswerSmallQuestion => Command::AnswerSmallQuestion { answer: from.text("answer")? },
        CommandName::AskRequester => Command::AskRequester { question: from.text("question")? },
        CommandName::AnswerQuestion => Command::AnswerQuestion { answer: from.text("answer")? },
        CommandName::AddPrivateNote => Command::AddPrivateNote { note: from.text("note")? },
        CommandName::MarkReadyForCommittee => {
            Command::MarkReadyForCommittee { summary: from.text_if_any("summary")? }
        }
        CommandName::GiveFeedback => {
            let position = from.choice("position", Position::parse);
            let priority = from.choice_if_any("priority", Priority::parse);
            let text = from.text_if_any("text");
            let notes = from.texts_under("notes.");
            Command::GiveFeedback { position: position?, priority: priority?, text: text?, notes: notes? }
        }
        CommandName::StandAside => Command::StandAside,
        CommandName::Discuss => {
            let text = from.text("text");
            // Put there by the service, which knows the members' names.
            let mentions = from.see("mentions").unwrap_or("").split(' ').filter_map(PersonId::parse).collect();
            Command::Discuss { text: text?, mentions }
        }
        CommandName::Object => Command::Object { reason: from.text("reason")? },
        CommandName::EstimateEffort => Command::EstimateEffort { minutes: from.minutes("hours")? },
        CommandName::RecordInitialDecision => {
            let outcome = from.choice("outcome", InitialOutcome::parse);
            let priority = from.choice_if_any("priority", Priority::parse);
            let recorded = recording(from);
            Command::RecordInitialDecision { outcome: outcome?, priority: priority?, recorded: recorded? }
        }
        CommandName::SetChecklistItem => {
            let item = from.line::<40>("item");
            let state = from.choice("state", ItemState::parse);
            let note = from.text_if_any("note");
            let link = from.link("link");
            Command::SetChecklistItem { item: item?.into(), state: state?, note: note?, link: link? }
        }
        CommandName::MarkReadyForGo => Command::MarkReadyForGo { summary: from.text_if_any("summary")? },
        CommandName::RecordGoDecision => {
            let outcome = from.choice("outcome", GoOutcome::parse);
            let missing = from.text_if_any("missing");
            let recorded = recording(from);
            Command::RecordGoDecision { outcome: outcome?, missing: missing?, recorded: recorded? }
        }
        CommandName::LogEffort => {
            let minutes = from.minutes("hours");
            let on = from.line_if_any("on");
            Command::LogEffort { minutes: minutes?, on: on? }
        }
        CommandName::RecordDelivery => {
            let what = from.text("what");
            let link = from.link("link");
            Command::RecordDelivery { what: what?, link: link? }
        }
        CommandName::FinishSupport => Command::FinishSupport { summary: from.text("summary")? },
        CommandName::RecordLessons => {
            let context = from.text("context");
            let done = from.text("done");
            let worked = from.text("worked");
            let reuse = from.text_if_any("reuse");
            Command::RecordLessons { context: context?, done: done?, worked: worked?, reuse: reuse? }
        }
        CommandName::Close => {
            let outcome = from.choice("outcome", Outcome::parse);
            let reason = from.text_if_any("reason");
            Command::Close { outcome: outcome?, reason: reason? }
        }
        CommandName::ReferOrDecline => {
            let outcome = from.choice("outcome", Outcome::parse);
            let reason = from.text("reason");
            Command::ReferOrDecline { outcome: outcome?, reason: reason? }
        }
        CommandName::Withdraw => Command::Withdraw { reason: from.text_if_any("reason")? },
        CommandName::Reopen => Command::Reopen { reason: from.text("reason")? },
        CommandName::HandOver => {
            Command::HandOver { to: from.parsed("to", Problem::NotAPerson, PersonId::parse)? }
        }
        CommandName::SetWaiting => {
            let whom = from.choice("whom", Party::parse);
            let until = from.parsed("until", Problem::NotADay, Date::parse);
            let reason = from.text_if_any("reason");
            Command::SetWaiting { whom: whom?, until: until?, reason: reason? }
        }
        CommandName::SetPromise => {
            let who = from.choice("who", Party::parse);
            let words = from.line("words");
            let by = from.parsed("by", Problem::NotADay, Date::parse);
            Command::SetPromise { who: who?, words: words?, by: by? }
        }
        CommandName::LinkRequest => {
            let kind = from.choice("kind", LinkKind::parse);
            let to = from.parsed("to", Problem::NotAReference, Reference::parse);
            Command::LinkRequest { kind: kind?, to: to? }
        }
        CommandName::GiveConsent => {
            let shown_name = from.line("shown_name");
            let talk_page_notes = from.flag("talk_page_notes");
            Command::GiveConsent { shown_name: shown_name?, talk_page_notes }
        }
        CommandName::TakeConsentBack => Command::TakeConsentBack,
    })
}

fn recording(from: &Reader<'_>) -> Option<Box<Recording>> {
    let rationale = from.text("rationale");
    let conditions = from.text_if_any("conditions");
    let reply = from.text_if_any("reply");
    let stale_known = from.flag("stale_known");
    let (rationale, conditions, reply) = (rationale?, conditions?, reply?);
    Some(Box::new(Recording { rationale, conditions, reply, stale_known }))
}

/// Reads the form that makes a request.
///
/// # Errors
/// All that is wrong, field by field.
pub fn read_submission(values: &Values) -> Result<FilledSubmission, Vec<FieldError>> {
    let from = Reader::new(values);
    let filled = submission(&from);
    from.finish(filled)
}

fn submission(from: &Reader<'_>) -> Option<FilledSubmission> {
    let facts = facts(from);
    let on_behalf_of = from.line_if_any::<LINE_MAX>("on_behalf_of");
    let reach = reach(from);
    let publish = from.flag("publish");
    let notes = from.flag("talk_page_notes");
    let shown_name = if publish {
        from.line("shown_name").map(Some)
    } else {
        from.see("shown_name");
        Some(None)
    };
    Some(FilledSubmission {
        submission: Submission {
            facts: facts?,
            on_behalf_of: on_behalf_of?,
            consent: shown_name?.map(|name| (name, notes)),
        },
        reach: reach?,
    })
}

fn reach(from: &Reader<'_>) -> Option<Reach> {
    let mail = from.see("mail").filter(|text| !text.trim().is_empty());
    let reach = from.see("reach").unwrap_or("");
    match (reach, mail) {
        ("mail", None) => from.fail("mail", Problem::NotAMailAddress),
        ("mail" | "", Some(text)) => from.accept("mail", mail_address(text)).map(Reach::Mail),
        ("talk-page", _) => Some(Reach::TalkPage),
        ("wiki-mail", _) => Some(Reach::WikiMail),
        ("", None) => from.fail("reach", Problem::Text(TextError::Empty)),
        _ => from.fail("reach", Problem::NotAChoice),
    }
}

fn mail_address(text: &str) -> Result<MailAddress, Problem> {
    let address = MailAddress::parse(text).map_err(Problem::Text)?;
    let parts: Vec<&str> = address.as_str().split('@').collect();
    match parts.as_slice() {
        [local, domain] if !local.is_empty() && domain.contains('.') && !text.trim().contains(' ') => {
            Ok(address)
        }
        _ => Err(Problem::NotAMailAddress),
    }
}

fn facts(from: &Reader<'_>) -> Option<Facts> {
    let what = from.text("what");
    let title = from.line_if_any::<TITLE_MAX>("title");
    let answers = from.texts_under("answers.");
    let kinds = from.under("kinds.").into_iter().filter(|(_, value)| !value.is_empty()).map(|(id, _)| id);
    let kinds: Vec<_> = kinds.collect();
    let line = |name| from.line_if_any::<LINE_MAX>(name).map(|line| line.as_ref().map(Body::from));
    let partner = line("partner");
    let affiliate = line("affiliate");
    let affiliate_size = from.line_if_any::<40>("affiliate_size");
    let country = line("country");
    let context_page = line("context_page");
    let region = from.line_if_any::<40>("region");
    let language = from.if_any("language", |text| language(text).ok_or(Problem::NotALanguage));
    let first_time = from.choice_if_any("first_time", |code| match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let needed_by = from.if_any("needed_by", |text| Date::parse(text).ok_or(Problem::NotADay));
    let what = what?;
    let title = match title? {
        Some(title) => Body::from(&title),
        None => Body::Text(title_from(what.as_str())),
    };
    Some(Facts {
        title,
        what: Body::from(&what),
        answers: answers?.iter().map(|(id, answer)| (id.clone(), Body::from(answer))).collect(),
        kinds,
        partner: partner?,
        affiliate: affiliate?,
        affiliate_size: affiliate_size?.map(String::from),
        country: country?,
        region: region?.map(String::from),
        language: language?,
        first_time: first_time?,
        needed_by: needed_by?,
        context_page: context_page?,
    })
}

/// The shape of a language tag (BCP 47): parts of 1 to 8 letters or digits, the first of 2 or 3 letters.
fn language(text: &str) -> Option<String> {
    let tag = text.trim().to_lowercase();
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let fits = (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    (fits && tag.len() <= 35).then_some(tag)
}

/// Fields that the form does not have and that are named.
const UNKNOWN_MAX: usize = 10;

/// Reads fields and remembers what was wrong and which fields were known.
struct Reader<'a> {
    values: &'a Values,
    seen: RefCell<BTreeSet<String>>,
    errors: RefCell<Vec<FieldError>>,
}

impl<'a> Reader<'a> {
    fn new(values: &'a Values) -> Self {
        Self { values, seen: RefCell::default(), errors: RefCell::default() }
    }

    fn finish<T>(self, made: Option<T>) -> Result<T, Vec<FieldError>> {
        let seen = self.seen.into_inner();
        let mut errors = self.errors.into_inner();
        // Whoever sends thousands is not told of each.
        for name in self.values.keys().filter(|name| !seen.contains(*name)).take(UNKNOWN_MAX) {
            errors.push(FieldError { field: name.clone(), problem: Problem::NoSuchField });
        }
        match made {
            Some(made) if errors.is_empty() => Ok(made),
            Some(_) | None => Err(errors),
        }
    }

    fn see(&self, name: &str) -> Option<&'a str> {
        self.seen.borrow_mut().insert(name.to_owned());
        self.values.get(name).map(String::as_str)
    }

    fn fail<T>(&self, name: &str, problem: Problem) -> Option<T> {
        self.errors.borrow_mut().push(FieldError { field: name.to_owned(), problem });
        None
    }

    fn accept<T>(&self, name: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => self.fail(name, problem),
        }
    }

    fn text(&self, name: &str) -> Option<Prose<PROSE_MAX>> {
        let text = self.see(name).unwrap_or("");
        self.accept(name, Prose::parse(text).map_err(Problem::Text))
    }

    fn line<const MAX: usize>(&self, name: &str) -> Option<Line<MAX>> {
        let text = self.see(name).unwrap_or("");
        self.accept(name, Line::parse(text).map_err(Problem::Text))
    }

    /// `None` if it is wrong, `Some(None)` if nothing was filled in.
    #[expect(clippy::option_option, reason = "the outer one is the reader's, as everywhere here")]
    fn if_any<T>(&self, name: &str, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<Option<T>> {
        match self.see(name).filter(|text| !text.trim().is_empty()) {
            None => Some(None),
            Some(text) => self.accept(name, parse(text)).map(Some),
        }
    }

    #[expect(clippy::option_option, reason = "see if_any")]
    fn text_if_any(&self, name: &str) -> Option<Option<Prose<PROSE_MAX>>> {
        self.if_any(name, |text| Prose::parse(text).map_err(Problem::Text))
    }

    #[expect(clippy::option_option, reason = "see if_any")]
    fn line_if_any<const MAX: usize>(&self, name: &str) -> Option<Option<Line<MAX>>> {
        self.if_any(name, |text| Line::parse(text).map_err(Problem::Text))
    }

    fn parsed<T>(&self, name: &str, problem: Problem, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.see(name).unwrap_or("").trim();
        if text.is_empty() {
            return self.fail(name, Problem::Text(TextError::Empty));
        }
        self.accept(name, parse(text).ok_or(problem))
    }

    fn choice<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.parsed(name, Problem::NotAChoice, parse)
    }

    #[expect(clippy::option_option, reason = "see if_any")]
    fn choice_if_any<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
        self.if_any(name, |text| parse(text.trim()).ok_or(Problem::NotAChoice))
    }

    #[expect(clippy::option_option, reason = "see if_any")]
    fn link(&self, name: &str) -> Option<Option<LinkText>> {
        self.if_any(name, |text| {
            let link = LinkText::parse(text).map_err(Problem::Text)?;
            let fits = link.as_str().starts_with("https://") || link.as_str().starts_with("http://");
            if fits { Ok(link) } else { Err(Problem::NotALink) }
        })
    }

    fn flag(&self, name: &str) -> bool {
        self.see(name).is_some_and(|value| !value.is_empty())
    }

    /// `1.5`, `1,5` and `1:30` are all 90 minutes.
    fn minutes(&self, name: &str) -> Option<u32> {
        self.parsed(name, Problem::NotHours, |text| {
            if let Some((hours, minutes)) = text.split_once(':') {
                let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
                return (minutes < 60 && hours < 1000).then_some(hours * 60 + minutes);
            }
            let text = text.replace(',', ".");
            let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
            let plain = |s: &str| !s.is_empty() && s.len() <= 3 && s.bytes().all(|b| b.is_ascii_digit());
            if !plain(whole) || !plain(part) {
                return None;
            }
            let scale = 10_u32.pow(u32::try_from(part.len()).ok()?);
            let part: u32 = part.parse().ok()?;
            Some(whole.parse::<u32>().ok()? * 60 + (part * 60 + scale / 2) / scale)
        })
    }

    fn under(&self, prefix: &str) -> Vec<(String, &'a str)> {
        let found: Vec<_> = self
            .values
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.as_str())))
            .collect();
        for (id, _) in &found {
            self.see(&format!("{prefix}{id}"));
        }
        found
    }

    fn texts_under(&self, prefix: &str) -> Option<BTreeMap<String, LongText>> {
        let mut texts = BTreeMap::new();
        let mut all_fit = true;
        for (id, _) in self.under(prefix) {
            match self.text_if_any(&format!("{prefix}{id}")) {
                Some(Some(text)) => {
                    texts.insert(id, text);
                }
                Some(None) => {}
                None => all_fit = false,
            }
        }
        all_fit.then_some(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let errors = read(
            CommandName::RecordInitialDecision,
            &values(&[("outcome", "maybe"), ("rationale", " "), ("colour", "red")]),
        )
        .expect_err("three errors");
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["outcome", "rationale", "colour"]);
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, minutes) in [("1.5", 90), ("1,5", 90), ("1:30", 90), ("0.25", 15), ("2", 120), ("0.333", 20)]
        {
            let command = read(CommandName::LogEffort, &values(&[("hours", text)])).expect(text);
            assert_eq!(command, Command::LogEffort { minutes, on: None }, "{text}");
        }
        for text in ["", "x", "-1", "1:75", "1e3", "."] {
            assert!(read(CommandName::LogEffort, &values(&[("hours", text)])).is_err(), "{text}");
        }
    }

    #[test]
    fn one_paragraph_and_a_way_to_be_reached_make_a_request() {
        let filled =
            read_submission(&values(&[("what", "Please help us."), ("reach", "talk-page")])).expect("enough");
        assert_eq!(filled.submission.facts.title.as_str(), "Please help us.");
        assert_eq!(filled.reach, Reach::TalkPage);
        let errors = read_submission(&values(&[("what", "Please help us.")])).expect_err("no way");
        assert_eq!(errors[0].field, "reach");
    }

    #[test]
    fn a_mail_address_has_two_sides() {
        for (mail, fits) in [("a@b.org", true), ("a@b", false), ("@b.org", false), ("a b@c.org", false)] {
            let read = read_submission(&values(&[("what", "x"), ("reach", "mail"), ("mail", mail)]));
            assert_eq!(read.is_ok(), fits, "{mail}");
        }
    }
}
