//! A backup: everything on record at one moment, in a file that can be read without this program.
//!
//! The file is JSON Lines in UTF-8. The first line is a [`Header`]; then comes a line for each row,
//! `{"TABLE": {"COLUMN": VALUE, ...}}`; the last line is a [`Trailer`] with the number of rows of
//! each table and the SHA-256 of all lines before it.

mod check;
mod format;
mod restore;

pub use check::check;
pub use format::{Header, Trailer};
pub use restore::{Restored, restore, unfinished};

use crate::app::App;
use crate::store::{migrate, whole_tables};
use anyhow::{Context, Result, ensure};
use format::{FORMAT, Lines, WHAT};
use std::io::Write;

/// Tables that are not part of a backup, and why.
pub const LEFT_OUT: [(&str, &str); 6] = [
    ("draft", "typed by people who were signing in; encrypted, and kept for two hours"),
    ("gadget_token", "a sign-in that has ended since must not hold again"),
    ("lease", "who is at something at this moment"),
    ("migration", "the header says the schema"),
    ("popup_code", "holds for a minute"),
    ("session", "a sign-in that has ended since must not hold again"),
];

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The last line.
    pub trailer: Trailer,
}

impl Written {
    /// How many rows there are in all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.trailer.rows.values().sum()
    }
}

/// Writes a backup of the record as it is at this moment, while others go on. One row is held in
/// memory at a time.
///
/// # Errors
/// As the database says, or `out` does; with words if the schema is not known, or changes meanwhile.
pub async fn backup(app: &App, out: impl Write) -> Result<Written> {
    let mut conn = whole_tables::patient(&app.store).await?;
    let mut tx = whole_tables::snapshot(&mut conn).await?;
    let schema =
        migrate::version(&mut tx).await?.context("the database has no schema yet: nothing to back up")?;
    ensure!(
        schema <= migrate::newest(),
        "the database has schema {schema}, which is newer than this program's"
    );
    let mut tables = whole_tables::tables(&mut tx).await?;
    tables.retain(|table, _| LEFT_OUT.iter().all(|(left_out, _)| left_out != table));
    let header = Header {
        helpdesk_backup: FORMAT,
        what: WHAT.to_owned(),
        schema,
        taken_at: app.clock.now(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        left_out: LEFT_OUT.iter().map(|(table, why)| ((*table).to_owned(), (*why).to_owned())).collect(),
        tables,
    };
    let mut lines = Lines::begin(out, &header)?;
    for (table, columns) in &header.tables {
        let rows = whole_tables::rows(&mut tx, table, columns, |row| lines.row(table, row)).await;
        rows.with_context(|| format!("table {table}; if the schema was changed meanwhile, run it again"))?;
    }
    let trailer = lines.end()?;
    drop(tx);
    whole_tables::close(conn).await?;
    Ok(Written { trailer })
}
