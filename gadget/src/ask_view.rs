//! The request panel on the page.

use helpdesk_domain::form::{Field, FieldKind};
use helpdesk_domain::{CommandName, StageName};

use crate::ask::{Ask, Step, Trouble};
use crate::contact_like::contact_like;
use crate::desk::Desk;
use crate::desk_view::{stage_chip, whole};
use crate::effect::{Listed, Target};
use crate::form::Form;
use crate::form_view::Look;
use crate::html::{Html, Kind, buttons, chip, group, leaf, link, message, opener, spoken, submit_button, tag};
use crate::message::Message;
use crate::reader::Reader;
use crate::words::Words;

/// The panel.
pub fn view(ask: &Ask, desk: Option<&Desk>, reader: &Reader, out: &mut Vec<Html>) {
    trouble(ask, reader, out);
    if !ask.is_ready(reader) {
        if ask.trouble.is_none() {
            out.push(reader.words().waiting());
        }
        return;
    }
    mine(ask, desk, reader, out);
    match (ask.step, &ask.form) {
        (Step::Sent(_), _) => sent(ask, desk, reader, out),
        (Step::Filling, Some(form)) => out.push(filling(ask, form, reader)),
        (Step::Looking | Step::Sending, Some(form)) => out.push(looking(ask, form, reader)),
        (Step::Filling | Step::Looking | Step::Sending, None) => {}
    }
}

fn trouble(ask: &Ask, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let mut inner = Vec::new();
    match &ask.trouble {
        None => return,
        Some(Trouble::NoStart) => {
            inner.push(words.leaf("p", "helpdesk-gadget-unreachable"));
            inner.push(words.button("helpdesk-gadget-again", Message::Start));
            inner.push(
                link(words.say("helpdesk-broken-tool"), reader.settings.tool("/support-requests/new")).done(),
            );
        }
        Some(Trouble::NoAnswer) => inner.push(words.leaf("p", "helpdesk-gadget-unreachable")),
        Some(Trouble::Unreadable) => inner.push(words.leaf("p", "helpdesk-gadget-unreadable")),
        Some(Trouble::Refused(said)) => inner.push(leaf("p", said.clone())),
    }
    out.push(heard(message(Kind::Error, inner), ask.notices));
}

/// A message that takes the focus when it appears.
fn heard(message: crate::html::Tag, number: u32) -> Html {
    let message = message.named(["heard", &number.to_string()].concat());
    message.set("tabindex", "-1".to_owned()).set("autofocus", String::new()).done()
}

fn mine(ask: &Ask, desk: Option<&Desk>, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let mut items = Vec::new();
    for one in ask.mine.iter().flatten() {
        if ask.step == Step::Sent(one.reference) {
            continue;
        }
        let open = desk.filter(|desk| desk.reference == one.reference);
        let title = opener(one.title.clone(), false, open.is_some(), Message::Pick(one.reference));
        let mut item = vec![title.set("dir", "auto".to_owned()).done()];
        marks(words, one, &mut item);
        if let Some(desk) = open {
            item.push(inside(desk, reader));
        }
        items.push(tag("li").named(one.reference.as_str().to_owned()).holding(item).done());
    }
    if !items.is_empty() {
        out.push(words.leaf("h3~mine", "helpdesk-gadget-mine"));
        out.push(group("ul.helpdesk-mine~mine", items));
    }
}

fn inside(desk: &Desk, reader: &Reader) -> Html {
    let mut inner = Vec::new();
    whole(desk, reader, &mut inner);
    group("div.helpdesk-desk~desk", inner)
}

/// Where a request of a list stands, and what waits for the reader.
fn marks(words: &Words, one: &Listed, out: &mut Vec<Html>) {
    out.push(stage_chip(words, one.stage));
    if let Some(outcome) = one.outcome {
        out.push(chip(words.say_of("helpdesk-outcome-", outcome.code())));
    }
    if let Some(duty) = one.duty {
        out.push(duty_chip(words, duty));
    } else if let (Some(turn), Some(by)) = (one.turn, one.by)
        && one.stage != StageName::Closed
    {
        let who = words.say_of("helpdesk-party-", turn.code());
        let line = words.say_with("helpdesk-gadget-turn", &[&who, &words.day(by)]);
        out.push(leaf("span.helpdesk-about", line));
    }
}

/// What waits for the reader, as a mark.
pub fn duty_chip(words: &Words, duty: CommandName) -> Html {
    leaf("strong.helpdesk-chip.helpdesk-duty", words.say_with("helpdesk-gadget-duty", &[&words.command(duty)]))
}

fn sent(ask: &Ask, desk: Option<&Desk>, reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let thanks = message(Kind::Success, vec![words.leaf("p", "helpdesk-gadget-sent")]);
    out.push(heard(thanks, ask.notices));
    if let Some(desk) = desk.filter(|desk| ask.step == Step::Sent(desk.reference)) {
        out.push(inside(desk, reader));
    }
    out.push(buttons(vec![words.button("helpdesk-gadget-another", Message::Empty)]));
}

fn is_first(field: &Field) -> bool {
    matches!(&*field.name, "what" | "title")
}

fn is_reach(field: &Field) -> bool {
    matches!(&*field.name, "reach" | "mail" | "on_behalf_of")
}

fn is_publish(field: &Field) -> bool {
    matches!(&*field.name, "publish" | "shown_name" | "talk_page_notes")
}

fn is_kind(field: &Field) -> bool {
    field.name.starts_with("kinds.")
}

