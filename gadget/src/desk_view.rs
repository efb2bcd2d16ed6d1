//! A request on the page: where it stands, what was said, and what the reader may do.

use std::rc::Rc;

use helpdesk_domain::permit::missing_items;
use helpdesk_domain::process::{Decision, Feedback, ItemState, Verdict};
use helpdesk_domain::project::Depth;
use helpdesk_domain::promise::Expectation;
use helpdesk_domain::{Body, CommandName, PersonId, Policy, Priority, Stage, StageName, SupportRequestView};

use crate::desk::{Desk, Notice, OpenForm};
use crate::effect::Target;
use crate::form_view::Look;
use crate::html::{
    Html, Kind, button, buttons, chip, group, leaf, link, message, opener, spoken, submit_button, tag,
};
use crate::message::Message;
use crate::offers::{Ordered, ordered};
use crate::reader::Reader;
use crate::wire::Change;
use crate::words::Words;

/// The whole request.
pub fn whole(desk: &Desk, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let Some(view) = &desk.view else {
        match &desk.notice {
            Some(_) => notice(desk, reader, out),
            None => out.push(words.waiting()),
        }
        return;
    };
    standing(view, reader, out);
    notice(desk, reader, out);
    if !desk.speaks_the_same() {
        out.push(spoken(Kind::Warning, words.say("helpdesk-gadget-other-rules")));
        return;
    }
    actions(desk, view, reader, out);
    if view.depth != Depth::Aside {
        said(view, reader, out);
    }
}

/// Only the form that is open, and what is said about it: for a row of a list.
pub fn narrow(desk: &Desk, reader: &Reader, out: &mut Vec<Html>) {
    notice(desk, reader, out);
    match &desk.open {
        Some(open) => out.push(form(desk, open, reader)),
        None if desk.notice.is_none() => out.push(reader.words().waiting()),
        None => {}
    }
}

/// A stage as a chip.
pub fn stage_chip(words: &Words, stage: StageName) -> Html {
    let chip = tag("span.helpdesk-chip").set("data-stage", stage.code().to_owned());
    chip.saying(words.say_of("helpdesk-stage-", stage.code())).done()
}

fn priority_chip(words: &Words, priority: Option<Priority>, out: &mut Vec<Html>) {
    if let Some(priority) = priority {
        out.push(chip(words.say_of("helpdesk-priority-", priority.code())));
    }
}

/// A text with its line breaks, in its own direction; the style sheet keeps the breaks.
pub fn prose(words: &Words, body: &Body, out: &mut Vec<Html>) {
    out.push(match body {
        Body::Text(said) => leaf("p.helpdesk-prose dir=auto", said.clone()),
        Body::Erased => words.leaf("p.helpdesk-about", "helpdesk-gadget-erased"),
    });
}

fn prose_if(words: &Words, body: Option<&Body>, out: &mut Vec<Html>) {
    if let Some(body) = body {
        prose(words, body, out);
    }
}

/// Title, stage, priority, what happens next, and what is waited for.
fn standing(view: &SupportRequestView, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let path = ["/support-requests/", view.reference.as_str()].concat();
    let title = link(view.facts.title.as_str().to_owned(), reader.settings.tool(&path));
    out.push(group("h3.helpdesk-heading dir=auto", vec![title.done()]));
    let mut chips = vec![stage_chip(words, view.stage.name())];
    let mut reason = None;
    if let Stage::Closed { outcome, reason: why, .. } = &view.stage {
        chips.push(chip(words.say_of("helpdesk-outcome-", outcome.code())));
        reason = why.as_ref();
    }
    priority_chip(words, view.priority, &mut chips);
    out.push(group("p.helpdesk-state~state", chips));
    prose_if(words, reason, out);
    if let Some(waiting) = &view.waiting {
        let whom = words.say_of("helpdesk-party-", waiting.whom.code());
        let line = match waiting.until {
            Some(until) => words.say_with("helpdesk-gadget-waits-until", &[&whom, &words.day(until.end())]),
            None => words.say_with("helpdesk-gadget-waits", &[&whom]),
        };
        out.push(leaf("p~waiting", line));
        prose_if(words, waiting.reason.as_ref(), out);
    }
    if let Some(promise) = &view.promise {
        let who = words.say_of("helpdesk-party-", promise.who.code());
        let what = match (&promise.what, &promise.words) {
            (Expectation::InWords, Some(said)) => said.as_str().to_owned(),
            _ => words.say_of("helpdesk-promise-", promise.what.code()),
        };
        let mut line = tag("p.helpdesk-promise~promise")
            .saying(words.say_with("helpdesk-promise-line", &[&who, &what, &words.day(promise.by)]));
        if promise.is_late(reader.now) {
            let days = reader.now.days_since(promise.by).max(1).to_string();
            line = line.with(chip(words.say_with("helpdesk-late-days", &[&days])));
        }
        out.push(line.done());
    }
}

