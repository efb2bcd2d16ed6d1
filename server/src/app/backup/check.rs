//! Reading a backup, and refusing what is none.

use super::format::{FORMAT, Header, Trailer, hex};
use crate::store::whole_tables::{JsonRow, read_row};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

/// The longest line that is read, in bytes: more than the longest text that a column can hold.
const LINE_MAX: u64 = 64 << 20;

/// Looks at every line: whether the file is whole, unaltered, and what its header says it is.
///
/// # Errors
/// What is wrong, with the number of the line.
pub fn check(file: &mut impl BufRead) -> Result<(Header, Trailer)> {
    let mut reading = Reading::begin(file)?;
    loop {
        if let Next::End(trailer) = reading.next()? {
            return Ok((reading.header, trailer));
        }
    }
}

/// What comes next in a backup.
pub(super) enum Next {
    /// A row of a table.
    Row(String, JsonRow),
    /// All rows were read, and the sum is right.
    End(Trailer),
}

/// A backup that is read row by row. What was read must not be kept unless the end comes.
pub(super) struct Reading<'a, R> {
    /// The first line.
    pub(super) header: Header,
    lines: Lines<'a, R>,
    line: Option<Vec<u8>>,
    rows: BTreeMap<String, u64>,
}

impl<'a, R: BufRead> Reading<'a, R> {
    /// Reads the first line.
    pub(super) fn begin(file: &'a mut R) -> Result<Self> {
        let mut lines = Lines { file, hash: Sha256::new(), number: 0 };
        let first = lines.next()?.context("the file is empty")?;
        lines.hash.update(&first);
        let header = header(&first)?;
        let rows = header.tables.keys().map(|table| (table.clone(), 0)).collect();
        let line = lines.next()?;
        Ok(Self { header, lines, line, rows })
    }

    /// Reads a line.
    pub(super) fn next(&mut self) -> Result<Next> {
        let number = self.lines.number;
        let line = self.line.take().ok_or_else(|| {
            anyhow!("the file ends after line {number}, and its last line is missing: it was cut off")
        })?;
        self.line = self.lines.next()?;
        if self.line.is_none() {
            return self.end(&line).map(Next::End);
        }
        self.lines.hash.update(&line);
        let (table, row) = row(&self.header, &line).with_context(|| format!("line {number}"))?;
        *self.rows.entry(table.clone()).or_default() += 1;
        Ok(Next::Row(table, row))
    }

    fn end(&self, line: &[u8]) -> Result<Trailer> {
        let number = self.lines.number;
        let trailer: Option<Trailer> = serde_json::from_slice(line).ok().filter(|_| line.ends_with(b"\n"));
        let trailer = trailer.with_context(|| {
            format!(
                "line {number}, the last, is not the last line of a backup: the file was cut off or altered"
            )
        })?;
        let sum = hex(&self.lines.hash.clone().finalize());
        ensure!(
            trailer.sha256 == sum,
            "the lines have the SHA-256 {sum}, which is not what the last one says: the file was altered"
        );
        ensure!(trailer.rows == self.rows, "the last line gives other numbers of rows: the file was altered");
        Ok(trailer)
    }
}

fn header(line: &[u8]) -> Result<Header> {
    #[derive(serde::Deserialize)]
    struct Kind {
        helpdesk_backup: u32,
    }
    if line.starts_with(&[0x1f, 0x8b]) {
        bail!("the file is compressed: unpack it first, with `gunzip`");
    }
    let kind: Kind =
        serde_json::from_slice(line).map_err(|_| anyhow!("this is not a backup of the Helpdesk"))?;
    ensure!(
        kind.helpdesk_backup == FORMAT,
        "the backup has the format {}, this program reads {FORMAT}",
        kind.helpdesk_backup
    );
    serde_json::from_slice(line).context("line 1")
}

fn row(header: &Header, line: &[u8]) -> Result<(String, JsonRow)> {
    let rows: BTreeMap<String, JsonRow> = serde_json::from_slice(line).map_err(|error| {
        let whole = serde_json::from_slice::<IgnoredAny>(line).is_ok();
        anyhow!(if whole { "not a row of a table".to_owned() } else { format!("not JSON: {error}") })
    })?;
    let mut rows = rows.into_iter();
    let (Some((table, row)), None) = (rows.next(), rows.next()) else { bail!("not one row of one table") };
    let columns =
        header.tables.get(&table).with_context(|| format!("the first line knows no table {table}"))?;
    read_row(columns, &row)
        .map_err(|column| anyhow!("{table}.{column} is missing, or not what it should be"))?;
    Ok((table, row))
}

/// The lines of a file, counted.
struct Lines<'a, R> {
    file: &'a mut R,
    /// Of all lines before the one at hand.
    hash: Sha256,
    number: u64,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next line with its end.
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.file.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        if read.with_context(|| format!("after line {}", self.number))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let cut = line.len() as u64 == LINE_MAX && !line.ends_with(b"\n");
        ensure!(!cut, "line {} is longer than any line of a backup", self.number);
        Ok(Some(line))
    }
}
