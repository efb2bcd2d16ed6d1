//! The committee's round: what its rule says, what was said before, and what changed since.

use super::form::hidden;
use super::fragments;
use super::frame::Frame;
use super::standing::{href, name_of};
use super::support_request::choice;
use super::text::{apart, prose, words_of};
use super::when::{day, moment};
use super::words::{say, say_with};
use super::{act, notice};
use helpdesk_domain::CommandName;
use helpdesk_domain::committee::explain::{Answer, Explanation, Part, PartAnswer, SeatState, Uncounted};
use helpdesk_domain::committee::rounds::{Given, Round, rounds};
use helpdesk_domain::committee::staleness::{Matter, Stale, stale};
use helpdesk_domain::event::Event;
use helpdesk_domain::facts::Facts;
use helpdesk_domain::ids::PersonId;
use helpdesk_domain::people::Role;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::{Feedback, Gate};
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::text::Body;
use maud::{Markup, html};

/// Whether the viewer is of the committee here: a member, or its secretary.
#[must_use]
pub fn deliberates(view: &SupportRequestView) -> bool {
    view.standing.roles.has(Role::Committee) || view.standing.roles.has(Role::Secretary)
}

/// The heading of a round.
#[must_use]
pub fn round_name(gate: Gate, number: u32) -> String {
    let key = match gate {
        Gate::Initial => "helpdesk-site-round-initial",
        Gate::Go => "helpdesk-site-round-go",
    };
    say_with(key, &[number.to_string()])
}

/// The heading of the round under way and when it began; nothing between rounds.
#[must_use]
pub fn round_head(view: &SupportRequestView) -> Markup {
    let found = rounds(&view.history, &view.decisions);
    html! {
        @if let Some(round) = found.last().filter(|round| round.is_open) {
            p.when {
                (round_name(round.gate, round.number)) " · "
                (say("helpdesk-site-round-opened")) " " (moment(round.opened))
                @for at in &round.reopened { " · " (say("helpdesk-site-round-reopened")) " " (moment(*at)) }
            }
        }
    }
}

/// One position with what it was before.
#[must_use]
pub fn position(view: &SupportRequestView, policy: &Policy, given: &Given, is_stale: bool) -> Markup {
    let now = &given.now;
    html! {
        li {
            p {
                strong { (name_of(view, now.by)) } " "
                span class={ "tag position-" (now.position.code()) } {
                    (say(&format!("helpdesk-position-{}", now.position.code())))
                }
                @if let Some(priority) = now.priority { " " (fragments::priority(priority)) }
                @if is_stale { " " span.tag.stale { (say("helpdesk-site-stale-tag")) } }
                @for (_, before) in &given.earlier {
                    @let word = say(&format!("helpdesk-position-{}", before.code()));
                    " " span.when { (say_with("helpdesk-site-position-before", &[word])) }
                }
            }
            @if let Some(text) = &now.text { (prose(text, None)) }
            @for (id, note) in &now.notes {
                p.passage-name dir="auto" { (policy.question(id).map_or(id.as_str(), |question| question.label.as_str())) }
                (prose(note, None))
            }
        }
    }
}

/// The positions of the round under way, as far as the viewer sees them.
#[must_use]
pub fn positions(view: &SupportRequestView, policy: &Policy, given: &[Feedback]) -> Markup {
    let late = stale(&view.history, given);
    let found = rounds(&view.history, &view.decisions);
    let earlier = |by: PersonId| {
        let open = found.last().filter(|round| round.is_open);
        let held = open.and_then(|round| round.positions.iter().find(|held| held.now.by == by));
        held.map(|held| held.earlier.clone()).unwrap_or_default()
    };
    html! {
        ul.feedback {
            @for one in given {
                @let given = Given { now: one.clone(), earlier: earlier(one.by) };
                (position(view, policy, &given, late.iter().any(|stale| stale.by == one.by)))
            }
        }
    }
}

/// The rounds that are over, the newest first.
#[must_use]
pub fn earlier(view: &SupportRequestView, policy: &Policy) -> Markup {
    let found = rounds(&view.history, &view.decisions);
    let over: Vec<_> =
        found.iter().rev().filter(|round| !round.is_open && !round.positions.is_empty()).collect();
    html! {
        @if !over.is_empty() && view.standing.roles.iter().next().is_some() {
            section.card aria-labelledby="rounds" {
                h2 #rounds { (say("helpdesk-site-round-before")) }
                @for round in over { (one_earlier(view, policy, round)) }
            }
        }
    }
}

