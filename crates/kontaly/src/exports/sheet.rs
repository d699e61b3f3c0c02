//! A list as an Excel workbook, written from the front to the back: each row is packed as it comes, so that a million of them
//! take no more memory than a thousand, and nothing lies on a disk meanwhile.
//!
//! The parts that name the sheets and the formats come last, when both are known; a zip file does not mind.

use super::output::Cell;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Rows of a sheet at most, by its file format.
const SHEET_ROWS: u32 = 1_048_576;
/// Bytes of a sheet after which another one begins: a part of four gigabytes is more than old programs unpack.
const SHEET_BYTES: u64 = 3 * 1024 * 1024 * 1024;
/// Characters of a cell at most, as Excel counts them.
const CELL_UNITS: usize = 32_767;
/// The formats that are always there: a plain value, a header, a day, an instant, an amount with two decimals.
const HEADER: usize = 1;
const DAY: usize = 2;
const MOMENT: usize = 3;

/// Where packed bytes wait until they are taken.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Vec<u8>>>);

impl Waiting {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Waiting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook that is being written.
pub struct Sheet {
    zip: ZipWriter<StreamWriter<Waiting>>,
    waiting: Waiting,
    name: String,
    header: Vec<String>,
    right_to_left: bool,
    zone: TimeZone,
    sheets: usize,
    rows: u32,
    bytes: u64,
    /// Number formats of amounts, by decimals and currency, behind those that are always there.
    formats: Vec<(usize, Option<String>)>,
    xml: String,
}

impl Sheet {
    /// Begins a workbook whose sheet has that name.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn new(name: &str, header: &[&str], right_to_left: bool, zone: TimeZone) -> io::Result<Self> {
        let waiting = Waiting::default();
        let mut sheet = Self {
            zip: ZipWriter::new_stream(waiting.clone()),
            waiting,
            name: sheet_name(name),
            header: header.iter().map(|&name| name.to_owned()).collect(),
            right_to_left,
            zone,
            sheets: 0,
            rows: 0,
            bytes: 0,
            formats: Vec::new(),
            xml: String::new(),
        };
        sheet.begin()?;
        Ok(sheet)
    }

    fn begin(&mut self) -> io::Result<()> {
        self.sheets += 1;
        (self.rows, self.bytes) = (0, 0);
        self.zip
            .start_file(format!("xl/worksheets/sheet{}.xml", self.sheets), SimpleFileOptions::default())?;
        let turned = if self.right_to_left { " rightToLeft=\"1\"" } else { "" };
        let _ = write!(
            self.xml,
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"{turned}>\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\"{}\" width=\"18\" customWidth=\"1\"/></cols><sheetData>",
            self.header.len().max(1)
        );
        let header: Vec<Cell> = self.header.iter().cloned().map(Cell::Text).collect();
        self.write_row(&header, HEADER)
    }

