//! Spreadsheets of Office Open XML. Read cell by cell, so that a cell in the last row and column makes no
//! table of all those before it. A formula is shown as the value that was kept with it.

use super::{ROWS, SHEETS, Sheet, Unshown, packed, put};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Cells of a sheet that are looked at.
const CELLS: usize = 100_000;

/// The first sheets.
pub(super) fn sheets(content: &[u8]) -> Result<Vec<Sheet>, Unshown> {
    let mut book = Xlsx::new(Cursor::new(plain(content)?)).map_err(|_| Unshown::Unreadable)?;
    let names: Vec<String> = book.sheet_names().into_iter().take(SHEETS).collect();
    let mut sheets = Vec::new();
    for name in names {
        let rows = rows(&mut book, &name)?;
        sheets.push(Sheet { name: Some(super::cut(&name)), rows });
    }
    Ok(sheets)
}

/// The file's texts, packed anew without what calamine (0.38) believes: a count of strings, for which it makes
/// room before it reads them.
fn plain(content: &[u8]) -> Result<Vec<u8>, Unshown> {
    let mut plain = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in packed::texts(content)? {
        plain.start_file(name, stored).map_err(|_| Unshown::Unreadable)?;
        let text = text.replace("uniqueCount", "unique-count");
        plain.write_all(text.as_bytes()).map_err(|_| Unshown::Unreadable)?;
    }
    Ok(plain.finish().map_err(|_| Unshown::Unreadable)?.into_inner())
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<Vec<String>>, Unshown> {
    let mut rows = Vec::new();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Unshown::Unreadable)?;
    for _ in 0..CELLS {
        let Some(cell) = cells.next_cell().map_err(|_| Unshown::Unreadable)? else { break };
        let (row, column) = cell.get_position();
        if usize::try_from(row).is_ok_and(|row| row >= ROWS) {
            break;
        }
        let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        put(&mut rows, place(row), place(column), &shown(cell.get_value()));
    }
    Ok(rows)
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => match at.as_datetime() {
            Some(day) if at.as_f64().fract() == 0.0 => day.format("%Y-%m-%d").to_string(),
            Some(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
            None => at.as_f64().to_string(),
        },
        DataRef::Error(error) => error.to_string(),
    }
}
