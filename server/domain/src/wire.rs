//! What the gadget and the API exchange besides views.

use crate::command::CommandName;
use crate::form::{FieldError, Values};
use crate::ids::Reference;
use crate::people::{Party, Roles};
use crate::process::{Priority, StageName};
use crate::rejection::Rejection;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Asks for the state of the pages of a list, such as a watchlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageLookups {
    /// Prefixed titles, at most [`MAX_LOOKUPS`].
    pub titles: Vec<String>,
    /// The digest of the answer that the caller has.
    #[serde(default)]
    pub known: Option<String>,
}

/// How many titles one look-up takes.
pub const MAX_LOOKUPS: usize = 500;

/// The answer to [`PageLookups`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageLookupsAnswer {
    /// Nothing differs from what the caller has.
    Unchanged,
    /// The pages that are requests this viewer may see, by title.
    Pages {
        /// A digest of `pages`, to be sent as `known` the next time.
        digest: String,
        /// By title as it was asked for.
        pages: BTreeMap<String, PageState>,
    },
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageState {
    /// Which request.
    pub reference: Reference,
    /// What it says in a few words.
    pub title: String,
    /// Where it is.
    pub stage: StageName,
    /// The committee's priority.
    pub priority: Option<Priority>,
    /// Who has to do something next.
    pub turn: Option<Party>,
    /// By when.
    pub by: Option<Timestamp>,
    /// What waits for this viewer, by the command that would do it.
    pub duty: Option<CommandName>,
    /// Whether it is among what this viewer ranks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ranks: bool,
}

/// A write: the version that the form was filled in on, and what was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// [`crate::SupportRequestView::version`] of what the person saw.
    pub expected_version: u32,
    /// The form.
    #[serde(default)]
    pub fields: Values,
}

/// A submission by the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// The form, see [`crate::form::submission_fields`].
    pub fields: Values,
}

/// Who the bearer of a token is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The name of the wiki account.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
}

/// Something that happened meanwhile, with the code `conflict`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The event's stable name, such as `question-asked`.
    pub kind: String,
    /// Who did it: a name towards those who may know it, else in which quality.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// What happened, in a sentence.
    pub words: String,
    /// What was written, if anything was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
}

/// An error as the API words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorAnswer {
    /// A stable code: a rejection's, or `conflict`, `form`, `busy`, `not-found`, `internal` and such.
    pub code: String,
    /// What to do, in words.
    pub message: String,
    /// What is wrong with which field, with the code `form`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The rejection, for those who run the same rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// The id of the HTTP request, to be quoted when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}