fn notice(desk: &Desk, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let Some(notice) = &desk.notice else { return };
    let mut inner = Vec::new();
    let (kind, said) = match notice {
        Notice::Saved(name) => {
            (Kind::Success, words.say_with("helpdesk-gadget-saved", &[&words.command(*name)]))
        }
        Notice::Refused(said) => (Kind::Error, said.clone()),
        Notice::NoAnswer => {
            if desk.open.is_none() {
                inner.push(words.button("helpdesk-gadget-again", Message::Again));
            }
            (Kind::Error, words.say("helpdesk-gadget-unreachable"))
        }
        Notice::NotFound => (Kind::Notice, words.say("helpdesk-rejection-not-found")),
        Notice::Unreadable => (Kind::Error, words.say("helpdesk-gadget-unreadable")),
        Notice::SignIn => (Kind::Warning, words.say("helpdesk-gadget-signed-out")),
        Notice::Moved(news) => {
            inner.push(group("ul", moved(news, words)));
            inner.push(words.leaf("p", "helpdesk-gadget-moved-kept"));
            (Kind::Warning, words.say("helpdesk-gadget-moved"))
        }
    };
    inner.insert(0, leaf("p", said));
    let shown = message(kind, inner).named(["notice", &desk.notices.to_string()].concat());
    out.push(shown.set("tabindex", "-1".to_owned()).set("autofocus", String::new()).done());
}

/// What happened meanwhile, with what was written.
fn moved(news: &[Change], words: &Words) -> Vec<Html> {
    let mut items = Vec::new();
    for change in news {
        let key = ["helpdesk-event-", &change.kind].concat();
        let mut inner = vec![leaf("span", words.say_with(&key, &[&change.who]))];
        for text in &change.texts {
            inner.push(leaf("p.helpdesk-prose dir=auto", text.clone()));
        }
        items.push(group("li", inner));
    }
    items
}

fn actions(desk: &Desk, view: &SupportRequestView, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let Ordered { due, other, off } = ordered(view, desk.offers(reader));
    let standing = view.standing;
    if standing.aside && !standing.requester {
        out.push(spoken(Kind::Notice, words.say("helpdesk-gadget-aside")));
    } else if standing.own_request {
        out.push(spoken(Kind::Notice, words.say("helpdesk-gadget-own-request")));
    }
    if !due.is_empty() {
        out.push(openers(desk, due, true, words));
    }
    if let Some(open) = &desk.open {
        out.push(form(desk, open, reader));
    }
    if !other.is_empty() {
        out.push(words.folded("helpdesk-gadget-other-actions", vec![openers(desk, other, false, words)]));
    }
    if !off.is_empty() {
        let mut items = Vec::new();
        for (name, reason) in off {
            let id = ["helpdesk-", desk.reference.as_str(), "-off-", name.code()].concat();
            let button = button(words.command(name), false);
            let button = button.set_if("disabled", true).set("aria-describedby", id.clone());
            let reason = tag("span.helpdesk-about").set("id", id).saying(words.rejection(&reason));
            items.push(tag("li").with(button.done()).with(reason.done()).named(name.code().to_owned()).done());
        }
        out.push(words.folded("helpdesk-gadget-off-actions", vec![group("ul.helpdesk-off", items)]));
    }
}

fn openers(desk: &Desk, names: Vec<CommandName>, is_primary: bool, words: &Words) -> Html {
    let mut all = Vec::new();
    for name in names {
        let is_open = desk.open.as_ref().is_some_and(|open| open.name == name);
        let message = Message::Open(name, Rc::from(""));
        all.push(
            opener(words.command(name), is_primary, is_open, message).named(name.code().to_owned()).done(),
        );
    }
    buttons(all)
}

fn form(desk: &Desk, open: &OpenForm, reader: &Reader) -> Html {
    let words = reader.words();
    let id = ["helpdesk-", desk.reference.as_str(), "-", open.name.code()].concat();
    let target = Target::Act(desk.reference);
    let look = Look { words, form: &open.form, target, id: &id, is_busy: open.is_sending };
    let heading = tag("h4 tabindex=-1 autofocus").set("id", id.clone()).saying(words.command(open.name));
    let mut inner = vec![heading.done()];
    if let Some(about) = words.find(&["helpdesk-command-", open.name.code(), "-about"].concat()) {
        inner.push(leaf("p.helpdesk-about", about));
    }
    look.summary(&mut inner);
    look.all(&mut inner);
    let label = if open.is_sending { words.say("helpdesk-gadget-sending") } else { words.command(open.name) };
    inner.push(buttons(vec![
        submit_button(label, open.is_sending),
        words.button("helpdesk-gadget-cancel", Message::Shut),
    ]));
    let form = tag("form.helpdesk-form novalidate").set("aria-labelledby", id.clone()).named(id);
    form.sent(Message::Send(target)).holding(inner).done()
}

