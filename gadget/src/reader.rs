//! Who reads: whether they are signed in to the tool, what they switched on, and the rules.

use std::rc::Rc;

use helpdesk_domain::people::{Role, Roles};
use helpdesk_domain::wire::Me;
use helpdesk_domain::{Policy, Timestamp};

use crate::draft;
use crate::effect::{Effect, Effects, Kept, Listed, NoSignIn, Request};
use crate::message::Switch;
use crate::settings::Settings;
use crate::token::{self, Token};
use crate::words::Words;

/// Where the titles are kept that were put on the watchlist.
pub const WATCHED: &str = "watched";

/// How many titles the wiki takes at once.
const AT_ONCE: usize = 50;

/// What this browser keeps of the reader.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The token.
    pub token: Option<Token>,
    /// See [`Switch::Watchlist`].
    pub watchlist: bool,
    /// See [`Switch::Watch`].
    pub watch: bool,
    /// What was put on the watchlist already: who takes it off again does not find it there again.
    pub watched: Vec<String>,
}

/// The reader.
pub struct Reader {
    /// What all panels know.
    pub settings: Rc<Settings>,
    /// When something was heard last.
    pub now: Timestamp,
    /// What this browser keeps.
    pub memory: Memory,
    /// What is said about signing in.
    pub sign_in: SignIn,
    /// Who the reader is, when the tool has said it.
    pub me: Option<Me>,
    /// The rules, when they are there.
    pub policy: Option<Policy>,
    /// Whether the wiki did not take pages onto the watchlist.
    pub has_watch_failed: bool,
}

/// How far signing in is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Nothing to say.
    Quiet,
    /// The window is open.
    Asking,
    /// It did not work.
    Failed(NoSignIn),
    /// The window was answered for this account, which is not the one that reads the wiki.
    OtherAccount(String),
    /// The tool does not know the token any more.
    Ended,
    /// The reader signed out.
    Out,
}

impl Reader {
    /// A reader as this browser remembers them. A token that does not hold is left out.
    pub fn new(settings: Rc<Settings>, mut memory: Memory, now: Timestamp) -> Self {
        if !memory.token.as_ref().is_some_and(|token| token.holds(settings.wiki_user.as_deref(), now)) {
            memory.token = None;
        }
        Self { settings, now, memory, sign_in: SignIn::Quiet, me: None, policy: None, has_watch_failed: false }
    }

    /// The words.
    pub fn words(&self) -> &Words {
        &self.settings.words
    }

    /// Whether somebody is signed in.
    pub fn is_in(&self) -> bool {
        self.memory.token.is_some()
    }

    /// The reader's roles, as far as they are known.
    pub fn roles(&self) -> Roles {
        self.me.as_ref().map_or(Roles::NONE, |me| me.roles)
    }

    /// Calls the tool in the reader's name.
    pub fn call(&self, request: Request, fx: &mut Effects) {
        fx.push(Effect::Call(request, self.memory.token.as_ref().map(|token| token.token.clone())));
    }

    /// Asks for the rules, if they are not there.
    pub fn ask_rules(&self, fx: &mut Effects) {
        if self.policy.is_none() {
            self.call(Request::Policy, fx);
        }
    }

    /// Asks the reader to sign in.
    pub fn ask_to_sign_in(&mut self, fx: &mut Effects) {
        if self.sign_in != SignIn::Asking {
            self.sign_in = SignIn::Asking;
            fx.push(Effect::SignIn);
        }
    }

    /// Takes what came of it. True if somebody is signed in now.
    pub fn signed_in(&mut self, result: Result<Token, NoSignIn>, fx: &mut Effects) -> bool {
        let token = match result {
            Ok(token) => token,
            Err(reason) => {
                self.sign_in = SignIn::Failed(reason);
                return false;
            }
        };
        match &self.settings.wiki_user {
            Some(user) if *user != token.user => {
                fx.push(Effect::Call(Request::SignOut, Some(token.token)));
                self.sign_in = SignIn::OtherAccount(token.user);
                return false;
            }
            Some(_) => fx.push(Effect::Keep(token::KEY.to_owned(), Kept::Token(token.clone()))),
            // A reader whom the wiki does not know may share this browser: nothing stays in it.
            None => {}
        }
        self.memory.token = Some(token);
        self.sign_in = SignIn::Quiet;
        true
    }

    /// The tool does not know the token any more.
    pub fn ended(&mut self, fx: &mut Effects) {
        self.memory.token = None;
        self.me = None;
        self.sign_in = SignIn::Ended;
        fx.push(Effect::Forget(token::KEY.to_owned()));
    }

    /// Signs out: the token ends, and what was typed is forgotten.
    pub fn sign_out(&mut self, fx: &mut Effects) {
        self.call(Request::SignOut, fx);
        self.ended(fx);
        self.sign_in = SignIn::Out;
        fx.push(Effect::Forget(draft::key(self.settings.wiki_user.as_deref())));
    }

