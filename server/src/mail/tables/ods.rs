//! Spreadsheets of OpenDocument. Cells and rows say how often they are repeated; calamine (0.38) makes all of
//! them, of a few bytes many gigabytes, so this reads the text itself and keeps what is shown. A formula is
//! shown as the text that was kept with it.

use super::{ROWS, SHEETS, Sheet, Unshown, cut, packed, put};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The first sheets.
pub(super) fn sheets(content: &[u8]) -> Result<Vec<Sheet>, Unshown> {
    let texts = packed::texts(content)?;
    let (_, text) = texts.iter().find(|(name, _)| name == "content.xml").ok_or(Unshown::Unreadable)?;
    read(text)
}

fn read(text: &str) -> Result<Vec<Sheet>, Unshown> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|_| Unshown::Unreadable)? {
            Event::Start(tag) => reading.begin(&tag)?,
            Event::Empty(tag) => {
                reading.begin(&tag)?;
                reading.end(tag.name().0);
            }
            Event::End(tag) => reading.end(tag.name().0),
            Event::Text(text) => reading.add(&text),
            Event::CData(text) => reading.add(&text),
            Event::GeneralRef(entity) => reading.add(&resolved(&entity)),
            Event::Eof => return Ok(reading.sheets),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if reading.sheets.len() > SHEETS {
            reading.sheets.truncate(SHEETS);
            return Ok(reading.sheets);
        }
    }
}

/// What was read so far, and where the reading is.
#[derive(Default)]
struct Reading {
    sheets: Vec<Sheet>,
    row: Place,
    column: Place,
    /// The cells of the row.
    cells: Vec<Vec<String>>,
    /// The text of the cell, while one is read.
    text: Option<String>,
    /// What the cell's tag says that it holds.
    value: Option<String>,
    /// How many remarks the reading is in: they are no text of the cell.
    remarks: usize,
}

/// Where a row or a cell is, and how often it is there.
#[derive(Default)]
struct Place {
    at: usize,
    times: usize,
}

impl Place {
    fn next(&mut self) {
        self.at = self.at.saturating_add(self.times);
    }

    /// The places of it that are shown.
    fn shown(&self) -> std::ops::Range<usize> {
        self.at.min(ROWS)..self.at.saturating_add(self.times).min(ROWS)
    }
}

impl Reading {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), Unshown> {
        match tag.name().0 {
            "table:table" => {
                self.sheets
                    .push(Sheet { name: value(tag, "table:name")?.map(|name| cut(&name)), rows: Vec::new() });
                self.row = Place::default();
            }
            "table:table-row" => {
                self.row.times = repeated(tag, "table:number-rows-repeated")?;
                self.column = Place::default();
                self.cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.column.times = repeated(tag, "table:number-columns-repeated")?;
                self.text = Some(String::new());
                self.value = None;
                for name in ["office:string-value", "office:date-value", "office:time-value", "office:value"] {
                    if self.value.is_none() {
                        self.value = value(tag, name)?;
                    }
                }
            }
            "office:annotation" => self.remarks += 1,
            "text:p" | "text:s" | "text:tab" | "text:line-break" => self.add(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "office:annotation" => self.remarks = self.remarks.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                let (text, value) = (self.text.take().unwrap_or_default(), self.value.take());
                let shown = Some(text.trim()).filter(|text| !text.is_empty()).or(value.as_deref());
                for column in self.column.shown() {
                    put(&mut self.cells, 0, column, shown.unwrap_or_default());
                }
                self.column.next();
            }
            "table:table-row" => {
                if let (Some(sheet), Some(cells)) = (self.sheets.last_mut(), self.cells.first()) {
                    for row in self.row.shown() {
                        for (column, text) in cells.iter().enumerate() {
                            put(&mut sheet.rows, row, column, text);
                        }
                    }
                }
                self.row.next();
            }
            _ => {}
        }
    }

    fn add(&mut self, more: &str) {
        if let Some(text) = self.text.as_mut().filter(|_| self.remarks == 0) {
            text.push_str(more);
        }
    }
}

fn value(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Unshown> {
    let found = tag.try_get_attribute(name).map_err(|_| Unshown::Unreadable)?;
    let value =
        found.map(|found| found.normalized_value(XmlVersion::Implicit1_0).map(String::from)).transpose();
    value.map_err(|_| Unshown::Unreadable)
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> Result<usize, Unshown> {
    Ok(value(tag, name)?.and_then(|times| times.parse().ok()).unwrap_or(1))
}

/// What a reference stands for; nothing for one of the file's own making.
fn resolved(entity: &BytesRef<'_>) -> String {
    match entity.resolve_char_ref() {
        Ok(Some(one)) => one.to_string(),
        Ok(None) | Err(_) => {
            quick_xml::escape::resolve_predefined_entity(entity).unwrap_or_default().to_owned()
        }
    }
}
