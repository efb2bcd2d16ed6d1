//! What each kind of mail says.

use crate::mail::ballot::{BallotWords, render};
use crate::mail::letter::{Block, Letter};
use crate::mail::words::Words;
use crate::store::sent_mail::MailKind;
use helpdesk_domain::process::{GoOutcome, InitialOutcome, Outcome};
use helpdesk_domain::promise::Expectation;
use helpdesk_domain::{Body, Event, Policy, SupportRequestView, Timestamp};

/// What a mail about a request is made of. The view is the addressee's own.
#[derive(Clone, Debug)]
pub struct Occasion<'a> {
    /// The words of their language.
    pub words: &'static Words,
    /// The rules as they stand.
    pub policy: &'a Policy,
    /// The request as they see it.
    pub view: &'a SupportRequestView,
    /// The event that the mail speaks of.
    pub event: Option<&'a Event>,
    /// What about.
    pub kind: MailKind,
    /// What a person wrote.
    pub body: Option<&'a str>,
    /// The addressee's name, if it is known.
    pub name: Option<String>,
    /// Where they go.
    pub links: Links,
    /// Whether an answer to the mail comes back to the request.
    pub can_answer: bool,
    /// Whether it is one more of a thread.
    pub in_thread: bool,
    /// Whether the addressee takes part in somebody else's request.
    pub takes_part: bool,
}

/// Where the addressee of a mail goes.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The request's page of the tool.
    pub request: String,
    /// Their private page, for somebody without an account.
    pub status: Option<String>,
    /// Where they choose how often they get mail.
    pub choose: String,
}

/// The letter; `None` if there is nothing left to say, as when a question was answered meanwhile.
#[must_use]
pub fn letter(on: &Occasion<'_>) -> Option<Letter> {
    let mut blocks = vec![Block::Words(on.greeting())];
    blocks.extend(on.matter()?);
    if !on.is_of_the_committee() {
        blocks.extend(on.next());
        if on.can_answer {
            blocks.push(Block::Words(on.words.say("how-to-answer", &[])));
        }
        blocks.extend(match &on.links.status {
            Some(href) => Some(Block::Link { words: on.words.say("status", &[]), href: href.clone() }),
            // A page that is not published is not there for who takes part.
            None if on.takes_part && on.view.consent.is_none() => None,
            None => Some(Block::Link { words: on.words.say("page", &[]), href: on.links.request.clone() }),
        });
    }
    blocks.extend(on.footer());
    Some(Letter { language: on.words.language, subject: on.subject(), blocks })
}

/// What a letter that a person looks through says at first, between greeting and footer.
#[must_use]
pub fn draft(on: &Occasion<'_>) -> Option<String> {
    let words: Vec<String> = on
        .decided()?
        .into_iter()
        .map(|block| match block {
            Block::Words(words) | Block::Said(words) | Block::Form(words) | Block::Small(words) => words,
            Block::Link { words, href } => format!("{words}\n{href}"),
            Block::List(items) => items.into_iter().map(|item| item.words).collect::<Vec<_>>().join("\n"),
        })
        .collect();
    Some(words.join("\n\n"))
}

