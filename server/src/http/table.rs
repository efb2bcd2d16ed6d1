//! Tables for spreadsheets: CSV (RFC 4180).

use anyhow::Context;

/// A table, a row a line. A cell that a spreadsheet would take for a formula begins with an
/// apostrophe (<https://owasp.org/www-community/attacks/CSV_Injection>).
///
/// # Errors
/// If the rows differ in length.
pub fn csv(rows: impl Iterator<Item = Vec<String>>) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row.into_iter().map(plain)).context("CSV")?;
    }
    out.into_inner().context("CSV")
}

fn plain(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{cell}") } else { cell }
}
