//! A request on the page: where it stands, what was said, and what the reader may do.

use helpdesk_domain::permit::missing_items;
use helpdesk_domain::process::{Decision, ItemState, Verdict};
use helpdesk_domain::project::Depth;
use helpdesk_domain::promise::Expectation;
use helpdesk_domain::{CommandName, PersonId, Policy, Stage, StageName, SupportRequestView, Timestamp};

use crate::desk::{Desk, Message, Notice, OpenForm};
use crate::form_view::{Look, button, message, submit_button, words_message};
use crate::offers::{Ordered, ordered};
use crate::text_view::{chip, prose};
use crate::view::{Element, Node, el, link, text};
use crate::words::Words;

/// The whole request.
pub fn whole(desk: &Desk) -> Vec<Node<Message>> {
    let mut nodes = Vec::new();
    if let Some(view) = &desk.view {
        nodes.push(heading(desk, view).into());
        nodes.extend(standing(&desk.settings.words, view, desk.now));
    }
    nodes.extend(notice(desk));
    let Some(view) = &desk.view else {
        if desk.notice.is_none() {
            nodes.push(waiting(&desk.settings.words));
        }
        return nodes;
    };
    if !desk.speaks_the_same() {
        nodes.push(words_message("warning", desk.settings.words.say("helpdesk-gadget-other-rules")).into());
        return nodes;
    }
    nodes.extend(actions(desk, view));
    nodes.extend(said(desk, view));
    nodes
}

/// Only the form that is open, and what is said about it: for a row of a list.
pub fn narrow(desk: &Desk) -> Vec<Node<Message>> {
    let mut nodes = notice(desk);
    match &desk.open {
        Some(open) => nodes.push(form(desk, open)),
        None if desk.notice.is_none() => nodes.push(waiting(&desk.settings.words)),
        None => {}
    }
    nodes
}

/// What is shown while the tool is asked.
pub fn waiting<M>(words: &Words) -> Node<M> {
    el("p").class("helpdesk-wait").attr("role", "status").text(words.say("helpdesk-gadget-wait")).into()
}

fn heading(desk: &Desk, view: &SupportRequestView) -> Element<Message> {
    let path = ["/support-requests/", view.reference.as_str()].concat();
    let title = link(view.facts.title.as_str(), &desk.settings.tool(&path)).attr("dir", "auto");
    el("h3").class("helpdesk-heading").key("heading").child(title)
}

/// Stage, priority, what happens next, and what is waited for.
fn standing(words: &Words, view: &SupportRequestView, now: Timestamp) -> Vec<Node<Message>> {
    let mut state = el("p").class("helpdesk-state").key("state").child(stage_chip(words, view.stage.name()));
    if let Stage::Closed { outcome, .. } = &view.stage {
        state = state.child(chip(words.say_of("helpdesk-outcome-", outcome.code())));
    }
    if let Some(priority) = view.priority {
        state = state.child(chip(words.say_of("helpdesk-priority-", priority.code())));
    }
    let mut nodes: Vec<Node<Message>> = vec![state.into()];
    if let Stage::Closed { reason: Some(reason), .. } = &view.stage {
        nodes.push(prose(words, reason));
    }
    if let Some(waiting) = &view.waiting {
        let whom = words.say_of("helpdesk-party-", waiting.whom.code());
        let line = match waiting.until {
            Some(until) => words.say_with("helpdesk-gadget-waits-until", &[&whom, &words.day(until.end())]),
            None => words.say_with("helpdesk-gadget-waits", &[&whom]),
        };
        nodes.push(el("p").key("waiting").text(line).into());
        nodes.extend(waiting.reason.iter().map(|reason| prose(words, reason)));
    }
    if let Some(promise) = &view.promise {
        let who = words.say_of("helpdesk-party-", promise.who.code());
        let what = match (&promise.what, &promise.words) {
            (Expectation::InWords, Some(said)) => said.as_str().to_owned(),
            _ => words.say_of("helpdesk-promise-", promise.what.code()),
        };
        let line = words.say_with("helpdesk-promise-line", &[&who, &what, &words.day(promise.by)]);
        let mut line = el("p").class("helpdesk-promise").key("promise").text(line);
        if promise.is_late(now) {
            let days = now.days_since(promise.by).max(1).to_string();
            line = line.text(" ").child(chip(words.say_with("helpdesk-late-days", &[&days])));
        }
        nodes.push(line.into());
    }
    nodes
}

