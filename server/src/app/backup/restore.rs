//! A backup put into an empty database: all of it or nothing, and until the end nobody is let in.

use super::check::{Next, Reading, check};
use super::format::Header;
use crate::app::{App, token};
use crate::store::migrate::{self, MIGRATIONS};
use crate::store::whole_tables::{self, Cell, Columns, JsonRow, read_row, size};
use crate::store::{Tx, begin, commit, leases, policies};
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::BTreeMap;
use std::io::{BufRead, Seek};
use std::time::{Duration, Instant};

/// The lease under which a restore is not finished. No service starts while it is held.
const UNFINISHED: &str = "restore";
/// Tables that an empty database may have rows in.
const OWN: [&str; 3] = ["lease", "migration", "policy"];
/// The most rows of a statement.
const ROWS: usize = 50;
/// About the most bytes of a statement.
const BYTES: usize = 1 << 20;
/// How often the lease of the schema is renewed.
const RENEW: Duration = Duration::from_secs(60);

/// What was put back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The first line of the backup.
    pub header: Header,
    /// How many rows it has.
    pub rows: u64,
    /// Whether its rows were in already, from a restore that was not finished.
    pub resumed: bool,
    /// How many steps the schema was brought forward afterwards.
    pub migrations: usize,
}

/// Whether a restore was begun and not finished: then the record must not be used.
///
/// # Errors
/// As the database says.
pub async fn unfinished(app: &App) -> Result<bool> {
    // A database without a schema has no leases.
    match leases::holder(&app.store, UNFINISHED).await {
        Ok(holder) => Ok(holder.is_some()),
        Err(error) if error.is_missing_table() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Looks at the whole file first, then puts its rows in by one transaction, brings the schema to
/// the newest, and lets `finish` do what is left. If that is interrupted, the same call goes on.
///
/// # Errors
/// In words: what is wrong with the file, or why the database is not one to restore into.
pub async fn restore(
    app: &App,
    file: &mut (impl BufRead + Seek),
    finish: impl AsyncFnOnce() -> Result<()>,
) -> Result<Restored> {
    let (header, trailer) = check(file)?;
    let newest = migrate::newest();
    ensure!(
        header.schema <= newest,
        "the backup has schema {}, this program knows none after {newest}: restore it with the program that \
         wrote it ({}) or a later one",
        header.schema,
        header.program
    );
    let known = MIGRATIONS.iter().any(|migration| migration.number() == Some(header.schema));
    ensure!(known, "the backup has schema {}, which this program does not know", header.schema);
    file.rewind()?;
    let holder = token::short(app)?;
    migrate::hold(&app.store, &holder).await?;
    let restored = async {
        let mark = trailer.sha256.get(..16).unwrap_or_default();
        let resumed = match leases::holder(&app.store, UNFINISHED).await? {
            Some(other) => {
                ensure!(
                    other == mark,
                    "another backup was begun to be restored here and is not finished: \
                    restore that one again, or empty the database"
                );
                true
            }
            None => {
                empty(app, &header, &holder).await?;
                load(app, file, mark, &holder).await?;
                false
            }
        };
        let migrations = migrate::apply(&app.store, &holder, newest).await?;
        finish().await?;
        leases::unmark(&app.store, UNFINISHED).await?;
        Ok(Restored { rows: trailer.rows.values().sum(), header, resumed, migrations })
    }
    .await;
    migrate::release(&app.store, &holder).await?;
    restored
}

/// Sees that there is nothing in the database, and gives it the schema of the backup.
async fn empty(app: &App, header: &Header, holder: &str) -> Result<()> {
    let mut conn = whole_tables::patient(&app.store).await?;
    let tables = whole_tables::tables(&mut conn).await?;
    for table in tables.keys().filter(|table| !OWN.contains(&table.as_str())) {
        let rows = whole_tables::count(&mut conn, table).await?;
        ensure!(rows == 0, "the database is not empty: {table} has {rows} rows; nothing was changed");
    }
    if migrate::version(&mut conn).await? != Some(header.schema) {
        // Forgotten first: cut off here, the next try begins anew.
        migrate::forget(&mut conn).await?;
        whole_tables::in_any_order(&mut conn).await?;
        for table in tables.keys().filter(|table| !["lease", "migration"].contains(&table.as_str())) {
            whole_tables::drop_table(&mut conn, table).await?;
        }
        migrate::apply(&app.store, holder, header.schema).await?;
    }
    Ok(whole_tables::close(conn).await?)
}

/// Puts all rows in by one transaction, with the mark that more is to be done.
async fn load(app: &App, file: &mut impl BufRead, mark: &str, holder: &str) -> Result<()> {
    let mut conn = whole_tables::patient(&app.store).await?;
    whole_tables::in_any_order(&mut conn).await?;
    let tables = whole_tables::tables(&mut conn).await?;
    let mut tx = begin(&mut conn).await?;
    policies::delete_all(&mut tx).await?;
    let mut reading = Reading::begin(file)?;
    let mut batch = Batch::default();
    let mut renewed = Instant::now();
    while let Next::Row(table, row) = reading.next()? {
        if batch.table != table || batch.is_full() {
            batch.put(&mut tx, &tables).await?;
            batch.table = table;
        }
        batch.add(&tables, &row)?;
        if renewed.elapsed() > RENEW {
            ensure!(migrate::hold_on(&app.store, holder).await?, "the schema's lease ran out");
            renewed = Instant::now();
        }
    }
    batch.put(&mut tx, &tables).await?;
    leases::mark(&mut tx, UNFINISHED, mark).await?;
    commit(tx).await?;
    Ok(whole_tables::close(conn).await?)
}

/// Rows of one table that are put in by one statement.
#[derive(Default)]
struct Batch {
    table: String,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.bytes >= BYTES
    }

    fn add(&mut self, tables: &BTreeMap<String, Columns>, row: &JsonRow) -> Result<()> {
        let table = &self.table;
        let columns = tables.get(table).with_context(|| format!("the schema has no table {table}"))?;
        let row = read_row(columns, row);
        self.rows.push(row.map_err(|column| anyhow!("{table}.{column} does not fit the schema"))?);
        self.bytes += self.rows.last().map_or(0, |row| size(row));
        Ok(())
    }

    async fn put(&mut self, tx: &mut Tx<'_>, tables: &BTreeMap<String, Columns>) -> Result<()> {
        let (table, rows) = (&self.table, std::mem::take(&mut self.rows));
        self.bytes = 0;
        let Some(columns) = tables.get(table) else { return Ok(()) };
        whole_tables::insert(tx, table, columns, rows).await.with_context(|| format!("table {table}"))
    }
}
