//! Values with a separator between them (RFC 4180).

use super::{ROWS, Sheet, cut};

/// The one sheet; none if there is nothing.
pub(super) fn sheets(content: &[u8], tabs: bool) -> Vec<Sheet> {
    let text = String::from_utf8_lossy(content);
    let first = text.lines().next().unwrap_or_default();
    let semicolons = first.matches(';').count() > first.matches(',').count();
    let delimiter = if tabs {
        b'\t'
    } else if semicolons {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let records = reader.records().map_while(Result::ok).take(ROWS);
    let rows: Vec<Vec<String>> = records.map(|row| row.iter().take(ROWS).map(cut).collect()).collect();
    if rows.is_empty() { Vec::new() } else { vec![Sheet { name: None, rows }] }
}