impl Occasion<'_> {
    fn is_of_the_committee(&self) -> bool {
        self.kind.is_of_the_committee()
    }

    fn title(&self) -> &str {
        self.view.facts.title.as_str()
    }

    fn say(&self, key: &str) -> Block {
        Block::Words(self.words.say(key, &[self.title()]))
    }

    fn plain(&self, key: &str) -> Block {
        Block::Words(self.words.say(key, &[]))
    }

    fn subject(&self) -> String {
        let subject = self.words.say("subject", &[self.title(), self.view.reference.as_str()]);
        if self.in_thread { format!("Re: {subject}") } else { subject }
    }

    fn greeting(&self) -> String {
        match self.name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => self.words.say("hello", &[name]),
            None => self.words.say("hello-somebody", &[]),
        }
    }

    fn footer(&self) -> Vec<Block> {
        let helpdesk = &self.policy.organisation.helpdesk;
        let why = match self.takes_part {
            true => "why-takes-part",
            false if self.is_of_the_committee() => "why-member",
            false => "why",
        };
        vec![
            Block::Small(format!("{helpdesk}\n{}", self.words.say(why, &[helpdesk]))),
            Block::Small(self.words.say("choose", &[&self.links.choose])),
        ]
    }

    /// What happens next, with a day.
    fn next(&self) -> Option<Block> {
        let promise = self.view.promise.as_ref()?;
        let day = self.words.day(promise.by);
        let said = promise.words.as_ref().map(Body::as_str).unwrap_or_default();
        let key = format!("next-{}", promise.what.code());
        let asks = matches!(self.kind, MailKind::Question | MailKind::ReminderBefore | MailKind::ReminderAfter);
        // Such a mail has said so already.
        (!(asks && promise.what == Expectation::Answer))
            .then(|| Block::Words(self.words.say(&key, &[&day, said])))
    }

    fn matter(&self) -> Option<Vec<Block>> {
        Some(match self.kind {
            MailKind::Received => vec![self.say("received"), self.plain("received-next")],
            MailKind::Acknowledged => {
                let Event::Acknowledged { message } = self.event? else { return None };
                let mut blocks = vec![self.say("acknowledged")];
                blocks.extend(message.as_ref().and_then(said));
                blocks
            }
            MailKind::Question => {
                let Event::QuestionAsked { question, until } = self.event? else { return None };
                let open =
                    self.view.questions.iter().any(|one| one.answer.is_none() && one.question == *question);
                if !open {
                    return None;
                }
                let until = Block::Words(self.words.say("question-until", &[&self.words.day(*until)]));
                vec![self.say("question"), said(question)?, until]
            }
            MailKind::Answer => {
                let Event::SmallQuestionAnswered { answer } = self.event? else { return None };
                vec![self.say("answer"), said(answer)?, self.plain("answer-closed")]
            }
            MailKind::InitialDecision | MailKind::GoDecision => vec![Block::Words(self.body?.to_owned())],
            MailKind::Letter => vec![self.say("letter"), Block::Words(self.body?.to_owned())],
            MailKind::Objection => {
                let open = self.view.stage.gate().is_some();
                open.then(|| vec![self.say("objection")])?
            }
            MailKind::SupportStarted => {
                let going = self.view.stage.name() == helpdesk_domain::StageName::InSupport;
                going.then(|| vec![self.say("support-started")])?
            }
            MailKind::Delivery => {
                let Event::DeliveryRecorded { what, link } = self.event? else { return None };
                let mut blocks = vec![self.say("delivery"), said(what)?];
                blocks.extend(link.as_ref().filter(|link| !link.as_str().is_empty()).map(|link| Block::Link {
                    words: self.words.say("delivery-link", &[]),
                    href: link.as_str().to_owned(),
                }));
                blocks
            }
            MailKind::SupportFinished => {
                let Event::SupportFinished { summary } = self.event? else { return None };
                vec![self.say("support-finished"), said(summary)?, self.plain("support-finished-next")]
            }
            MailKind::Closing => {
                let Event::Closed { outcome, reason } = self.event? else { return None };
                let mut blocks = vec![self.say(closing(*outcome))];
                if let Some(reason) = reason.as_ref().and_then(said) {
                    blocks.extend([self.plain("reason"), reason]);
                }
                blocks
            }
            MailKind::FollowUp1 | MailKind::FollowUp3 | MailKind::FollowUp6 => {
                vec![self.say(self.kind.code()), self.plain("follow-up-answer")]
            }
            MailKind::ReminderBefore | MailKind::ReminderAfter => {
                let promise = self.view.promise.as_ref()?;
                let day = self.words.day(promise.by);
                let mut blocks = vec![Block::Words(self.words.say(self.kind.code(), &[self.title(), &day]))];
                let asked = self.view.questions.iter().rev().find(|one| one.answer.is_none());
                if let Some(question) = asked.and_then(|one| said(&one.question)) {
                    blocks.extend([self.plain("reminder-question"), question]);
                }
                blocks
            }
            MailKind::Ballot => self.ballot()?,
            MailKind::BallotUnderstood | MailKind::BallotUnclear => {
                vec![
                    self.say(self.kind.code()),
                    Block::Form(self.body?.to_owned()),
                    self.plain("ballot-private"),
                ]
            }
            MailKind::CommitteeWaits => {
                let by = self.due_at_the_gate()?;
                let words = self.words.say("committee-waits", &[self.title(), &self.words.day(by)]);
                vec![Block::Link { words, href: self.links.request.clone() }]
            }
            MailKind::RankingUnderstood
            | MailKind::RankingUnclear
            | MailKind::Pack
            | MailKind::Digest
            | MailKind::ConfirmAddress
            | MailKind::WikiNote => return None,
        })
    }

    /// By when the committee is to have its say; `None` if it no longer has one, or this member gave theirs.
    fn due_at_the_gate(&self) -> Option<Timestamp> {
        let waits = self.view.stage.gate().is_some() && self.view.own_feedback.is_none();
        self.view.promise.as_ref().filter(|_| waits).map(|promise| promise.by)
    }

    fn ballot(&self) -> Option<Vec<Block>> {
        let until = self.due_at_the_gate()?;
        let (intro, summary) = match self.event? {
            Event::ReadyForCommittee { summary } => ("ballot", summary),
            Event::ReadyForGo { summary } => ("ballot-go", summary),
            _ => return None,
        };
        let mut blocks = vec![self.say(intro), self.plain("ballot-what")];
        blocks.extend(said(&self.view.facts.what));
        if let Some(summary) = summary.as_ref().and_then(said) {
            blocks.extend([self.plain("ballot-summary"), summary]);
        }
        blocks.push(Block::Link {
            words: self.words.say("ballot-until", &[&self.words.day(until)]),
            href: self.links.request.clone(),
        });
        blocks.push(self.plain("ballot-private"));
        blocks.push(Block::Form(render(&BallotWords::default(), self.view.reference, self.title(), None)));
        Some(blocks)
    }

    /// A decision in words, for a person to look through.
    fn decided(&self) -> Option<Vec<Block>> {
        let (key, rationale, missing, more) = match self.event? {
            Event::InitialDecided { outcome, rationale, more, .. } => {
                (initial(*outcome), rationale, None, more)
            }
            Event::GoDecided { outcome, rationale, missing, more, .. } => {
                (go(*outcome), rationale, missing.as_ref(), more)
            }
            _ => return None,
        };
        // What the secretary wrote to the requester says it all.
        if let Some(reply) = more.reply.as_ref().and_then(said) {
            return Some(vec![reply]);
        }
        let mut blocks = vec![self.say(key), self.plain("rationale"), said(rationale)?];
        if let Some(missing) = missing.and_then(said) {
            blocks.extend([self.plain("missing"), missing]);
        }
        blocks.extend(more.conditions.as_ref().and_then(said));
        Some(blocks)
    }
}

/// Somebody's words; `None` if they were erased.
fn said(body: &Body) -> Option<Block> {
    Some(body.as_str()).filter(|text| !text.trim().is_empty()).map(|text| Block::Said(text.to_owned()))
}

fn initial(outcome: InitialOutcome) -> &'static str {
    match outcome {
        InitialOutcome::Positive => "initial-positive",
        InitialOutcome::NeedsMore => "initial-needs-more",
        InitialOutcome::Refer => "initial-refer",
        InitialOutcome::Decline => "initial-decline",
    }
}

fn go(outcome: GoOutcome) -> &'static str {
    match outcome {
        GoOutcome::Go => "go-go",
        GoOutcome::NotYet => "go-not-yet",
        GoOutcome::Decline => "go-decline",
    }
}

fn closing(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "closing-answered",
        Outcome::Delivered => "closing-delivered",
        Outcome::Partly => "closing-partly",
        Outcome::Referred => "closing-referred",
        Outcome::Declined => "closing-declined",
        Outcome::Withdrawn => "closing-withdrawn",
        Outcome::NoAnswer => "closing-no-answer",
    }
}