fn one_earlier(view: &SupportRequestView, policy: &Policy, round: &Round) -> Markup {
    html! {
        details.more {
            summary { (round_name(round.gate, round.number)) }
            p.when { (say("helpdesk-site-round-opened")) " " (moment(round.opened)) }
            ul.feedback { @for given in &round.positions { (position(view, policy, given, false)) } }
            @match &round.decision {
                Some(decision) => (super::support_request::one_decision(decision)),
                None => p.none { (say("helpdesk-site-round-undecided")) },
            }
        }
    }
}

/// What the rule says of the round under way.
#[must_use]
pub fn rule(view: &SupportRequestView, found: &Explanation) -> Markup {
    html! {
        section.rule aria-labelledby="rule" {
            h3 #rule {
                (say("helpdesk-site-rule")) ": "
                span class={ "tag rule-" (answer(found.answer)) } { (say(&format!("helpdesk-site-rule-{}", answer(found.answer)))) }
            }
            ul { @for part in &found.parts { li { (part_words(*part)) } } }
            @if !found.can_change.is_empty() {
                p {
                    (say("helpdesk-site-rule-can-change")) ": "
                    @for (n, person) in found.can_change.iter().enumerate() {
                        @if n > 0 { ", " }
                        (name_of(view, *person))
                    }
                }
            }
            details.more {
                summary { (say("helpdesk-site-rule-seats")) }
                ul {
                    @for seat in &found.by_seat {
                        li { (name_of(view, seat.person)) ": " (say(&format!("helpdesk-site-seat-{}", seat_state(seat.state)))) }
                    }
                    @for (person, why) in &found.uncounted {
                        li { (name_of(view, *person)) ": " (say(&format!("helpdesk-site-rule-uncounted-{}", uncounted(*why)))) }
                    }
                }
            }
            p.hint { (say("helpdesk-site-rule-explains")) }
        }
    }
}

fn part_words(part: PartAnswer) -> String {
    let key = match part.part {
        Part::Positions => "helpdesk-site-rule-positions",
        Part::Regions => "helpdesk-site-rule-regions",
    };
    say_with(key, &[part.have, part.needed, part.reachable].map(|number| number.to_string()))
}

/// The code of an answer.
#[must_use]
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "met",
        Answer::Open => "open",
        Answer::OutOfReach => "out-of-reach",
    }
}

fn seat_state(state: SeatState) -> &'static str {
    match state {
        SeatState::Counted => "counted",
        SeatState::AffiliateFull => "affiliate-full",
        SeatState::Pending => "pending",
        SeatState::Aside => "aside",
    }
}

fn uncounted(why: Uncounted) -> &'static str {
    match why {
        Uncounted::Later => "later",
        Uncounted::Recused => "recused",
        Uncounted::NoSeat => "no-seat",
        Uncounted::Abstained => "abstained",
        Uncounted::Replaced => "replaced",
    }
}

