//! Where a request stands: its way as a list of steps, and what is expected of whom by when.

use super::form::{self, Filling};
use super::fragments::{pair, party};
use super::support_request::SupportRequestPage;
use super::text::{apart, prose, words_of};
use super::when::{day, deadline, hours, moment};
use super::words::{rejection_under, say, say_with};
use super::{fragments, notice};
use helpdesk_domain::command::CommandName;
use helpdesk_domain::ids::PersonId;
use helpdesk_domain::people::Role;
use helpdesk_domain::process::{Stage, StageName};
use helpdesk_domain::project::{Depth, SupportRequestView};
use helpdesk_domain::promise::{Expectation, Promise};
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// The way from received to closed, with the step that the request is at.
#[must_use]
pub fn steps(view: &SupportRequestView) -> Markup {
    let current = view.stage.name();
    let reached = match &view.stage {
        Stage::Closed { left, .. } => left.name(),
        Stage::Received
        | Stage::Gathering
        | Stage::WithCommittee { .. }
        | Stage::InDevelopment
        | Stage::AwaitingGo { .. }
        | Stage::InSupport { .. }
        | Stage::FollowUp { .. } => current,
    };
    let place = StageName::ALL.iter().position(|stage| *stage == current).unwrap_or(0) + 1;
    html! {
        ol.steps aria-label=(say("helpdesk-site-steps")) {
            @for stage in StageName::ALL {
                @let (class, key) = if *stage == current {
                    ("step current", "helpdesk-site-step-current")
                } else if *stage <= reached {
                    ("step done", "helpdesk-site-step-done")
                } else if current == StageName::Closed {
                    ("step skipped", "helpdesk-site-step-skipped")
                } else {
                    ("step", "helpdesk-site-step-to-come")
                };
                li class=(class) aria-current=[(*stage == current).then_some("step")] {
                    span.step-name { (say(&format!("helpdesk-stage-{}", stage.code()))) }
                    span.hidden { ", " (say(key)) }
                }
            }
        }
        p.step-count {
            strong { (say(&format!("helpdesk-stage-{}", current.code()))) } " · "
            (say_with("helpdesk-site-step-count", &[place.to_string(), StageName::ALL.len().to_string()]))
        }
    }
}

/// What is expected of whom by when, in a few lines.
#[must_use]
pub fn expected(view: &SupportRequestView, now: Timestamp) -> Markup {
    html! {
        section.card.expected aria-labelledby="expected" {
            h2 #expected { (say("helpdesk-site-expected")) }
            @match &view.stage {
                Stage::Closed { outcome, reason, at, .. } => {
                    p {
                        (fragments::stage(StageName::Closed, Some(*outcome))) " " (moment(*at))
                    }
                    @if let Some(reason) = reason { (prose(reason, None)) }
                }
                Stage::Received | Stage::Gathering | Stage::WithCommittee { .. } | Stage::InDevelopment
                | Stage::AwaitingGo { .. } | Stage::InSupport { .. } | Stage::FollowUp { .. } => {
                    @if let Some(waiting) = &view.waiting {
                        p.waiting { (say_with("helpdesk-site-waiting-for", &[party(waiting.whom)])) }
                        @if let Some(until) = waiting.until {
                            p { (say("helpdesk-site-waiting-until")) " " (day(until)) }
                        }
                        @if let Some(reason) = &waiting.reason { (prose(reason, None)) }
                    }
                    @if let Some(promise) = &view.promise { (promised(promise, now)) }
                }
            }
        }
    }
}

fn promised(promise: &Promise, now: Timestamp) -> Markup {
    let late = promise.is_late(now);
    html! {
        p.promise {
            strong { (party(promise.who)) } ": " (promised_words(promise))
        }
        p class=(if late { "by late" } else { "by" }) {
            @if late { (say("helpdesk-site-late-since")) } @else { (say("helpdesk-site-by")) }
            " " (deadline(promise.by, now))
        }
    }
}

