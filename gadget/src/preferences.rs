//! What the reader switched on in this browser.

use helpdesk_domain::people::Role;
use helpdesk_domain::wire::Me;

use crate::effect::{Answer, Effect, Kept, Listed, Request, What};
use crate::form_view::choice;
use crate::session::Session;
use crate::settings::Settings;
use crate::view::{Element, On, el};
use crate::words::Words;
use std::rc::Rc;

/// Rows of the watchlist are filled; the loader looks here too.
pub const WATCHLIST: &str = "watchlist";
/// Pages that wait for the committee are put on the watchlist.
pub const WATCH: &str = "watch";
/// The titles that were put there.
pub const WATCHED: &str = "watched";

/// How many titles the wiki takes at once.
const AT_ONCE: usize = 50;

/// The switches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// See [`WATCHLIST`].
    pub watchlist: bool,
    /// See [`WATCH`].
    pub watch: bool,
    /// What was put on the watchlist already: who takes it off again does not find it there again.
    pub watched: Vec<String>,
    /// Whether the wiki refused.
    pub has_failed: bool,
}

/// A switch was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// See [`WATCHLIST`].
    Watchlist(bool),
    /// See [`WATCH`].
    Watch(bool),
}

impl Preferences {
    /// Takes a turn of a switch.
    pub fn update(&mut self, turned: Turned, session: &Session, me: Option<&Me>) -> Vec<Effect> {
        let (key, is_on) = match turned {
            Turned::Watchlist(is_on) => {
                self.watchlist = is_on;
                (WATCHLIST, is_on)
            }
            Turned::Watch(is_on) => {
                self.watch = is_on;
                self.has_failed = false;
                (WATCH, is_on)
            }
        };
        let keep = if is_on { Effect::Keep(Kept::Switch(key)) } else { Effect::Forget(key.to_owned()) };
        let look = if key == WATCH { self.look(session, me) } else { None };
        std::iter::once(keep).chain(look).collect()
    }

    /// Asks which pages wait for the committee, if they are to be watched.
    pub fn look(&self, session: &Session, me: Option<&Me>) -> Option<Effect> {
        let is_member = me.is_some_and(|me| me.roles.has(Role::Committee));
        (self.watch && is_member && session.is_in()).then(|| session.call(Request::ForCommittee))
    }

    /// Takes what was heard.
    pub fn hear(&mut self, what: &What, settings: &Settings) -> Vec<Effect> {
        match what {
            What::Answered(request, Ok(Answer::List(list))) if **request == Request::ForCommittee && self.watch => {
                let new = self.new_titles(list, settings);
                new.chunks(AT_ONCE).map(|some| Effect::Watch(some.to_vec())).collect()
            }
            What::Watched(titles, true) => {
                self.watched.extend(titles.iter().cloned());
                vec![Effect::Keep(Kept::Watched(self.watched.clone()))]
            }
            What::Watched(_, false) => {
                self.has_failed = true;
                Vec::new()
            }
            What::Answered(..) | What::Key(..) | What::SignedIn(_) => Vec::new(),
        }
    }

    fn new_titles(&self, list: &[Listed], settings: &Settings) -> Vec<String> {
        let pages = list.iter().filter_map(|listed| listed.page.clone());
        pages.filter(|page| settings.is_request(page) && !self.watched.contains(page)).collect()
    }

    /// The switches, for somebody who is signed in.
    pub fn view(&self, words: &Words, me: Option<&Me>) -> Vec<Element<Turned>> {
        let mut all = vec![switch(words, "helpdesk-gadget-switch-watchlist", self.watchlist, Turned::Watchlist)];
        if me.is_some_and(|me| me.roles.has(Role::Committee)) {
            all.push(switch(words, "helpdesk-gadget-switch-watch", self.watch, Turned::Watch));
            if self.has_failed {
                all.push(el("p").class("helpdesk-about").attr("role", "status").text(words.say("helpdesk-gadget-not-watched")));
            }
        }
        all
    }
}

fn switch(words: &Words, key: &'static str, is_on: bool, turned: fn(bool) -> Turned) -> Element<Turned> {
    let input = el("input")
        .class("cdx-checkbox__input")
        .attr("type", "checkbox")
        .attr("id", key)
        .flag("checked", is_on)
        .on(On::Check(Rc::new(turned)));
    choice("cdx-checkbox", input, key, words.say(key)).key(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{NOW, PREFIX, listed, me, settings, token};

    fn session() -> Session {
        Session::new(Rc::new(settings(Some("Alice"))), Some(token("Alice")), NOW)
    }

    fn heard(pages: &[&str]) -> What {
        let list = pages.iter().map(|page| listed(page)).collect();
        What::Answered(Box::new(Request::ForCommittee), Ok(Answer::List(list)))
    }

    #[test]
    fn a_page_is_watched_once_and_only_under_the_prefix() {
        let mut on = Preferences { watch: true, ..Preferences::default() };
        let (maps, coins) = ([PREFIX, "Maps"].concat(), [PREFIX, "Coins"].concat());
        let effects = on.hear(&heard(&[&maps, "Main Page"]), &settings(Some("Alice")));
        assert_eq!(effects, [Effect::Watch(vec![maps.clone()])]);
        on.hear(&What::Watched(vec![maps.clone()], true), &settings(Some("Alice")));
        let effects = on.hear(&heard(&[&maps, &coins]), &settings(Some("Alice")));
        assert_eq!(effects, [Effect::Watch(vec![coins])], "who took it off does not find it there again");
    }

    #[test]
    fn only_a_member_who_switched_it_on_has_pages_watched() {
        let mut switches = Preferences::default();
        assert_eq!(switches.look(&session(), Some(&me(&[Role::Committee]))), None);
        assert_eq!(switches.hear(&heard(&[&[PREFIX, "Maps"].concat()]), &settings(Some("Alice"))), []);
        let effects = switches.update(Turned::Watch(true), &session(), Some(&me(&[Role::Committee])));
        assert_eq!(effects, [Effect::Keep(Kept::Switch(WATCH)), session().call(Request::ForCommittee)]);
        assert_eq!(switches.look(&session(), Some(&me(&[Role::Staff]))), None);
    }

    #[test]
    fn a_switch_that_is_off_leaves_nothing_behind() {
        let mut switches = Preferences { watchlist: true, ..Preferences::default() };
        let effects = switches.update(Turned::Watchlist(false), &session(), None);
        assert_eq!(effects, [Effect::Forget("watchlist".into())]);
    }
}
