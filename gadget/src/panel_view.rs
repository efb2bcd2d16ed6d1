//! The request panel on the page.

use helpdesk_domain::form::{Field, FilledSubmission};
use helpdesk_domain::{Body, CommandName, StageName};

use crate::contact_like::contact_like;
use crate::desk_view::{folded, stage_chip, waiting, whole};
use crate::effect::{Listed, NoSignIn};
use crate::form::Form;
use crate::form_view::{Look, button, message, submit_button, words_message};
use crate::panel::{Message, RequestPanel, Step, Trouble, is_wanted};
use crate::session::{Session, State};
use crate::text_view::{chip, prose};
use crate::view::{Element, Node, On, el, link};
use crate::words::Words;

/// The panel.
pub fn view(panel: &RequestPanel) -> Vec<Node<Message>> {
    let words = &panel.settings.words;
    let mut nodes = trouble(panel);
    nodes.extend(session_notice(words, &panel.session));
    if !panel.is_ready() && !matches!(panel.step, Step::Sent(_)) {
        if panel.trouble.is_none() {
            nodes.push(waiting(words));
        }
        return nodes;
    }
    nodes.extend(mine(panel));
    match (&panel.step, &panel.form) {
        (Step::Sent(_), _) => nodes.extend(sent(panel)),
        (Step::Filling, Some(form)) => nodes.push(filling(panel, form)),
        (Step::Looking(filled), _) => nodes.push(looking(panel, filled, false)),
        (Step::Sending(filled), _) => nodes.push(looking(panel, filled, true)),
        (Step::Filling, None) => {}
    }
    nodes.push(foot(panel));
    nodes
}

fn trouble(panel: &RequestPanel) -> Vec<Node<Message>> {
    let words = &panel.settings.words;
    let body = match &panel.trouble {
        None => return Vec::new(),
        Some(Trouble::NoStart) => el("div")
            .text(words.say("helpdesk-gadget-unreachable"))
            .text(" ")
            .child(button(words.say("helpdesk-gadget-again"), false).on_click(Message::Start))
            .text(" ")
            .child(link(words.say("helpdesk-broken-tool"), &panel.settings.tool("/support-requests/new"))),
        Some(Trouble::NoAnswer) => el("div").text(words.say("helpdesk-gadget-unreachable")),
        Some(Trouble::Unreadable) => el("div").text(words.say("helpdesk-gadget-unreadable")),
        Some(Trouble::Refused(said)) => el("div").text(&**said),
    };
    let shown = message("error", body.class("cdx-message__content"));
    vec![shown.key(["trouble", &panel.notices.to_string()].concat()).attr("tabindex", "-1").focused().into()]
}

/// What is said about signing in.
pub fn session_notice<M>(words: &Words, session: &Session) -> Option<Node<M>> {
    let (kind, said) = match &session.state {
        State::Quiet => return None,
        State::Asking => ("notice", words.say("helpdesk-gadget-sign-in-open")),
        State::Failed(NoSignIn::Blocked) => ("error", words.say("helpdesk-gadget-sign-in-blocked")),
        State::Failed(NoSignIn::Closed) => ("warning", words.say("helpdesk-gadget-sign-in-closed")),
        State::Failed(NoSignIn::Failed) => ("error", words.say("helpdesk-gadget-sign-in-failed")),
        State::OtherAccount(user) => ("error", words.say_with("helpdesk-gadget-other-account", &[user])),
        State::Ended => ("warning", words.say("helpdesk-gadget-signed-out")),
        State::Out => ("success", words.say("helpdesk-gadget-out")),
    };
    Some(words_message(kind, said).key("session").into())
}

