//! One request.

use super::fragments::pair;
use super::frame::Frame;
use super::mails::Mails;
use super::standing::{actions, asked_by, details, expected, steps};
use super::text::{apart, link, prose, title, words_of};
use super::when::{day, moment};
use super::words::{say, say_with};
use super::{Page, deliberation, fragments, history, notice};
use helpdesk_domain::allowed::Offer;
use helpdesk_domain::command::CommandName;
use helpdesk_domain::committee::Explanation;
use helpdesk_domain::people::Role;
use helpdesk_domain::permit::missing_items;
use helpdesk_domain::policy::{ChecklistItem, Heading, Policy};
use helpdesk_domain::process::{Decision, ItemState, Verdict};
use helpdesk_domain::project::{Depth, SupportRequestView};
use maud::{Markup, html};
use std::sync::Arc;

/// How the requester is reached, for the staff.
#[derive(Clone, Debug)]
pub enum ContactLine {
    /// On their talk page.
    TalkPage,
    /// Through the wiki's e-mail.
    WikiMail,
    /// By mail, at this address.
    Mail(String),
}

impl ContactLine {
    /// As it is shown.
    #[must_use]
    pub fn shown(&self) -> Markup {
        match self {
            Self::TalkPage => html! { (say("helpdesk-reach-talk-page")) },
            Self::WikiMail => html! { (say("helpdesk-reach-wiki-mail")) },
            Self::Mail(address) => html! { a href={ "mailto:" (address) } { (apart(address)) } },
        }
    }
}

/// The page of one request.
pub struct SupportRequestPage {
    /// The request as the viewer may see it.
    pub view: SupportRequestView,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// What the viewer can do, and what is off and why.
    pub offers: Vec<Offer>,
    /// How the requester is reached, for the staff.
    pub contact: Option<ContactLine>,
    /// What somebody is asked to settle about its wiki page, for those who can.
    pub asks: Option<String>,
    /// Mail about it, for the staff.
    pub mails: Option<Mails>,
    /// Where its wiki page is.
    pub page_href: Option<String>,
    /// What the committee's rule says, for those who see positions.
    pub explanation: Option<Explanation>,
    /// An idempotency key for the form in the page.
    pub key: String,
    /// Another one, for what is said to the committee.
    pub talk_key: String,
}

impl Page for SupportRequestPage {
    fn title(&self) -> String {
        title(self.view.facts.title.as_str())
    }

    fn is_public(&self) -> bool {
        self.view.is_public()
    }

    fn body(&self, frame: &Frame) -> Markup {
        let view = &self.view;
        html! {
            div.request-head {
                h1 dir="auto" { (self.title()) }
                @if let Some(name) = asked_by(view) {
                    p.byline { (say("helpdesk-site-asked-by")) " " (name) ", " (moment(view.received_at)) }
                }
                (steps(view))
            }
            div.request-columns {
                div.request-side {
                    (expected(view, frame.now))
                    (self.asked())
                    (actions(self, frame.now))
                    (details(self))
                }
                div.request-main {
                    @if view.depth == Depth::Aside {
                        (notice::info(&html! { p { (say("helpdesk-site-only-title")) } }))
                    } @else {
                        (self.facts())
                    }
                    (self.questions())
                    (self.decisions())
                    (self.feedback())
                    (deliberation::discussion(view, self.can(CommandName::Discuss), &self.talk_key))
                    (deliberation::earlier(view, &self.policy))
                    (self.checklist())
                    (self.deliveries())
                    (self.lessons())
                    (self.links())
                    @if let Some(mails) = &self.mails { (mails.section(view.reference)) }
                    (history::timeline(view, &self.policy))
                }
            }
        }
    }
}

impl SupportRequestPage {
    /// A wiki page that waits for somebody.
    fn asked(&self) -> Markup {
        let staff = self.view.standing.roles.has(Role::Staff);
        html! {
            @if let Some(words) = &self.asks {
                (notice::warning(&html! {
                    p { strong { (say("helpdesk-site-page-waits")) } }
                    p dir="auto" { (words) }
                    @if staff { p { a href="/outbox" { (say("helpdesk-site-outbox-title")) } } }
                }))
            }
        }
    }

