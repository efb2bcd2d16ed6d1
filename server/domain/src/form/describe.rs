//! What each form asks.

use super::{Field, FieldKind, Label};
use crate::command::CommandName;
use crate::facts::Facts;
use crate::people::{Party, Role, Roles};
use crate::policy::{Choice, Policy};
use crate::process::{GoOutcome, InitialOutcome, ItemState, LinkKind, Outcome, Position, Priority, StageName};
use crate::project::SupportRequestView;
use crate::text::{Body, LINE_MAX, PROSE_MAX, TITLE_MAX};

/// The fields of a command's form for this viewer, with what stands in them at first.
#[must_use]
pub fn fields(policy: &Policy, view: &SupportRequestView, name: CommandName) -> Vec<Field> {
    let form = Form(name.code());
    match name {
        CommandName::Edit => facts_fields(policy, Some(&view.facts)),
        CommandName::Acknowledge => vec![form.text("message").optional()],
        CommandName::AnswerSmallQuestion | CommandName::AnswerQuestion => vec![form.text("answer")],
        CommandName::AskRequester => vec![form.text("question")],
        CommandName::AddPrivateNote => vec![form.text("note")],
        CommandName::MarkReadyForCommittee | CommandName::MarkReadyForGo => {
            vec![form.text("summary").optional()]
        }
        CommandName::GiveFeedback => {
            let own = view.own_feedback.as_ref();
            vec![
                form.choice("position", Position::ALL.iter().map(|one| coded("position", one.code())))
                    .holding(own.map(|own| own.position.code())),
                priority(form).holding(own.and_then(|own| own.priority).map(Priority::code)),
                form.text("text").optional().holding(own.and_then(|own| own.text.as_ref()).map(Body::as_str)),
            ]
            .into_iter()
            .chain(policy.questions.iter().map(|question| {
                Field {
                    name: format!("notes.{}", question.id),
                    kind: FieldKind::Text(PROSE_MAX),
                    label: Label::Text(question.label.clone()),
                    help: None,
                    required: false,
                    value: own
                        .and_then(|own| own.notes.get(&question.id))
                        .map_or_else(String::new, |note| note.as_str().to_owned()),
                }
            }))
            .collect()
        }
        CommandName::Discuss => vec![form.text("text")],
        CommandName::Object => vec![form.text("reason")],
        CommandName::EstimateEffort => vec![form.field("hours", FieldKind::Hours)],
        CommandName::StandAside | CommandName::TakeConsentBack => Vec::new(),
        CommandName::RecordInitialDecision => vec![
            form.choice("outcome", InitialOutcome::ALL.iter().map(|one| coded("initial", one.code()))),
            priority(form),
        ]
        .into_iter()
        .chain(recording(form, view))
        .collect(),
        CommandName::SetChecklistItem => vec![
            form.choice("item", items(policy, view.standing.roles)),
            form.choice("state", ItemState::ALL.iter().map(|one| coded("item-state", one.code())))
                .holding(Some(ItemState::Done.code())),
            form.text("note").optional(),
            form.line("link").optional(),
        ],
        CommandName::RecordGoDecision => vec![
            form.choice("outcome", GoOutcome::ALL.iter().map(|one| coded("go", one.code()))),
            form.text("missing").optional(),
        ]
        .into_iter()
        .chain(recording(form, view))
        .collect(),
        CommandName::LogEffort => vec![form.field("hours", FieldKind::Hours), form.line("on").optional()],
        CommandName::RecordDelivery => vec![form.text("what"), form.line("link").optional()],
        CommandName::FinishSupport => vec![form.text("summary")],
        CommandName::RecordLessons => {
            let lessons = view.lessons.as_ref();
            let held = |body: Option<&Body>| body.map(|body| body.as_str().to_owned());
            vec![
                form.text("context").holding_owned(held(lessons.map(|lessons| &lessons.context))),
                form.text("done").holding_owned(held(lessons.map(|lessons| &lessons.done))),
                form.text("worked").holding_owned(held(lessons.map(|lessons| &lessons.worked))),
                form.text("reuse")
                    .optional()
                    .holding_owned(held(lessons.and_then(|lessons| lessons.reuse.as_ref()))),
            ]
        }
        CommandName::Close => {
            let outcomes: &[Outcome] = if view.stage.name() == StageName::FollowUp {
                &[Outcome::Delivered, Outcome::Partly]
            } else {
                &[Outcome::NoAnswer]
            };
            vec![
                form.choice("outcome", outcomes.iter().map(|one| coded("outcome", one.code()))),
                form.text("reason").optional(),
            ]
        }
        CommandName::ReferOrDecline => {
            let outcomes = [Outcome::Referred, Outcome::Declined];
            vec![
                form.choice("outcome", outcomes.iter().map(|one| coded("outcome", one.code()))),
                form.text("reason"),
            ]
        }
        CommandName::Withdraw => vec![form.text("reason").optional()],
        CommandName::Reopen => vec![form.text("reason")],
        CommandName::HandOver => vec![form.field("to", FieldKind::Person(Role::Staff))],
        CommandName::SetWaiting => vec![
            form.choice("whom", Party::ALL.iter().map(|one| coded("party", one.code()))),
            form.field("until", FieldKind::Date),
            form.text("reason").optional(),
        ],
        CommandName::SetPromise => vec![
            form.choice("who", Party::ALL.iter().map(|one| coded("party", one.code())))
                .holding(Some(Party::Helpdesk.code())),
            form.line("words"),
            form.field("by", FieldKind::Date),
        ],
        CommandName::LinkRequest => vec![
            form.choice("kind", LinkKind::ALL.iter().map(|one| coded("link", one.code()))),
            form.line("to"),
        ],
        CommandName::GiveConsent => {
            let shown = view.requester.and_then(|person| view.names.get(&person).cloned());
            vec![
                form.line("shown_name").holding_owned(shown),
                form.field("talk_page_notes", FieldKind::Flag).optional(),
            ]
        }
    }
}

