//! What the committee may rewrite: organisation, questions, checklist, deadlines, page names.
//!
//! A policy is data, read from a TOML file by the service and sent to the gadget as JSON.

use crate::committee::{AsideRules, Rule};
use crate::people::Role;
use crate::process::StageName;
use serde::{Deserialize, Serialize};

/// The rules as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Who runs the Helpdesk.
    pub organisation: Organisation,
    /// Where its pages are on the wiki.
    pub wiki: WikiPages,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// How the committee works.
    pub committee: CommitteeRules,
    /// Until when the requester may change the request.
    pub editing: EditingRules,
    /// How much work a request may take.
    pub effort: EffortRules,
    /// When what is personal is removed by itself; without it, only when somebody asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<RetentionRules>,
    /// Kinds of support that can be asked for.
    pub kinds: Vec<Choice>,
    /// Regions of the world.
    pub regions: Vec<Choice>,
    /// How large an affiliate can be; without any it is not asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliate_sizes: Vec<Choice>,
    /// What a requester is asked; every answer is optional.
    pub questions: Vec<Question>,
    /// What has to be clear before the final go.
    pub checklist: Vec<ChecklistItem>,
    /// About mail: the service alone reads it, and by itself.
    #[serde(default, skip_serializing)]
    pub mail: ReadElsewhere,
}

/// A part of the policy that is nothing to the domain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadElsewhere;

impl<'de> Deserialize<'de> for ReadElsewhere {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

/// Who runs the Helpdesk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The Helpdesk's name, in titles and summaries.
    pub helpdesk: String,
    /// The affiliate or hub behind it.
    pub run_by: String,
    /// The public mail address.
    pub email: String,
    /// A page that says what the Helpdesk is.
    pub about_url: String,
}

/// Where the Helpdesk's pages are on the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WikiPages {
    /// What the title of every request's page begins with, ending in `/`.
    pub request_prefix: String,
    /// The untranslated page with the status table's rows; its last part is a reserved title.
    pub data_page: String,
    /// The template that renders a request's block, without `Template:`.
    pub request_template: String,
    /// The template that renders a row of the status table, without `Template:`.
    pub row_template: String,
    /// Titles on which the panel appears; one that ends in `/` stands for all pages below it.
    pub project_pages: Vec<String>,
    /// The licence under which published text is given.
    pub licence: String,
    /// What the titles of minutes begin with, ending in `/`; without one they are not published by the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_prefix: Option<String>,
    /// The page with the monthly figures; without one they are not published on the wiki.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_page: Option<String>,
}

/// How many days things may take. Each one becomes a promise to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// The first answer to a new request.
    pub acknowledge_days: u32,
    /// Gathering what the committee needs.
    pub gather_days: u32,
    /// The requester's answer to a question.
    pub answer_days: u32,
    /// The committee's initial feedback.
    pub initial_days: u32,
    /// Development with the Helpdesk, until the next sign of life.
    pub develop_days: u32,
    /// The committee's final go.
    pub go_days: u32,
    /// Support, until the next sign of life.
    pub support_days: u32,
    /// Follow-up and lessons.
    pub follow_up_days: u32,
    /// How long after an unanswered question a request may be closed as `no-answer`.
    pub no_answer_days: u32,
}

/// How the committee works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitteeRules {
    /// Whether a member sees others' positions only after giving one.
    pub hide_positions_until_own: bool,
    /// For how many days a member may object to a recorded decision; 0 for not at all.
    #[serde(default)]
    pub objection_days: u32,
    /// What a round should have before its decision; without one, nothing is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Who stands aside without being asked.
    #[serde(default)]
    pub stand_aside: AsideRules,
}

/// Until when the requester may change the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditingRules {
    /// The last stage in which they may.
    pub requester_until: StageName,
}

/// How much work a request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffortRules {
    /// Hours that one request should not pass without talking about it; shown, never enforced.
    pub cap_hours: u32,
}

/// When what is personal is removed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRules {
    /// How many months after its end it is forgotten how the requester of a request is reached.
    pub contact_months: u32,
    /// For how many days a mail is kept as it came, beside what is on record of it.
    #[serde(default = "raw_mail_days")]
    pub raw_mail_days: u32,
}

/// Where a policy says nothing of it.
fn raw_mail_days() -> u32 {
    90
}

/// One of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The stable name in the record: `a-z`, `0-9` and `-`.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// A question to the requester.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The stable name in the record.
    pub id: String,
    /// The question.
    pub label: String,
    /// What may be answered.
    #[serde(default)]
    pub help: String,
    /// Whether the committee looks at this first.
    #[serde(default)]
    pub important: bool,
}

/// A heading of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heading {
    /// Technical.
    Technical,
    /// Legal and ethical.
    LegalEthical,
    /// Risk assessment.
    Risk,
    /// Sustainability.
    Sustainability,
}

impl Heading {
    /// The headings in their order.
    pub const ALL: [Self; 4] = [Self::Technical, Self::LegalEthical, Self::Risk, Self::Sustainability];

    /// The stable name, the last part of the message key `helpdesk-heading-…`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::LegalEthical => "legal-ethical",
            Self::Risk => "risk",
            Self::Sustainability => "sustainability",
        }
    }
}

/// An item of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// The stable name in the record.
    pub id: String,
    /// The heading that it stands under.
    pub heading: Heading,
    /// The question.
    pub label: String,
    /// Whether it has to be done, or not apply, before the final go.
    pub required: bool,
    /// Whose item it is.
    pub who: Vec<Role>,
}

/// What is wrong with a policy, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The place, as in `checklist[2].id`.
    pub path: String,
    /// What is wrong with it, in words.
    pub problem: String,
}

