//! What panels ask for, as data, and what comes of it. `client` carries it out.

use helpdesk_domain::wire::Me;
use helpdesk_domain::{
    CommandName, Outcome, Party, Policy, Reference, StageName, SupportRequestView, Timestamp,
};
use serde::Deserialize;

use crate::draft::Draft;
use crate::lookups::{PageLookups, PageLookupsAnswer};
use crate::token::Token;
use crate::typed::Typed;
use crate::wire::Refusal;

/// What a panel asks for, one after the other.
pub type Effects = Vec<Effect>;

/// Something that a panel asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A call to the tool, with the token if there is one.
    Call(Request, Option<String>),
    /// A random key, with which an act is carried out once however often it is sent.
    MakeKey(Target),
    /// The pop-up in which the reader signs in. Only straight after a click.
    SignIn,
    /// Keeps something in this browser under a key.
    Keep(String, Kept),
    /// Forgets what this browser keeps under a key.
    Forget(String),
    /// Puts pages on the reader's watchlist, in their own session on the wiki.
    Watch(Vec<String>),
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new request.
    Submission,
    /// An act on this request.
    Act(Reference),
}

/// What this browser keeps.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// The token.
    Token(Token),
    /// A draft.
    Draft(Draft),
    /// That a switch is on.
    On,
    /// The titles that were put on the watchlist for the reader.
    Watched(Vec<String>),
}

/// A call to the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The rules.
    Policy,
    /// Who the reader is.
    Me,
    /// The reader's own requests.
    MyRequests,
    /// Requests that wait for the committee.
    ForCommittee,
    /// One request.
    View(Reference),
    /// An act.
    Act(Reference, CommandName, Act, String),
    /// A new request.
    Submit(Typed, String),
    /// The state of pages.
    Lookups(PageLookups),
    /// The end of the token.
    SignOut,
}

/// A write: the version that the form was filled in on, and what was filled in. See [`helpdesk_domain::wire::Act`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The version of the view.
    pub expected_version: u32,
    /// The form.
    pub fields: Typed,
}

/// What the tool answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To [`Request::Policy`].
    Policy(Box<Policy>),
    /// To [`Request::Me`].
    Me(Me),
    /// To [`Request::MyRequests`] and [`Request::ForCommittee`].
    List(Vec<Listed>),
    /// To [`Request::View`], [`Request::Act`] and [`Request::Submit`].
    View(Box<SupportRequestView>),
    /// To [`Request::Lookups`].
    Lookups(PageLookupsAnswer),
    /// To [`Request::SignOut`].
    SignedOut,
}

/// A request in a list of the tool; it says more, which is not needed here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// Which.
    pub reference: Reference,
    /// What it says in a few words.
    pub title: String,
    /// Where it is.
    pub stage: StageName,
    /// How it ended.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Who has to do something next.
    #[serde(default)]
    pub turn: Option<Party>,
    /// By when.
    #[serde(default)]
    pub by: Option<Timestamp>,
    /// What waits for the reader.
    #[serde(default)]
    pub duty: Option<CommandName>,
    /// Its page on the wiki, by prefixed title.
    #[serde(default)]
    pub page: Option<String>,
}

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The tool was not reached, or gave no answer in time.
    Unreachable,
    /// The tool refused, with this status of HTTP.
    Refused(u16, Box<Refusal>),
    /// An answer that this version of the gadget cannot read.
    Unreadable,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSignIn {
    /// The browser blocks pop-ups.
    Blocked,
    /// The window was closed before it was done.
    Closed,
    /// It did not work.
    Failed,
}

/// What came of an effect, and when, by the browser's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What came of an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Of a call.
    Answered(Box<Request>, Result<Answer, Failure>),
    /// A key was made; `None` if the browser cannot.
    Key(Target, Option<String>),
    /// The pop-up was answered.
    SignedIn(Result<Token, NoSignIn>),
    /// Pages were put on the watchlist, or the wiki did not.
    Watched(Vec<String>, bool),
}