/// The fields of the form that makes a request.
#[must_use]
pub fn submission_fields(policy: &Policy, roles: Roles) -> Vec<Field> {
    let form = Form("submit");
    let mut fields = facts_fields(policy, None);
    let reach = ["talk-page", "wiki-mail", "mail"].into_iter().map(|one| coded("reach", one));
    fields.push(form.choice("reach", reach).holding(Some("talk-page")));
    fields.push(form.field("mail", FieldKind::Mail).optional());
    if roles.has(Role::Staff) {
        fields.push(form.line("on_behalf_of").optional());
    }
    fields.push(form.field("publish", FieldKind::Flag).optional());
    fields.push(form.line("shown_name").optional());
    fields.push(form.field("talk_page_notes", FieldKind::Flag).optional());
    fields
}

fn facts_fields(policy: &Policy, facts: Option<&Facts>) -> Vec<Field> {
    let form = Form("submit");
    let held = |body: Option<&Body>| body.map(|body| body.as_str().to_owned());
    let mut fields = vec![
        form.text("what").holding_owned(held(facts.map(|facts| &facts.what))),
        form.field("title", FieldKind::Line(TITLE_MAX))
            .optional()
            .holding_owned(held(facts.map(|facts| &facts.title))),
    ];
    for kind in &policy.kinds {
        let chosen = facts.is_some_and(|facts| facts.kinds.contains(&kind.id));
        let name = format!("kinds.{}", kind.id);
        fields.push(Field {
            name,
            kind: FieldKind::Flag,
            label: Label::Text(kind.label.clone()),
            help: None,
            required: false,
            value: if chosen { "on".to_owned() } else { String::new() },
        });
    }
    for question in &policy.questions {
        fields.push(Field {
            name: format!("answers.{}", question.id),
            kind: FieldKind::Text(PROSE_MAX),
            label: Label::Text(question.label.clone()),
            help: (!question.help.is_empty()).then(|| Label::Text(question.help.clone())),
            required: false,
            value: held(facts.and_then(|facts| facts.answers.get(&question.id))).unwrap_or_default(),
        });
    }
    let line = |name: &'static str, body: Option<&Body>| form.line(name).optional().holding_owned(held(body));
    fields.push(line("partner", facts.and_then(|facts| facts.partner.as_ref())));
    fields.push(line("affiliate", facts.and_then(|facts| facts.affiliate.as_ref())));
    if !policy.affiliate_sizes.is_empty() {
        let size = facts.and_then(|facts| facts.affiliate_size.clone());
        fields.push(
            form.choice("affiliate_size", labelled(&policy.affiliate_sizes)).optional().holding_owned(size),
        );
    }
    fields.push(line("country", facts.and_then(|facts| facts.country.as_ref())));
    let region = facts.and_then(|facts| facts.region.clone());
    fields.push(form.choice("region", labelled(&policy.regions)).optional().holding_owned(region));
    fields.push(form.line("language").optional().holding_owned(facts.and_then(|facts| facts.language.clone())));
    let first = facts.and_then(|facts| facts.first_time).map(|first| if first { "yes" } else { "no" });
    let answers = ["yes", "no"].into_iter().map(|one| coded("first-time", one));
    fields.push(form.choice("first_time", answers).optional().holding(first));
    fields.push(
        form.field("needed_by", FieldKind::Date)
            .optional()
            .holding_owned(facts.and_then(|facts| facts.needed_by).map(|day| day.to_string())),
    );
    fields.push(line("context_page", facts.and_then(|facts| facts.context_page.as_ref())));
    fields
}