/// What a panel on the wiki says of the round under way, in sentences: which it is, what the rule says and
/// who can still change it, and what was given on an earlier text. Nothing to those without a role here.
#[must_use]
pub fn remarks(view: &SupportRequestView, rule: Option<&Explanation>) -> Vec<String> {
    let found = rounds(&view.history, &view.decisions);
    let Some(round) = found.last().filter(|round| round.is_open && view.standing.roles.iter().next().is_some())
    else {
        return Vec::new();
    };
    let name =
        |person: PersonId| view.names.get(&person).cloned().unwrap_or_else(|| say("helpdesk-site-somebody"));
    let listed = |key: &str, all: Vec<String>| format!("{}: {}", say(key), all.join(", "));
    let mut said = vec![round_name(round.gate, round.number)];
    if let Some(rule) = rule {
        let answer = say(&format!("helpdesk-site-rule-{}", answer(rule.answer)));
        said.push(listed("helpdesk-site-rule", vec![answer]));
        said.extend(rule.parts.iter().map(|part| part_words(*part)));
        if !rule.can_change.is_empty() {
            let names = rule.can_change.iter().map(|person| name(*person)).collect();
            said.push(listed("helpdesk-site-rule-can-change", names));
        }
    }
    let own = view.own_feedback.as_ref().filter(|_| view.own_stale);
    let given = view.feedback.as_deref().unwrap_or_default();
    let of_others: Vec<_> = stale(&view.history, given)
        .iter()
        .filter(|one| own.is_none_or(|own| own.by != one.by))
        .map(|one| name(one.by))
        .collect();
    if let Some(own) = own {
        let found = stale(&view.history, std::slice::from_ref(own));
        let matters = found.iter().flat_map(|one| &one.changed);
        let matters: Vec<_> = matters.map(|one| say(&format!("helpdesk-site-matter-{}", one.code()))).collect();
        said.push(format!("{}.", say("helpdesk-site-stale-own")));
        said.push(say_with("helpdesk-site-stale-changed", &[matters.join(", ")]));
        said.push(say("helpdesk-site-stale-own-words"));
    }
    if !of_others.is_empty() {
        said.push(format!("{} {}", say("helpdesk-site-stale-others"), of_others.join(", ")));
    } else if own.is_none() && view.stale {
        said.push(say("helpdesk-site-stale-unknown"));
    }
    said
}

/// Asks a member once whether a position on an earlier text still holds.
#[must_use]
pub fn own_stale(view: &SupportRequestView, policy: &Policy, key: &str) -> Markup {
    let Some(own) = view.own_feedback.as_ref().filter(|_| view.own_stale) else { return html! {} };
    let found = stale(&view.history, std::slice::from_ref(own));
    notice::warning(&html! {
        p { strong { (say("helpdesk-site-stale-own")) } }
        p { (say("helpdesk-site-stale-own-words")) }
        @for one in &found { (difference(one, &view.facts, policy)) }
        form method="post" action=(href(view, CommandName::GiveFeedback)) novalidate {
            (act::hidden_fields(view.version, key))
            (hidden("position", own.position.code()))
            @if let Some(priority) = own.priority { (hidden("priority", priority.code())) }
            @if let Some(Body::Text(text)) = &own.text { (hidden("text", text)) }
            @for (id, note) in &own.notes { (hidden(&format!("notes.{id}"), note.as_str())) }
            div.buttons {
                button.primary type="submit" { (say("helpdesk-site-stale-holds")) }
                a.button href=(href(view, CommandName::GiveFeedback)) { (say("helpdesk-site-stale-change")) }
            }
        }
    })
}

/// To whoever records the decision: which positions were given on an earlier text.
#[must_use]
pub fn stale_positions(view: &SupportRequestView, policy: &Policy) -> Markup {
    if !view.stale {
        return html! {};
    }
    let Some(given) = &view.feedback else {
        return notice::warning(&html! { p { (say("helpdesk-site-stale-unknown")) } });
    };
    // Of their own position somebody is asked apart.
    let own = view.own_feedback.as_ref().filter(|_| view.own_stale).map(|own| own.by);
    let found: Vec<_> = stale(&view.history, given).into_iter().filter(|one| Some(one.by) != own).collect();
    if found.is_empty() {
        return html! {};
    }
    notice::warning(&html! {
        p { (say("helpdesk-site-stale-others")) }
        ul {
            @for one in &found {
                li {
                    details.more {
                        summary { (name_of(view, one.by)) }
                        (difference(one, &view.facts, policy))
                    }
                }
            }
        }
    })
}

/// What is different, field by field.
fn difference(stale: &Stale, now: &Facts, policy: &Policy) -> Markup {
    html! {
        dl.difference {
            @for matter in &stale.changed {
                div {
                    dt { (say(&format!("helpdesk-site-matter-{}", matter.code()))) }
                    dd { span.passage-name { (say("helpdesk-site-stale-then")) } del { (matter_of(*matter, &stale.then, now, policy)) } }
                    dd { span.passage-name { (say("helpdesk-site-stale-now")) } ins { (matter_of(*matter, now, &stale.then, policy)) } }
                }
            }
        }
    }
}

