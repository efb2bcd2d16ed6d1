//! Tables in files that came by mail, as far as they are shown: some sheets, rows and columns of what may be
//! anything that somebody calls a table.

mod ods;
mod packed;
mod values;
mod xlsx;

/// Sheets of a file that are shown.
const SHEETS: usize = 5;
/// Rows and columns of a sheet that are shown.
const ROWS: usize = 20;
/// Characters of a cell that are shown.
const CELL: usize = 200;

/// The beginning of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; a file of values alone has none.
    pub name: Option<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
}

/// Why a file is not shown as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshown {
    /// It is bigger unpacked than is looked into.
    TooBig,
    /// It is not what it says, damaged, or encrypted.
    Unreadable,
}

/// The sheets of a file that is served under this media type; `None` if it is no table that is looked into.
#[must_use]
pub fn sheets(media_type: &str, content: &[u8]) -> Option<Result<Vec<Sheet>, Unshown>> {
    match media_type {
        "text/csv" => Some(Ok(values::sheets(content, false))),
        "text/tab-separated-values" => Some(Ok(values::sheets(content, true))),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(xlsx::sheets(content)),
        "application/vnd.oasis.opendocument.spreadsheet" => Some(ods::sheets(content)),
        _ => None,
    }
}

/// A text as long as a cell that is shown.
fn cut(text: &str) -> String {
    text.chars().take(CELL).collect()
}

/// Puts a cell at its place, if it is shown; rows and cells before it are empty.
fn put(rows: &mut Vec<Vec<String>>, row: usize, column: usize, text: &str) {
    if row >= ROWS || column >= ROWS || text.is_empty() {
        return;
    }
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    if rows[row].len() <= column {
        rows[row].resize_with(column + 1, String::new);
    }
    rows[row][column] = cut(text);
}

#[cfg(test)]
mod tests;
