//! The only place that names the database driver. Statements come from `sql/queries`, one file each,
//! and every module here is about one table.

pub(crate) mod ballots;
pub(crate) mod contacts;
pub mod correspondents;
pub(crate) mod drafts;
pub(crate) mod due_mail;
pub(crate) mod equity_snapshots;
pub(crate) mod erasures;
pub(crate) mod events;
pub(crate) mod feedback_drafts;
pub(crate) mod gadget_tokens;
pub(crate) mod idempotency_keys;
pub mod incoming_mail;
pub mod leases;
pub mod lists;
pub mod mail_attachments;
pub(crate) mod mail_blobs;
pub mod mail_jobs;
pub mod mail_kinds;
pub(crate) mod mail_known;
pub mod mail_moves;
pub mod mail_preferences;
pub mod mailbox_uids;
pub(crate) mod meetings;
pub(crate) mod member_standings;
pub(crate) mod merged_requests;
pub mod migrate;
pub(crate) mod oauth_tokens;
pub mod outbox;
pub(crate) mod people;
pub(crate) mod personal_mail;
pub(crate) mod policies;
pub(crate) mod popup_codes;
pub mod prose;
pub(crate) mod role_grants;
pub mod search_words;
pub(crate) mod seats;
pub mod sent_mail;
pub(crate) mod sessions;
pub mod shared_pages;
pub mod support_requests;
pub(crate) mod whole_tables;
pub mod wiki_pages;
pub(crate) mod writing;

mod pool;
mod records;

pub use pool::{Attempts, Store, StoreError, Tx, begin, commit};
pub(crate) use records::RecordCache;

use helpdesk_domain::PersonId;

/// The text of a query file.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../sql/queries/", $name, ".sql"))
    };
}
pub(crate) use sql;

/// Writes the one `(?)` of a statement as a list of so many.
pub(crate) fn with_list(statement: &str, length: usize) -> String {
    statement.replacen("(?)", &format!("({})", vec!["?"; length].join(", ")), 1)
}

/// Reads a person's id as it stands in a column.
pub(crate) fn person(id: &str, column: &str) -> Result<PersonId, StoreError> {
    PersonId::parse(id).ok_or_else(|| StoreError::Broken(column.to_owned()))
}