fn labelled(choices: &[Choice]) -> impl Iterator<Item = (String, Label)> {
    choices.iter().map(|choice| (choice.id.clone(), Label::Text(choice.label.clone())))
}

fn items(policy: &Policy, roles: Roles) -> impl Iterator<Item = (String, Label)> {
    policy
        .checklist
        .iter()
        .filter(move |item| item.who.iter().any(|role| roles.has(*role)))
        .map(|item| (item.id.clone(), Label::Text(item.label.clone())))
}

fn priority(form: Form) -> Field {
    form.choice("priority", Priority::ALL.iter().map(|one| coded("priority", one.code()))).optional()
}

/// What both decisions ask besides their outcome.
fn recording(form: Form, view: &SupportRequestView) -> impl Iterator<Item = Field> {
    let common = Form("decision");
    let known = view.stale.then(|| common.field("stale_known", FieldKind::Flag));
    [form.text("rationale"), common.text("conditions").optional(), common.text("reply").optional()]
        .into_iter()
        .chain(known)
}

fn coded(group: &str, code: &str) -> (String, Label) {
    (code.to_owned(), Label::Message(format!("helpdesk-{group}-{code}")))
}

/// A form's name, from which the message keys of its fields are made.
#[derive(Clone, Copy)]
struct Form(&'static str);

impl Form {
    fn field(self, name: &str, kind: FieldKind) -> Field {
        let key = format!("helpdesk-field-{}-{}", self.0, name.replace('_', "-"));
        Field {
            name: name.to_owned(),
            kind,
            help: Some(Label::Message(format!("{key}-help"))),
            label: Label::Message(key),
            required: true,
            value: String::new(),
        }
    }

    fn text(self, name: &str) -> Field {
        self.field(name, FieldKind::Text(PROSE_MAX))
    }

    fn line(self, name: &str) -> Field {
        self.field(name, FieldKind::Line(LINE_MAX))
    }

    fn choice(self, name: &str, options: impl Iterator<Item = (String, Label)>) -> Field {
        self.field(name, FieldKind::Choice(options.collect()))
    }
}

impl Field {
    fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    fn holding(self, value: Option<&str>) -> Self {
        self.holding_owned(value.map(str::to_owned))
    }

    fn holding_owned(mut self, value: Option<String>) -> Self {
        self.value = value.unwrap_or_default();
        self
    }
}