fn matter_of(matter: Matter, facts: &Facts, other: &Facts, policy: &Policy) -> Markup {
    let nothing = || html! { em.none { (say("helpdesk-site-stale-nothing")) } };
    let line = |body: &Option<Body>| body.as_ref().map_or_else(nothing, words_of);
    match matter {
        Matter::What => prose(&facts.what, None),
        Matter::Answers => html! {
            @for question in &policy.questions {
                @let answer = facts.answers.get(&question.id);
                @if answer != other.answers.get(&question.id) {
                    p.passage-name dir="auto" { (question.label) }
                    @match answer { Some(answer) => (prose(answer, None)), None => (nothing()) }
                }
            }
        },
        Matter::Kinds if facts.kinds.is_empty() => nothing(),
        Matter::Kinds => html! {
            @for (n, kind) in facts.kinds.iter().enumerate() {
                @if n > 0 { "; " }
                (apart(&choice(&policy.kinds, kind)))
            }
        },
        Matter::Partner => line(&facts.partner),
        Matter::Affiliate => line(&facts.affiliate),
        Matter::Place => html! {
            (line(&facts.country))
            @if let Some(region) = &facts.region { ", " (apart(&choice(&policy.regions, region))) }
        },
        Matter::NeededBy => facts.needed_by.map_or_else(nothing, day),
    }
}

/// What was said within the committee.
#[must_use]
pub fn discussion(view: &SupportRequestView, can_speak: bool, key: &str) -> Markup {
    if !deliberates(view) {
        return html! {};
    }
    let said: Vec<_> = view
        .history
        .iter()
        .filter_map(|recorded| {
            if let Event::Discussed { text, .. } = &recorded.event { Some((recorded, text)) } else { None }
        })
        .collect();
    html! {
        section.card aria-labelledby="discussion" {
            h2 #discussion { (say("helpdesk-site-discussion")) }
            p.when { (say("helpdesk-site-only-committee")) }
            @if view.mentioned { (notice::info(&html! { p { (say("helpdesk-site-discussion-you")) } })) }
            @if said.is_empty() { p.none { (say("helpdesk-site-discussion-none")) } }
            ol.discussion {
                @for (recorded, text) in said {
                    li {
                        p {
                            @if let Some(by) = recorded.by { strong { (name_of(view, by)) } " " }
                            span.when { (moment(recorded.at)) }
                        }
                        (prose(text, None))
                    }
                }
            }
            @if can_speak {
                form.inline method="post" action=(href(view, CommandName::Discuss)) novalidate {
                    (act::hidden_fields(view.version, key))
                    div.field {
                        label for="say" { (say("helpdesk-field-discuss-text")) }
                        p.hint id="say-help" { (say("helpdesk-command-discuss-about")) }
                        textarea #say name="text" rows="3" dir="auto" aria-describedby="say-help" { "\n" }
                    }
                    button type="submit" { (say("helpdesk-command-discuss")) }
                }
            }
        }
    }
}

/// A draft of what is said to the requester, from what is filled in so far.
#[must_use]
pub fn reply(
    view: &SupportRequestView,
    frame: &Frame,
    name: CommandName,
    filled: &dyn Fn(&str) -> String,
) -> String {
    let gate = if name == CommandName::RecordGoDecision { "go" } else { "initial" };
    let asked = match (&view.requester_name, view.requester.and_then(|person| view.names.get(&person))) {
        (Some(Body::Text(name)), _) | (None, Some(name)) => Some(name.clone()),
        _ => None,
    };
    let hello = match asked {
        Some(name) => say_with("helpdesk-site-reply-hello", &[name]),
        None => say("helpdesk-site-reply-hello-nobody"),
    };
    let outcome = filled("outcome");
    let words = format!("helpdesk-site-reply-{gate}-{outcome}");
    let title = view.facts.title.as_str().to_owned();
    let main = if super::words::find(&words).is_some() { say_with(&words, &[title]) } else { String::new() };
    let conditions = filled("conditions");
    let missing = filled("missing");
    let conditions: Vec<_> = [conditions, missing].into_iter().filter(|text| !text.trim().is_empty()).collect();
    let noted = if conditions.is_empty() {
        String::new()
    } else {
        format!("{}\n{}", say("helpdesk-site-reply-conditions"), conditions.join("\n"))
    };
    let bye = say_with("helpdesk-site-reply-bye", std::slice::from_ref(&frame.site.helpdesk));
    let parts = [hello, main, filled("rationale"), noted, bye];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    parts.join("\n\n")
}