impl Policy {
    /// Checks what the file's grammar cannot say. Empty if all is well.
    #[must_use]
    pub fn problems(&self) -> Vec<PolicyError> {
        let mut found = Problems(Vec::new());
        found.text("organisation.helpdesk", &self.organisation.helpdesk);
        found.text("organisation.run_by", &self.organisation.run_by);
        found.mail("organisation.email", &self.organisation.email);
        found.url("organisation.about_url", &self.organisation.about_url);
        found.title("wiki.data_page", &self.wiki.data_page);
        found.title("wiki.request_template", &self.wiki.request_template);
        found.title("wiki.row_template", &self.wiki.row_template);
        found.prefix("wiki.request_prefix", &self.wiki.request_prefix);
        for (n, title) in self.wiki.project_pages.iter().enumerate() {
            found.title(&format!("wiki.project_pages[{n}]"), title.trim_end_matches('/'));
        }
        found.text("wiki.licence", &self.wiki.licence);
        if let Some(prefix) = &self.wiki.minutes_prefix {
            found.prefix("wiki.minutes_prefix", prefix);
        }
        if let Some(title) = &self.wiki.figures_page {
            found.title("wiki.figures_page", title);
        }
        self.deadline_problems(&mut found);
        self.committee_problems(&mut found);
        if self.retention.is_some_and(|retention| !(1..=120).contains(&retention.contact_months)) {
            found.add("retention.contact_months", "a number of months between 1 and 120");
        }
        if self.retention.is_some_and(|retention| !(1..=730).contains(&retention.raw_mail_days)) {
            found.add("retention.raw_mail_days", "a number of days between 1 and 730");
        }
        found.ids("kinds", self.kinds.iter().map(|one| (&one.id, &one.label)));
        found.ids("regions", self.regions.iter().map(|one| (&one.id, &one.label)));
        found.ids("affiliate_sizes", self.affiliate_sizes.iter().map(|one| (&one.id, &one.label)));
        if self.affiliate_sizes.iter().any(|size| matches!(size.id.as_str(), "yes" | "no")) {
            found.add(
                "affiliate_sizes",
                "an id cannot be yes or no: figures call by these whether an affiliate asks",
            );
        }
        found.ids("questions", self.questions.iter().map(|one| (&one.id, &one.label)));
        found.ids("checklist", self.checklist.iter().map(|one| (&one.id, &one.label)));
        for (n, item) in self.checklist.iter().enumerate() {
            if item.who.is_empty() {
                found.add(&format!("checklist[{n}].who"), "nobody may tick this item");
            }
        }
        found.0
    }

    fn deadline_problems(&self, found: &mut Problems) {
        let days = self.deadlines;
        for (name, value) in [
            ("acknowledge_days", days.acknowledge_days),
            ("gather_days", days.gather_days),
            ("answer_days", days.answer_days),
            ("initial_days", days.initial_days),
            ("develop_days", days.develop_days),
            ("go_days", days.go_days),
            ("support_days", days.support_days),
            ("follow_up_days", days.follow_up_days),
            ("no_answer_days", days.no_answer_days),
        ] {
            if !(1..=730).contains(&value) {
                found.add(&format!("deadlines.{name}"), "a number of days between 1 and 730");
            }
        }
        if days.no_answer_days < days.answer_days {
            found.add("deadlines.no_answer_days", "may not be shorter than answer_days");
        }
    }

    fn committee_problems(&self, found: &mut Problems) {
        if self.committee.objection_days > 60 {
            found.add("committee.objection_days", "a number of days between 0 and 60");
        }
        for (field, problem) in self.committee.rule.iter().flat_map(Rule::problems) {
            found.add(&format!("committee.rule.{field}"), problem);
        }
        let asked = self.committee.rule.map_or(0, |rule| rule.regions);
        if usize::try_from(asked).is_ok_and(|asked| asked > self.regions.len()) {
            found.add("committee.rule.regions", "more than there are under [[regions]]");
        }
    }

    /// The policy's question of that id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The checklist item of that id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&ChecklistItem> {
        self.checklist.iter().find(|item| item.id == id)
    }
}

struct Problems(Vec<PolicyError>);

impl Problems {
    fn add(&mut self, path: &str, problem: &str) {
        self.0.push(PolicyError { path: path.to_owned(), problem: problem.to_owned() });
    }

    fn text(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(path, "nothing is written");
        }
    }

    fn mail(&mut self, path: &str, text: &str) {
        let at = text.find('@');
        if at.is_none_or(|at| at == 0 || at + 1 == text.len()) || text.contains(char::is_whitespace) {
            self.add(path, "not a mail address");
        }
    }

    fn url(&mut self, path: &str, text: &str) {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            self.add(path, "a link begins with https://");
        }
    }

    fn title(&mut self, path: &str, title: &str) {
        if title.trim().is_empty() || title.chars().any(|c| "#<>[]|{}_\u{fffd}".contains(c) || c.is_control()) {
            self.add(path, "not a page title: it is empty or has one of # < > [ ] | { } _");
        }
    }

    fn prefix(&mut self, path: &str, prefix: &str) {
        self.title(path, prefix);
        if !prefix.ends_with('/') || prefix.len() > 120 {
            self.add(path, "ends in / and has at most 120 bytes, to leave room for the request's title");
        }
    }

    fn ids<'a>(&mut self, list: &str, entries: impl Iterator<Item = (&'a String, &'a String)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (n, (id, label)) in entries.enumerate() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if id.is_empty() || id.len() > 40 || !id.chars().all(plain) {
                self.add(&format!("{list}[{n}].id"), "up to 40 of a-z, 0-9 and -");
            }
            if seen.contains(&id.as_str()) {
                self.add(&format!("{list}[{n}].id"), "this id is there twice");
            }
            seen.push(id);
            self.text(&format!("{list}[{n}].label"), label);
        }
    }
}