fn is_answer(field: &Field) -> bool {
    field.name.starts_with("answers.")
}

fn is_fact(field: &Field) -> bool {
    !is_first(field) && !is_reach(field) && !is_publish(field) && !is_kind(field) && !is_answer(field)
}

/// What is folded, but for the page, which the panel fills in itself.
fn is_folded(field: &Field) -> bool {
    (is_kind(field) || is_answer(field) || is_fact(field)) && field.name != "context_page"
}

fn filling(ask: &Ask, form: &Form, reader: &Reader) -> Html {
    let words = reader.words();
    let look = Look { words, form, target: Target::Submission, id: "helpdesk-submit", is_busy: false };
    let mut inner = vec![
        words.leaf("h3 id=helpdesk-submit tabindex=-1 autofocus", "helpdesk-gadget-ask"),
        words.leaf("p~lead", "helpdesk-gadget-ask-lead"),
    ];
    if ask.is_restored {
        let said = words.leaf("p", "helpdesk-gadget-restored");
        let empty = words.button("helpdesk-gadget-empty", Message::Empty);
        inner.push(message(Kind::Notice, vec![said, empty]).named("restored".to_owned()).done());
    }
    look.summary(&mut inner);
    look.fields(is_first, &mut inner);
    let mut more = vec![words.leaf("summary", "helpdesk-gadget-more")];
    let legend = tag("legend.cdx-label").with(words.leaf("span.cdx-label__label", "helpdesk-gadget-kinds"));
    let mut kinds = vec![legend.done()];
    for field in form.fields.iter().filter(|field| is_kind(field)) {
        kinds.push(look.tick(field, String::new()));
    }
    more.push(group("fieldset.cdx-field~kinds", kinds));
    more.push(words.leaf("h4~answers", "helpdesk-gadget-answers"));
    look.fields(is_answer, &mut more);
    more.push(words.leaf("h4~facts", "helpdesk-gadget-facts"));
    look.fields(is_fact, &mut more);
    inner.push(tag("details.helpdesk-fold~more").set_if("open", look.touches(is_folded)).holding(more).done());
    look.fields(is_reach, &mut inner);
    inner.push(words.leaf("h4~publish", "helpdesk-gadget-publish"));
    if let Some(policy) = &reader.policy {
        let notice = words.say_with("helpdesk-consent-notice", &[&policy.wiki.licence]);
        inner.push(leaf("p.helpdesk-about~consent", notice));
    }
    look.fields(is_publish, &mut inner);
    inner.push(buttons(vec![submit_button(words.say("helpdesk-gadget-look"), false)]));
    let form = tag("form.helpdesk-form~filling novalidate aria-labelledby=helpdesk-submit");
    form.sent(Message::Send(Target::Submission)).holding(inner).done()
}

fn looking(ask: &Ask, form: &Form, reader: &Reader) -> Html {
    let words = reader.words();
    let is_public = !form.value("publish").is_empty();
    let lead = if is_public { "helpdesk-gadget-look-public" } else { "helpdesk-gadget-look-private" };
    let mut inner = vec![
        words.leaf("h3 id=helpdesk-look tabindex=-1 autofocus", "helpdesk-gadget-look-title"),
        words.leaf("p~lead", lead),
    ];
    let mut shown = Vec::new();
    let mut text = String::new();
    for field in &form.fields {
        let value = form.value(&field.name);
        if !value.trim().is_empty() && !is_reach(field) && form.asks(&field.name) {
            shown.push(leaf("h5 dir=auto", words.label(&field.label)));
            match field.kind {
                FieldKind::Flag => shown.push(words.leaf("p", "helpdesk-first-time-yes")),
                _ => shown.push(leaf("p.helpdesk-prose dir=auto", chosen(words, field, value))),
            }
            text.push_str(value);
            text.push('\n');
        }
    }
    let found = contact_like(&text);
    if is_public && !found.is_empty() {
        let mut items = Vec::new();
        for one in found {
            items.push(group("li", vec![leaf("bdi", one)]));
        }
        let said = words.leaf("p", "helpdesk-gadget-contact-like");
        inner.push(message(Kind::Warning, vec![said, group("ul", items)]).done());
    }
    inner.push(group("div.helpdesk-desk~shown", shown));
    let is_sending = ask.step == Step::Sending;
    let label = match (is_sending, reader.is_in()) {
        (true, _) => "helpdesk-gadget-sending",
        (false, true) => "helpdesk-gadget-send",
        (false, false) => {
            inner.push(words.leaf("p~sign-in", "helpdesk-gadget-look-sign-in"));
            "helpdesk-gadget-sign-in-and-send"
        }
    };
    inner.push(buttons(vec![
        submit_button(words.say(label), is_sending),
        words.button("helpdesk-gadget-change", Message::Back),
    ]));
    let form = tag("form.helpdesk-form~looking novalidate aria-labelledby=helpdesk-look");
    form.sent(Message::Send(Target::Submission)).holding(inner).done()
}

/// A value as it is shown: what was typed, or the name of what was chosen.
fn chosen(words: &Words, field: &Field, value: &str) -> String {
    if let FieldKind::Choice(options) = &field.kind
        && let Some((_, label)) = options.iter().find(|(code, _)| code == value)
    {
        return words.label(label);
    }
    value.to_owned()
}

/// What is said when nothing is there.
pub fn nothing(words: &Words) -> Html {
    spoken(Kind::Notice, words.say("helpdesk-rejection-not-found"))
}