    /// Whether a switch is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::Watchlist => self.memory.watchlist,
            Switch::Watch => self.memory.watch,
        }
    }

    /// Turns a switch.
    pub fn turn(&mut self, switch: Switch, is_on: bool, fx: &mut Effects) {
        let key = switch.key().to_owned();
        fx.push(if is_on { Effect::Keep(key, Kept::On) } else { Effect::Forget(key) });
        match switch {
            Switch::Watchlist => self.memory.watchlist = is_on,
            Switch::Watch => {
                self.memory.watch = is_on;
                self.has_watch_failed = false;
                self.look_what_to_watch(fx);
            }
        }
    }

    /// Asks which pages wait for the committee, if they are to be watched.
    pub fn look_what_to_watch(&self, fx: &mut Effects) {
        if self.memory.watch && self.is_in() && self.roles().has(Role::Committee) {
            self.call(Request::ForCommittee, fx);
        }
    }

    /// Puts pages that wait for the committee on the watchlist, each once.
    pub fn watch(&self, list: Vec<Listed>, fx: &mut Effects) {
        let mut new = Vec::new();
        for page in list.into_iter().filter_map(|listed| listed.page) {
            if self.memory.watch && self.settings.is_request(&page) && !self.memory.watched.contains(&page) {
                new.push(page);
            }
        }
        for some in new.chunks(AT_ONCE) {
            fx.push(Effect::Watch(some.to_vec()));
        }
    }

    /// Takes what came of that.
    pub fn watched(&mut self, titles: Vec<String>, is_done: bool, fx: &mut Effects) {
        self.has_watch_failed = !is_done;
        if is_done {
            self.memory.watched.extend(titles);
            fx.push(Effect::Keep(WATCHED.to_owned(), Kept::Watched(self.memory.watched.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{NOW, PREFIX, listed, me, settings, token};

    fn reader(wiki_user: Option<&str>, kept: Option<Token>) -> Reader {
        Reader::new(Rc::new(settings(wiki_user)), Memory { token: kept, ..Memory::default() }, NOW)
    }

    fn effects(act: impl FnOnce(&mut Effects)) -> Effects {
        let mut fx = Vec::new();
        act(&mut fx);
        fx
    }

    #[test]
    fn a_kept_token_of_somebody_else_does_not_count() {
        assert!(reader(Some("Alice"), Some(token("Alice"))).is_in());
        assert!(!reader(Some("Bob"), Some(token("Alice"))).is_in());
    }

    #[test]
    fn signing_in_as_another_account_is_refused_and_its_token_ended() {
        let mut reader = reader(Some("Alice"), None);
        assert_eq!(effects(|fx| reader.ask_to_sign_in(fx)), [Effect::SignIn]);
        assert_eq!(effects(|fx| reader.ask_to_sign_in(fx)), [], "the window is open already");
        let fx = effects(|fx| assert!(!reader.signed_in(Ok(token("Bob")), fx)));
        assert_eq!(fx, [Effect::Call(Request::SignOut, Some("token of Bob".into()))]);
        assert_eq!(reader.sign_in, SignIn::OtherAccount("Bob".into()));
        assert!(!reader.is_in());
    }

    #[test]
    fn the_token_stays_in_the_browser_of_a_reader_with_an_account_only() {
        let mut known = reader(Some("Alice"), None);
        let fx = effects(|fx| assert!(known.signed_in(Ok(token("Alice")), fx)));
        assert_eq!(fx, [Effect::Keep("token".into(), Kept::Token(token("Alice")))]);
        let mut unknown = reader(None, None);
        assert_eq!(effects(|fx| assert!(unknown.signed_in(Ok(token("Alice")), fx))), []);
        assert!(unknown.is_in());
    }

    #[test]
    fn signing_out_ends_the_token_and_forgets_it_and_the_draft() {
        let mut reader = reader(Some("Alice"), Some(token("Alice")));
        let fx = effects(|fx| reader.sign_out(fx));
        let end = Effect::Call(Request::SignOut, Some("token of Alice".into()));
        assert_eq!(fx, [end, Effect::Forget("token".into()), Effect::Forget("draft.Alice".into())]);
        assert!(!reader.is_in());
    }

    fn member() -> Reader {
        let mut reader = reader(Some("Alice"), Some(token("Alice")));
        reader.me = Some(me(&[Role::Committee]));
        reader
    }

    #[test]
    fn a_page_is_watched_once_and_only_under_the_prefix() {
        let mut reader = member();
        let (maps, coins) = ([PREFIX, "Maps"].concat(), [PREFIX, "Coins"].concat());
        assert_eq!(effects(|fx| reader.watch(vec![listed(&maps)], fx)), [], "it is not switched on");
        reader.memory.watch = true;
        let fx = effects(|fx| reader.watch(vec![listed(&maps), listed("Main Page")], fx));
        assert_eq!(fx, [Effect::Watch(vec![maps.clone()])]);
        effects(|fx| reader.watched(vec![maps.clone()], true, fx));
        let fx = effects(|fx| reader.watch(vec![listed(&maps), listed(&coins)], fx));
        assert_eq!(fx, [Effect::Watch(vec![coins])], "who took it off does not find it there again");
    }

    #[test]
    fn only_a_member_has_pages_watched() {
        let mut reader = member();
        let fx = effects(|fx| reader.turn(Switch::Watch, true, fx));
        let ask = Effect::Call(Request::ForCommittee, Some("token of Alice".into()));
        assert_eq!(fx, [Effect::Keep("watch".into(), Kept::On), ask]);
        reader.me = Some(me(&[Role::Staff]));
        assert_eq!(effects(|fx| reader.look_what_to_watch(fx)), []);
    }

    #[test]
    fn a_switch_that_is_off_leaves_nothing_behind() {
        let mut reader = member();
        let fx = effects(|fx| reader.turn(Switch::Watchlist, false, fx));
        assert_eq!(fx, [Effect::Forget("watchlist".into())]);
    }
}
