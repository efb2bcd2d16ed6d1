//! Whole tables by name, for backup and restore. A name never comes from anywhere but the
//! database's own list of tables and columns.

use crate::store::{Store, StoreError, Tx, sql};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt;
pub use mysql_async::Value as Cell;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, IsolationLevel, Row, TxOpts};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How the values of a column are written in JSON. `null` stands for NULL in each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A number.
    Number,
    /// Text, in UTF-8.
    Text,
    /// A moment in UTC, `YYYY-MM-DD hh:mm:ss`.
    Moment,
    /// Bytes, in base64 (RFC 4648, section 4).
    Base64,
}

/// A table: its columns with what they hold.
pub type Columns = BTreeMap<String, Kind>;
/// A row by column.
pub type JsonRow = Map<String, Value>;

impl Kind {
    fn of(data_type: &str) -> Option<Self> {
        Some(match data_type {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "float" | "double" => Self::Number,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set" => Self::Text,
            "datetime" | "timestamp" | "date" => Self::Moment,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Self::Base64,
            _ => return None,
        })
    }

    /// A value as JSON.
    fn write(self, cell: Cell) -> Option<Value> {
        Some(match (self, cell) {
            (_, Cell::NULL) => Value::Null,
            (Self::Number, Cell::Int(number)) => json!(number),
            (Self::Number, Cell::UInt(number)) => json!(number),
            (Self::Number, Cell::Float(number)) => json!(number),
            (Self::Number, Cell::Double(number)) => json!(number),
            (Self::Text, Cell::Bytes(bytes)) => Value::String(String::from_utf8(bytes).ok()?),
            (Self::Base64, Cell::Bytes(bytes)) => Value::String(STANDARD.encode(bytes)),
            (Self::Moment, Cell::Date(year, month, day, hour, minute, second, micro)) => {
                let fraction = if micro == 0 { String::new() } else { format!(".{micro:06}") };
                json!(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}"))
            }
            _ => return None,
        })
    }

    /// A value from JSON; `None` if it is not one of this kind.
    fn read(self, value: &Value) -> Option<Cell> {
        Some(match (self, value) {
            (_, Value::Null) => Cell::NULL,
            (Self::Number, Value::Number(number)) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => Cell::UInt(number),
                (None, Some(number)) => Cell::Int(number),
                (None, None) => Cell::Double(number.as_f64()?),
            },
            (Self::Text | Self::Moment, Value::String(text)) => Cell::Bytes(text.clone().into_bytes()),
            (Self::Base64, Value::String(text)) => Cell::Bytes(STANDARD.decode(text).ok()?),
            _ => return None,
        })
    }
}

/// A row of a table, in the order of its columns; the name of a column that is missing, is not of
/// the table, or is not of its kind, if there is one.
///
/// # Errors
/// The column's name.
pub fn read_row(columns: &Columns, row: &JsonRow) -> Result<Vec<Cell>, String> {
    if let Some(other) = row.keys().find(|name| !columns.contains_key(*name)) {
        return Err(other.clone());
    }
    columns
        .iter()
        .map(|(name, kind)| row.get(name).and_then(|value| kind.read(value)).ok_or_else(|| name.clone()))
        .collect()
}

/// About how many bytes a row takes in a statement.
#[must_use]
pub fn size(row: &[Cell]) -> usize {
    let of = |cell: &Cell| if let Cell::Bytes(bytes) = cell { bytes.len() } else { 8 };
    row.iter().map(of).sum()
}

/// A connection for statements that take their time. Close it: it is not one of the pool any more.
///
/// # Errors
/// As the database says.
pub async fn patient(store: &Store) -> Result<Conn, StoreError> {
    let mut conn = store.conn().await?;
    conn.query_drop("SET SESSION max_statement_time = 0, net_write_timeout = 3600, net_read_timeout = 3600")
        .await?;
    Ok(conn)
}

/// Closes such a connection.
///
/// # Errors
/// As the database says.
pub async fn close(conn: Conn) -> Result<(), StoreError> {
    Ok(conn.disconnect().await?)
}

/// Begins to read everything as it is at one moment, whatever others write meanwhile.
///
/// # Errors
/// As the database says.
pub async fn snapshot(conn: &mut Conn) -> Result<Tx<'_>, StoreError> {
    let mut options = TxOpts::new();
    options
        .with_consistent_snapshot(true)
        .with_isolation_level(IsolationLevel::RepeatableRead)
        .with_readonly(true);
    Ok(conn.start_transaction(options).await?)
}