    fn facts(&self) -> Markup {
        let facts = &self.view.facts;
        let language = facts.language.as_deref();
        let kinds = facts.kinds.iter().map(|id| choice(&self.policy.kinds, id));
        html! {
            section.card aria-labelledby="what" {
                h2 #what { (say("helpdesk-site-what")) }
                (prose(&facts.what, language))
                @if !facts.kinds.is_empty() {
                    ul.tags { @for kind in kinds { li.tag dir="auto" { (kind) } } }
                }
                dl.pairs {
                    @for (key, body) in [
                        ("helpdesk-field-submit-partner", &facts.partner),
                        ("helpdesk-field-submit-affiliate", &facts.affiliate),
                        ("helpdesk-field-submit-country", &facts.country),
                        ("helpdesk-field-submit-context-page", &facts.context_page),
                    ] {
                        @if let Some(body) = body { (pair(key, &words_of(body))) }
                    }
                    @if let Some(size) = &facts.affiliate_size {
                        (pair("helpdesk-field-submit-affiliate-size", &apart(&choice(&self.policy.affiliate_sizes, size))))
                    }
                    @if let Some(region) = &facts.region {
                        (pair("helpdesk-field-submit-region", &apart(&choice(&self.policy.regions, region))))
                    }
                    @if let Some(language) = language { (pair("helpdesk-field-submit-language", &apart(language))) }
                    @if let Some(first) = facts.first_time {
                        (pair("helpdesk-field-submit-first-time", &html! {
                            (say(if first { "helpdesk-first-time-yes" } else { "helpdesk-first-time-no" }))
                        }))
                    }
                    @if let Some(needed_by) = facts.needed_by { (pair("helpdesk-field-submit-needed-by", &day(needed_by))) }
                }
                @for question in &self.policy.questions {
                    @if let Some(answer) = facts.answers.get(&question.id) {
                        h3 dir="auto" { (question.label) }
                        (prose(answer, language))
                    }
                }
            }
        }
    }

    fn can(&self, name: CommandName) -> bool {
        self.offers.iter().any(|offer| offer.name == name && offer.off.is_none())
    }

