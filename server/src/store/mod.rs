//! The only place that names the database driver. Statements come from `sql/queries`, one file each,
//! and every module here is about one table.

pub mod outbox;
pub mod wiki_pages;

mod pool;

pub use pool::{Store, StoreError, Tx};

/// The text of a query file.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../sql/queries/", $name, ".sql"))
    };
}
pub(crate) use sql;