/// What was asked, answered, thought and decided.
fn said(view: &SupportRequestView, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let mut inner = Vec::new();
    prose(words, &view.facts.what, &mut inner);
    if let Some(policy) = &reader.policy {
        for question in &policy.questions {
            if let Some(answer) = view.facts.answers.get(&question.id) {
                inner.push(leaf("h5 dir=auto", question.label.clone()));
                prose(words, answer, &mut inner);
            }
        }
    }
    out.push(words.folded("helpdesk-passage-what", inner));
    if !view.questions.is_empty() {
        out.push(words.folded("helpdesk-gadget-questions", questions(words, view)));
    }
    if !view.decisions.is_empty() {
        let mut inner = Vec::new();
        for one in &view.decisions {
            decision(words, one, &mut inner);
        }
        out.push(words.folded("helpdesk-gadget-decisions", inner));
    }
    if view.stage.gate().is_some() {
        feedback(words, view, out);
    }
    if let Some(policy) = &reader.policy
        && !view.checklist.is_empty()
    {
        out.push(words.folded("helpdesk-gadget-checklist", checklist(policy, words, view)));
    }
}

fn questions(words: &Words, view: &SupportRequestView) -> Vec<Html> {
    let mut nodes = Vec::new();
    for asked in &view.questions {
        nodes.push(leaf("h5", words.say_with("helpdesk-gadget-asked", &[&words.day(asked.at)])));
        prose(words, &asked.question, &mut nodes);
        match &asked.answer {
            Some((at, answer)) => {
                nodes.push(leaf("h5", words.say_with("helpdesk-gadget-answered", &[&words.day(*at)])));
                prose(words, answer, &mut nodes);
            }
            None => nodes.push(words.leaf("p.helpdesk-about", "helpdesk-gadget-no-answer-yet")),
        }
    }
    nodes
}

fn decision(words: &Words, one: &Decision, out: &mut Vec<Html>) {
    let (key, missing) = match &one.verdict {
        Verdict::Initial { outcome, .. } => (["helpdesk-initial-", outcome.code()], None),
        Verdict::Go { outcome, missing } => (["helpdesk-go-", outcome.code()], missing.as_ref()),
    };
    let head = tag("p.helpdesk-state").with(chip(words.say(&key.concat()))).saying(words.day(one.at));
    out.push(head.done());
    prose(words, &one.rationale, out);
    prose_if(words, missing, out);
}

fn feedback(words: &Words, view: &SupportRequestView, out: &mut Vec<Html>) {
    let inner = match &view.feedback {
        None if view.standing.roles.is_empty() => return,
        None => words.leaf("p.helpdesk-about", "helpdesk-gadget-feedback-hidden"),
        Some(given) if given.is_empty() => words.leaf("p.helpdesk-about", "helpdesk-gadget-feedback-none"),
        Some(given) => {
            let mut items = Vec::new();
            for one in given {
                items.push(one_feedback(words, view, one));
            }
            group("ul", items)
        }
    };
    let mut all = vec![words.leaf("h4", "helpdesk-gadget-feedback")];
    for remark in &view.remarks {
        all.push(leaf("p.helpdesk-about dir=auto", remark.clone()));
    }
    all.push(inner);
    out.push(group("div~feedback", all));
}

fn one_feedback(words: &Words, view: &SupportRequestView, one: &Feedback) -> Html {
    let mut inner = vec![leaf("bdi", name(words, view, one.by))];
    inner.push(chip(words.say_of("helpdesk-position-", one.position.code())));
    priority_chip(words, one.priority, &mut inner);
    prose_if(words, one.text.as_ref(), &mut inner);
    group("li", inner)
}

fn checklist(policy: &Policy, words: &Words, view: &SupportRequestView) -> Vec<Html> {
    let required = policy.checklist.iter().filter(|item| item.required).count();
    let done = required.saturating_sub(missing_items(policy, view).len());
    let count = words.say_with("helpdesk-gadget-checklist-count", &[&done.to_string(), &required.to_string()]);
    let mut items = Vec::new();
    for item in &policy.checklist {
        let state = view.checklist.get(&item.id).map_or(ItemState::Open, |ticked| ticked.state);
        let label = leaf("span dir=auto", item.label.clone());
        items.push(group("li", vec![label, chip(words.say_of("helpdesk-item-state-", state.code()))]));
    }
    vec![leaf("p", count), group("ul", items)]
}

/// A person's name as the tool sent it.
fn name(words: &Words, view: &SupportRequestView, person: PersonId) -> String {
    view.names.get(&person).cloned().unwrap_or_else(|| words.say("helpdesk-gadget-somebody"))
}
