//! What stands in a panel, whichever it is: what is said about signing in, its own content, and the way in and out.

use helpdesk_domain::people::Role;

use crate::app::{App, AppKind, PageState};
use crate::ask_view;
use crate::desk_view::whole;
use crate::effect::NoSignIn;
use crate::html::{Html, Kind, button, buttons, choice, group, link, message, spoken, tag};
use crate::message::{Message, Switch};
use crate::reader::{Reader, SignIn};
use crate::view::On;
use std::rc::Rc;

/// The panel.
pub fn view(app: &App, place: &str, out: &mut Vec<Html>) {
    let reader = &app.reader;
    match &app.kind {
        AppKind::Rows(rows) => rows.view(app.desk.as_ref(), place, reader, out),
        AppKind::Ask(ask) => {
            sign_in_notice(reader, out);
            ask_view::view(ask, app.desk.as_ref(), reader, out);
            foot(reader, "helpdesk-gadget-sign-in-mine", out);
        }
        AppKind::Page(page) => {
            sign_in_notice(reader, out);
            match (&app.desk, page.state) {
                (Some(desk), _) => whole(desk, reader, out),
                (None, PageState::Asking) => out.push(reader.words().waiting()),
                (None, PageState::Nothing) => out.push(ask_view::nothing(reader.words())),
                (None, PageState::Failed) => {
                    let said = reader.words().leaf("p", "helpdesk-gadget-unreachable");
                    let again = reader.words().button("helpdesk-gadget-again", Message::Start);
                    out.push(message(Kind::Error, vec![said, again]).done());
                }
            }
            foot(reader, "helpdesk-gadget-sign-in", out);
        }
    }
}

fn sign_in_notice(reader: &Reader, out: &mut Vec<Html>) {
    let words = reader.words();
    let (kind, key) = match &reader.sign_in {
        SignIn::Quiet => return,
        SignIn::Asking => (Kind::Notice, "helpdesk-gadget-sign-in-open"),
        SignIn::Failed(NoSignIn::Blocked) => (Kind::Error, "helpdesk-gadget-sign-in-blocked"),
        SignIn::Failed(NoSignIn::Closed) => (Kind::Warning, "helpdesk-gadget-sign-in-closed"),
        SignIn::Failed(NoSignIn::Failed) => (Kind::Error, "helpdesk-gadget-sign-in-failed"),
        SignIn::OtherAccount(user) => {
            out.push(spoken(Kind::Error, words.say_with("helpdesk-gadget-other-account", &[user])));
            return;
        }
        SignIn::Ended => (Kind::Warning, "helpdesk-gadget-signed-out"),
        SignIn::Out => (Kind::Success, "helpdesk-gadget-out"),
    };
    out.push(spoken(kind, words.say(key)));
}

/// Signing in and out, the switches, and the way to the tool.
fn foot(reader: &Reader, sign_in: &str, out: &mut Vec<Html>) {
    let words = reader.words();
    let first = if reader.is_in() {
        let mut inner = vec![switch(reader, Switch::Watchlist, "helpdesk-gadget-switch-watchlist")];
        if reader.roles().has(Role::Committee) {
            inner.push(switch(reader, Switch::Watch, "helpdesk-gadget-switch-watch"));
            if reader.has_watch_failed {
                inner.push(words.leaf("p.helpdesk-about role=status", "helpdesk-gadget-not-watched"));
            }
        }
        inner.push(buttons(vec![words.button("helpdesk-gadget-sign-out", Message::SignOut)]));
        words.folded("helpdesk-gadget-settings", inner)
    } else {
        buttons(vec![button(words.say(sign_in), false).clicked(Message::SignIn).done()])
    };
    let tool = link(words.say("helpdesk-gadget-tool"), reader.settings.tool("/")).done();
    out.push(group("div.helpdesk-foot~foot", vec![first, group("p", vec![tool])]));
}

fn switch(reader: &Reader, switch: Switch, key: &str) -> Html {
    let id = ["helpdesk-switch-", switch.key()].concat();
    let mut input = tag("input.cdx-checkbox__input type=checkbox").set("id", id.clone());
    input = input.set_if("checked", reader.is_on(switch));
    input.events.push(On::Check(Rc::new(move |is_on| Message::Turn(switch, is_on))));
    choice(false, input, id, reader.words().say(key)).named(switch.key().to_owned()).done()
}
