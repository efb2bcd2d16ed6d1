//! A request as one row of a list, for a viewer: the same as the projection shows of it, from the
//! index alone.

use crate::store::StoreError;
use crate::store::lists::ListRow;
use helpdesk_domain::project::Depth;
use helpdesk_domain::{
    CommandName, Outcome, Party, Priority, Reference, Role, Roles, StageName, Timestamp, Viewer,
};

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
    /// Whether it is among what this viewer ranks: before the committee, and they are a member.
    pub ranks: bool,
    /// Whether the viewer asked for it.
    pub own: bool,
    /// Whether everybody may see it.
    pub public: bool,
    /// Whether the viewer stood aside and sees only that it is there.
    pub stub: bool,
    /// The prefixed title of its wiki page.
    pub page: Option<String>,
}

/// Whether somebody with these roles works on requests, and sees those that are not published.
pub(crate) fn works(roles: Roles) -> bool {
    roles.work_on_requests()
}

/// The row as the viewer may see it; `None` if for them it is not there.
///
/// # Errors
/// [`StoreError::Broken`] if a code in it is unknown.
pub fn item(row: &ListRow, viewer: Viewer, now: Timestamp) -> Result<Option<QueueItem>, StoreError> {
    let own = viewer.person().is_some_and(|person| row.requester.as_deref() == Some(person.as_str()));
    let roles = if own || row.aside { Roles::NONE } else { viewer.roles() };
    let depth = if own || works(roles) {
        Depth::Party
    } else if row.published {
        Depth::Public
    } else if row.aside && works(viewer.roles()) {
        Depth::Aside
    } else {
        return Ok(None);
    };
    let party = depth == Depth::Party;
    let full = depth != Depth::Aside;
    let stage = code(&row.stage, StageName::parse)?;
    let promise_who = row.promise_who.as_deref().map(|who| code(who, Party::parse)).transpose()?;
    let waiting_for = row.waiting_for.as_deref().map(|who| code(who, Party::parse)).transpose()?;
    let by = row.promise_by.map(Timestamp).filter(|_| full);
    Ok(Some(QueueItem {
        reference: code(&row.reference, Reference::parse)?,
        title: row.title.clone(),
        requester_name: match depth {
            Depth::Party => row.requester_name.clone(),
            Depth::Public => row.shown_name.clone(),
            Depth::Aside => None,
        },
        stage,
        outcome: row.outcome.as_deref().map(|outcome| code(outcome, Outcome::parse)).transpose()?,
        priority: row
            .priority
            .as_deref()
            .filter(|_| full)
            .map(|priority| code(priority, Priority::parse))
            .transpose()?,
        turn: waiting_for.filter(|_| party).or(promise_who.filter(|_| full)),
        by,
        late: by.is_some_and(|by| by < now),
        received_at: Timestamp(row.received_at),
        closed_at: row.closed_at.map(Timestamp),
        owner_name: row.owner_name.clone().filter(|_| party),
        duty: duty(row, own, roles, stage),
        ranks: before_the_committee(stage) && roles.has(Role::Committee),
        own,
        public: row.published && full,
        stub: !full,
        page: row.page.as_ref().filter(|_| full).map(|title| String::from_utf8_lossy(title).into_owned()),
    }))
}

/// What waits for this viewer: an answer, feedback, a decision to record, a first answer.
fn duty(row: &ListRow, own: bool, roles: Roles, stage: StageName) -> Option<CommandName> {
    if own {
        let asked = row.question_open && stage != StageName::Closed;
        return asked.then_some(CommandName::AnswerQuestion);
    }
    if before_the_committee(stage) && roles.has(Role::Committee) && !row.gave_feedback {
        return Some(CommandName::GiveFeedback);
    }
    let deliberates = roles.has(Role::Committee) || roles.has(Role::Secretary);
    if row.mentioned && deliberates {
        return Some(CommandName::Discuss);
    }
    match stage {
        StageName::WithCommittee if roles.has(Role::Secretary) => Some(CommandName::RecordInitialDecision),
        StageName::AwaitingGo if roles.has(Role::Secretary) => Some(CommandName::RecordGoDecision),
        StageName::Received if roles.has(Role::Staff) => Some(CommandName::Acknowledge),
        _ => None,
    }
}

fn before_the_committee(stage: StageName) -> bool {
    matches!(stage, StageName::WithCommittee | StageName::AwaitingGo)
}

fn code<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| StoreError::Broken(format!("{text:?} in the list of requests")))
}
