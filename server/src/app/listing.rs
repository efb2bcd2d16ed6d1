//! A request as one row of a list, for a viewer.

use helpdesk_domain::{CommandName, Outcome, Party, Priority, Reference, StageName, Timestamp};

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueItem {
    /// Which.
    pub reference: Reference,
    /// What it says in a few words.
    pub title: String,
    /// Who asked: the account's name towards its own people, else the name consented to.
    pub requester_name: Option<String>,
    /// Where it is.
    pub stage: StageName,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The committee's priority.
    pub priority: Option<Priority>,
    /// Who has to do something next.
    pub turn: Option<Party>,
    /// By when.
    pub by: Option<Timestamp>,
    /// Whether that moment is over.
    pub late: bool,
    /// When it came in.
    pub received_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Who of the Helpdesk looks after it, towards its own people.
    pub owner_name: Option<String>,
    /// What waits for this viewer, by the command that would do it.
    pub duty: Option<CommandName>,
    /// Whether the viewer asked for it.
    pub own: bool,
    /// Whether everybody may see it.
    pub public: bool,
    /// Whether the viewer stood aside and sees only that it is there.
    pub stub: bool,
    /// The prefixed title of its wiki page.
    pub page: Option<String>,
}