fn mine(panel: &RequestPanel) -> Vec<Node<Message>> {
    let words = &panel.settings.words;
    let Some(all) = panel.mine.as_ref().filter(|all| !all.is_empty()) else { return Vec::new() };
    let sent = match &panel.step {
        Step::Sent(reference) => Some(*reference),
        _ => None,
    };
    let items = all.iter().filter(|one| Some(one.reference) != sent).map(|one| {
        let open = panel.desk.as_ref().filter(|desk| desk.reference == one.reference);
        let title = button(one.title.clone(), false)
            .attr("dir", "auto")
            .attr("aria-expanded", if open.is_some() { "true" } else { "false" })
            .on_click(Message::Open(one.reference));
        let mut item = el("li").key(one.reference.as_str()).child(title).text(" ").children(marks(words, one));
        if let Some(desk) = open {
            let inside = whole(desk).into_iter().map(|node| node.map(Message::Desk));
            item = item.child(el("div").class("helpdesk-desk").children(inside));
        }
        item
    });
    let list: Vec<_> = items.collect();
    if list.is_empty() {
        return Vec::new();
    }
    vec![
        el("h3").key("mine").text(words.say("helpdesk-gadget-mine")).into(),
        el("ul").key("mine").class("helpdesk-mine").children(list).into(),
    ]
}

/// Where a request of a list stands, and what waits for the reader.
fn marks<M>(words: &Words, one: &Listed) -> Vec<Node<M>> {
    let mut marks = vec![stage_chip(words, one.stage).into()];
    if let Some(outcome) = one.outcome {
        marks.push(chip(words.say_of("helpdesk-outcome-", outcome.code())).into());
    }
    match (one.duty, one.turn, one.by) {
        (Some(duty), ..) => marks.push(duty_chip(words, duty).into()),
        (None, Some(turn), Some(by)) if one.stage != StageName::Closed => {
            let who = words.say_of("helpdesk-party-", turn.code());
            let line = words.say_with("helpdesk-gadget-turn", &[&who, &words.day(by)]);
            marks.push(el("span").class("helpdesk-about").text(line).into());
        }
        _ => {}
    }
    marks
}

/// What waits for the reader, as a mark.
pub fn duty_chip<M>(words: &Words, duty: CommandName) -> Element<M> {
    let line = words.say_with("helpdesk-gadget-duty", &[&words.command(duty)]);
    el("strong").class("helpdesk-chip helpdesk-duty").text(line)
}

fn sent(panel: &RequestPanel) -> Vec<Node<Message>> {
    let words = &panel.settings.words;
    let mut nodes = Vec::new();
    let notice = words_message("success", words.say("helpdesk-gadget-sent")).attr("tabindex", "-1").focused();
    nodes.push(notice.key(["sent", &panel.notices.to_string()].concat()).into());
    if let (Some(desk), Step::Sent(reference)) = (&panel.desk, &panel.step) {
        if desk.reference == *reference {
            let inside = whole(desk).into_iter().map(|node| node.map(Message::Desk));
            nodes.push(el("div").class("helpdesk-desk").key("sent").children(inside).into());
        }
    }
    let another = button(words.say("helpdesk-gadget-another"), false).on_click(Message::Another);
    nodes.push(el("div").class("helpdesk-buttons").key("another").child(another).into());
    nodes
}

/// The fields as the tool's own page groups them.
#[derive(Default)]
struct Parts<'a> {
    first: Vec<&'a Field>,
    kinds: Vec<&'a Field>,
    answers: Vec<&'a Field>,
    facts: Vec<&'a Field>,
    reach: Vec<&'a Field>,
    publish: Vec<&'a Field>,
}

impl<'a> Parts<'a> {
    fn of(fields: &'a [Field]) -> Self {
        let mut parts = Self::default();
        for field in fields {
            match field.name.as_str() {
                "what" | "title" => parts.first.push(field),
                "reach" | "mail" | "on_behalf_of" => parts.reach.push(field),
                "publish" | "shown_name" | "talk_page_notes" => parts.publish.push(field),
                name if name.starts_with("kinds.") => parts.kinds.push(field),
                name if name.starts_with("answers.") => parts.answers.push(field),
                _ => parts.facts.push(field),
            }
        }
        parts
    }
}

