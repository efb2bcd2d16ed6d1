//! What can happen to a panel.

use std::rc::Rc;

use helpdesk_domain::{CommandName, Reference};

use crate::effect::{Heard, Target};

/// Something that happened.
#[derive(Clone)]
pub enum Message {
    /// Something was heard: of the tool, the wiki, or the sign-in window.
    Heard(Rc<Heard>),
    /// Asks for all that is needed, at first and when that failed.
    Start,
    /// A list has rows of these titles now.
    Titles(Rc<Vec<String>>),
    /// Something was typed or chosen in a field. A box that was ticked gives `on`, one that was cleared nothing.
    Change(Target, Rc<str>, Rc<str>),
    /// A form is sent on: the request form first to a last look.
    Send(Target),
    /// Goes back from the last look to the request form.
    Back,
    /// An empty request form; the draft is forgotten.
    Empty,
    /// Opens one of the reader's own requests, or closes it.
    Pick(Reference),
    /// Opens a command's form, or closes it; in a list, in the row of that place.
    Open(CommandName, Rc<str>),
    /// Closes the form.
    Shut,
    /// Fetches the request anew.
    Again,
    /// Signs in.
    SignIn,
    /// Signs out.
    SignOut,
    /// Turns a switch.
    Turn(Switch, bool),
}

/// What the reader can switch on in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Rows of the watchlist are filled.
    Watchlist,
    /// Pages that wait for the committee are put on the watchlist.
    Watch,
}

impl Switch {
    /// Where it is kept; the loader looks there too.
    pub fn key(self) -> &'static str {
        match self {
            Self::Watchlist => "watchlist",
            Self::Watch => "watch",
        }
    }
}

impl From<Heard> for Message {
    fn from(heard: Heard) -> Self {
        Self::Heard(Rc::new(heard))
    }
}
