use super::{CELL, ROWS, SHEETS, Sheet, Unshown, sheets};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("its bytes");
    }
    zip.finish().expect("a file").into_inner()
}

/// A workbook of these sheets: the name, and what stands in `sheetData`.
fn xlsx(book: &[(&str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let names = book.iter().enumerate();
    let listed: String = names
        .clone()
        .map(|(n, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"r{0}\"/>", n + 1))
        .collect();
    let related: String = names
        .map(|(n, _)| {
            format!(
                "<Relationship Id=\"r{0}\" Type=\"{office}/worksheet\" Target=\"worksheets/s{0}.xml\"/>",
                n + 1
            )
        })
        .collect();
    let workbook =
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>");
    let related = format!(
        "<Relationships xmlns=\"{package}\">{related}<Relationship Id=\"rs\" Type=\"{office}/sharedStrings\" \
         Target=\"sharedStrings.xml\"/><Relationship Id=\"rt\" Type=\"{office}/styles\" Target=\"styles.xml\"/>\
         </Relationships>"
    );
    let strings =
        format!("<sst xmlns=\"{main}\" uniqueCount=\"4000000000000\"><si><t>Maps &amp; more</t></si></sst>");
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r0\" Type=\"{office}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("_rels/.rels".to_owned(), root),
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), related),
        ("xl/sharedStrings.xml".to_owned(), strings),
        ("xl/styles.xml".to_owned(), styles),
    ];
    for (n, (_, data)) in (1..).zip(book) {
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/s{n}.xml"), sheet));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    packed(&parts)
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[("mimetype", ODS.as_bytes()), ("content.xml", content.as_bytes())])
}

fn read(media_type: &str, content: &[u8]) -> Result<Vec<Sheet>, Unshown> {
    sheets(media_type, content).expect("a table")
}

fn only(media_type: &str, content: &[u8]) -> Vec<Vec<String>> {
    let mut sheets = read(media_type, content).expect("sheets");
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    sheets.remove(0).rows
}

#[test]
fn values_are_read_with_the_separator_that_they_have() {
    assert_eq!(only("text/csv", b"a;b\n1;2,5\n"), [["a", "b"], ["1", "2,5"]]);
    assert_eq!(only("text/csv", b"a,b\n\"x, y\",2\n"), [["a", "b"], ["x, y", "2"]]);
    assert_eq!(only("text/tab-separated-values", b"a\tb\n"), [["a", "b"]]);
    assert_eq!(read("text/csv", b""), Ok(Vec::new()));
    assert_eq!(sheets("application/pdf", b"a,b"), None);
}

#[test]
fn a_workbook_is_shown_by_sheets_with_days_and_the_kept_values_of_formulas() {
    let data = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\"><f>1+1</f><v>2</v></c></row>\
                <row r=\"3\"><c r=\"A3\" s=\"1\"><v>45987</v></c><c r=\"B3\" t=\"b\"><v>1</v></c>\
                <c r=\"C3\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let book = xlsx(&[("First", data), ("Second", "")]);
    let sheets = read(XLSX, &book).expect("sheets");
    let names: Vec<_> = sheets.iter().map(|sheet| sheet.name.as_deref()).collect();
    assert_eq!(names, [Some("First"), Some("Second")]);
    let rows: Vec<Vec<&str>> =
        sheets[0].rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(rows, [vec!["Maps & more", "", "2"], vec![], vec!["2025-11-26", "TRUE", "x"]]);
    assert!(sheets[1].rows.is_empty());
}

#[test]
fn a_document_is_shown_by_sheets_without_remarks_and_with_what_is_repeated() {
    let table = "<table:table table:name=\"Plates &amp; co\"><table:table-column/>\
        <table:table-row><table:table-cell table:number-columns-repeated=\"2\"><text:p>a &lt; &#98;</text:p>\
        <office:annotation><text:p>secret</text:p></office:annotation></table:table-cell>\
        <table:table-cell/><table:table-cell office:value-type=\"float\" office:value=\"7\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:formula=\"of:=1+1\">\
        <text:p>2</text:p><text:p>more</text:p></table:table-cell></table:table-row></table:table>";
    let sheets = read(ODS, &ods(table)).expect("sheets");
    assert_eq!(sheets[0].name.as_deref(), Some("Plates & co"));
    let rows: Vec<Vec<&str>> =
        sheets[0].rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(rows, [vec!["a < b", "a < b", "", "7"], vec!["2 more"], vec!["2 more"]]);
}

#[test]
fn no_more_is_kept_than_is_shown_wherever_cells_are_and_however_often() {
    let long = "x".repeat(CELL + 50);
    let far = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{long}</t></is></c><c r=\"XFD1\"><v>1</v></c></row>\
         <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"
    );
    let rows = only(XLSX, &xlsx(&[("Far", &far)]));
    assert_eq!((rows.len(), rows[0].len(), rows[0][0].len()), (1, 1, CELL));

    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
               table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let many = format!("<table:table table:name=\"Many\">{}</table:table>", row.repeat(200));
    let rows = only(ODS, &ods(&many));
    assert_eq!((rows.len(), rows[ROWS - 1].len()), (ROWS, ROWS));

    let book: Vec<(&str, &str)> = vec![("S", ""); SHEETS + 3];
    assert_eq!(read(XLSX, &xlsx(&book)).expect("sheets").len(), SHEETS);
    let tables = "<table:table table:name=\"S\"/>".repeat(SHEETS + 3);
    assert_eq!(read(ODS, &ods(&tables)).expect("sheets").len(), SHEETS);
}

#[test]
fn what_is_huge_unpacked_is_refused_whether_it_says_so_or_not() {
    let zeros = vec![b' '; 40 << 20];
    let honest = packed(&[("content.xml", &zeros)]);
    assert!(honest.len() < 1 << 20, "it is a bomb: {} bytes", honest.len());
    let mut lying = honest.clone();
    // The sizes in both headers of the part (APPNOTE 4.3.7 and 4.3.12).
    let size = u32::try_from(zeros.len()).expect("a size").to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    for media_type in [XLSX, ODS] {
        assert_eq!(read(media_type, &honest), Err(Unshown::TooBig));
        assert!(read(media_type, &lying).is_err(), "{media_type}");
    }
    let many: Vec<(String, &[u8])> = (0..1200).map(|n| (format!("p{n}"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert_eq!(read(XLSX, &packed(&many)), Err(Unshown::TooBig));
}

#[test]
fn what_is_none_is_said_to_be_none() {
    let whole = xlsx(&[("A", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")]);
    let cut_off = &whole[..whole.len() / 2];
    let bare = packed(&[("readme.txt", b"hello")]);
    let bad_xml = packed(&[("content.xml", b"<a><b></a>")]);
    for content in [b"".as_slice(), b"PK\x03\x04", b"\xd0\xcf\x11\xe0", cut_off, &bare, &bad_xml] {
        for media_type in [XLSX, ODS] {
            assert_eq!(read(media_type, content), Err(Unshown::Unreadable));
        }
    }
}