    fn questions(&self) -> Markup {
        let view = &self.view;
        html! {
            @if !view.questions.is_empty() {
                section.card aria-labelledby="questions" {
                    h2 #questions { (say("helpdesk-site-questions")) }
                    ol.questions {
                        @for asked in &view.questions {
                            li {
                                p.when { (moment(asked.at)) }
                                div.question { (prose(&asked.question, None)) }
                                @match &asked.answer {
                                    Some((at, answer)) => div.answer { p.when { (moment(*at)) } (prose(answer, None)) },
                                    None => p.none { (say("helpdesk-site-no-answer-yet")) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn decisions(&self) -> Markup {
        html! {
            @if !self.view.decisions.is_empty() {
                section.card aria-labelledby="decisions" {
                    h2 #decisions { (say("helpdesk-site-decisions")) }
                    @for decision in &self.view.decisions { (one_decision(decision)) }
                }
            }
        }
    }

    fn feedback(&self) -> Markup {
        let view = &self.view;
        let committee =
            [Role::Committee, Role::Secretary, Role::Staff].iter().any(|role| view.standing.roles.has(*role));
        let at_gate = view.stage.gate().is_some();
        html! {
            @if at_gate && committee && view.depth == Depth::Party {
                section.card aria-labelledby="feedback" {
                    h2 #feedback { (say("helpdesk-site-feedback")) }
                    (deliberation::round_head(view))
                    @match &view.feedback {
                        None => p { (say("helpdesk-site-feedback-hidden")) },
                        Some(given) if given.is_empty() => p.none { (say("helpdesk-site-feedback-none")) },
                        Some(given) => (deliberation::positions(view, &self.policy, given)),
                    }
                    (deliberation::own_stale(view, &self.policy, &self.key))
                    @if let Some(found) = &self.explanation { (deliberation::rule(view, found)) }
                    (deliberation::stale_positions(view, &self.policy))
                }
            }
        }
    }

    fn checklist(&self) -> Markup {
        let view = &self.view;
        let may = self.can(CommandName::SetChecklistItem);
        let required = self.policy.checklist.iter().filter(|item| item.required).count();
        let done = required - missing_items(&self.policy, view).len();
        let shown = view.depth == Depth::Party && (may || !view.checklist.is_empty());
        html! {
            @if shown {
                section.card aria-labelledby="checklist" {
                    h2 #checklist { (say("helpdesk-site-checklist")) }
                    p.when { (say_with("helpdesk-site-checklist-count", &[done.to_string(), required.to_string()])) }
                    @for heading in Heading::ALL {
                        h3 { (say(&format!("helpdesk-heading-{}", heading.code()))) }
                        ul.checklist {
                            @for item in self.policy.checklist.iter().filter(|item| item.heading == heading) {
                                (self.item(item, may))
                            }
                        }
                    }
                }
            }
        }
    }

    fn item(&self, item: &ChecklistItem, may: bool) -> Markup {
        let ticked = self.view.checklist.get(&item.id);
        let state = ticked.map_or(ItemState::Open, |ticked| ticked.state);
        let mine = may && item.who.iter().any(|role| self.view.standing.roles.has(*role));
        html! {
            li class={ "item item-" (state.code()) } {
                p {
                    span dir="auto" { (item.label) } " "
                    span.tag { (say(&format!("helpdesk-item-state-{}", state.code()))) }
                    @if !item.required { " " span.optional { (say("helpdesk-site-form-optional")) } }
                    @if mine {
                        " " a href={ "/support-requests/" (self.view.reference) "/set-checklist-item?item=" (item.id) } {
                            (say("helpdesk-site-change")) span.hidden { ": " bdi { (item.label) } }
                        }
                    }
                }
                @if let Some(note) = ticked.and_then(|ticked| ticked.note.as_ref()) { (prose(note, None)) }
                @if let Some(address) = ticked.and_then(|ticked| ticked.link.as_ref()) { p { (link(address)) } }
            }
        }
    }

    fn deliveries(&self) -> Markup {
        html! {
            @if !self.view.deliveries.is_empty() {
                section.card aria-labelledby="deliveries" {
                    h2 #deliveries { (say("helpdesk-site-deliveries")) }
                    ul.deliveries {
                        @for delivery in &self.view.deliveries {
                            li {
                                p.when { (moment(delivery.at)) }
                                (prose(&delivery.what, None))
                                @if let Some(address) = &delivery.link { p { (link(address)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn lessons(&self) -> Markup {
        html! {
            @if let Some(lessons) = &self.view.lessons {
                section.card aria-labelledby="lessons" {
                    h2 #lessons { (say("helpdesk-site-lessons")) }
                    @for (key, body) in [
                        ("context", Some(&lessons.context)),
                        ("done", Some(&lessons.done)),
                        ("worked", Some(&lessons.worked)),
                        ("reuse", lessons.reuse.as_ref()),
                    ] {
                        @if let Some(body) = body {
                            h3 { (say(&format!("helpdesk-passage-{key}"))) }
                            (prose(body, None))
                        }
                    }
                }
            }
        }
    }

    fn links(&self) -> Markup {
        html! {
            @if !self.view.links.is_empty() {
                section.card aria-labelledby="links" {
                    h2 #links { (say("helpdesk-site-links")) }
                    ul {
                        @for link in &self.view.links {
                            li {
                                (say(&format!("helpdesk-link-{}", link.kind.code()))) ": "
                                a href={ "/support-requests/" (link.to) } { (fragments::reference(link.to.as_str())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the policy calls one of its choices today.
#[must_use]
pub fn choice(choices: &[helpdesk_domain::policy::Choice], id: &str) -> String {
    choices.iter().find(|choice| choice.id == id).map_or_else(|| id.to_owned(), |choice| choice.label.clone())
}

/// A recorded decision.
#[must_use]
pub fn one_decision(decision: &Decision) -> Markup {
    let (gate, verdict, priority, missing) = match &decision.verdict {
        Verdict::Initial { outcome, priority } => {
            ("helpdesk-site-gate-initial", format!("helpdesk-initial-{}", outcome.code()), *priority, None)
        }
        Verdict::Go { outcome, missing } => {
            ("helpdesk-site-gate-go", format!("helpdesk-go-{}", outcome.code()), None, missing.as_ref())
        }
    };
    html! {
        article.decision {
            p {
                strong { (say(gate)) ": " (say(&verdict)) }
                @if let Some(priority) = priority { " " (fragments::priority(priority)) }
            }
            p.when {
                (moment(decision.at)) " · "
                (say_with("helpdesk-site-took-part", &[decision.took_part.to_string()]))
                @if decision.stood_aside > 0 {
                    " · " (say_with("helpdesk-site-stood-aside-count", &[decision.stood_aside.to_string()]))
                }
            }
            (prose(&decision.rationale, None))
            @if decision.objected { p.none { (say("helpdesk-site-round-objected")) } }
            @if let Some(conditions) = &decision.conditions {
                h3 { (say("helpdesk-passage-conditions")) }
                (prose(conditions, None))
            }
            @if let Some(missing) = missing {
                h3 { (say("helpdesk-passage-missing")) }
                (prose(missing, None))
            }
        }
    }
}