/// All tables of the database.
///
/// # Errors
/// [`StoreError::Broken`] for a column of a type that a backup cannot hold.
pub async fn tables(conn: &mut impl Queryable) -> Result<BTreeMap<String, Columns>, StoreError> {
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    let rows: Vec<(String, String, String)> = conn.query(sql!("any_table/columns")).await?;
    for (table, column, data_type) in rows {
        let unknown = || StoreError::Broken(format!("{table}.{column} is of the type {data_type}"));
        let kind = Kind::of(&data_type).ok_or_else(unknown)?;
        tables.entry(table).or_default().insert(column, kind);
    }
    Ok(tables)
}

/// Gives the rows of a table one after the other, and their number. No more than one is held.
///
/// # Errors
/// As the database says, or as `each` does.
pub async fn rows(
    tx: &mut Tx<'_>,
    table: &str,
    columns: &Columns,
    mut each: impl FnMut(JsonRow) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let statement = of(sql!("any_table/rows"), table, columns);
    let mut rows = tx.exec_stream::<Row, _, _>(statement, ()).await?;
    let mut number = 0;
    while let Some(row) = rows.try_next().await? {
        let mut written = JsonRow::new();
        for ((name, kind), cell) in columns.iter().zip(row.unwrap()) {
            let broken = || StoreError::Broken(format!("{table}.{name}"));
            written.insert(name.clone(), kind.write(cell).ok_or_else(broken)?);
        }
        each(written)?;
        number += 1;
    }
    Ok(number)
}

/// How many rows a table has.
///
/// # Errors
/// As the database says.
pub async fn count(conn: &mut impl Queryable, table: &str) -> Result<u64, StoreError> {
    let number: Option<u64> = conn.query_first(of(sql!("any_table/count"), table, &Columns::new())).await?;
    Ok(number.unwrap_or(0))
}

/// Adds rows, as [`read_row`] gives them.
///
/// # Errors
/// As the database says.
pub async fn insert(
    tx: &mut Tx<'_>,
    table: &str,
    columns: &Columns,
    rows: Vec<Vec<Cell>>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let values = vec![row; rows.len()].join(", ");
    let statement = of(sql!("any_table/insert"), table, columns).replacen("(?)", &values, 1);
    Ok(tx.exec_drop(statement, rows.concat()).await?)
}

/// Lets rows be added in any order. For a connection of [`patient`] alone.
///
/// # Errors
/// As the database says.
pub async fn in_any_order(conn: &mut Conn) -> Result<(), StoreError> {
    Ok(conn.query_drop("SET SESSION foreign_key_checks = 0").await?)
}

/// Removes a table.
///
/// # Errors
/// As the database says.
pub async fn drop_table(conn: &mut Conn, table: &str) -> Result<(), StoreError> {
    Ok(conn.query_drop(of(sql!("any_table/drop"), table, &Columns::new())).await?)
}

/// The statement about another table.
fn of(statement: &str, table: &str, columns: &Columns) -> String {
    let columns: Vec<_> = columns.keys().map(|name| format!("`{name}`")).collect();
    let statement = statement.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
    statement.replacen("version", &columns.join(", "), 1).replacen("migration", &format!("`{table}`"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        let columns = Columns::from([
            ("bytes".to_owned(), Kind::Base64),
            ("moment".to_owned(), Kind::Moment),
            ("number".to_owned(), Kind::Number),
            ("text".to_owned(), Kind::Text),
        ]);
        let cells = [
            Cell::Bytes(vec![0, 255, 10]),
            Cell::Date(2024, 2, 29, 23, 59, 59, 0),
            Cell::UInt(u64::MAX),
            Cell::Bytes("ড়াশ\n\"\u{1f5fa}".into()),
        ];
        let row: JsonRow = columns
            .iter()
            .zip(cells.clone())
            .map(|((name, kind), cell)| (name.clone(), kind.write(cell).expect("written")))
            .collect();
        let mut expected = cells.to_vec();
        expected[1] = Cell::Bytes(b"2024-02-29 23:59:59".to_vec());
        assert_eq!(read_row(&columns, &row).expect("read"), expected);
        assert_eq!(Kind::Number.read(&json!(-1)), Some(Cell::Int(-1)));
        let mut other = row;
        other.insert("number".to_owned(), json!("1"));
        assert_eq!(read_row(&columns, &other), Err("number".to_owned()));
        other.remove("number");
        assert_eq!(read_row(&columns, &other), Err("number".to_owned()));
        other.insert("more".to_owned(), json!(1));
        assert_eq!(read_row(&columns, &other), Err("more".to_owned()));
    }

    #[test]
    fn a_statement_is_about_the_table_that_is_named() {
        let columns = Columns::from([("a".to_owned(), Kind::Text), ("b".to_owned(), Kind::Text)]);
        assert_eq!(of(sql!("any_table/rows"), "event", &columns).trim(), "SELECT `a`, `b` FROM `event`");
        assert_eq!(of(sql!("any_table/count"), "event", &columns).trim(), "SELECT COUNT(*) FROM `event`");
    }
}