/// A stage as a chip.
pub fn stage_chip<M>(words: &Words, stage: StageName) -> Element<M> {
    chip(words.say_of("helpdesk-stage-", stage.code())).attr("data-stage", stage.code())
}

fn notice(desk: &Desk) -> Vec<Node<Message>> {
    let words = &desk.settings.words;
    let (kind, body) = match &desk.notice {
        None => return Vec::new(),
        Some(Notice::Saved(name)) => ("success", saved(words, *name)),
        Some(Notice::Refused(said)) => ("error", el("span").text(&**said)),
        Some(Notice::NoAnswer) => ("error", el("span").text(words.say("helpdesk-gadget-unreachable")).child(again(words))),
        Some(Notice::NotFound) => ("notice", el("span").text(words.say("helpdesk-rejection-not-found"))),
        Some(Notice::Unreadable) => ("error", el("span").text(words.say("helpdesk-gadget-unreadable"))),
        Some(Notice::SignIn) => ("warning", el("span").text(words.say("helpdesk-gadget-signed-out"))),
        Some(Notice::Moved(events)) => {
            let items = events.iter().map(|recorded| {
                let who = match (recorded.by, &desk.view) {
                    (Some(person), Some(view)) => name(words, view, person),
                    _ => words.say_of("helpdesk-capacity-", recorded.capacity.code()),
                };
                el("li").text(words.say_with(&["helpdesk-event-", recorded.event.code()].concat(), &[&who]))
            });
            let body = el("div").text(words.say("helpdesk-gadget-moved")).child(el("ul").children(items));
            ("warning", body.child(el("p").text(words.say("helpdesk-gadget-moved-kept"))))
        }
    };
    let body = body.class("cdx-message__content");
    let shown = message(kind, body).key(["notice", &desk.notices.to_string()].concat());
    vec![shown.attr("tabindex", "-1").focused().into()]
}

fn saved(words: &Words, name: CommandName) -> Element<Message> {
    el("span").text(words.say_with("helpdesk-gadget-saved", &[&words.command(name)]))
}

fn again(words: &Words) -> Element<Message> {
    button(words.say("helpdesk-gadget-again"), false).on_click(Message::Again)
}

fn actions(desk: &Desk, view: &SupportRequestView) -> Vec<Node<Message>> {
    let words = &desk.settings.words;
    let Ordered { due, other, off } = ordered(view, desk.offers());
    let mut nodes: Vec<Node<Message>> = Vec::new();
    let standing = view.standing;
    if standing.aside && !standing.requester {
        nodes.push(words_message("notice", words.say("helpdesk-gadget-aside")).into());
    } else if standing.own_request {
        nodes.push(words_message("notice", words.say("helpdesk-gadget-own-request")).into());
    }
    if !due.is_empty() {
        let buttons = due.iter().map(|name| opener(desk, *name, true));
        nodes.push(el("div").class("helpdesk-buttons").key("due").children(buttons).into());
    }
    if let Some(open) = &desk.open {
        nodes.push(form(desk, open));
    }
    if !other.is_empty() {
        let buttons = other.iter().map(|name| opener(desk, *name, false));
        let row = el("div").class("helpdesk-buttons").children(buttons);
        nodes.push(folded(words, "helpdesk-gadget-other-actions", vec![row.into()]));
    }
    if !off.is_empty() {
        let items = off.iter().map(|(name, reason)| {
            let id = [&desk_id(desk), "-off-", name.code()].concat();
            let button = button(words.command(*name), false).flag("disabled", true).attr("aria-describedby", &*id);
            let reason = el("span").class("helpdesk-reason").attr("id", id).text(words.rejection(reason));
            el("li").key(name.code()).child(button).text(" ").child(reason)
        });
        let list = el("ul").class("helpdesk-off").children(items);
        nodes.push(folded(words, "helpdesk-gadget-off-actions", vec![list.into()]));
    }
    nodes
}

