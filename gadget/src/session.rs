//! Whether the reader is signed in to the tool, and the way in and out.

use std::rc::Rc;

use helpdesk_domain::Timestamp;

use crate::draft;
use crate::effect::{Effect, Failure, Kept, NoSignIn, Request, What};
use crate::settings::Settings;
use crate::token::{self, Token};

/// The reader's standing with the tool.
#[derive(Clone, Debug)]
pub struct Session {
    settings: Rc<Settings>,
    token: Option<Token>,
    /// What is said about signing in.
    pub state: State,
}

/// How far signing in is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing to say.
    Quiet,
    /// The pop-up is open.
    Asking,
    /// It did not work.
    Failed(NoSignIn),
    /// The pop-up was answered for this account, which is not the one that reads the wiki.
    OtherAccount(String),
    /// The tool does not know the token any more.
    Ended,
    /// The reader signed out.
    Out,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing that others have to know.
    Nothing,
    /// Somebody is signed in now.
    In,
    /// Nobody is signed in any more.
    Out,
}

impl Session {
    /// With the token that this browser keeps, if it holds.
    pub fn new(settings: Rc<Settings>, token: Option<Token>, now: Timestamp) -> Self {
        let token = token.filter(|token| token.holds(settings.wiki_user.as_deref(), now));
        Self { settings, token, state: State::Quiet }
    }

    /// Whether somebody is signed in.
    pub fn is_in(&self) -> bool {
        self.token.is_some()
    }

    /// A call in the reader's name.
    pub fn call(&self, request: Request) -> Effect {
        Effect::Call(request, self.token.as_ref().map(|token| token.token.clone()))
    }

    /// Asks the reader to sign in.
    pub fn sign_in(&mut self) -> Vec<Effect> {
        if self.state == State::Asking {
            return Vec::new();
        }
        self.state = State::Asking;
        vec![Effect::SignIn]
    }

    /// Signs out: the token ends, and what was typed is forgotten.
    pub fn sign_out(&mut self) -> Vec<Effect> {
        let end = self.call(Request::SignOut);
        self.token = None;
        self.state = State::Out;
        vec![end, Effect::Forget(token::KEY.to_owned()), Effect::Forget(draft::key(self.settings.wiki_user.as_deref()))]
    }

    /// Takes what was heard.
    pub fn hear(&mut self, what: &What) -> (Turn, Vec<Effect>) {
        match what {
            What::SignedIn(Ok(token)) => self.signed_in(token),
            What::SignedIn(Err(reason)) => {
                self.state = State::Failed(*reason);
                (Turn::Nothing, Vec::new())
            }
            What::Answered(_, Err(Failure::Refused(401, _))) if self.is_in() => {
                self.token = None;
                self.state = State::Ended;
                (Turn::Out, vec![Effect::Forget(token::KEY.to_owned())])
            }
            What::Answered(..) | What::Key(..) | What::Watched(..) => {
                (Turn::Nothing, Vec::new())
            }
        }
    }

    fn signed_in(&mut self, token: &Token) -> (Turn, Vec<Effect>) {
        let keep = match &self.settings.wiki_user {
            Some(user) if *user != token.user => {
                self.state = State::OtherAccount(token.user.clone());
                return (Turn::Nothing, vec![Effect::Call(Request::SignOut, Some(token.token.clone()))]);
            }
            Some(_) => vec![Effect::Keep(Kept::Token(token.clone()))],
            // A reader whom the wiki does not know may share this browser: nothing stays in it.
            None => Vec::new(),
        };
        self.token = Some(token.clone());
        self.state = State::Quiet;
        (Turn::In, keep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{NOW, settings, token};
    use helpdesk_domain::wire::ErrorAnswer;

    fn session(wiki_user: Option<&str>, kept: Option<Token>) -> Session {
        Session::new(Rc::new(settings(wiki_user)), kept, NOW)
    }

    #[test]
    fn a_kept_token_of_somebody_else_does_not_count() {
        assert!(session(Some("Alice"), Some(token("Alice"))).is_in());
        assert!(!session(Some("Bob"), Some(token("Alice"))).is_in());
    }

    #[test]
    fn signing_in_as_another_account_is_refused_and_its_token_ended() {
        let mut session = session(Some("Alice"), None);
        assert_eq!(session.sign_in(), [Effect::SignIn]);
        assert_eq!(session.sign_in(), [], "the pop-up is open already");
        let (turn, effects) = session.hear(&What::SignedIn(Ok(token("Bob"))));
        assert_eq!(turn, Turn::Nothing);
        assert_eq!(effects, [Effect::Call(Request::SignOut, Some("token of Bob".into()))]);
        assert_eq!(session.state, State::OtherAccount("Bob".into()));
        assert!(!session.is_in());
    }

    #[test]
    fn the_token_stays_in_the_browser_of_a_reader_with_an_account_only() {
        let mut known = session(Some("Alice"), None);
        let kept = vec![Effect::Keep(Kept::Token(token("Alice")))];
        assert_eq!(known.hear(&What::SignedIn(Ok(token("Alice")))), (Turn::In, kept));
        let mut unknown = session(None, None);
        assert_eq!(unknown.hear(&What::SignedIn(Ok(token("Alice")))), (Turn::In, vec![]));
        assert!(unknown.is_in());
    }

    #[test]
    fn signing_out_ends_the_token_and_forgets_the_draft() {
        let mut session = session(Some("Alice"), Some(token("Alice")));
        let effects = session.sign_out();
        assert_eq!(effects[0], Effect::Call(Request::SignOut, Some("token of Alice".into())));
        assert!(effects.contains(&Effect::Forget("token".into())));
        assert!(effects.contains(&Effect::Forget("draft.Alice".into())));
        assert!(!session.is_in());
    }

    #[test]
    fn a_token_that_the_tool_does_not_know_is_forgotten() {
        let mut session = session(Some("Alice"), Some(token("Alice")));
        let answer = ErrorAnswer {
            code: "unauthorized".into(),
            message: String::new(),
            fields: Vec::new(),
            rejection: None,
            incident: None,
        };
        let heard = What::Answered(Box::new(Request::Me), Err(Failure::Refused(401, Box::new(answer))));
        let (turn, effects) = session.hear(&heard);
        assert_eq!((turn, effects), (Turn::Out, vec![Effect::Forget("token".into())]));
    }
}