    /// Writes a row; on the next sheet where this one is full.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.rows == SHEET_ROWS || self.bytes > SHEET_BYTES {
            self.zip.write_all(SHEET_END.as_bytes())?;
            self.begin()?;
        }
        self.write_row(cells, 0)
    }

    fn write_row(&mut self, cells: &[Cell], text_format: usize) -> io::Result<()> {
        self.rows += 1;
        let _ = write!(self.xml, "<row r=\"{}\">", self.rows);
        for (column, cell) in cells.iter().enumerate() {
            self.cell(column, cell, text_format);
        }
        self.xml.push_str("</row>");
        self.bytes += self.xml.len() as u64;
        self.zip.write_all(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }

    fn cell(&mut self, column: usize, cell: &Cell, text_format: usize) {
        match cell {
            Cell::Blank => {}
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => self.text(column, text, text_format),
            Cell::Number(number) => self.number(column, number, 0),
            Cell::Money(number, currency) => {
                let decimals = number.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
                let format = self.format_of(decimals, currency.as_deref());
                self.number(column, number, format);
            }
            Cell::Day(day) => match serial(day.to_datetime(jiff::civil::Time::midnight())) {
                Some(serial) => self.number(column, &serial, DAY),
                None => self.text(column, &day.to_string(), text_format),
            },
            Cell::Moment(at) => {
                let local = at.to_zoned(self.zone.clone()).datetime();
                match serial(local) {
                    Some(serial) => self.number(column, &serial, MOMENT),
                    None => self.text(column, &at.to_string(), text_format),
                }
            }
            Cell::Truth(yes) => {
                self.open(column, 0, " t=\"b\"");
                let _ = write!(self.xml, "<v>{}</v></c>", u8::from(*yes));
            }
        }
    }

    fn open(&mut self, column: usize, format: usize, kind: &str) {
        self.xml.push_str("<c r=\"");
        push_column(&mut self.xml, column);
        let _ = write!(self.xml, "{}\"", self.rows);
        if format > 0 {
            let _ = write!(self.xml, " s=\"{format}\"");
        }
        self.xml.push_str(kind);
        self.xml.push('>');
    }

    fn number(&mut self, column: usize, number: &str, format: usize) {
        self.open(column, format, "");
        let _ = write!(self.xml, "<v>{number}</v></c>");
    }

    fn text(&mut self, column: usize, text: &str, format: usize) {
        self.open(column, format, " t=\"inlineStr\"");
        self.xml.push_str("<is><t xml:space=\"preserve\">");
        push_text(&mut self.xml, text);
        self.xml.push_str("</t></is></c>");
    }

    fn format_of(&mut self, decimals: usize, currency: Option<&str>) -> usize {
        let known =
            self.formats.iter().position(|(places, code)| *places == decimals && code.as_deref() == currency);
        let at = known.unwrap_or_else(|| {
            self.formats.push((decimals, currency.map(str::to_owned)));
            self.formats.len() - 1
        });
        MOMENT + 1 + at
    }

    /// Takes what is packed so far.
    pub fn take(&mut self) -> Vec<u8> {
        self.waiting.take()
    }

    /// Ends the workbook, and gives what is left of it.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn end(mut self) -> io::Result<Vec<u8>> {
        self.zip.write_all(SHEET_END.as_bytes())?;
        for (name, text) in self.parts() {
            self.zip.start_file(name, SimpleFileOptions::default())?;
            self.zip.write_all(text.as_bytes())?;
        }
        self.zip.finish()?;
        Ok(self.waiting.take())
    }

    /// The small parts.
    fn parts(&self) -> [(&'static str, String); 5] {
        let (mut types, mut names, mut relations) = (String::new(), String::new(), String::new());
        for number in 1..=self.sheets {
            let name = if number == 1 { self.name.clone() } else { format!("{} {number}", self.name) };
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPES}worksheet+xml\"/>"
            );
            names.push_str("<sheet name=\"");
            push_text(&mut names, &name);
            let _ = write!(names, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            let _ = write!(
                relations,
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        let styles = self.sheets + 1;
        [
            (
                "xl/workbook.xml",
                format!(
                    "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{styles}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
                ),
            ),
            ("xl/styles.xml", self.styles()),
            (
                "_rels/.rels",
                format!(
                    "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}styles+xml\"/>{types}</Types>"
                ),
            ),
        ]
    }

    fn styles(&self) -> String {
        /// Formats of one's own are numbered from here on.
        const OWN: usize = 164;
        let (mut formats, mut looks) = (String::new(), String::new());
        for (at, (decimals, currency)) in self.formats.iter().enumerate() {
            let places = if *decimals > 0 { format!(".{}", "0".repeat(*decimals)) } else { String::new() };
            let currency = currency.as_deref().map(|code| format!("\\ [${code}]")).unwrap_or_default();
            let number = OWN + 1 + at;
            let _ = write!(formats, "<numFmt numFmtId=\"{number}\" formatCode=\"");
            push_text(&mut formats, &format!("#,##0{places}{currency}"));
            formats.push_str("\"/>");
            let _ = write!(
                looks,
                "<xf numFmtId=\"{number}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
            );
        }
        format!(
            "{DECLARATION}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{}\"><numFmt numFmtId=\"{OWN}\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/>{formats}</numFmts>\
             <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
             <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
             <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
             <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
             <cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
             <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
             <xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
             <xf numFmtId=\"{OWN}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>{looks}</cellXfs>\
             <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
            self.formats.len() + 1,
            self.formats.len() + MOMENT + 1
        )
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
const SHEET_END: &str = "</sheetData></worksheet>";

/// A name as a sheet may have it: 31 characters, and none of these signs.
fn sheet_name(name: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\'".contains(*c);
    // Room is left for the number of a second sheet.
    let name: String = name.chars().filter(allowed).take(25).collect();
    if name.trim().is_empty() { "Kontaly".to_owned() } else { name }
}

/// The letters of a column: A, Z, AA.
fn push_column(out: &mut String, column: usize) {
    if column >= 26 {
        push_column(out, column / 26 - 1);
    }
    out.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
}

/// A text as XML holds it, and as a cell does. What XML cannot hold at all is written as `_x000B_`.
fn push_text(out: &mut String, text: &str) {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > CELL_UNITS {
            return;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if is_escape(&text[at..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// Whether a text begins as what cannot be held is written.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// The days since the beginning of 1900, as Excel counts them; of days before its leap day that never was there are none.
fn serial(at: DateTime) -> Option<String> {
    let day = at.date();
    if day < Date::constant(1900, 3, 1) {
        return None;
    }
    let days = day.since(Date::constant(1899, 12, 30)).ok()?.get_days();
    let seconds = i32::from(at.hour()) * 3_600 + i32::from(at.minute()) * 60 + i32::from(at.second());
    if seconds == 0 {
        Some(days.to_string())
    } else {
        Some(format!("{:.6}", f64::from(days) + f64::from(seconds) / 86_400.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_days_and_texts_are_as_excel_has_them() {
        let letters = |column| {
            let mut out = String::new();
            push_column(&mut out, column);
            out
        };
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        let day = |text: &str| serial(text.parse().expect("a time"));
        assert_eq!(day("2026-11-27T12:00:00").as_deref(), Some("46353.500000"));
        assert_eq!(day("1900-03-01T00:00:00").as_deref(), Some("61"));
        assert_eq!(day("1899-01-01T00:00:00"), None);
        let mut out = String::new();
        push_text(&mut out, "a<b>&\"\u{b}_x000B_");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;_x000B__x005F_x000B_");
        assert_eq!(sheet_name("Deals: [open]"), "Deals open");
    }
}