fn opener(desk: &Desk, name: CommandName, is_primary: bool) -> Element<Message> {
    let is_open = desk.open.as_ref().is_some_and(|open| open.name == name);
    button(desk.settings.words.command(name), is_primary)
        .key(name.code())
        .attr("aria-expanded", if is_open { "true" } else { "false" })
        .on_click(Message::Open(name))
}

fn form(desk: &Desk, open: &OpenForm) -> Node<Message> {
    let words = &desk.settings.words;
    let id = [&desk_id(desk), "-", open.name.code()].concat();
    let look = Look { words, form: &open.form, id: id.clone(), is_busy: open.is_sending };
    let about = words.find(&["helpdesk-command-", open.name.code(), "-about"].concat());
    let label = if open.is_sending { words.say("helpdesk-gadget-sending") } else { words.command(open.name) };
    let send = submit_button(label).flag("disabled", open.is_sending);
    let heading = el("h4")
        .attr("id", &*id)
        .attr("tabindex", "-1")
        .focused()
        .text(words.command(open.name));
    el("form")
        .class("helpdesk-form")
        .key(id.clone())
        .attr("novalidate", "")
        .attr("aria-labelledby", id)
        .on(crate::view::On::Submit(Message::Send))
        .child(heading)
        .children(about.map(|about| el("p").class("helpdesk-about").text(about)))
        .children(look.summary().into_iter().map(|node| node.map(Message::Change)))
        .children(look.all().into_iter().map(|node| node.map(Message::Change)))
        .child(
            el("div")
                .class("helpdesk-buttons")
                .key("buttons")
                .child(send)
                .child(button(words.say("helpdesk-gadget-cancel"), false).on_click(Message::Shut)),
        )
        .into()
}

fn desk_id(desk: &Desk) -> String {
    ["helpdesk-", desk.reference.as_str()].concat()
}

/// What was asked, answered, thought and decided.
fn said(desk: &Desk, view: &SupportRequestView) -> Vec<Node<Message>> {
    let words = &desk.settings.words;
    if view.depth == Depth::Aside {
        return Vec::new();
    }
    let mut nodes = vec![folded(words, "helpdesk-passage-what", what(desk.policy.as_deref(), words, view))];
    if !view.questions.is_empty() {
        nodes.push(folded(words, "helpdesk-gadget-questions", questions(words, view)));
    }
    if !view.decisions.is_empty() {
        let decisions = view.decisions.iter().flat_map(|one| decision(words, one)).collect();
        nodes.push(folded(words, "helpdesk-gadget-decisions", decisions));
    }
    if let Some(given) = &view.feedback {
        if view.stage.gate().is_some() {
            nodes.push(feedback(words, view, given));
        }
    } else if view.stage.gate().is_some() && !desk.offers().is_empty() && !view.standing.requester {
        nodes.push(el("p").class("helpdesk-about").text(words.say("helpdesk-gadget-feedback-hidden")).into());
    }
    if let Some(policy) = desk.policy.as_deref().filter(|_| !view.checklist.is_empty()) {
        nodes.push(folded(words, "helpdesk-gadget-checklist", checklist(policy, words, view)));
    }
    nodes
}