fn filling(panel: &RequestPanel, form: &Form) -> Node<Message> {
    let words = &panel.settings.words;
    let look = Look { words, form, id: "helpdesk-submit".to_owned(), is_busy: false };
    let parts = Parts::of(&form.fields);
    let wanted = |fields: &[&Field]| -> Vec<Node<Message>> {
        let fields = fields.iter().copied().filter(|field| is_wanted(form, &field.name));
        look.fields(fields).into_iter().map(|node| node.map(Message::Change)).collect()
    };
    let asked = |fields: &[&Field]| look.touches(&fields.iter().copied().filter(|f| f.name != "context_page").collect::<Vec<_>>());
    let is_open = asked(&parts.kinds) || asked(&parts.answers) || asked(&parts.facts);
    let more = el("details")
        .class("helpdesk-fold")
        .key("more")
        .flag("open", is_open)
        .child(el("summary").text(words.say("helpdesk-gadget-more")))
        .child(look.boxes("helpdesk-gadget-kinds", &parts.kinds).map(Message::Change))
        .child(el("h4").key("answers").text(words.say("helpdesk-gadget-answers")))
        .children(wanted(&parts.answers))
        .child(el("h4").key("facts").text(words.say("helpdesk-gadget-facts")))
        .children(wanted(&parts.facts));
    let mut element = el("form")
        .class("helpdesk-form")
        .key("filling")
        .attr("novalidate", "")
        .attr("aria-labelledby", "helpdesk-submit")
        .on(On::Submit(Message::Look))
        .child(
            el("h3")
                .attr("id", "helpdesk-submit")
                .attr("tabindex", "-1")
                .focused()
                .text(words.say("helpdesk-gadget-ask")),
        )
        .child(el("p").key("lead").text(words.say("helpdesk-gadget-ask-lead")));
    if panel.is_restored {
        let empty = button(words.say("helpdesk-gadget-empty"), false).on_click(Message::Empty);
        let body = el("div").class("cdx-message__content").text(words.say("helpdesk-gadget-restored")).text(" ").child(empty);
        element = element.child(message("notice", body).key("restored"));
    }
    element
        .children(look.summary().into_iter().map(|node| node.map(Message::Change)))
        .children(wanted(&parts.first))
        .child(more)
        .child(el("h4").key("reach").text(words.say("helpdesk-gadget-reach")))
        .children(wanted(&parts.reach))
        .child(el("h4").key("publish").text(words.say("helpdesk-gadget-publish")))
        .children(panel.policy.as_ref().map(|policy| {
            let notice = words.say_with("helpdesk-consent-notice", &[&policy.wiki.licence]);
            el("p").key("consent").class("helpdesk-about").text(notice)
        }))
        .children(wanted(&parts.publish))
        .child(
            el("div")
                .class("helpdesk-buttons")
                .key("buttons")
                .child(submit_button(words.say("helpdesk-gadget-look"))),
        )
        .into()
}

fn looking(panel: &RequestPanel, filled: &FilledSubmission, is_sending: bool) -> Node<Message> {
    let words = &panel.settings.words;
    let submission = &filled.submission;
    let lead = if submission.consent.is_some() { "helpdesk-gadget-look-public" } else { "helpdesk-gadget-look-private" };
    let mut element = el("form")
        .class("helpdesk-form")
        .key("looking")
        .attr("aria-labelledby", "helpdesk-look")
        .on(On::Submit(Message::Send))
        .child(
            el("h3")
                .attr("id", "helpdesk-look")
                .attr("tabindex", "-1")
                .focused()
                .text(words.say("helpdesk-gadget-look-title")),
        )
        .child(el("p").text(words.say(lead)));
    if let Some((name, _)) = &submission.consent {
        let found = contact_like(&published(filled, name.as_str()));
        if !found.is_empty() {
            let items = found.into_iter().map(|one| el("li").child(el("bdi").text(one)));
            let body = el("div")
                .class("cdx-message__content")
                .child(el("p").text(words.say("helpdesk-gadget-contact-like")))
                .child(el("ul").children(items));
            element = element.child(message("warning", body).key("contact"));
        }
    }
    element = element.child(el("div").class("helpdesk-desk").key("shown").children(shown(panel, filled)));
    if !panel.session.is_in() {
        element = element.child(el("p").key("sign-in").text(words.say("helpdesk-gadget-look-sign-in")));
    }
    let label = match (is_sending, panel.session.is_in()) {
        (true, _) => "helpdesk-gadget-sending",
        (false, true) => "helpdesk-gadget-send",
        (false, false) => "helpdesk-gadget-sign-in-and-send",
    };
    let back = button(words.say("helpdesk-gadget-change"), false).flag("disabled", is_sending).on_click(Message::Back);
    element
        .child(
            el("div")
                .class("helpdesk-buttons")
                .key("buttons")
                .child(submit_button(words.say(label)).flag("disabled", is_sending))
                .child(back),
        )
        .into()
}

