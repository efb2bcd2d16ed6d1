//! The lines of a backup.

use crate::store::whole_tables::{Columns, JsonRow};
use anyhow::Result;
use helpdesk_domain::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

/// The number of this format.
pub(super) const FORMAT: u32 = 1;
/// What the file says about itself.
pub(super) const WHAT: &str = "A backup of the Content Partnerships Hub Helpdesk. One JSON value a line: this one; \
    then {TABLE: {COLUMN: VALUE}} for each row; then the number of rows of each table and the SHA-256 of all \
    lines before the last. Columns of the kind base64 are bytes, moments are in UTC; wiki tokens are encrypted.";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The number of the format: 1.
    pub helpdesk_backup: u32,
    /// What the file is, for people.
    pub what: String,
    /// The number of the last migration of the database's schema.
    pub schema: u32,
    /// When it was taken, in seconds since 1970-01-01T00:00:00Z.
    pub taken_at: Timestamp,
    /// The version of the program that wrote it.
    pub program: String,
    /// Tables that are not in it, and why.
    pub left_out: BTreeMap<String, String>,
    /// The tables that are in it, by name: their columns and what those hold.
    pub tables: BTreeMap<String, Columns>,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trailer {
    /// How many rows there are of each table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 of all lines before this one, with their line ends, in hexadecimal.
    pub sha256: String,
}

/// Writes a backup line by line, and counts.
pub(super) struct Lines<W> {
    out: W,
    hash: Sha256,
    rows: BTreeMap<String, u64>,
    line: Vec<u8>,
}

impl<W: Write> Lines<W> {
    /// Writes the first line.
    pub(super) fn begin(out: W, header: &Header) -> Result<Self> {
        let rows = header.tables.keys().map(|table| (table.clone(), 0)).collect();
        let mut lines = Self { out, hash: Sha256::new(), rows, line: Vec::new() };
        lines.put(header)?;
        Ok(lines)
    }

    /// Writes the line of a row.
    pub(super) fn row(&mut self, table: &str, row: JsonRow) -> Result<()> {
        self.put(&BTreeMap::from([(table, row)]))?;
        *self.rows.entry(table.to_owned()).or_default() += 1;
        Ok(())
    }

    /// Writes the last line.
    pub(super) fn end(mut self) -> Result<Trailer> {
        let trailer =
            Trailer { rows: std::mem::take(&mut self.rows), sha256: hex(&self.hash.finalize_reset()) };
        self.put(&trailer)?;
        self.out.flush()?;
        Ok(trailer)
    }

    fn put(&mut self, value: &impl Serialize) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, value)?;
        self.line.push(b'\n');
        self.hash.update(&self.line);
        Ok(self.out.write_all(&self.line)?)
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