fn what(policy: Option<&Policy>, words: &Words, view: &SupportRequestView) -> Vec<Node<Message>> {
    let mut nodes = vec![prose(words, &view.facts.what)];
    for question in policy.iter().flat_map(|policy| &policy.questions) {
        if let Some(answer) = view.facts.answers.get(&question.id) {
            nodes.push(el("h5").attr("dir", "auto").text(&*question.label).into());
            nodes.push(prose(words, answer));
        }
    }
    nodes
}

fn questions(words: &Words, view: &SupportRequestView) -> Vec<Node<Message>> {
    let mut nodes = Vec::new();
    for asked in &view.questions {
        nodes.push(el("h5").text(words.say_with("helpdesk-gadget-asked", &[&words.day(asked.at)])).into());
        nodes.push(prose(words, &asked.question));
        match &asked.answer {
            Some((at, answer)) => {
                nodes.push(el("h5").text(words.say_with("helpdesk-gadget-answered", &[&words.day(*at)])).into());
                nodes.push(prose(words, answer));
            }
            None => nodes.push(el("p").class("helpdesk-about").text(words.say("helpdesk-gadget-no-answer-yet")).into()),
        }
    }
    nodes
}

fn decision(words: &Words, one: &Decision) -> Vec<Node<Message>> {
    let (key, missing) = match &one.verdict {
        Verdict::Initial { outcome, .. } => (["helpdesk-initial-", outcome.code()], None),
        Verdict::Go { outcome, missing } => (["helpdesk-go-", outcome.code()], missing.as_ref()),
    };
    let head = el("p").class("helpdesk-state").child(chip(words.say(&key.concat()))).text(words.day(one.at));
    let mut nodes = vec![head.into(), prose(words, &one.rationale)];
    nodes.extend(missing.map(|missing| prose(words, missing)));
    nodes
}

fn feedback(
    words: &Words,
    view: &SupportRequestView,
    given: &[helpdesk_domain::process::Feedback],
) -> Node<Message> {
    let nodes = given.iter().map(|one| {
        let mut item = el("li")
            .child(el("bdi").text(name(words, view, one.by)))
            .text(" ")
            .child(chip(words.say_of("helpdesk-position-", one.position.code())));
        if let Some(priority) = one.priority {
            item = item.child(chip(words.say_of("helpdesk-priority-", priority.code())));
        }
        item.children(one.text.iter().map(|said| prose(words, said)))
    });
    let inner = if given.is_empty() {
        el("p").class("helpdesk-about").text(words.say("helpdesk-gadget-feedback-none"))
    } else {
        el("ul").children(nodes)
    };
    el("div")
        .key("feedback")
        .class("helpdesk-feedback")
        .child(el("h4").text(words.say("helpdesk-gadget-feedback")))
        .child(inner)
        .into()
}

fn checklist(policy: &Policy, words: &Words, view: &SupportRequestView) -> Vec<Node<Message>> {
    let required = policy.checklist.iter().filter(|item| item.required).count();
    let done = required.saturating_sub(missing_items(policy, view).len());
    let count = words.say_with("helpdesk-gadget-checklist-count", &[&done.to_string(), &required.to_string()]);
    let items = policy.checklist.iter().map(|item| {
        let state = view.checklist.get(&item.id).map_or(ItemState::Open, |ticked| ticked.state);
        let label = el("span").attr("dir", "auto").text(&*item.label);
        el("li").child(label).text(" ").child(chip(words.say_of("helpdesk-item-state-", state.code())))
    });
    vec![el("p").text(count).into(), el("ul").children(items).into()]
}

/// A person's name as the tool sent it.
fn name(words: &Words, view: &SupportRequestView, person: PersonId) -> String {
    view.names.get(&person).cloned().unwrap_or_else(|| words.say("helpdesk-gadget-somebody"))
}

/// Something under a heading that opens it.
pub fn folded<M>(words: &Words, heading: &str, inner: Vec<Node<M>>) -> Node<M> {
    el("details")
        .class("helpdesk-fold")
        .key(heading)
        .child(el("summary").child(text(words.say(heading))))
        .children(inner)
        .into()
}