/// What is promised.
#[must_use]
pub fn promised_words(promise: &Promise) -> Markup {
    html! {
        @match (&promise.what, &promise.words) {
            (Expectation::InWords, Some(words)) => (words_of(words)),
            _ => (say(&format!("helpdesk-promise-{}", promise.what.code()))),
        }
    }
}

/// What is known about the request in single words.
#[must_use]
pub fn details(page: &SupportRequestPage) -> Markup {
    let view = &page.view;
    html! {
        section.card.request-details aria-labelledby="details" {
            h2 #details { (say("helpdesk-site-details")) }
            dl.pairs {
                (pair("helpdesk-site-reference", &fragments::reference(view.reference.as_str())))
                @if let Some(name) = asked_by(view) { (pair("helpdesk-site-requester", &name)) }
                (pair("helpdesk-site-received", &moment(view.received_at)))
                @if let Some(owner) = view.owner { (pair("helpdesk-site-owner", &name_of(view, owner))) }
                @if let Some(priority) = view.priority {
                    (pair("helpdesk-site-priority", &fragments::priority(priority)))
                }
                @if let Some(minutes) = view.estimate_minutes {
                    (pair("helpdesk-site-estimate", &html! { (say_with("helpdesk-site-hours", &[hours(minutes)])) }))
                }
                @if let Some(minutes) = view.effort_minutes {
                    (pair("helpdesk-site-effort", &html! {
                        (say_with("helpdesk-site-effort-of", &[hours(minutes), page.policy.effort.cap_hours.to_string()]))
                    }))
                }
                @if let Some(contact) = &page.contact { (pair("helpdesk-site-contact", &contact.shown())) }
                (pair("helpdesk-site-visibility", &visibility(page)))
            }
        }
    }
}

fn visibility(page: &SupportRequestPage) -> Markup {
    let view = &page.view;
    html! {
        @if view.is_public() { (say("helpdesk-site-visibility-public")) } @else { (say("helpdesk-site-visibility-private")) }
        @if let (Some(title), Some(href)) = (&view.page, &page.page_href) {
            br; a href=(href) dir="auto" { (title) }
        }
    }
}

/// Who asked, if the viewer may know.
#[must_use]
pub fn asked_by(view: &SupportRequestView) -> Option<Markup> {
    match (&view.requester_name, view.requester) {
        (Some(name), _) => Some(words_of(name)),
        (None, Some(person)) => Some(name_of(view, person)),
        (None, None) => None,
    }
}

/// Somebody's name.
#[must_use]
pub fn name_of(view: &SupportRequestView, person: PersonId) -> Markup {
    match view.names.get(&person) {
        Some(name) => apart(name),
        None => html! { (say("helpdesk-site-somebody")) },
    }
}

/// What the viewer can do here: first what waits for them, then the rest, then what is off and why.
#[must_use]
pub fn actions(page: &SupportRequestPage, now: Timestamp) -> Markup {
    let view = &page.view;
    let open: Vec<CommandName> =
        page.offers.iter().filter(|offer| offer.off.is_none()).map(|offer| offer.name).collect();
    let off: Vec<_> =
        page.offers.iter().filter_map(|offer| offer.off.as_ref().map(|reason| (offer.name, reason))).collect();
    let (first, rest) = by_duty(view, &open);
    html! {
        @if !page.offers.is_empty() || view.standing.aside || view.standing.own_request {
            section.card.actions aria-labelledby="actions" {
                h2 #actions { (say("helpdesk-site-actions")) }
                @if view.standing.aside && !view.standing.requester {
                    @let words = if view.standing.by_rule { "helpdesk-site-aside-by-rule" } else { "helpdesk-site-you-stood-aside" };
                    (notice::info(&html! { p { (say(words)) } }))
                }
                @if view.standing.own_request {
                    (notice::info(&html! { p { (say("helpdesk-site-own-request")) } }))
                }
                @if let Some((main, others)) = first.split_first() {
                    (inline(page, *main))
                    @if !others.is_empty() { div.buttons { @for name in others { (button(view, *name, "button")) } } }
                }
                @if !rest.is_empty() {
                    ul.links { @for name in &rest { li { (button(view, *name, "")) } } }
                }
                @if !off.is_empty() {
                    details.off {
                        summary { (say("helpdesk-site-actions-off")) }
                        dl {
                            @for (name, reason) in off {
                                dt { (say(&format!("helpdesk-command-{}", name.code()))) }
                                dd { (rejection_under(&page.policy, reason)) }
                            }
                        }
                    }
                }
            }
        }
        @if view.depth == Depth::Public && !view.standing.signed_in { (sign_in_hint(page, now)) }
    }
}