/// All text that would be published.
fn published(filled: &FilledSubmission, shown_name: &str) -> String {
    let facts = &filled.submission.facts;
    let mut texts = vec![facts.title.as_str(), facts.what.as_str(), shown_name];
    texts.extend(facts.answers.values().map(Body::as_str));
    let lines = [&facts.partner, &facts.affiliate, &facts.country, &facts.context_page];
    texts.extend(lines.into_iter().flatten().map(Body::as_str));
    texts.join("\n")
}

fn shown(panel: &RequestPanel, filled: &FilledSubmission) -> Vec<Node<Message>> {
    let words = &panel.settings.words;
    let facts = &filled.submission.facts;
    let mut nodes: Vec<Node<Message>> =
        vec![el("h4").attr("dir", "auto").text(facts.title.as_str()).into(), prose(words, &facts.what)];
    if let Some(policy) = &panel.policy {
        for question in &policy.questions {
            if let Some(answer) = facts.answers.get(&question.id) {
                nodes.push(el("h5").attr("dir", "auto").text(&*question.label).into());
                nodes.push(prose(words, answer));
            }
        }
    }
    let mut pair = |key: &str, value: &str| {
        let name = el("span").class("helpdesk-about").text([&words.say(key), ": "].concat());
        nodes.push(el("p").child(name).child(el("bdi").text(value)).into());
    };
    for (key, body) in [
        ("helpdesk-field-submit-partner", &facts.partner),
        ("helpdesk-field-submit-affiliate", &facts.affiliate),
        ("helpdesk-field-submit-country", &facts.country),
        ("helpdesk-field-submit-context-page", &facts.context_page),
    ] {
        if let Some(body) = body {
            pair(key, body.as_str());
        }
    }
    if let Some((name, _)) = &filled.submission.consent {
        pair("helpdesk-field-submit-shown-name", name.as_str());
    }
    nodes
}

/// Signing in and out, the switches, and the way to the tool.
fn foot(panel: &RequestPanel) -> Node<Message> {
    let words = &panel.settings.words;
    let tool = link(words.say("helpdesk-gadget-tool"), &panel.settings.tool("/"));
    let mut foot = el("div").class("helpdesk-foot").key("foot");
    if panel.session.is_in() {
        let switches = panel.preferences.view(words, panel.me.as_ref());
        let out = button(words.say("helpdesk-gadget-sign-out"), false).on_click(Message::SignOut);
        let mut inner: Vec<Node<Message>> =
            switches.into_iter().map(|switch| Node::from(switch).map(Message::Turn)).collect();
        inner.push(el("div").class("helpdesk-buttons").child(out).into());
        foot = foot.child(folded(words, "helpdesk-gadget-settings", inner));
    } else {
        let sign_in = button(words.say("helpdesk-gadget-sign-in-mine"), false).on_click(Message::SignIn);
        foot = foot.child(el("div").class("helpdesk-buttons").key("sign-in").child(sign_in));
    }
    foot.child(el("p").key("tool").child(tool)).into()
}