fn sign_in_hint(page: &SupportRequestPage, _now: Timestamp) -> Markup {
    let href = super::frame::sign_in_href(&format!("/support-requests/{}", page.view.reference));
    notice::info(
        &html! { p { (say("helpdesk-site-sign-in-hint")) " " a href=(href) { (say("helpdesk-site-sign-in")) } } },
    )
}

/// The commands that move the request on, in the order in which they are due, and the others.
fn by_duty(view: &SupportRequestView, open: &[CommandName]) -> (Vec<CommandName>, Vec<CommandName>) {
    let staff = view.standing.roles.has(Role::Staff);
    let due = |name: &CommandName| match name {
        CommandName::AnswerQuestion => view.standing.requester,
        CommandName::GiveFeedback => view.own_feedback.is_none() || view.own_stale,
        CommandName::Discuss => view.mentioned,
        CommandName::RecordLessons => view.stage.name() == StageName::FollowUp && view.lessons.is_none(),
        CommandName::Acknowledge
        | CommandName::AnswerSmallQuestion
        | CommandName::MarkReadyForCommittee
        | CommandName::RecordInitialDecision
        | CommandName::MarkReadyForGo
        | CommandName::RecordGoDecision
        | CommandName::FinishSupport => true,
        CommandName::RecordDelivery => staff && view.stage.name() == StageName::InSupport,
        CommandName::Close => view.stage.name() == StageName::FollowUp,
        CommandName::SetChecklistItem => view.stage.name() == StageName::InDevelopment,
        CommandName::Edit
        | CommandName::AskRequester
        | CommandName::AddPrivateNote
        | CommandName::StandAside
        | CommandName::Object
        | CommandName::EstimateEffort
        | CommandName::LogEffort
        | CommandName::ReferOrDecline
        | CommandName::Withdraw
        | CommandName::Reopen
        | CommandName::HandOver
        | CommandName::SetWaiting
        | CommandName::SetPromise
        | CommandName::LinkRequest
        | CommandName::GiveConsent
        | CommandName::TakeConsentBack => false,
    };
    open.iter().partition(|name| due(name))
}

/// A command with few fields as a form in the page itself, any other as a button.
fn inline(page: &SupportRequestPage, name: CommandName) -> Markup {
    let view = &page.view;
    let fields = helpdesk_domain::form::fields(&page.policy, view, name);
    if fields.len() > 1 {
        return html! { div.buttons { (button(view, name, "button primary")) } };
    }
    html! {
        form.inline method="post" action=(href(view, name)) novalidate {
            (super::act::hidden_fields(view.version, &page.key))
            (form::fields(&fields, &Filling::default()))
            button.primary type="submit" { (say(&format!("helpdesk-command-{}", name.code()))) }
        }
    }
}

fn button(view: &SupportRequestView, name: CommandName, class: &str) -> Markup {
    html! {
        a class=[(!class.is_empty()).then_some(class)] href=(href(view, name)) {
            (say(&format!("helpdesk-command-{}", name.code())))
        }
    }
}

/// Where a command's form is.
#[must_use]
pub fn href(view: &SupportRequestView, name: CommandName) -> String {
    format!("/support-requests/{}/{}", view.reference, name.code())
}
